"""The tables of storage itself: the journal, how often it was written to, and the laptops of the project."""

import secrets

from codesign.storage.engine import Database, Migrations
from codesign.storage.ids import uuid7
from codesign.storage.journal import ERASED

migrations = Migrations("storage")


@migrations()
def m001_journal(db: Database) -> None:
    """Events, and the name of this post."""
    db.execute("CREATE TABLE post (id TEXT PRIMARY KEY, made_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT")
    db.execute(
        """CREATE TABLE journal (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, post TEXT NOT NULL, seq INTEGER NOT NULL,
             hlc TEXT NOT NULL, entity TEXT NOT NULL, entity_id TEXT NOT NULL, field TEXT NOT NULL,
             value TEXT, salt TEXT, base TEXT, author TEXT NOT NULL, sha256 TEXT NOT NULL,
             UNIQUE (post, seq)) STRICT"""
    )
    db.execute("CREATE INDEX journal_hlc ON journal (hlc)")
    db.execute("CREATE INDEX journal_field ON journal (entity_id, field, hlc)")


@migrations()
def m002_commits(db: Database) -> None:
    """How many commits changed what people read, and how many did not: see `watch.py`."""
    db.execute(
        """CREATE TABLE storage_commits (
             one INTEGER PRIMARY KEY CHECK (one = 1), loud INTEGER NOT NULL, quiet INTEGER NOT NULL) STRICT"""
    )
    db.execute("INSERT INTO storage_commits VALUES (1, 0, 0)")


@migrations()
def m003_laptops(db: Database) -> None:
    """One project on several laptops: its number and secret, how far each post is known here, fields that fork."""
    db.execute("CREATE TABLE storage_project (id TEXT NOT NULL, secret TEXT NOT NULL) STRICT")
    db.execute("INSERT INTO storage_project VALUES (?, ?)", [uuid7(), secrets.token_hex(32)])
    db.execute("CREATE TABLE storage_known (post TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT")
    db.execute(
        """CREATE TABLE storage_fork (
             entity TEXT NOT NULL, entity_id TEXT NOT NULL, field TEXT NOT NULL,
             PRIMARY KEY (entity_id, field)) STRICT"""
    )


@migrations()
def m004_peers(db: Database) -> None:
    """The other laptops: what each is called, and how much of the journal it was given."""
    db.execute(
        """CREATE TABLE storage_peer (
             post TEXT PRIMARY KEY, name TEXT NOT NULL, given TEXT NOT NULL DEFAULT '{}', at TEXT NOT NULL) STRICT"""
    )


@migrations()
def m005_forks_by_table(db: Database) -> None:
    """A field that forks is known by its table too: rows of two tables may have one id. All are looked for anew."""
    db.execute("DROP TABLE storage_fork")
    db.execute(
        """CREATE TABLE storage_fork (
             entity TEXT NOT NULL, entity_id TEXT NOT NULL, field TEXT NOT NULL,
             PRIMARY KEY (entity, entity_id, field)) STRICT"""
    )
    db.execute(
        """INSERT INTO storage_fork SELECT entity, entity_id, field FROM journal WHERE field <> ?
           GROUP BY entity, entity_id, field, base HAVING count(*) > 1 OR max(instr(coalesce(base, ''), ',')) > 0
           ON CONFLICT DO NOTHING""",
        [ERASED],
    )
