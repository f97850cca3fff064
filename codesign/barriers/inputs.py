"""Sentences as numbers for training: the features of ``features``, scaled as the running model scales them.

A sentence is the sum of its words and of its pairs, and a word the sum of its pieces: sentences × words and words ×
pieces are kept apart, since going through the two is some five times faster than through their product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign import nlp
from codesign.barriers.features import (
    BOUNDARY,
    PAIR_WEIGHT,
    PIECE_WEIGHT,
    WORD_WEIGHT,
    Keys,
    Numbers,
    halves,
    keys_of,
    of_pairs,
    of_words,
    slots_of,
)

VECTOR_SCALE = 3.0  # of mean word vectors of length 1 at most: regularisation sees sizes
LEAST = 7  # sentences that a feature must be in
COMMON = 20  # the same, for the layer of hidden units: its weights are many
SCALE = 2.0  # of the words beside the rules and the length: regularisation sees sizes
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """The features kept: their keys in rising order and how strong each is, of words and pieces, then of pairs.

    ``common``: the places, among words and pieces, of those that the layer of hidden units reads too.
    """

    words: Keys
    pairs: Keys
    word_strengths: Doubles
    pair_strengths: Doubles
    common: NDArray[np.int64]


@dataclass(frozen=True)
class Counted:
    """How often each sentence holds each word, each word its pieces, each sentence its pairs (sparse; no types).

    ``held`` has a one where a sentence holds a word or a piece: how many sentences do is read there.
    """

    said: Any
    spelt: Any
    held: Any
    pairs: Any
    word_keys: Keys
    pair_keys: Keys
    word_weights: Doubles


def count(sentences: Sequence[Sequence[str]]) -> Counted:
    """Count the features of sentences cut into words."""
    from scipy import sparse  # type: ignore[import-untyped]  # noqa: PLC0415 - only needed to train

    types = sorted({*chain.from_iterable(sentences)})
    order = {word: at for at, word in enumerate(types)}
    numbers, pieces, owners = of_words(types)
    whole = keys_of(numbers)
    keys, column = np.unique(np.concatenate([whole, pieces]), return_inverse=True)
    weights = np.full(len(keys), PIECE_WEIGHT)
    weights[column[: len(whole)]] = WORD_WEIGHT
    of_types = (np.concatenate([np.arange(len(types)), owners]), column)
    spelt = sparse.csr_matrix((np.ones(len(column)), of_types), (len(types), len(keys)))
    lengths = [len(words) for words in sentences]
    places = np.array([order[word] for words in sentences for word in words], np.int64)
    rows = np.repeat(np.arange(len(sentences)), lengths)
    said = sparse.csr_matrix((np.ones(len(places)), (rows, places)), (len(sentences), len(types)))
    pair_keys, pair_rows = _pairs(numbers[places], lengths)
    known, pair_column = np.unique(pair_keys, return_inverse=True)
    beside = sparse.csr_matrix((np.ones(len(pair_column)), (pair_rows, pair_column)), (len(sentences), len(known)))
    return Counted(said, spelt, (said @ spelt).tocsr(), beside, keys, known, weights)


def _pairs(numbers: Numbers, lengths: Sequence[int]) -> tuple[Keys, NDArray[np.int64]]:
    """Return the pairs of each sentence, edges included, and the sentence of each."""
    ends = np.cumsum(lengths)
    edged = np.insert(numbers, np.concatenate([[0], ends]), BOUNDARY)
    first, second = halves(edged)
    return of_pairs(first[:-1], second[1:]), np.repeat(np.arange(len(lengths)), np.array(lengths) + 1)


def choose(counted: Counted, rows: NDArray[np.int64]) -> Columns:
    """Keep the features of enough of these sentences; a rare feature is strong."""
    total = 1 + len(rows)
    kept, common = [], list[NDArray[np.int64]]()
    for matrix, keys, weights in (
        (counted.held, counted.word_keys, counted.word_weights),
        (counted.pairs, counted.pair_keys, np.full(len(counted.pair_keys), PAIR_WEIGHT)),
    ):
        seen = np.bincount(matrix[rows].indices, minlength=len(keys))
        often = seen >= LEAST
        if keys is counted.pair_keys:
            often &= _alone(keys, seen)
        strengths = weights[often] * (np.log(total / (1 + seen[often])) + 1)
        common.append(np.flatnonzero(seen[often] >= COMMON))
        kept += [keys[often], strengths.astype(np.float16).astype(np.float64)]
    return Columns(kept[0], kept[2], kept[1], kept[3], common[0])


def _alone(keys: Keys, seen: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell the most frequent pair of each slot."""
    first = np.lexsort((keys, -seen, slots_of(keys)))
    best = np.zeros(len(keys), np.bool_)
    best[first[np.unique(slots_of(keys)[first], return_index=True)[1]]] = True
    return best


