"""Words per CPU second of the whole tagger, beside spaCy's stock French tokenizer on the same text.

Run: ``python bench/tag_speed.py``. Prints a table, writes ``bench/results/tag_speed.json``. Start-up is measured apart.
"""

from __future__ import annotations

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
RESULT = ROOT / "bench" / "results" / "tag_speed.json"
SIZE = 2_000_000
REPEATS = 5


def corpus() -> list[str]:
    """At least 2 MB: the demo notes when they are there, and the examples and near misses of the lexicon."""
    from codesign.barriers import load_lexicon  # noqa: PLC0415 - start-up is measured apart

    texts = [
        text
        for file in sorted((ROOT / "data" / "demo").glob("*.jsonl"))
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())
        for text in (row.get("text"), *(row.get("answers") or {}).values())
        if isinstance(text, str) and text
    ]
    sentences = [text for entry in load_lexicon().entries for text in (entry.near_miss, entry.example)]
    texts += [" ".join(sentences[at : at + 12]) for at in range(0, len(sentences), 12)]
    size = sum(len(text.encode()) for text in texts)
    return texts * (SIZE // size + 1)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Measure, print, write."""
    import_spacy = cpu(lambda: __import__("spacy"))
    import spacy  # noqa: PLC0415 - same reason

    start_up = cpu(lambda: __import__("codesign.barriers", fromlist=["load_tagger"]).load_tagger())
    from codesign.barriers import propose, tagger_version  # noqa: PLC0415 - same reason

    texts = corpus()
    words = sum(len(text.split()) for text in texts)
    stock = spacy.blank("fr")
    runs: dict[str, list[float]] = {"tagger": [], "blank_fr_tokenizer": []}
    propose(texts[0])
    for _ in range(REPEATS):
        runs["blank_fr_tokenizer"].append(words / cpu(lambda: [stock.make_doc(text) for text in texts]))
        runs["tagger"].append(words / cpu(lambda: [propose(text) for text in texts]))
    medians = {name: round(statistics.median(values)) for name, values in runs.items()}
    ratio = round(medians["tagger"] / medians["blank_fr_tokenizer"], 2)
    result = {
        "bytes": sum(len(text.encode()) for text in texts),
        "words": words,
        "words_per_cpu_second": medians,
        "runs": {name: [round(value) for value in values] for name, values in runs.items()},
        "tagger_over_tokenizer": ratio,
        "start_up_cpu_s_beyond_import_spacy": round(start_up, 2),
        "import_spacy_cpu_s": round(import_spacy, 2),
        "version": tagger_version(),
        "python": platform.python_version(),
        "spacy": spacy.__version__,
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(f"{'row':<24}{'words per CPU second (median of ' + str(REPEATS) + ')':>44}")
    for name, value in medians.items():
        print(f"{name:<24}{value:>44,}")
    print(f"tagger / tokenizer: {ratio}; {words:,} words; start-up beyond import spacy: {start_up:.2f} CPU s")


if __name__ == "__main__":
    main()
