"""The SQL on documents, derived texts and the search index.

A text is written only when it changed, so its version (a digest of its content) and its index entry stay otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from codesign import storage
from codesign.fieldnotes.fields import NoteKind
from codesign.fieldnotes.model import Document, Hit, Segment
from codesign.fieldnotes.rules import coded_text, searched_text
from codesign.storage import Database

DOCUMENT = storage.register(
    storage.Entity("fieldnotes_document", scalars=("title", "filename", "text", "sha256", "author_id"))
)

# Marks around the words found: control characters, which no kept text holds.
_OPEN, _CLOSE = "\x02", "\x03"
_DOCUMENT = "SELECT id, title, filename, text, author_id, deleted, version FROM fieldnotes_document"


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def put_note(db: Database, note_id: str, kind: NoteKind, answers: Mapping[str, Any]) -> None:
    """Keep the texts of a note equal to its answers."""
    _put(db, note_id, "note", "", coded_text(kind, answers)[0], searched_text(kind, answers))


def put_documents(db: Database) -> None:
    """Keep the texts of all documents."""
    for row_id, title, text in db.conn.execute("SELECT id, title, text FROM fieldnotes_document").fetchall():
        _put(db, row_id, "document", title, text, text)


def _put(db: Database, source_id: str, kind: str, title: str, text: str, body: str) -> None:
    db.conn.execute(
        """INSERT INTO fieldnotes_text (source_id, source_kind, title, text, body, version)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6)
           ON CONFLICT (source_id) DO UPDATE SET title = ?3, text = ?4, body = ?5, version = ?6
           WHERE title <> ?3 OR text <> ?4 OR body <> ?5""",
        [source_id, kind, title, text, body, digest(text)[:16]],
    )


def forget(db: Database, source_id: str) -> None:
    """Drop a text."""
    db.conn.execute("DELETE FROM fieldnotes_text WHERE source_id = ?", [source_id])


def forget_all(db: Database, source_ids: Iterable[str]) -> None:
    """Drop many texts by one statement: the index would else be written to the disk once for each."""
    db.conn.execute(
        "DELETE FROM fieldnotes_text WHERE source_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(source_ids))],
    )


def scrub_index(db: Database) -> None:
    """Make the index again from the texts that are left: deleting alone leaves the words of a text in its segments."""
    db.conn.execute("INSERT INTO fieldnotes_search (fieldnotes_search) VALUES ('rebuild')")


def clear(db: Database) -> None:
    """Drop every derived text."""
    db.conn.execute("DELETE FROM fieldnotes_text")


def source(db: Database, source_id: str) -> tuple[str, str, str, str] | None:
    """Return kind, title, text and version of a source that is not hidden."""
    row = db.conn.execute(
        """SELECT v.source_kind, t.title, v.text, v.version
           FROM v_fieldnotes_text v JOIN fieldnotes_text t ON t.source_id = v.source_id WHERE v.source_id = ?""",
        [source_id],
    ).fetchone()
    return (row[0], row[1], row[2], row[3]) if row else None


def save_document(db: Database, row_id: str, values: Mapping[str, Any], *, author: str, new: bool = False) -> str:
    """Write a document, and its derived text; return its new version."""
    with storage.transaction(db):
        version = storage.save(db, DOCUMENT, row_id, values, author=author, new=new)
        (title, text) = db.conn.execute("SELECT title, text FROM fieldnotes_document WHERE id = ?", [row_id]).fetchone()
        _put(db, row_id, "document", title, text, text)
        return version


def documents(db: Database, *, binned: bool) -> tuple[Document, ...]:
    """Return the documents, newest first."""
    rows = db.conn.execute(f"{_DOCUMENT} WHERE deleted = ? ORDER BY id DESC", [int(binned)])
    return tuple(_document(row) for row in rows)


def document(db: Database, document_id: str) -> Document | None:
    """Return one document, binned or not."""
    row = db.conn.execute(f"{_DOCUMENT} WHERE id = ?", [document_id]).fetchone()
    return _document(row) if row else None


def document_by_digest(db: Database, sha256: str) -> Document | None:
    """Return the document that has this very text, not binned."""
    row = db.conn.execute(f"{_DOCUMENT} WHERE sha256 = ? AND deleted = 0", [sha256]).fetchone()
    return _document(row) if row else None


def search(db: Database, match: str, *, reader: str, cleared: bool, everything: bool, limit: int) -> tuple[Hit, ...]:
    """Return where `match` (FTS5 syntax) is found among what `reader` may see, last recorded first.

    The index walks its rows in that order by itself, so that a common word costs no more than a rare one.

    Documents are for those who read beyond their own notes.
    """
    rows = db.conn.execute(
        f"""SELECT t.source_id, t.source_kind, t.title,
              (SELECT month FROM v_fieldnotes_note WHERE id = t.source_id),
              snippet(fieldnotes_search, 1, '{_OPEN}', '{_CLOSE}', '…', 40)
            FROM fieldnotes_search JOIN fieldnotes_text t ON t.rowid_ = fieldnotes_search.rowid
            WHERE fieldnotes_search MATCH ?1
              AND (EXISTS (SELECT 1 FROM v_fieldnotes_note n WHERE n.id = t.source_id
                           AND (?4 OR n.author_id = ?2 OR (?3 AND n.cleared)))
                   OR (?3 AND EXISTS (SELECT 1 FROM fieldnotes_document d WHERE d.id = t.source_id AND d.deleted = 0)))
            ORDER BY fieldnotes_search.rowid DESC LIMIT ?5""",  # noqa: S608 - marks of ours
        [match, reader, cleared, everything, limit],
    )
    return tuple(Hit(row_id, kind, title, month, _segments(words)) for row_id, kind, title, month, words in rows)


def _segments(marked: str) -> tuple[Segment, ...]:
    found = []
    for piece in marked.split(_OPEN):
        inside, close, after = piece.rpartition(_CLOSE)
        found += [Segment(inside, marked=True)] if close else []
        found += [Segment(after, marked=False)] if after else []
    return tuple(found)


def _document(row: tuple[Any, ...]) -> Document:
    row_id, title, filename, text, author_id, binned, version = row
    return Document(row_id, title, filename, text, author_id, bool(binned), version)
