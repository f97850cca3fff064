"""The published figures of the tagger: part W2 of the corpus and the gold, which nobody learns from or tunes on.

Run: ``python bench/gold.py W2`` or ``python bench/gold.py gold``. Each reading of the gold is dated in
``docs/decisions/0022-sentence-model.md``; nothing may be chosen by one. Sentences are read one by one; labels where two
codings differed are the settled ones. Prints a table, writes ``bench/results/gold.json`` (of what was read).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
REFERENCE = ROOT / "data" / "reference"
RESULT = ROOT / "bench" / "results" / "gold.json"

from codesign import codebook  # noqa: E402 - the path comes first
from codesign.barriers import propose, scoring, tagger_version  # noqa: E402
from codesign.barriers.corpus import LabelledSentence, load_corpus  # noqa: E402
from codesign.barriers.model import TagStatus  # noqa: E402
from codesign.barriers.scoring import ScoredSentence  # noqa: E402

CODES = [code.id for code in codebook.load_codebook().family("barrier").codes]


def lines(file: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def gold(part: str) -> list[LabelledSentence]:
    """The sentences of a part of the gold, with the labels that hold."""
    folder = REFERENCE / "gold"
    settled = {(row["id"], row["index"]): row["labels"] for row in lines(folder / f"settled{part}.jsonl")}
    return [
        LabelledSentence(note["id"], note["voice"], sentence["text"], _labels(given))
        for note in lines(folder / f"gold{part}.jsonl")
        for at, sentence in enumerate(note["sentences"])
        for given in [settled.get((note["id"], at), sentence["labels"])]
    ]


def _labels(given: Iterable[Mapping[str, str]]) -> dict[str, TagStatus]:
    return {label["code"]: TagStatus(label["status"]) for label in given}


def figures(sentences: Iterable[LabelledSentence]) -> dict[str, Any]:
    """What the tagger finds in sentences, against their labels."""
    scored = [
        ScoredSentence(
            each.note, each.text, each.labels, {p.code: p.status for p in propose(each.text) if p.family == "barrier"}
        )
        for each in sentences
    ]
    counts = scoring.by_code(scored, CODES)
    micro, (low, high), status = (
        scoring.together(counts.values()),
        scoring.interval(scored, CODES),
        scoring.statuses(scored),
    )
    return {
        "sentences": len(scored),
        "notes": len({each.note for each in scored}),
        "precision": round(micro.precision, 3),
        "recall": round(micro.recall, 3),
        "micro_f1": round(micro.f1, 3),
        "interval": [round(low, 3), round(high, 3)],
        "macro_f1": round(scoring.macro_f1(counts.values()), 3),
        "some_barrier_f1": round(scoring.any_code(scored).f1, 3),
        "status_right": f"{status[0]}/{status[1]} ({status[0] / max(1, status[1]):.3f})",
        "f1_by_code": {code: round(each.f1, 2) for code, each in counts.items()},
    }


def main() -> None:
    """Read what was asked for, print, write."""
    wanted = sys.argv[1:] or ["W2"]
    sets: dict[str, list[LabelledSentence]] = {}
    if "W2" in wanted:
        sets["W2"] = list(load_corpus(CODES).test)
    if "gold" in wanted:
        first, second = gold(""), gold("_2")
        sets |= {"gold, first part": first, "gold, second part": second, "gold": first + second}
    told = {"tagger": tagger_version(), **{name: figures(sentences) for name, sentences in sets.items()}}
    print(json.dumps(told, indent=1, ensure_ascii=False))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
