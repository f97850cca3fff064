"""Latent classes of people by the codes that they live, when a code that is lived may still go untold.

A mixture of Bernoulli vectors (latent class analysis), fitted by EM, with two additions. Each class borrows `PSEUDO`
people who live like everybody, so that a small class is not believed on the word of three people. And somebody met once
tells less than somebody met eight times: a code not told weighs by the number of notes, as in models of imperfect
detection (MacKenzie et al. 2002). Without it, people met once make a class of their own. Nothing is read or written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from codesign.personas.spherical import Labels, Matrix

PSEUDO = 8.0  # people of base rates that each class borrows
_ROUNDS = 150
_ENOUGH = 1e-5  # gain of log-likelihood per person under which EM has arrived
_LEAST, _MOST = 1e-3, 1 - 5e-3  # chances of living a code stay between these: nothing is impossible or sure
_MIN_REPEATS = 20  # codes told by people met several times, under which the chance of telling is not estimated


@dataclass(frozen=True)
class Told:
    """What people told: `lived` (people × codes, 0 or 1), and the chance that each would tell a code that they live.

    Few different chances exist (one per number of notes): `chances` (L), and `level` (people) says which is whose.
    """

    lived: Matrix
    chances: Matrix
    level: Labels

    def __len__(self) -> int:
        return len(self.lived)

    @cached_property
    def parts(self) -> tuple[tuple[float, NDArray[np.intp], Matrix], ...]:
        """Return for each chance: itself, the rows of those people, what they told."""
        rows = [np.flatnonzero(self.level == each) for each in range(len(self.chances))]
        return tuple((float(c), r, self.lived[r]) for c, r in zip(self.chances, rows, strict=True) if len(r))

    @cached_property
    def base(self) -> Matrix:
        """Return the share of people who live each code."""
        exposed = self.chances[self.level].sum()
        found: Matrix = np.clip((self.lived.sum(axis=0) + 0.5) / (exposed + 1), _LEAST, _MOST)
        return found

    def take(self, rows: NDArray[np.generic]) -> Told:
        """Return what some of the people told, a person as often as their row is asked for."""
        return replace(self, lived=self.lived[rows], level=self.level[rows])


def told(codes: NDArray[np.int64], notes: NDArray[np.int64] | None = None) -> Told:
    """Return what people told, from how many of their notes carry each code (people × codes).

    `notes` is how many notes each has; without it, the most that any one code was told stands for it.
    """
    most = np.maximum(codes.max(axis=1, initial=0), 1)
    met = most if notes is None else np.maximum(notes, most)
    numbers, level = np.unique(np.minimum(met, 20), return_inverse=True)
    once = _chance_in_one_note(codes, met)
    return Told((codes > 0).astype(np.float64), 1 - (1 - once) ** numbers.astype(np.float64), level)


def _chance_in_one_note(codes: NDArray[np.int64], met: NDArray[np.int64]) -> float:
    """Return how often somebody who lives a code tells it in a note: truncated binomial, by the best of a grid.

    1 where too few people were met twice to say; every chance is then the same, and the model the classic one.
    """
    again = (codes > 0) & (met[:, None] > 1)
    times, notes = codes[again], np.broadcast_to(met[:, None], codes.shape)[again]
    if len(times) < _MIN_REPEATS:
        return 1.0
    grid = np.linspace(0.05, 0.99, 95)[:, None]
    pairs, many = np.unique(np.stack([times, notes]), axis=1, return_counts=True)
    c, m = pairs[0], pairs[1]
    fits = c * np.log(grid) + (m - c) * np.log1p(-grid) - np.log1p(-((1 - grid) ** m))
    return float(grid[int((fits * many).sum(axis=1).argmax()), 0])


@dataclass(frozen=True, slots=True)
class Classes:
    """A fitted mixture: `shares` (k) add up to 1, `rates` (k × codes) are the chances of living a code in each class.

    `score` is the penalised log-likelihood that EM reached.
    """

    shares: Matrix
    rates: Matrix
    score: float = -np.inf

    def joint(self, people: Told) -> Matrix:
        """Return log of (share × likelihood) for each person and class."""
        found = np.empty((len(people), len(self.shares)))
        for chance, rows, lived in people.parts:
            silent = np.log1p(-self.rates * chance)
            odds = np.log(self.rates * chance) - silent
            found[rows] = np.log(self.shares) + silent.sum(axis=1) + lived @ odds.T
        return found

    def loglik(self, people: Told) -> Matrix:
        """Return the log-likelihood of each person."""
        return _logsum(self.joint(people))

    def posterior(self, people: Told) -> Matrix:
        """Return how surely each person belongs to each class; rows add up to 1."""
        joint = self.joint(people)
        found: Matrix = np.exp(joint - _logsum(joint)[:, None])
        return found


def classes_from(people: Told, start: Labels, k: int) -> Classes:
    """Return the latent classes that EM reaches from a grouping."""
    everybody = Classes(np.full(k, 1 / k), np.tile(people.base, (k, 1)))
    return improve(people, _maximise(people, np.eye(k)[start], everybody))


def improve(people: Told, found: Classes) -> Classes:
    """Run EM from classes already near, until it gains nothing."""
    before = -np.inf
    for _round in range(_ROUNDS):
        joint = found.joint(people)
        norm = _logsum(joint)
        now = float(norm.sum())
        if now - before < _ENOUGH * len(people):
            break
        before = now
        found = _maximise(people, np.exp(joint - norm[:, None]), found)
    return replace(found, score=before + _prior(people, found))


def _maximise(people: Told, weight: Matrix, before: Classes) -> Classes:
    """Return the classes that fit best who belongs where: untold codes count by the chance that they are lived."""
    size = weight.sum(axis=0)
    lived = PSEUDO * np.tile(people.base, (len(size), 1))
    for chance, rows, told_here in people.parts:
        mine = weight[rows]
        said = mine.T @ told_here
        untold = before.rates * (1 - chance) / (1 - before.rates * chance)
        lived += said + (mine.sum(axis=0)[:, None] - said) * untold
    rates = np.clip(lived / (size[:, None] + PSEUDO), _LEAST, _MOST)
    return Classes((size + 1) / (size.sum() + len(size)), rates)


def _prior(people: Told, found: Classes) -> float:
    base = people.base
    return float(PSEUDO * (base * np.log(found.rates) + (1 - base) * np.log1p(-found.rates)).sum())


def _logsum(joint: Matrix) -> Matrix:
    top = joint.max(axis=1)
    found: Matrix = top + np.log(np.exp(joint - top[:, None]).sum(axis=1))
    return found
