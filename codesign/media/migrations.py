"""The table of this room. The files themselves stand beside the database, named by their content."""

from codesign.storage import Database, Migrations

migrations = Migrations("media")


@migrations()
def m001_items(db: Database) -> None:
    """Photos and sounds. `note_id` is also the number of a note that is still being written: no reference is checked."""
    db.execute(
        """CREATE TABLE media_item (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             note_id TEXT NOT NULL, author_id TEXT NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL,
             format TEXT NOT NULL, size INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
             seconds INTEGER NOT NULL, hidden INTEGER NOT NULL, alt TEXT NOT NULL, transcript TEXT NOT NULL,
             dismissed TEXT NOT NULL, cleared INTEGER NOT NULL, cleared_by TEXT, added_at TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX media_item_note_id ON media_item (note_id)")
    db.execute("CREATE INDEX media_item_sha256 ON media_item (sha256)")


@migrations()
def m002_waiting(db: Database) -> None:
    """Numbers of imported texts that wait for a consent: what came with them is shown to nobody and not swept.

    Neither journaled nor bundled, as the texts themselves.
    """
    db.execute("CREATE TABLE media_waiting (note_id TEXT PRIMARY KEY) STRICT")
