"""Status where the code is right, on sentences of voices that no weights saw; W2 and the gold are never read.

Run: ``python bench/status.py`` (about 80 CPU seconds). One fold of four over voices, as in training; codes are
found at the thresholds that training chooses, rules above their floor; rules keep their status or lose it as at work
(decision 0038). Prints the figures for all parts and for those coded twice and settled, and the pairs that are
confused; writes ``bench/results/status.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
RESULT = ROOT / "bench" / "results" / "status.json"
SETTLED = tuple(f"W{number}-" for number in (1, 3, 4, 5, 6, 7))  # how the ids of their notes begin

from codesign import codebook  # noqa: E402 - the path comes first
from codesign.barriers import examples, suggester, training  # noqa: E402
from codesign.barriers.corpus import load_corpus  # noqa: E402
from codesign.barriers.lexicon import load_lexicon  # noqa: E402
from codesign.barriers.model import TagStatus  # noqa: E402
from codesign.barriers.supposition import OWN_FEAR  # noqa: E402
from codesign.barriers.tagger import rule_tagger  # noqa: E402
from codesign.barriers.thresholds import joined  # noqa: E402
from codesign.barriers.weights import STATUSES  # noqa: E402


def main() -> None:
    """Fit, count, print, write."""
    codes = [code.id for code in codebook.load_codebook().family("barrier").codes]
    sentences = load_corpus(codes).learn
    learn = examples.read_sentences(sentences, rule_tagger())
    extra = examples.read_extra(codes, load_lexicon(), rule_tagger())
    weights, unseen = training.train(codes, learn, extra)
    sentences = [sentences[row] for row in unseen.rows.tolist()]
    said, wanted = (
        np.array(
            [
                [STATUSES.index(each[code]) if each.get(code) else -1 for code in codes]
                for each in map(rows.__getitem__, unseen.rows)
            ]
        )
        for rows in (learn.ruled, learn.labels)
    )
    chances, scores = joined(unseen.raw), unseen.statuses
    ruled = (said >= 0) & (np.interp(chances, *weights.scale) >= suggester.RULE_FLOOR)
    found = ((chances > weights.thresholds) | ruled) & (wanted >= 0)
    best = scores.argmax(axis=2)
    lead = scores.max(axis=2) - np.take_along_axis(scores, np.maximum(said, 0)[:, :, None], axis=2)[:, :, 0]
    feared = np.isin(codes, sorted(OWN_FEAR)) & (best == STATUSES.index(TagStatus.HYPOTHETICAL))
    given = np.where(ruled & ((lead < suggester._SURE) | feared), said, best)  # noqa: SLF001 - what is measured
    settled = np.array([each.note.startswith(SETTLED) for each in sentences])[:, None]
    told: dict[str, object] = {}
    for name, where in {
        "all": found,
        "settled": found & settled,
        "where a rule spoke": found & ruled,
        "elsewhere": found & ~ruled,
    }.items():
        right = int((given == wanted)[where].sum())
        told[name] = {"right": right, "found": int(where.sum()), "share": round(right / int(where.sum()), 4)}
        print(f"{name:<20} {right:>6} of {where.sum():>6}: {right / where.sum():.4f}")
    pairs = {
        f"{label.value} said {other.value}": int((found & (wanted == a) & (given == b)).sum())
        for a, label in enumerate(STATUSES)
        for b, other in enumerate(STATUSES)
        if a != b
    }
    print("\n".join(f"{pair}: {count}" for pair, count in pairs.items()))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps({**told, "confused": pairs}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
