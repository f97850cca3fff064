"""The only SQL on engagement agreements and Indigenous identity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from codesign import storage
from codesign.storage import Database

ENGAGEMENT = storage.register(
    storage.Entity("privacy_engagement", scalars=("community", "agreement", "agreed_on", "ended_on"))
)
IDENTITY = storage.register(storage.Entity("privacy_identity", scalars=("participant_id", "identity")))


def engagements(db: Database) -> tuple[tuple[str, str, str, str, str | None], ...]:
    """Return id, community, agreement, day and end of the agreements, newest first."""
    return tuple(
        db.conn.execute(
            "SELECT id, community, agreement, agreed_on, ended_on FROM privacy_engagement WHERE deleted = 0"
            " ORDER BY agreed_on DESC, id DESC"
        ).fetchall()
    )


def save_engagement(db: Database, row_id: str, values: Mapping[str, Any], *, author: str, new: bool = False) -> None:
    """Write an agreement."""
    storage.save(db, ENGAGEMENT, row_id, values, author=author, new=new)


def put_identity(db: Database, participant_id: str, identity: str, *, author: str) -> None:
    """Write what a person said; one row a person."""
    found = identity_rows(db, [participant_id])
    values = {"participant_id": participant_id, "identity": identity}
    storage.save(db, IDENTITY, found[0] if found else storage.uuid7(), values, author=author, new=not found)


def identity(db: Database, person_ids: Sequence[str]) -> str | None:
    """Return what is noted under any pseudonym of a person, the latest first."""
    found = db.conn.execute(
        f"SELECT identity FROM privacy_identity WHERE deleted = 0 AND participant_id IN ({_marks(person_ids)})"  # noqa: S608 - marks only
        " ORDER BY version DESC LIMIT 1",
        list(person_ids),
    ).fetchone()
    return found[0] if found else None


def identity_rows(db: Database, person_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of what is noted under these pseudonyms."""
    found = db.conn.execute(
        f"SELECT id FROM privacy_identity WHERE participant_id IN ({_marks(person_ids)})",  # noqa: S608 - marks only
        list(person_ids),
    )
    return tuple(row_id for (row_id,) in found)


def erase_identity(db: Database, person_ids: Sequence[str], *, author: str) -> None:
    """Erase what is noted under these pseudonyms, journal included."""
    for row_id in identity_rows(db, person_ids):
        storage.erase(db, IDENTITY, row_id, author=author)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
