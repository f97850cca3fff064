"""Latent classes of people by the codes that they live, when what is told is neither all nor always right.

A mixture of Bernoulli vectors (latent class analysis), fitted by EM, with two additions. Each class borrows `PSEUDO`
people who live like everybody, so that a small class is not believed on the word of three people. And a code weighs by
how many of a person's notes carry it: told in none of eight notes says more than in none of one, and told in one of
eight may be a passing word. Both chances (a lived code is told in a note; one that is not lived is) are estimated from
people met more than once, as in models of imperfect detection with false positives (MacKenzie et al. 2002; Royle and
Link 2006). Without it, people met once make a class of their own. Nothing is read or written.
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


_MOST_NOTES = 20
_NEVER, _MOST_WRONG = (
    1e-3,
    0.04,
)  # a code told in one note of twenty-five is lived by somebody: no passing word any more
# log odds that a code is lived, given in how many of how many notes it was told: few steps, so that people who told
# alike are reckoned with once
_STEPS = np.array([-6.0, -5, -4, -3.25, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3.25, 4, 6])


@dataclass(frozen=True)
class Told:
    """What people told: for each person and code, which step of `odds` says how likely it is that they live it.

    `odds` (S) are ratios of the chance of what was told if the code is lived, and if it is not.
    """

    step: NDArray[np.int8]
    odds: Matrix

    def __len__(self) -> int:
        return len(self.step)

    @cached_property
    def marks(self) -> NDArray[np.float32]:
        """Return people × (codes × steps), 1 where the person is at that step of that code."""
        people, codes = self.step.shape
        found = np.zeros((people, codes * len(self.odds)), dtype=np.float32)
        places = np.arange(codes) * len(self.odds) + self.step
        found[np.arange(people)[:, None], places] = 1
        return found

    @cached_property
    def base(self) -> Matrix:
        """Return the share of people who live each code."""
        share = np.full(self.step.shape[1], 0.3)
        at = np.stack([np.bincount(column, minlength=len(self.odds)) for column in self.step.T])
        for _round in range(40):
            lived = share[:, None] * self.odds / (1 - share[:, None] + share[:, None] * self.odds)
            share = ((at * lived).sum(axis=1) + 0.5) / (len(self) + 1)
        found: Matrix = np.clip(share, _LEAST, _MOST)
        return found

    @cached_property
    def likely(self) -> Matrix:
        """Return how likely each person is to live each code (people × codes), knowing nothing else of them."""
        share = self.base[:, None]
        table = share * self.odds / (1 - share + share * self.odds)
        found: Matrix = table[np.arange(len(share)), self.step]
        return found

    @cached_property
    def lived(self) -> Matrix:
        """Return which codes each person more likely lives than not (people × codes, 0 or 1)."""
        found: Matrix = (self.likely > 0.5).astype(np.float64)
        return found

    def take(self, rows: NDArray[np.generic]) -> Told:
        """Return what some of the people told, a person as often as their row is asked for."""
        return Told(self.step[rows], self.odds)


def told(codes: NDArray[np.int64], notes: NDArray[np.int64] | None = None) -> Told:
    """Return what people told, from how many of their notes carry each code (people × codes).

    `notes` is how many notes each has; without it, the most that any one code was told stands for it.
    """
    most = np.maximum(codes.max(axis=1, initial=0), 1)
    met = most if notes is None else np.maximum(notes, most)
    met = np.minimum(met, _MOST_NOTES)
    counted = np.minimum(codes, met[:, None])
    odds = _log_odds(counted, met[:, None], *chances(counted, met))
    middles = (_STEPS[1:] + _STEPS[:-1]) / 2
    used, step = np.unique(np.searchsorted(middles, odds), return_inverse=True)
    return Told(step.reshape(codes.shape).astype(np.int8), np.exp(_STEPS[used]))


def _log_odds(counted: NDArray[np.integer], met: NDArray[np.integer], right: float, wrong: float) -> Matrix:
    """Return how much likelier it is to be told that often of a code that is lived than of one that is not (log)."""
    found: Matrix = counted * np.log(right / wrong) + (met - counted) * (np.log1p(-right) - np.log1p(-wrong))
    return found


def chances(codes: NDArray[np.int64], met: NDArray[np.int64]) -> tuple[float, float]:
    """Return how often somebody tells in a note a code that they live, and one that they do not.

    A mixture of two binomials, a share of each for every code, by EM over people met more than once. Nearly 1 and 0
    where too few were met twice to say: the model is then the classic one.
    """
    again = met > 1
    if (codes[again] > 0).sum() < _MIN_REPEATS:
        return 1 - _NEVER, _NEVER
    # by how often which number of notes carries a code: the same for whatever order people come in
    most = int(met.max()) + 1
    places = (np.arange(codes.shape[1]) * most + met[again, None]) * most + codes[again]
    many = np.bincount(places.ravel(), minlength=codes.shape[1] * most * most).reshape(-1, most, most).astype(float)
    notes, counted = np.meshgrid(np.arange(most), np.arange(most), indexing="ij")
    right, wrong, share = 0.6, 0.02, np.full((codes.shape[1], 1, 1), 0.3)
    for _round in range(_ROUNDS):
        odds = np.exp(np.clip(_log_odds(counted, notes, right, wrong), -50, 50))
        lived = many * share * odds / (1 - share + share * odds)
        passing = many - lived
        share = np.clip(lived.sum(axis=(1, 2)) / many.sum(axis=(1, 2)), 0.005, 0.95)[:, None, None]
        right = float(np.clip((lived * counted).sum() / (lived * notes).sum(), 0.05, 1 - _NEVER))
        wrong = float(np.clip((passing * counted).sum() / (passing * notes).sum(), _NEVER, _MOST_WRONG))
    return right, wrong


@dataclass(frozen=True, slots=True)
class Classes:
    """A fitted mixture: `shares` (k) add up to 1, `rates` (k × codes) are the chances of living a code in each class.

    `score` is the penalised log-likelihood that EM reached.
    """

    shares: Matrix
    rates: Matrix
    score: float = -np.inf

    def joint(self, people: Told) -> Matrix:
        """Return log of (share × likelihood) for each person and class, but for what all classes have in common."""
        table = np.log1p(self.rates[:, :, None] * (people.odds - 1))
        told_by = people.marks @ table.reshape(len(self.shares), -1).T.astype(np.float32)
        return told_by.astype(np.float64) + np.log(self.shares)

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
    """Return the classes that fit best who belongs where: each code counts by the chance that it is lived."""
    size = weight.sum(axis=0)
    at = (weight.T.astype(np.float32) @ people.marks).reshape(len(size), people.step.shape[1], -1).astype(np.float64)
    rates = before.rates[:, :, None]
    lived = (at * (rates * people.odds / (1 - rates + rates * people.odds))).sum(axis=2)
    found = np.clip((PSEUDO * people.base + lived) / (size[:, None] + PSEUDO), _LEAST, _MOST)
    return Classes((size + 1) / (size.sum() + len(size)), found)


def _prior(people: Told, found: Classes) -> float:
    base = people.base
    return float(PSEUDO * (base * np.log(found.rates) + (1 - base) * np.log1p(-found.rates)).sum())


def _logsum(joint: Matrix) -> Matrix:
    top = joint.max(axis=1)
    found: Matrix = top + np.log(np.exp(joint - top[:, None]).sum(axis=1))
    return found
