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
