"""A sentence as the rules read it: stretches between spaces, each understood once per spelling."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from codesign import nlp
from codesign.barriers.expressions import Alphabet
from codesign.barriers.matching import split_words
from codesign.barriers.model import Proposal
from codesign.barriers.status import cues_of

_REMEMBERED = 100_000  # spellings; forgotten all at once beyond, so that a server does not grow for ever
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


def read_stretch(text: str, alphabet: Alphabet) -> Stretch:
    """Cut a text without spaces into the folded words of its tokens."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, token in nlp.tokens(text):
        for word in split_words(token):
            words.append(word)
            spans.append((start, start + len(token)))
    return Stretch("".join(map(alphabet.letter, words)), tuple(words), cues_of(words), tuple(spans))


class ReadSentence(NamedTuple):
    """A sentence once the rules have read it: where it begins in the text, its stretches, what the rules propose."""

    sentence: str
    start: int
    parts: list[Stretch]
    proposals: list[Proposal]


class Stretches(dict[str, Stretch]):
    """What is known of each stretch, computed the first time that it is met."""

    def __init__(self, alphabet: Alphabet) -> None:
        super().__init__()
        self._alphabet = alphabet

    def __missing__(self, text: str) -> Stretch:
        found = read_stretch(text, self._alphabet)
        if len(text) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[text] = found
        return found


class Places:
    """Where the words of a sentence stand in it."""

    def __init__(self, sentence: str, parts: Sequence[Stretch]) -> None:
        self._sentence = sentence
        self._parts = parts
        self._ends = list(accumulate(map(len, map(itemgetter(0), parts))))  # words up to each part, that one included

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of the words ``first`` to ``last``, included: whole tokens."""
        begin, end = self._token(first)
        return begin, end if first == last else self._token(last)[1]

    def _token(self, word: int) -> tuple[int, int]:
        number = bisect_right(self._ends, word)
        before = self._ends[number - 1] if number else 0
        # What a cut leaves uncut runs to the end: its length says where it begins, whatever the spaces were.
        begin = len(self._sentence) - len(self._sentence.split(None, number)[-1]) if number else 0
        start, end = self._parts[number].spans[word - before]
        return begin + start, begin + end
