"""What people see of participants and consents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from codesign.accounts import Actor, Permission
from codesign.errors import NotAllowed, NotFound
from codesign.i18n import N_
from codesign.privacy import engagement_store, store
from codesign.privacy.model import Consent, Participant
from codesign.privacy.sight import may_trace
from codesign.storage import Change, Database

_GONE = N_("This no longer exists. Go back to the list.")


def participants(db: Database, actor: Actor, *, attributes: Mapping[str, str] | None = None) -> tuple[Participant, ...]:
    """Return the pseudonyms in use, by code; with `attributes`, those that have all these values."""
    actor.require(Permission.NOTE_RECORD)
    wanted = {name: value for name, value in (attributes or {}).items() if value}
    found = store.participants(db)
    return tuple(each for each in found if all(each.attributes.get(name) == value for name, value in wanted.items()))


def participant(db: Database, actor: Actor, participant_id: str) -> Participant:
    """Return one person, found by any pseudonym that was merged into theirs.

    Raises:
        NotFound: there is nobody of this id.
    """
    actor.require(Permission.NOTE_RECORD)
    found = store.participant(db, participant_id)
    if found is None:
        raise NotFound(_GONE)
    return found


def merged_codes(db: Database, actor: Actor, participant_id: str) -> tuple[tuple[str, str], ...]:
    """Return code and id of the pseudonyms that were found to be this person."""
    actor.require(Permission.NOTE_RECORD)
    return store.merged_into(db, participant_id)


def all_codes(db: Database, actor: Actor, participant_id: str) -> tuple[str, ...]:
    """Return the pseudonym in use of a person, then those that were merged into it.

    Raises:
        NotFound: there is nobody of this id.
    """
    found = participant(db, actor, participant_id)
    return (found.code, *(code for code, _id in store.merged_into(db, found.id)))


def person_ids(db: Database, participant_id: str) -> tuple[str, ...]:
    """Return every id that means this person (merged pseudonyms too); for the code that erases or exports them."""
    return store.alias_ids(db, participant_id)


def consents(db: Database, actor: Actor, *, participant_id: str | None = None) -> tuple[Consent, ...]:
    """Return the consents, newest first: all, or those of one person; the reasons only where `may_trace`."""
    actor.require(Permission.NOTE_RECORD)
    return tuple(_seen(actor, each) for each in store.consents(db, participant_id))


def collective_consents(db: Database, actor: Actor, *, given_on: date) -> tuple[Consent, ...]:
    """Return the consents that a whole workshop gave on a day, newest first: they serve each of its notes."""
    actor.require(Permission.NOTE_RECORD)
    return tuple(_seen(actor, each) for each in store.collective_consents(db, given_on.isoformat()))


def consent(db: Database, actor: Actor, consent_id: str) -> Consent:
    """Return one consent, its reason only where `may_trace`.

    Raises:
        NotFound: there is no such consent.
    """
    actor.require(Permission.NOTE_RECORD)
    found = store.consent(db, consent_id)
    if found is None:
        raise NotFound(_GONE)
    return _seen(actor, found)


def _seen(actor: Actor, found: Consent) -> Consent:
    return found if may_trace(actor, found) else replace(found, reason="")


def consent_history(db: Database, actor: Actor, consent_id: str) -> tuple[Change, ...]:
    """Return what changed in a consent, oldest first; field names are keys of `CONSENT_LABELS`.

    Raises:
        NotAllowed: somebody else recorded it (see `may_trace`). NotFound: there is no such consent.
    """
    if not may_trace(actor, consent(db, actor, consent_id)):
        raise NotAllowed(N_("Someone else recorded this consent. Ask them or the coordination."))
    return store.consent_history(db, consent_id)


def preview_withdrawal(db: Database, participant_id: str) -> dict[str, int]:
    """Return what `erase_participant` would erase: message id of a kind of thing → how many."""
    ids = store.alias_ids(db, participant_id)
    found = {N_("Pseudonyms"): len(ids), N_("Consents"): len(store.consent_ids_of(db, participant_id))}
    noted = len(engagement_store.identity_rows(db, ids))
    return found | ({N_("Indigenous identity"): noted} if noted else {})  # not a word of it where it is never asked
