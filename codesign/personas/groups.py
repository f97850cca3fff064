"""What people who build personas see of the last search: each group in words, beside what is published.

Only who stands in which group was kept. Every count is made anew at each reading, so whoever withdrew, or whose consent
ended, is in none of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from codesign import codebook
from codesign.accounts import Actor, Permission
from codesign.i18n import percent
from codesign.personas import reads, run_store, store
from codesign.personas.compare import Comparison, Ref, compare
from codesign.personas.explain import Trait, absent, pairs, traits
from codesign.personas.figures import Frequencies, exact_frequencies
from codesign.personas.fitting import NOBODY, Outcome
from codesign.personas.model import MIN_PEOPLE, Method, State
from codesign.personas.search import FAMILIES, Table, table
from codesign.personas.stability import Solidity, solidity
from codesign.privacy import Masked
from codesign.storage import Database


@dataclass(frozen=True, slots=True)
class Group:
    """A group that was found. `few` says that under 5 of its people are left, so that no persona can come of it.

    `persona_ids` are the personas already made from it, `missing` the (family, code) common elsewhere and rare here.
    """

    number: int
    people: int
    share: str
    jaccard: float
    traits: tuple[Trait, ...]
    missing: tuple[tuple[str, str], ...]
    persona_ids: tuple[str, ...] = ()

    @property
    def solidity(self) -> Solidity:
        """How solid it is, for a word."""
        return solidity(self.jaccard)

    @property
    def few(self) -> bool:
        """Whether it fell under the floor since."""
        return self.people < MIN_PEOPLE

    def leading(self, family: str) -> tuple[Trait, ...]:
        """Return what sets it apart, strongest first."""
        return tuple(each for each in self.traits if each.leading and each.frequency.family == family)


@dataclass(frozen=True, slots=True)
class Findings:
    """The last search. `stale` says that the data, or the codebook, changed since; `until` is its last month.

    `wish` is the team's own number of groups (None: the data's), `chosen` the data's. `outside` counts the people in no
    group. `overall` and `pairs` can be shown whatever was found: what everybody lives, and which two codes go together.
    """

    run_id: str
    asked_by: str
    made_at: str
    outcome: Outcome
    stale: bool
    until: str
    data_hash: str
    codebook: str
    seed: int
    rounds: int
    gate: float | None
    wish: int | None
    chosen: int
    people: int
    outside: int
    groups: tuple[Group, ...]
    change: Comparison
    overall: Frequencies
    pairs: tuple[tuple[tuple[str, str], tuple[str, str], int], ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a persona that was found comes from. `outdated`: what its people told is not what the search saw."""

    run_id: str
    number: int
    until: str
    outdated: bool


def findings(db: Database, actor: Actor) -> Findings | None:
    """Return the last search as it stands with today's data, or None when nobody searched yet."""
    actor.require(Permission.PERSONA_EDIT)
    run = run_store.latest(db)
    return None if run is None else _findings(db, actor, run, table(db))


def provenances(db: Database, actor: Actor) -> dict[str, Provenance]:
    """Return where each persona that was found comes from, by its id; for those who build."""
    actor.require(Permission.PERSONA_EDIT)
    known = run_store.origins(db)
    here = table(db) if known else None
    found = {}
    for each in known if here else ():
        assert here is not None  # noqa: S101 - there are origins
        run = run_store.find(db, each.run_id)
        refs = {ref for ref, number in (run.members if run else {}).items() if number == each.number}
        outdated = run is not None and here.hash(refs) != each.group_hash
        found[each.persona_id] = Provenance(each.run_id, each.number, each.until, outdated)
    return found


