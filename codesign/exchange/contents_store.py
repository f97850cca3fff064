"""Whose material stands in the files that left, by salted prints: what must be replaced when somebody withdraws.

No file is kept here; the register keeps what left, and from the day of a withdrawal which copies must be replaced.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from codesign import storage
from codesign.exchange import store
from codesign.storage import Database

CONTENTS = storage.register(
    storage.Entity("exchange_contents", scalars=("sha256", "audience", "recalled_at"), lists=("behind",))
)


def remember(db: Database, data: bytes, behind: Iterable[str], audience: str, author: str) -> None:
    """Remember the ids of the people and notes that a file rests on, as prints that tell nothing of them."""
    values = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "audience": audience,
        "recalled_at": "",
        "behind": sorted({store.behind_print(db, each) for each in behind}),
    }
    storage.save(db, CONTENTS, storage.uuid7(), values, author=author, new=True)


def audiences(db: Database) -> dict[str, str]:
    """Return the print of each file that left for an audience → which one."""
    return dict(db.conn.execute("SELECT sha256, audience FROM exchange_contents WHERE NOT deleted").fetchall())


def resting_on(db: Database, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the rows of files that rest on one of these people or notes, told already to be replaced or not."""
    prints = json.dumps([store.behind_print(db, each) for each in ids])
    rows = db.conn.execute(
        "SELECT DISTINCT c.id FROM exchange_contents AS c, json_each(c.behind) AS b WHERE NOT c.deleted"
        " AND b.value IN (SELECT value FROM json_each(?)) ORDER BY c.id",
        [prints],
    )
    return tuple(row_id for (row_id,) in rows)


def recall(db: Database, row_ids: Iterable[str], author: str) -> None:
    """Say of files that their copies must be replaced; a file that was told so keeps the day that it was."""
    told = {row_id for (row_id,) in db.conn.execute("SELECT id FROM exchange_contents WHERE recalled_at <> ''")}
    for row_id in (each for each in row_ids if each not in told):
        storage.save(db, CONTENTS, row_id, {"recalled_at": storage.now()}, author=author)


def recalled(db: Database) -> dict[str, str]:
    """Return the print of each file whose copies must be replaced → since when."""
    return dict(
        db.conn.execute(
            "SELECT sha256, min(recalled_at) FROM exchange_contents WHERE recalled_at <> '' GROUP BY sha256"
        ).fetchall()
    )
