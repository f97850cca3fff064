"""The gate: are there groups at all, beyond some people telling more than others and some codes being common?

The silhouette of the people is compared with that of random tables that keep each person's number of codes and each
code's number of people. Noise and a mere gradient of intensity look like those tables; personas do not. Tables are
shuffled by trades between random pairs of people, which reach every table of the same margins (Strona et al. 2014;
Carstens, Berger and Strona 2018, "global trades").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from codesign.personas.spherical import Matrix, kmeans, silhouette, unit

THRESHOLD = 2.5  # standard deviations above the random tables
TABLES = 16
_TRADES = 24  # rounds, in each of which everybody trades once


def gate_score(lived: Matrix, counts: Sequence[int], seed: int, tick: Callable[[], None] = lambda: None) -> float:
    """Return the excess of the silhouette, in standard deviations of `TABLES` random tables.

    The silhouette is the mean over these numbers of groups: the best of them alone is as telling where there are
    groups, and crosses the threshold three times as often where there are none.
    """
    real = _profile(lived, counts, seed)
    tick()
    random = []
    shuffled = lived
    rng = np.random.default_rng([seed, 1])
    for _table in range(TABLES):
        shuffled = shuffle(shuffled, rng)
        random.append(_profile(shuffled, counts, seed))
        tick()
    return float((real - np.mean(random)) / max(float(np.std(random, ddof=1)), 1e-9))


def shuffle(lived: Matrix, rng: np.random.Generator) -> Matrix:
    """Return a random table with the same sum in every row and every column."""
    table = lived.astype(bool)
    half = len(table) // 2
    for _round in range(_TRADES):
        order = rng.permutation(len(table))
        one, two = order[:half], order[half : 2 * half]
        differ = table[one] ^ table[two]
        mine = (table[one] & differ).sum(axis=1, keepdims=True)
        # of the codes that only one of the two lives, as many as before, drawn anew, go to the first
        rank = np.where(differ, rng.random(differ.shape), 2.0).argsort(axis=1).argsort(axis=1)
        given = differ & (rank < mine)
        table[one] = (table[one] & ~differ) | given
        table[two] = (table[two] & ~differ) | (differ & ~given)
    return table.astype(np.float64)


def _profile(lived: Matrix, counts: Sequence[int], seed: int) -> float:
    units = unit(lived)
    each = [silhouette(units, kmeans(units, k, np.random.default_rng([seed, 2, k])), k) for k in counts]
    return float(np.mean(each))