def _findings(db: Database, actor: Actor, run: run_store.Run, here: Table) -> Findings:
    asked = json.loads(run.params)
    person = dict(zip(here.refs, here.people, strict=True))
    groups: dict[int, frozenset[Ref]] = {}
    for number in sorted(set(run.members.values()) - {NOBODY}) if run.outcome == Outcome.FOUND else ():
        groups[number] = frozenset(ref for ref, own in run.members.items() if own == number and ref in person)
    count, inside = len(set(person.values())), {person[ref] for refs in groups.values() for ref in refs}
    total = tuple((*key, n, n) for key, n in _counted(here, set(here.refs)).items())
    ranked = sorted(total, key=lambda row: (-row[2], row[1]))
    return Findings(
        run.id,
        run.asked_by,
        run.made_at,
        Outcome(run.outcome),
        (run.data_hash, run.codebook) != (here.hash(), codebook.load_codebook().version),
        run.until,
        run.data_hash,
        run.codebook,
        run.seed,
        int(asked["rounds"]),
        run.gate,
        asked["groups"],
        run.chosen,
        people=count,
        outside=count - len(inside),
        groups=tuple(_group(db, run, here, number, refs) for number, refs in groups.items()),
        change=compare(_published(db, actor, person), groups),
        overall=_alone(exact_frequencies(count, count, ranked)) if count else Frequencies(Masked(0), (), exact=True),
        pairs=pairs(_barriers(here)),
    )  # fmt: skip - the first rows read as the columns of the table do


def _alone(counts: Frequencies) -> Frequencies:
    """Return counts of everybody, which have nothing to be compared with."""
    return replace(counts, rows=tuple(replace(row, overall=None) for row in counts.rows))


def _group(db: Database, run: run_store.Run, here: Table, number: int, refs: frozenset[Ref]) -> Group:
    person = dict(zip(here.refs, here.people, strict=True))
    people, everybody = len({person[ref] for ref in refs}), len(set(here.people))
    overall, inside = _counted(here, set(here.refs)), _counted(here, refs)
    counts = [(*key, inside.get(key, 0), n) for key, n in overall.items()]
    made = tuple(each.persona_id for each in run_store.origins(db) if (each.run_id, each.number) == (run.id, number))
    return Group(
        number,
        people,
        percent(people / everybody) if everybody else "",
        run.stability[number] if number < len(run.stability) else 0.0,
        traits(people, everybody, counts),
        absent(people, everybody, counts),
        tuple(each for each in made if not store.is_binned(db, store.PERSONA, each)),
    )


def _counted(here: Table, refs: frozenset[Ref] | set[Ref]) -> dict[tuple[str, str], int]:
    """Return (family, code) -> how many distinct people among `refs` live it."""
    who: dict[tuple[str, str], set[str]] = {}
    for ref, person, lived in zip(here.refs, here.people, here.lived, strict=True):
        for key in lived if ref in refs else ():
            who.setdefault(key, set()).add(person)
    return {key: len(who[key]) for key in sorted(who)}


def _barriers(here: Table) -> tuple[frozenset[tuple[str, str]], ...]:
    """Return what each distinct person lives, barriers only."""
    lived: dict[str, frozenset[tuple[str, str]]] = {}
    for person, codes in zip(here.people, here.lived, strict=True):
        lived[person] = lived.get(person, frozenset()) | {each for each in codes if each[0] == FAMILIES[0]}
    return tuple(lived.values())


def _published(db: Database, actor: Actor, person: Mapping[Ref, str]) -> dict[str, frozenset[Ref]]:
    """Return persona -> its people among those who count today, for the set last published; found ones if any.

    What was published and has gone back to review since is of that set: left out, its people would look like a new
    group, and nobody would read that it shrank.
    """
    views = [view for view in reads.personas(db, actor) if _was_published(db, view)]
    standing = [view for view in views if view.state is State.PUBLISHED] or views
    method = Method.FOUND if any(view.method is Method.FOUND for view in standing) else Method.MANUAL
    views = [view for view in views if view.method is method]
    found = {}
    for view in views:
        refs = {("participant", each) for each in view.participant_ids} | {("note", each) for each in view.note_ids}
        found[view.id] = frozenset(refs & person.keys())
    return found


def _was_published(db: Database, view: reads.PersonaView) -> bool:
    if view.state is State.TO_REVIEW:
        kept = store.persona(db, view.id)  # a draft is sent to review by a withdrawal too
        return kept.state is State.PUBLISHED or bool(kept.sealed)
    return view.state is State.PUBLISHED
