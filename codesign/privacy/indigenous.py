"""Chapter 9 of TCPS 2 (2022): Indigenous identity is noted only under an agreement made with a community.

It is no field of the platform by default. A coordination that names its engagement agreement opens it; it ends with the
agreement. What is noted stays in this room: no view, figure, persona, search or export reads it; only the person's own
copy of their data holds it, and it is erased with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.i18n import N_
from codesign.privacy import engagement_store as rows
from codesign.privacy import store
from codesign.privacy.model import UNDISCLOSED, today
from codesign.privacy.sight import may_correct
from codesign.storage import Database

IDENTITIES: Mapping[str, str] = {
    "first_nations": N_("First Nations"),
    "inuit": N_("Inuit"),
    "metis": N_("Métis"),
    "other_indigenous": N_("Another Indigenous people"),
    "none": N_("Not Indigenous"),
    UNDISCLOSED: N_("Not said"),
}


@dataclass(frozen=True, slots=True)
class Engagement:
    """An agreement with a community: who, what it is called and where it is kept, since when; ended or not."""

    id: str
    community: str
    agreement: str
    agreed_on: date
    ended_on: date | None


def engagements(db: Database, actor: Actor) -> tuple[Engagement, ...]:
    """Return the agreements, newest first."""
    actor.require(Permission.NOTE_RECORD)
    return tuple(
        Engagement(
            each[0], each[1], each[2], date.fromisoformat(each[3]), date.fromisoformat(each[4]) if each[4] else None
        )
        for each in rows.engagements(db)
    )


def identity_open(db: Database) -> bool:
    """Say whether an agreement that has not ended allows identity to be noted."""
    return any(each[4] is None for each in rows.engagements(db))


def record_engagement(db: Database, actor: Actor, *, community: str, agreement: str, agreed_on: date) -> str:
    """Name the agreement under which Indigenous identity may be noted; return its id.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: no community, no agreement, or a date to come.
    """
    actor.require(Permission.STEWARD)
    who, what = storage.clean_text(community, limit=200), storage.clean_text(agreement, limit=500)
    if not who.strip() or not what.strip():
        raise InvalidInput(N_("Name the community or organisation, and the agreement made with it."))
    if agreed_on > today():
        raise InvalidInput(N_("The agreement is dated in the future. Check the date."))
    row_id = storage.uuid7()
    values = {"community": who, "agreement": what, "agreed_on": agreed_on.isoformat(), "ended_on": None}
    rows.save_engagement(db, row_id, values, author=actor.id, new=True)
    return row_id


def end_engagement(db: Database, actor: Actor, *, engagement_id: str) -> None:
    """End an agreement today: unless another holds, identity is neither asked nor shown any more."""
    actor.require(Permission.STEWARD)
    if engagement_id not in {each[0] for each in rows.engagements(db)}:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    rows.save_engagement(db, engagement_id, {"ended_on": today().isoformat()}, author=actor.id)


def note_identity(db: Database, actor: Actor, *, participant_id: str, identity: str) -> None:
    """Note what a person said of their Indigenous identity.

    Raises:
        InvalidInput: no agreement is in force, or the value is not in the list.
        NotAllowed: somebody else met this person. NotFound: there is nobody of this id.
    """
    actor.require(Permission.NOTE_RECORD)
    with storage.transaction(db):
        if not identity_open(db):
            raise InvalidInput(N_("Indigenous identity is not noted without an engagement agreement in force."))
        if identity not in IDENTITIES:
            raise InvalidInput(N_("This value is not one of the choices: choose one from the list."))
        person = store.participant(db, participant_id)
        if person is None:
            raise NotFound(N_("This no longer exists. Go back to the list."))
        if not may_correct(db, actor, person.id):
            raise NotAllowed(N_("Someone else met this person. Ask them or the coordination."))
        rows.put_identity(db, person.id, identity, author=actor.id)


def identity_of(db: Database, actor: Actor, *, participant_id: str) -> str | None:
    """Return what is noted of a person's identity, to those in charge of them; None otherwise or without agreement."""
    actor.require(Permission.NOTE_RECORD)
    if not identity_open(db) or not may_correct(db, actor, participant_id):
        return None
    return rows.identity(db, store.alias_ids(db, participant_id))
