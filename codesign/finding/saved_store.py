"""The SQL on kept searches; rows ↔ model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from codesign import storage
from codesign.finding.model import SavedSearch, wanted_of
from codesign.storage import Database

SEARCH = storage.register(storage.Entity("finding_search", scalars=("member_id", "name"), maps=("wanted",)))


def save(db: Database, row_id: str, values: Mapping[str, Any], *, author: str, new: bool = False) -> str:
    """Write a kept search; return its version."""
    return storage.save(db, SEARCH, row_id, values, author=author, new=new)


def searches(db: Database, member_id: str) -> tuple[SavedSearch, ...]:
    """Return what a member keeps, by name."""
    rows = db.conn.execute(
        "SELECT id, name, wanted, version FROM finding_search WHERE member_id = ? AND deleted = 0 ORDER BY name, id",
        [member_id],
    )
    return tuple(SavedSearch(each, name, wanted_of(json.loads(asked)), version) for each, name, asked, version in rows)


def owner(db: Database, row_id: str) -> str | None:
    """Return whose a kept search is, a deleted one too."""
    row = db.conn.execute("SELECT member_id FROM finding_search WHERE id = ?", [row_id]).fetchone()
    return str(row[0]) if row else None


def about(db: Database, people: Iterable[str]) -> tuple[str, ...]:
    """Return the kept searches that name one of these people, deleted ones too."""
    rows = db.conn.execute(
        "SELECT id FROM finding_search WHERE json_extract(wanted, '$.person') IN (SELECT value FROM json_each(?))",
        [json.dumps(list(people))],
    )
    return tuple(row_id for (row_id,) in rows)


def said(db: Database) -> dict[str, frozenset[str]]:
    """Return row id → the names and words that a kept search has or had: the journal keeps what was changed."""
    rows = db.conn.execute("SELECT id FROM finding_search").fetchall()
    return {
        row_id: frozenset(
            str(change.after)
            for change in storage.history(db, SEARCH, row_id)
            if change.field in ("name", "wanted/words") and change.after
        )
        for (row_id,) in rows
    }


def erase(db: Database, row_id: str, *, author: str) -> None:
    """Erase a kept search, journal included."""
    storage.erase(db, SEARCH, row_id, author=author)
