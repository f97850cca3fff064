"""The only SQL of this room; rows ↔ model."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, NamedTuple

from codesign import storage
from codesign.exchange.model import ExportEntry, NoteDraft, WaitingNote
from codesign.storage import Database

IMPORT = storage.register(
    storage.Entity("exchange_import", scalars=("row_print", "note_id", "text_print", "person_print", "file_print"))
)
QUARANTINE = storage.register(
    storage.Entity("exchange_quarantine", scalars=("source", "external_id", "imported_at"), maps=("fields",))
)
LOG = storage.register(storage.Entity("exchange_log", scalars=("at", "member_id", "what", "format", "notes", "sha256")))
_WAITING = """SELECT id, version, source, external_id, imported_at, fields,
  (SELECT author FROM journal WHERE entity_id = exchange_quarantine.id AND field = 'imported_at' ORDER BY hlc LIMIT 1)
  FROM exchange_quarantine WHERE NOT deleted"""


class Imported(NamedTuple):
    """What is remembered of a row that came in; prints are empty where nothing may be, or can be, remembered.

    Without a note, its person withdrew: only the print that refuses its return is left.
    """

    id: str
    note_id: str
    text_print: str
    person_print: str


def row_print(db: Database, source: str, external_id: str) -> str:
    """Return the print of a row of a file."""
    return _print(db, "row", source, external_id)


def person_print(db: Database, source: str, label: str) -> str:
    """Return the print of the label of a person in a file; a row may name nobody."""
    return _print(db, "person", source, label)


def media_print(db: Database, source: str, external_id: str, name: str) -> str:
    """Return the print of a photo or a sound of a row."""
    return _print(db, "media", source, external_id, name)


def text_print(db: Database, text: str) -> str:
    """Return the print of a text."""
    return _print(db, "text", text)


def behind_print(db: Database, row_id: str) -> str:
    """Return the print of a person or a note that stands behind a file that left; short: a file has thousands."""
    return _print(db, "behind", row_id)[:20]


def file_print(db: Database, data: bytes) -> str:
    """Return the print of a whole file."""
    return _print(db, "file", hashlib.sha256(data).hexdigest())


def _print(db: Database, *parts: str) -> str:
    """Ids and labels are short: without a salt of our own, a list of names would tell which ones stood in a file."""
    (salt,) = db.conn.execute("SELECT salt FROM exchange_salt").fetchone()
    return hmac.new(bytes.fromhex(salt), "\x1f".join(parts).encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def imported(db: Database, source: str, external_id: str) -> Imported | None:
    """Return what a row of a file became, or None."""
    row = db.conn.execute(
        "SELECT id, note_id, text_print, person_print FROM exchange_import WHERE row_print = ? AND NOT deleted",
        [row_print(db, source, external_id)],
    ).fetchone()
    return Imported(*row) if row else None


def add_import(  # noqa: PLR0913 - a row has these prints
    db: Database, row: str, note_id: str, author: str, *, text: str = "", person: str = "", file: str = ""
) -> None:
    """Remember what a row became, all by prints."""
    values = {"row_print": row, "note_id": note_id, "text_print": text, "person_print": person, "file_print": file}
    storage.save(db, IMPORT, storage.uuid7(), values, author=author, new=True)


def set_text(db: Database, row_id: str, text: str, author: str) -> None:
    """Remember the print of the text that a corrected row brought."""
    storage.save(db, IMPORT, row_id, {"text_print": text}, author=author)


def rename_row(db: Database, source: str, former: str, external_id: str, author: str) -> None:
    """Know a row that came in, or a text of it that waits, by another id too.

    The former one is kept: should the person withdraw, it refuses the older file as well.
    """
    also_known(db, source, former, external_id, author)
    waits = held(db, source, former)
    if waits is not None:
        fields = _fields(replace(waits.draft, external_id=external_id), (*waits.draft.former_ids, former))
        storage.save(db, QUARANTINE, waits.id, {"external_id": external_id, "fields": fields}, author=author)


def also_known(db: Database, source: str, known: str, other: str, author: str) -> None:
    """Remember that what came in under the id `known` may come under `other`."""
    found = db.conn.execute(
        "SELECT note_id, text_print, person_print, file_print FROM exchange_import WHERE row_print = ? AND NOT deleted",
        [row_print(db, source, known)],
    ).fetchone()
    if found is not None and imported(db, source, other) is None:
        note_id, text, person, file = found
        add_import(db, row_print(db, source, other), note_id, author, text=text, person=person, file=file)


def count_ids(db: Database, note_id: str) -> int:
    """Return how many ids of rows a note is known by."""
    found = db.conn.execute("SELECT count(*) FROM exchange_import WHERE note_id = ? AND NOT deleted", [note_id])
    return int(found.fetchone()[0])


def note_of_label(db: Database, file: str, person: str) -> str | None:
    """Return a note that this very file brought in for a label: an import that was stopped goes on with its people."""
    row = db.conn.execute(
        "SELECT note_id FROM exchange_import WHERE file_print = ? AND person_print = ? AND note_id <> '' LIMIT 1",
        [file, person],
    ).fetchone()
    return str(row[0]) if row else None


def person_prints(db: Database, note_ids: Iterable[str]) -> frozenset[str]:
    """Return the prints of the labels under which these notes came in."""
    rows = db.conn.execute(
        "SELECT person_print FROM exchange_import WHERE note_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(note_ids))],
    )
    return frozenset(row[0] for row in rows if row[0])


def forget_imports(db: Database, note_ids: Iterable[str], author: str) -> None:
    """Keep of the rows that became these notes the one print that refuses their return; the journal too."""
    rows = db.conn.execute(
        "SELECT id, row_print FROM exchange_import WHERE note_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(note_ids))],
    ).fetchall()
    for row_id, row in rows:
        storage.erase(db, IMPORT, row_id, author=author)
        add_import(db, row, "", author)


def drop_imports(db: Database, row_ids: Iterable[str], author: str) -> None:
    """Forget rows that came in, so that they may come again: their import was undone."""
    for row_id in row_ids:
        storage.erase(db, IMPORT, row_id, author=author)


def forget_clear_rows(db: Database, row_ids: Iterable[str]) -> None:
    """Erase from the journal the rows of the first shape of `exchange_import`, which held ids as they came."""
    for row_id in row_ids:
        db.conn.execute("INSERT INTO exchange_import VALUES (NULL, ?, '', 0, '', '', '', '', '')", [row_id])
        storage.erase(db, IMPORT, row_id, author="machine")


def hold(db: Database, source: str, draft: NoteDraft, author: str, former: Sequence[str] = ()) -> str:
    """Keep a text apart until a consent is recorded; return the id under which it waits."""
    values = {
        "source": source,
        "external_id": draft.external_id,
        "imported_at": storage.now(),
        "fields": _fields(draft, former),
    }
    waiting_id = storage.uuid7()
    storage.save(db, QUARANTINE, waiting_id, values, author=author, new=True)
    return waiting_id


def _fields(draft: NoteDraft, former: Sequence[str] = ()) -> dict[str, Any]:
    """Return a draft as it is written, with the ids it did come in under; those it may have are of the moment."""
    day = draft.held_on.isoformat() if draft.held_on else None
    fields = {**asdict(draft), "held_on": day, "purposes": sorted(draft.purposes)}
    return {**fields, "former_ids": list(former)}


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


def _waiting(  # noqa: PLR0913, PLR0917 - the columns of a row
    row_id: str, version: str, source: str, external_id: str, at: str, fields: str, member: str | None
) -> WaitingNote:
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
        consent_language=said.get("consent_language") or "",
        answers=said.get("answers") or {},
        former_ids=tuple(said.get("former_ids") or ()),
        head=said.get("head") or {},
        attributes=said.get("attributes") or {},
    )
    return WaitingNote(row_id, source, external_id, at, draft, version, member or "")
