"""Long work: asked for, followed, stopped, and started again when its worker was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from codesign import jobs, storage
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotFound
from codesign.i18n import N_
from codesign.jobs import JobState, Progress, worker
from codesign.storage import Database

ROOT = Path(__file__).resolve().parents[2]


def count(_db: Database, params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A handler that counts."""
    for done in range(params["to"]):
        progress(done, params["to"], "Counting")
    progress(params["to"], params["to"], "Counting")
    return {"counted": params["to"]}


def finished(db: Database, job_id: str, seconds: float = 30) -> jobs.Job:
    """Wait until a job is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job = jobs.job(db, job_id)
        if job.state.is_over:
            return job
        time.sleep(0.05)
    pytest.fail(f"still {job.state}")


def test_work_is_done_in_the_order_it_was_asked(db: Database, db_path: Path, actor: Callable[..., Actor]) -> None:
    """First come, first served; results and progress are kept."""
    person = actor("analyse")
    ids = [jobs.enqueue(db, person, "count", {"to": n}) for n in (3, 5)]
    assert worker.work_once(db_path, {"count": count})
    assert [jobs.job(db, each).state for each in ids] == [JobState.DONE, JobState.QUEUED]
    assert worker.work_once(db_path, {"count": count})
    assert not worker.work_once(db_path, {"count": count})
    last = jobs.job(db, ids[1])
    assert (last.result, last.done, last.total, last.share, last.tries) == ({"counted": 5}, 5, 5, 1.0, 1)
    assert [job.id for job in jobs.jobs(db, person)] == ids[::-1]
    assert jobs.jobs(db, actor("analyse")) == ()
    assert len(jobs.all_jobs(db)) == 2


def test_the_same_wish_twice_is_one_job(db: Database, actor: Callable[..., Actor]) -> None:
    """A double click does not import twice."""
    person, row = actor("analyse"), storage.uuid7()
    assert {jobs.enqueue(db, person, "count", {"to": 1}, id=row) for _each in range(2)} == {row}
    assert len(jobs.all_jobs(db)) == 1


def test_a_kind_that_this_worker_does_not_know_waits(db: Database, db_path: Path, actor: Callable[..., Actor]) -> None:
    """After an update a newer worker may know it."""
    job_id = jobs.enqueue(db, actor("analyse"), "mystery", {})
    assert not worker.work_once(db_path, {"count": count})
    assert jobs.job(db, job_id).state is JobState.QUEUED


def refuse(_db: Database, _params: dict[str, Any], _progress: Progress) -> None:
    """A handler that says what to mend."""
    raise InvalidInput(N_("This password is too long: at most %(n)s characters."), n=7)


def crash(_db: Database, _params: dict[str, Any], _progress: Progress) -> None:
    """A handler with a fault of ours."""
    raise ZeroDivisionError


@pytest.mark.parametrize(("handler", "told"), [(refuse, "7"), (crash, "")])
def test_what_went_wrong_is_told_in_words(
    db: Database, db_path: Path, actor: Callable[..., Actor], handler: worker.Handler, told: str
) -> None:
    """A user's error as it is; a fault under a number, never its traceback."""
    job_id = jobs.enqueue(db, actor("analyse"), "it", {})
    worker.work_once(db_path, {"it": handler})
    job = jobs.job(db, job_id)
    assert job.state is JobState.FAILED
    assert told in job.trouble
    assert "ZeroDivision" not in job.trouble
    assert "%(" not in job.trouble


def test_a_failed_job_leaves_nothing_half_written(db: Database, db_path: Path, actor: Callable[..., Actor]) -> None:
    """The handler's transaction rolls back; the progress that was told stays."""

    def half(own: Database, _params: dict[str, Any], progress: Progress) -> None:
        progress(1, 2, "Half")
        with storage.transaction(own):
            own.conn.execute("CREATE TABLE half (x)")
            progress(2, 2, "Whole")  # within the transaction: must neither wait for its own lock nor fail
            raise ZeroDivisionError

    job_id = jobs.enqueue(db, actor("analyse"), "half", {})
    start = time.monotonic()
    worker.work_once(db_path, {"half": half})
    assert time.monotonic() - start < 4
    job = jobs.job(db, job_id)
    assert (job.state, job.done, job.message) == (JobState.FAILED, 1, "Half")
    assert "half" not in db.table_names()


