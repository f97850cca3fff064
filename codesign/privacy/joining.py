"""Several laptops, one project: one token for a name everywhere, and each pseudonym one person after a merge."""

from __future__ import annotations

from codesign import storage
from codesign.accounts import Actor, Permission
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
