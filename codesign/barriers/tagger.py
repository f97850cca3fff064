"""The engine: a text cut into sentences in, proposals out. No storage, no spaCy (see ``component``)."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, reduce
from itertools import chain, groupby
from math import prod
from operator import attrgetter, or_
from typing import NamedTuple

from codesign.barriers.anchors import RuleIndex
from codesign.barriers.expressions import Alphabet
from codesign.barriers.lexicon import Lexicon, load_lexicon
from codesign.barriers.model import ORIGIN_RULE, Entry, Evidence, Kind, Proposal, TagStatus
from codesign.barriers.patterns import PatternReader, needs
from codesign.barriers.reading import Places, ReadSentence, Spellings, Stretch, Stretches
from codesign.barriers.status import Reading, status_of
from codesign.barriers.suggester import Suggester
from codesign.barriers.weights import Weights, load_weights, weights_version
from codesign.nlp import WordVectors

ENGINE_VERSION = "1"
WINDOW = 300  # words read at once: a sentence of a megabyte then costs no more than the same words in short ones
OVERLAP = 30
_LOT = 600  # words scored together
_MAX_EVIDENCE = 12
_MAX_HITS = 50  # of one rule in one window: only an artificial text has more
_WEIGHT = {Kind.PHRASE: 0.85, Kind.PROBLEM: 0.8, Kind.RESOURCE: 0.8, Kind.RESOLVED: 0.75, Kind.BLOCK: 0.0}
_ORDER = (TagStatus.PRESENT, TagStatus.HYPOTHETICAL, TagStatus.ABSENT)


class Hit(NamedTuple):
    """A rule found in a window of a sentence: its first word and the word after its last, counted in the window."""

    rule: int
    start: int
    end: int
    window: int


Finding = tuple[TagStatus, Hit]
Search = Callable[..., re.Match[str] | None]
_Cut = tuple[int, str, str, str, list[str]]  # beginning, sentence, letters and rows of its words, stretches


class Tagger:
    """A lexicon, and a trained model where there is one, made ready to run.

    Expressions are compiled at their first use, to start fast.

    Safe to share between threads: what is remembered may at worst be computed twice.
    """

    def __init__(self, lexicon: Lexicon, weights: Weights | None = None, vectors: WordVectors | None = None) -> None:
        self._suggester = None if weights is None else Suggester(weights, vectors)
        reader = PatternReader(lexicon.verbs, lexicon.sets)
        self.entries: Sequence[Entry] = lexicon.entries
        self._nodes = [reader.read(entry.pattern) for entry in lexicon.entries]
        self._alphabet = Alphabet(self._nodes)
        self._index = RuleIndex([needs(node) for node in self._nodes], self._alphabet)
        self._spellings = self._memory()
        self._searches: dict[int, Search] = {}
        self._rules = [(entry.kind, (entry.family, entry.code)) for entry in self.entries]
        self._blocks = frozenset(rule for rule, entry in enumerate(self.entries) if entry.kind is Kind.BLOCK)

    def tag(self, text: str, sentences: Iterable[tuple[int, int]]) -> list[Proposal]:
        """Return the proposals of each sentence (offsets in ``text``, code points), in order."""
        return self.tag_all([(text, sentences)])[0]

    def tag_all(self, texts: Sequence[tuple[str, Iterable[tuple[int, int]]]]) -> list[list[Proposal]]:
        """Return the proposals of several texts, each as ``tag`` gives them; short texts together take less time."""
        spellings = self._spellings
        if spellings.stretches.full:
            spellings = self._spellings = self._memory()
        found: list[list[Proposal]] = [[] for _ in texts]
        for owners, cut in _lots(texts, spellings):
            read = self._read(cut, spellings)
            proposed: Iterable[Sequence[Proposal]] = [each.proposals for each in read]
            if self._suggester is not None:
                proposed = self._suggester.add(read, spellings.stretches)
            for owner, proposals in zip(owners, proposed, strict=True):
                found[owner] += proposals
        return found

    def _memory(self) -> Spellings:
        return Spellings(Stretches(self._alphabet, None if self._suggester is None else self._suggester.memory()))

    def _read(self, cut: Sequence[_Cut], spellings: Spellings) -> list[ReadSentence]:
        """Return each sentence with what the rules alone say of it, in order."""
        stretch = spellings.stretches.__getitem__
        windows = [(at, first, letters) for at, each in enumerate(cut) for first, letters in _windows(each[2])]
        tried = self._index.worth_trying([letters for _at, _first, letters in windows])
        hits: list[list[Hit]] = [[] for _ in cut]
        for (at, first, letters), rules in zip(windows, tried, strict=True):
            if rules:
                self._search(letters, first, rules, hits[at])
        found: list[ReadSentence] = []
        for (start, sentence, _letters, rows, pieces), here in zip(cut, hits, strict=True):
            parts = list(map(stretch, pieces)) if here else []
            proposals = self._understand(sentence, start, parts, here) if here else []
            found.append(ReadSentence(sentence, start, rows, parts, proposals))
        return found

    def _search(self, letters: str, first: int, rules: Sequence[int], hits: list[Hit]) -> None:
        """Add what these rules find in a window that begins at the word ``first`` of its sentence."""
        for rule in rules:
            search = self._searches.get(rule) or self._compile(rule)
            match = search(letters)
            found = 0
            while match is not None and found < _MAX_HITS:
                start, end = match.span()
                hits.append(Hit(rule, start, end, first))
                found += 1
                match = search(letters, end)

    def _compile(self, rule: int) -> Search:
        search = self._searches[rule] = re.compile(self._alphabet.expression(self._nodes[rule])).search
        return search

    def _understand(self, sentence: str, start: int, parts: Sequence[Stretch], hits: list[Hit]) -> list[Proposal]:
        """Decide what the hits of one sentence say."""
        words = list(chain.from_iterable([part[1] for part in parts]))
        cues = reduce(or_, [part[2] for part in parts])
        findings: dict[tuple[str, str], list[Finding]] = {}
        if len(words) <= WINDOW:
            self._find(Reading(words, cues), hits, findings)
        else:
            for first, here in groupby(hits, key=attrgetter("window")):
                self._find(Reading(words[first : first + WINDOW], cues), list(here), findings)
        if not findings:
            return []
        places = Places(sentence, parts)
        end = start + len(sentence)
        return [self._proposal(key, found, places, start, end) for key, found in findings.items()]

    def _find(self, reading: Reading, hits: list[Hit], findings: dict[tuple[str, str], list[Finding]]) -> None:
        """Add to the findings, by family and code, the hits of one window that say something."""
        if reading.foreign:
            return
        for hit in self._unblocked(hits):
            kind, key = self._rules[hit[0]]
            status = status_of(reading, hit[1], hit[2], kind, key[1])
            if status is not None:
                findings.setdefault(key, []).append((status, hit))

    def _unblocked(self, hits: list[Hit]) -> list[Hit]:
        """Drop the hits that a block of their code overlaps, and the blocks themselves."""
        blocks = [hit for hit in hits if hit[0] in self._blocks]
        if not blocks:
            return hits
        return [
            hit
            for hit in hits
            if hit.rule not in self._blocks
            and not any(
                self.entries[block.rule].code == self.entries[hit.rule].code
                and block.start < hit.end
                and hit.start < block.end
                for block in blocks
            )
        ]

    def _proposal(self, key: tuple[str, str], found: list[Finding], places: Places, start: int, end: int) -> Proposal:
        """Join the findings of one code: what is asserted wins over what is imagined, and that over what is denied."""
        status = found[0][0]
        if len(found) > 1:
            status = min([finding[0] for finding in found], key=_ORDER.index)
            status = _with_resolution(found, self.entries, status)
        chosen = [hit for each, hit in found if each is status]
        score = _WEIGHT[self._rules[chosen[0][0]][0]] if len(chosen) == 1 else self._score(chosen)
        return Proposal(start, end, *key, status, score, ORIGIN_RULE, self._evidence(chosen, places, start))

    def _score(self, hits: list[Hit]) -> float:
        """Return how sure several rules are together."""
        doubt = prod(1 - _WEIGHT[self.entries[rule].kind] for rule in sorted({hit.rule for hit in hits}))
        return round(min(0.99, 1 - doubt), 3)

    def _evidence(self, hits: list[Hit], places: Places, start: int) -> tuple[Evidence, ...]:
        """Return the first passages, each once per rule, with offsets in the whole text."""
        if len(hits) == 1:
            (hit,) = hits
            first, last = places.span(hit.window + hit.start, hit.window + hit.end - 1)
            return (Evidence(start + first, start + last, self.entries[hit.rule].id),)
        wordings = {(hit.window + hit.start, hit.window + hit.end - 1, self.entries[hit.rule].id) for hit in hits}
        passages = {(*places.span(first, last), rule) for first, last, rule in sorted(wordings)[:_MAX_EVIDENCE]}
        return tuple([Evidence(start + first, start + last, rule) for first, last, rule in sorted(passages)])


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


def _lots(
    texts: Sequence[tuple[str, Iterable[tuple[int, int]]]], spellings: Spellings
) -> Iterator[tuple[list[int], list[_Cut]]]:
    """Read the words of each sentence; give sentences in lots, with the text that each is of.

    A lot has enough words for numpy to be worth its calls, and few enough for their rows to stay near the processor.
    A sentence without any word is left out.
    """
    spelling = spellings.__getitem__
    owners, found, words = list[int](), list[_Cut](), 0
    for owner, (text, sentences) in enumerate(texts):
        for start, end in sentences:
            sentence = text[start:end]
            pieces = sentence.split()
            both = "".join(map(spelling, pieces))
            if both:
                owners.append(owner)
                found.append((start, sentence, both[::2], both[1::2], pieces))
                words += len(both) // 2
                if words >= _LOT:
                    yield owners, found
                    owners, found, words = [], [], 0
    if found:
        yield owners, found


def _windows(letters: str) -> Iterable[tuple[int, str]]:
    """Cut a sentence into windows: the first word of each, and its words as characters."""
    if len(letters) <= WINDOW:
        return ((0, letters),)
    starts = range(0, len(letters) - OVERLAP, WINDOW - OVERLAP)
    return [(first, letters[first : first + WINDOW]) for first in starts]


@cache
def default_tagger() -> Tagger:
    """Return the tagger on the project's lexicon and trained model, built once.

    Its tables live as long as the process: the collector of cycles, which would otherwise walk through them again and
    again while texts are read (a third of the time), waits until they are built and never looks at them.
    """
    return built(load_lexicon(), load_weights())


def built(lexicon: Lexicon, weights: Weights | None, vectors: WordVectors | None = None) -> Tagger:
    """Return a tagger that lives as long as the process, made as ``default_tagger`` says."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Tagger(lexicon, weights, vectors)
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


@cache
def rule_tagger() -> Tagger:
    """Return the rules alone, built once: what training learns from, and what tests of the lexicon look at."""
    return Tagger(load_lexicon())


def tagger_version() -> str:
    """Return a short name of engine, lexicon and model: the same version gives the same proposals."""
    return version_name(load_lexicon(), weights_version())


def version_name(lexicon: Lexicon, weights: str) -> str:
    """Return the name of a tagger of this lexicon and of weights of this name."""
    return f"rules-{ENGINE_VERSION}-{lexicon.version}+model-{weights}"
