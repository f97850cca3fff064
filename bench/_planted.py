"""Invented people with known groups, and without any: what the search for personas is measured on.

Six groups of unequal size with overlapping signatures (5 to 7 of 24 codes, each lived with chance 0.75 against a base
rate of 0.06 to 0.35), one person in ten who fits none, 1 to 8 notes each. A code that is lived is found in a note with
chance 0.6, and wrongly with chance 0.015. `weak` signatures: 0.60, and 0.03 wrongly. Without groups: `noise` (everybody
at the base rates) and `gradient` (the same, people differing only in how much they live).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CODES = 24
SHARES = np.array([0.26, 0.20, 0.16, 0.12, 0.09, 0.08])
SHARES = np.append(SHARES * 0.9 / SHARES.sum(), 0.1)
FOUND, WRONG = 0.6, 0.015


@dataclass(frozen=True)
class Planted:
    """Counts (people × codes), the true group of each (6: fits none), and the groups that a perfect rule would give."""

    codes: NDArray[np.int64]
    truth: NDArray[np.int64]
    perfect: NDArray[np.int64]


def planted(n: int, seed: int, *, weak: bool = False) -> Planted:
    """Return people in six groups, and one in ten in none."""
    rng = np.random.default_rng([77, seed])
    base = np.exp(rng.uniform(np.log(0.06), np.log(0.35), CODES))
    rates = np.tile(base, (7, 1))
    strong, wrong = (0.60, 0.03) if weak else (0.75, WRONG)
    for group in range(6):
        signature = rng.choice(CODES, rng.integers(5, 8), replace=False)
        rates[group, signature] = strong
    truth = rng.choice(7, n, p=SHARES)
    lived = rng.random((n, CODES)) < rates[truth]
    notes, codes = _told(lived, rng, wrong)
    return Planted(codes, truth, _perfect(codes, notes, rates, wrong))


def noise(n: int, seed: int) -> NDArray[np.int64]:
    """Return people without groups."""
    rng = np.random.default_rng([78, seed])
    return _told(rng.random((n, CODES)) < rng.uniform(0.06, 0.45, CODES), rng, WRONG)[1]


def gradient(n: int, seed: int) -> NDArray[np.int64]:
    """Return people who differ only in how many barriers they live."""
    rng = np.random.default_rng([79, seed])
    odds = np.log(base := rng.uniform(0.06, 0.45, CODES)) - np.log1p(-base)
    level = rng.normal(0, 1.2, n)
    return _told(rng.random((n, CODES)) < 1 / (1 + np.exp(-(odds + level[:, None]))), rng, WRONG)[1]


def attributes(n: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return four groups that tell nothing of what people live, and six attributes (people × 6) that tell them.

    The trap: each attribute has four values, and nine people in ten of a group share one of their own.
    """
    rng = np.random.default_rng([80, seed])
    group = rng.integers(0, 4, n)
    values = np.where(rng.random((n, 6)) < 0.9, group[:, None], rng.integers(0, 4, (n, 6)))
    return group.astype(np.int64), values.astype(np.int64)


def _told(
    lived: NDArray[np.bool_], rng: np.random.Generator, wrong: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    notes = rng.integers(1, 9, len(lived))
    chance = np.where(lived, 1 - (1 - FOUND) * (1 - wrong), wrong)
    return notes, rng.binomial(notes[:, None], chance)


def _perfect(
    codes: NDArray[np.int64], notes: NDArray[np.int64], rates: NDArray[np.float64], wrong: float
) -> NDArray[np.int64]:
    """Return the most likely group of each, by whoever knows everything but the groups: the ceiling."""

    def likelihood(chance: float) -> NDArray[np.float64]:
        found: NDArray[np.float64] = chance**codes * (1 - chance) ** (notes[:, None] - codes)
        return found

    here, not_here = likelihood(1 - (1 - FOUND) * (1 - wrong)), likelihood(wrong)
    joint = [np.log(p) + np.log(r * here + (1 - r) * not_here).sum(axis=1) for p, r in zip(SHARES, rates, strict=True)]
    best: NDArray[np.int64] = np.argmax(joint, axis=0)
    return best


def ari(one: NDArray[np.int64], two: NDArray[np.int64]) -> float:
    """Return the adjusted Rand index of two groupings (Hubert and Arabie 1985)."""
    _a, first = np.unique(one, return_inverse=True)
    _b, second = np.unique(two, return_inverse=True)
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)
    pairs = (table * (table - 1) / 2).sum()
    rows = (table.sum(axis=1) * (table.sum(axis=1) - 1) / 2).sum()
    columns = (table.sum(axis=0) * (table.sum(axis=0) - 1) / 2).sum()
    expected = rows * columns / (len(one) * (len(one) - 1) / 2)
    most = (rows + columns) / 2
    return float((pairs - expected) / (most - expected)) if most != expected else 1.0  # twice one group: the same
