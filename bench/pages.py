"""How long each screen makes people wait, beside a bare page that draws the same things, and beside an empty page.

    .venv/bin/python bench/pages.py [--repeats 5] [--clicks 3] [--only dashboard_overview …] [--notes 1000]

Our pages work on 1,000 invented notes about 500 people, signed in as the coordination. The bare pages
(`bench/bare/main.py`) draw the same widgets, labels, options, tables and figures from constants, with the same
configuration and launcher, in a process of their own: no sign-in, no database, no rule, no translation. Chromium's own
clock measures, from navigation to: the script has ended, the title and every figure are drawn. Cold is a browser that
never saw the app, warm is its second visit; a click is Streamlit's rerun key, so that both draw the same page again.
Aim: each at most 1.3 times the bare page.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import _thousand
import httpx
from _common import ROOT, median, need, quantile, table, write
from _trees import screens
from fifty_people import sign_in
from live import LiveApp, free_port
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from codesign import storage
from codesign.accounts import session_store, store
from codesign.accounts.clock import later
from codesign.accounts.passwords import fingerprint

Found = dict[tuple[str, str], dict[str, list[float]]]
CLICKS = 3  # on each warm page; a light page alone needs more to tell ten milliseconds from noise
LOGIN = "banc"
CLOCK = """
window.bench = {ready: null, click: null};
const state = () => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState;
const settled = () => {
  if (state() !== 'notRunning' || !document.querySelector('h1')) return false;
  if (document.querySelector('[data-testid=stSkeleton], [data-testid=stAppSkeleton]')) return false;
  return [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(each => each.querySelector('.main-svg'));
};
let since = null;
const watch = () => {
  if (!settled()) since = null; else since ??= performance.now();
  if (since !== null && performance.now() - since > 60) window.bench.ready = since;
  else setTimeout(watch, 4);
};
watch();
addEventListener('keydown', event => {
  if (event.key !== 'r') return;
  const start = performance.now();
  let ran = false;
  const follow = () => {
    ran ||= state() !== 'notRunning';
    if (ran && settled()) window.bench.click = performance.now() - start; else setTimeout(follow, 1);
  };
  follow();
}, true);
"""


@contextmanager
def bare_app(folder: Path) -> Iterator[str]:
    """Serve the bare pages from a folder that holds the platform's configuration and fonts; yield the address."""
    port = free_port()
    shutil.copytree(ROOT / "bench" / "bare", folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "codesign" / "ui" / "static", folder / "static")
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)  # noqa: S603 - our own command
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=60)) as client:
            need(client.get(f"http://127.0.0.1:{port}/_stcore/health").is_success, "the bare pages do not answer")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


def visit(page: Page, address: str) -> float:
    """Return the milliseconds from navigation to usable content, on the page's own clock."""
    page.goto(address, wait_until="commit")
    return told(page, "ready")


def click(page: Page) -> float:
    """Return the milliseconds from asking for a rerun to rest."""
    page.evaluate("window.bench.click = null")
    page.keyboard.press("r")
    return told(page, "click")


