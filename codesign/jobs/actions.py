"""Asking for long work, following it, stopping it.

Whether someone may ask for a kind of work is decided by the action that enqueues it: this floor knows no roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from codesign import storage
from codesign.errors import NotFound
from codesign.i18n import N_
from codesign.jobs import store
from codesign.jobs.model import Asker, Job, JobState
from codesign.storage import Database

_KEPT_DAYS = 30


def enqueue(
    db: Database,
    actor: Asker,
    kind: str,
    params: Mapping[str, Any],
    *,
    id: str | None = None,  # noqa: A002 - the name that every form gives its new row
) -> str:
    """Put work in the queue; return the job's id. The same `id` twice is one job."""
    job_id = id or storage.uuid7()
    with storage.transaction(db):
        if store.find(db, job_id) is None:
            store.sweep(db, (datetime.now(UTC) - timedelta(days=_KEPT_DAYS)).isoformat(timespec="milliseconds"))
            store.add(db, job_id, kind, params, actor.id, storage.now())
    return job_id


def job(db: Database, job_id: str) -> Job:
    """Return one job.

    Raises:
        NotFound: there is no such job (any more).
    """
    found = store.find(db, job_id)
    if found is None:
        raise NotFound(N_("This work is no longer known. Start it again."))
    return found


def jobs(db: Database, actor: Asker, limit: int = 50) -> tuple[Job, ...]:
    """Return the newest jobs that the person asked for."""
    return store.latest(db, actor.id, limit)


def all_jobs(db: Database, limit: int = 50) -> tuple[Job, ...]:
    """Return everyone's newest jobs, for whoever looks after the project (the caller checks)."""
    return store.latest(db, None, limit)


def request_cancel(db: Database, actor: Asker, *, job_id: str, for_anyone: bool = False) -> None:
    """Ask a job to stop: at once if it waits, at its next step if it runs; nothing if it is over.

    Raises:
        NotFound: no such job, or someone else's (unless `for_anyone`, which the caller has checked).
    """
    with storage.transaction(db):
        found = job(db, job_id)
        if found.asked_by != actor.id and not for_anyone:
            raise NotFound(N_("This work is no longer known. Start it again."))
        if found.state is JobState.QUEUED:
            store.finish(db, job_id, JobState.CANCELLED, storage.now())
        store.ask_cancel(db, job_id)
