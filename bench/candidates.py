"""Candidates for the sentence model, compared on the same voices that none of them saw.

Run: ``python bench/candidates.py`` (about twenty CPU minutes, most of them for the convolutional network of spaCy;
``--quick`` leaves spaCy's two out). Writes ``bench/results/candidates.json``. Each learns from three quarters of the
voices of the corpus (never part W2, never the gold) and answers for the others; one threshold per code is chosen on
those answers, the same way for each, so that every row is a little kind and equally so. Rules come first in the column
« with rules », as at work.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
RESULT = ROOT / "bench" / "results" / "candidates.json"
EPOCHS = {"bow": 12, "cnn": 8}
SIZES = (0.125, 0.25, 0.5, 1.0)  # of the voices to learn from: the learning curve

from codesign import codebook  # noqa: E402 - the path comes first
from codesign.barriers import examples, features, inputs, solving, training  # noqa: E402
from codesign.barriers.corpus import load_corpus  # noqa: E402
from codesign.barriers.lexicon import load_lexicon  # noqa: E402
from codesign.barriers.tagger import rule_tagger  # noqa: E402
from codesign.barriers.thresholds import choose_thresholds, joined, micro_f1  # noqa: E402

Scores = NDArray[np.float64]
Rows = NDArray[np.int64]


class Trial:
    """The corpus, the voices held apart, and how an answer is judged."""

    def __init__(self) -> None:
        self.codes = [code.id for code in codebook.load_codebook().family("barrier").codes]
        self.sentences = load_corpus(self.codes).learn
        self.learn = examples.read_sentences(self.sentences, rule_tagger())
        self.extra = examples.read_extra(self.codes, load_lexicon(), rule_tagger())
        self.held = training.folds(self.learn.voices)[0]
        self.rest = np.setdiff1d(np.arange(len(self.sentences)), self.held)
        labels = [self.learn.labels[row] for row in self.held.tolist()]
        ruled = [self.learn.ruled[row] for row in self.held.tolist()]
        self.right = np.array([[code in each for code in self.codes] for each in labels])
        self.ruled = np.array([[code in each for code in self.codes] for each in ruled])

    def judge(self, chances: Scores, some: Scores) -> dict[str, float]:
        """Micro F1 alone and beside the rules, F1 of « some barrier »."""
        nothing = np.zeros_like(self.ruled)
        alone = chances > choose_thresholds(chances, self.right, nothing)
        beside = chances > choose_thresholds(chances, self.right, self.ruled)
        told = self.right.any(axis=1)
        best = max(
            2 * ((some > at) & told).sum() / ((some > at).sum() + told.sum()) for at in np.linspace(0.1, 0.8, 36)
        )
        return {
            "micro_f1_alone": round(micro_f1(alone, self.right, nothing), 3),
            "micro_f1_with_rules": round(micro_f1(beside, self.right, self.ruled), 3),
            "some_barrier_f1": round(float(best), 3),
        }


def additive(
    trial: Trial, rows: Rows, *, extra: bool = True, rules: bool = True, join: bool = True, part: str = "both"
) -> tuple[Scores, Scores]:
    """The model of the project, or a part of it; ``part``: the regressions, the layer of hidden units, or both."""
    learn = trial.learn if rules else replace(trial.learn, ruled=[{} for _ in trial.learn.ruled])
    beside = trial.extra if extra else examples.Examples([], [], [], [], [])
    course = training._Course(trial.codes, learn, beside, None, lambda: None)  # noqa: SLF001 - its parts are compared
    more = np.arange(len(learn.words), len(course.examples.words))
    one = course.fit(np.concatenate([rows, more]))
    raw = course.score(one, trial.held)[0]
    if part != "both":
        text = inputs.text(course._counted, one.columns, course._beside).of(trial.held)  # noqa: SLF001 - same reason
        layer = one.units.score(course._plain(text))  # noqa: SLF001 - same reason
        both, share = 2 * np.log(raw / (1 - raw)), 2 * training.LAYER_SHARE
        raw = solving.chances(layer / share if part == "layer" else (both - layer) / (2 - share))
    return (joined(raw) if join else raw[:, :-1]), raw[:, -1]


def without_pieces(trial: Trial, rows: Rows) -> tuple[Scores, Scores]:
    """Words and pairs of neighbours only."""
    kept = features.of_words
    words_alone = partial(_words_alone, kept)
    vars(inputs)["of_words"] = words_alone
    try:
        return additive(trial, rows)
    finally:
        vars(inputs)["of_words"] = kept


def _words_alone(of_words: Callable[[Sequence[str]], Any], words: Sequence[str]) -> tuple[Any, Any, Any]:
    numbers, pieces, owners = of_words(words)
    return numbers, pieces[:0], owners[:0]


def spacy_categories(trial: Trial, rows: Rows, architecture: str, epochs: int) -> tuple[Scores, Scores]:
    """`textcat_multilabel` of spaCy, « some barrier » as one more category."""
    import spacy  # noqa: PLC0415 - only these two rows need it
    from spacy.training import Example  # noqa: PLC0415
    from spacy.util import fix_random_seed, minibatch  # type: ignore[attr-defined]  # noqa: PLC0415

    model: dict[str, Any] = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": False,
        "ngram_size": 2,
        "no_output_layer": False,
    }
    if architecture == "cnn":
        tok2vec = {
            "@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 2,
            "embed_size": 4000, "window_size": 1, "maxout_pieces": 3, "subword_features": True,
        }  # fmt: skip
        model = {"@architectures": "spacy.TextCatReduce.v1", "exclusive_classes": False, "tok2vec": tok2vec}
        model |= {"use_reduce_first": False, "use_reduce_last": False, "use_reduce_max": True, "use_reduce_mean": True}
    fix_random_seed(1)
    pipeline = spacy.blank("fr")
    names = [*trial.codes, "some"]
    pipe: Any = pipeline.add_pipe("textcat_multilabel", config={"model": model})
    for name in names:
        pipe.add_label(name)
    examples = []
    for row in rows.tolist():
        held = trial.learn.labels[row]
        cats = {name: float(name in held or (name == "some" and bool(held))) for name in names}
        examples.append(Example.from_dict(pipeline.make_doc(trial.sentences[row].text), {"cats": cats}))
    optimizer = pipeline.initialize(lambda: examples[:200])
    draw = random.Random(1)  # noqa: S311 - a shuffle, not a secret
    for _epoch in range(epochs):
        draw.shuffle(examples)
        for batch in minibatch(examples, 128):  # type: ignore[no-untyped-call]
            pipeline.update(batch, sgd=optimizer, drop=0.2)
    texts = [trial.sentences[row].text for row in trial.held.tolist()]
    found = np.array([[doc.cats[name] for name in names] for doc in pipeline.pipe(texts, batch_size=256)])
    return found[:, :-1], found[:, -1]


def measured(trial: Trial, name: str, answer: Callable[[], tuple[Scores, Scores]]) -> dict[str, Any]:
    """One row, printed as soon as it is known."""
    start = time.process_time()
    chances, some = answer()
    row = {"candidate": name, **trial.judge(chances, some), "cpu_seconds": round(time.process_time() - start, 1)}
    print(row, flush=True)
    return row


def main() -> None:
    """Compare, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the two candidates of spaCy")
    quick = parser.parse_args().quick
    trial = Trial()
    every = trial.rest
    candidates: dict[str, Callable[[], tuple[Scores, Scores]]] = {
        "regressions and layer: words, pairs, pieces, rules, join (at work)": partial(additive, trial, every),
        "… the regressions alone": partial(additive, trial, every, part="regressions"),
        "… the layer alone": partial(additive, trial, every, part="layer"),
        "… without the join": partial(additive, trial, every, join=False),
        "… without lexicon examples, pairs and short lines": partial(additive, trial, every, extra=False),
        "… without the rules as inputs": partial(additive, trial, every, rules=False),
        "… without pieces of words": partial(without_pieces, trial, every),
    }
    if not quick:
        for name, words in (("bow", "words and their pairs"), ("cnn", "convolutional")):
            trained = partial(spacy_categories, trial, every, name, EPOCHS[name])
            candidates[f"spaCy textcat_multilabel, {words}, {EPOCHS[name]} epochs"] = trained
    rows = [measured(trial, name, answer) for name, answer in candidates.items()]
    voices = sorted({trial.learn.voices[row] for row in every.tolist()})
    random.Random(1).shuffle(voices)  # noqa: S311 - a shuffle, not a secret
    curve = []
    for size in SIZES:
        kept = {*voices[: round(len(voices) * size)]}
        some = np.array([row for row in every.tolist() if trial.learn.voices[row] in kept])
        curve.append(measured(trial, f"{len(some):,} sentences", partial(additive, trial, some)))
    result = {"held_apart": len(trial.held), "learnt": len(every), "candidates": rows, "learning_curve": curve}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
