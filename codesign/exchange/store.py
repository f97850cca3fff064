"""The only SQL of this room; rows ↔ model."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from codesign import storage
from codesign.exchange.model import ExportEntry, NoteDraft, WaitingNote
from codesign.storage import Database

IMPORT = storage.register(storage.Entity("exchange_import", scalars=("source", "external_id", "note_id")))
QUARANTINE = storage.register(
    storage.Entity("exchange_quarantine", scalars=("source", "external_id", "imported_at"), maps=("fields",))
)
LOG = storage.register(storage.Entity("exchange_log", scalars=("at", "member_id", "what", "format", "notes", "sha256")))
_WAITING = """SELECT id, version, source, external_id, imported_at, fields FROM exchange_quarantine WHERE NOT deleted"""


def imported(db: Database, source: str, external_id: str) -> str | None:
    """Return the note that a row of a file became, or None."""
    row = db.conn.execute(
        "SELECT note_id FROM exchange_import WHERE source = ? AND external_id = ? AND NOT deleted",
        [source, external_id],
    ).fetchone()
    return str(row[0]) if row else None


def add_import(db: Database, source: str, external_id: str, note_id: str, author: str) -> None:
    """Remember what a row became."""
    values = {"source": source, "external_id": external_id, "note_id": note_id}
    storage.save(db, IMPORT, storage.uuid7(), values, author=author, new=True)


def hold(db: Database, source: str, draft: NoteDraft, author: str) -> None:
    """Keep a text apart until a consent is recorded."""
    fields = {
        **asdict(draft),
        "held_on": draft.held_on.isoformat() if draft.held_on else None,
        "purposes": sorted(draft.purposes),
    }
    values = {
        "source": source,
        "external_id": draft.external_id,
        "imported_at": storage.now(),
        "fields": fields,
    }
    storage.save(db, QUARANTINE, storage.uuid7(), values, author=author, new=True)


def waiting(db: Database, waiting_id: str | None = None) -> tuple[WaitingNote, ...]:
    """Return the texts that wait, oldest first, or the one of an id."""
    rows = db.conn.execute(f"{_WAITING} AND (?1 IS NULL OR id = ?1) ORDER BY id", [waiting_id])
    return tuple(_waiting(*row) for row in rows)


def held(db: Database, source: str, external_id: str) -> WaitingNote | None:
    """Return the text of a row that waits, or None."""
    row = db.conn.execute(f"{_WAITING} AND source = ? AND external_id = ?", [source, external_id]).fetchone()
    return _waiting(*row) if row else None


def release(db: Database, waiting_id: str, author: str) -> None:
    """Erase a text that waited: it became a note, or was refused."""
    storage.erase(db, QUARANTINE, waiting_id, author=author)


def log_export(db: Database, entry: ExportEntry) -> None:
    """Add a line to the register of exports."""
    values = {**asdict(entry), "member_id": entry.member}
    del values["member"]
    storage.save(db, LOG, storage.uuid7(), values, author=entry.member, new=True)


def exports(db: Database, limit: int) -> list[ExportEntry]:
    """Return the latest exports; `member` is an id."""
    rows = db.conn.execute(
        "SELECT at, member_id, what, format, notes, sha256 FROM exchange_log ORDER BY rowid_ DESC LIMIT ?", [limit]
    )
    return [ExportEntry(*row) for row in rows]


def withdrawn_participants(db: Database) -> tuple[str, ...]:
    """Return the ids of the people whose every trace was erased here; the journal keeps the ids alone."""
    rows = db.conn.execute(
        "SELECT DISTINCT entity_id FROM journal WHERE entity = 'privacy_participant' AND field = 'erased'"
    )
    return tuple(row_id for (row_id,) in rows)


def journal_size(db: Database) -> tuple[int, int]:
    """Return how many events the journal holds, and the size of the database in bytes."""
    (events,) = db.conn.execute("SELECT count(*) FROM journal").fetchone()
    (pages,) = db.conn.execute("PRAGMA page_count").fetchone()
    (size,) = db.conn.execute("PRAGMA page_size").fetchone()
    return int(events), int(pages) * int(size)


def _waiting(row_id: str, version: str, source: str, external_id: str, at: str, fields: str) -> WaitingNote:
    said: dict[str, Any] = json.loads(fields)
    day = said.get("held_on")
    draft = NoteDraft(
        external_id=said["external_id"],
        text=said["text"],
        kind=said["kind"],
        held_on=date.fromisoformat(day) if day else None,
        sector=said["sector"],
        place_type=said["place_type"],
        consent=said.get("consent") or "",
        purposes=frozenset(said["purposes"]),
        person=said.get("person") or "",
    )
    return WaitingNote(row_id, source, external_id, at, draft, version)
