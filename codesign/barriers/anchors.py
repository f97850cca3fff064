"""The index of rules: which ones are worth trying on a sentence, from the words that it holds.

Each character of the alphabet (see ``expressions``), and each pair of characters that some wording needs side by
side, carries one long integer: for each need of a rule, one bit per rule that it helps. The « or » of what a sentence
holds, need by need « and », leaves the rules all of whose needs are met. The cost is two dictionary look-ups per
word, whatever the number of rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add, or_

from codesign.barriers.expressions import NE, Alphabet
from codesign.barriers.patterns import Need

_LAYERS = 3  # needs that count per rule, the rarest first: a fourth removes next to nothing and costs memory


class RuleIndex:
    """Rules by the characters of a sentence."""

    def __init__(self, needs: Sequence[Iterable[Need]], alphabet: Alphabet) -> None:
        self._size = len(needs)
        self._always = 0
        words = dict.fromkeys(alphabet.letters(), 0)
        pairs: dict[str, int] = defaultdict(int)
        for rule, wanted in enumerate(needs):
            rarest = sorted({*wanted}, key=lambda need: need.cost)[:_LAYERS]
            for layer in range(_LAYERS):
                bit = 1 << (layer * self._size + rule)
                if layer >= len(rarest):
                    self._always |= bit
                    continue
                for letter in alphabet.letters_of(rarest[layer].slot):
                    words[letter] |= bit
                for first, second in rarest[layer].pairs:
                    for letter in alphabet.letters_of(first):
                        for following in alphabet.letters_of(second):
                            pairs[letter + following] |= bit
        self._of_word = words.__getitem__
        self._of_pair = dict(pairs).get
        self._first = (1 << self._size) - 1
        self._ne = str.maketrans("", "", "".join(alphabet.letters_of(NE)))

    def worth_trying(self, letters: str) -> list[int]:
        """Return the rules, in order, each of whose needs a sentence meets."""
        filled = reduce(or_, map(self._of_word, letters), self._always)
        filled = reduce(or_, filter(None, map(self._of_pair, map(add, letters, letters[1:]))), filled)
        spoken = letters.translate(self._ne)  # « ne » may stand between two words of a wording
        if len(spoken) < len(letters):
            filled = reduce(or_, filter(None, map(self._of_pair, map(add, spoken, spoken[1:]))), filled)
        rules = filled & self._first
        for layer in range(1, _LAYERS):
            if not rules:
                return []
            rules &= filled >> (layer * self._size)
        found = []
        while rules:
            lowest = rules & -rules
            found.append(lowest.bit_length() - 1)
            rules ^= lowest
        return found
