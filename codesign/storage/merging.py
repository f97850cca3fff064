"""Events of another laptop join this journal; the rows that they touch are written anew from it.

Whatever the order, and however often: an event is known by its id, a field shows the event with the greatest stamp, and
a row that was erased anywhere stays erased.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.storage.carry import tombstones
from codesign.storage.engine import Database
from codesign.storage.journal import DELETED, ERASED, Entity, entities, erase, event_hash, forget_values, write_row
from codesign.storage.laptops import reached
from codesign.storage.replay import apply_event, blank_row

Key = tuple[str, str]  # table, row id
_BATCH = 2_000
_COLUMNS = "id, post, seq, hlc, entity, entity_id, field, value, salt, base, author, sha256"
_PREFIXED = ", ".join(f"j.{name}" for name in _COLUMNS.split(", "))
_ALTERED = N_("This bundle was altered or damaged: an entry does not match its fingerprint. Nothing was changed.")


class Event(NamedTuple):
    """One line of the journal, as it travels."""

    id: str
    post: str
    seq: int
    hlc: str
    entity: str
    entity_id: str
    field: str
    value: str | None
    salt: str | None
    base: str | None
    author: str
    sha256: str


@dataclass
class Admitted:
    """What came of a bundle's events: new, here already, new without a value (`dropped`), and the rows they touch."""

    new: int = 0
    same: int = 0
    dropped: int = 0
    rows: set[Key] = field(default_factory=set)


def events_since(db: Database, after: Mapping[str, int], besides: frozenset[str]) -> Iterator[Event]:
    """Yield the events that a post which knows `after` lacks, oldest first, without those of the tables `besides`."""
    rows = db.conn.execute(
        f"SELECT {_PREFIXED} FROM journal AS j LEFT JOIN json_each(?) AS k ON k.key = j.post"  # noqa: S608 - names of ours
        " WHERE j.seq > coalesce(k.atom, 0) AND j.entity NOT IN (SELECT value FROM json_each(?)) ORDER BY j.hlc, j.id",
        [json.dumps(dict(after)), json.dumps(sorted(besides))],
    )
    return (Event(*row) for row in rows)


def events_of(db: Database, keys: Iterable[Key]) -> Iterator[Event]:
    """Yield all the events of these rows."""
    for table, row_id in keys:
        found = db.conn.execute(f"SELECT {_COLUMNS} FROM journal WHERE entity = ? AND entity_id = ?", [table, row_id])  # noqa: S608 - names of ours
        yield from (Event(*row) for row in found)


def lacking(db: Database, after: Mapping[str, int]) -> bool:
    """Say whether a bundle made for someone who knows `after` would leave a hole here."""
    here = reached(db)
    return any(seq > here.get(post, 0) for post, seq in after.items())


def admit(db: Database, read: Callable[[], Iterator[Event]]) -> Admitted:
    """Put events into the journal; `read` gives them anew at each call. Within a transaction; rows come by `rebuild`.

    Values of rows that were erased, here or there, are not kept.

    Raises:
        InvalidInput: an event is not what its fingerprint says, is of something unknown, or has the number of another.
    """
    db.conn.execute("PRAGMA defer_foreign_keys=ON")
    mine, came = set(tombstones(db)), {(each.entity, each.entity_id) for each in read() if each.field == ERASED}
    found = Admitted()
    gone = mine | came
    known = {entity.table: entity for entity in entities()}
    events = read()
    while batch := tuple(islice(events, _BATCH)):
        _admit_batch(db, batch, gone, known, found)
    for table, row_id in came - mine:
        forget_values(db, table, row_id)
    found.rows |= came - mine
    return found


def _admit_batch(
    db: Database, events: tuple[Event, ...], gone: set[Key], known: Mapping[str, Entity], found: Admitted
) -> None:
    ids = json.dumps([each.id for each in events])
    rows = db.conn.execute(f"SELECT {_COLUMNS} FROM journal WHERE id IN (SELECT value FROM json_each(?))", [ids])  # noqa: S608 - names of ours
    here = {row[0]: Event(*row) for row in rows}
    fresh = []
    for each in events:
        key = (each.entity, each.entity_id)
        _check(each, known, erased=key in gone)
        other = here.get(each.id)
        if other is not None:
            if other._replace(value=None, salt=None) != each._replace(value=None, salt=None):
                raise InvalidInput(_ALTERED)
            found.same += 1
            continue
        if key in gone and each.field != ERASED:
            each = each._replace(value=None, salt=None)  # noqa: PLW2901 - the same event, without what was erased
            found.dropped += 1
        fresh.append(each)
        found.rows.add(key)
    found.new += len(fresh)
    marks = ", ".join("?" * len(Event._fields))
    try:
        db.conn.executemany(f"INSERT INTO journal ({_COLUMNS}) VALUES ({marks})", fresh)  # noqa: S608 - names of ours
    except sqlite3.IntegrityError as error:
        raise InvalidInput(
            N_(
                "Two laptops give their work the same numbers: one of them was made by copying the file of the other."
                " Nothing was changed. Restore a backup on the copy, which makes it a laptop of its own, then go on."
            )
        ) from error


def _check(each: Event, known: Mapping[str, Entity], *, erased: bool) -> None:
    entity = known.get(each.entity)
    name = each.field.partition("/")[0]
    plain = name == each.field
    if entity is None or (name not in entity.columns and each.field != ERASED) or plain == (name in entity.maps):
        raise InvalidInput(
            N_("This bundle holds something that this version does not know: update the platform. Nothing was changed.")
        )
    if each.value is None or each.salt is None:
        if not erased:
            raise InvalidInput(_ALTERED)
        return
    told = event_hash(each.id, each.entity, each.entity_id, each.field, each.value, each.salt)
    if told != each.sha256:
        raise InvalidInput(_ALTERED)


