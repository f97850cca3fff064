"""The anchor index: which rules are worth trying on a sentence, from the words that it holds.

Its cost depends on the hits, not on the number of rules: a word that is no anchor costs one dictionary look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from codesign.barriers.patterns import Anchor


class AnchorIndex:
    """Rules by anchor word; beginnings of words are tried once per new word, by the caller's cache."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        words: dict[str, list[int]] = defaultdict(list)
        prefixes: dict[str, list[int]] = defaultdict(list)
        for rule, anchor in enumerate(anchors):
            for word in anchor.words:
                words[word].append(rule)
            for prefix in anchor.prefixes:
                prefixes[prefix].append(rule)
        self._words = {word: tuple(rules) for word, rules in words.items()}
        self._prefixes = {prefix: tuple(rules) for prefix, rules in prefixes.items()}
        self._lengths = sorted({len(prefix) for prefix in prefixes})

    def rules_for(self, words: Sequence[str]) -> tuple[int, ...]:
        """Return the rules that one of these folded words anchors."""
        found: set[int] = set()
        for word in words:
            found.update(self._words.get(word, ()))
            for length in self._lengths:
                if length <= len(word):
                    found.update(self._prefixes.get(word[:length], ()))
        return tuple(sorted(found))
