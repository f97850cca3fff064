"""Reading the journal back: history of a row, replay of all rows, and proof that both agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from codesign.storage.clock import stamp_time
from codesign.storage.engine import Database
from codesign.storage.journal import DELETED, ERASED, Entity, entities, event_hash


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one field of a row, as a person reads it in the history."""

    at: datetime
    author: str
    field: str
    before: Any
    after: Any
    erased: bool = False


def history(db: Database, entity: Entity, row_id: str) -> tuple[Change, ...]:
    """Return the changes of one row, oldest first; erased values read as None."""
    last: dict[str, Any] = {}
    found = []
    rows = db.conn.execute(
        "SELECT hlc, author, field, value, salt FROM journal WHERE entity = ? AND entity_id = ? ORDER BY hlc",
        [entity.table, row_id],
    )
    for hlc, author, field, value, salt in rows:
        after = json.loads(value) if value is not None else None
        found.append(Change(stamp_time(hlc), author, field, last.get(field), after, erased=salt is None))
        last[field] = after
    return tuple(found)


def replay(db: Database, entity: Entity) -> dict[str, dict[str, Any]]:
    """Return content by row id as the journal alone tells it: for each field, the event with the greatest stamp."""
    rows: dict[str, dict[str, Any]] = {}
    gone: set[str] = set()
    events = db.conn.execute(
        "SELECT entity_id, field, value FROM journal WHERE entity = ? ORDER BY hlc, id", [entity.table]
    )
    for row_id, field, value in events:
        if field == ERASED:
            gone.add(row_id)
            continue
        apply_event(rows.setdefault(row_id, blank_row(entity)), field, value)
    return {row_id: row for row_id, row in rows.items() if row_id not in gone}


def apply_event(row: dict[str, Any], field: str, value: str | None) -> None:
    """Put one event into the content that the events before it made."""
    decoded = json.loads(value) if value is not None else None
    name, _, key = field.partition("/")
    if key:
        row[name][key] = decoded
        if decoded is None:
            del row[name][key]
    else:
        row[name] = decoded


def blank_row(entity: Entity) -> dict[str, Any]:
    """Return the content of a row of which nothing was told yet."""
    row: dict[str, Any] = dict.fromkeys(entity.columns)
    row.update({name: {} for name in entity.maps})
    row.update({name: [] for name in entity.lists})
    return row


def check_journal(db: Database) -> Iterator[str]:
    """Yield one line per fault: an event whose hash is wrong, a row that differs from its replay."""
    for event_id, table, row_id, field, value, salt, digest in db.conn.execute(
        "SELECT id, entity, entity_id, field, value, salt, sha256 FROM journal WHERE salt IS NOT NULL"
    ):
        if event_hash(event_id, table, row_id, field, value, salt) != digest:
            yield f"journal: {event_id}: hash"
    for entity in entities():
        yield from _compare(db, entity)


def _compare(db: Database, entity: Entity) -> Iterator[str]:
    told = replay(db, entity)
    names = ", ".join(entity.columns)
    for row_id, version, *cells in db.conn.execute(f"SELECT id, version, {names} FROM {entity.table}"):  # noqa: S608 - names of ours
        row = _plain(entity, entity.decode([version, *cells]))
        other = told.pop(row_id, None)
        if other is None or _plain(entity, other) != row:
            yield f"{entity.table}: {row_id}: differs from the journal"
    yield from (f"{entity.table}: {row_id}: missing" for row_id in told)


def _plain(entity: Entity, row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with empty keys of maps left out and the bin as a truth value, so that both sides compare."""
    maps = {name: {key: value for key, value in (row[name] or {}).items() if value is not None} for name in entity.maps}
    return {**row, **maps, DELETED: bool(row[DELETED])}
