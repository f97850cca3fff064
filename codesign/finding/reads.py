"""What people find: permission first, then look."""

from __future__ import annotations

from dataclasses import replace

from codesign import accounts, privacy
from codesign.accounts import Actor, Permission
from codesign.fieldnotes import passage, words_of
from codesign.finding import saved_store, store
from codesign.finding.model import Finding, Found, Neighbours, SavedSearch, Wanted
from codesign.storage import Database

SIZE = 20


def find(db: Database, actor: Actor, *, wanted: Wanted, size: int = SIZE) -> Finding:
    """Return the notes and documents that have all that is wanted, last recorded first, those the person may read.

    Words are found whatever their ending, without accents and capitals; in quotes, as they stand and in their order.
    The filter by person is for those who record notes, that of authors for those who read other people's; asked by
    others they find nothing.
    """
    asked = _asked(db, actor, wanted)
    if asked is None:
        return Finding((), more=False)
    rows = store.find(db, asked, limit=size + 1)
    names, words = accounts.member_names(db), words_of(wanted.words)
    return Finding(
        tuple(
            replace(found, author_name=names.get(found.author_id, ""), segments=passage(body, words))
            for found, body in rows[:size]
        ),
        more=len(rows) > size,
    )


def neighbours(db: Database, actor: Actor, *, wanted: Wanted, source_id: str) -> Neighbours:
    """Return what stands before and after a note or document among the results, itself among them or not."""
    asked = _asked(db, actor, wanted)
    at = store.place(db, source_id)
    if asked is None or at is None:
        return Neighbours(None, None)
    return Neighbours(
        _first(store.find(db, asked, limit=1, after=at)), _first(store.find(db, asked, limit=1, before=at))
    )


def searches(db: Database, actor: Actor) -> tuple[SavedSearch, ...]:
    """Return the searches that this person keeps, by name."""
    actor.require(Permission.NOTE_READ_OWN)
    return saved_store.searches(db, actor.id)


def _first(rows: list[tuple[Found, str]]) -> tuple[str, str] | None:
    return (rows[0][0].source_kind, rows[0][0].source_id) if rows else None


def _asked(db: Database, actor: Actor, wanted: Wanted) -> store.Asked | None:
    """Return the question of this person; None when it asks for nothing, or for what is not theirs to ask."""
    actor.require(Permission.NOTE_READ_OWN)
    beyond = actor.may(Permission.NOTE_READ_CLEARED) or actor.may(Permission.NOTE_READ_ALL)
    words = words_of(wanted.words)
    match = words.match
    people: tuple[str, ...] = ()
    if wanted.empty or (wanted.words.strip() and not match) or (wanted.author not in ("", actor.id) and not beyond):
        return None
    if wanted.person:
        if not actor.may(Permission.NOTE_RECORD):
            return None
        people = tuple(privacy.person_ids(db, wanted.person))
    return store.Asked(
        wanted=wanted,
        match=match,
        people=people,
        reader=actor.id,
        cleared=actor.may(Permission.NOTE_READ_CLEARED),
        everything=actor.may(Permission.NOTE_READ_ALL),
        said=words.said_in if words.phrases else None,
    )
