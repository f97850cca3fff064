"""Texts that came in without consent: a note once one is recorded, erased when none will come."""

from __future__ import annotations

from codesign import media, storage
from codesign.accounts import Actor, Permission
from codesign.errors import NotFound
from codesign.exchange import batch_store, matching, store
from codesign.exchange.model import WaitingNote
from codesign.exchange.taking import record
from codesign.i18n import N_
from codesign.privacy import ConsentDraft
from codesign.storage import Database


def admit(db: Database, actor: Actor, *, waiting_id: str, consent: ConsentDraft) -> str:
    """Record the consent of a text that waited; it becomes a note, whose id is returned.

    The photos and sounds that came with it become the note's, seen as far as this consent allows.

    Raises:
        NotAllowed: not of the coordination. NotFound: it no longer waits. InvalidInput: the consent does not allow it.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        found = _held(db, waiting_id)
        code = found.draft.person if found.draft.person.startswith("P-") else ""
        known = matching.Known(db, actor)
        person = consent.participant_id or (matching.known_person(known, code) if code else None)
        made = record(db, actor, found.source, found.draft, person, consent)
        for each in found.draft.former_ids:
            store.also_known(db, found.source, found.external_id, each, actor.id)
        store.release(db, waiting_id, actor.id)
        note_id = made[0][1]
        media.settle_waiting(db, actor, before=waiting_id, note_id=note_id)
        return note_id


def discard(db: Database, actor: Actor, *, waiting_id: str) -> None:
    """Erase a text that waited for a consent which will not come, from the journal too.

    Raises:
        NotAllowed: not of the coordination. NotFound: it no longer waits.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        store.release(db, _held(db, waiting_id).id, actor.id)
        came = media.media_waiting(db, actor, waiting_id=waiting_id)
        batch_store.drop_media(db, [item.id for item in came])  # brought again, a photo comes in with its text
        media.settle_waiting(db, actor, before=waiting_id)
    media.sweep(db)


def _held(db: Database, waiting_id: str) -> WaitingNote:
    found = store.waiting(db, waiting_id)
    if not found:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    return found[0]
