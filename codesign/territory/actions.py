"""What people do with the territory: the coordination gives reference shares, the team plans visits."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.storage import Change, Database, clean_text, transaction, uuid7
from codesign.territory import reads, references, store
from codesign.territory.model import UNKNOWN, ReferenceDraft, Visit, VisitDraft, VisitState

Check = Callable[[Iterable[str], Collection[str]], None]
MAX_SHORT = 120
MAX_LONG = 500
_WORD = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
_YEARS = range(1990, 2101)
_CHECKS: list[Check] = []


def check_texts_with(check: Check) -> None:
    """Say what looks for people in what is typed of a visit; privacy is our neighbour, so those above introduce it."""
    _CHECKS[:] = [check]


def edit_reference(db: Database, actor: Actor, *, reference_id: str, draft: ReferenceDraft, base: str = "") -> str:
    """Give the shares of a reference; return their version. `base` is the version seen, empty for the file's.

    Raises:
        InvalidInput: a share out of 0–100, shares above 100 % in all, or no year, place or source.
        Conflict: somebody saved others since `base`.
    """
    actor.require(Permission.STEWARD)
    known = references.reference(db, reference_id)
    kept = _clean_reference(draft, tuple(each.id for each in known.groups))
    with transaction(db):
        values = {
            "shares": dict(kept.shares),
            "year": kept.year,
            "geography": kept.geography,
            "source": kept.source,
            "url": kept.url,
            "verified": int(kept.verified),
            "deleted": False,
        }
        return store.save_reference(db, reference_id, values, actor.id, base)


def reset_reference(db: Database, actor: Actor, *, reference_id: str, base: str) -> None:
    """Come back to the shares of the file; what was given stays in the history.

    Raises:
        Conflict: somebody saved others since `base`.
    """
    actor.require(Permission.STEWARD)
    with transaction(db):
        store.save_reference(db, reference_id, {"deleted": True}, actor.id, base)


def reference_history(db: Database, actor: Actor, *, reference_id: str) -> tuple[Change, ...]:
    """Return what changed in the shares of a reference, oldest first; a share's field is `shares/<group>`."""
    actor.require(Permission.STEWARD)
    return store.reference_history(db, reference_id)


def plan_visit(
    db: Database,
    actor: Actor,
    *,
    draft: VisitDraft,
    id: str | None = None,  # noqa: A002 - house name of a form's id
    aside: Collection[str] = (),
) -> str:
    """Plan a visit to people whom the team has not heard; return its id. The same `id` sent twice makes one.

    `aside` are the passages (`type:words`) of what was typed of which the person said that they identify nobody.

    Raises:
        InvalidInput: nobody to hear, nobody to go, an unknown sector or kind of place, or words that may point at a
            person.
    """
    actor.require(Permission.NOTE_RECORD)
    kept = _clean_visit(draft, aside)
    visit_id = id or uuid7()
    with transaction(db):
        store.add_visit(db, visit_id, kept, actor.id)
    return visit_id


def edit_visit(
    db: Database, actor: Actor, *, visit_id: str, draft: VisitDraft, base: str, aside: Collection[str] = ()
) -> str:
    """Change a visit; return its new version.

    Raises:
        InvalidInput: as `plan_visit`.
        Conflict: somebody saved another version since `base`.
    """
    actor.require(Permission.NOTE_RECORD)
    values = store.visit_values(_clean_visit(draft, aside))
    with transaction(db):
        return store.change_visit(db, visit_id, values, actor.id, base)


def settle_visit(db: Database, actor: Actor, *, visit_id: str, state: VisitState) -> None:
    """Say that a visit was done, cancelled, or is planned again."""
    actor.require(Permission.NOTE_RECORD)
    with transaction(db):
        store.change_visit(db, visit_id, {"state": str(VisitState(state))}, actor.id)


def visits(db: Database, actor: Actor) -> tuple[Visit, ...]:
    """Return the visits by day, those without one last."""
    actor.require(Permission.NOTE_RECORD)
    return store.visits(db)


def _clean_visit(draft: VisitDraft, aside: Collection[str]) -> VisitDraft:
    for check in _CHECKS:
        check((draft.who, draft.note), aside)
    aims = tuple(dict.fromkeys(draft.aims))
    if not aims or not all(_aim(each) for each in aims):
        raise InvalidInput(N_("Say whom this visit is for: choose at least one group."))
    who = clean_text(draft.who.strip(), limit=MAX_SHORT)
    if not who:
        raise InvalidInput(N_("Say who goes: a role is enough."))
    if draft.sector not in {UNKNOWN, *(each.id for each in reads.sectors())}:
        raise InvalidInput(N_("This value is not one of the choices: choose one from the list."))
    if draft.place_type and not _WORD.fullmatch(draft.place_type):
        raise InvalidInput(N_("This value is not one of the choices: choose one from the list."))
    return replace(draft, aims=aims, who=who, note=clean_text(draft.note.strip(), limit=MAX_LONG))


def _aim(aim: str) -> bool:
    """Say whether an aim names a group of a reference."""
    return any(aim == f"{each.attribute}/{group.id}" for each in references.published() for group in each.groups)


def _clean_reference(draft: ReferenceDraft, groups: tuple[str, ...]) -> ReferenceDraft:
    shares = {group: draft.shares.get(group) for group in groups}
    given = [share for share in shares.values() if share is not None]
    if not given or any(not 0 <= share <= 100 for share in given):
        raise InvalidInput(N_("A share is a percentage, from 0 to 100: give at least one."))
    if sum(given) > 100.5:  # published shares are rounded
        raise InvalidInput(N_("These shares add up to more than 100 %. Check them."))
    geography, source = (clean_text(each.strip(), limit=MAX_LONG) for each in (draft.geography, draft.source))
    if not geography or not source or draft.year not in _YEARS:
        raise InvalidInput(N_("Say where these shares come from: the year, the place and the source."))
    url = clean_text(draft.url.strip(), limit=MAX_LONG)
    if url and not url.startswith(("https://", "http://")):
        raise InvalidInput(N_("A web address begins with https://."))
    return replace(draft, shares=shares, geography=geography, source=source, url=url)
