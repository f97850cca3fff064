"""The index of rules: which ones are worth trying on a sentence, from the words that it holds.

The rarest need of a rule is its anchor: each character of the alphabet (see ``expressions``), and each pair of
characters that some wording needs side by side, carries one bit per rule that it anchors, and in another table one bit
per rule whose second need it meets. Most words anchor nothing: of a sentence, only what stands in a table is looked up,
and the rules stay that have both needs met. A third need would remove next to nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import chain
from operator import or_

from codesign.barriers.expressions import NE, Alphabet
from codesign.barriers.patterns import Need


class RuleIndex:
    """Rules by the characters of a sentence."""

    def __init__(self, needs: Sequence[Iterable[Need]], alphabet: Alphabet) -> None:
        anchored: dict[str, int] = defaultdict(int)
        second: dict[str, int] = defaultdict(int)
        self._single = 0  # rules that need one thing only
        for rule, wanted in enumerate(needs):
            bit = 1 << rule
            rarest = sorted({*wanted}, key=lambda need: need.cost)[:2]
            for need, table in zip(rarest, (anchored, second), strict=False):
                for piece in _filling(need, alphabet):
                    table[piece] |= bit
            if len(rarest) < 2:
                self._single |= bit
        self._anchored, self._anchors = anchored.__getitem__, frozenset(anchored)
        self._second, self._seconds = second.__getitem__, frozenset(second)
        self._pairs = _overlapping([piece for piece in chain(anchored, second) if len(piece) > 1])
        self._ne = str.maketrans("", "", "".join(alphabet.letters_of(NE)))

    def worth_trying(self, letters: str) -> list[int]:
        """Return the rules, in order, whose rarest needs a sentence meets."""
        held = {*letters, *self._pairs(letters)}
        spoken = letters.translate(self._ne)  # « ne » may stand between two words of a wording
        if len(spoken) < len(letters):
            held.update(self._pairs(spoken))
        rules = reduce(or_, map(self._anchored, self._anchors & held), 0)
        if not rules:
            return []
        rules &= reduce(or_, map(self._second, self._seconds & held), self._single)
        found = []
        while rules:
            lowest = rules & -rules
            found.append(lowest.bit_length() - 1)
            rules ^= lowest
        return found


def _filling(need: Need, alphabet: Alphabet) -> set[str]:
    """Return the characters, and the pairs of characters, that meet a need."""
    pairs = {
        letter + following
        for first, second in need.pairs
        for letter in alphabet.letters_of(first)
        for following in alphabet.letters_of(second)
    }
    return alphabet.letters_of(need.slot) | pairs


def _overlapping(pairs: Iterable[str]) -> Callable[[str], list[str]]:
    """Return a function that lists the pairs in a string that begin and end as some of these; others do no harm."""
    known = list(pairs)
    if not known:  # a lexicon of a few wordings may need none
        return lambda _letters: []
    firsts, seconds = ("".join(sorted(set(letters))) for letters in zip(*known, strict=True))
    found: Callable[[str], list[str]] = re.compile(f"(?=([{firsts}][{seconds}]))").findall
    return found
