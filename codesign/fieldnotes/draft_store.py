"""The SQL on drafts. They are not journaled: a half-written sentence has no history, and leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from codesign import storage
from codesign.fieldnotes.draft_model import Draft, DraftPiece, DraftText
from codesign.storage import Database

KEPT, DISCARDED, ERASED = "kept", "discarded", "erased"
_COLUMNS = "rowid_, id, note_id, version, choices, started_at, touched_at"


def ended(db: Database, author_id: str, draft_id: str) -> str | None:
    """Return why this draft is over; None when it goes on or never was."""
    row = db.conn.execute(
        "SELECT ended FROM fieldnotes_draft WHERE author_id = ? AND id = ?", [author_id, draft_id]
    ).fetchone()
    return row[0] if row else None


def over(db: Database, author_id: str, draft_ids: Iterable[str]) -> frozenset[str]:
    """Return those of the drafts that are over."""
    rows = db.conn.execute(
        "SELECT id FROM fieldnotes_draft WHERE author_id = ? AND ended IS NOT NULL"
        " AND id IN (SELECT value FROM json_each(?))",
        [author_id, json.dumps(sorted(draft_ids))],
    )
    return frozenset(draft_id for (draft_id,) in rows)


def draft(db: Database, author_id: str, draft_id: str, since: str) -> Draft | None:
    """Return a draft that goes on and was touched after `since`."""
    row = db.conn.execute(
        f"SELECT {_COLUMNS} FROM fieldnotes_draft"  # noqa: S608 - names of ours
        " WHERE author_id = ? AND id = ? AND ended IS NULL AND touched_at >= ?",
        [author_id, draft_id, since],
    ).fetchone()
    return _draft(db, row) if row else None


def drafts(db: Database, author_id: str, since: str) -> tuple[Draft, ...]:
    """Return the drafts of one person that go on and were touched after `since`, the latest first."""
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM fieldnotes_draft"  # noqa: S608 - names of ours
        " WHERE author_id = ? AND ended IS NULL AND touched_at >= ? ORDER BY touched_at DESC, rowid_ DESC",
        [author_id, since],
    ).fetchall()
    return tuple(_draft(db, row) for row in rows)


def begin(db: Database, author_id: str, draft_id: str, note_id: str | None, version: str | None) -> int:
    """Return the row number of a draft, made now unless it is there; it counts as touched."""
    now = storage.now()
    found = db.conn.execute(
        "INSERT INTO fieldnotes_draft (id, author_id, note_id, version, choices, started_at, touched_at)"
        " VALUES (?, ?, ?, ?, '{}', ?, ?)"
        " ON CONFLICT (author_id, id) DO UPDATE SET touched_at = excluded.touched_at RETURNING rowid_",
        [draft_id, author_id, note_id, version, now, now],
    ).fetchone()
    return int(found[0])


def put_choices(db: Database, row: int, choices: Mapping[str, Any], participant_id: str | None) -> None:
    """Write the choices of a form, and whom it is about."""
    db.conn.execute(
        "UPDATE fieldnotes_draft SET choices = ?, participant_id = ? WHERE rowid_ = ?",
        [json.dumps(dict(choices), ensure_ascii=False), participant_id, row],
    )


def put_text(db: Database, row: int, piece: DraftPiece) -> None:
    """Write one field, unless this writer's own later text is there; what another wrote unseen is put apart."""
    seq = _next_seq(db, row)
    done = db.conn.execute(
        "INSERT INTO fieldnotes_draft_text (draft_rowid, field, writer, rev, seq, base, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (draft_rowid, field, writer) DO UPDATE"
        " SET rev = excluded.rev, seq = excluded.seq, base = excluded.base, text = excluded.text"
        " WHERE excluded.rev > rev",
        [row, piece.field, piece.writer, piece.rev, seq, piece.base, piece.text],
    )
    if done.rowcount:
        db.conn.execute(
            "INSERT OR IGNORE INTO fieldnotes_draft_text (draft_rowid, field, writer, rev, seq, base, apart, text)"
            " SELECT draft_rowid, field, writer || '#' || seq, rev, seq, base, 1, text FROM fieldnotes_draft_text"
            " WHERE draft_rowid = ?1 AND field = ?2 AND writer <> ?3 AND apart = 0 AND seq > ?4 AND text <> ?5"
            " AND trim(text) <> ''",
            [row, piece.field, piece.writer, piece.base, piece.text],
        )


