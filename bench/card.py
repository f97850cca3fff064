"""Figures of the model's card on voices that no weights saw: how often it is right, and how often its scores say so.

Run: ``python bench/card.py`` (about 40 CPU seconds). Weights are learnt without two of the four folds over voices;
thresholds and calibration are chosen on one of them, as training does, and judged on the other. Part W2 and the gold
are never read. Prints two tables, writes ``bench/results/card.json``.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
RESULT = ROOT / "bench" / "results" / "card.json"
SETTLED = tuple(f"W{number}-" for number in (1, 3, 4, 5, 6, 7))  # how the ids of their notes begin
SHOWN = (0.2, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 1.0)  # edges of the scores told together

from codesign import codebook  # noqa: E402 - the path comes first
from codesign.barriers import examples, solving, training  # noqa: E402
from codesign.barriers.corpus import load_corpus  # noqa: E402
from codesign.barriers.lexicon import load_lexicon  # noqa: E402
from codesign.barriers.tagger import rule_tagger  # noqa: E402
from codesign.barriers.thresholds import choose_thresholds, joined  # noqa: E402

Flags = NDArray[np.bool_]


def figures(found: Flags, right: Flags) -> dict[str, float]:
    """Precision, recall, micro F1, F1 of « some barrier »."""
    hits = (found & right).sum()
    some, told = found.any(axis=1), right.any(axis=1)
    return {
        "sentences": len(found),
        "precision": round(float(hits / found.sum()), 3),
        "recall": round(float(hits / right.sum()), 3),
        "micro_f1": round(float(2 * hits / (found.sum() + right.sum())), 3),
        "some_barrier_f1": round(float(2 * (some & told).sum() / (some.sum() + told.sum())), 3),
    }


def main() -> None:
    """Fit once, choose on one fold, judge on the other, print, write."""
    codes = [code.id for code in codebook.load_codebook().family("barrier").codes]
    sentences = load_corpus(codes).learn
    learn = examples.read_sentences(sentences, rule_tagger())
    extra = examples.read_extra(codes, load_lexicon(), rule_tagger())
    course = training._Course(codes, learn, extra, None, lambda: None)  # noqa: SLF001 - fits as training does
    chosen_on, judged_on = training.folds(learn.voices)[:2]
    apart = np.concatenate([chosen_on, judged_on])
    one = course.fit(np.setdiff1d(np.arange(len(course.examples.words)), apart))
    right, ruled = course.answers(chosen_on)
    chances = joined(course.score(one, chosen_on)[0])
    thresholds, scale = choose_thresholds(chances, right, ruled), solving.rising(chances.ravel(), right.ravel())
    chances = joined(course.score(one, judged_on)[0])
    right, ruled = course.answers(judged_on)
    over = chances > thresholds
    settled = np.array([sentences[row].note.startswith(SETTLED) for row in judged_on.tolist()])
    told: dict[str, Any] = {
        "model alone": figures(over, right),
        "beside the rules": figures(over | ruled, right),
        "model alone, settled": figures(over[settled], right[settled]),
        "beside the rules, settled": figures((over | ruled)[settled], right[settled]),
    }
    scores, suggested = np.interp(chances, *scale), over & ~ruled
    table = []
    for low, high in pairwise(SHOWN):
        here = suggested & (scores >= low) & (scores < high)
        if here.any():
            row = (round(float(scores[here].mean()), 2), round(float(right[here].mean()), 2), int(here.sum()))
            table.append(dict(zip(("shown", "right", "suggestions"), row, strict=True)))
    for name, row_of in told.items():
        print(f"{name:<28}", row_of)
    print("\n".join(str(row_of) for row_of in table))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps({**told, "scores": table}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
