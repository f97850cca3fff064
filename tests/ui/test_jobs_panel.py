"""Long work on screen: how far it is, a way to stop it, and how it ended."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from codesign import jobs, storage
from codesign.accounts import Actor, Role, session_store, store
from codesign.accounts.clock import later
from codesign.jobs import JobState, worker
from codesign.storage import Database

SCRIPT = """
import os
from codesign import accounts, storage
from codesign.config import load_settings
from codesign.ui import run
from codesign.ui.jobs_panel import jobs_panel
from codesign.ui.page import Here

settings = load_settings()
with storage.open_database(settings.database) as db:
    session = accounts.session_of(db, os.environ["TRIAL_SID"])
of = run.Run(settings, session.sid, session)
jobs_panel(Here(of), os.environ["TRIAL_JOB"], for_anyone="TRIAL_ANYONE" in os.environ)
of.close()
"""


@pytest.fixture
def panel(tmp_path: Path, db: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[AppTest, str]]:
    """A job of a signed-in member, on screen."""
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path))
    script = tmp_path / "panel.py"
    script.write_text(SCRIPT, encoding="utf-8")

    def begin() -> tuple[AppTest, str]:
        person = Actor(storage.uuid7(), "Personne inventée", frozenset({Role.ANALYSIS}))
        with storage.transaction(db):
            fields = {"name": person.name, "login": "x1", "roles": person.roles, "active": True}
            store.save_member(db, person.id, author=person.id, new=True, **fields)
            session_store.add(db, "s" * 64, person.id, storage.now(), later(hours=1))
        job_id = jobs.enqueue(db, person, "count", {})
        monkeypatch.setenv("TRIAL_SID", "s" * 64)
        monkeypatch.setenv("TRIAL_JOB", job_id)
        return AppTest.from_file(str(script), default_timeout=30).run(), job_id

    return begin


def test_waiting_work_can_be_stopped(panel: Callable[[], tuple[AppTest, str]], db: Database) -> None:
    """One touch, and the panel says that it stopped."""
    app, job_id = panel()
    assert not app.exception
    app = app.button(key=f"stop_{job_id}").click().run()
    assert jobs.job(db, job_id).state is JobState.CANCELLED
    assert app.info
    assert not app.button


def test_work_that_is_done_says_so(panel: Callable[[], tuple[AppTest, str]], db_path: Path) -> None:
    """Nothing to stop any more."""
    app, _job_id = panel()
    worker.work_once(db_path, {"count": lambda _db, _params, _progress: {}})
    app = app.run()
    assert app.success
    assert not app.button


def test_work_that_failed_says_why(panel: Callable[[], tuple[AppTest, str]], db_path: Path) -> None:
    """In words, with a number for the coordination."""

    def crash(*_given: object) -> None:
        raise ZeroDivisionError

    app, _job_id = panel()
    worker.work_once(db_path, {"count": crash})
    app = app.run()
    assert app.error
    assert "ZeroDivision" not in app.error[0].value


@pytest.mark.parametrize(("role", "state"), [(Role.ANALYSIS, JobState.QUEUED), (Role.COORDINATION, JobState.CANCELLED)])
def test_only_who_looks_after_the_project_stops_another_persons_work(
    panel: Callable[[], tuple[AppTest, str]],
    db: Database,
    monkeypatch: pytest.MonkeyPatch,
    role: Role,
    state: JobState,
) -> None:
    """The action asks for the role itself, whatever page drew the button."""
    panel()
    other = Actor(storage.uuid7(), "Autre personne inventée", frozenset({Role.FIELD}))
    job_id = jobs.enqueue(db, other, "count", {})
    monkeypatch.setenv("TRIAL_JOB", job_id)
    monkeypatch.setenv("TRIAL_ANYONE", "1")
    with storage.transaction(db):
        db.conn.execute("UPDATE accounts_member SET roles = ?", [f'["{role.value}"]'])
    app = AppTest.from_file(str(Path(os.environ["CODESIGN_HOME"]) / "panel.py"), default_timeout=30).run()
    app = app.button(key=f"stop_{job_id}").click().run()
    assert not app.exception
    assert jobs.job(db, job_id).state is state
    assert bool(app.error) is (state is JobState.QUEUED)
