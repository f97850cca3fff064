"""The only SQL on jobs."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from codesign.jobs.model import Job, JobState
from codesign.storage import Database

_COLUMNS = (
    "id, kind, params, asked_by, asked_at, state, done, total, message, tries, cancel_asked, finished_at,"
    " result, error, error_params"
)


def _job(row: tuple[Any, ...]) -> Job:
    (job_id, kind, params, asked_by, asked_at, state, done, total, message, tries, cancel, finished, *rest) = row
    result, error, error_params = rest
    return Job(
        job_id, kind, json.loads(params), asked_by, asked_at, JobState(state), done, total, message, tries,
        bool(cancel), finished, json.loads(result), error, json.loads(error_params),
    )  # fmt: skip


def add(db: Database, job_id: str, kind: str, params: Mapping[str, Any], asked_by: str, asked_at: str) -> None:
    """Put a job at the end of the queue."""
    db.conn.execute(
        "INSERT INTO jobs_job (id, kind, params, asked_by, asked_at, state) VALUES (?, ?, ?, ?, ?, 'queued')",
        [job_id, kind, json.dumps(params, ensure_ascii=False), asked_by, asked_at],
    )


def find(db: Database, job_id: str) -> Job | None:
    """Return one job."""
    row = db.conn.execute(f"SELECT {_COLUMNS} FROM jobs_job WHERE id = ?", [job_id]).fetchone()  # noqa: S608 - ours
    return _job(row) if row else None


def latest(db: Database, asked_by: str | None, limit: int) -> tuple[Job, ...]:
    """Return the newest jobs, of one person or of everyone."""
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM jobs_job WHERE ? IS NULL OR asked_by = ? ORDER BY rowid_ DESC LIMIT ?",  # noqa: S608 - names of ours
        [asked_by, asked_by, limit],
    )
    return tuple(_job(row) for row in rows)


def take_next(db: Database, kinds: Collection[str], now: str) -> Job | None:
    """Mark the oldest queued job of these kinds as running; return it. Within a transaction of the caller."""
    marks = ", ".join("?" * len(kinds))
    row = db.conn.execute(
        f"UPDATE jobs_job SET state = 'running', tries = tries + 1, heartbeat_at = ?, done = 0, total = 0, message = ''"  # noqa: S608 - names of ours
        f" WHERE rowid_ = (SELECT min(rowid_) FROM jobs_job WHERE state = 'queued' AND kind IN ({marks}))"
        f" RETURNING {_COLUMNS}",
        [now, *kinds],
    ).fetchone()
    return _job(row) if row else None


def waiting(db: Database) -> bool:
    """Say whether anything is queued: looking costs no write lock."""
    return db.conn.execute("SELECT 1 FROM jobs_job WHERE state = 'queued' LIMIT 1").fetchone() is not None


def silent(db: Database, before: str) -> tuple[Job, ...]:
    """Return running jobs whose worker has not been heard since `before`."""
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM jobs_job WHERE state = 'running' AND heartbeat_at < ?",  # noqa: S608 - ours
        [before],
    )
    return tuple(_job(row) for row in rows)


def requeue(db: Database, job_id: str) -> None:
    """Put a job whose worker died back into the queue, at its old place."""
    db.conn.execute("UPDATE jobs_job SET state = 'queued' WHERE id = ? AND state = 'running'", [job_id])


def beat(db: Database, job_id: str, now: str) -> None:
    """Say that the worker lives."""
    db.conn.execute("UPDATE jobs_job SET heartbeat_at = ? WHERE id = ?", [now, job_id])


def advance(db: Database, job_id: str, done: int, total: int, message: str) -> None:
    """Write how far a job has come."""
    db.conn.execute("UPDATE jobs_job SET done = ?, total = ?, message = ? WHERE id = ?", [done, total, message, job_id])


def ask_cancel(db: Database, job_id: str) -> None:
    """Ask a running job to stop; a queued one is cancelled at once."""
    db.conn.execute("UPDATE jobs_job SET cancel_asked = 1 WHERE id = ? AND state = 'running'", [job_id])


def finish(  # noqa: PLR0913 - what is known at the end
    db: Database,
    job_id: str,
    state: JobState,
    now: str,
    *,
    result: Mapping[str, Any] | None = None,
    error: str = "",
    error_params: Mapping[str, Any] | None = None,
) -> None:
    """Write how a job ended."""
    db.conn.execute(
        "UPDATE jobs_job SET state = ?, finished_at = ?, result = ?, error = ?, error_params = ? WHERE id = ?",
        [
            state.value,
            now,
            json.dumps(result or {}, ensure_ascii=False, default=str),
            error,
            json.dumps(error_params or {}, ensure_ascii=False, default=str),
            job_id,
        ],
    )


def sweep(db: Database, before: str) -> None:
    """Forget what ended before a date."""
    db.conn.execute("DELETE FROM jobs_job WHERE finished_at <> '' AND finished_at < ?", [before])
