"""Words per CPU second of the tagger, beside spaCy's stock French tokenizer on the same text in the same run.

Run: ``python bench/tag_speed.py``. Prints a table, writes ``bench/results/tag_speed.json``. Five things are measured
in turn, several times, in CPU time: the stock tokenizer on whole notes; ``propose`` on whole notes; the pipeline of
``load_tagger`` on whole notes, by ``pipe`` and one by one (documents with their tokens, sentences, spans); the command
``python -m codesign tag`` (a CSV read, proposals of every family, rows written). Start-up is measured apart: imports,
tables, and the first pass, in which expressions are compiled and spellings met for the first time.

The text: every invented note of ``data/demo`` and ``data/reference/corpus`` once, then notes made of their sentences
and of the lexicon's, drawn at random (fixed seed), until 2 MB are reached. No note comes twice; sentences come again in
other company, which helps the caches of all three rows.
"""

from __future__ import annotations

import csv
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
RESULT = ROOT / "bench" / "results" / "tag_speed.json"
SIZE = 2_000_000
REPEATS = 5
SEED = 2026
STOCK, PROPOSE, COMMAND = "blank_fr_tokenizer", "propose", "tag_command"
PIPE, EACH = "load_tagger_pipe", "load_tagger_one_by_one"


def rows(folder: str) -> list[dict[str, object]]:
    """The rows of the JSON lines files of a folder."""
    files = sorted((ROOT / "data" / folder).glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


def written_notes() -> list[str]:
    """Each invented note once, without its labels."""
    notes = []
    for row in rows("demo"):
        answers = row.get("answers")
        texts = [row.get("text"), *(answers.values() if isinstance(answers, dict) else ())]
        notes += [text for text in texts if isinstance(text, str) and text]
    for row in rows("reference/corpus"):
        sentences = row["sentences"]
        if isinstance(sentences, list):
            notes.append(" ".join(sentence["text"] for sentence in sentences))
    return sorted({*notes})


def corpus() -> tuple[list[str], dict[str, int]]:
    """At least 2 MB of notes, none of them twice; and what they are made of."""
    from codesign.barriers import load_lexicon  # noqa: PLC0415 - start-up is measured apart
    from codesign.nlp import sentences  # noqa: PLC0415 - same reason

    notes = written_notes()
    cut = [sentence.text for note in notes for sentence in sentences(note)]
    pool = sorted({*cut, *(text for entry in load_lexicon().entries for text in (entry.example, entry.near_miss))})
    made_of = {
        "written_notes": len(notes),
        "written_bytes": sum(len(note.encode()) for note in notes),
        "different_sentences": len(pool),
    }
    draw = random.Random(SEED)  # noqa: S311 - a shuffle, not a secret
    size = made_of["written_bytes"]
    while size < SIZE:
        notes.append(" ".join(draw.sample(pool, draw.randint(6, 18))))
        size += len(notes[-1].encode())
    draw.shuffle(notes)
    if len({*notes}) < len(notes):
        raise SystemExit("a note comes twice")
    return notes, {**made_of, "notes": len(notes), "bytes": size, "words": sum(len(note.split()) for note in notes)}


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def work_of(notes: list[str], folder: Path) -> dict[str, Callable[[], object]]:
    """What is measured, by name."""
    import spacy  # noqa: PLC0415 - start-up is measured apart

    from codesign.barriers import load_tagger, propose  # noqa: PLC0415 - same reason
    from codesign.exchange import tag_file  # noqa: PLC0415 - same reason

    stock, pipeline = spacy.blank("fr"), load_tagger()
    source = folder / "notes.csv"
    with source.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("id", "text"), *enumerate(notes)])
    return {
        STOCK: lambda: [stock.make_doc(note) for note in notes],
        PROPOSE: lambda: [propose(note) for note in notes],
        PIPE: lambda: sum(len(doc) for doc in pipeline.pipe(notes)),
        EACH: lambda: sum(len(pipeline(note)) for note in notes),
        COMMAND: lambda: tag_file(source, folder / "tags.csv", families=True),
    }


def endless() -> dict[str, float]:
    """Microseconds per word of one sentence without any full stop, of a quarter of a megabyte and of a megabyte."""
    from codesign.barriers import propose  # noqa: PLC0415 - start-up is measured apart

    text = "elle a pas d'auto pis elle parle avec sa voisine du bloc " * 17_500
    found = {}
    for part in (text[: len(text) // 4], text):
        best = min(cpu(lambda part=part: propose(part)) for _ in range(3))  # type: ignore[misc]
        found[f"{len(part):,} characters"] = round(best / len(part.split()) * 1e6, 2)
    return found


def measure() -> dict[str, Any]:
    """Run everything in turn; return the figures."""
    import_spacy = cpu(lambda: __import__("spacy"))
    # The first proposal builds the tables of the rules: that belongs to the start.
    start_up = cpu(lambda: __import__("codesign.barriers", fromlist=["propose"]).propose("Elle n'a pas d'auto."))
    import spacy  # noqa: PLC0415 - start-up is measured apart

    from codesign.barriers import tagger_version  # noqa: PLC0415 - same reason

    notes, made_of = corpus()
    with tempfile.TemporaryDirectory() as folder:
        work = work_of(notes, Path(folder))
        first_pass = {name: round(cpu(run), 2) for name, run in work.items()}
        runs: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(REPEATS):
            for name, run in work.items():
                runs[name].append(made_of["words"] / cpu(run))
    medians = {name: round(statistics.median(values)) for name, values in runs.items()}
    return {
        **made_of,
        "words_per_cpu_second": medians,
        "over_tokenizer": {name: round(medians[name] / medians[STOCK], 2) for name in (PROPOSE, PIPE, EACH, COMMAND)},
        "runs": {name: [round(value) for value in values] for name, values in runs.items()},
        "first_pass_cpu_s": first_pass,
        "start_up_cpu_s_beyond_import_spacy": round(start_up, 2),
        "import_spacy_cpu_s": round(import_spacy, 2),
        "one_sentence_microseconds_per_word": endless(),
        "version": tagger_version(),
        "python": platform.python_version(),
        "spacy": spacy.__version__,
    }


def main() -> None:
    """Measure, write, print."""
    result = measure()
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    medians, ratios = result["words_per_cpu_second"], result["over_tokenizer"]
    print(f"{result['notes']:,} notes, {result['bytes']:,} bytes, {result['words']:,} words; median of {REPEATS} runs")
    print(f"{'row':<26}{'words per CPU second':>22}{'/ tokenizer':>14}")
    for name, value in medians.items():
        print(f"{name:<26}{value:>22,}{ratios.get(name, 1):>14}")
    print(f"one sentence, microseconds per word: {result['one_sentence_microseconds_per_word']}")
    print(f"start-up beyond import spacy: {result['start_up_cpu_s_beyond_import_spacy']} CPU s")


if __name__ == "__main__":
    main()
