"""A sentence as the rules read it: stretches between spaces, each understood once per spelling."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from codesign import nlp
from codesign.barriers.expressions import Alphabet
from codesign.barriers.matching import split_words
from codesign.barriers.memory import EDGE, REMEMBERED, Words
from codesign.barriers.model import Proposal
from codesign.barriers.status import cues_of

_REMEMBERED = 100_000  # spellings; forgotten all at once beyond, so that a server does not grow for ever
_LETTERS, _LENGTH = itemgetter(0), itemgetter(5)
NOTHING = chr(EDGE)
_LAST = sys.maxunicode
_PART = re.compile(r"\S+")
_LONGEST = 80  # characters; longer stretches are read each time


class Stretch(NamedTuple):
    """What stands between two spaces: « d'auto, » is three words.

    ``letters`` has one character of the alphabet per word; ``cues`` says which layers of the status may have something
    to say (see ``status.cues_of``); ``spans[i]`` is the token that gave ``words[i]``, as offsets from the beginning.
    """

    letters: str
    words: tuple[str, ...]
    cues: int
    spans: tuple[tuple[int, int], ...]
    rows: tuple[int, ...]
    length: int


def read_stretch(text: str, alphabet: Alphabet, known: Words | None) -> Stretch:
    """Cut a text without spaces into the folded words of its tokens."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, token in nlp.tokens(text):
        for word in split_words(token):
            words.append(sys.intern(word))  # one object per word: texts are read faster than memory is
            spans.append((start, start + len(token)))
    rows = () if known is None else tuple([known[word] for word in words])
    letters = "".join(map(alphabet.letter, words))
    return Stretch(letters, tuple(words), cues_of(words), _shared(tuple(spans)), rows, len(text))


@lru_cache(maxsize=1000)
def _shared(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return spans


class ReadSentence(NamedTuple):
    """A sentence once the rules have read it: where it begins in the text, its stretches, what the rules propose.

    ``rows``: one character per word, its row in the model's memory. ``parts`` is empty until somebody asks.
    """

    sentence: str
    start: int
    rows: str
    parts: list[Stretch]
    proposals: list[Proposal]


class Stretches(dict[str, Stretch]):
    """What is known of each stretch, computed the first time that it is met."""

    def __init__(self, alphabet: Alphabet, words: Words | None) -> None:
        super().__init__()
        self._alphabet = alphabet
        self.words = words

    def __missing__(self, text: str) -> Stretch:
        found = read_stretch(text, self._alphabet, self.words)
        if len(text) <= _LONGEST:
            self[text] = found
        return found

    @property
    def full(self) -> bool:
        """Whether enough is remembered to begin again with an empty memory."""
        return len(self) > _REMEMBERED or (self.words is not None and len(self.words) > REMEMBERED)


class Spellings(dict[str, str]):
    """The letter and the row of each word of a stretch, by turns, in one string: all that most sentences need."""

    def __init__(self, stretches: Stretches) -> None:
        super().__init__()
        self.stretches = stretches

    def __missing__(self, text: str) -> str:
        stretch = self.stretches[text]
        rows = [chr(row) if row <= _LAST else NOTHING for row in stretch.rows] or NOTHING * len(stretch.letters)
        found = "".join(chain.from_iterable(zip(stretch.letters, rows, strict=True)))
        if len(text) <= _LONGEST:
            self[text] = found
        return found


class Places:
    """Where the words of a sentence stand in it."""

    __slots__ = ("_begins", "_ends", "_parts")

    def __init__(self, sentence: str, parts: Sequence[Stretch]) -> None:
        self._parts = parts
        self._ends = list(accumulate(map(len, map(_LETTERS, parts))))  # words up to each part, that one included
        lengths = list(map(_LENGTH, parts))
        if sum(lengths) + len(parts) - 1 == len(sentence):  # one space between two parts, as almost always
            self._begins = [0, *accumulate([length + 1 for length in lengths])]
        else:
            self._begins = [match.start() for match in _PART.finditer(sentence)]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of the words ``first`` to ``last``, included: whole tokens."""
        begin, end = self.token(first)
        return begin, end if first == last else self.token(last)[1]

    def token(self, word: int) -> tuple[int, int]:
        """Return the offsets of the token that gave a word."""
        number = bisect_right(self._ends, word)
        part = self._parts[number]
        start, end = part.spans[word - (self._ends[number - 1] if number else 0)]
        begin = self._begins[number]
        return begin + start, begin + end
