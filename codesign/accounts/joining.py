"""Several laptops, one team: a sign-in name leads to one member again, and somebody is left to coordinate."""

from __future__ import annotations

import json
from typing import Any

from codesign import storage
from codesign.accounts import store
from codesign.accounts.model import Actor, Permission, Role
from codesign.storage import Database


def settle_logins(db: Database, actor: Actor) -> tuple[str, ...]:
    """Tell apart active members whom two laptops gave the same sign-in name; return the new names.

    The later member gets the end of their number (`rose-7f2a`), the same on every laptop. Nobody's password opens the
    account of another: they may be two people.

    Raises:
        NotAllowed: may not change members.
    """
    actor.require(Permission.MEMBERS)
    taken: set[str] = set()
    renamed = []
    with storage.transaction(db):
        for member in sorted(store.members(db), key=lambda each: each.id):
            if not member.active:
                continue
            if member.login in taken:
                login = f"{member.login}-{member.id[-4:]}"
                store.save_member(
                    db, member.id, author=actor.id, name=member.name, login=login, roles=member.roles, active=True
                )
                renamed.append(login)
            taken.add(member.login)
    return tuple(renamed)


def keep_coordination(db: Database, actor: Actor) -> tuple[str, ...]:
    """Undo the later of removals that together left nobody in the coordination; return the names of who stays.

    On one laptop the second would have been refused; on two, both stood. Which is later is told by the journal, so
    every laptop keeps the same person.

    Raises:
        NotAllowed: may not change members.
    """
    actor.require(Permission.MEMBERS)
    with storage.transaction(db):
        last = None if _someone_coordinates(db) else _last_to_leave(db)
        found = store.member(db, last) if last else None
        if found is None:
            return ()
        store.save_member(
            db, found.id, author=actor.id, name=found.name, login=found.login,
            roles=found.roles | {Role.COORDINATION}, active=True,
        )  # fmt: skip
        return (found.name,)


def _someone_coordinates(db: Database) -> bool:
    return any(each.active and Role.COORDINATION in each.roles for each in store.members(db))


def _last_to_leave(db: Database) -> str | None:
    """Return the member whose removal, in the order of the journal, was the one that left nobody."""
    table = store.MEMBER.table
    known = [(table, each.id) for each in store.members(db)]
    state: dict[str, dict[str, Any]] = {}
    able: set[str] = set()
    last = None
    for event in sorted(storage.events_of(db, known), key=lambda each: (each.hlc, each.id)):
        row = state.setdefault(event.entity_id, {})
        row[event.field] = json.loads(event.value or "null")
        if row.get("active") and Role.COORDINATION in (row.get("roles") or ()):
            able.add(event.entity_id)
        elif able == {event.entity_id}:
            last = event.entity_id
            able.clear()
        else:
            able.discard(event.entity_id)
    return last