def test_waiting_work_is_cancelled_at_once_and_only_by_who_asked(db: Database, actor: Callable[..., Actor]) -> None:
    """Someone else's work does not exist for you."""
    person = actor("analyse")
    job_id = jobs.enqueue(db, person, "count", {"to": 1})
    with pytest.raises(NotFound):
        jobs.request_cancel(db, actor("analyse"), job_id=job_id)
    jobs.request_cancel(db, person, job_id=job_id)
    assert jobs.job(db, job_id).state is JobState.CANCELLED
    with pytest.raises(NotFound):
        jobs.job(db, "nothing")


def test_running_work_stops_at_its_next_step(db: Database, db_path: Path, actor: Callable[..., Actor]) -> None:
    """The person does not wait for the end."""
    person, started = actor("analyse"), threading.Event()

    def endless(_db: Database, _params: dict[str, Any], progress: Progress) -> None:
        for step in range(10_000):
            progress(step, 10_000, "Going on")
            started.set()
            time.sleep(0.02)

    job_id = jobs.enqueue(db, person, "endless", {})
    thread = threading.Thread(target=worker.work_once, args=(db_path, {"endless": endless}))
    thread.start()
    assert started.wait(10)
    jobs.request_cancel(db, person, job_id=job_id)
    thread.join(10)
    assert jobs.job(db, job_id).state is JobState.CANCELLED


def _dead(db: Database, job_id: str, tries: int) -> None:
    """Make a job look as its worker left it when it was killed."""
    db.conn.execute(
        "UPDATE jobs_job SET state = 'running', tries = ?, heartbeat_at = '2020-01-01' WHERE id = ?", [tries, job_id]
    )
    db.conn.commit()


def test_work_that_keeps_killing_its_worker_is_given_up(
    db: Database, db_path: Path, actor: Callable[..., Actor]
) -> None:
    """Three tries, then it failed and says so; the others go on."""
    person = actor("analyse")
    deadly, harmless = (jobs.enqueue(db, person, "count", {"to": 1}) for _each in range(2))
    _dead(db, deadly, 3)
    assert worker.work_once(db_path, {"count": count})
    assert jobs.job(db, deadly).state is JobState.FAILED
    assert "3" in jobs.job(db, deadly).trouble
    assert jobs.job(db, harmless).state is JobState.DONE


def test_dead_work_that_was_to_stop_is_cancelled(db: Database, db_path: Path, actor: Callable[..., Actor]) -> None:
    """It is not started again against the person's wish."""
    person = actor("analyse")
    job_id = jobs.enqueue(db, person, "count", {"to": 1})
    _dead(db, job_id, 1)
    jobs.request_cancel(db, person, job_id=job_id)
    worker.work_once(db_path, {"count": count})
    assert jobs.job(db, job_id).state is JobState.CANCELLED


WORKER = """
import sys, time
from pathlib import Path
from codesign.jobs import run_worker, worker
worker.SILENT_SECONDS, worker.BEAT_SECONDS = 1.0, 0.2

def slow(db, params, progress):
    for step in range(params["to"]):
        progress(step, params["to"], "Slowly")
        time.sleep(0.05)
    return {"by": "whole"}

run_worker(Path(sys.argv[1]), {"slow": slow}, pause=0.05)
"""


@pytest.fixture
def start_worker(db_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start real worker processes, ended after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", WORKER, str(db_path)], cwd=ROOT))  # noqa: S603
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait(30)


def test_kill_9_only_delays_the_work(
    db: Database, actor: Callable[..., Actor], start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    """A worker killed in the middle: the next one does the whole job again, and it is counted."""
    job_id = jobs.enqueue(db, actor("analyse"), "slow", {"to": 40})
    first = start_worker()
    end = time.monotonic() + 60
    while jobs.job(db, job_id).state is not JobState.RUNNING:
        assert first.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    time.sleep(0.5)
    os.kill(first.pid, signal.SIGKILL)
    first.wait(30)
    assert jobs.job(db, job_id).state is JobState.RUNNING
    start_worker()
    job = finished(db, job_id)
    assert (job.state, job.tries, job.result) == (JobState.DONE, 2, {"by": "whole"})


def test_a_worker_survives_a_database_that_is_not_there_yet(tmp_path: Path) -> None:
    """Between two databases there is a moment without one."""
    turns = iter([True, True, False])
    jobs.run_worker(lambda: tmp_path / "none.db", {}, alive=lambda: next(turns), pause=0)
