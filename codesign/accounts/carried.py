"""Members as they are today, carried into an older copy of the database that is about to take its place."""

from __future__ import annotations

from dataclasses import dataclass

from codesign import storage
from codesign.accounts import store
from codesign.accounts.model import Actor, Member, Permission
from codesign.storage import Database


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member and the hash of their password, None when none was chosen."""

    member: Member
    password_hash: str | None


def known_members(db: Database, actor: Actor) -> tuple[KnownMember, ...]:
    """Return every member with what opens their door; for the restore of a backup alone.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.MEMBERS)
    return tuple(KnownMember(each, store.password_hash(db, each.id)) for each in store.members(db))


def carry_members(db: Database, actor: Actor, known: tuple[KnownMember, ...]) -> None:
    """Make members what they are in `known`: who was deactivated stays out, an old password opens nothing.

    Members that `db` alone has stay as they are; one whose sign-in name is another's there is left out.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.MEMBERS)
    with storage.transaction(db):
        for each in known:
            member = each.member
            here = store.member(db, member.id)
            if here is None and store.member_by_login(db, member.login) is not None:
                continue
            store.save_member(
                db, member.id, author=actor.id, name=member.name, login=member.login, roles=member.roles,
                active=member.active, new=here is None,
            )  # fmt: skip
            store.clear_code(db, member.id)
            if each.password_hash is None:
                store.clear_password(db, member.id)
            else:
                store.set_password_hash(db, member.id, each.password_hash)
