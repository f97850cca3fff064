"""Migrations: numbered steps per capability, applied once at start, after a copy of the file."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from codesign.storage.connection import connect
from codesign.storage.engine import Database, Migrations
from codesign.storage.journal import ensure_post

__all__ = ["Migrations", "copy_database", "migrate", "pending"]

MIN_FREE = 50_000_000  # bytes: below, an update would risk leaving a half-written copy


def pending(db: Database, sets: Sequence[Migrations]) -> list[str]:
    """Return the names of the steps that `db` still lacks, in the order they would run."""
    return [f"{each.name}.{step.name}" for each in sets for step in each.pending(db)]


def copy_database(db: Database, target: Path) -> Path:
    """Write a consistent copy of `db` to `target`, whole or not at all; writers may go on meanwhile."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    db.conn.execute("VACUUM INTO ?", [str(unfinished)])
    unfinished.replace(target)
    return target


def migrate(path: Path, sets: Sequence[Migrations], backups: Path | None = None) -> list[str]:
    """Bring the database at `path` up to date; return the steps that ran.

    A file that already holds data is copied to `backups` first. All steps run in one transaction with foreign keys
    off (SQLite needs it to rebuild a table), then every foreign key is checked: a failure leaves the file as it was.

    Raises:
        sqlite3.IntegrityError: a step left a reference to nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    db = connect(path)
    try:
        db.conn.execute("PRAGMA foreign_keys=OFF")
        steps = pending(db, sets)
        if not steps:
            return []
        if backups is not None and db.table_names() and shutil.disk_usage(path.parent).free > MIN_FREE:
            moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            copy_database(db, backups / f"{path.stem}-before-update-{moment}.db")
        _apply(db, sets)
        return steps
    finally:
        db.close()


def _apply(db: Database, sets: Sequence[Migrations]) -> None:
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        for each in sets:
            each.apply(db)
        _check_references(db)
        ensure_post(db)
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise


def _check_references(db: Database) -> None:
    broken = db.conn.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise sqlite3.IntegrityError(f"{len(broken)} references to nothing, first in {broken[0][0]}")
