"""A reader who solves all the equations of all that the dashboard publishes together, and what they can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from scipy.optimize import linprog

from codesign import privacy
from codesign.accounts import Actor, Role
from codesign.dashboard import Axis, Overview, reads, store
from codesign.dashboard.model import Tally
from codesign.privacy import Masked

COMMITTEE = Actor("a", "Personne inventée", frozenset({Role.STEERING}))
HALF = 2  # a number rounded to base 5 is at most that far from the true one


class Reader:
    """All that a reader knows: numbers by name, each between bounds, and sums of them that are equal."""

    def __init__(self) -> None:
        self.bounds: dict[object, tuple[float, float | None]] = {}
        self.sums: list[tuple[Mapping[object, float], float]] = []

    def add(self, name: object, shown: Masked | None = None, least: float = 0) -> None:
        """Know a number: exactly where it is shown."""
        value = None if shown is None else shown.value
        self.bounds[name] = (least, None) if value is None else (value, value)

    def equal(self, total: object, *parts: object) -> None:
        """Know that the parts make the total."""
        self.sums.append(({total: -1.0, **dict.fromkeys(parts, 1.0)}, 0.0))

    def span(self, wanted: Mapping[object, float]) -> tuple[float, float]:
        """Return the least and the most that a sum of numbers may be."""
        place = {name: i for i, name in enumerate(self.bounds)}
        left = np.zeros((len(self.sums), len(place)))
        for i, (parts, _total) in enumerate(self.sums):
            for name, weight in parts.items():
                left[i, place[name]] = weight
        goal = np.zeros(len(place))
        for name, weight in wanted.items():
            goal[place[name]] = weight
        right = [total for _parts, total in self.sums]
        low, high = (linprog(s * goal, A_eq=left, b_eq=right, bounds=list(self.bounds.values())) for s in (1, -1))
        assert low.status == 0, "what is published contradicts itself"
        return low.fun, np.inf if high.status else -high.fun


def told_apart(true: int, least: float, most: float) -> bool:
    """Whether a small number of people is held between bounds that leave fewer than five possible numbers."""
    return true < privacy.K and round(most, 6) - round(least, 6) + 1 < privacy.K


def by_axis(found: Overview, axis: Axis, tally: Tally) -> Iterator[tuple[object, int, float, float]]:
    """Yield what may be worked out of one axis: cells, whom each leaves out, people, and the hidden ones together."""
    crossing = found.crossings[axis]
    standing = {value: {p.key for p in tally.people if p.at(axis) == value} for value in crossing.values}
    other = {p.key for p in tally.people} - set().union(*standing.values())
    standing |= {None: other} if other else {}
    living = _living(tally)
    for code, count in [("", None), *((each.code, each.count) for each in found.codes if not each.count.hidden)]:
        reader = Reader()
        reader.add("n", found.people)
        for value in standing:
            reader.add(("h", value), crossing.people.get(value), least=1 if value in crossing.values else 0)
        reader.equal("n", *(("h", value) for value in standing))
        unnamed = [value for value in standing if value is None or crossing.people[value].hidden]
        groups = [[value] for value in standing] + ([unnamed] if unnamed else [])
        if count is None:
            for values in groups:
                true = sum(len(standing[value]) for value in values)
                yield (axis, values), true, *reader.span({("h", value): 1.0 for value in values})
            continue
        reader.add("c", count)
        for value in standing:
            reader.add(("x", value), crossing.cells.get((code, value)))
            reader.add(("y", value))
            reader.equal(("h", value), ("x", value), ("y", value))
        reader.equal("c", *(("x", value) for value in standing))
        for values in groups:
            here = set().union(*(standing[value] for value in values))
            inside = len(here & living.get(code, set()))
            yield (axis, code, values), inside, *reader.span({("x", value): 1.0 for value in values})
            if inside < len(here) or privacy.threshold(code) > privacy.K:  # everybody points at nobody
                yield (axis, code, "not", values), len(here) - inside, *reader.span({("y", v): 1.0 for v in values})


def by_stage(found: Overview, tally: Tally) -> Iterator[tuple[object, int, float, float]]:
    """Yield what may be worked out of a stage: who meets it without one of its codes, by two of them, or not at all."""
    living = _living(tally)
    counts = {each.code: each.count for each in found.codes}
    everybody = {p.key for p in tally.people}
    for stage in found.stages:
        codes = [code for code in stage.codes if not counts[code].hidden or living.get(code)]
        if stage.count.value is None or len(stage.codes) < 2:
            continue
        reader = Reader()
        reader.add("n", found.people)
        sorts = [frozenset(c for i, c in enumerate(codes) if sort >> i & 1) for sort in range(2 ** len(codes))]
        for sort in sorts:
            reader.add(sort)
        reader.equal("n", *sorts)
        reader.bounds["u"] = (stage.count.value - HALF, stage.count.value + HALF)
        reader.equal("u", *(sort for sort in sorts if sort))
        for code in codes:
            reader.add(code, counts[code])
            reader.equal(code, *(sort for sort in sorts if code in sort))
        union = set().union(*(living.get(code, set()) for code in codes))
        rests = [(code, [sort for sort in sorts if sort and code not in sort], union - living.get(code, set()))
                 for code in codes if not counts[code].hidden]  # fmt: skip
        twice = {p for p in union if sum(p in living.get(code, set()) for code in codes) > 1}
        rests.append(("two", [sort for sort in sorts if len(sort) > 1], twice))
        if union != everybody:
            rests.append(("none", [frozenset()], everybody - union))
        for name, wanted, who in rests:
            yield (stage.stage, name), len(who), *reader.span(dict.fromkeys(wanted, 1.0))


def _living(tally: Tally) -> dict[str, set[str]]:
    told: dict[str, dict[str, set[str]]] = {}
    for each in tally.tellings:
        told.setdefault(each.code, {}).setdefault(each.occasion_id, set()).add(each.person)
    return {code: set().union(*by.values()) for code, by in told.items() if len(by) >= reads.MIN_OCCASIONS}


def audit(tally: Tally) -> list[object]:
    """What is told apart, of all that the dashboard publishes of these people."""
    patch = pytest.MonkeyPatch()
    patch.setattr(store, "tally", lambda _db: tally)
    try:
        found = reads.overview(None, COMMITTEE)  # type: ignore[arg-type] # the store is replaced
    finally:
        patch.undo()
    if found.people.hidden:
        return []
    worked_out = [each for axis in Axis for each in by_axis(found, axis, tally)]
    worked_out += by_stage(found, tally)
    return [each for each in worked_out if told_apart(*each[1:])]
