"""A person withdraws: texts of theirs that wait for a consent, and what is remembered of rows that came in."""

from __future__ import annotations

from codesign import fieldnotes, media, privacy, storage
from codesign.accounts import MACHINE, Actor, Permission
from codesign.exchange import batch_store, contents_store, matching, store
from codesign.exchange.model import WaitingNote
from codesign.i18n import N_
from codesign.storage import Database


def waiting_of(db: Database, participant_id: str) -> tuple[WaitingNote, ...]:
    """Return the texts of a person that wait: by any pseudonym, or by the label of their other rows in the file."""
    mine = set(privacy.person_ids(db, participant_id))
    known = matching.Known(db, MACHINE)
    labels = store.person_prints(db, fieldnotes.sources_of_participant(db, participant_id))
    return tuple(
        each
        for each in store.waiting(db)
        if each.draft.person
        and (
            not mine.isdisjoint(known.possible(each.draft.person))
            or store.person_print(db, each.source, each.draft.person) in labels
        )
    )


def preview_withdrawal(db: Database, participant_id: str) -> dict[str, int]:
    """Return what `erase_participant` would erase: message id of a kind of thing → how many."""
    return {
        N_("Imported texts that wait for a consent"): len(waiting_of(db, participant_id)),
        N_("Files that left, to be replaced"): len(contents_store.resting_on(db, _ids(db, participant_id))),
    }


def erase_participant(db: Database, actor: Actor, participant_id: str) -> None:
    """Erase a person's texts that wait, and all but the print that refuses the return of rows, journal included.

    Files that left are out of reach: those that rest on the person are told as to be replaced.

    To be called before their notes go: it finds their rows through these.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        for each in waiting_of(db, participant_id):
            store.release(db, each.id, actor.id)
            came = media.media_waiting(db, actor, waiting_id=each.id)
            batch_store.drop_media(db, [item.id for item in came])  # a print of a photo says that it was there
            media.settle_waiting(db, actor, before=each.id)
            for external_id in (each.external_id, *each.draft.former_ids):
                store.add_import(db, store.row_print(db, each.source, external_id), "", actor.id)
        seen = media.media_held(db, actor, participant_id=participant_id)
        batch_store.drop_media(db, [each.id for each in seen])
        store.forget_imports(db, fieldnotes.sources_of_participant(db, participant_id), actor.id)
        contents_store.recall(db, contents_store.resting_on(db, _ids(db, participant_id)), actor.id)


def _ids(db: Database, participant_id: str) -> frozenset[str]:
    """Return the ids that a person is known by: their pseudonyms, their notes."""
    people = {*privacy.person_ids(db, participant_id), participant_id}
    return frozenset(people | {*fieldnotes.sources_of_participant(db, participant_id)})
