"""The sentence model at work: codes for sentences that no rule reaches, and how far a rule is to be believed.

p(code | sentence) = σ(Σ v / √(Σ m) + bias + length + rules): v and m are what the words and the pairs of neighbours
weigh, remembered once per spelling. The words that pull a suggestion are its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import chain, pairwise
from operator import itemgetter, or_
from threading import Lock

import numpy as np

from codesign.barriers.features import of_word
from codesign.barriers.guard import is_foreign
from codesign.barriers.model import ORIGIN_MODEL, Evidence, Proposal
from codesign.barriers.reading import Places, ReadSentence
from codesign.barriers.status import Cue
from codesign.barriers.weights import STATUSES, Floats, Weights

BARRIER = "barrier"
_REMEMBERED = 60_000  # spellings; forgotten all at once beyond, so that a server does not grow for ever
_SHOWN = 3  # words shown for a suggestion
RULE_FLOOR = 0.25  # a rule's proposal that is right less often than that is not made (chosen on dev, decision 0014)
_FOREIGN = int(Cue.FOREIGN)
_WORDS_OF = itemgetter(1)
_NO_PAIRS: Floats = np.zeros((0, 64), np.float32)
_STEPS = 1000  # of the table of calibrated scores


class _Memory(dict[str, int]):
    """Rows of the words met, computed once; row 0 is nothing, the rows after it are the known pairs."""

    def __init__(self, weights: Weights, known: dict[str, int], first: Floats) -> None:
        super().__init__()
        self._weights, self._known, self._lock = weights, known, Lock()
        self._used = len(first)
        self.rows = np.vstack([first, np.zeros((4096, first.shape[1]), np.float32)])

    def __missing__(self, word: str) -> int:
        row = np.zeros(self.rows.shape[1], np.float32)
        for name, _weight in of_word(word):
            at = self._known.get(name)
            if at is not None:
                row[:-1] += self._weights.outputs[at]
                row[-1] += self._weights.strengths[at] ** 2
        with self._lock:
            if self._used == len(self.rows):
                self.rows = np.vstack([self.rows, np.zeros_like(self.rows)])
            place = self._used
            self.rows[place] = row
            self._used += 1
            self[word] = place
        return place


class Suggester:
    """Trained weights made ready to run. Safe to share between threads."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._codes = {code: at for at, code in enumerate(weights.codes)}
        self._known = {name: at for at, name in enumerate(weights.features)}
        pairs = [at for at, name in enumerate(weights.features) if name[0] == "b"]
        table = np.hstack([weights.outputs[pairs], weights.strengths[pairs, None] ** 2])
        self._first = np.vstack([np.zeros((1, table.shape[1]), np.float32), table]).astype(np.float32)
        names = [weights.features[at][1:].split(" ") for at in pairs]
        self._pairs = {(first, second): row for row, (first, second) in enumerate(names, start=1)}
        self._memory = _Memory(weights, self._known, self._first)
        self._thresholds: list[float] = weights.thresholds.tolist()
        steps = np.interp(np.arange(_STEPS + 1) / _STEPS, *weights.scale)
        self._scores: list[float] = np.clip(steps, 0.01, 0.99).round(3).tolist()

    def probabilities(self, sentences: Sequence[Sequence[str]], ruled: Sequence[Sequence[str]]) -> Floats:
        """Return sentences × (codes and statuses) for sentences cut into words; ``ruled``: the codes that rules found.

        Codes are probabilities before calibration, statuses are scores of which the highest counts.
        """
        if len(self._memory) > _REMEMBERED:
            self._memory = _Memory(self._weights, self._known, self._first)
        memory, pair = self._memory, self._pairs.get
        flat: list[int] = []
        starts: list[int] = []
        for words in sentences:
            starts.append(len(flat))
            flat.append(0)
            flat += [memory[word] for word in words]
            flat += filter(None, map(pair, pairwise(words)))
        sums: Floats = np.add.reduceat(memory.rows[flat], starts, axis=0)
        raw = sums[:, :-1] / np.sqrt(np.maximum(sums[:, -1:], np.float32(1e-9))) + self._weights.bias
        count = len(self._codes)
        raw[:, :count] += np.log1p([len(words) for words in sentences])[:, None] * self._weights.by_length
        for at, codes in enumerate(ruled):
            for code in codes:
                raw[at, :count] += self._weights.by_rule[self._codes[code]]
        raw[:, :count] = 1 / (1 + np.exp(-np.clip(raw[:, :count], -30, 30)))
        return raw.astype(np.float32)

    def add(self, read: Sequence[ReadSentence]) -> list[Proposal]:
        """Return the proposals of the rules, with a calibrated score, then the suggestions, by sentence."""
        if not read:
            return []
        words = [list(chain.from_iterable(map(_WORDS_OF, each.parts))) for each in read]
        ruled = [[p.code for p in each.proposals if p.family == BARRIER] for each in read]
        found = self.probabilities(words, ruled)
        rows = found.tolist()
        wanted = np.any(found[:, : len(self._codes)] > self._weights.thresholds, axis=1).tolist()
        proposals: list[Proposal] = []
        for at, each in enumerate(read):
            if each.proposals:
                proposals += self._believed(each.proposals, rows[at])
            if wanted[at]:
                proposals += self._suggestions(each, words[at], rows[at], ruled[at])
        return proposals

    def _score(self, probability: float) -> float:
        return self._scores[int(probability * _STEPS)]

    def _believed(self, proposals: Sequence[Proposal], found: list[float]) -> list[Proposal]:
        """Give the proposals of rules a calibrated score and drop those that the whole sentence speaks against."""
        kept: list[Proposal] = []
        for each in proposals:
            if each.family != BARRIER:
                kept.append(each)
                continue
            score = self._score(found[self._codes[each.code]])
            if score >= RULE_FLOOR:
                kept.append(replace(each, score=score))
        return kept

    def _suggestions(
        self, read: ReadSentence, words: list[str], found: list[float], ruled: list[str]
    ) -> list[Proposal]:
        cues = reduce(or_, [part[2] for part in read.parts])
        if cues & _FOREIGN and is_foreign(words):
            return []
        places = Places(read.sentence, read.parts)
        memory, pairs = self._memory, self._pairs
        weights_of_words = memory.rows[[memory[word] for word in words]]
        weights_of_pairs = (
            memory.rows[[pairs.get(pair, 0) for pair in pairwise(words)]] if len(words) > 1 else _NO_PAIRS
        )
        scores = found[len(self._codes) :]
        status = STATUSES[scores.index(max(scores))]
        return [
            Proposal(
                start=read.start,
                end=read.start + len(read.sentence),
                family=BARRIER,
                code=code,
                status=status,
                score=self._score(found[at]),
                origin=ORIGIN_MODEL,
                evidence=_evidence(weights_of_words[:, at], weights_of_pairs[:, at], places, read.start),
            )
            for code, at in self._codes.items()
            if found[at] > self._thresholds[at] and code not in ruled
        ]


def _evidence(words: Floats, pairs: Floats, places: Places, start: int) -> tuple[Evidence, ...]:
    """Return the words that pull most towards a code: their own weight and half of that of their pairs."""
    pull: list[float] = words.tolist()
    for at, weight in enumerate(pairs.tolist()):
        if weight:
            pull[at] += weight / 2
            pull[at + 1] += weight / 2
    least = max(pull) / 3
    best = sorted(range(len(pull)), key=pull.__getitem__, reverse=True)[:_SHOWN]
    spans = sorted({places.span(at, at) for at in best if pull[at] >= least or at == best[0]})
    return tuple([Evidence(start + first, start + last, ORIGIN_MODEL) for first, last in spans])
