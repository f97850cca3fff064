"""A sentence as the rules read it: stretches between spaces, each understood once per spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign import nlp
from codesign.barriers.expressions import Alphabet
from codesign.barriers.matching import split_words

_REMEMBERED = 100_000  # spellings; forgotten all at once beyond, so that a server does not grow for ever
_LONGEST = 80  # characters; longer stretches are read each time


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two spaces: « d'auto, » is three words.

    ``spans[i]`` is the token that gave ``words[i]``, as offsets from the beginning of the stretch.
    """

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def read_stretch(text: str) -> Stretch:
    """Cut a text without spaces into the folded words of its tokens."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, token in nlp.tokens(text):
        for word in split_words(token):
            words.append(word)
            spans.append((start, start + len(token)))
    return Stretch(tuple(words), tuple(spans))


class Spellings(dict[str, str]):
    """The characters (see ``expressions``) of each stretch, computed the first time that it is met."""

    def __init__(self, alphabet: Alphabet) -> None:
        super().__init__()
        self._alphabet = alphabet
        self._stretches: dict[str, Stretch] = {}

    def __missing__(self, text: str) -> str:
        letters = "".join(map(self._alphabet.letter, self.stretch(text).words))
        if len(text) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[text] = letters
        return letters

    def stretch(self, text: str) -> Stretch:
        """Return the words of a stretch and where they stand in it."""
        found = self._stretches.get(text)
        if found is None:
            found = read_stretch(text)
            if len(text) <= _LONGEST:
                if len(self._stretches) >= _REMEMBERED:
                    self._stretches.clear()
                self._stretches[text] = found
        return found


def word_spans(spellings: Spellings, text: str, start: int, parts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the offsets in ``text`` of the token of each word of the sentence that begins at ``start``."""
    spans: list[tuple[int, int]] = []
    for part in parts:
        start = text.index(part, start)
        spans.extend((start + first, start + last) for first, last in spellings.stretch(part).spans)
        start += len(part)
    return spans
