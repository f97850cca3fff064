"""The index of rules: which ones are worth trying on a sentence, from the words that it holds.

Each character of the alphabet (see ``expressions``) carries one long integer: for each required slot, one bit per rule
that the character helps. The « or » of the characters of a sentence, slot by slot « and », leaves the rules all of whose
slots are filled. The cost is one dictionary look-up per word, whatever the number of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from codesign.barriers.expressions import Alphabet
from codesign.barriers.patterns import Slot

_LAYERS = 4  # slots that count per rule, the rarest first: more of them remove nothing


class RuleIndex:
    """Rules by the characters of a sentence."""

    def __init__(self, required: Sequence[Iterable[Slot]], alphabet: Alphabet) -> None:
        self._size = len(required)
        self._always = 0
        masks = dict.fromkeys(alphabet.letters(), 0)
        for rule, slots in enumerate(required):
            rarest = sorted({*slots}, key=lambda slot: slot.cost)[:_LAYERS]
            for layer in range(_LAYERS):
                bit = 1 << (layer * self._size + rule)
                if layer >= len(rarest):
                    self._always |= bit
                    continue
                for letter in alphabet.letters_of(rarest[layer]):
                    masks[letter] |= bit
        self._mask_of = masks.__getitem__
        self._first = (1 << self._size) - 1

    def worth_trying(self, letters: str) -> list[int]:
        """Return the rules, in order, each of whose required slots some character of a sentence fills."""
        filled = reduce(or_, map(self._mask_of, {*letters}), self._always)
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
