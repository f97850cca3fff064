"""What may be known of the members."""

from __future__ import annotations

from codesign.accounts import session_store, store
from codesign.accounts.model import Actor, Member, Permission
from codesign.errors import NotFound
from codesign.i18n import N_
from codesign.storage import Database, now


def members(db: Database, actor: Actor) -> tuple[Member, ...]:
    """Return every member, active ones first.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.MEMBERS)
    return store.members(db)


def member(db: Database, actor: Actor, *, member_id: str) -> Member:
    """Return one member: oneself, or anyone for the coordination.

    Raises:
        NotAllowed: someone else, and not of the coordination.
        NotFound: there is no such member.
    """
    if member_id != actor.id:
        actor.require(Permission.MEMBERS)
    found = store.member(db, member_id)
    if found is None:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    return found


def member_names(db: Database) -> dict[str, str]:
    """Return name by member id, those who left included: who wrote what is no secret within the team."""
    return store.names(db)


def has_members(db: Database) -> bool:
    """Say whether the first start is behind us: someone can sign in (invented authors of the demo data cannot)."""
    return store.someone_can_sign_in(db)


def open_sessions(db: Database, actor: Actor) -> int:
    """Return on how many screens the person is signed in now."""
    return session_store.count_of(db, actor.id, now())
