"""Eight people write and eight read at once for ten seconds: no lock error, and no acknowledged note is missing.

    python bench/stores.py [--seconds 10]

Each thread has a connection of its own, as each run of a screen has. Prints a table; writes bench/results/stores.json.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from codesign import bootstrap, fieldnotes, privacy, storage
from codesign.accounts import Actor, Role
from codesign.errors import UserError
from codesign.fieldnotes import OccasionDraft
from codesign.privacy import ConsentDraft

PEOPLE = 8
PAUSE = 0.02  # seconds
TEXT = "Elle attend depuis un an une place au CLSC ; personne ne rappelle, et le formulaire est en français seulement. "


class Tally:
    """What one thread did: how long each act took, and what was refused."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.ids: list[str] = []
        self.errors: list[str] = []

    def time(self, act) -> None:  # noqa: ANN001 - any act of this file
        """Do `act` and keep how long it took, or why it was refused."""
        began = time.perf_counter()
        try:
            done = act()
        except UserError as error:
            self.errors.append(error.message)
            return
        self.times.append(time.perf_counter() - began)
        if isinstance(done, str):
            self.ids.append(done)


def write(path: Path, actor: Actor, until: float, tally: Tally) -> None:
    """Record notes of one occasion until the time is over."""
    with storage.open_database(path) as db:
        consent = privacy.record_consent(db, actor, draft=ConsentDraft())
        occasion = OccasionDraft(kind="atelier", id=storage.uuid7())
        n = 0
        while time.monotonic() < until:
            n += 1
            answers = {"story": f"{n}. {TEXT * 3}"}
            tally.time(
                lambda answers=answers: fieldnotes.record_note(
                    db, actor, id=storage.uuid7(), kind="story", occasion=occasion, consent_id=consent, answers=answers
                )
            )


def read(path: Path, actor: Actor, until: float, tally: Tally) -> None:
    """List and search until the time is over, with the little pause that drawing a screen makes."""
    with storage.open_database(path) as db:
        while time.monotonic() < until:
            tally.time(lambda: fieldnotes.notes(db, actor, filter=fieldnotes.NoteFilter(limit=50)))
            tally.time(lambda: fieldnotes.search(db, actor, "formulaire"))
            time.sleep(PAUSE)


def run(seconds: float) -> dict[str, object]:
    """Let everybody work, then count what is in the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codesign.db"
        bootstrap.prepare(path)
        actors = [Actor(storage.uuid7(), f"Invented {i}", frozenset({Role.ANALYSIS})) for i in range(2 * PEOPLE)]
        tallies = [Tally() for _actor in actors]
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=write if i < PEOPLE else read, args=(path, actor, until, tallies[i]))
            for i, actor in enumerate(actors)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        written = [note_id for tally in tallies[:PEOPLE] for note_id in tally.ids]
        with storage.open_database(path) as db:
            kept = {row[0] for row in db.conn.execute("SELECT id FROM fieldnotes_note")}
        faults = bootstrap.verify(path)
        writes = sorted(t for tally in tallies[:PEOPLE] for t in tally.times)
        reads = sorted(t for tally in tallies[PEOPLE:] for t in tally.times)
    return {
        "seconds": seconds,
        "acknowledged": len(written),
        "rows": len(kept),
        "missing": len(set(written) - kept),
        "errors": sum(len(tally.errors) for tally in tallies),
        "faults": len(faults),
        "writes_per_second": round(len(writes) / seconds, 1),
        "write_ms_p50": round(1000 * statistics.median(writes), 1),
        "write_ms_p95": round(1000 * writes[int(0.95 * len(writes))], 1),
        "reads_per_second": round(len(reads) / seconds, 1),
        "read_ms_p50": round(1000 * statistics.median(reads), 1),
        "read_ms_p95": round(1000 * reads[int(0.95 * len(reads))], 1),
    }


def main() -> int:
    """Measure, print, keep; 1 when something was refused or lost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    found = run(parser.parse_args().seconds)
    for name, value in found.items():
        print(f"{name:>20}  {value}")
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "stores.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    good = found["errors"] == 0 and found["missing"] == 0 and found["rows"] == found["acknowledged"]
    return 0 if good and found["faults"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
