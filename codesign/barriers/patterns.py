r"""The small pattern language of the lexicon, compiled to one regular expression and its anchor words.

========================  ==========================================================================
written                   matches
========================  ==========================================================================
``voiture``               the word folded (no case, no accents), with an optional ending e, s, es
``sort!``                 exactly that word, no added ending
``gên*``                  any word with this beginning
``(auto|char|carte soleil)``  one of the wordings
``[trop|bien]``           one of the wordings, or nothing
``{parler}``              any form of the verb (generated table ``verbs.toml``)
``~`` / ``~~``            up to 5 words, none of them punctuation / up to 9 words, commas included
``_``                     exactly one word
``@ne``                   a named set of ``sets.toml``
``,``                     a comma
========================  ==========================================================================

« ne » and « n’ » may stand between any two parts of a pattern: speech drops them, care restores them.

A pattern is read into a small tree (``Slot``, ``Gap``, ``Series``, ``Choice``, ``Maybe``); ``expressions`` turns it
into a regular expression, one character per word. ``needs`` lists what any match must hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from codesign.barriers.frequency import of_beginning, of_word
from codesign.barriers.matching import split_words
from codesign.errors import InvalidInput
from codesign.i18n import N_

_TOKEN = re.compile(r"[()\[\]|]|~~|~|\{[^}]+\}|[^\s()\[\]|~{}]+")
GAPS = frozenset({"~", "~~", "_"})
_FEW = 400  # pairs of words that one option may add to the index


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a sentence: the words, and the beginnings of words, that fill the place."""

    words: frozenset[str]
    prefixes: frozenset[str] = frozenset()

    @property
    def cost(self) -> tuple[int, int]:
        """Order of preference among required slots: the rarest words first, then few words."""
        return _cost(self)


@lru_cache(maxsize=20_000)
def _cost(slot: Slot) -> tuple[int, int]:
    common = sum(map(of_word, slot.words)) + sum(map(of_beginning, slot.prefixes))
    return (common, len(slot.words) + 3 * len(slot.prefixes))


