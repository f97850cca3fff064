"""What people see of transfers: what waits for a consent, what left."""

from __future__ import annotations

from dataclasses import replace

from codesign import accounts
from codesign.accounts import Actor, Permission
from codesign.exchange import store
from codesign.exchange.model import ExportEntry, WaitingNote
from codesign.storage import Database


def waiting_notes(db: Database, actor: Actor) -> tuple[WaitingNote, ...]:
    """Return the imported texts that wait for a consent, oldest first.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return store.waiting(db)


def exports(db: Database, actor: Actor, *, limit: int = 50) -> tuple[ExportEntry, ...]:
    """Return the latest lines of the register of exports, with the names of members.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    names = accounts.member_names(db)
    return tuple(replace(each, member=names.get(each.member, each.member)) for each in store.exports(db, limit))


def journal_size(db: Database, actor: Actor) -> tuple[int, int]:
    """Return how many events the journal holds, and the size of the database in bytes.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return store.journal_size(db)
