"""The engine: a text cut into sentences in, proposals out. No storage, no spaCy (see ``component``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from codesign.barriers.anchors import RuleIndex
from codesign.barriers.expressions import Alphabet
from codesign.barriers.guard import is_foreign
from codesign.barriers.lexicon import Lexicon, load_lexicon
from codesign.barriers.model import ORIGIN_RULE, Entry, Evidence, Kind, Proposal, TagStatus
from codesign.barriers.patterns import PatternReader, required
from codesign.barriers.reading import Spellings, word_spans
from codesign.barriers.status import status_of

ENGINE_VERSION = "1"
WINDOW = 300  # words read at once: a sentence of a megabyte then costs no more than the same words in short ones
OVERLAP = 30
_MAX_EVIDENCE = 12
_MAX_HITS = 50  # of one rule in one window: only an artificial text has more
_WEIGHT = {Kind.PHRASE: 0.85, Kind.PROBLEM: 0.8, Kind.RESOURCE: 0.8, Kind.RESOLVED: 0.75, Kind.BLOCK: 0.0}
_ORDER = (TagStatus.PRESENT, TagStatus.HYPOTHETICAL, TagStatus.ABSENT)


class Hit(NamedTuple):
    """A rule found in a window of a sentence: its first word and the word after its last, from the window's first word."""

    rule: int
    start: int
    end: int
    window: int


Finding = tuple[TagStatus, Hit]


class Tagger:
    """A lexicon made ready to run. Expressions are compiled at their first use, to start fast.

    Safe to share between threads: what is remembered may at worst be computed twice.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        reader = PatternReader(lexicon.verbs, lexicon.sets)
        self.entries: Sequence[Entry] = lexicon.entries
        self._nodes = [reader.read(entry.pattern) for entry in lexicon.entries]
        self._alphabet = Alphabet(self._nodes)
        self._index = RuleIndex([required(node) for node in self._nodes], self._alphabet)
        self._spellings = Spellings(self._alphabet)
        self._expressions: dict[int, re.Pattern[str]] = {}

    def tag(self, text: str, sentences: Iterable[tuple[int, int]]) -> list[Proposal]:
        """Return the proposals of each sentence (offsets in ``text``, code points), in order."""
        letters_of = self._spellings.__getitem__
        proposals: list[Proposal] = []
        for start, end in sentences:
            parts = text[start:end].split()
            letters = "".join(map(letters_of, parts))
            hits = self._hits(letters)
            if hits:
                proposals += self._understand(text, (start, end), parts, hits)
        return proposals

    def _hits(self, letters: str) -> list[Hit]:
        """Return the hits of a sentence, window by window."""
        if len(letters) <= WINDOW:
            return self._window(letters, 0)
        starts = range(0, len(letters) - OVERLAP, WINDOW - OVERLAP)
        return [hit for first in starts for hit in self._window(letters[first : first + WINDOW], first)]

    def _window(self, letters: str, first: int) -> list[Hit]:
        hits = []
        for rule in self._index.worth_trying(letters):
            expression = self._expressions.get(rule) or self._compile(rule)
            for match in islice(expression.finditer(letters), _MAX_HITS):
                hits.append(Hit(rule, match.start(), match.end(), first))
        return hits

    def _compile(self, rule: int) -> re.Pattern[str]:
        expression = self._expressions[rule] = re.compile(self._alphabet.expression(self._nodes[rule]))
        return expression

    def _understand(
        self, text: str, sentence: tuple[int, int], parts: Sequence[str], hits: list[Hit]
    ) -> list[Proposal]:
        """Decide what the hits of one sentence say."""
        everything = [word for part in parts for word in self._spellings.stretch(part).words]
        findings: dict[tuple[str, str], list[Finding]] = {}
        for first in dict.fromkeys(hit.window for hit in hits):
            words = everything[first : first + WINDOW]
            if is_foreign(words):
                continue
            question = "?" in words[-3:]
            for hit in self._unblocked([hit for hit in hits if hit.window == first]):
                entry = self.entries[hit.rule]
                status = status_of(words, hit.start, hit.end, entry.kind, entry.code, question=question)
                if status is not None:
                    findings.setdefault((entry.family, entry.code), []).append((status, hit))
        if not findings:
            return []
        spans = word_spans(self._spellings, text, sentence[0], parts)
        return [self._proposal(key, found, spans, sentence) for key, found in findings.items()]

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
        spans: Sequence[tuple[int, int]],
        sentence: tuple[int, int],
    ) -> Proposal:
        """Join the findings of one code: what is asserted wins over what is imagined, and that over what is denied."""
        status = min((finding[0] for finding in found), key=_ORDER.index)
        status = _with_resolution(found, self.entries, status)
        chosen = [hit for each, hit in found if each is status]
        evidence = sorted(
            {
                (spans[hit.window + hit.start][0], spans[hit.window + hit.end - 1][1], self.entries[hit.rule].id)
                for hit in chosen
            }
        )
        doubt = 1.0
        for rule in {hit.rule for hit in chosen}:
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


def _with_resolution(found: list[Finding], entries: Sequence[Entry], status: TagStatus) -> TagStatus:
    """A wording that says « solved » denies the problem that it names: hits inside it do not assert anything."""
    resolved = [hit for each, hit in found if entries[hit.rule].kind is Kind.RESOLVED and each is TagStatus.ABSENT]
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