def rebuild(db: Database, rows: Iterable[Key]) -> tuple[frozenset[Key], frozenset[Key]]:
    """Write these rows anew as the journal tells them; return those that are new, and those that changed or went.

    Raises:
        InvalidInput: the journal lacks something that a row needs.
    """
    known = {entity.table: entity for entity in entities()}
    new, changed = set(), set()
    for key in sorted(rows):
        entity = known[key[0]]
        stood = db.conn.execute(entity.select, [key[1]]).fetchone()
        before = entity.decode(stood) if stood else None
        version, after = _told(db, entity, key[1])
        if after is None:
            if stood:
                db.conn.execute(f"DELETE FROM {entity.table} WHERE id = ?", [key[1]])  # noqa: S608 - a name of ours
                changed.add(key)
            continue
        try:
            write_row(db, entity, key[1], version, before, after)
        except sqlite3.IntegrityError as error:
            raise InvalidInput(_ALTERED) from error
        if before is None:
            new.add(key)
        elif before != after:
            changed.add(key)
    return frozenset(new), frozenset(changed)


def _told(db: Database, entity: Entity, row_id: str) -> tuple[str, dict[str, Any] | None]:
    """Return version and content of one row as the journal tells it; None when it was erased."""
    row, version = blank_row(entity), ""
    for event_id, name, value in db.conn.execute(
        "SELECT id, field, value FROM journal WHERE entity = ? AND entity_id = ? ORDER BY hlc, id",
        [entity.table, row_id],
    ):
        if name == ERASED:
            return "", None
        apply_event(row, name, value)
        version = event_id
    row[DELETED] = bool(row[DELETED])
    return version, {name: int(value) if isinstance(value, bool) else value for name, value in row.items()}


def erase_dependents(db: Database, *, author: str) -> frozenset[Key]:
    """Erase the rows that point at an erased one (`…_id`, `merged_into`), and those that point at them; return all.

    Work that somebody did meanwhile on what had to be erased does not bring it back.
    """
    db.conn.execute("CREATE TEMP TABLE IF NOT EXISTS gone (tbl TEXT, id TEXT, PRIMARY KEY (id, tbl))")
    db.conn.execute("DELETE FROM temp.gone")
    db.conn.executemany("INSERT OR IGNORE INTO temp.gone VALUES (?, ?)", tombstones(db))
    taken: set[Key] = set()
    while found := _dependents(db):
        for entity, row_id in found:
            if (entity.table, row_id) not in taken:
                erase(db, entity, row_id, author=author)
                taken.add((entity.table, row_id))
        marks = [(entity.table, row_id) for entity, row_id in found]
        db.conn.executemany("INSERT OR IGNORE INTO temp.gone VALUES (?, ?)", marks)
    return frozenset(taken)


def _dependents(db: Database) -> list[tuple[Entity, str]]:
    """Return what points at an erased row: of the table that a link names, or of any where it names none.

    An id alone does not tell: a note and its occasion may share one, and the occasion of a note that was erased holds
    notes of other people.
    """
    found = []
    for entity in entities():
        named = {row[3]: row[2] for row in db.conn.execute(f"PRAGMA foreign_key_list({entity.table})")}
        for name in entity.scalars:
            if name.endswith("_id") or name == "merged_into":
                rows = db.conn.execute(
                    f"SELECT id FROM {entity.table} WHERE {name} IN"  # noqa: S608 - names of ours
                    " (SELECT id FROM temp.gone WHERE ?1 IS NULL OR tbl = ?1)",
                    [named.get(name)],
                )
                found += [(entity, row_id) for (row_id,) in rows]
    return found


def unseen_approvals(
    db: Database, keys: Iterable[Key], before: Mapping[str, int], until: Mapping[str, int]
) -> tuple[tuple[Entity, str], ...]:
    """Return the rows whose approval (`cleared`) was given without having seen all that the row says now.

    `before` is how far each post was known here, `until` how far it was to the maker of the bundle: an approval from
    one side met a change from the other.
    """
    known = {entity.table: entity for entity in entities() if "cleared" in entity.scalars}
    return tuple(
        (known[table], row_id)
        for table, row_id in sorted(keys)
        if table in known and _is_unseen(db, row_id, before, until)
    )


def _is_unseen(db: Database, row_id: str, before: Mapping[str, int], until: Mapping[str, int]) -> bool:
    events = db.conn.execute(
        "SELECT field, post, seq, value FROM journal WHERE entity_id = ? ORDER BY hlc, id", [row_id]
    ).fetchall()
    approvals = [each for each in events if each[0] == "cleared"]
    if not approvals or approvals[-1][3] not in ("1", "true"):
        return False
    said = [(post, seq) for name, post, seq, _value in events if name not in ("cleared", "cleared_by", DELETED)]
    _name, post, seq, _value = approvals[-1]
    if seq <= before.get(post, 0):  # approved here already: what came now was not read
        return any(seq > before.get(post, 0) for post, seq in said)
    return any(until.get(post, 0) < seq <= before.get(post, 0) for post, seq in said)


def check_references(db: Database) -> None:
    """Refuse, before the commit, what would leave a reference to nothing.

    Raises:
        InvalidInput: a row points at one that is not here.
    """
    if db.conn.execute("PRAGMA foreign_key_check").fetchone():
        raise InvalidInput(
            N_("This bundle rests on work that is not here: ask for a whole bundle. Nothing was changed.")
        )
