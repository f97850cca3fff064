"""The tables of this room: what came in from which file, what waits for a consent, what went out."""

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
