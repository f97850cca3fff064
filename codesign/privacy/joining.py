"""Several laptops, one project: one token for a name everywhere, and each pseudonym one person after a merge."""

from __future__ import annotations

from datetime import UTC, datetime

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput
from codesign.i18n import N_, day, local_time
from codesign.privacy import joining_store, store
from codesign.storage import Database


def token_salt(db: Database, actor: Actor) -> str:
    """Return the salt of tokens, for the sealed bundle that lets a laptop join; nothing else may carry it.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return store.salt(db)


def adopt_token_salt(db: Database, actor: Actor, *, salt: str) -> None:
    """Make this new database give the tokens of the project that it joins.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        joining_store.put_salt(db, salt)


def settle_pseudonyms(db: Database, actor: Actor) -> tuple[str, ...]:
    """Mend what two laptops did side by side: a code given twice, a person merged into one who was merged.

    Of two people with one code the later gets it with the end of their number (`P-0003-7f2a`): the same on every
    laptop, whoever merges first. Returns the codes that changed.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        _straighten(db, actor)
        twice = joining_store.codes_given_twice(db)
        for row_id, code in twice:
            store.save_participant(db, row_id, {"code": f"{code}-{row_id[-4:]}"}, author=actor.id)
    return tuple(code for _row_id, code in twice)


def person_of_slip(db: Database, actor: Actor, *, code: str) -> str | None:
    """Return the id of the person in use whom a code typed from a slip means; None when it means nobody.

    A slip says what its person was told: where two laptops gave one number, both hold the same. Nobody is chosen for
    the person who types; the end of the number (`P-0003-7f2a`) tells either of them.

    Raises:
        NotAllowed: may not record notes. InvalidInput: more than one person may hold this slip.
    """
    actor.require(Permission.NOTE_RECORD)
    number, end, found = _of_slip(db, code)
    meant = _meant(found, end)
    if len(meant) > 1 or (meant and not end and number not in {each for _person, _id, each in found}):
        raise InvalidInput(
            N_("Two laptops gave the pseudonym “%(code)s”. Write whose slip it is: %(codes)s."),
            code=number,
            codes=", ".join(f"{number}-{row_id[-4:]} ({_first_day(row_id)})" for _person, row_id, _code in found),
        )
    return next(iter(meant), None)


def people_of_slip(db: Database, actor: Actor, *, code: str) -> frozenset[str]:
    """Return the ids of everybody in use whom a code may mean; for what must miss nobody, such as a withdrawal.

    Raises:
        NotAllowed: may not record notes.
    """
    actor.require(Permission.NOTE_RECORD)
    _number, end, found = _of_slip(db, code)
    return _meant(found, end)


_Rows = tuple[tuple[str, str, str], ...]


def _of_slip(db: Database, code: str) -> tuple[str, str, _Rows]:
    """Return the number, the end that was typed after it, and who has the number."""
    letter, _, rest = code.strip().upper().partition("-")
    digits, _, end = rest.partition("-")
    number = f"{letter}-{digits}"
    return number, end, joining_store.of_number(db, number)


def _meant(found: _Rows, end: str) -> frozenset[str]:
    return frozenset(person for person, row_id, _code in found if not end or row_id[-4:].upper() == end)


def _first_day(row_id: str) -> str:
    return day(local_time(datetime.fromtimestamp(storage.uuid7_ms(row_id) / 1000, UTC)).date())


def _straighten(db: Database, actor: Actor) -> None:
    into = joining_store.merges(db)
    for row_id in sorted(into):
        path = [row_id]
        while path[-1] in into and into[path[-1]] not in path:
            path.append(into[path[-1]])
        end = into.get(path[-1])
        # Two people merged into each other: the oldest of the ring stays, on every laptop.
        kept = min(path[path.index(end) :]) if end is not None else path[-1]
        if into[row_id] != kept:
            values = {"merged_into": kept if kept != row_id else None}
            store.save_participant(db, row_id, values, author=actor.id)
