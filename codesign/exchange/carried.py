"""Texts refused since a backup, which it must not bring back to those that wait for a consent."""

from __future__ import annotations

from codesign import media, storage
from codesign.accounts import Actor, Permission
from codesign.exchange import store
from codesign.storage import Database


def carry_discards(db: Database, actor: Actor, present: Database) -> int:
    """Erase in `db` the texts that wait there and were erased in `present`; return how many.

    A text that became a note since, or that a newer import replaced, waits again: nobody refused it.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    erased, gone = storage.tombstones(present), 0
    with storage.transaction(db):
        for text in store.waiting(db):
            if (store.QUARANTINE.table, text.id) not in erased:
                continue
            became = store.imported(present, text.source, text.external_id)
            if not (became and became.note_id) and store.held(present, text.source, text.external_id) is None:
                store.release(db, text.id, actor.id)
                media.settle_waiting(db, actor, before=text.id)
                gone += 1
    return gone
