"""What people do with participants and consents."""

from __future__ import annotations

from dataclasses import replace

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound
from codesign.i18n import N_
from codesign.privacy import engagement_store, store
from codesign.privacy.identifiers import find_identifiers
from codesign.privacy.model import Consent, ConsentDraft, ConsentMode, check_attributes, check_consent, today
from codesign.privacy.sight import may_correct
from codesign.storage import Database

_GONE = N_("This no longer exists. Go back to the list.")


def add_participant(db: Database, actor: Actor, *, id: str | None = None, **attributes: str) -> str:  # noqa: A002 - house name
    """Give a person the next pseudonym and return its id; the same form sent twice makes one.

    `attributes` are keys of `ATTRIBUTE_LABELS`; those left out are not said.
    """
    actor.require(Permission.NOTE_RECORD)
    values = check_attributes(attributes)
    with storage.transaction(db):
        if id is not None and store.alias_ids(db, id):
            return id
        row_id = id or storage.uuid7()
        store.save_participant(db, row_id, {"code": store.next_code(db), **values}, author=actor.id, new=True)
        return row_id


def edit_participant(
    db: Database, actor: Actor, *, participant_id: str, base: str | None = None, **attributes: str
) -> str:
    """Change attributes of a pseudonym; return its new version.

    Raises:
        NotAllowed: the person was met by somebody else (see `may_correct`).
    """
    actor.require(Permission.NOTE_RECORD)
    values = check_attributes(attributes)
    with storage.transaction(db):
        person = store.participant(db, participant_id)
        if person is None:
            raise NotFound(_GONE)
        if not may_correct(db, actor, person.id):
            raise NotAllowed(N_("Someone else met this person. Ask them or the coordination."))
        return store.save_participant(db, person.id, values, author=actor.id, base=base)


def merge_participants(db: Database, actor: Actor, *, kept: str, merged: str) -> None:
    """Say that two pseudonyms are one person: notes and consents of `merged` read from now on as those of `kept`.

    Nothing is rewritten: `merged` points at `kept`, so the merge can be undone by `separate_participant`.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        one, other = store.participant(db, kept), store.participant(db, merged)
        if one is None or other is None:
            raise NotFound(_GONE)
        if one.id == other.id:
            raise InvalidInput(N_("These are already the same person: choose two different pseudonyms."))
        aliases = [row_id for _code, row_id in store.merged_into(db, other.id)]
        for row_id in (other.id, *aliases):
            store.save_participant(db, row_id, {"merged_into": one.id}, author=actor.id)


def separate_participant(db: Database, actor: Actor, *, merged: str) -> None:
    """Undo a merge: `merged` is a person of its own again."""
    actor.require(Permission.STEWARD)
    store.save_participant(db, merged, {"merged_into": None}, author=actor.id)


def record_consent(db: Database, actor: Actor, *, draft: ConsentDraft, id: str | None = None) -> str:  # noqa: A002 - house name
    """Keep what a person agreed to and return its id; the same form sent twice makes one, on another day too."""
    actor.require(Permission.NOTE_RECORD)
    clean = replace(draft, reason=storage.clean_text(draft.reason, limit=2000))
    with storage.transaction(db):
        before = store.consent(db, id) if id else None
        if before is not None and clean.given_on is None:
            clean = replace(clean, given_on=before.given_on)
        values = check_consent(clean, again=before is not None)
        person = None
        if draft.participant_id is not None:
            found = store.participant(db, draft.participant_id)
            if found is None:
                raise NotFound(_GONE)
            person = found.id
        row_id = id or storage.uuid7()
        values |= {"participant_id": person, "withdrawn_on": None, "recorded_by": actor.id}
        try:
            store.save_consent(db, row_id, values, author=actor.id, new=True)
        except Conflict as conflict:
            if any(conflict.current.get(name) != value for name, value in values.items()):
                raise
        return row_id


def edit_consent(
    db: Database, actor: Actor, *, consent_id: str, purposes: frozenset[str], base: str | None = None
) -> str:
    """Change what a consent allows, as the person asks; return its new version."""
    with storage.transaction(db):
        consent = _own_consent(db, actor, consent_id)
        if consent.mode is ConsentMode.NOT_APPLICABLE:
            raise InvalidInput(N_("Without consent there is nothing to allow. Record a new consent instead."))
        draft = ConsentDraft(mode=consent.mode, given_on=consent.given_on, purposes=purposes)
        kept = check_consent(draft)["purposes"]
        return store.save_consent(db, consent.id, {"purposes": kept}, author=actor.id, base=base)


def withdraw_consent(db: Database, actor: Actor, *, consent_id: str, base: str | None = None) -> str:
    """End a consent today: the notes that rest on it leave every view at once. Return its new version."""
    with storage.transaction(db):
        consent = _own_consent(db, actor, consent_id)
        ended = {"withdrawn_on": today().isoformat()}
        return store.save_consent(db, consent.id, ended, author=actor.id, base=base)


def restore_consent(db: Database, actor: Actor, *, consent_id: str, base: str | None = None) -> str:
    """Undo a withdrawal made by mistake; return the new version."""
    with storage.transaction(db):
        consent = _own_consent(db, actor, consent_id)
        return store.save_consent(db, consent.id, {"withdrawn_on": None}, author=actor.id, base=base)


def erase_participant(db: Database, actor: Actor, participant_id: str) -> None:
    """Erase a person's consents and pseudonyms; their notes must be gone first (from the top down)."""
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        if not store.alias_ids(db, participant_id):
            raise NotFound(_GONE)
        engagement_store.erase_identity(db, store.alias_ids(db, participant_id), author=actor.id)
        store.erase_rows(db, participant_id, author=actor.id)
        find_identifiers.cache_clear()  # what this process read lately of texts that are gone


def settle_on_disk(db: Database, actor: Actor) -> None:
    """Leave nothing of what was erased beside the database file; call it after the withdrawal is committed."""
    actor.require(Permission.STEWARD)
    store.settle(db)


def _own_consent(db: Database, actor: Actor, consent_id: str) -> Consent:
    """Return a consent that this person may change: their own record, or any for the privacy officer."""
    actor.require(Permission.NOTE_RECORD)
    consent = store.consent(db, consent_id)
    if consent is None:
        raise NotFound(_GONE)
    if consent.recorded_by != actor.id and not actor.may(Permission.STEWARD):
        raise NotAllowed(N_("Someone else recorded this consent. Ask them or the coordination."))
    return consent
