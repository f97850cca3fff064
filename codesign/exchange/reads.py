"""What people see of transfers: what waits for a consent, what left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from codesign import accounts
from codesign.accounts import MACHINE, Actor, Permission
from codesign.exchange import contents_store, store
from codesign.exchange.model import ExportEntry, WaitingNote
from codesign.i18n import _
from codesign.storage import Database


def who(names: Mapping[str, str], member_id: str) -> str:
    """Return the name of who brought or took something: empty for the command line, words for someone not known here.

    Nobody is known here any more of whom a restored copy, or a laptop that was never merged, alone has the account.
    """
    return "" if member_id in ("", MACHINE.id) else names.get(member_id) or _("unknown person")


def waiting_notes(db: Database, actor: Actor) -> tuple[WaitingNote, ...]:
    """Return the imported texts that wait for a consent, oldest first.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    names = accounts.member_names(db)
    return tuple(replace(each, member=who(names, each.member)) for each in store.waiting(db))


def exports(db: Database, actor: Actor, *, limit: int = 50) -> tuple[ExportEntry, ...]:
    """Return the latest lines of the register of exports, with the names of members.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    names = accounts.member_names(db)
    whose = contents_store.audiences(db)
    return tuple(
        replace(each, member=who(names, each.member), audience=whose.get(each.sha256, ""))
        for each in store.exports(db, limit)
    )


def recalled(db: Database, actor: Actor) -> dict[str, str]:
    """Return the print of each file that left and rests on someone who withdrew → since when (its copies go too).

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return contents_store.recalled(db)


def journal_size(db: Database, actor: Actor) -> tuple[int, int]:
    """Return how many events the journal holds, and the size of the database in bytes.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return store.journal_size(db)
