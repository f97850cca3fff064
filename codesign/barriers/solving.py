"""Penalised logistic regressions, all outputs at once, on sparse sentences; SciPy is loaded here and in ``inputs``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
_KEPT = 6  # past steps that the solver remembers
_STEPS = 40  # more change no figure: the penalty rules by then


def chances(raw: Doubles) -> Doubles:
    """Return probabilities, each output for itself."""
    return np.asarray(1 / (1 + np.exp(-np.clip(raw, -30, 30))))


def shares(raw: Doubles) -> Doubles:
    """Return probabilities that sum to one over the outputs."""
    powers = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit(
    inputs: Any,  # noqa: ANN401 - SciPy has no types
    wanted: Doubles,
    penalty: float,
    link: Callable[[Doubles], Doubles],
    *,
    worth: Doubles | float = 1.0,
    tick: Callable[[], None] | None = None,
) -> tuple[Doubles, Doubles]:
    """Return the weights (columns × outputs) and the bias that give ``wanted`` (rows × outputs, 0 to 1) best.

    The loss is the cross entropy of ``link`` (``chances`` or ``shares``), plus half of ``penalty`` times the squares of
    the weights. Solved by L-BFGS from zero: the same inputs give the same weights. ``worth`` (rows × outputs) says how
    much each answer counts, 0 for one that nobody knows; ``tick`` is called at each step and may raise to stop.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # noqa: PLC0415 - only needed to train

    columns, outputs = inputs.shape[1], wanted.shape[1]
    held = inputs.astype(np.float32)  # half the memory to walk through; the figures are the same
    across = held.T.tocsr()

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        if tick is not None:
            tick()
        weights = flat.reshape(columns + 1, outputs)
        given = link(np.asarray(held @ weights[:-1].astype(np.float32)) + weights[-1])
        inside = np.clip(given, 1e-12, 1 - 1e-12)
        cost = -(wanted * np.log(inside) * worth).sum()
        if link is chances:
            cost -= ((1 - wanted) * np.log1p(-inside) * worth).sum()
        missed = (given - wanted) * worth
        slope = np.vstack([across @ missed.astype(np.float32), missed.sum(axis=0)])
        slope[:-1] += penalty * weights[:-1]
        return cost + penalty / 2 * (weights[:-1] ** 2).sum(), slope.ravel()

    mean = np.clip(wanted.mean(axis=0), 1e-3, 1 - 1e-3)
    start = np.vstack([np.zeros((columns, outputs)), np.log(mean / (1 - mean)) if link is chances else np.log(mean)])
    options = {"maxiter": _STEPS, "maxcor": _KEPT, "ftol": 1e-9, "gtol": 1e-4}
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options=options).x.reshape(columns + 1, outputs)
    return found[:-1], found[-1]


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
