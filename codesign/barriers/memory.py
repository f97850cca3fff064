"""What each word weighs, computed the first time that it is met and kept for the next."""

from __future__ import annotations

from threading import Lock

import numpy as np

from codesign.barriers.features import BOUNDARY, SLOT_BITS, Numbers, halves, keys_of, of_pairs, of_words, slots_of
from codesign.barriers.weights import Floats, Table, Weights
from codesign.nlp import WordVectors

REMEMBERED = 60_000  # words; forgotten all at once beyond, so that a server does not grow for ever
_FIRST_SIZE = 4096
_AT_ONCE = 1000  # words learnt together: their pieces take memory
EDGE = 0  # the row of what stands before the first word of a sentence: it weighs nothing, its pairs do


class Pairs:
    """What pairs of neighbours weigh. Row 0 is nothing."""

    def __init__(self, table: Table) -> None:
        rows = table.rows(table.keys)
        self._rows: Floats = np.vstack([np.zeros((1, rows.shape[1]), np.float32), rows])
        self._keys = np.concatenate([np.zeros(1, np.uint32), table.keys])
        self._slots = np.zeros(1 << SLOT_BITS, np.min_scalar_type(len(rows)))
        self._slots[slots_of(table.keys)] = np.arange(1, len(self._rows))

    def of(self, first: Numbers, second: Numbers) -> Floats:
        """Return what pairs weigh, given by the halves of their words."""
        keys = of_pairs(first, second)
        rows = self._slots.take(slots_of(keys))
        found: Floats = self._rows.take(rows * (self._keys.take(rows) == keys), axis=0)
        return found


class Words(dict[str, int]):
    """The row of each word. Safe to share between threads: ``ready`` comes before any use of the rows.

    ``units``: what each word weighs for the hidden units; of no width for a model without any.
    ``meanings``: what the vector of each word weighs, and 1 where it has one; empty for a model without vectors.
    """

    def __init__(self, weights: Weights, vectors: WordVectors | None = None) -> None:
        super().__init__()
        self._vectors = vectors
        self._by_vector = weights.by_vector
        outputs = 0 if weights.by_vector is None else weights.by_vector.shape[1]
        self.meanings: Floats = np.zeros((_FIRST_SIZE if outputs else 0, outputs + 1), np.float32)
        self._table, self._of_units, self._lock, self._waiting = weights.words, weights.units, Lock(), list[str]()
        self.firsts, self.seconds = halves(np.full(_FIRST_SIZE, BOUNDARY, np.uint64))
        self.rows: Floats = np.zeros((_FIRST_SIZE, len(weights.bias) + 1), np.float32)
        width = 0 if weights.units is None else weights.units.outputs.shape[1]
        self.units: Floats = np.zeros((_FIRST_SIZE, width), np.float32)
        self._known = 1

    def __missing__(self, word: str) -> int:
        with self._lock:
            row = self.get(word)
            if row is None:
                row = self[word] = len(self) + 1
                self._waiting.append(word)
        return row

    def ready(self) -> None:
        """Compute what the words met since the last time weigh."""
        if not self._waiting and self._known == len(self) + 1:
            return
        with self._lock:
            for first in range(0, len(self._waiting), _AT_ONCE):
                self._learn(self._waiting[first : first + _AT_ONCE])
            self._waiting = []

    def _learn(self, words: list[str]) -> None:
        end = self._known + len(words)
        if end > len(self.rows):
            more = max(len(self.rows), end)
            nothing = np.zeros(more, np.uint64)
            self.firsts, self.seconds = np.append(self.firsts, nothing), np.append(self.seconds, nothing)
            self.rows = np.vstack([self.rows, np.zeros((more, self.rows.shape[1]), np.float32)])
            self.units = np.vstack([self.units, np.zeros((more, self.units.shape[1]), np.float32)])
            if self._vectors is not None:
                self.meanings = np.vstack([self.meanings, np.zeros((more, self.meanings.shape[1]), np.float32)])
        numbers, pieces, owners = of_words(words)
        order = np.argsort(owners, kind="stable")
        starts, pieces, whole = np.searchsorted(owners[order], np.arange(len(words))), pieces[order], keys_of(numbers)
        self.rows[self._known : end] = np.add.reduceat(self._table.rows(pieces), starts) + self._table.rows(whole)
        if self._of_units is not None:
            parts = self._of_units.rows(*self._table.places(pieces))
            own = self._of_units.rows(*self._table.places(whole))
            self.units[self._known : end] = np.add.reduceat(parts, starts) + own
        if self._vectors is not None and self._by_vector is not None:
            vectors, has = self._vectors.of(words)
            self.meanings[self._known : end, :-1] = vectors @ self._by_vector
            self.meanings[self._known : end, -1] = has
        self.firsts[self._known : end], self.seconds[self._known : end] = halves(numbers)
        self._known = end
