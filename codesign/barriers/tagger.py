"""The engine: tokens and sentences in, proposals out. No storage, no spaCy (see ``component``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from codesign.barriers.anchors import AnchorIndex
from codesign.barriers.guard import is_foreign
from codesign.barriers.lexicon import Lexicon, load_lexicon
from codesign.barriers.matching import Hit, Reading, find_hits, split_words
from codesign.barriers.model import ORIGIN_RULE, Entry, Evidence, Kind, Proposal, TagStatus
from codesign.barriers.patterns import PatternCompiler
from codesign.barriers.status import status_of

ENGINE_VERSION = "1"
WINDOW = 300  # words read at once: a sentence of a megabyte then costs no more than the same words in short ones
OVERLAP = 30
_MAX_EVIDENCE = 12
_WEIGHT = {Kind.PHRASE: 0.85, Kind.PROBLEM: 0.8, Kind.RESOURCE: 0.8, Kind.RESOLVED: 0.75, Kind.BLOCK: 0.0}
_ORDER = (TagStatus.PRESENT, TagStatus.HYPOTHETICAL, TagStatus.ABSENT)

Finding = tuple[TagStatus, Hit, int, int]  # status, hit, first token, last token


class _Words(dict[str, tuple[tuple[str, ...], tuple[int, ...]]]):
    """Folded words and rules of each spelling, computed the first time that it is met."""

    def __init__(self, index: AnchorIndex) -> None:
        super().__init__()
        self._index = index

    def __missing__(self, token: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
        words = split_words(token)
        self[token] = found = (words, self._index.rules_for(words))
        return found


class Tagger:
    """A lexicon made ready to run. Expressions are compiled at their first use, to start fast."""

    def __init__(self, lexicon: Lexicon) -> None:
        compiler = PatternCompiler(lexicon.verbs, lexicon.sets)
        compiled = [compiler.compile(entry.pattern) for entry in lexicon.entries]
        self.entries: Sequence[Entry] = lexicon.entries
        self._sources = [pattern.regex for pattern in compiled]
        self._required = [tuple(slot.words for slot in pattern.required if not slot.prefixes) for pattern in compiled]
        self._expressions: dict[int, re.Pattern[str]] = {}
        self.words = _Words(AnchorIndex([pattern.anchor for pattern in compiled if pattern.anchor is not None]))

    def tag_sentence(
        self, tokens: Sequence[str], offsets: tuple[Sequence[int], Sequence[int]], sentence: tuple[int, int]
    ) -> list[Proposal]:
        """Return the proposals of one sentence.

        Args:
            tokens: the tokens of the sentence, as written.
            offsets: starts of the tokens in the whole text, and their lengths, in code points.
            sentence: start and end of the sentence in the whole text.
        """
        findings: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        step = WINDOW - OVERLAP
        for first in range(0, max(1, len(tokens) - OVERLAP), step):
            self._read(tokens, first, min(len(tokens), first + WINDOW), findings)
        return [self._proposal(key, found, offsets, sentence) for key, found in findings.items()]

    def _read(
        self, tokens: Sequence[str], first: int, last: int, findings: dict[tuple[str, str], list[Finding]]
    ) -> None:
        rules: set[int] = set()
        for token in tokens[first:last]:
            rules.update(self.words[token][1])
        if not rules:
            return
        reading = self._reading(tokens, first, last)
        here = set(reading.words)
        worth_it = [rule for rule in sorted(rules) if _may_match(here, self._required[rule])]
        hits = [hit for rule in worth_it for hit in find_hits(reading, rule, self._expression(rule))]
        if not hits or is_foreign(reading.words):
            return
        for hit in self._unblocked(hits):
            entry = self.entries[hit.rule]
            status = status_of(reading.words, hit.start, hit.end, entry.kind, entry.code, question=reading.question)
            if status is not None:
                place = (reading.tokens[hit.start], reading.tokens[hit.end - 1])
                findings[entry.family, entry.code].append((status, hit, *place))

    def _reading(self, tokens: Sequence[str], first: int, last: int) -> Reading:
        words: list[str] = []
        origins: list[int] = []
        for at in range(first, last):
            for word in self.words[tokens[at]][0]:
                words.append(word)
                origins.append(at)
        return Reading(words, origins, " " + " ".join(words) + " ", question="?" in words[-3:])

    def _expression(self, rule: int) -> re.Pattern[str]:
        expression = self._expressions.get(rule)
        if expression is None:
            expression = self._expressions[rule] = re.compile(" " + self._sources[rule])
        return expression

    def _unblocked(self, hits: list[Hit]) -> list[Hit]:
        """Drop the hits that a block of their code overlaps, and the blocks themselves."""
        blocks = [hit for hit in hits if self.entries[hit.rule].kind is Kind.BLOCK]
        kept = []
        for hit in hits:
            entry = self.entries[hit.rule]
            if entry.kind is not Kind.BLOCK and not any(
                self.entries[block.rule].code == entry.code and block.start < hit.end and hit.start < block.end
                for block in blocks
            ):
                kept.append(hit)
        return kept

    def _proposal(
        self,
        key: tuple[str, str],
        found: list[Finding],
        offsets: tuple[Sequence[int], Sequence[int]],
        sentence: tuple[int, int],
    ) -> Proposal:
        """Join the findings of one code: what is asserted wins over what is imagined, and that over what is denied."""
        status = min((finding[0] for finding in found), key=_ORDER.index)
        status = _with_resolution(found, self.entries, status)
        starts, lengths = offsets
        chosen = [finding for finding in found if finding[0] is status]
        evidence = sorted(
            {(starts[first], starts[last] + lengths[last], self.entries[hit.rule].id) for _, hit, first, last in chosen}
        )
        doubt = 1.0
        for rule in {finding[1].rule for finding in chosen}:
            doubt *= 1 - _WEIGHT[self.entries[rule].kind]
        return Proposal(
            start=sentence[0],
            end=sentence[1],
            family=key[0],
            code=key[1],
            status=status,
            score=round(min(0.99, 1 - doubt), 3),
            origin=ORIGIN_RULE,
            evidence=tuple(Evidence(*each) for each in evidence[:_MAX_EVIDENCE]),
        )


def _may_match(here: set[str], required: tuple[frozenset[str], ...]) -> bool:
    """Cheap test before the expression: each required slot of a rule has one of its words in the sentence."""
    for words in required:  # noqa: SIM110 - the loop is twice as fast as all() on this hot path
        if here.isdisjoint(words):
            return False
    return True


def _with_resolution(found: list[Finding], entries: Sequence[Entry], status: TagStatus) -> TagStatus:
    """A wording that says « solved » denies the problem that it names: hits inside it do not assert anything."""
    resolved = [
        hit for each, hit, _, _ in found if entries[hit.rule].kind is Kind.RESOLVED and each is TagStatus.ABSENT
    ]
    if not resolved:
        return status
    apart = [
        finding
        for finding in found
        if not any(hit.start < finding[1].end and finding[1].start < hit.end for hit in resolved)
    ]
    return min((finding[0] for finding in apart), key=_ORDER.index) if apart else TagStatus.ABSENT


@cache
def default_tagger() -> Tagger:
    """Return the tagger on the project's lexicon, built once."""
    return Tagger(load_lexicon())


def tagger_version() -> str:
    """Return a short name of the engine and the lexicon: the same version gives the same proposals."""
    return f"rules-{ENGINE_VERSION}-{load_lexicon().version}"
