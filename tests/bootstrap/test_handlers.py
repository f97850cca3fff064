"""Long work, as the worker does it: a real queue, one job after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from codesign import bootstrap, exchange, jobs, storage
from codesign.accounts import MACHINE
from codesign.bootstrap import HANDLER_LABELS, HANDLERS
from codesign.jobs import JobState


def test_every_kind_of_work_has_a_name() -> None:
    """The system screen shows it."""
    assert set(HANDLERS) == set(HANDLER_LABELS)


def test_import_reading_export_and_backup_run_in_the_worker(
    db_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is asked for, done, and leaves what it promised."""
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path))
    notes = "id,text,consent\n1,Elle ne parle pas français.,oral\n".encode()
    arrivals = tmp_path / "arrivals"
    asked = []
    with storage.open_database(db_path) as db:
        asked.append(exchange.ask_import(db, MACHINE, folder=arrivals, name="carnet.csv", data=notes))
        for kind, params in (
            ("retag", {}),
            ("export_project", {"kind": "json"}),
            ("backup", {}),
        ):
            asked.append(jobs.enqueue(db, MACHINE, kind, params))
        while jobs.work_once(db_path, bootstrap.HANDLERS):
            pass
        done = [jobs.job(db, job_id) for job_id in asked]
        assert [each.state for each in done] == [JobState.DONE] * 4
        assert done[0].result["new"] == 1
        assert done[1].result["texts"] == 1
        assert len(exchange.exports(db, MACHINE)) == 1
    assert not list(arrivals.iterdir())
    assert len(list((tmp_path / "exports").iterdir())) == 1
    assert len(list((tmp_path / "backups").glob("codesign-*.zip"))) == 1
