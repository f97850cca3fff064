"""« Mes notes » opened in a real browser with 100,000 notes, with 100, and beside a bare page that draws the same.

    .venv/bin/python bench/mine_browser.py [--notes 100000] [--database made-earlier.db] [--rounds 5]

Three servers at once, visited by turns by browsers that never saw them (bench/pages.py says how its clock measures):
from navigation to rest, again warm, then reruns. Half of the notes are the member's own. Aims: at most 1.2 times the
page with 100 notes and 1.3 times the bare page. Prints a table; writes bench/results/mine_browser.json.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import _hundred
import httpx
from _common import median, table, write
from fifty_people import sign_in
from live import LiveApp
from playwright.sync_api import sync_playwright

from codesign import bootstrap, storage

_found = spec_from_file_location("bench_pages", Path(__file__).with_name("pages.py"))  # `pages` alone is our screens
if _found is None or _found.loader is None:
    raise SystemExit("bench/pages.py is missing")
pages = module_from_spec(_found)
_found.loader.exec_module(pages)

PAGE = "fieldnotes_mine"
KINDS = ("cold", "warm", "click")


def served(home: Path, made: Path) -> LiveApp:
    """Return an app on a copy of a database of which the member wrote every second note; not started yet."""
    app = LiveApp(home)
    home.mkdir()
    shutil.copy(made, home / "codesign.db")
    bootstrap.prepare(home / "codesign.db")
    app.add_member(pages.LOGIN, "coordination")
    with storage.open_database(home / "codesign.db") as db, storage.transaction(db):
        (member,) = db.conn.execute("SELECT id FROM accounts_member WHERE login = ?", [pages.LOGIN]).fetchone()
        db.conn.execute("UPDATE fieldnotes_note SET author_id = ? WHERE rowid_ % 2 = 0", [member])
    return app


def signed_in(app: LiveApp) -> str:
    """Return the cookie of a new sign-in; the first request of a server that just started may take long."""
    for _time in range(3):
        try:
            return sign_in(app, pages.LOGIN)
        except httpx.TimeoutException:
            continue
    raise SystemExit("Nobody could sign in")


def run(many: LiveApp, few: LiveApp, bare: str, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Visit the three by turns, the first one changing; round 0 is not counted."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    sides = [
        ("many", many.url, signed_in(many)),
        ("hundred", few.url, signed_in(few)),
        ("bare", bare, ""),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        for i in range(rounds + 1):
            for name, url, cookie in [*sides[i % 3 :], *sides[: i % 3]]:
                context = pages.context_of(browser, url, cookie)
                pages.measure(context, f"{url}/{PAGE}", found[name] if i else None)
                context.close()
            print(f"round {i} of {rounds}, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
        browser.close()
    return found


def figures(found: dict[str, dict[str, list[float]]]) -> dict[str, Any]:
    """Return medians of each side, and the ratios that are aimed at."""
    ms = {name: {kind: round(median(took[kind])) for kind in KINDS} for name, took in found.items()}
    ratios = {
        f"many ÷ {name}": {kind: round(ms["many"][kind] / ms[name][kind], 2) for kind in KINDS}
        for name in ("hundred", "bare")
    }
    return {"ms": ms, "ratios": ratios}


def main() -> None:
    """Make the notes, serve, measure, print, keep."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--notes", type=int, default=100_000)
    options.add_argument("--database", type=Path, help="one made earlier by bench/_hundred.py, to save minutes")
    options.add_argument("--rounds", type=int, default=5)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large, small, bare = wanted.database or folder / "large.db", folder / "small.db", folder / "bare"
        if not wanted.database:
            _hundred.make(large, wanted.notes)
        _hundred.make(small, 100)
        many, few = served(folder / "many", large), served(folder / "few", small)
        bare.mkdir()
        pages.trees(many, bare / "trees.json")
        with many, few, pages.bare_app(bare) as address:
            made = figures(run(many, few, address, wanted.rounds))
    table(("what", *KINDS), [(name, *each.values()) for name, each in {**made["ms"], **made["ratios"]}.items()])
    write("mine_browser", {"notes": wanted.notes, "rounds": wanted.rounds, **made})


if __name__ == "__main__":
    main()
