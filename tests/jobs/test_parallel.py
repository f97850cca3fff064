"""Many runs of one function: the same answers wherever they run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from codesign import jobs
from codesign.config import load_settings
from codesign.errors import InvalidInput
from codesign.jobs import Cancelled


def half(number: int) -> float:
    """Work that any process can do."""
    return number / 2


def test_answers_come_in_order_on_one_core() -> None:
    """The setting that nobody touched."""
    with jobs.running_on(""):
        assert list(jobs.spread(half, ((n,) for n in range(5)))) == [0, 0.5, 1, 1.5, 2]


def test_whoever_stops_asking_leaves_the_rest_undone() -> None:
    """A search that is stopped does not draw to its end."""
    done: list[int] = []

    def stop() -> None:
        for _each in jobs.spread(done.append, ((n,) for n in range(100))):
            raise Cancelled

    with pytest.raises(Cancelled):
        stop()
    assert len(done) < 10


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the cluster's own libraries
def test_a_dask_cluster_takes_the_work() -> None:
    """By its address alone; the answers are those of one core."""
    from distributed import LocalCluster  # noqa: PLC0415 - slow to import, for this test only

    here = LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None)
    with here as cluster, jobs.running_on(cluster.scheduler_address):
        assert list(jobs.spread(half, ((n,) for n in range(5)))) == [0, 0.5, 1, 1.5, 2]


def test_without_dask_the_person_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting copied from another machine is no fault of ours."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InvalidInput, match="dask"), jobs.running_on("tcp://localhost:1"):
        pass


def test_the_setting_comes_from_the_environment(tmp_path: Path) -> None:
    """One core unless said otherwise."""
    assert load_settings({"CODESIGN_HOME": str(tmp_path)}).parallel == ""
    assert load_settings({"CODESIGN_HOME": str(tmp_path), "CODESIGN_PARALLEL": "cores"}).parallel == "cores"
