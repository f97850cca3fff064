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
from codesign.fieldnotes.model import Document
from codesign.fieldnotes.rules import coded_text, searched_text
from codesign.nlp import stems
from codesign.storage import Database

DOCUMENT = storage.register(
    storage.Entity("fieldnotes_document", scalars=("title", "filename", "text", "sha256", "author_id"))
)

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
    changed = db.conn.execute(
        """INSERT INTO fieldnotes_text (source_id, source_kind, title, text, body, version)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6)
           ON CONFLICT (source_id) DO UPDATE SET title = ?3, text = ?4, body = ?5, version = ?6
           WHERE title <> ?3 OR text <> ?4 OR body <> ?5 RETURNING rowid_""",
        [source_id, kind, title, text, body, digest(text)[:16]],
    ).fetchall()
    for (row,) in changed:
        _index(db, row, title, body)


def _index(db: Database, row: int, title: str, body: str) -> None:
    words = stems(f"{title} {body}" if title else body)
    db.conn.execute("INSERT OR REPLACE INTO fieldnotes_words (rowid, words) VALUES (?, ?)", [row, words])


def index_all(db: Database) -> None:
    """Write the stems of every text: for a database that is new to them, or after the stems themselves changed."""
    db.conn.execute("DELETE FROM fieldnotes_words")
    for row in db.conn.execute("SELECT rowid_, title, body FROM fieldnotes_text ORDER BY rowid_").fetchall():
        _index(db, *row)


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
    db.conn.execute("INSERT INTO fieldnotes_words (fieldnotes_words) VALUES ('rebuild')")


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


def whole_documents(db: Database) -> tuple[tuple[str, str, str], ...]:
    """Return id, title and text of the documents, oldest first."""
    rows = db.conn.execute("SELECT id, title, text FROM fieldnotes_document WHERE deleted = 0 ORDER BY id")
    return tuple(rows.fetchall())


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


def search(
    db: Database, match: str, *, reader: str, cleared: bool, everything: bool, limit: int
) -> tuple[tuple[str, str, str, str | None, str], ...]:
    """Return (id, kind, title, month, body) where `match` is found among what `reader` may see, last recorded first.

    The index walks its rows in that order by itself, so that a common word costs no more than a rare one. Documents
    are for those who read beyond their own notes.
    """
    rows = db.conn.execute(
        """SELECT s.source_id, s.source_kind, t.title, s.month, t.body
           FROM fieldnotes_words w JOIN fieldnotes_shelf s ON s.rowid_ = w.rowid
           JOIN fieldnotes_text t ON t.rowid_ = w.rowid
           WHERE w.fieldnotes_words MATCH ?1 AND s.deleted = 0 AND (?4 OR (?3 AND s.cleared) OR
                 (s.source_kind = 'note' AND s.author_id = ?2))
             AND (s.source_kind = 'document'
                  OR EXISTS (SELECT 1 FROM v_privacy_consent c WHERE c.id = s.consent_id AND c.allows_note))
           ORDER BY w.rowid DESC LIMIT ?5""",
        [match, reader, cleared, everything, limit],
    )
    return tuple(rows.fetchall())


def _document(row: tuple[Any, ...]) -> Document:
    row_id, title, filename, text, author_id, binned, version = row
    return Document(row_id, title, filename, text, author_id, bool(binned), version)
