"""The SQL that keeps texts and search equal to the notes which a bundle of another laptop brought or took."""

from __future__ import annotations

import json
from collections.abc import Iterable

from codesign.fieldnotes import text_store
from codesign.fieldnotes.fields import NoteKind
from codesign.storage import Database


def put_texts(db: Database, note_ids: Iterable[str]) -> None:
    """Make again the texts of these notes."""
    rows = db.conn.execute(
        "SELECT id, kind, answers FROM fieldnotes_note WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [json.dumps(list(note_ids))],
    ).fetchall()
    for note_id, kind, answers in rows:
        text_store.put_note(db, note_id, NoteKind(kind), json.loads(answers))
