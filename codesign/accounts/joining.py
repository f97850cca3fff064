"""Several laptops, one team: a sign-in name that two laptops gave leads to one member again."""

from __future__ import annotations

from codesign import storage
from codesign.accounts import store
from codesign.accounts.model import Actor, Permission
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
