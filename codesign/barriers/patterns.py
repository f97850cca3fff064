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

The expression reads the words of a sentence joined by single spaces (see ``matching``). The anchor is the required slot
that is least common in French: a rule is tried only on sentences that hold one of its anchors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from codesign.barriers.matching import split_words
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.nlp import word_set

_TOKEN = re.compile(r"[()\[\]|]|~~|~|\{[^}]+\}|[^\s()\[\]|~{}]+")
_GAPS = {"~": r"(?:[^ ,;:.!?]+ ){0,5}?", "~~": r"(?:[^ ;:.!?]+ ){0,9}?", "_": r"[^ ,;:.!?]+ "}
_NE = "(?:n' |ne )?"  # « ne » may stand, or be dropped, between any two parts
_COMMON = word_set(
    """
    a ai as au aux avec c' ca ce ces cette chez d' dans de des du elle elles en est et etait eu fait faire il
    ils j' je l' la le les leur leurs lui m' ma me mes moi mon n' ne ni non nous on ont ou par pas pis plus
    pour pu pus qu' que qui quand rien s' sa se ses si son sont sur t' ta te tes toi ton toujours tout toute
    tous tres trop un une va vont vous y jamais sans avoir etre aller va peut peux veut sait bien encore
    personne faut aussi comme ici avait ete suis sais
    """
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words, and beginnings of words, one of which a sentence must hold for the rule to be worth trying."""

    words: frozenset[str]
    prefixes: frozenset[str]

    @property
    def cost(self) -> tuple[int, int]:
        """Order of preference: few common words first, then few words."""
        return (len(self.words & _COMMON), len(self.words) + 3 * len(self.prefixes))

    def union(self, other: Anchor) -> Anchor:
        """Return the anchor of « one or the other »."""
        return Anchor(self.words | other.words, self.prefixes | other.prefixes)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern ready to run; ``anchor`` is None for a part that may be empty."""

    regex: str
    anchor: Anchor | None
    required: tuple[Anchor, ...] = ()  # one per slot that must be filled: all of them must be met


class PatternCompiler:
    """Compiles patterns; holds the verb table and the named sets, each set compiled once."""

    def __init__(self, verbs: Mapping[str, tuple[str, ...]], sets: Mapping[str, str]) -> None:
        self._verbs = verbs
        self._sets = sets
        self._cache: dict[str, Compiled] = {}

    def compile(self, pattern: str) -> Compiled:
        """Compile one pattern.

        Raises:
            InvalidInput: brackets that do not close, unknown verb or set, or no required word at all.
        """
        parts = _TOKEN.findall(pattern)
        compiled, rest = self._alternatives(parts, 0, pattern)
        if rest != len(parts) or compiled.anchor is None:
            raise InvalidInput(N_("This wording of the lexicon cannot be read: %(pattern)s"), pattern=pattern)
        return compiled

    def _alternatives(self, parts: list[str], at: int, pattern: str) -> tuple[Compiled, int]:
        """Read ``a b|c d`` up to a closing bracket or the end."""
        options: list[Compiled] = []
        while True:
            option, at = self._sequence(parts, at, pattern)
            options.append(option)
            if at >= len(parts) or parts[at] != "|":
                break
            at += 1
        regex = "|".join(option.regex for option in options)
        anchor = options[0].anchor
        for option in options[1:]:
            anchor = None if anchor is None or option.anchor is None else anchor.union(option.anchor)
        if len(options) == 1:
            return options[0], at
        return Compiled(f"(?:{regex})", anchor), at

    def _sequence(self, parts: list[str], at: int, pattern: str) -> tuple[Compiled, int]:
        """Read parts that follow each other; the best anchor among them is kept."""
        regex: list[str] = []
        best: Anchor | None = None
        required: list[Anchor] = []
        while at < len(parts) and parts[at] not in {")", "]", "|"}:
            if parts[at] in {"(", "["}:
                part, at = self._group(parts, at, pattern)
            else:
                part = self._atom(parts[at], pattern)
                at += 1
            regex.append(part.regex)
            if part.anchor is not None:
                required.extend(part.required or (part.anchor,))
                if best is None or part.anchor.cost < best.cost:
                    best = part.anchor
        return Compiled(_NE.join(regex), best, tuple(required)), at

    def _group(self, parts: list[str], at: int, pattern: str) -> tuple[Compiled, int]:
        optional = parts[at] == "["
        inner, at = self._alternatives(parts, at + 1, pattern)
        if at >= len(parts) or parts[at] != ("]" if optional else ")"):
            raise InvalidInput(N_("This wording of the lexicon cannot be read: %(pattern)s"), pattern=pattern)
        return (Compiled(f"(?:{inner.regex})?", None) if optional else inner), at + 1

    def _atom(self, part: str, pattern: str) -> Compiled:
        if part in _GAPS:
            return Compiled(_GAPS[part], None)
        if part not in self._cache:
            self._cache[part] = self._new_atom(part, pattern)
        return self._cache[part]

    def _new_atom(self, part: str, pattern: str) -> Compiled:
        if part.startswith("@") and part[1:] in self._sets:
            inner, _ = self._alternatives(_TOKEN.findall(self._sets[part[1:]]), 0, pattern)
            return Compiled(f"(?:{inner.regex})", inner.anchor, inner.required)
        if part.startswith("{") and part[1:-1] in self._verbs:
            return _choice(self._verbs[part[1:-1]])
        if part[0] in "@{":
            raise InvalidInput(N_("This wording of the lexicon cannot be read: %(pattern)s"), pattern=pattern)
        if part.endswith("*"):
            prefix = "".join(split_words(part[:-1]))
            return Compiled(re.escape(prefix) + r"[^ ]* ", Anchor(frozenset(), frozenset([prefix])))
        if not split_words(part.rstrip("!")):
            raise InvalidInput(N_("This wording of the lexicon cannot be read: %(pattern)s"), pattern=pattern)
        return _words(part)


def _choice(forms: tuple[str, ...]) -> Compiled:
    regex = "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) + ") "
    return Compiled(regex, Anchor(frozenset(forms), frozenset()))


def _words(part: str) -> Compiled:
    """Compile a written word, which may fold into several (« rendez-vous », « d'auto »)."""
    exact = part.endswith("!")
    words = split_words(part.rstrip("!"))
    regex = "".join(re.escape(word) + " " for word in words[:-1])
    last = words[-1]
    forms = (last,) if exact else inflected(last)
    regex += _choice(forms).regex if len(forms) > 1 else re.escape(last) + " "
    anchors = [frozenset([word]) for word in words[:-1]] + [frozenset(forms)]
    best = min((Anchor(anchor, frozenset()) for anchor in anchors), key=lambda anchor: anchor.cost)
    return Compiled(regex, best)


def inflected(word: str) -> tuple[str, ...]:
    """Return a word with the endings that writing adds: « isole » → isole, isoles, isolee, isolees."""
    if len(word) < 4 or not word.isalpha() or word[-1] in "sxz":
        return (word, word + "e", word + "es") if len(word) >= 4 and word.endswith("s") else (word,)
    if word.endswith("e"):
        return (word, word + "s", word + "e", word + "es")
    return (word, word + "s", word + "e", word + "es")
