"""What bringing in 10,000 rows of KoboToolbox costs, beside a bare `csv` reader and `executemany` of the same bytes.

    python bench/import_kobo.py [--rows 10000]

Both sides end on the disk with the same settings (WAL, synchronous=FULL), the bare one in batches of 50 rows too. Ours
checks each answer, keeps a pseudonym, a consent, an occasion and a note for each row, each in the journal, and indexes
the text for search. Prints a table; writes bench/results/import_kobo.json.
"""

from __future__ import annotations

import argparse
import csv
import io
import tempfile
import time
from pathlib import Path

from _common import need, table, write
from collected import kobo_csv

from codesign import bootstrap, exchange, storage
from codesign.accounts import MACHINE

TEXT = "Elle attend depuis un an une place au CLSC ; personne ne rappelle, et le formulaire est en français seulement. "
BATCH = 50


def rows_of(count: int) -> bytes:
    """Return an export of invented stories, a person each."""
    return kobo_csv(
        [
            {
                "occasion": "atelier", "accord/consentement": "oral", "accord/finalites": "quote persona",
                "qui/personne": f"étiquette {n}", "qui/p_age_group": "25_34", "cadre/date_jour": "2026-05-01",
                "cadre/secteur": "ouest", "cadre/type_lieu": "clsc", "cadre/duree_min": "45",
                "contenu/recit": f"{n}. {TEXT * 4}", "contenu/changement": TEXT, "contenu/enjeu": "L’attente",
            }
            for n in range(count)
        ]
    )  # fmt: skip


def bare(data: bytes, path: Path) -> float:
    """Read the same bytes and insert them as they are; return the seconds."""
    with storage.open_database(path) as db:
        began = time.perf_counter()
        rows = list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=";"))
        columns = ", ".join(f"c{n} TEXT" for n in range(len(rows[0])))
        db.conn.execute(f"CREATE TABLE kobo ({columns})")
        marks = ", ".join("?" * len(rows[0]))
        for start in range(1, len(rows), BATCH):
            with storage.transaction(db):
                db.conn.executemany(f"INSERT INTO kobo VALUES ({marks})", rows[start : start + BATCH])  # noqa: S608 - ours
        return time.perf_counter() - began


def ours(data: bytes, path: Path) -> dict[str, float]:
    """Look, bring in, bring in again, undo; return the seconds of each."""
    bootstrap.prepare(path)
    took = {}
    with storage.open_database(path) as db:

        def timed(what: str, act: object, **wishes: object) -> object:
            began = time.perf_counter()
            found = act(db, MACHINE, **wishes)  # type: ignore[operator]
            took[what] = time.perf_counter() - began
            print(f"{what}: {took[what]:.1f} s", flush=True)  # the whole takes minutes
            return found

        wanted = {"name": "kobo.csv", "data": data}
        timed("preview", exchange.preview_notes, **wanted)
        report = timed("import", exchange.import_notes, **wanted)
        need(all(row.state == "new" for row in report.rows), "Not every row came in.")  # type: ignore[attr-defined]
        timed("same again", exchange.import_notes, **wanted)
        timed("undo", exchange.undo_import, batch_id=report.batch)  # type: ignore[attr-defined]
    return took


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000)
    count = parser.parse_args().rows
    data = rows_of(count)
    with tempfile.TemporaryDirectory() as folder:
        plain = bare(data, Path(folder) / "bare.db")
        took = ours(data, Path(folder) / "codesign.db")
    found = [("bare csv + executemany", plain), *took.items()]
    table(("what", "seconds", "rows/s"), [(name, seconds, round(count / seconds)) for name, seconds in found])
    write("import_kobo", {"rows": count, "bytes": len(data), "seconds": {k: round(v, 3) for k, v in found}})


if __name__ == "__main__":
    main()
