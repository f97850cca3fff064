"""The journal: what a person does is written twice in one transaction, as a row and as field-level events.

One function does both for every table, so that audit log, history, undo and merging of laptops are one mechanism.
Event hashes are salted and the salt stands beside the value: erasing both leaves a hash that no guess can confirm.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from codesign.errors import Conflict, NotFound
from codesign.i18n import N_
from codesign.storage.clock import next_stamps
from codesign.storage.connection import transaction
from codesign.storage.engine import Database
from codesign.storage.ids import uuid7

ERASED = "erased"
DELETED = "deleted"

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_LAST = """SELECT (SELECT id FROM post LIMIT 1), (SELECT max(hlc) FROM journal),
             (SELECT max(seq) FROM journal WHERE post = (SELECT id FROM post LIMIT 1))"""


@dataclass(frozen=True)
class Entity:
    """A journaled table. It has the columns `id`, `version` and `deleted` besides these fields.

    `scalars` are text, numbers, booleans; `lists` are JSON arrays journaled whole; `maps` are JSON objects of which
    each key is a journaled field of its own, written `map/key`.
    """

    table: str
    scalars: tuple[str, ...]
    maps: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All the columns that carry content."""
        return (*self.scalars, *self.maps, *self.lists, DELETED)

    @cached_property
    def select(self) -> str:
        """The statement that reads one row's content."""
        return f"SELECT version, {', '.join(self.columns)} FROM {self.table} WHERE id = ?"  # noqa: S608 - names of ours

    @cached_property
    def insert(self) -> str:
        """The statement that makes a row."""
        names = ("id", "version", *self.columns)
        marks = ", ".join("?" * len(names))
        return f"INSERT INTO {self.table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of ours

    def encode(self, column: str, value: Any) -> Any:  # noqa: ANN401 - JSON values
        """Return what the column holds for `value`."""
        if column in self.maps or column in self.lists:
            return _json(value if value is not None else ({} if column in self.maps else []))
        return int(value) if isinstance(value, bool) else value

    def decode(self, row: Sequence[Any]) -> dict[str, Any]:
        """Return content by column from a row of `select` (its version left out)."""
        packed = {*self.maps, *self.lists}
        return {
            name: json.loads(value) if name in packed else value
            for name, value in zip(self.columns, row[1:], strict=True)
        }


_entities: dict[str, Entity] = {}


def register(entity: Entity) -> Entity:
    """Make `entity` known to replay and verification; return it."""
    _entities[entity.table] = entity
    return entity


def entities() -> tuple[Entity, ...]:
    """Return every journaled table that was registered."""
    return tuple(_entities.values())


def ensure_post(db: Database) -> str:
    """Return the id of this database's post, made on first call."""
    found = db.execute("SELECT id FROM post LIMIT 1").fetchone()
    if found:
        return str(found[0])
    post = uuid7()
    db.execute("INSERT INTO post (id) VALUES (?)", [post])
    return post


def save(  # noqa: PLR0913 - each says one thing, four by name
    db: Database,
    entity: Entity,
    row_id: str,
    values: Mapping[str, Any],
    *,
    author: str,
    base: str | None = None,
    new: bool = False,
) -> str:
    """Write `values` of one row and their events in one transaction; return the row's new version.

    Only what differs from the row is written; nothing is when nothing differs. `base` is the version that the
    author saw. With `new` the row must not exist yet, so the same form sent twice cannot make two.

    Raises:
        Conflict: the row has a newer version than `base`, or `new` and it exists; nothing is written.
        NotFound: neither `new` nor an existing row.
    """
    with transaction(db):
        row = db.conn.execute(entity.select, [row_id]).fetchone()
        _check_version(entity, row, base, new=new)
        before = entity.decode(row) if row else dict.fromkeys(entity.columns)
        after = {**before, **values}
        if row is None and after[DELETED] is None:
            after[DELETED] = False
        changes = _changes(entity, before, after)
        if row and not changes:
            return str(row[0])
        version = _append(db, entity.table, row_id, changes, author, known=row is not None)
        write_row(db, entity, row_id, version, before if row else None, after)
        return version


def _check_version(entity: Entity, row: Sequence[Any] | None, base: str | None, *, new: bool) -> None:
    if row is None and not new:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    if row is not None and (new or (base is not None and base != row[0])):
        raise Conflict(
            N_("Someone saved another version meanwhile. Nothing of theirs or yours is lost: compare, then choose."),
            current={**entity.decode(row), "version": row[0]},
        )


