"""Searches and the list of notes with 100,000 notes: beside the bare index, beside 100 notes, beside a bare page.

    .venv/bin/python bench/search.py [--notes 100000] [--database made-earlier.db] [--rounds 5]

Searches are those that people make: words in another form than in the notes, alone and with filters. The raw side
asks the same index for the same words in the same run (`SELECT rowid … MATCH … ORDER BY rowid DESC LIMIT 20`), no
filter, no permission, no passage. « Mes notes » is opened by AppTest in one process, the large and the small database
and a bare script that draws the same widgets from constants by turns. Wall and processor time; p95 by nearest rank.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import _hundred
from _common import ROOT, median, quantile, table, write
from streamlit.testing.v1 import AppTest

from codesign import bootstrap, finding, storage
from codesign.accounts import MACHINE, Role, session_store, store
from codesign.accounts.clock import later
from codesign.accounts.passwords import fingerprint
from codesign.fieldnotes import words_of
from codesign.finding import Wanted
from codesign.storage import Database

WORDS = (
    "attendre", "médecin", "clsc", "interprètes créoles", "autobus soir", "formulaires anglais", "découragement",
    "refusé logement", "prothèses", "la préposée", "diagnostics école", "voisin", "renoncer rembourser", "froid",
    "téléphoner occupé", "espérer", "bibliothèques", "zoologie", "hiver pharmacie lettre", "demandant",
)  # fmt: skip
BARE = "FROM v_fieldnotes_words WHERE asked MATCH ? ORDER BY rowid_ DESC LIMIT 20"


def questions(db: Database) -> list[Wanted]:
    """Return the searches: words alone, then each filter with words, then several together."""
    row = db.conn.execute(
        "SELECT author_id, participant_id, sector FROM v_fieldnotes_shelf ORDER BY rowid_ LIMIT 1 OFFSET 40"
    ).fetchone()
    author, person, sector = map(str, row)
    alone = [Wanted(words=each) for each in WORDS]
    filters: list[dict[str, str]] = [
        {"sector": sector}, {"occasion": "atelier"}, {"since": "2023-01-01", "until": "2023-03-31"},
        {"code": "barrier:cout"}, {"status": "absent"}, {"person": person}, {"author": author}, {"approved": "no"},
        {"review": "unread"}, {"code": "barrier:langue", "status": "present", "sector": sector},
        {"author": author, "approved": "yes", "since": "2024-01-01"},
    ]  # fmt: skip
    return [*alone, *(Wanted(words=words, **each) for each in filters for words in ("", *WORDS[:4]))]


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds of the clock and of the processor."""
    wall, used = time.perf_counter(), time.thread_time()
    act()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.thread_time() - used)


def searches(path: Path, rounds: int) -> dict[str, Any]:
    """Return what searches cost beside the bare index."""
    found: dict[str, list[tuple[float, float]]] = {"search": [], "words alone": [], "raw index": []}
    slow: dict[str, float] = {}
    with storage.open_database(path) as db:
        asked = questions(db)
        for n in range(rounds + 1):
            for wanted in asked:
                took = timed(lambda wanted=wanted: finding.find(db, MACHINE, wanted=wanted))
                match = words_of(wanted.words).match
                bare = match or '"attend"'
                raw = timed(lambda bare=bare: db.conn.execute(f"SELECT rowid_ {BARE}", [bare]).fetchall())
                if n == 0:  # the disk's cache is cold
                    continue
                found["search"].append(took)
                name = str(finding.kept(wanted))
                slow[name] = min(took[0], slow.get(name, took[0]))
                if list(finding.kept(wanted)) == ["words"]:
                    found["words alone"].append(took)
                    found["raw index"].append(raw)
    rows = {name: _figures(each) for name, each in found.items()}
    return {**rows, "slowest": sorted(((round(ms, 1), name) for name, ms in slow.items()), reverse=True)[:5]}


def _figures(took: list[tuple[float, float]]) -> dict[str, float]:
    walls, cpus = [each[0] for each in took], [each[1] for each in took]
    return {
        "n": len(took), "p50": median(walls), "p95": quantile(walls, 0.95), "cpu_p50": median(cpus),
        "cpu_p95": quantile(cpus, 0.95),
    }  # fmt: skip


def opened(home: Path, made: Path) -> Callable[[], AppTest]:
    """Return what opens « Mes notes » of a database, signed in as the coordination."""
    home.mkdir()
    shutil.copy(made, home / "codesign.db")
    login, sid, member = "banc", fingerprint(storage.uuid7()), storage.uuid7()
    with storage.open_database(home / "codesign.db") as db, storage.transaction(db):
        about = {"name": "Banc", "login": login, "roles": frozenset({Role.COORDINATION}), "active": True}
        store.save_member(db, member, author=member, new=True, **about)  # type: ignore[arg-type]
        session_store.add(db, sid, member, storage.now(), later(hours=1))
        db.conn.execute("UPDATE fieldnotes_note SET author_id = ? WHERE rowid_ % 2 = 0", [member])

    def once() -> AppTest:
        os.environ["CODESIGN_HOME"] = str(home)
        app = AppTest.from_file(str(ROOT / "codesign" / "ui" / "main.py"), default_timeout=120)
        app.user = {"login": login, "sid": sid}
        app.run()
        return app.switch_page("../../pages/fieldnotes_mine.py").run()

    return once


def lists(large: Path, small: Path, folder: Path, rounds: int) -> dict[str, Any]:
    """Return what a rerun of « Mes notes » costs with many notes and with a hundred, by turns."""
    found: dict[str, list[tuple[float, float]]] = {}
    ways = {"many": opened(folder / "many", large), "hundred": opened(folder / "few", small)}
    apps = {name: way() for name, way in ways.items()}
    for name, app in apps.items():
        if app.exception:
            raise SystemExit(f"{name}: {app.exception}")
    for n in range(rounds + 1):
        for name, app in apps.items():
            os.environ["CODESIGN_HOME"] = str(folder / {"many": "many", "hundred": "few"}[name])
            began, used = time.perf_counter(), time.process_time()
            app.run()
            if n:
                took = (1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used))
                found.setdefault(name, []).append(took)
    return {name: _figures(each) for name, each in found.items()}


def main() -> None:
    """Make the notes, measure, print, keep."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--notes", type=int, default=100_000)
    options.add_argument("--database", type=Path, help="one made earlier by bench/_hundred.py, to save minutes")
    options.add_argument("--rounds", type=int, default=5)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large, small = folder / "large.db", folder / "small.db"
        if wanted.database:
            shutil.copy(wanted.database, large)
            bootstrap.prepare(large)
        else:
            _hundred.make(large, wanted.notes)
        _hundred.make(small, 100)
        found, pages = searches(large, wanted.rounds), lists(large, small, folder, 4 * wanted.rounds)
    heads = ("what", "n", "p50 ms", "p95 ms", "CPU p50", "CPU p95")
    table(heads, [(name, *each.values()) for name, each in {**found, **pages}.items() if name != "slowest"])
    for ms, question in found["slowest"]:
        print(f"slowest: {ms} ms {question}")
    ratio = pages["many"]["cpu_p50"] / pages["hundred"]["cpu_p50"]
    print(f"« Mes notes », many ÷ hundred: {ratio:.2f} (CPU, medians), load {os.getloadavg()[0]:.1f}")
    write("search", {"notes": wanted.notes, "search": found, "lists": pages, "ratio_cpu": round(ratio, 2)})


if __name__ == "__main__":
    main()
