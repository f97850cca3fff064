"""The only SQL of this room; rows ↔ model."""

from __future__ import annotations

from codesign.storage import Database


def withdrawn_participants(db: Database) -> tuple[str, ...]:
    """Return the ids of the people whose every trace was erased here; the journal keeps the ids alone."""
    rows = db.conn.execute(
        "SELECT DISTINCT entity_id FROM journal WHERE entity = 'privacy_participant' AND field = 'erased'"
    )
    return tuple(row_id for (row_id,) in rows)
