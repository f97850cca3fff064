"""Spherical k-means and its silhouette: people compared by which codes they live, not by how many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Matrix: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.int64]

_STARTS = 4
_ROUNDS = 25


@contextmanager
def one_core() -> Iterator[None]:
    """Multiply on one core: tables are small, and several threads spend five times the work waiting for one another."""
    with threadpool_limits(limits=1, user_api="blas"):
        yield


def unit(lived: Matrix) -> Matrix:
    """Return rows of length 1: people who live many codes and few are compared by which ones."""
    found: Matrix = lived / np.maximum(np.sqrt((lived**2).sum(axis=1, keepdims=True)), 1e-12)
    return found


def kmeans(units: Matrix, k: int, rng: np.random.Generator) -> Labels:
    """Return the best of a few spherical k-means, each from far-apart people (k-means++)."""
    best, best_score = np.zeros(len(units), dtype=np.int64), -np.inf
    for _start in range(_STARTS):
        labels, score = _kmeans_once(units, k, rng)
        if score > best_score:
            best, best_score = labels, score
    return best


def silhouette(units: Matrix, labels: Labels, k: int) -> float:
    """Return the mean silhouette by cosine distance; a person alone in a group counts 0.

    The mean cosine distance to a group follows from the sum of its rows, so no people × people table is needed.
    """
    member = np.eye(k)[labels]
    sizes = member.sum(axis=0)
    if (sizes > 0).sum() < 2:
        return 0.0  # everybody in one group: there is no other to be far from
    likeness = units @ (units.T @ member)
    own, rows = sizes[labels], np.arange(len(units))
    inside = 1 - (likeness[rows, labels] - 1) / np.maximum(own - 1, 1)
    across = np.where(sizes > 0, 1 - likeness / np.maximum(sizes, 1), np.inf)
    across[rows, labels] = np.inf
    outside = across.min(axis=1)
    scores = np.where(own > 1, (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-12), 0)
    return float(scores.mean())


def _kmeans_once(units: Matrix, k: int, rng: np.random.Generator) -> tuple[Labels, float]:
    centres = _far_apart(units, k, rng)
    labels = np.full(len(units), -1, dtype=np.int64)
    likeness = units @ centres.T
    for _round in range(_ROUNDS):
        nearest = likeness.argmax(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        sums = np.eye(k)[labels].T @ units
        centres = np.where(sums.any(axis=1, keepdims=True), unit(sums), centres)
        likeness = units @ centres.T
    return labels, float(likeness[np.arange(len(units)), labels].sum())


def _far_apart(units: Matrix, k: int, rng: np.random.Generator) -> Matrix:
    chosen = [int(rng.integers(len(units)))]
    far = 1 - units @ units[chosen[0]]
    for _each in range(1, k):
        weight = np.maximum(far, 0)
        total = float(weight.sum())
        place = int(np.searchsorted(np.cumsum(weight), rng.random() * total)) if total > 0 else 0
        chosen.append(min(place, len(units) - 1))
        far = np.minimum(far, 1 - units @ units[chosen[-1]])
    return units[chosen]
