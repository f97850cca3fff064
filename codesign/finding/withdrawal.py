"""A person withdraws: searches that ask for them by pseudonym go."""

from __future__ import annotations

from codesign import privacy, storage
from codesign.accounts import Actor, Permission
from codesign.finding import saved_store
from codesign.storage import Database


def erase_participant(db: Database, actor: Actor, participant_id: str) -> None:
    """Erase the kept searches that name a person, journal included; before the person goes.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        for row_id in saved_store.about(db, privacy.person_ids(db, participant_id)):
            saved_store.erase(db, row_id, author=actor.id)
