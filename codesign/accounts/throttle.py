"""Failed attempts, counted three ways, and the time that guessing costs.

An attempt is counted before its password is checked and given back when it was right: forty that come at once would
otherwise all be checked before the first of them is counted.
"""

from __future__ import annotations

from typing import NamedTuple

from codesign import storage
from codesign.accounts import passwords, session_store
from codesign.accounts.clock import later, minutes_until
from codesign.errors import Unavailable
from codesign.i18n import N_
from codesign.storage import Database

FREE_PAIR, FREE_LOGIN, FREE_ADDRESS = 5, 20, 30
_LONGEST_PAIR = 60  # minutes
# Shorter, and forgotten after an hour: a stranger who fails on purpose must not shut a member or an office out.
_LONGEST_WIDE, _FORGOTTEN_WIDE_HOURS = 15, 1


class Counter(NamedTuple):
    """What failures are counted under, how many cost nothing, and the longest wait in minutes."""

    who: str
    free: int
    longest: int


class Attempt(NamedTuple):
    """The counters of one attempt: one login from one address, the login from anywhere, the address with any login."""

    pair: Counter
    wide: tuple[Counter, Counter]


def reserve(db: Database, login: str, address: str) -> Attempt:
    """Count an attempt as failed before anything is checked; `release` takes it back.

    Raises:
        Unavailable: too many failures; says how long to wait. Such an attempt is neither checked nor counted.
    """
    attempt = Attempt(
        Counter(passwords.fingerprint(f"{login}\x1f{address}"), FREE_PAIR, _LONGEST_PAIR),
        (
            Counter(passwords.fingerprint(f"login\x1f{login}\x1f"), FREE_LOGIN, _LONGEST_WIDE),
            Counter(passwords.fingerprint(f"address\x1f{address}\x1f"), FREE_ADDRESS, _LONGEST_WIDE),
        ),
    )
    with storage.transaction(db, quiet=True):
        counted = [(each, _known(db, each, attempt)) for each in (attempt.pair, *attempt.wide)]
        for counter, number in counted:
            wait = min(counter.longest, 2 ** max(0, number + 1 - counter.free)) if number + 1 >= counter.free else 0
            session_store.set_failures(db, counter.who, number + 1, later(minutes=wait))
    return attempt


def _known(db: Database, counter: Counter, attempt: Attempt) -> int:
    """Return the failures so far, unless they must wait."""
    failures, until = session_store.failures(db, counter.who)
    if failures >= counter.free and until > storage.now():
        raise Unavailable(N_("Too many attempts. Wait %(n)s min, then try again."), n=minutes_until(until))
    old = counter in attempt.wide and until < later(hours=-_FORGOTTEN_WIDE_HOURS)
    return 0 if old else failures


def release(db: Database, attempt: Attempt) -> None:
    """Take an attempt back that was right: its pair starts again from nothing, the wide counters lose this one only.

    A member who signs in does not wipe out what strangers tried meanwhile under the same name or from the same place.
    Within the caller's transaction.
    """
    session_store.clear_failures(db, attempt.pair.who)
    for counter in attempt.wide:
        number = session_store.failures(db, counter.who)[0] - 1
        if number > 0:
            session_store.set_failures(db, counter.who, number, storage.now())
        else:
            session_store.clear_failures(db, counter.who)
