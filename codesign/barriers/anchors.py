"""The index of rules: which ones are worth trying on a sentence, from the words that it holds.

The rarest need of a rule is its anchor: each character of the alphabet (see ``expressions``), and each pair of
characters that some wording needs side by side, knows the rules that it anchors. Of those that a sentence anchors, the
rules stay whose other needs are met too. Most words anchor nothing, so that a sentence costs a few look-ups of sets,
whatever the number of rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from codesign.barriers.expressions import NE, Alphabet
from codesign.barriers.patterns import Need

_LAYERS = 3  # needs that count per rule, the rarest first: a fourth removes next to nothing and costs memory


class RuleIndex:
    """Rules by the characters of a sentence."""

    def __init__(self, needs: Sequence[Iterable[Need]], alphabet: Alphabet) -> None:
        anchored: dict[str, list[int]] = defaultdict(list)
        # One function per layer and rule that tells whether a sentence lacks what the rule needs.
        self._lacks: list[list[Callable[[Iterable[str]], bool]]] = [[] for _ in range(1, _LAYERS)]
        pairs: set[str] = set()
        for rule, wanted in enumerate(needs):
            rarest = sorted({*wanted}, key=lambda need: need.cost)[:_LAYERS]
            filling = [_filling(need, alphabet) for need in rarest]
            for piece in filling[0]:
                anchored[piece].append(rule)
            for layer, lacks in enumerate(self._lacks, start=1):
                lacks.append(frozenset(filling[layer]).isdisjoint if layer < len(filling) else _lacks_nothing)
            pairs.update(piece for piece in chain.from_iterable(filling) if len(piece) > 1)
        self._anchored = dict(anchored)
        self._anchors = frozenset(anchored)
        self._pairs = _overlapping(pairs)
        self._ne = str.maketrans("", "", "".join(alphabet.letters_of(NE)))

    def worth_trying(self, letters: str) -> list[int]:
        """Return the rules, in order, each of whose needs a sentence meets."""
        held = {*letters, *self._pairs(letters)}
        spoken = letters.translate(self._ne)  # « ne » may stand between two words of a wording
        if len(spoken) < len(letters):
            held.update(self._pairs(spoken))
        anchors = self._anchors & held
        if not anchors:
            return []
        rules: Iterable[int] = {*chain.from_iterable(map(self._anchored.__getitem__, anchors))}
        for lacks in self._lacks:
            rules = [rule for rule in rules if not lacks[rule](held)]
        return sorted(rules)


def _filling(need: Need, alphabet: Alphabet) -> set[str]:
    """Return the characters, and the pairs of characters, that meet a need."""
    pairs = {
        letter + following
        for first, second in need.pairs
        for letter in alphabet.letters_of(first)
        for following in alphabet.letters_of(second)
    }
    return alphabet.letters_of(need.slot) | pairs


def _lacks_nothing(_held: Iterable[str]) -> bool:
    return False


def _overlapping(pairs: Iterable[str]) -> Callable[[str], list[str]]:
    """Return a function that lists the pairs in a string that begin and end as some of these; others do no harm."""
    firsts, seconds = ("".join(sorted(set(letters))) for letters in zip(*pairs, strict=True))
    found: Callable[[str], list[str]] = re.compile(f"(?=([{firsts}][{seconds}]))").findall
    return found
