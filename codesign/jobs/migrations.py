"""The tables of this room."""

from codesign.storage import Database, Migrations

migrations = Migrations("jobs")


@migrations()
def m001_jobs(db: Database) -> None:
    """Long work, not journaled: it is asked for again when it is lost."""
    db.execute(
        """CREATE TABLE jobs_job (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, params TEXT NOT NULL,
             asked_by TEXT NOT NULL, asked_at TEXT NOT NULL, state TEXT NOT NULL,
             done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, message TEXT NOT NULL DEFAULT '',
             tries INTEGER NOT NULL DEFAULT 0, cancel_asked INTEGER NOT NULL DEFAULT 0,
             heartbeat_at TEXT NOT NULL DEFAULT '', finished_at TEXT NOT NULL DEFAULT '',
             result TEXT NOT NULL DEFAULT '{}', error TEXT NOT NULL DEFAULT '', error_params TEXT NOT NULL DEFAULT '{}'
           ) STRICT"""
    )
    db.execute("CREATE INDEX jobs_job_state ON jobs_job (state, rowid_)")
