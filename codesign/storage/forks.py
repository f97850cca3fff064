"""Fields that two laptops changed without knowing of each other: both versions are kept, a person chooses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from codesign.errors import Conflict
from codesign.i18n import N_
from codesign.storage.clock import stamp_time
from codesign.storage.connection import transaction
from codesign.storage.engine import Database
from codesign.storage.journal import ERASED, append_choice
from codesign.storage.merging import Key, rebuild

_JOIN = ","  # an event that settles builds on several: its base names them all


@dataclass(frozen=True, slots=True)
class ForkVersion:
    """One of the versions: the id of its event, when and by whom it was written, on which post, and what it says."""

    id: str
    at: datetime
    author: str
    post: str
    value: Any


@dataclass(frozen=True, slots=True)
class Fork:
    """A field with several versions of which none was written in the knowledge of the others; the shown one is last."""

    entity: str
    entity_id: str
    field: str
    versions: tuple[ForkVersion, ...]


def note_forks(db: Database, keys: Iterable[Key]) -> None:
    """Remember which fields of these rows have events that were written side by side."""
    ids = json.dumps(sorted({row_id for _table, row_id in keys}))
    db.conn.execute(
        """INSERT OR IGNORE INTO storage_fork
           SELECT DISTINCT entity, entity_id, field FROM journal
           WHERE entity_id IN (SELECT value FROM json_each(?)) AND field <> ?
           GROUP BY entity, entity_id, field, base HAVING count(*) > 1 OR max(instr(coalesce(base, ''), ',')) > 0""",
        [ids, ERASED],
    )


def forks(db: Database) -> tuple[Fork, ...]:
    """Return the fields that wait for a choice, the rows that were erased left aside."""
    rows = db.conn.execute("SELECT entity, entity_id, field FROM storage_fork ORDER BY entity, entity_id, field")
    found = (Fork(table, row_id, field, _heads(db, table, row_id, field)) for table, row_id, field in rows.fetchall())
    return tuple(each for each in found if len({_text(version.value) for version in each.versions}) > 1)


def settle(db: Database, fork: Fork, value: Any, *, author: str) -> None:  # noqa: ANN401 - JSON values
    """Write what the field is from now on; the choice is an event that builds on all versions, and travels as they do.

    Raises:
        Conflict: there are other versions by now; nothing is written.
    """
    with transaction(db):
        now = _heads(db, fork.entity, fork.entity_id, fork.field)
        if {each.id for each in now} != {each.id for each in fork.versions}:
            raise Conflict(N_("Other versions came meanwhile. Look at them, then choose."))
        key = (fork.entity, fork.entity_id)
        base = _JOIN.join(sorted(each.id for each in now))
        append_choice(db, key, fork.field, value, base=base, author=author)
        rebuild(db, [key])


def _heads(db: Database, entity: str, row_id: str, field: str) -> tuple[ForkVersion, ...]:
    """Return the events of a field on which none builds, in the order of their stamps."""
    events = db.conn.execute(
        "SELECT id, hlc, author, post, value, salt, base FROM journal"
        " WHERE entity = ? AND entity_id = ? AND field = ? ORDER BY hlc, id",
        [entity, row_id, field],
    ).fetchall()
    built_on = {each for *_cells, base in events if base for each in base.split(_JOIN)}
    return tuple(
        ForkVersion(event_id, stamp_time(hlc), author, post, json.loads(value))
        for event_id, hlc, author, post, value, salt, _base in events
        if event_id not in built_on and salt is not None
    )


def _text(value: Any) -> str:  # noqa: ANN401 - JSON values
    return json.dumps(value, sort_keys=True)
