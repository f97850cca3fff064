"""Notes of invented people in three groups, two barriers each: clear enough to be found among thirty-three."""

from __future__ import annotations

from pathlib import Path

from builders import a_note, a_tag

from codesign import storage

GROUPS = (("langue", "information"), ("cout", "transport"), ("confiance", "isolement"))


def plant(path: Path, people: int = 33) -> Path:
    """Write them into the database at `path`; return it."""
    with storage.open_database(path) as db:
        for number in range(people):
            note_id = a_note(db, f"Récit inventé {number}.")
            for code in GROUPS[number % 3]:
                a_tag(db, note_id, code)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path
