"""A person withdraws: their notes go, and whatever anybody is writing about them."""

from __future__ import annotations

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.fieldnotes import store, text_store
from codesign.fieldnotes.drafts import count_drafts_about, erase_drafts_about
from codesign.i18n import N_
from codesign.storage import Database


def preview_withdrawal(db: Database, participant_id: str) -> dict[str, int]:
    """Return what `erase_participant` would erase: message id of a kind of thing → how many."""
    notes = store.sources_of(db, participant_id)
    return {N_("Notes"): len(notes), N_("Notes being written"): count_drafts_about(db, participant_id, notes)}


def erase_participant(db: Database, actor: Actor, participant_id: str) -> None:
    """Erase every note of a person, and the drafts about them: rows, journal values, texts, search index."""
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        notes = store.sources_of(db, participant_id)
        erase_drafts_about(db, participant_id, notes)
        for note_id in notes:
            store.erase_note(db, note_id, author=actor.id)
        text_store.scrub_index(db)
