"""What the coordination does with members, and each member with their own account."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codesign import storage
from codesign.accounts import passwords, session_store, store, throttle
from codesign.accounts.clock import later
from codesign.accounts.model import MACHINE, Actor, Member, Permission, Role
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.i18n import N_
from codesign.storage import Database

CODE_HOURS = 24
_LOGIN = re.compile(r"[^\s@/\\]{2,40}")


def create_coordinator(db: Database, *, name: str, login: str, password: str) -> str:
    """Make the first account that can sign in to a database, of the coordination; return its id.

    Raises:
        NotAllowed: there are members already, who alone may add others.
        InvalidInput: a name, login or password that cannot be used.
    """
    passwords.check_strength(password)
    hashed = passwords.hash_password(password)
    with storage.transaction(db):
        if store.someone_can_sign_in(db):
            raise NotAllowed(N_("The first account exists already. Sign in, or ask the coordination."))
        return _add(db, MACHINE, storage.uuid7(), (name, login, frozenset({Role.COORDINATION})), hashed)


def check_first(*, name: str, login: str, password: str) -> None:
    """Refuse at once what `create_coordinator` would refuse after a long preparation.

    Raises:
        InvalidInput: a name, login or password that cannot be used.
    """
    passwords.check_strength(password)
    _plain_fields(name, login)


def add_member(  # noqa: PLR0913 - the fields of the form
    db: Database,
    actor: Actor,
    *,
    name: str,
    login: str,
    roles: Iterable[Role],
    password: str | None = None,
    id: str | None = None,  # noqa: A002 - the name that every form gives its new row
) -> str:
    """Add a member; return its id. Without a password, a one-time code lets them choose one.

    Raises:
        NotAllowed: not of the coordination.
        InvalidInput: a name, login, role or password that cannot be used.
    """
    actor.require(Permission.MEMBERS)
    hashed = None
    if password is not None:
        passwords.check_strength(password)
        hashed = passwords.hash_password(password)
    member_id = id or storage.uuid7()
    with storage.transaction(db):
        if store.member(db, member_id) is not None:
            return member_id
        return _add(db, actor, member_id, (name, login, frozenset(roles)), hashed)


def _add(
    db: Database, actor: Actor, member_id: str, fields: tuple[str, str, frozenset[Role]], hashed: str | None
) -> str:
    name, login, roles = fields
    name, login = _checked(db, member_id, name, login, roles)
    store.save_member(db, member_id, author=actor.id, name=name, login=login, roles=roles, active=True, new=True)
    if hashed is not None:
        store.set_password_hash(db, member_id, hashed)
    return member_id


def invite_member(
    db: Database,
    actor: Actor,
    *,
    id: str,  # noqa: A002 - the name that every form gives its new row
    name: str,
    login: str,
    roles: Iterable[Role],
) -> str:
    """Add a member without a password; return the one-time code with which they choose one, shown once.

    Raises:
        NotAllowed: not of the coordination.
        InvalidInput: a name, login or role that cannot be used.
    """
    with storage.transaction(db):
        add_member(db, actor, id=id, name=name, login=login, roles=roles)
        return make_code(db, actor, member_id=id)


def edit_member(  # noqa: PLR0913 - the fields of the form
    db: Database,
    actor: Actor,
    *,
    member_id: str,
    name: str,
    login: str,
    roles: Iterable[Role],
    base: str | None = None,
) -> str:
    """Change a member's name, login or roles; return the new version.

    Raises:
        NotAllowed: not of the coordination, or the last of the coordination would lose the role.
        InvalidInput: a field that cannot be used.
        Conflict: someone else changed the member meanwhile.
    """
    actor.require(Permission.MEMBERS)
    kept = frozenset(roles)
    with storage.transaction(db):
        _still_coordinates(db, actor)
        before = _known(db, member_id)
        name, login = _checked(db, member_id, name, login, kept)
        if before.active and Role.COORDINATION not in kept:
            _keep_a_coordinator(db, before)
        fields = {"name": name, "login": login, "roles": kept, "active": before.active}
        return store.save_member(db, member_id, author=actor.id, base=base, **fields)  # type: ignore[arg-type]


def deactivate_member(db: Database, actor: Actor, *, member_id: str, base: str | None = None) -> None:
    """Close a member's door at once; what they wrote stays.

    Raises:
        NotAllowed: not of the coordination, or this is its last active member.
        Conflict: someone else changed the member meanwhile.
    """
    actor.require(Permission.MEMBERS)
    with storage.transaction(db):
        _still_coordinates(db, actor)
        before = _known(db, member_id)
        _keep_a_coordinator(db, before)
        _set_active(db, actor, before, base, active=False)
        session_store.remove_of(db, member_id)
        store.clear_code(db, member_id)


def reactivate_member(db: Database, actor: Actor, *, member_id: str, base: str | None = None) -> None:
    """Open a member's door again.

    Raises:
        NotAllowed: not of the coordination.
        InvalidInput: someone else signs in under this login now.
        Conflict: someone else changed the member meanwhile.
    """
    actor.require(Permission.MEMBERS)
    with storage.transaction(db):
        _still_coordinates(db, actor)
        before = _known(db, member_id)
        _checked(db, member_id, before.name, before.login, before.roles)
        _set_active(db, actor, before, base, active=True)


def _set_active(db: Database, actor: Actor, before: Member, base: str | None, *, active: bool) -> None:
    fields = {"name": before.name, "login": before.login, "roles": before.roles, "active": active}
    store.save_member(db, before.id, author=actor.id, base=base, **fields)  # type: ignore[arg-type]


def make_code(db: Database, actor: Actor, *, member_id: str) -> str:
    """Return a one-time code with which the member sets a password within 24 hours; it is shown once.

    The old password stops working and every screen of the member is signed out: a code is made when it was forgotten
    or may be known to others.

    Raises:
        NotAllowed: not of the coordination.
        InvalidInput: the member is deactivated, or it is the person's own account.
    """
    actor.require(Permission.MEMBERS)
    with storage.transaction(db):
        member = _known(db, member_id)
        if not member.active:
            raise InvalidInput(N_("This account is deactivated. Reactivate it first."))
        if member.id == actor.id:
            raise InvalidInput(N_("Change your own password in My account."))
        code = passwords.new_code()
        store.set_code(db, member_id, passwords.fingerprint(passwords.plain_code(code)), later(hours=CODE_HOURS))
        store.clear_password(db, member_id)
        session_store.remove_of(db, member_id)
    return code


def change_password(db: Database, actor: Actor, *, old: str, new: str, sid: str = "") -> None:
    """Replace one's own password; other screens are signed out, the one of `sid` stays.

    Raises:
        InvalidInput: the old password is wrong, or the new one too short.
        Unavailable: too many failures: whoever finds a screen left open must not guess at leisure.
    """
    passwords.check_strength(new)
    attempt = throttle.reserve(db, _known(db, actor.id).login, sid)
    if not passwords.verify(store.password_hash(db, actor.id), old):
        raise InvalidInput(N_("The current password is not right. Nothing was changed."))
    hashed = passwords.hash_password(new)
    with storage.transaction(db):
        throttle.release(db, attempt)
        store.set_password_hash(db, actor.id, hashed)
        store.clear_code(db, actor.id)
        session_store.remove_of(db, actor.id, keep=sid)


def sign_out_everywhere(db: Database, actor: Actor, *, member_id: str | None = None, keep: str = "") -> int:
    """End every sign-in of a member (oneself by default) except `keep`; return how many.

    Raises:
        NotAllowed: someone else's, and not of the coordination.
    """
    if member_id not in (None, actor.id):
        actor.require(Permission.MEMBERS)
    with storage.transaction(db):
        return session_store.remove_of(db, member_id or actor.id, keep)


def sign_everyone_out(db: Database, actor: Actor) -> int:
    """End every sign-in of this database; return how many.

    Raises:
        NotAllowed: not allowed to look after the project.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        return session_store.remove_all(db)


