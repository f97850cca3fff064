"""Looking for personas in the data: the wish, the long work, and the persona made from a group that was found."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign import codebook, jobs
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound
from codesign.i18n import N_
from codesign.personas import actions, run_store
from codesign.personas.compare import Ref
from codesign.personas.fitting import FOLDS, MAX_GROUPS, SAMPLE, SEED, Fit, Outcome, counts, fit_groups
from codesign.personas.gate import TABLES
from codesign.personas.latent import told
from codesign.personas.model import Method, PersonaDraft
from codesign.personas.stability import ROUNDS, stability
from codesign.storage import Database, now, transaction, uuid7

KIND = "find_personas"
METHOD = 2  # raised whenever the method would give other groups for the same data
FAMILIES = ("barrier", "need")


@dataclass(frozen=True)
class Table:
    """Who lives what: one row per pseudonym, or per note without one; `people` says who stands behind each row."""

    refs: tuple[Ref, ...]
    people: tuple[str, ...]
    lived: tuple[frozenset[tuple[str, str]], ...]
    names: tuple[tuple[str, str], ...]
    codes: NDArray[np.int64]
    notes: NDArray[np.int64]
    until: str

    def hash(self, refs: Iterable[Ref] | None = None) -> str:
        """Return what changes when anything that counts changes, for everybody or for some."""
        wanted = None if refs is None else set(refs)
        rows = [
            [*ref, notes, [[*self.names[place], codes[place]] for place in range(len(codes)) if codes[place]]]
            for ref, notes, codes in zip(self.refs, self.notes.tolist(), self.codes.tolist(), strict=True)
            if wanted is None or ref in wanted
        ]
        return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()[:16]


def table(db: Database) -> Table:
    """Return what the groups are made from: codes that people decided, consent for personas given; no attribute."""
    rows = run_store.lived(db)
    columns = {key: place for place, key in enumerate(sorted({_key(row) for row in rows if row.family in FAMILIES}))}
    refs = sorted({_ref(row) for row in rows if row.family in FAMILIES})
    place = {ref: number for number, ref in enumerate(refs)}
    codes = np.zeros((len(refs), len(columns)), dtype=np.int64)
    person = {_ref(row): row.person_key for row in rows}
    for row in rows:
        if row.family in FAMILIES:
            codes[place[_ref(row)], columns[_key(row)]] += 1
    notes = Counter(ref for ref, _note in {(_ref(row), row.source_id) for row in rows})
    names = tuple(columns)
    return Table(
        tuple(refs),
        tuple(person[ref] for ref in refs),
        tuple(frozenset(names[each] for each in np.flatnonzero(row)) for row in codes),
        names,
        codes,
        np.array([notes[ref] for ref in refs], dtype=np.int64),
        max((row.month for row in rows), default=""),
    )


def ask_search(db: Database, actor: Actor, *, groups: int | None = None) -> str:
    """Ask for a search; return its job. `groups` is the team's own number, kept with who asked and the data's choice.

    Raises:
        InvalidInput: not between 2 and 10 groups.
    """
    actor.require(Permission.PERSONA_EDIT)
    if groups is not None and not 2 <= groups <= MAX_GROUPS:
        raise InvalidInput(N_("Choose between 2 and %(most)s groups, or let the data choose."), most=MAX_GROUPS)
    return jobs.enqueue(db, actor, KIND, {"groups": groups, "asked_by": actor.id})


def find_personas(
    db: Database, params: Mapping[str, Any], progress: jobs.Progress, *, rounds: int = ROUNDS
) -> dict[str, Any]:
    """Search, and keep what was found; the same wish on the same data is answered at once. The handler of the job."""
    asked_by, wish = str(params["asked_by"]), params.get("groups")
    found = table(db)
    asked = json.dumps({"groups": wish, "rounds": rounds, "method": METHOD})
    key = (found.hash(), codebook.load_codebook().version, asked, SEED)
    known = run_store.same(db, *key)
    if known is not None:
        with transaction(db):
            run_store.touch(db, known, now(), asked_by)
        return {"run": known, "again": True}
    fit, solid = _fit(found, wish, rounds, progress)
    members = dict(zip(found.refs, fit.labels.tolist(), strict=True))
    run = run_store.Run(
        uuid7(), asked_by, now(), *key, str(fit.outcome), fit.gate, fit.chosen, found.until, solid, members
    )
    with transaction(db):
        run_store.add(db, run)
    return {"run": run.id, "again": False}


def _fit(found: Table, wish: int | None, rounds: int, progress: jobs.Progress) -> tuple[Fit, tuple[float, ...]]:
    people = len(found.refs)
    first, second = 1 + TABLES, FOLDS * len(counts(min(people, SAMPLE)))
    step = _steps(progress, first, second, rounds)
    fit = fit_groups(found.codes, wish=wish, notes=found.notes, people=found.people, tick=step)
    if fit.outcome is not Outcome.FOUND:
        return fit, ()
    solid = stability(told(found.codes, found.notes), fit.labels, SEED, rounds, step)
    return fit, solid


def _steps(progress: jobs.Progress, first: int, second: int, rounds: int) -> Callable[[], None]:
    """Return what is called after each step: it says where the work is, and lets it be stopped."""
    done, total = 0, first + second + rounds
    stages = (
        (first, N_("Are there groups at all?")),
        (first + second, N_("How many groups?")),
        (total, N_("Would they come back with other people?")),
    )

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, total, next(text for end, text in stages if done <= end))

    return step


def create_from_group(
    db: Database,
    actor: Actor,
    *,
    run_id: str,
    number: int,
    draft: PersonaDraft,
    id: str | None = None,  # noqa: A002 - house name of a form's id
) -> str:
    """Make a draft from the people of a group; return its id. Consents that ended since leave their people out.

    Raises:
        NotFound: no such search, or no such group in it any more.
    """
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        run, here = run_store.find(db, run_id), table(db)
        usable = set(here.refs)
        refs = [ref for ref, group in (run.members.items() if run else ()) if group == number and ref in usable]
        if run is None or run.outcome != Outcome.FOUND or not refs:
            raise NotFound(N_("This group is no longer there. Search again."))
        persona_id = actions.make(
            db,
            actor,
            draft,
            Method.FOUND,
            participant_ids=[ref for kind, ref in refs if kind == "participant"],
            note_ids=[ref for kind, ref in refs if kind == "note"],
            persona_id=id or uuid7(),
        )
        origin = {"persona_id": persona_id, "run_id": run_id, "number": number, "until": run.until}
        if all(each.persona_id != persona_id for each in run_store.origins(db)):
            run_store.keep_origin(db, {**origin, "group_hash": here.hash(refs)}, actor.id)
        return persona_id


def _key(row: run_store.Lived) -> tuple[str, str]:
    return row.family, row.code


def _ref(row: run_store.Lived) -> Ref:
    return ("participant", row.participant_id) if row.participant_id else ("note", row.source_id)