def told(page: Page, name: str) -> float:
    """Wait for what the page's clock says; `wait_for_function` would need what the security headers refuse."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        value = page.evaluate(f"window.bench?.{name} ?? null")
        if value is not None:
            return float(value)
        page.wait_for_timeout(40)
    raise TimeoutError(f"{page.url}: no {name} after a minute")


def measure(context: BrowserContext, address: str, found: dict[str, list[float]] | None, clicks: int = CLICKS) -> None:
    """Visit once cold, once warm, then click; only once, uncounted, when there is nowhere to write it."""
    page = context.new_page()
    page.add_init_script(CLOCK)
    cold = visit(page, address)
    if found is None:
        return
    found["cold"].append(cold)
    page.wait_for_timeout(200)
    found["warm"].append(visit(page, address))
    for _n in range(clicks):
        page.wait_for_timeout(150)
        found["click"].append(click(page))


def context_of(browser: Browser, url: str, cookie: str = "") -> BrowserContext:
    """Return a browser that never saw the address, signed in when there is a cookie."""
    context = browser.new_context(locale="fr-CA", viewport={"width": 1280, "height": 900})
    pairs = [each.split("=", 1) for each in cookie.split("; ") if each]
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in pairs])
    return context


def run(app: LiveApp, bare: str, names: list[str], repeats: int, stop: float = math.inf, clicks: int = CLICKS) -> Found:
    """Measure every page on both sides in turns; the side that goes first changes each time.

    Round 0 is not counted: servers and disk caches are cold in it. No round begins after `stop`.
    """
    found: Found = defaultdict(lambda: defaultdict(list))
    cookie = sign_in(app, LOGIN)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        for i in range(repeats + 1):
            for name in [*names, "empty"]:
                sides = [("ours", app.url, cookie), ("bare", bare, "")]
                for side, url, signed in sides if i % 2 else sides[::-1]:
                    if name == "empty" and side == "ours":
                        continue
                    context = context_of(browser, url, signed)
                    measure(context, f"{url}/{name}", found[name, side] if i else None, clicks)
                    context.close()
            if time.monotonic() > stop and i >= 1:
                break
            print(f"round {i} of {repeats}, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
        browser.close()
    return found


def trees(app: LiveApp, target: Path) -> None:
    """Write what each page draws, as a signed-in coordination sees it."""
    sid = fingerprint(storage.uuid7())
    with storage.open_database(app.home / "codesign.db") as db, storage.transaction(db):
        member = store.member_by_login(db, LOGIN)
        need(member, "nobody to sign in as")
        if member:
            session_store.add(db, sid, member.id, storage.now(), later(hours=1))
    command = [sys.executable, str(ROOT / "bench" / "_trees.py"), LOGIN, sid, str(target)]
    subprocess.run(command, cwd=ROOT, env=app.env, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own


def report(found: Found, names: list[str]) -> dict[str, Any]:
    """Return medians and ratios by page, and print them."""
    kinds = ("cold", "warm", "click")
    empty = {kind: median(found["empty", "bare"][kind]) for kind in kinds}
    pages: dict[str, Any] = {}
    for name in names:
        pages[name] = {}
        for kind in kinds:
            ours, bare = found[name, "ours"][kind], found[name, "bare"][kind]
            pages[name][kind] = {
                "ours_ms": round(median(ours)),
                "ours_p95_ms": round(quantile(ours, 0.95)),
                "bare_ms": round(median(bare)),
                "ratio": round(median(ours) / median(bare), 2),
                "ratio_to_empty": round(median(ours) / empty[kind], 2),
            }
    heads = ["page", *(f"{kind}: ms, × bare, × empty" for kind in kinds)]
    cells = [
        [name, *(f"{e['ours_ms']}, {e['ratio']}, {e['ratio_to_empty']}" for e in (pages[name][kind] for kind in kinds))]
        for name in names
    ]
    table(heads, cells)
    return {"empty_ms": {kind: round(value) for kind, value in empty.items()}, "pages": pages}


def main() -> None:
    """Make the notes, serve both, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--clicks", type=int, default=CLICKS)
    options.add_argument("--minutes", type=float, default=math.inf, help="begin no other round after these")
    options.add_argument("--notes", type=int, default=_thousand.NOTES)
    options.add_argument("--database", type=Path, help="a copy made earlier by bench/_thousand.py, to save a minute")
    options.add_argument("--only", nargs="*", default=[])
    wanted = options.parse_args()
    names = wanted.only or [screen.name for screen in screens()]
    with tempfile.TemporaryDirectory() as folder:
        app = LiveApp(Path(folder) / "home")
        app.home.mkdir()
        if wanted.database:
            shutil.copy(wanted.database, app.home / "codesign.db")
        else:
            _thousand.make(app.home / "codesign.db", wanted.notes)
        app.add_member(LOGIN, "coordination")
        bare = Path(folder) / "bare"
        bare.mkdir()
        trees(app, bare / "trees.json")
        before = os.getloadavg()
        with app, bare_app(bare) as address:
            found = run(app, address, names, wanted.repeats, time.monotonic() + 60 * wanted.minutes, wanted.clicks)
    figures = report(found, names)
    write(
        "pages",
        {"load_before": before, "repeats": len(found[names[0], "ours"]["cold"]), "notes": wanted.notes, **figures},
    )


if __name__ == "__main__":
    main()
