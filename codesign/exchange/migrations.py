"""The tables of this room: what came in from which file, what waits for a consent, what went out."""

import secrets

from codesign.exchange import store
from codesign.storage import Database, Migrations

migrations = Migrations("exchange")


@migrations()
def m001_transfers(db: Database) -> None:
    """`exchange_import` knows a row that comes back; `exchange_quarantine` waits; `exchange_log` says what left."""
    db.execute(
        """CREATE TABLE exchange_import (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             source TEXT NOT NULL, external_id TEXT NOT NULL, note_id TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX exchange_import_row ON exchange_import (source, external_id)")
    db.execute(
        """CREATE TABLE exchange_quarantine (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             source TEXT NOT NULL, external_id TEXT NOT NULL, imported_at TEXT NOT NULL,
             fields TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX exchange_quarantine_row ON exchange_quarantine (source, external_id)")
    db.execute(
        """CREATE TABLE exchange_log (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             at TEXT NOT NULL, member_id TEXT NOT NULL, what TEXT NOT NULL, format TEXT NOT NULL,
             notes INTEGER NOT NULL, sha256 TEXT NOT NULL) STRICT"""
    )


@migrations()
def m002_prints(db: Database) -> None:
    """Rows that came in are known by salted prints: an id or a file name may be a person's name."""
    db.execute("CREATE TABLE exchange_salt (salt TEXT NOT NULL) STRICT")
    db.execute("INSERT INTO exchange_salt (salt) VALUES (?)", [secrets.token_hex(32)])
    known = db.execute("SELECT id, source, external_id, note_id FROM exchange_import WHERE NOT deleted").fetchall()
    every = [row_id for (row_id,) in db.execute("SELECT id FROM exchange_import")]
    db.execute("DROP TABLE exchange_import")
    db.execute(
        """CREATE TABLE exchange_import (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             row_print TEXT NOT NULL, note_id TEXT NOT NULL, text_print TEXT NOT NULL, person_print TEXT NOT NULL,
             file_print TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX exchange_import_row ON exchange_import (row_print)")
    db.execute("CREATE INDEX exchange_import_note ON exchange_import (note_id)")
    store.forget_clear_rows(db, every)
    for _row_id, source, external_id, note_id in known:
        store.add_import(db, store.row_print(db, source, external_id), note_id, "machine")


@migrations()
def m003_batches(db: Database) -> None:
    """An import as one thing that can be undone, by ids alone; and the columns that people chose for a first line."""
    db.execute(
        """CREATE TABLE exchange_batch (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, member_id TEXT NOT NULL,
             kind TEXT NOT NULL, counts TEXT NOT NULL DEFAULT '{}', undone_at TEXT NOT NULL DEFAULT '') STRICT"""
    )
    db.execute(
        """CREATE TABLE exchange_batch_row (
             rowid_ INTEGER PRIMARY KEY, batch_id TEXT NOT NULL REFERENCES exchange_batch (id), thing TEXT NOT NULL,
             row_id TEXT NOT NULL, version TEXT NOT NULL, UNIQUE (batch_id, thing, row_id)) STRICT"""
    )
    db.execute(
        """CREATE TABLE exchange_columns (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             kind TEXT NOT NULL, columns TEXT NOT NULL) STRICT"""
    )


@migrations()
def m004_contents(db: Database) -> None:
    """Whose material stands in a file that left, as salted prints; `recalled_at` once its copies must be replaced."""
    db.execute(
        """CREATE TABLE exchange_contents (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             sha256 TEXT NOT NULL, audience TEXT NOT NULL, recalled_at TEXT NOT NULL, behind TEXT NOT NULL) STRICT"""
    )


@migrations()
def m006_labels(db: Database) -> None:
    """The person of a label is found by an index: a file of ten thousand people looks one up for each row."""
    db.execute("CREATE INDEX exchange_import_person ON exchange_import (file_print, person_print)")


@migrations()
def m007_media(db: Database) -> None:
    """Photos and sounds that came in with a row, by a salted print of the row and the name: none comes in twice."""
    db.execute("CREATE TABLE exchange_media (print TEXT PRIMARY KEY, item_id TEXT NOT NULL) STRICT")
    db.execute("CREATE INDEX exchange_media_item ON exchange_media (item_id)")


@migrations()
def m008_media_contents(db: Database) -> None:
    """What each file that came in held, by salted prints, the newest last: one corrected since is known as such."""
    db.execute("ALTER TABLE exchange_media ADD COLUMN contents TEXT NOT NULL DEFAULT ''")
