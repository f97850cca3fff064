"""Guarded latent classes: groups of people who live the same things, or the plain word that there are none.

The gate is asked first; the number of groups is the one that best foretells people left out; whoever fits no group
well stays outside; no group is smaller than the floor. Rows are put in a canonical order first and every random draw
has a fixed seed, so the same people give the same groups in whatever order they come. Attributes of people are never
looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from codesign.personas.gate import THRESHOLD, gate_score
from codesign.personas.latent import Classes, Told, classes_from, improve, told
from codesign.personas.spherical import Labels, kmeans, one_core, unit

SEED = 2026
MIN_GROUP = 5  # people: the floor of `model.MIN_PEOPLE`
MIN_TO_FIT = 30  # under this, even planted groups are not found: such data are for reading
SURE = 0.4  # least chance of belonging to a group
MAX_GROUPS = 10
SAMPLE = 2_000  # people on whom the gate and the number of groups are settled
FOLDS = 4
MARGIN = 0.25
STARTS, FOLD_STARTS = 6, 2  # EM keeps the best of as many starts, in the last fit and in each fold
NOBODY = -1


class Outcome(StrEnum):
    """What a search ends with."""

    TOO_FEW = "too_few"
    NO_STRUCTURE = "no_structure"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Fit:
    """What was found. `labels` holds one number per person (-1: in no group), all 0 where no groups are told apart.

    `gate` is the best excess over random tables (standard deviations), None where too few people to ask. `chosen` is
    the number of groups that the data prefer, `groups` the number that there are.
    """

    outcome: Outcome
    labels: Labels
    gate: float | None = None
    chosen: int = 1
    groups: int = 1


def fit(codes: ArrayLike, attributes: object = None) -> NDArray[np.int64]:  # noqa: ARG001 - asked for, never looked at
    """Return one label per person: -1 for whoever fits no group; a single value when no personas can be told apart.

    `codes` are people × codes, how many of a person's notes carry each as present. `attributes` change nothing:
    personas are formed on what people live.

    Raises:
        ValueError: `codes` are no table, or hold anything but whole numbers of notes: a value that is missing, negative
            or a fraction is a fault of the data, which rounding would turn into people who live nothing.
    """
    return fit_groups(codes).labels


@one_core()
def fit_groups(
    codes: ArrayLike,
    *,
    wish: int | None = None,
    notes: ArrayLike | None = None,
    people: Sequence[str] | None = None,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
) -> Fit:
    """Return the groups, with how they were arrived at.

    `notes` says how many notes each person has. `wish` is the team's own number of groups: it is followed only where
    the gate finds any. `people` names who stands behind each row, for the floor of five (two rows may be one person).
    `tick` is called after each step: one for the data, one per random table, one per fold and number of groups.

    Raises:
        ValueError: `codes` are no table of whole numbers of notes.
    """
    counted = _whole(codes)
    kept = np.flatnonzero((counted > 0).any(axis=1))
    one = np.zeros(len(counted), dtype=np.int64)
    if len(kept) < MIN_TO_FIT:
        return Fit(Outcome.TOO_FEW, one)
    met = None if notes is None else np.asarray(notes, dtype=np.int64)[kept]
    everyone = told(counted[kept], met)
    order = canonical(everyone)
    rows = everyone.take(order)
    sample = _sample(rows, seed)
    gate = gate_score(sample.lived, counts(len(sample)), seed, tick)
    if gate < THRESHOLD:
        return Fit(Outcome.NO_STRUCTURE, one, gate)
    chosen = best_number(sample, seed, tick)
    who = None if people is None else np.asarray(people)[kept[order]]
    found = group(rows, sample, wish or chosen, seed, who)
    labels = np.full(len(counted), NOBODY, dtype=np.int64)
    labels[kept[order]] = found
    groups = len(set(found.tolist()) - {NOBODY})
    if groups < 2:
        return Fit(Outcome.NO_STRUCTURE, one, gate, chosen)
    return Fit(Outcome.FOUND, labels, gate, chosen, groups)


def _whole(codes: ArrayLike) -> NDArray[np.int64]:
    """Return the table in whole numbers; what is none is refused rather than cut to fit."""
    given = np.asarray(codes)
    if given.ndim == 1 and not given.size:
        return np.zeros((0, 0), dtype=np.int64)
    if given.ndim != 2:
        raise ValueError(f"codes are a table of people × codes, not an array of {given.ndim} dimensions")
    if given.dtype.kind not in "biuf":
        try:
            given = given.astype(np.float64)
        except TypeError as error:  # None, and what else means « missing »
            raise ValueError(f"codes hold something that is no number: {error}") from error
    wrong = np.argwhere(~((given >= 0) & (given < 2.0**63) & (np.floor(given.astype(np.float64)) == given)))
    if len(wrong):
        row, column = wrong[0].tolist()
        raise ValueError(f"codes[{row}, {column}] is {given[row, column]}, not a whole number of notes")
    return given.astype(np.int64)


@one_core()
def refit(people: Told, seed: int) -> Labels:
    """Fit again without the gate, the number of groups included; for the bootstrap, whose doubles blind the gate."""
    order = canonical(people)
    rows = people.take(order)
    sample = _sample(rows, seed)
    labels = np.empty(len(people), dtype=np.int64)
    labels[order] = group(rows, sample, best_number(sample, seed), seed)
    return labels


def canonical(people: Told) -> NDArray[np.intp]:
    """Return an order of the rows that depends on what they hold alone."""
    return np.lexsort(tuple(people.step.T))


def counts(people: int) -> range:
    """Return the numbers of groups that are tried."""
    return range(2, max(2, min(MAX_GROUPS, people // 10)) + 1)


def best_number(people: Told, seed: int, tick: Callable[[], None] = lambda: None) -> int:
    """Return the number of groups whose classes foretell best people left out of the fit.

    The fewest that are within `MARGIN` standard errors of the best: one group more must earn its place.
    """
    fold = np.random.default_rng([seed, 3]).permutation(np.arange(len(people)) % FOLDS)
    tried = counts(len(people))
    told_by = np.zeros((len(tried), len(people)))
    for left_out in range(FOLDS):
        inside, outside = (people.take(np.flatnonzero(each)) for each in (fold != left_out, fold == left_out))
        for place, k in enumerate(tried):
            told_by[place, fold == left_out] = _classes(inside, k, seed, FOLD_STARTS).loglik(outside)
            tick()
    short = told_by[told_by.sum(axis=1).argmax()] - told_by
    allowed = MARGIN * np.sqrt(len(people)) * short.std(axis=1)
    return tried[int(np.flatnonzero(short.sum(axis=1) <= allowed + 1e-9)[0])]


def group(rows: Told, sample: Told, k: int, seed: int, who: NDArray[np.str_] | None = None) -> Labels:
    """Return the group of each row: the surest class, where it is sure enough and large enough; largest group first."""
    classes = _classes(sample, k, seed, STARTS)
    if len(rows) > len(sample):
        classes = improve(rows, classes)
    chance = classes.posterior(rows)
    labels = np.where(chance.max(axis=1) >= SURE, chance.argmax(axis=1), NOBODY)
    names = np.arange(len(rows)) if who is None else who
    sizes = {each: len(set(names[labels == each].tolist())) for each in range(k)}
    kept = sorted((each for each in sizes if sizes[each] >= MIN_GROUP), key=lambda each: (-sizes[each], each))
    renamed = np.full(k + 1, NOBODY, dtype=np.int64)
    renamed[kept] = np.arange(len(kept))
    return renamed[labels]  # NOBODY is -1: the last place, which stays NOBODY


def _classes(people: Told, k: int, seed: int, starts: int) -> Classes:
    units = unit(people.likely)
    tries = (
        classes_from(people, kmeans(units, k, np.random.default_rng([seed, 4, k, start])), k) for start in range(starts)
    )
    return max(tries, key=lambda found: found.score)


def _sample(rows: Told, seed: int) -> Told:
    if len(rows) <= SAMPLE:
        return rows
    return rows.take(np.sort(np.random.default_rng([seed, 5]).choice(len(rows), SAMPLE, replace=False)))
