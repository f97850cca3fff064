"""What the sentence model sees of a sentence: its words, its pairs of neighbours, the pieces of its words.

Everything is additive by word and by pair of neighbours, so that a text costs one look-up per word and per pair, and
the weight of each word in a decision can be shown. The words are those of the rules (folded, see ``matching``). A
feature is a 32-bit key, computed for many words at once; two features of 100,000 share one about once in fifty
thousand, and then share a weight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint32]
Numbers = NDArray[np.uint64]
Places = NDArray[np.intp]

WORD_WEIGHT = PAIR_WEIGHT = 1.0
PIECE_WEIGHT = 0.4  # a word has about twenty pieces: together they then weigh a little more than the word
SLOT_BITS = 18
_SHORTEST, _LONGEST = 2, 5
_MAX_WORD = 40  # letters read of a word: a string without spaces costs a bounded time
_DIGIT = re.compile(r"\d")
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32))
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
BOUNDARY = np.uint64(0x5851F42D4C957F2D)  # stands before the first word and after the last one


def _mixed(numbers: Numbers) -> Numbers:
    """Spread numbers over 64 bits (the finaliser of splitmix64, Steele and others, 2014)."""
    numbers = (numbers ^ (numbers >> _SHIFTS[0])) * _MIX[0]
    numbers = (numbers ^ (numbers >> _SHIFTS[1])) * _MIX[1]
    return numbers ^ (numbers >> _SHIFTS[2])


_POWERS: Numbers = _mixed(np.arange(1, _MAX_WORD + 3, dtype=np.uint64))


def keys_of(numbers: Numbers) -> Keys:
    """Return the 32-bit keys of words or of pairs."""
    return (numbers >> _SHIFTS[3]).astype(np.uint32)


def of_words(words: Sequence[str]) -> tuple[Numbers, Keys, Places]:
    """Return one number per word, then the keys of their pieces and, for each piece, which word it is of.

    A piece is a run of 2 to 5 characters of « word » with a space on both sides, as often as it occurs. Digits are
    alike: « 140 » and « 250 » say the same.
    """
    spelt = [f" {_DIGIT.sub('0', word[:_MAX_WORD])} " for word in words]
    letters = np.frombuffer("".join(spelt).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    lengths = np.array([len(each) for each in spelt])
    ends = np.cumsum(lengths)
    starts = ends - lengths
    owner = np.repeat(np.arange(len(spelt)), lengths)
    within = np.arange(len(letters)) - starts[owner]
    numbers = _mixed(np.add.reduceat(letters * _POWERS[within], starts))
    keys, owners = [], []
    for size in range(_SHORTEST, _LONGEST + 1):
        sums = np.full(max(0, len(letters) - size + 1), size, np.uint64)
        for at in range(size):
            sums += letters[at : at + len(sums)] * _POWERS[at]
        inside = (np.arange(len(sums)) + size) <= ends[owner[: len(sums)]]
        keys.append(keys_of(_mixed(sums[inside])))
        owners.append(owner[: len(sums)][inside])
    return numbers, np.concatenate(keys), np.concatenate(owners)


def halves(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Return what each word gives to the key of a pair when it comes first, and when it comes second."""
    return numbers * _FIRST, numbers * _SECOND


def of_pairs(first: Numbers, second: Numbers) -> Keys:
    """Return the keys of pairs from the halves of their words (multiply-shift: the words' numbers are spread)."""
    return keys_of(first + second)


def slots_of(keys: Keys) -> Places:
    """Return the slot of each pair: of two pairs that share one, a model knows at most one."""
    return (keys >> np.uint32(32 - SLOT_BITS)).astype(np.intp)
