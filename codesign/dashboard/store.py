"""The only SQL of this room: it reads the views of others, and nothing that a consent holds back."""

from __future__ import annotations

from codesign.dashboard.model import Person, Telling
from codesign.storage import Database


def people(db: Database) -> list[Person]:
    """Return the distinct people of whom a note carries a code that people decided, as they were first met."""
    rows = db.conn.execute(
        """SELECT person_key, sector, occasion_kind, month FROM v_fieldnotes_note
           WHERE person_key IN (SELECT n.person_key FROM v_fieldnotes_note n
                                WHERE n.id IN (SELECT source_id FROM v_barriers_tag))
           ORDER BY month, id"""
    )
    first: dict[str, Person] = {}
    for key, sector, occasion, month in rows:
        first.setdefault(key, Person(key, sector, occasion, month))
    return list(first.values())


def tellings(db: Database) -> list[Telling]:
    """Return who lives which barrier, as asserted in a note and decided by people; documents count nobody."""
    rows = db.conn.execute(
        """SELECT DISTINCT n.person_key, t.code, n.occasion_id
           FROM v_barriers_tag t JOIN v_fieldnotes_note n ON n.id = t.source_id
           WHERE t.family = 'barrier' AND t.status = 'present'"""
    )
    return [Telling(*row) for row in rows]


def note_counts(db: Database) -> tuple[int, int]:
    """Return how many notes there are, and how many of them carry no code that people decided."""
    (notes,) = db.conn.execute("SELECT count(*) FROM v_fieldnotes_note").fetchone()
    (unread,) = db.conn.execute(
        "SELECT count(*) FROM v_fieldnotes_note WHERE id NOT IN (SELECT source_id FROM v_barriers_tag)"
    ).fetchone()
    return int(notes), int(unread)
