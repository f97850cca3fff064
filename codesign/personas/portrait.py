"""What the data say of the people of a persona, beside its lines: found and hand-made personas under the same rules.

Everything is counted anew at each reading: whoever withdraws, or whose consent ends, is in none of it at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from codesign import fieldnotes
from codesign.accounts import Actor, Permission
from codesign.i18n import percent
from codesign.personas import portrait_store, reads, run_store, store
from codesign.personas.day import Day, day
from codesign.personas.describe import Distribution, attributes, last_month, voices
from codesign.personas.explain import Trait, traits_shown
from codesign.personas.figures import Frequencies, exact_frequencies, masked_frequencies
from codesign.personas.lenses import Lens, lenses
from codesign.personas.model import Method, Persona
from codesign.personas.sight import Sight
from codesign.personas.sizes import told_size
from codesign.personas.stability import Solidity, solidity
from codesign.privacy import Masked, masked_count, masked_share
from codesign.storage import Database


@dataclass(frozen=True, slots=True)
class Portrait:
    """The people of a persona in counts, as one reader may see them (`exact`: as they are).

    `share` is their part of all who were heard. `last_note` is a month (`2026-03`): of the last note, or outside the
    one since which five people at least were heard. `solidity` is that of the group that was found, None for a persona
    made by hand; `reworked` says that the team chose other people since. `traits` are the counts that have something
    to be compared with.
    """

    people: Masked
    share: str | None
    last_note: str
    solidity: Solidity | None
    reworked: bool
    counts: Frequencies
    traits: tuple[Trait, ...]
    lenses: tuple[Lens, ...]
    voices: Distribution
    attributes: tuple[Distribution, ...]
    day: Day
    exact: bool

    def trait(self, family: str, code: str) -> Trait | None:
        """Return what sets a code apart, if that may be told."""
        found = (each for each in self.traits if (each.frequency.family, each.frequency.code) == (family, code))
        return next(found, None)


def portrait(db: Database, actor: Actor, *, persona_id: str) -> Portrait:
    """Return the portrait of a persona: as it is for those who build personas, else small counts hidden and rounded.

    Raises:
        NotFound: no such persona, or not for this reader to see.
    """
    view = reads.persona(db, actor, persona_id=persona_id)
    return portrait_as(db, actor, persona_id, Sight.EXACT if view.exact else Sight.ROUNDED)


def portrait_as(db: Database, actor: Actor, persona_id: str, sight: Sight) -> Portrait:
    """Return the portrait as it is told to whom `sight` says; the caller has asked whether the reader may see it."""
    kept = store.persona(db, persona_id)
    chosen = (kept.participant_ids, kept.note_ids)
    count, total = store.people(db, *chosen)
    told = store.tellings(db)
    people = Masked(count) if sight is Sight.EXACT else masked_count(count)
    people = told_size(db, persona_id, count, total) if sight is Sight.ROUNDED else people
    counts = _frequencies(sight, people, (count, total), store.code_counts(db, told, *chosen))
    notes = () if people.hidden else portrait_store.behind(db, *chosen)  # nothing is said of people who are not counted
    person = {each.note_id: each.person_key for each in notes}
    shown = {row.code for row in counts.family("barrier")}
    solid, reworked = _solidity(db, kept)
    return Portrait(
        people=people,
        share=None if people.hidden else _share(count, total, sight),
        last_note=last_month(notes, sight),
        solidity=solid,
        reworked=reworked,
        counts=counts,
        traits=traits_shown(counts),
        lenses=lenses(_lived(told, person), count, sight, shown),
        voices=voices(notes, sight),
        attributes=attributes(_attributes(db, notes), sight),
        day=Day(people, (), hidden=True, missing=False) if people.hidden else _day(db, actor, person, count, sight),
        exact=sight is Sight.EXACT,
    )


def _frequencies(sight: Sight, people: Masked, whole: tuple[int, int], counts: store.CodeCounts) -> Frequencies:
    if sight is Sight.EXACT:
        return exact_frequencies(*whole, counts)
    return masked_frequencies(*whole, counts, rounding=sight is Sight.ROUNDED, size=people)


def _share(count: int, total: int, sight: Sight) -> str | None:
    if sight is not Sight.EXACT:
        return masked_share(count, total)
    return percent(count / total) if total else None


def _lived(told: tuple[store.Telling, ...], person: dict[str, str]) -> dict[str, frozenset[str]]:
    """Return barrier → the people of the persona who live it."""
    found: dict[str, set[str]] = {}
    for each in told:
        if each.family == "barrier" and each.source_id in person:
            found.setdefault(each.code, set()).add(each.person_key)
    return {code: frozenset(who) for code, who in found.items()}


def _attributes(db: Database, notes: tuple[portrait_store.Behind, ...]) -> list[dict[str, str]]:
    """Return what each person said of themselves; nothing is known of somebody without a pseudonym."""
    who = {each.person_key: each.participant_id for each in notes}
    known = portrait_store.attributes(db, {each for each in who.values() if each})
    return [known.get(each or "", {}) for each in who.values()]


def _day(db: Database, actor: Actor, person: dict[str, str], count: int, sight: Sight) -> Day:
    told = fieldnotes.moments_behind(db, note_ids=person)
    seen = {}
    if sight is Sight.EXACT and told and actor.may(Permission.NOTE_READ_OWN):
        seen = fieldnotes.moments(db, actor, note_ids=told)
    return day(told, person, count, sight, seen)


def _solidity(db: Database, kept: Persona) -> tuple[Solidity | None, bool]:
    """Return how solid the group of a persona is, and whether it is made from other people since."""
    if kept.method is not Method.FOUND:
        return None, False
    origin = next((each for each in run_store.origins(db) if each.persona_id == kept.id), None)
    run = run_store.find(db, origin.run_id) if origin else None
    if origin is None or run is None or not 0 <= origin.number < len(run.stability):
        return None, False
    group = {ref for ref, number in run.members.items() if number == origin.number}
    chosen = {("participant", each) for each in kept.participant_ids} | {("note", each) for each in kept.note_ids}
    return solidity(run.stability[origin.number]), not chosen <= group
