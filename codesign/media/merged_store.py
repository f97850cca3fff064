"""The SQL on photos and sounds that travel between laptops."""

from __future__ import annotations

from codesign.storage import Database


def of_unsaved_notes(db: Database) -> tuple[str, ...]:
    """Return the ids of what belongs to no saved note."""
    rows = db.conn.execute(
        "SELECT id FROM media_item AS i WHERE NOT EXISTS"
        " (SELECT 1 FROM v_fieldnotes_source s WHERE s.source_id = i.note_id) ORDER BY id"
    )
    return tuple(row_id for (row_id,) in rows)


def of_notes(db: Database) -> tuple[tuple[str, str, str], ...]:
    """Return id, note and file name of what belongs to saved notes."""
    rows = db.conn.execute(
        "SELECT i.id, i.note_id, i.sha256 || '.' || i.format FROM media_item AS i"
        " JOIN v_fieldnotes_source s ON s.source_id = i.note_id ORDER BY i.id"
    )
    return tuple(rows.fetchall())