@dataclass(frozen=True, slots=True)
class Need:
    """What a sentence must hold for a rule to be worth trying: a word of the slot, or two words side by side."""

    slot: Slot
    pairs: tuple[tuple[Slot, Slot], ...] = ()

    @property
    def cost(self) -> tuple[int, int]:
        """Order of preference: the rarest words first, then few words; a pair is rarer than either of its words."""
        common, words = self.slot.cost
        beside = sum(min(first.cost[0], second.cost[0]) for first, second in self.pairs)
        return (common + beside // 6, words + len(self.pairs))


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Words that do not matter: ``~``, ``~~`` or ``_``."""

    symbol: str


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Parts that follow each other; « ne » may stand between them unless they were written as one word."""

    parts: tuple[Node, ...]
    glued: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of the options, the first that fits."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Maybe:
    """A part that may be missing."""

    inner: Node


Node = Slot | Gap | Series | Choice | Maybe


class PatternReader:
    """Reads patterns; holds the verb table and the named sets, each set read once."""

    def __init__(self, verbs: Mapping[str, tuple[str, ...]], sets: Mapping[str, str]) -> None:
        self._verbs = verbs
        self._sets = sets
        self._cache: dict[str, Node] = {}

    def read(self, pattern: str) -> Node:
        """Read one pattern.

        Raises:
            InvalidInput: brackets that do not close, unknown verb or set, or no required word at all.
        """
        parts = _TOKEN.findall(pattern)
        node, rest = self._alternatives(parts, 0, pattern)
        if rest != len(parts) or not _demanding(node):
            raise _unreadable(pattern)
        return node

    def _alternatives(self, parts: list[str], at: int, pattern: str) -> tuple[Node, int]:
        """Read ``a b|c d`` up to a closing bracket or the end."""
        options: list[Node] = []
        while True:
            option, at = self._sequence(parts, at, pattern)
            options.append(option)
            if at >= len(parts) or parts[at] != "|":
                break
            at += 1
        return (options[0] if len(options) == 1 else Choice(tuple(options))), at

    def _sequence(self, parts: list[str], at: int, pattern: str) -> tuple[Node, int]:
        found: list[Node] = []
        while at < len(parts) and parts[at] not in {")", "]", "|"}:
            if parts[at] in {"(", "["}:
                part, at = self._group(parts, at, pattern)
            else:
                part = self._atom(parts[at], pattern)
                at += 1
            found.append(part)
        return (found[0] if len(found) == 1 else Series(tuple(found))), at

    def _group(self, parts: list[str], at: int, pattern: str) -> tuple[Node, int]:
        optional = parts[at] == "["
        inner, at = self._alternatives(parts, at + 1, pattern)
        if at >= len(parts) or parts[at] != ("]" if optional else ")"):
            raise _unreadable(pattern)
        return (Maybe(inner) if optional else inner), at + 1

    def _atom(self, part: str, pattern: str) -> Node:
        if part not in self._cache:
            self._cache[part] = self._new_atom(part, pattern)
        return self._cache[part]

    def _new_atom(self, part: str, pattern: str) -> Node:
        if part in GAPS:
            return Gap(part)
        if part.startswith("@") and part[1:] in self._sets:
            return self._alternatives(_TOKEN.findall(self._sets[part[1:]]), 0, pattern)[0]
        if part.startswith("{") and part[1:-1] in self._verbs:
            return Slot(frozenset(self._verbs[part[1:-1]]))
        if part[0] in "@{":
            raise _unreadable(pattern)
        if part.endswith("*"):
            return Slot(frozenset(), frozenset(["".join(split_words(part[:-1]))]))
        if not split_words(part.rstrip("!")):
            raise _unreadable(pattern)
        return _words(part)


def _demanding(node: Node) -> bool:
    """Say whether every match holds some word."""
    if isinstance(node, Series):
        return any(map(_demanding, node.parts))
    return all(map(_demanding, node.options)) if isinstance(node, Choice) else isinstance(node, Slot)


@lru_cache(maxsize=10_000)  # named sets stand in many wordings
def needs(node: Node) -> tuple[Need, ...]:
    """Return what every match holds; of a choice, the rarest need of each option, together."""
    if isinstance(node, Slot):
        return (Need(node),)
    if isinstance(node, Series):
        return tuple(need for part in node.parts for need in needs(part))
    if not isinstance(node, Choice):
        return ()
    chosen: list[Need] = []
    for option in node.options:
        pairs = _neighbours(option)
        found = (Need(Slot(frozenset()), pairs[:1]),) if pairs else needs(option)
        if not found:
            return ()
        chosen.append(found[0] if len(found) == 1 else min(found, key=lambda need: need.cost))
    words = frozenset(chain.from_iterable([each.slot.words for each in chosen]))
    prefixes = frozenset(chain.from_iterable([each.slot.prefixes for each in chosen]))
    return (Need(Slot(words, prefixes), tuple(chain.from_iterable([each.pairs for each in chosen]))),)


def _neighbours(option: Node) -> tuple[tuple[Slot, Slot], ...]:
    """Return the two words of an option that always follow each other, the rarest pair first: « sert à rien »."""
    parts = option.parts if isinstance(option, Series) else ()
    pairs = [
        (first, second)
        for first, second in pairwise(parts)
        if isinstance(first, Slot) and isinstance(second, Slot) and not first.prefixes | second.prefixes
    ]
    few = [pair for pair in pairs if len(pair[0].words) * len(pair[1].words) <= _FEW]
    return tuple(sorted(few, key=lambda pair: (pair[0].cost[0] + pair[1].cost[0], pair[0].cost[1] * pair[1].cost[1])))


def _unreadable(pattern: str) -> InvalidInput:
    return InvalidInput(N_("This wording of the lexicon cannot be read: %(pattern)s"), pattern=pattern)


def _words(part: str) -> Node:
    """Read a written word, which may fold into several (« rendez-vous », « d'auto »)."""
    words = split_words(part.rstrip("!"))
    forms = words[-1:] if part.endswith("!") else inflected(words[-1])
    slots = (*(Slot(frozenset([word])) for word in words[:-1]), Slot(frozenset(forms)))
    return slots[0] if len(slots) == 1 else Series(slots, glued=True)


def inflected(word: str) -> tuple[str, ...]:
    """Return a word with the endings that writing adds: « isole » → isole, isoles, isolee, isolees."""
    if len(word) < 4 or not word.isalpha() or word[-1] in "sxz":
        return (word, word + "e", word + "es") if len(word) >= 4 and word.endswith("s") else (word,)
    if word.endswith("e"):
        return (word, word + "s", word + "e", word + "es")
    return (word, word + "s", word + "e", word + "es")
