"""Penalised logistic regressions, all outputs at once; SciPy is loaded here and in ``inputs``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from codesign.barriers.inputs import Text

Doubles = NDArray[np.float64]
Singles = NDArray[np.float32]
_KEPT = 6  # past steps that the solver remembers
_ENOUGH, _SHORTEST, _FLAT = 1e-4, 1e-6, 1e-7  # of a step: the share of what the slope promised; its size; its gain
_STEPS = 40  # more change no figure: the penalty rules by then


def chances(raw: Doubles) -> Doubles:
    """Return probabilities, each output for itself."""
    return np.asarray(1 / (1 + np.exp(-np.clip(raw, -30, 30))))


def shares(raw: Doubles) -> Doubles:
    """Return probabilities that sum to one over the outputs."""
    powers = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit(
    inputs: Text,
    wanted: Doubles,
    penalty: float,
    link: Callable[[Doubles], Doubles],
    *,
    worth: Doubles | float = 1.0,
    tick: Callable[[], None] | None = None,
) -> tuple[Doubles, Doubles]:
    """Return the weights (columns × outputs) and the bias that give ``wanted`` (rows × outputs, 0 to 1) best.

    The loss is the cross entropy of ``link`` (``chances`` or ``shares``), plus half of ``penalty`` times the squares of
    the weights. Solved from zero: the same inputs give the same weights. ``worth`` (rows × outputs) says how
    much each answer counts, 0 for one that nobody knows; ``tick`` is called at each step and may raise to stop.
    """
    columns, outputs = inputs.columns, wanted.shape[1]

    def loss(weights: Singles) -> tuple[float, Singles]:
        if tick is not None:
            tick()
        given = link(inputs.times(weights[:-1]) + weights[-1])
        inside = np.clip(given, 1e-7, 1 - 1e-7)
        cost = -(wanted * np.log(inside) * worth).sum()
        if link is chances:
            cost -= ((1 - wanted) * np.log1p(-inside) * worth).sum()
        missed = ((given - wanted) * worth).astype(np.float32)
        slope = np.vstack([inputs.across(missed), missed.sum(axis=0)])
        slope[:-1] += np.float32(penalty) * weights[:-1]
        return float(cost + penalty / 2 * np.vdot(weights[:-1], weights[:-1])), slope

    mean = np.clip(wanted.mean(axis=0), 1e-3, 1 - 1e-3)
    start = np.zeros((columns + 1, outputs), np.float32)
    start[-1] = np.log(mean / (1 - mean)) if link is chances else np.log(mean)
    found = lowest(loss, start, _STEPS).astype(np.float64)
    return found[:-1], found[-1]


def lowest(loss: Callable[[Singles], tuple[float, Singles]], start: Singles, steps: int) -> Singles:
    """Return where a smooth convex loss, given with its slope, is lowest, after some steps of limited memory BFGS.

    Two loops over the last steps give the direction (Nocedal and Wright, Numerical Optimization, 2006, algorithm 7.4),
    halved until the loss falls enough. SciPy's solver, made for bounds, took half of the training for the same figures.
    """
    place = start
    value, slope = loss(place)
    past: list[tuple[Singles, Singles, float]] = []
    for _step in range(steps):
        way = _direction(slope, past)
        descent, size = float(np.vdot(way, slope)), 1.0 if past else 1.0 / max(1.0, float(np.linalg.norm(slope)))
        while True:
            tried = place + np.float32(size) * way
            new_value, new_slope = loss(tried)
            if new_value <= value + _ENOUGH * size * descent or size < _SHORTEST:
                break
            size /= 2
        moved, turned = tried - place, new_slope - slope
        bend = float(np.vdot(moved, turned))
        if bend > 0:
            past = [*past, (moved, turned, 1 / bend)][-_KEPT:]
        gain, place, value, slope = value - new_value, tried, new_value, new_slope
        if gain <= _FLAT * abs(value):
            break
    return place


def _direction(slope: Singles, past: list[tuple[Singles, Singles, float]]) -> Singles:
    way = -slope
    pulls: list[float] = []
    for moved, turned, inverse in reversed(past):
        pulls.append(inverse * float(np.vdot(moved, way)))
        way -= np.float32(pulls[-1]) * turned
    if past:
        _moved, turned, inverse = past[-1]
        way *= np.float32(1 / (inverse * float(np.vdot(turned, turned))))
    for (moved, turned, inverse), pull in zip(past, reversed(pulls), strict=True):
        way += np.float32(pull - inverse * float(np.vdot(turned, way))) * moved
    return way


def rising(raw: Doubles, right: NDArray[np.bool_]) -> Doubles:
    """Return the rising curve that tells best how often a raw probability is right: points, two rows.

    Neighbours that do not rise are pooled (Ayer and others, 1955); between two points a line.
    """
    order = np.argsort(raw, kind="stable")
    blocks: list[list[float]] = []  # sum of raw, sum of right, count
    for value, good in zip(raw[order].tolist(), right[order].tolist(), strict=True):
        blocks.append([value, float(good), 1.0])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]:
            last = blocks.pop()
            blocks[-1] = [before + after for before, after in zip(blocks[-1], last, strict=True)]
    return np.array([[block[0] / block[2] for block in blocks], [block[1] / block[2] for block in blocks]])
