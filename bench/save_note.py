"""What a note costs to save whole (row, journal, text, search, on the disk) beside one bare INSERT of the same bytes.

    python bench/save_note.py [--pairs 300]

Both sides use the same settings (WAL, synchronous=FULL), in turn, in one run. Prints a table; writes
bench/results/save_note.json. The aim is a ratio of at most 3.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from codesign import bootstrap, fieldnotes, privacy, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import OccasionDraft
from codesign.privacy import ConsentDraft

TEXT = "Elle attend depuis un an une place au CLSC ; personne ne rappelle, et le formulaire est en français seulement. "
WARM_UP = 20


def run(pairs: int) -> dict[str, object]:
    """Save notes and bare rows in turn; return the medians in milliseconds and the median of their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        whole, bare = Path(folder) / "codesign.db", Path(folder) / "bare.db"
        bootstrap.prepare(whole)
        actor = Actor(storage.uuid7(), "Invented", frozenset({Role.FIELD}))
        notes, rows = [], []
        with storage.open_database(whole) as db, storage.open_database(bare) as other:
            other.conn.execute(
                "CREATE TABLE note (rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL, answers TEXT NOT NULL)"
            )
            consent = privacy.record_consent(db, actor, draft=ConsentDraft())
            occasion_id = _occasion(db, actor, consent)
            for n in range(pairs + WARM_UP):
                answers = {"story": f"{n}. {TEXT * 4}", "change": TEXT, "aspiration": TEXT}
                began = time.perf_counter()
                fieldnotes.record_note(
                    db,
                    actor,
                    id=storage.uuid7(),
                    kind="story",
                    occasion=occasion_id,
                    consent_id=consent,
                    answers=answers,
                )
                between = time.perf_counter()
                packed = json.dumps(answers, ensure_ascii=False)
                with storage.transaction(other):
                    other.conn.execute("INSERT INTO note (id, answers) VALUES (?, ?)", [storage.uuid7(), packed])
                notes.append(between - began)
                rows.append(time.perf_counter() - between)
    notes, rows = notes[WARM_UP:], rows[WARM_UP:]
    return {
        "pairs": pairs,
        "note_ms_p50": round(1000 * statistics.median(notes), 3),
        "bare_ms_p50": round(1000 * statistics.median(rows), 3),
        "ratio_of_medians": round(statistics.median(notes) / statistics.median(rows), 2),
        "median_of_ratios": round(statistics.median(a / b for a, b in zip(notes, rows, strict=True)), 2),
    }


def _occasion(db: storage.Database, actor: Actor, consent: str) -> str:
    """Return the id of an occasion that the first note opened."""
    occasion = OccasionDraft(kind="atelier", id=storage.uuid7())
    fieldnotes.record_note(
        db,
        actor,
        id=storage.uuid7(),
        kind="story",
        occasion=occasion,
        consent_id=consent,
        answers={"story": TEXT},
    )
    return occasion.id or ""


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=300)
    found = run(parser.parse_args().pairs)
    for name, value in found.items():
        print(f"{name:>20}  {value}")
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "save_note.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
