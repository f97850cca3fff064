"""Trains the sentence model from the corpus and the lexicon; scikit-learn is loaded here and nowhere else.

One logistic regression per code on what the words weigh, the length of the sentence and the codes that the rules find
(so that a rule that is often wrong weighs little); one more regression for the status of a sentence that carries a
code. Examples of the lexicon are positive sentences of their code, near misses are sentences without any. Thresholds
and calibration are chosen on ``dev`` with weights that never saw it; the weights are then learnt again with ``dev``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign import nlp
from codesign.barriers.corpus import LabelledSentence
from codesign.barriers.features import of_words
from codesign.barriers.lexicon import Lexicon
from codesign.barriers.matching import split_words
from codesign.barriers.model import Kind, TagStatus
from codesign.barriers.suggester import BARRIER, Suggester
from codesign.barriers.tagger import Tagger
from codesign.barriers.weights import STATUSES, Floats, Weights, from_bytes, to_bytes

SCALE = 2.0  # of the words beside the rules and the length: regularisation sees sizes
INVERSE_PENALTY = 3.0
LEAST = 2  # sentences that a feature must be in
_THRESHOLDS = np.arange(0.06, 0.6, 0.02)
_STAY = 15.0  # sentences that a code must gain per unit of threshold to leave the common one: dev is small
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Examples:
    """Sentences cut into words, what the rules found in each, and their labels (None: the status is not known)."""

    words: list[list[str]]
    ruled: list[list[str]]
    labels: list[dict[str, TagStatus | None]]

    def __add__(self, other: Examples) -> Examples:
        return Examples(self.words + other.words, self.ruled + other.ruled, self.labels + other.labels)


def words_of(text: str) -> list[str]:
    """Return the folded words of a sentence, as the rules and the model read them."""
    return [word for stretch in text.split() for _, token in nlp.tokens(stretch) for word in split_words(token)]


def read_sentences(sentences: Iterable[LabelledSentence], rules: Tagger) -> Examples:
    """Read labelled sentences, each alone, with the rules alone."""
    found = Examples([], [], [])
    for each in sentences:
        found.words.append(words_of(each.text))
        proposals = rules.tag(each.text, [(0, len(each.text))])
        found.ruled.append([p.code for p in proposals if p.family == BARRIER])
        found.labels.append(dict(each.labels))
    return found


def read_lexicon(lexicon: Lexicon) -> Examples:
    """Read the examples and near misses of the lexicon; what the rules find in them says nothing and is left out."""
    entries = [each for each in lexicon.entries if each.family == BARRIER and each.kind is not Kind.BLOCK]
    texts = [each.example for each in entries] + [each.near_miss for each in entries]
    labels: list[dict[str, TagStatus | None]] = [{each.code: None} for each in entries]
    return Examples([words_of(text) for text in texts], [[] for _ in texts], labels + [{} for _ in entries])


def train(
    *, codes: Sequence[str], learn: Examples, dev: Examples, extra: Examples, progress: Progress | None = None
) -> tuple[Weights, Weights]:
    """Return the weights learnt with everything, and those that never saw ``dev``, on which choices were made."""
    steps = 2 * (len(codes) + 1)

    def step(first: int) -> Callable[[int], None]:
        return lambda done: progress(first + done, steps) if progress is not None else None

    before = _chosen(_fit(codes, learn + extra, step(0)), dev)
    after = _fit(codes, learn + dev + extra, step(len(codes) + 1))
    return replace(after, thresholds=before.thresholds, scale=before.scale), before


def _matrix(words: Sequence[Sequence[str]], strengths: dict[str, float], order: dict[str, int]) -> Any:  # noqa: ANN401 - SciPy has no types
    from scipy import sparse  # noqa: PLC0415 - only needed to train

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, sentence in enumerate(words):
        inside = [name for name, _ in of_words(sentence) if name in order]
        norm = SCALE / max(1e-9, sum(strengths[name] ** 2 for name in inside)) ** 0.5
        rows += [row] * len(inside)
        columns += [order[name] for name in inside]
        values += [strengths[name] * norm for name in inside]
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(words), len(order)))


def _strengths(words: Sequence[Sequence[str]]) -> dict[str, float]:
    """Weight of the sort times the inverse document frequency, rounded as the file rounds it, sorted by name."""
    seen, weight = Counter[str](), dict[str, float]()
    for sentence in words:
        features = dict(of_words(sentence))
        weight.update(features)
        seen.update(features.keys())
    total = 1 + len(words)
    kept = sorted(name for name, count in seen.items() if count >= LEAST)
    return {name: float(np.float16(weight[name] * (np.log(total / (1 + seen[name])) + 1))) for name in kept}


def _fit(codes: Sequence[str], examples: Examples, step: Callable[[int], None]) -> Weights:
    from scipy import sparse  # noqa: PLC0415 - only needed to train
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - same reason

    strengths = _strengths(examples.words)
    order = {name: at for at, name in enumerate(strengths)}
    text = _matrix(examples.words, strengths, order)
    beside = np.array(
        [
            [*(c in ruled for c in codes), np.log1p(len(w)) / 3]
            for ruled, w in zip(examples.ruled, examples.words, strict=True)
        ]
    )
    inputs = sparse.hstack([text, sparse.csr_matrix(beside)]).tocsr()
    found, bias = [], []
    for at, code in enumerate(codes):
        one = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", max_iter=200)
        one.fit(inputs, np.array([code in labels for labels in examples.labels]))
        found.append(one.coef_[0])
        bias.append(one.intercept_[0])
        step(at + 1)
    status, status_bias = _fit_status(text, examples)
    step(len(codes) + 1)
    table = np.array(found)
    size = np.array(list(strengths.values()))[:, None] * SCALE
    return Weights(
        codes=tuple(codes),
        features=tuple(strengths),
        strengths=np.array(list(strengths.values()), np.float32),
        outputs=(np.vstack([table[:, : len(order)], status]).T * size).astype(np.float32),
        bias=np.array([*bias, *status_bias], np.float32),
        by_length=(table[:, -1] / 3).astype(np.float32),
        by_rule=table[:, len(order) : -1].T.astype(np.float32),
        thresholds=np.full(len(codes), 0.5, np.float32),
        scale=np.array([[0, 1], [0, 1]], np.float32),
    )


def _fit_status(text: Any, examples: Examples) -> tuple[NDArray[Any], NDArray[Any]]:  # noqa: ANN401 - SciPy has no types
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only needed to train

    known = [(row, status) for row, labels in enumerate(examples.labels) for status in labels.values() if status]
    regression = LogisticRegression(C=10, max_iter=300)
    regression.fit(text[[row for row, _ in known]], np.array([STATUSES.index(status) for _, status in known]))
    return regression.coef_, regression.intercept_


def _chosen(weights: Weights, dev: Examples) -> Weights:
    """Choose thresholds and calibration on sentences that the weights never saw."""
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 - only needed to train

    weights = from_bytes(to_bytes(weights))  # rounded as the file rounds them
    found = Suggester(weights).probabilities(dev.words, dev.ruled)[:, : len(weights.codes)]
    right = np.array([[code in labels for code in weights.codes] for labels in dev.labels])
    ruled = np.array([[code in codes for code in weights.codes] for codes in dev.ruled])
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(found.ravel(), right.ravel())
    points = np.array([isotonic.X_thresholds_, isotonic.y_thresholds_])
    return replace(weights, thresholds=_thresholds(found, right, ruled), scale=points.astype(np.float32))


def _thresholds(found: Floats, right: NDArray[np.bool_], ruled: NDArray[np.bool_]) -> Floats:
    """Return per code the threshold that serves the micro F1 best beside the rules, near the best common one."""

    def f1(thresholds: Floats) -> float:
        proposed = (found > thresholds) | ruled
        return float(2 * (proposed & right).sum() / (proposed.sum() + right.sum()))

    count = found.shape[1]
    common = max(_THRESHOLDS, key=lambda each: f1(np.full(count, each, np.float32)))
    chosen = np.full(count, common, np.float32)
    for _ in range(4):
        target = f1(chosen)
        for code in range(count):
            gains = [
                _gain(found[:, code] > each, right[:, code], ruled[:, code], target) - _STAY * abs(each - common)
                for each in _THRESHOLDS
            ]
            chosen[code] = _THRESHOLDS[int(np.argmax(gains))]
    return chosen


def _gain(over: NDArray[np.bool_], right: NDArray[np.bool_], ruled: NDArray[np.bool_], target: float) -> float:
    proposed = over | ruled
    return float(2 * (proposed & right).sum() - target * proposed.sum())
