"""Coming in, staying in, going out: sign-ins kept on the server, so that they can be ended there.

The browser holds a random token; the database holds only its SHA-256, so a stolen database opens no door.
"""

from __future__ import annotations

from dataclasses import dataclass

from codesign import storage
from codesign.accounts import passwords, session_store, store, throttle
from codesign.accounts.actions import plain_login
from codesign.accounts.clock import later
from codesign.accounts.model import Actor, Member
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.storage import Database

SESSION_HOURS = 12  # sliding: a working day without signing in twice, not a night on a forgotten laptop
_WRONG = N_("The sign-in name or the password is not right.")
_WRONG_CODE = N_("The sign-in name or the code is not right, or the code is more than 24 hours old.")


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in that is good now. `sid` is the SHA-256 of the browser's token."""

    sid: str
    member: Member
    locked: bool

    @property
    def actor(self) -> Actor:
        """The member as actions see them."""
        return self.member.actor


def sign_in(db: Database, *, login: str, password: str, address: str) -> str:
    """Check a password; return the token of a new sign-in, for the browser alone.

    Raises:
        InvalidInput: wrong, unknown or deactivated, in the same words and after the same work.
        Unavailable: too many failures for this login or from this address; says how long to wait.
    """
    attempt = throttle.reserve(db, plain_login(login), address)
    member = store.member_by_login(db, plain_login(login))
    stored = store.password_hash(db, member.id) if member is not None and member.active else None
    if not passwords.verify(stored, password) or member is None or stored is None:
        raise InvalidInput(_WRONG)
    better = passwords.hash_password(password) if passwords.outdated(stored) else None
    with storage.transaction(db):
        if better is not None:
            store.set_password_hash(db, member.id, better)
        return _begin(db, member, attempt)


def use_code(db: Database, *, login: str, code: str, password: str, address: str) -> str:
    """Set a new password with a one-time code; return the token of a new sign-in.

    Raises:
        InvalidInput: wrong or old code, in the same words whatever was wrong; or a password too short.
        Unavailable: too many failures.
    """
    passwords.check_strength(password)
    attempt = throttle.reserve(db, plain_login(login), address)
    hashed = passwords.hash_password(password)
    member = store.member_by_login(db, plain_login(login))
    proof = passwords.fingerprint(passwords.plain_code(code))
    with storage.transaction(db):
        taken = member is not None and member.active and store.take_code(db, member.id, proof, storage.now())
        if member is not None and taken:
            store.set_password_hash(db, member.id, hashed)
            session_store.remove_of(db, member.id)
            return _begin(db, member, attempt)
    raise InvalidInput(_WRONG_CODE)


def session_of(db: Database, sid: str) -> Session | None:
    """Return the sign-in with this SHA-256 if it is good and its member active; read again on each run."""
    row = session_store.find(db, sid, storage.now())
    member = store.member(db, row.member_id) if row is not None else None
    if row is None or member is None or not member.active:
        return None
    return Session(sid, member, row.locked)


def session_of_token(db: Database, token: str) -> Session | None:
    """Return the sign-in of a browser's token, and let it last on when more than an hour of it has passed."""
    sid = passwords.fingerprint(token)
    session = session_of(db, sid)
    row = session_store.find(db, sid, storage.now())
    if session is not None and row is not None and row.expires_at < later(hours=SESSION_HOURS - 1):
        with storage.transaction(db, quiet=True):
            session_store.extend(db, sid, later(hours=SESSION_HOURS))
    return session


def sign_out(db: Database, sid: str) -> None:
    """End one sign-in."""
    with storage.transaction(db, quiet=True):
        session_store.remove(db, sid)


def lock(db: Database, sid: str) -> None:
    """Lock the screen: nothing is shown or done until the same member types their password."""
    with storage.transaction(db, quiet=True):
        session_store.set_locked(db, sid, locked=True)


def unlock(db: Database, sid: str, *, password: str, address: str) -> None:
    """Open a locked screen again.

    Raises:
        InvalidInput: the password is wrong, or the sign-in ended.
        Unavailable: too many failures.
    """
    session = session_of(db, sid)
    attempt = throttle.reserve(db, session.member.login if session else "", address)
    stored = store.password_hash(db, session.member.id) if session else None
    if not passwords.verify(stored, password):
        raise InvalidInput(N_("The password is not right."))
    with storage.transaction(db):
        throttle.release(db, attempt)
        session_store.set_locked(db, sid, locked=False)


def _begin(db: Database, member: Member, attempt: throttle.Attempt) -> str:
    token = passwords.new_token()
    throttle.release(db, attempt)
    session_store.sweep(db, storage.now(), later(days=-1))
    session_store.add(db, passwords.fingerprint(token), member.id, storage.now(), later(hours=SESSION_HOURS))
    return token
