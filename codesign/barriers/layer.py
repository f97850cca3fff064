"""A layer of hidden units beside the regressions: what words mean together, which no sum of words can say.

« Pas » and « voiture » far apart, « attendre » beside « enfant » or beside « bus »: a unit is a sum over the words and
pieces of the sentence, as an output of the regressions is, and counts only above zero. Learnt by steps on small lots of
sentences (Adam: Kingma and Ba, 2015), words and units left out at random (Srivastava and others, 2014); the same seed
gives the same weights. Solved by the regressions' own solver, such a layer learnt nothing (decision 0039).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.barriers.inputs import Text

UNITS = 64
ROUNDS = 12  # times that every sentence is seen
_LOT = 512  # sentences
_RATE, _FALL = 0.004, 0.7  # of a step; the power at which it falls from the first round to the last
_SHRINK = 0.02  # of the weights of words, per unit of rate
_WORDS_OUT, _UNITS_OUT = 0.35, 0.3  # left out at random
_WIDTH_WORDS, _WIDTH_BESIDE, _WIDTH_CODES = 0.5, 0.8, 1.0  # of the first weights, over the root of the units
_CALM, _STEADY, _TINY = 0.9, 0.99, 1e-6  # Adam's memories of slopes and of their squares; never divide by 0
_SEED = 14
Doubles = NDArray[np.float64]
Singles = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Layer:
    """What a fit found: words and pieces × units, columns beside × units, units × outputs, and one bias for each."""

    words: Singles
    beside: Singles
    bias: Singles
    codes: Singles
    codes_bias: Singles

    def score(self, text: Text) -> Singles:
        """Return sentences × outputs, log odds."""
        units = text.of_words(self.words) + text.beside @ self.beside + self.bias
        return np.asarray(np.maximum(units, 0) @ self.codes + self.codes_bias)


class _Steps:
    """Arrays moved by Adam, whole or some rows of them."""

    def __init__(self, arrays: dict[str, Singles]) -> None:
        self.arrays = arrays
        self._slopes = {name: np.zeros_like(each) for name, each in arrays.items()}
        self._squares = {name: np.zeros_like(each) for name, each in arrays.items()}

    def move(self, name: str, slope: Singles, rate: float, at: Rows | slice = slice(None), shrink: float = 0.0) -> None:
        """Move by one step against a slope."""
        slopes = self._slopes[name][at] * np.float32(_CALM) + slope * np.float32(1 - _CALM)
        squares = self._squares[name][at] * np.float32(_STEADY) + slope * slope * np.float32(1 - _STEADY)
        self._slopes[name][at], self._squares[name][at] = slopes, squares
        step = slopes / (np.sqrt(squares) + np.float32(_TINY)) + self.arrays[name][at] * np.float32(shrink)
        self.arrays[name][at] -= step * np.float32(rate)


def fit(text: Text, common: Rows, wanted: Doubles, worth: Doubles, tick: Callable[[], None]) -> Layer:
    """Return the layer whose units tell ``wanted`` (sentences × outputs, 0 to 1) best, each output for itself.

    Only the words and pieces ``common`` are read. ``worth`` (the same shape) says how much each answer counts; ``tick``
    is called at each lot and may raise to stop.
    """
    draw, columns = np.random.default_rng(_SEED), text.spelt.shape[1]
    text = replace(text, spelt=text.spelt[:, common])
    steps = _Steps(_first(text, wanted, draw))
    for turn in range(ROUNDS):
        order = draw.permutation(len(wanted))
        for start in range(0, len(order), _LOT):
            tick()
            _learn(steps, text, order[start : start + _LOT], wanted, worth, _RATE * (1 - turn / ROUNDS) ** _FALL, draw)
    words = np.zeros((columns, UNITS), np.float32)
    words[common] = steps.arrays["words"]
    return Layer(**(steps.arrays | {"words": words}))


def _first(text: Text, wanted: Doubles, draw: np.random.Generator) -> dict[str, Singles]:
    def some(rows: int, columns: int, width: float) -> Singles:
        return np.asarray(draw.standard_normal((rows, columns)) * width / np.sqrt(UNITS), np.float32)

    mean = np.clip(wanted.mean(axis=0), 1e-3, 1 - 1e-3)
    return {
        "words": some(text.spelt.shape[1], UNITS, _WIDTH_WORDS),
        "beside": some(text.beside.shape[1], UNITS, _WIDTH_BESIDE),
        "bias": np.zeros(UNITS, np.float32),
        "codes": some(UNITS, wanted.shape[1], _WIDTH_CODES),
        "codes_bias": np.log(mean / (1 - mean)).astype(np.float32),
    }


def _learn(  # noqa: PLR0913, PLR0917 - one step, told by what it is about
    steps: _Steps, text: Text, rows: Rows, wanted: Doubles, worth: Doubles, rate: float, draw: np.random.Generator
) -> None:
    """One step on one lot: forwards, what was missed, backwards."""
    now = steps.arrays
    heard, spelt, columns = _lot(text, rows, draw)
    beside = text.beside[rows]
    raw = heard @ (spelt @ now["words"][columns]) + beside @ now["beside"] + now["bias"]
    kept = draw.random(raw.shape, np.float32) >= _UNITS_OUT
    gates = ((raw > 0) & kept) / np.float32(1 - _UNITS_OUT)
    units = raw * gates
    given = 1 / (1 + np.exp(-np.clip(units @ now["codes"] + now["codes_bias"], -30, 30)))
    missed = ((given - wanted[rows]) * worth[rows] / len(rows)).astype(np.float32)
    back = (missed @ now["codes"].T) * gates
    steps.move("codes", units.T @ missed, rate)
    steps.move("codes_bias", missed.sum(axis=0), rate)
    steps.move("bias", back.sum(axis=0), rate)
    steps.move("beside", beside.T @ back, rate)
    steps.move("words", spelt.T @ (heard.T @ back), rate, columns, _SHRINK)


def _lot(text: Text, rows: Rows, draw: np.random.Generator) -> tuple[Any, Any, Rows]:
    """Return sentences × their words, some left out, and words × their columns; and which columns these are."""
    from scipy import sparse  # type: ignore[import-untyped]  # noqa: PLC0415 - only needed to train

    heard = text.said[rows]
    left = draw.random(len(heard.data), np.float32) >= _WORDS_OUT
    scale = np.repeat(text.norms[rows], np.diff(heard.indptr)) / np.float32(1 - _WORDS_OUT)
    types, place = np.unique(heard.indices, return_inverse=True)
    heard = sparse.csr_matrix((heard.data * left * scale, place, heard.indptr), (len(rows), len(types)))
    spelt = text.spelt[types]
    columns, place = np.unique(spelt.indices, return_inverse=True)
    return heard, sparse.csr_matrix((spelt.data, place, spelt.indptr), (len(types), len(columns))), columns
