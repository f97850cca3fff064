"""Trains the sentence model from the corpus and the lexicon.

One logistic regression per code, and one for « some barrier », on what the words weigh, the length of the sentence and
the codes that the rules find (so that a rule that is often wrong weighs little); one more regression for the status of
a code that a sentence carries, on the words, the code, and the status that the rules give it. A layer of hidden units
learns the codes beside the regressions, from words, rules and length: the log odds are a mean of both. Thresholds and
calibration are chosen on sentences of voices that the weights never saw; the weights are then learnt with all voices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codesign import nlp
from codesign.barriers import inputs, layer, solving
from codesign.barriers.examples import Examples
from codesign.barriers.thresholds import choose_thresholds, joined, micro_f1
from codesign.barriers.weights import STATUSES, Weights, make_table, make_units

FOLDS = 4  # shares of the corpus, each voice whole in one of them
JUDGED = 1  # of them on which thresholds and calibration are chosen: each costs a fit
PENALTY = 1 / 3
STATUS_PENALTY = 0.8
LAYER_SHARE = 0.6  # of the layer in the log odds; put in the weights, of which the running model takes the mean
_LENGTH = 3.0  # divides the logarithm of the length: regularisation sees sizes
_TOLD = 2.0  # of the code and of its rules' status beside the words, for the status: same reason
Progress = Callable[[int, int], None]
Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Unseen:
    """What weights said of sentences of voices that they had never seen: those of the first ``JUDGED`` folds, in order.

    ``rows``: which sentences; ``raw``: probabilities before calibration, sentences × (codes, some barrier);
    ``statuses``: which status each code has if the sentence carries it, sentences × codes × scores of the statuses.
    """

    rows: Rows
    raw: Doubles
    statuses: Doubles


def train(
    codes: Sequence[str],
    learn: Examples,
    extra: Examples,
    progress: Progress | None = None,
    vectors: nlp.WordVectors | None = None,
) -> tuple[Weights, Unseen]:
    """Return the weights learnt with everything, and what others said of some sentences without their voices.

    ``progress`` is called often and may raise to stop.
    """
    done, tell = 0, progress or (lambda _done, _total: None)
    course = _Course(codes, learn, extra, vectors, lambda: tell(done, JUDGED + 1))
    every = np.arange(len(course.examples.words))
    judged, raw, statuses = folds(learn.voices)[:JUDGED], list[Doubles](), list[Doubles]()
    for held in judged:
        chances, scores = course.score(course.fit(np.setdiff1d(every, held)), held)
        raw.append(chances)
        statuses.append(scores)
        done += 1
    unseen = Unseen(np.concatenate(judged), np.concatenate(raw), np.concatenate(statuses))
    together, (right, ruled) = joined(unseen.raw), course.answers(unseen.rows)
    thresholds = choose_thresholds(together, right, ruled)
    scale = solving.rising(together.ravel(), right.ravel())
    weights = course.weights(course.fit(every), thresholds, scale)
    tell(JUDGED + 1, JUDGED + 1)
    return weights, unseen


def unseen_fold(
    codes: Sequence[str], learn: Examples, extra: Examples, progress: Progress | None = None
) -> tuple[Rows, Doubles]:
    """Return the sentences of the first fold, and the chances that a fit without their voices gives them."""
    tell = progress or (lambda _done, _total: None)
    course = _Course(codes, learn, extra, None, lambda: tell(0, 1))
    held = folds(learn.voices)[0]
    one = course.fit(np.setdiff1d(np.arange(len(course.examples.words)), held))
    return held, course.score(one, held)[0]


def fold_f1(codes: Sequence[str], learn: Examples, held: Rows, raw: Doubles) -> float:
    """Return the micro F1 of chances on sentences that their fit never saw, beside the rules.

    Thresholds are chosen on these very sentences: a little kind, and equally so to whatever is compared.
    """
    right = np.array([[code in learn.labels[row] for code in codes] for row in held.tolist()])
    ruled = np.array([[code in learn.ruled[row] for code in codes] for row in held.tolist()])
    together = joined(raw)
    return micro_f1(together > choose_thresholds(together, right, ruled), right, ruled)


def folds(voices: Sequence[str]) -> list[Rows]:
    """Share the sentences into ``FOLDS`` parts of about the same size, each voice whole in one of them."""
    order: dict[str, list[int]] = {}
    for at, voice in enumerate(voices):
        order.setdefault(voice, []).append(at)
    shares: list[list[int]] = [[] for _ in range(FOLDS)]
    for rows in sorted(order.values(), key=len, reverse=True):
        min(shares, key=len).extend(rows)
    return [np.array(sorted(rows)) for rows in shares]


@dataclass(frozen=True)
class _Fitted:
    """What a fit found; the log odds of the codes are the mean of what ``codes`` and ``units`` say."""

    columns: inputs.Columns
    codes: tuple[Doubles, Doubles]
    statuses: tuple[Doubles, Doubles]
    units: layer.Layer


class _Course:
    """The sentences, counted once, and the fits on some of them."""

    def __init__(
        self,
        codes: Sequence[str],
        learn: Examples,
        extra: Examples,
        vectors: nlp.WordVectors | None,
        tick: Callable[[], None],
    ) -> None:
        self._codes, self._tick, self._vectors = codes, tick, vectors
        self.examples = learn + extra
        self._counted = inputs.count(self.examples.words)
        self._ruled = np.array([[code in ruled for code in codes] for ruled in self.examples.ruled], np.float64)
        self._says = np.array(
            [[[ruled.get(code) is each for each in STATUSES] for code in codes] for ruled in self.examples.ruled]
        )
        lengths = np.log1p([len(words) for words in self.examples.words])[:, None] / _LENGTH
        self._beside = np.hstack([self._ruled, lengths])
        if vectors is not None:
            self._beside = np.hstack([self._beside, inputs.means(self.examples.words, vectors)])
        labels = self.examples.labels
        self._wanted = np.array([[*(code in each for code in codes), bool(each)] for each in labels], np.float64)
        self._worth = np.array(
            [[*(each.codes.get(code, each.others) for code in codes), each.some] for each in self.examples.worth]
        )

    def answers(self, rows: Rows) -> tuple[Flags, Flags]:
        """Return which codes sentences carry, and which of them the rules find."""
        return self._wanted[rows, :-1] > 0, self._ruled[rows] > 0

    def fit(self, rows: Rows) -> _Fitted:
        columns = inputs.choose(self._counted, rows)
        text = inputs.text(self._counted, columns, self._beside)
        wanted, worth = self._wanted[rows], self._worth[rows]
        weights, bias = solving.fit(text.of(rows), wanted, PENALTY, solving.chances, worth=worth, tick=self._tick)
        units = layer.fit(self._plain(text.of(rows)), columns.common, wanted, worth, self._tick)
        softer, louder = 2 - 2 * LAYER_SHARE, np.float32(2 * LAYER_SHARE)
        coded = (weights * softer, bias * softer)
        units = replace(units, codes=units.codes * louder, codes_bias=units.codes_bias * louder)
        known = [
            (row, self._codes.index(code), STATUSES.index(status))
            for row in rows.tolist()
            for code, status in self.examples.labels[row].items()
            if status is not None
        ]
        which, code, status = np.array(known).T
        told, kinds = text.of(which).beside_words(self._of_status(which, code)), np.eye(len(STATUSES))[status]
        said = solving.fit(told, kinds, STATUS_PENALTY, solving.shares, tick=self._tick)
        return _Fitted(columns, coded, said, units)

    def _plain(self, text: inputs.Text) -> inputs.Text:
        """Return sentences without the view of a pipeline: the layer reads words, rules and length."""
        return text.beside_words(text.beside[:, : len(self._codes) + 1])

    def score(self, one: _Fitted, rows: Rows) -> tuple[Doubles, Doubles]:
        text = inputs.text(self._counted, one.columns, self._beside).of(rows)
        raw = (text.times(one.codes[0]) + one.codes[1] + one.units.score(self._plain(text))) / 2
        weights, bias = one.statuses
        words, beside = np.split(weights, [len(weights) - len(self._codes) - len(STATUSES)])
        by_words = text.beside_words(np.zeros((len(rows), 0))).times(words) + bias
        by_code = [self._of_status(rows, np.full(len(rows), code)) @ beside for code in range(len(self._codes))]
        return solving.chances(raw), by_words[:, None] + np.stack(by_code, axis=1)

    def _of_status(self, rows: Rows, codes: Rows) -> Doubles:
        """Return what tells the status of codes of sentences besides the words: which code, and what its rules say."""
        return np.hstack([np.eye(len(self._codes))[codes], self._says[rows, codes]]) * _TOLD

    def weights(self, one: _Fitted, thresholds: Doubles, scale: Doubles) -> Weights:
        """Return what a fit found as the running model reads it."""
        columns, count, codes = one.columns, len(one.columns.words), len(self._codes)
        size = len(columns.words) + len(columns.pairs)
        strengths = np.concatenate([columns.word_strengths, columns.pair_strengths])
        outputs = np.hstack([one.codes[0][:size], one.statuses[0][:size]]) * strengths[:, None] * inputs.SCALE
        single = np.float32
        beside = one.codes[0][size + codes + 1 :]
        units = one.units
        return Weights(
            codes=tuple(self._codes),
            words=make_table(columns.words, strengths[:count], outputs[:count]),
            pairs=make_table(columns.pairs, strengths[count:], outputs[count:]),
            bias=np.concatenate([one.codes[1], one.statuses[1]]).astype(single),
            by_length=(one.codes[0][size + codes] / _LENGTH).astype(single),
            by_rule=one.codes[0][size : size + codes].astype(single),
            thresholds=thresholds.astype(single),
            scale=scale.astype(single),
            status_by_code=(one.statuses[0][size : size + codes] * _TOLD).astype(single),
            status_by_rule=(one.statuses[0][size + codes :] * _TOLD).astype(single),
            units=make_units(
                units.words * (columns.word_strengths[:, None] * inputs.SCALE),
                units.beside[:codes],
                units.beside[codes] / _LENGTH,
                units.bias,
                units.codes,
                units.codes_bias,
            ),
            by_vector=None if self._vectors is None else (beside * inputs.VECTOR_SCALE).astype(single),
            pipeline=() if self._vectors is None else (self._vectors.name,),
        )