def _known(db: Database, member_id: str) -> Member:
    found = store.member(db, member_id)
    if found is None:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    return found


def _checked(db: Database, member_id: str, name: str, login: str, roles: frozenset[Role]) -> tuple[str, str]:
    """Return name and login as they are kept."""
    name, login = _plain_fields(name, login)
    if not roles:
        raise InvalidInput(N_("Choose at least one role."))
    other = store.member_by_login(db, login)
    if other is not None and other.id != member_id:
        raise InvalidInput(N_("Someone signs in as %(login)s already. Choose another sign-in name."), login=login)
    return name, login


def _plain_fields(name: str, login: str) -> tuple[str, str]:
    name, login = storage.clean_text(name, limit=100), plain_login(login)
    if not name:
        raise InvalidInput(N_("A name is needed: the team sees who wrote what."))
    if not _LOGIN.fullmatch(login):
        raise InvalidInput(N_("The sign-in name has 2 to 40 characters, without space or @."))
    return name, login


def plain_login(login: str) -> str:
    """Return a sign-in name as it is compared: no capitals, no spaces around."""
    return storage.clean_text(login).casefold()


def _still_coordinates(db: Database, actor: Actor) -> None:
    """Refuse who lost the role since their screen was drawn: read under the write lock, as `actor` was not."""
    found = store.member(db, actor.id)
    if found is not None and not (found.active and Role.COORDINATION in found.roles):
        raise NotAllowed(N_("Your role changed meanwhile: members are in the hands of the coordination."))


def _keep_a_coordinator(db: Database, leaving: Member) -> None:
    """Refuse to lose the last coordinator who can sign in: an invitation that is not taken up opens no door."""
    others = (each for each in store.members(db) if each.id != leaving.id and each.active)
    able = (each for each in others if Role.COORDINATION in each.roles and store.password_hash(db, each.id))
    if Role.COORDINATION in leaving.roles and next(able, None) is None:
        raise NotAllowed(
            N_("This is the last person of the coordination who can sign in. Give the role to someone else first.")
        )
