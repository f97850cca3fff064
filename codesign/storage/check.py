"""Proof that a database is whole: SQLite's own checks, foreign keys, full-text indexes, and the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from codesign.errors import Unavailable
from codesign.storage.connection import open_database
from codesign.storage.engine import Database
from codesign.storage.replay import check_journal


def check_database(db: Database) -> Iterator[str]:
    """Yield one line per fault; nothing when all is well."""
    for (line,) in db.conn.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"sqlite: {line}"
    for table, row, parent, _number in db.conn.execute("PRAGMA foreign_key_check"):
        yield f"sqlite: {table} {row}: refers to nothing in {parent}"
    yield from _check_indexes(db)
    yield from check_journal(db)


def check_file(path: Path) -> tuple[str, ...]:
    """Return the faults of the database at `path`, one that cannot even be read included; empty when all is well."""
    if not path.is_file():
        return (f"sqlite: {path.name}: no such file",)
    try:
        with open_database(path) as db:
            return tuple(check_database(db))
    except (sqlite3.DatabaseError, Unavailable) as error:
        return (f"sqlite: {error}",)


def _check_indexes(db: Database) -> Iterator[str]:
    names = db.conn.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'").fetchall()
    for (name,) in names:
        try:
            db.conn.execute(f"INSERT INTO [{name}]([{name}], rank) VALUES('integrity-check', 1)")
            db.conn.rollback()
        except sqlite3.DatabaseError:
            yield f"search index: {name}: differs from its texts"
