"""A person withdraws: what was taken of them or with them goes, from the notes and from what is being written."""

from __future__ import annotations

from collections.abc import Iterable

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.i18n import N_
from codesign.media import store
from codesign.media.model import MediaKind
from codesign.storage import Database


def notes_with_media(db: Database, note_ids: Iterable[str], besides: Iterable[str] = ()) -> frozenset[str]:
    """Return those of these notes that have a photo or a sound, the items of `besides` left aside.

    Their import is not undone without it being said.
    """
    return store.notes_with(db, note_ids, besides)


def preview_withdrawal(db: Database, participant_id: str) -> dict[str, int]:
    """Return what `erase_participant` would erase: message id of a kind of thing → how many."""
    kinds = [each.kind for each in store.of_participant(db, participant_id)]
    return {N_("Photos"): kinds.count(MediaKind.PHOTO), N_("Sounds"): kinds.count(MediaKind.SOUND)}


def erase_participant(db: Database, actor: Actor, participant_id: str) -> None:
    """Erase the photos and sounds of a person: rows and journal values.

    `sweep` deletes the files after the commit, those that somebody else's note holds too excepted.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        for each in store.of_participant(db, participant_id):
            store.erase(db, each.id, author=actor.id)
