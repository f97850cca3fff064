"""From which probability a code is suggested: chosen on sentences of voices that the weights never saw."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_TRIED = np.arange(0.06, 0.6, 0.02)
_STAY = 15.0  # sentences that a code must gain per unit of threshold to leave the common one: chance is not a reason
_ROUNDS = 4
_POWER, _MOST = np.float32(0.6), np.float32(0.999)
Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]


def joined(chances: NDArray[Any]) -> NDArray[Any]:
    """Return the chances of codes, sentences × codes, from those of codes and, last, of « some barrier ».

    How likely a barrier is at all is told better by the last column than by the sum of the others: each code is scaled
    so that the likeliest of the sentence comes near it. The power was chosen by cross-validation (decision 0022).
    """
    codes, some = chances[:, :-1], chances[:, -1:]
    return np.asarray(np.minimum(codes * (some / codes.max(axis=1, keepdims=True)) ** _POWER, _MOST))


def choose_thresholds(raw: Doubles, right: Flags, ruled: Flags) -> Doubles:
    """Return per code the threshold that serves the micro F1 best beside the rules, near the best common one."""
    count = raw.shape[1]
    common = max(_TRIED, key=lambda each: micro_f1(raw > each, right, ruled))
    chosen = np.full(count, common)
    for _ in range(_ROUNDS):
        target = micro_f1(raw > chosen, right, ruled)
        for code in range(count):
            gains = [
                _gain(raw[:, code] > each, right[:, code], ruled[:, code], target) - _STAY * abs(each - common)
                for each in _TRIED
            ]
            chosen[code] = _TRIED[int(np.argmax(gains))]
    return chosen


def micro_f1(over: Flags, right: Flags, ruled: Flags) -> float:
    """Return the micro F1 of what is over its threshold or found by a rule."""
    proposed = over | ruled
    return float(2 * (proposed & right).sum() / (proposed.sum() + right.sum()))


def _gain(over: Flags, right: Flags, ruled: Flags, target: float) -> float:
    proposed = over | ruled
    return float(2 * (proposed & right).sum() - target * proposed.sum())
