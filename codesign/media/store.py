"""The SQL on photos and sounds of notes; rows ↔ model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from codesign import storage
from codesign.media.model import MediaItem, MediaKind
from codesign.storage import Database

_COLUMNS = (
    "note_id", "author_id", "kind", "sha256", "format", "size", "width", "height", "seconds", "hidden", "alt",
    "transcript", "cleared", "cleared_by", "added_at",
)  # fmt: skip
ITEM = storage.register(storage.Entity("media_item", scalars=_COLUMNS, lists=("dismissed",)))
_ITEM = f"SELECT i.id, i.version, i.dismissed, {', '.join(f'i.{each}' for each in _COLUMNS)} FROM media_item i"  # noqa: S608 - ours
_PERSON = "(SELECT participant_id FROM v_privacy_alias WHERE id = ?)"
_WITHOUT_NOTE = (
    "NOT EXISTS (SELECT 1 FROM v_fieldnotes_source s WHERE s.source_id = i.note_id)"
    " AND i.note_id NOT IN (SELECT note_id FROM media_waiting)"
)


def save(
    db: Database, item_id: str, values: Mapping[str, Any], *, author: str, base: str | None = None, new: bool = False
) -> str:
    """Write a photo or a sound; return its new version."""
    return storage.save(db, ITEM, item_id, values, author=author, base=base, new=new)


def erase(db: Database, item_id: str, *, author: str) -> None:
    """Erase a row and its journal values; its file goes with the next sweep, unless another row has the same."""
    storage.erase(db, ITEM, item_id, author=author)


def item(db: Database, item_id: str) -> MediaItem | None:
    """Return one photo or sound."""
    row = db.conn.execute(f"{_ITEM} WHERE i.id = ?", [item_id]).fetchone()
    return _read(row) if row else None


def items(db: Database, note_id: str) -> tuple[MediaItem, ...]:
    """Return the photos and sounds of a note, or of one that is still being written, in the order they came."""
    return tuple(_read(row) for row in db.conn.execute(f"{_ITEM} WHERE i.note_id = ? ORDER BY i.id", [note_id]))


def wait(db: Database, note_id: str) -> None:
    """Say that what is kept under this number came with a text that waits for a consent."""
    db.conn.execute("INSERT OR IGNORE INTO media_waiting (note_id) VALUES (?)", [note_id])


def stop_waiting(db: Database, note_id: str) -> None:
    """Say that no text waits under this number any more."""
    db.conn.execute("DELETE FROM media_waiting WHERE note_id = ?", [note_id])


def waits(db: Database, note_id: str) -> bool:
    """Say whether a text waits for a consent under this number."""
    return db.conn.execute("SELECT 1 FROM media_waiting WHERE note_id = ?", [note_id]).fetchone() is not None


def versions(db: Database, item_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return id → note and version of those of these photos and sounds that are still kept."""
    rows = db.conn.execute(
        "SELECT id, note_id, version FROM media_item WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(item_ids))],
    )
    return {item_id: (note_id, version) for item_id, note_id, version in rows}


def notes_with(db: Database, note_ids: Iterable[str], besides: Iterable[str] = ()) -> frozenset[str]:
    """Return those of these notes that have a photo or a sound, these items left aside."""
    rows = db.conn.execute(
        "SELECT DISTINCT note_id FROM media_item WHERE note_id IN (SELECT value FROM json_each(?))"
        " AND id NOT IN (SELECT value FROM json_each(?))",
        [json.dumps(list(note_ids)), json.dumps(list(besides))],
    )
    return frozenset(note_id for (note_id,) in rows)


def is_note(db: Database, note_id: str) -> bool:
    """Say whether a note of this id was saved, whatever hides it."""
    found = db.conn.execute("SELECT 1 FROM v_fieldnotes_source WHERE source_id = ?", [note_id]).fetchone()
    return found is not None


def apart(db: Database, author_id: str) -> tuple[tuple[str, int], ...]:
    """Return (id, how many) for the notes that one person has not saved yet, and that hold photos or sounds."""
    rows = db.conn.execute(
        f"SELECT i.note_id, count(*) FROM media_item i WHERE i.author_id = ? AND {_WITHOUT_NOTE}"  # noqa: S608 - names of ours
        " GROUP BY i.note_id ORDER BY max(i.id) DESC",
        [author_id],
    )
    return tuple(rows.fetchall())


def described(db: Database) -> tuple[tuple[str, str, str, list[str]], ...]:
    """Return note, words on it, transcript and passages set aside of what stands in notes that are read, by age."""
    rows = db.conn.execute(
        "SELECT i.note_id, i.alt, i.transcript, i.dismissed FROM media_item i JOIN v_fieldnotes_note n"
        " ON n.id = i.note_id WHERE i.deleted = 0 ORDER BY i.id"
    )
    return tuple((note_id, alt, transcript, json.loads(keys)) for note_id, alt, transcript, keys in rows)


def of_participant(db: Database, participant_id: str) -> tuple[MediaItem, ...]:
    """Return what was taken of or with one person: in their notes, hidden ones too, and in drafts about them."""
    rows = db.conn.execute(
        f"""{_ITEM} WHERE i.note_id IN (SELECT source_id FROM v_fieldnotes_source WHERE participant_id = {_PERSON})
            OR EXISTS (SELECT 1 FROM v_fieldnotes_draft d
                       WHERE d.id = i.note_id AND d.author_id = i.author_id AND d.participant_id = {_PERSON})
            ORDER BY i.id""",  # noqa: S608 - names of ours
        [participant_id, participant_id],
    )
    return tuple(_read(row) for row in rows)


def abandoned(db: Database, since: str) -> tuple[str, ...]:
    """Return the ids of what belongs to no note, and to no draft that goes on and was touched after `since`."""
    rows = db.conn.execute(
        f"""SELECT i.id FROM media_item i LEFT JOIN v_fieldnotes_draft d
              ON d.id = i.note_id AND d.author_id = i.author_id
            WHERE {_WITHOUT_NOTE} AND (d.ended IS NOT NULL OR max(i.added_at, coalesce(d.touched_at, '')) < ?)""",  # noqa: S608 - names of ours
        [since],
    )
    return tuple(item_id for (item_id,) in rows)


def file_names(db: Database) -> frozenset[str]:
    """Return the names of all the files that rows name; none in a database from before there were any."""
    if ITEM.table not in db.table_names():
        return frozenset()
    rows = db.conn.execute("SELECT DISTINCT sha256 || '.' || format FROM media_item")
    return frozenset(name for (name,) in rows)


def _read(row: tuple[Any, ...]) -> MediaItem:
    item_id, version, dismissed, *cells = row
    found = dict(zip(_COLUMNS, cells, strict=True))
    del found["cleared_by"]
    return MediaItem(
        **found
        | {
            "id": item_id,
            "version": version,
            "kind": MediaKind(found["kind"]),
            "dismissed": tuple(json.loads(dismissed)),
            "cleared": bool(found["cleared"]),
            "added_at": datetime.fromisoformat(found["added_at"]),
        }
    )
