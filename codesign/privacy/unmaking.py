"""Taking back consents that a file made, with the notes that rested on them."""

from __future__ import annotations

from collections.abc import Iterable

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.privacy import store
from codesign.storage import Database


def erase_consents(db: Database, actor: Actor, *, consent_ids: Iterable[str]) -> None:
    """Erase consents for good, journal included; the notes that rested on them must be gone first.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        for consent_id in store.consents_held(db, consent_ids):
            store.erase_consent(db, consent_id, author=actor.id)
