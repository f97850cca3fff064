"""What the sentence model sees of a sentence: its words, its pairs of neighbours, the pieces of its words.

Everything is additive by word and by pair of neighbours, so that a text costs one look-up per word and per pair, and
the weight of each word in a decision can be shown. The words are those of the rules (folded, see ``matching``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

PIECE_WEIGHT = 0.4  # a word has about twenty pieces: together they then weigh a little more than the word
_DIGIT = re.compile(r"\d")
_SHORTEST, _LONGEST = 2, 5
_MAX_WORD = 40  # letters read of a word: a string without spaces costs a bounded time


def of_word(word: str) -> Iterator[tuple[str, float]]:
    """Yield the features of one word with their weight: the word, and its runs of 2 to 5 characters.

    Names begin with « w » for words, « c » for pieces. Digits are alike: « 140 » and « 250 » say the same.
    """
    same = _DIGIT.sub("0", word[:_MAX_WORD])
    yield f"w{same}", 1.0
    padded = f" {same} "
    for size in range(_SHORTEST, _LONGEST + 1):
        for at in range(len(padded) - size + 1):
            yield f"c{padded[at : at + size]}", PIECE_WEIGHT


def of_pair(first: str, second: str) -> str:
    """Return the feature of two words side by side."""
    return f"b{first} {second}"


def of_words(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield all the features of a sentence, repeated as often as they occur."""
    for word in words:
        yield from of_word(word)
    for first, second in pairwise(words):
        yield of_pair(first, second), 1.0