def copy_kind(db: Database, row: int, to: int, kind: str) -> None:
    """Copy the texts of one kind of note into another draft, with who wrote up to where and what stands apart."""
    db.conn.execute(
        "INSERT OR IGNORE INTO fieldnotes_draft_text (draft_rowid, field, writer, rev, seq, base, apart, text)"
        " SELECT ?2, field, writer, rev, seq, base, apart, text FROM fieldnotes_draft_text"
        " WHERE draft_rowid = ?1 AND substr(field, 1, length(?3) + 1) = ?3 || '/'",
        [row, to, kind],
    )


def move_text(db: Database, row: int, to: int, field: str, name: str) -> None:
    """Copy one field into another draft under another name, with who wrote up to where and what stands apart."""
    db.conn.execute(
        "INSERT INTO fieldnotes_draft_text (draft_rowid, field, writer, rev, seq, base, apart, text)"
        " SELECT ?2, ?4, writer, rev, seq, base, apart, text FROM fieldnotes_draft_text"
        " WHERE draft_rowid = ?1 AND field = ?3",
        [row, to, field, name],
    )


def known_rev(db: Database, author_id: str, draft_id: str, field: str, writer: str) -> int:
    """Return up to which keystroke a writer's text is known, 0 when nothing is."""
    found = db.conn.execute(
        "SELECT t.rev FROM fieldnotes_draft_text t JOIN fieldnotes_draft d ON d.rowid_ = t.draft_rowid"
        " WHERE d.author_id = ? AND d.id = ? AND t.field = ? AND t.writer = ?",
        [author_id, draft_id, field, writer],
    ).fetchone()
    return int(found[0]) if found else 0


def drop_apart(db: Database, row: int, field: str, name: str) -> None:
    """Erase a text that was put apart."""
    db.conn.execute(
        "DELETE FROM fieldnotes_draft_text WHERE draft_rowid = ? AND field = ? AND writer = ? AND apart = 1",
        [row, field, name],
    )


def end(db: Database, author_id: str, draft_id: str, why: str) -> None:
    """Empty a draft and say why; who wrote up to where stays, so that what comes late is known for what it is."""
    row = db.conn.execute(
        "UPDATE fieldnotes_draft SET ended = ?, choices = '{}', participant_id = NULL, touched_at = ?"
        " WHERE author_id = ? AND id = ? AND ended IS NULL RETURNING rowid_",
        [why, storage.now(), author_id, draft_id],
    ).fetchone()
    if row:
        db.conn.execute("DELETE FROM fieldnotes_draft_text WHERE draft_rowid = ? AND apart = 1", [row[0]])
        db.conn.execute("UPDATE fieldnotes_draft_text SET text = '' WHERE draft_rowid = ?", [row[0]])


def about(db: Database, people: Iterable[str], notes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return (author, id) of the drafts that name one of these people, or edit one of these notes."""
    rows = db.conn.execute(
        "SELECT author_id, id FROM fieldnotes_draft WHERE ended IS NULL"
        " AND (participant_id IN (SELECT value FROM json_each(?)) OR note_id IN (SELECT value FROM json_each(?)))",
        [json.dumps(list(people)), json.dumps(list(notes))],
    )
    return tuple(rows.fetchall())


def forget_before(db: Database, live: str, over: str) -> None:
    """Erase drafts that nobody touched since `live`, and the marks of those that were over before `over`."""
    db.conn.execute(
        "DELETE FROM fieldnotes_draft WHERE touched_at < ? AND (ended IS NULL OR touched_at < ?)", [live, over]
    )


def _next_seq(db: Database, row: int) -> int:
    found = db.conn.execute(
        "SELECT coalesce(max(seq), 0) + 1 FROM fieldnotes_draft_text WHERE draft_rowid = ?", [row]
    ).fetchone()
    return int(found[0])


def _draft(db: Database, row: tuple[Any, ...]) -> Draft:
    rowid, draft_id, note_id, version, choices, started, touched = row
    rows = db.conn.execute(
        "SELECT field, writer, rev, seq, apart, text FROM fieldnotes_draft_text WHERE draft_rowid = ? ORDER BY seq",
        [rowid],
    ).fetchall()
    texts = {field: _text([each[1:] for each in rows if each[0] == field]) for field, *_rest in rows}
    moments = (datetime.fromisoformat(started), datetime.fromisoformat(touched))
    return Draft(draft_id, note_id, version, json.loads(choices), texts, *moments)


def _text(rows: list[tuple[Any, ...]]) -> DraftText:
    """Return one field from its rows (writer, rev, seq, apart, text), the latest last."""
    written = [row for row in rows if not row[3]]
    writer, _rev, seq, _apart, text = written[-1]
    apart = {name: words for name, _rev, _seq, is_apart, words in rows if is_apart}
    return DraftText(text, seq, writer, {each[0]: each[1] for each in written}, apart)
