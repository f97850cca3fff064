"""The sentence model at work: codes for sentences that no rule reaches, and how far a rule is to be believed.

A rule's proposal keeps its evidence, and its status unless the words of the whole sentence speak clearly for another.
p(code | sentence) = σ(Σ v / √(Σ m) + bias + length + rules): v and m are what the words and the pairs of neighbours
weigh, remembered once per spelling. Hidden units are sums of the same kind, cut at zero; what they say of a code is
averaged with that. The words that pull a suggestion are its evidence: above its zero a unit is a plain sum too, so each
word's part of the sum is exact. Many sentences are scored at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import accumulate, chain
from operator import add, itemgetter, or_
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from codesign.barriers.guard import is_foreign
from codesign.barriers.memory import Pairs, Words
from codesign.barriers.model import ORIGIN_MODEL, OWN_RULE, Evidence, Proposal, TagStatus
from codesign.barriers.reading import NOTHING, Places, ReadSentence, Stretches
from codesign.barriers.status import Cue
from codesign.barriers.supposition import OWN_FEAR
from codesign.barriers.thresholds import joined
from codesign.barriers.weights import STATUSES, Floats, Units, Weights
from codesign.nlp import WordVectors

BARRIER = "barrier"
_SHOWN = 3  # words shown for a suggestion
RULE_FLOOR = 0.1  # a rule's proposal that is right less often than that is not made (decision 0022)
_FOREIGN = int(Cue.FOREIGN)
_WORDS, _CUES, _ROWS = itemgetter(1), itemgetter(2), itemgetter(2)
_STEPS = 1000  # of the table of calibrated scores
_WIDEST = np.float32(15)  # log odds
_SURE = 1.0  # log odds by which another status must lead that of a rule to replace it (decision 0038)
_LONGEST = 4096  # words: a longer sentence is no longer for the model
_TINY, _HALF = np.float32(1e-9), np.float32(0.5)


class Scored(NamedTuple):
    """What the model says of sentences.

    ``found``: sentences × outputs, log odds of the codes, of « some barrier », and scores of the statuses (the highest
    counts); ``units``: sentences × hidden units, not yet cut at zero; ``pull``: what each word weighs, for each output,
    with half of its pairs and its part of the mean vector; ``by_unit``: the same for the units, without pairs;
    ``starts``: the place before the first word of each sentence in both, and the end.
    """

    found: Floats
    units: Floats
    pull: Floats
    by_unit: Floats
    starts: list[int]


class Suggester:
    """Trained weights made ready to run. Safe to share between threads."""

    def __init__(self, weights: Weights, vectors: WordVectors | None = None) -> None:
        self._weights = weights
        self._vectors = vectors
        self._codes = {code: at for at, code in enumerate(weights.codes)}
        self._pairs = Pairs(weights.pairs)
        self._names = weights.codes
        self._chances = len(weights.by_length)
        count = len(weights.codes)
        steps = np.interp(np.arange(_STEPS + 1) / _STEPS, *weights.scale)
        self._scores: list[float] = np.clip(steps, 0.01, 0.99).round(3).tolist()
        self._all = np.zeros((count, len(weights.bias)), np.float32)
        self._all[:, : self._chances] = weights.by_rule
        self._lengths = np.zeros((_LONGEST, len(weights.bias)), np.float32)
        self._lengths[:, : self._chances] = np.log1p(np.arange(_LONGEST))[:, None] * weights.by_length
        self._lengths += weights.bias
        self._status = _StatusChoice(weights)
        self._units = None if weights.units is None else _Hidden(weights.units)

    def memory(self) -> Words:
        """Return an empty memory for the words of texts."""
        return Words(self._weights, self._vectors)

    def score(self, read: Sequence[ReadSentence], words: Words) -> Scored:
        """Score sentences whose rows are those of ``words``."""
        words.ready()
        letters = NOTHING.join(["", *map(_ROWS, read), ""])
        places = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.intp)
        starts = [0, *accumulate([len(each.rows) + 1 for each in read])]
        pairs = self._pairs.of(words.firsts.take(places[:-1]), words.seconds.take(places[1:]))
        pull = words.rows.take(places[:-1], axis=0)
        bounds = np.array(starts, np.intp)
        sums = np.add.reduceat(pull + pairs, bounds[:-1])
        roots = np.sqrt(np.maximum(sums[:, -1:], _TINY))
        found = np.divide(sums[:, :-1], roots, dtype=np.float32)
        found += self._lengths.take(np.diff(bounds) - 1, axis=0, mode="clip")
        pairs *= _HALF  # a pair stands at the place of its first word: half of it goes to the second
        pull += pairs
        pull[1:] += pairs[:-1]
        if self._vectors is not None:
            meanings = words.meanings.take(places[:-1], axis=0)
            means = np.add.reduceat(meanings, bounds[:-1])
            known = np.maximum(means[:, -1:], 1)
            found[:, : self._chances] += means[:, :-1] / known
            # each word's part of the mean, brought to what `pull` holds: weights before the root
            pull[:, : self._chances] += meanings[:, :-1] * np.repeat(roots / known, np.diff(bounds), axis=0)
        by_unit = words.units.take(places[:-1], axis=0)
        units: Floats = np.divide(np.add.reduceat(by_unit, bounds[:-1]), roots, dtype=np.float32)
        if self._units is not None:
            units += self._units.lengths.take(np.diff(bounds) - 1, axis=0, mode="clip")
        return Scored(found, units, pull, by_unit, starts)

    def add(self, read: Sequence[ReadSentence], stretches: Stretches) -> list[list[Proposal]]:
        """Return for each sentence the proposals of the rules, with a calibrated score, then the suggestions."""
        if not read or stretches.words is None:
            return [[] for _ in read]
        scored = self.score(read, stretches.words)
        ruled = [
            (at, self._codes[proposal.code])
            for at, each in enumerate(read)
            for proposal in each.proposals
            if proposal.family == BARRIER
        ]
        if ruled:
            rows, codes = zip(*ruled, strict=True)
            np.add.at(scored.found, list(rows), self._all.take(codes, axis=0))
            if self._units is not None:
                np.add.at(scored.units, list(rows), self._units.by_rule.take(codes, axis=0))
        odds = scored.found[:, : self._chances]
        if self._units is not None:
            odds = (odds + self._units.codes(scored.units)) * _HALF
        odds = np.clip(odds, -_WIDEST, _WIDEST)
        chances = joined(1 / (1 + np.exp(-odds)))
        kept: list[list[Proposal]] = [
            self._believed(each.proposals, chances[at], scored.found[at]) if each.proposals else []
            for at, each in enumerate(read)
        ]
        over = chances > self._weights.thresholds
        wanted: dict[int, list[int]] = {}
        for at, code in zip(*map(np.ndarray.tolist, over.nonzero()), strict=True):
            wanted.setdefault(at, []).append(code)
        said = {*ruled}
        for at, over_codes in wanted.items():
            new = [code for code in over_codes if (at, code) not in said]
            if new:
                parts = read[at].parts or list(map(stretches.__getitem__, read[at].sentence.split()))
                kept[at] += self._suggestions(
                    read[at]._replace(parts=parts), at, [(c, chances.item(at, c)) for c in new], scored
                )
        return kept

    def _score(self, chance: float) -> float:
        return self._scores[int(chance * _STEPS)]

    def _believed(self, proposals: Sequence[Proposal], chances: NDArray[Any], found: Floats) -> list[Proposal]:
        """Give the proposals of rules a calibrated score and drop those that the whole sentence speaks against.

        What a team's own wording finds stays, as its people said: the model did not know of it when it was trained.
        """
        kept: list[Proposal] = []
        words = found[self._chances :].tolist()
        for each in proposals:
            if each.family == BARRIER:
                start, end, family, code, status, _score, origin, evidence = each
                at = self._codes[code]
                score = self._score(chances.item(at))
                own = any(part.rule_id.startswith(OWN_RULE) for part in evidence)
                if score >= RULE_FLOOR or own:
                    status = status if own else self._status.of_rule(words, at, status)
                    kept.append(Proposal(start, end, family, code, status, score, origin, evidence))
            else:
                kept.append(each)
        return kept

    def _suggestions(
        self, read: ReadSentence, at: int, codes: Sequence[tuple[int, float]], scored: Scored
    ) -> list[Proposal]:
        sentence, begin, _rows, parts, _proposals = read
        if reduce(or_, map(_CUES, parts)) & _FOREIGN and is_foreign([*chain.from_iterable(map(_WORDS, parts))]):
            return []
        places = Places(sentence, parts)
        scores = scored.found[at, self._chances :].tolist()
        words = slice(scored.starts[at] + 1, scored.starts[at + 1])
        which = [code for code, _chance in codes]
        pull = scored.pull[words].take(which, axis=1)
        if self._units is not None:
            pull += self._units.parts(scored.by_unit[words], scored.units[at], which)
        end = begin + len(sentence)
        return [
            Proposal(
                begin,
                end,
                BARRIER,
                self._names[code],
                self._status.of_words(scores, code),
                self._score(chance),
                ORIGIN_MODEL,
                _evidence(part, places, begin),
            )
            for (code, chance), part in zip(codes, pull.T.tolist(), strict=True)
        ]


class _Hidden:
    """Hidden units at work: what they add to the codes, and the part of each word in it."""

    def __init__(self, units: Units) -> None:
        self.by_rule = units.by_rule
        self.lengths: Floats = np.log1p(np.arange(_LONGEST, dtype=np.float32))[:, None] * units.by_length + units.bias
        self._codes, self._bias = units.codes, units.codes_bias

    def codes(self, units: Floats) -> Floats:
        """Return sentences × (codes, « some barrier »), log odds."""
        return np.asarray(np.maximum(units, 0) @ self._codes + self._bias)

    def parts(self, by_unit: Floats, units: Floats, codes: Sequence[int]) -> Floats:
        """Return words × some codes: what each word of a sentence weighs through the units above zero."""
        return np.asarray(by_unit @ (self._codes.take(codes, axis=1) * (units > 0)[:, None]))


class _StatusChoice:
    """Which status is likeliest: the scores of the words, what the code adds, and what the status of a rule adds."""

    def __init__(self, weights: Weights) -> None:
        nothing = np.zeros((len(weights.codes), len(STATUSES)), np.float32)
        by_code, by_rule = weights.status_by_code, weights.status_by_rule
        self._by_code: list[list[float]] = (nothing if by_code is None else by_code).tolist()
        self._codes = weights.codes
        self._by_rule: list[list[float]] | None = None if by_rule is None else by_rule.tolist()

    def of_words(self, words: Sequence[float], code: int) -> TagStatus:
        """Return the status of a code that no rule found, from the scores of the words."""
        scores = [*map(add, words, self._by_code[code])]
        return STATUSES[scores.index(max(scores))]

    def of_rule(self, words: Sequence[float], code: int, said: TagStatus) -> TagStatus:
        """Return the status of a code for which the rules say ``said``; a model of before leaves it to them.

        A fear that is the barrier itself (« elle a peur de la DPJ ») is not imagined: the rules know, the words do not.
        """
        if self._by_rule is None:
            return said
        own = STATUSES.index(said)
        scores = [*map(add, map(add, words, self._by_rule[own]), self._by_code[code])]
        best = scores.index(max(scores))
        feared = STATUSES[best] is TagStatus.HYPOTHETICAL and self._codes[code] in OWN_FEAR
        return said if feared or scores[best] < scores[own] + _SURE else STATUSES[best]


def _evidence(pull: list[float], places: Places, start: int) -> tuple[Evidence, ...]:
    """Return the words that pull most towards a code: their own weight and half of that of their pairs."""
    best = sorted(pull, reverse=True)[:_SHOWN]
    least = max(best[-1], best[0] / 3)
    spans = {places.token(at) for at, each in enumerate(pull) if each >= least}
    return tuple([Evidence(start + first, start + last, ORIGIN_MODEL) for first, last in sorted(spans)][:_SHOWN])
