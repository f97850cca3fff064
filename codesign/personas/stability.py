"""How solid each group is: does it come back when other people of the same kind had been met?

People are drawn anew with replacement, everything after the gate is fitted again, the number of groups included, and
each group is compared with its nearest: mean best Jaccard (Hennig 2007). Bands as in evaluomeR. The gate is not asked
again: a draw with replacement holds the same person twice, and doubles look like groups. Stability qualifies a group
that passed the gate; it never replaces the gate, for groups cut from nothing but intensity can be stable too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from codesign import jobs
from codesign.i18n import N_
from codesign.personas.fitting import NOBODY, SAMPLE, refit
from codesign.personas.latent import Told
from codesign.personas.spherical import Labels, Matrix

ROUNDS = 50


class Solidity(StrEnum):
    """What a mean best Jaccard is called."""

    VERY_SOLID = "very_solid"
    SOLID = "solid"
    TO_CONFIRM = "to_confirm"
    LEAD = "lead"


SOLIDITY_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Solidity.VERY_SOLID: N_("very solid"),
        Solidity.SOLID: N_("solid"),
        Solidity.TO_CONFIRM: N_("to be confirmed"),
        Solidity.LEAD: N_("a lead"),
    }
)


def solidity(jaccard: float) -> Solidity:
    """Return the word for a mean best Jaccard."""
    if jaccard > 0.85:
        return Solidity.VERY_SOLID
    if jaccard > 0.75:
        return Solidity.SOLID
    return Solidity.TO_CONFIRM if jaccard >= 0.60 else Solidity.LEAD


def stability(
    people: Told, labels: Labels, seed: int, rounds: int = ROUNDS, tick: Callable[[], None] = lambda: None
) -> tuple[float, ...]:
    """Return for each group, in the order of its number, the mean Jaccard with its nearest over `rounds` draws.

    On `SAMPLE` people at most. `tick` is called after each draw.
    """
    if len(people) > SAMPLE:
        few = np.sort(np.random.default_rng([seed, 6]).choice(len(people), SAMPLE, replace=False))
        people, labels = people.take(few), labels[few]
    found = []
    for each in jobs.spread(one_draw, ((people, labels, seed, number) for number in range(rounds))):
        found.append(each)
        tick()
    return tuple(float(mean) for mean in np.mean(found, axis=0))


def one_draw(people: Told, labels: Labels, seed: int, number: int) -> Matrix:
    """Return the best Jaccard of each group in one draw, among the people who were drawn."""
    drawn = np.random.default_rng([seed, 7, number]).integers(len(people), size=len(people))
    again = refit(people.take(drawn), seed)
    who, first = np.unique(drawn, return_index=True)  # doubles tell the same, hence stand in the same group
    before, after = labels[who], again[first]
    groups = range(int(labels.max()) + 1)
    return np.array(
        [
            max((_jaccard(before == each, after == other) for other in set(after.tolist()) - {NOBODY}), default=0.0)
            for each in groups
        ]
    )


def _jaccard(
    one: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], two: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> float:
    union = int((one | two).sum())
    return int((one & two).sum()) / union if union else 0.0