def _changes(entity: Entity, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return journaled field -> new value for all that differs."""
    found: dict[str, Any] = {}
    for name in entity.columns:
        old, new = before[name], after[name]
        if name in entity.maps:
            old, new = old or {}, new or {}
            keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
            found.update({f"{name}/{key}": new.get(key) for key in keys})
        elif name in entity.lists:
            if (old or []) != (new or []):
                found[name] = list(new or [])
        elif old != new:
            found[name] = bool(new) if name == DELETED else new
    return found


def _append(  # noqa: PLR0913 - what an event says
    db: Database,
    table: str,
    row_id: str,
    changes: Mapping[str, Any],
    author: str,
    *,
    known: bool = False,
    bases: Mapping[str, str] | None = None,
) -> str:
    post, last_hlc, last_seq = db.conn.execute(_LAST).fetchone()
    post = post or ensure_post(db)
    stamps = next_stamps(last_hlc, len(changes), post)
    bases = bases or (_last_events(db, table, row_id, list(changes)) if known else {})
    events, salts = [], secrets.token_hex(16 * len(changes))
    for i, (field, value) in enumerate(changes.items()):
        event_id, salt, text = uuid7(), salts[32 * i : 32 * i + 32], _json(value)
        digest = event_hash(event_id, table, row_id, field, text, salt)
        seq = (last_seq or 0) + i + 1
        base = bases.get(field)
        events.append((event_id, post, seq, stamps[i], table, row_id, field, text, salt, base, author, digest))
    db.conn.executemany(
        "INSERT INTO journal (id, post, seq, hlc, entity, entity_id, field, value, salt, base, author, sha256)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        events,
    )
    return str(events[-1][0])


def _last_events(db: Database, table: str, row_id: str, fields: Sequence[str]) -> dict[str, str]:
    marks = ", ".join("?" * len(fields))
    rows = db.conn.execute(
        f"SELECT field, id, max(hlc) FROM journal WHERE entity_id = ? AND field IN ({marks})"  # noqa: S608 - marks only
        " AND entity = ? GROUP BY field",
        [row_id, *fields, table],
    )
    return {field: event_id for field, event_id, _hlc in rows}


def write_row(
    db: Database,
    entity: Entity,
    row_id: str,
    version: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
) -> None:
    """Write the content `after` into the table; `before` is what the row holds, None when there is none."""
    if before is None:
        values = [entity.encode(name, after[name]) for name in entity.columns]
        db.conn.execute(entity.insert, [row_id, version, *values])
        return
    changed = [name for name in entity.columns if before[name] != after[name]]
    assignments = ", ".join(f"{name} = ?" for name in ("version", *changed))
    values = [entity.encode(name, after[name]) for name in changed]
    db.conn.execute(f"UPDATE {entity.table} SET {assignments} WHERE id = ?", [version, *values, row_id])  # noqa: S608 - our own names


def erase(db: Database, entity: Entity, row_id: str, *, author: str) -> None:
    """Remove a row and every value of it in the journal; ids and hashes stay, and a tombstone says by whom.

    Raises:
        NotFound: there is no such row.
    """
    with transaction(db):
        if db.conn.execute(entity.select, [row_id]).fetchone() is None:
            raise NotFound(N_("This no longer exists. Go back to the list."))
        forget_values(db, entity.table, row_id)
        _append(db, entity.table, row_id, {ERASED: True}, author)
        db.conn.execute(f"DELETE FROM {entity.table} WHERE id = ?", [row_id])  # noqa: S608 - a name of ours


def forget_values(db: Database, table: str, row_id: str) -> None:
    """Empty every event of a row but its tombstone; not those of another table's row of the same id."""
    db.conn.execute(
        "UPDATE journal SET value = NULL, salt = NULL WHERE entity_id = ? AND entity = ? AND field <> ?",
        [row_id, table, ERASED],
    )


def tell_anew(db: Database, entity: Entity, *, author: str) -> int:
    """Write again what the journal lost of rows that nobody erased, from the rows themselves; return of how many.

    Without it such a row disagrees with the journal, and no other laptop takes its events in. Within a migration:
    columns that a later one adds are not asked for.
    """
    there = {name for _n, name, *_rest in db.conn.execute(f"PRAGMA table_info({entity.table})")}
    then = (tuple(name for name in names if name in there) for names in (entity.scalars, entity.maps, entity.lists))
    entity = Entity(entity.table, *then)
    lost = db.conn.execute(
        f"SELECT DISTINCT e.id FROM {entity.table} AS e JOIN journal AS j ON j.entity_id = e.id AND j.entity = ?"  # noqa: S608 - a name of ours
        " WHERE j.value IS NULL",
        [entity.table],
    ).fetchall()
    for (row_id,) in lost:
        before = "entity = ? AND entity_id = ? AND value IS NULL"
        db.conn.execute(f"DELETE FROM journal WHERE {before}", [entity.table, row_id])  # noqa: S608 - as above
        content = entity.decode(db.conn.execute(entity.select, [row_id]).fetchone())
        changes = _changes(entity, dict.fromkeys(entity.columns), content)
        version = _append(db, entity.table, row_id, changes, author, known=True)
        db.conn.execute(f"UPDATE {entity.table} SET version = ? WHERE id = ?", [version, row_id])  # noqa: S608 - as above
    return len(lost)


def append_tombstone(db: Database, table: str, row_id: str, author: str) -> None:
    """Write that a row was erased, in a database that never held it or holds it no more."""
    _append(db, table, row_id, {ERASED: True}, author)


def append_choice(db: Database, key: tuple[str, str], field: str, value: Any, *, base: str, author: str) -> None:  # noqa: ANN401 - JSON values
    """Write one event that builds on several at once: `base` is their ids, joined by commas."""
    _append(db, *key, {field: value}, author, bases={field: base})


def event_hash(event_id: str, table: str, row_id: str, field: str, value: str, salt: str) -> str:
    """Return the SHA-256 of one event's content with its salt."""
    return hashlib.sha256(f"{salt}\x1f{event_id}\x1f{table}\x1f{row_id}\x1f{field}\x1f{value}".encode()).hexdigest()


def _json(value: Any) -> str:  # noqa: ANN401 - JSON values
    return _encode(value)
