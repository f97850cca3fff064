"""Searches and the list of notes with 100,000 notes: beside the bare index, beside 100 notes, beside a bare page.

    .venv/bin/python bench/search.py [--notes 100000] [--database made-earlier.db] [--rounds 5]

Searches are those that people make: words in another form than in the notes, alone and with filters. The raw side
asks the same index for the same words in the same run (`SELECT rowid … MATCH … ORDER BY rowid DESC LIMIT 20`), no
filter, no permission, no passage. « Mes notes » is drawn again by AppTest in one process, by turns: the large and the
small database, and a bare script that draws the same from constants (see bench/pages.py). Wall and processor time; p95
by nearest rank.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import _hundred
import _trees
from _common import ROOT, median, need, quantile, table, write
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


def bare(page: AppTest, folder: Path) -> AppTest:
    """Return a bare script that draws what « Mes notes » draws, from constants, as bench/pages.py does."""
    shutil.copytree(ROOT / "bench" / "bare", folder)
    main, sidebar = page._tree.children[0], page._tree.children[1]  # noqa: SLF001 - the public lists lose the order
    parts = {
        "main": {"kind": "main", "children": _trees._inside(main)},  # noqa: SLF001 - a sister of this bench
        "sidebar": {"kind": "main", "children": _trees._inside(sidebar)},  # noqa: SLF001 - as above
    }
    for part in parts.values():
        _trees._known_links(part, {"mine"})  # noqa: SLF001 - as above
    (folder / "trees.json").write_text(json.dumps({"mine": parts}, ensure_ascii=False), "utf-8")
    script = folder / "main.py"
    text = (
        script.read_text("utf-8")
        .replace(", default=True", "")
        .replace("url_path=name)", "url_path=name, default=True)")
    )
    script.write_text(text, "utf-8")
    return AppTest.from_file(str(script), default_timeout=120).run()


def lists(large: Path, small: Path, folder: Path, rounds: int) -> dict[str, Any]:
    """Return what a rerun of « Mes notes » costs with many notes and with a hundred, by turns."""
    found: dict[str, list[tuple[float, float]]] = {}
    ways = {"many": opened(folder / "many", large), "hundred": opened(folder / "few", small)}
    apps = {name: way() for name, way in ways.items()}
    os.environ["CODESIGN_HOME"] = str(folder / "many")
    apps["bare"] = bare(apps["many"].run(), folder / "bare")
    for name, app in apps.items():
        need(not app.exception, f"{name}: {app.exception}")
    for n in range(rounds + 1):
        for name, app in apps.items():
            os.environ["CODESIGN_HOME"] = str(folder / {"hundred": "few"}.get(name, "many"))
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
    ratios = {name: round(pages["many"]["cpu_p50"] / pages[name]["cpu_p50"], 2) for name in ("hundred", "bare")}
    print(f"« Mes notes », many ÷ the others (CPU, medians): {ratios}, load {os.getloadavg()[0]:.1f}")
    write("search", {"notes": wanted.notes, "search": found, "lists": pages, "ratios_cpu": ratios})


if __name__ == "__main__":
    main()