@dataclass(frozen=True)
class Text:
    """Sentences × columns as a product: words and pieces, pairs, then the columns ``beside`` (dense).

    Each row of words and pairs has the length ``SCALE`` (a feature counts as often as it occurs): ``norms`` does that.
    """

    said: Any
    spelt: Any
    pairs: Any
    norms: NDArray[np.float32]
    beside: NDArray[np.float32]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return int(self.spelt.shape[1] + self.pairs.shape[1] + self.beside.shape[1])

    def of(self, rows: NDArray[np.int64]) -> Text:
        """Return some sentences."""
        norms, beside = self.norms[rows], self.beside[rows]
        return replace(self, said=self.said[rows], pairs=self.pairs[rows], norms=norms, beside=beside)

    def beside_words(self, beside: NDArray[np.floating[Any]]) -> Text:
        """Return the same with other columns beside."""
        return replace(self, beside=beside.astype(np.float32))

    def times(self, weights: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """Return sentences × outputs: each sentence's columns times the weights (columns × outputs)."""
        words, pairs, beside = self._shares(weights.astype(np.float32))
        found = (self.said @ (self.spelt @ words) + self.pairs @ pairs) * self.norms[:, None]
        return np.asarray(found + self.beside @ beside)

    def of_words(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return sentences × outputs: their words and pieces alone, times the weights."""
        return np.asarray((self.said @ (self.spelt @ weights)) * self.norms[:, None])

    def across(self, numbers: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return columns × outputs: the sum over the sentences of their columns times ``numbers``."""
        scaled = numbers * self.norms[:, None]
        said, spelt, pairs = self._turned
        return np.vstack([spelt @ (said @ scaled), pairs @ scaled, self.beside.T @ numbers])

    def _shares(self, weights: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        words = self.spelt.shape[1]
        return np.split(weights, [words, words + self.pairs.shape[1]])

    @cached_property
    def _turned(self) -> tuple[Any, Any, Any]:
        return self.said.T.tocsr(), self.spelt.T.tocsr(), self.pairs.T.tocsr()


def text(counted: Counted, columns: Columns, beside: Doubles) -> Text:
    """Return every sentence as the columns kept, and those ``beside``."""
    from scipy import sparse  # noqa: PLC0415 - only needed to train

    spelt = counted.spelt[:, np.searchsorted(counted.word_keys, columns.words)]
    pairs = counted.pairs[:, np.searchsorted(counted.pair_keys, columns.pairs)]
    sizes = counted.said @ (spelt @ columns.word_strengths**2) + pairs @ columns.pair_strengths**2
    return Text(
        counted.said.astype(np.float32),
        (spelt @ sparse.diags(columns.word_strengths)).astype(np.float32).tocsr(),
        (pairs @ sparse.diags(columns.pair_strengths)).astype(np.float32).tocsr(),
        (SCALE / np.sqrt(np.maximum(sizes, 1e-9))).astype(np.float32),
        beside.astype(np.float32),
    )


def means(sentences: Sequence[Sequence[str]], vectors: nlp.WordVectors) -> Doubles:
    """Return the mean vector of the words of each sentence that have one (sentences × size), times its scale."""
    types = sorted({*chain.from_iterable(sentences)})
    order = {word: at for at, word in enumerate(types)}
    rows, known = vectors.of(types)
    found = np.zeros((len(sentences), vectors.size))
    for at, words in enumerate(sentences):
        places = [order[word] for word in words]
        if places and known[places].any():
            found[at] = rows[places].sum(axis=0) / known[places].sum() * VECTOR_SCALE
    return found
