"""How soon a keystroke is on the disk of the device, and how soon a text is acknowledged by the server.

    python bench/draft_keystroke.py [--keys 200] [--saves 40]

In Chromium, on the real app and a new note. Beside the field, in the same page and in turn: one bare IndexedDB write of
the same record with strict durability, and one with relaxed. Beside the acknowledgement, which has the wait of 600 ms
after the last key taken off it: keeping the same text by the action alone, and one bare upsert with the same settings.
Prints a table; writes bench/results/draft_keystroke.json.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _common import median, quantile, table, write
from live import PASSWORD, LiveApp
from playwright.sync_api import Page, sync_playwright

from codesign import fieldnotes, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import DraftPiece

TEXT = "Elle attend depuis un an une place au CLSC ; personne ne rappelle, et le formulaire est en français seulement. "
QUIET_MS = 600
WARM_UP = 10
KEYS = """async ({ keys, text }) => {
  const host = document.querySelector('.cd-draft');
  const area = host.querySelector('textarea');
  const open = () => new Promise((done) => {
    const asked = indexedDB.open('bare', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('drafts', { keyPath: 'id' });
    asked.onsuccess = () => done(asked.result);
  });
  const db = await open();
  const bare = (durability, value) => new Promise((done) => {
    const began = performance.now();
    const turn = db.transaction('drafts', 'readwrite', { durability });
    turn.objectStore('drafts').put({ id: 1, text: value, rev: 1, at: Date.now() });
    turn.oncomplete = () => done(performance.now() - began);
  });
  const key = (value) => new Promise((done) => {
    const before = Number(host.dataset.rev ?? 0);
    const began = performance.now();
    const watch = new MutationObserver(() => {
      if (host.dataset.state === 'here' && Number(host.dataset.rev) > before) {
        watch.disconnect();
        done(performance.now() - began);
      }
    });
    watch.observe(host, { attributeFilter: ['data-rev', 'data-state'] });
    area.value = value;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  const found = { key: [], strict: [], relaxed: [] };
  for (let n = 0; n < keys; n += 1) {
    const value = text.repeat(4).slice(0, 300 + n);
    found.key.push(await key(value));
    found.strict.push(await bare('strict', value));
    found.relaxed.push(await bare('relaxed', value));
  }
  return found;
}"""
ACKNOWLEDGED = """(words) => new Promise((done) => {
  const host = document.querySelector('.cd-draft');
  const area = host.querySelector('textarea');
  area.value += words;
  area.dispatchEvent(new Event('input', { bubbles: true }));
  const began = performance.now();
  const watch = new MutationObserver(() => {
    if (host.dataset.state === 'saved') {
      watch.disconnect();
      done(performance.now() - began);
    }
  });
  watch.observe(host, { attributeFilter: ['data-state'] });
})"""


def on_the_server(path: Path, saves: int) -> dict[str, list[float]]:
    """Return milliseconds of the action and of a bare upsert, in turn, on files of their own."""
    actor = Actor(storage.uuid7(), "Invented", frozenset({Role.FIELD}))
    draft, writer = storage.uuid7(), storage.uuid7()
    found: dict[str, list[float]] = {"action": [], "bare": []}
    with storage.open_database(path) as db, storage.open_database(path.with_name("bare.db")) as other:
        other.conn.execute("CREATE TABLE draft (id TEXT PRIMARY KEY, rev INTEGER, text TEXT)")
        for n in range(1, saves + WARM_UP):
            text = (TEXT * 40)[: 300 + n]
            began = time.perf_counter()
            fieldnotes.keep_draft_text(db, actor, piece=DraftPiece(draft, "story/story", text, n, writer))
            between = time.perf_counter()
            with storage.transaction(other):
                other.conn.execute(
                    "INSERT INTO draft VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET rev = excluded.rev,"
                    " text = excluded.text WHERE excluded.rev > rev",
                    [draft, n, text],
                )
            found["action"].append(1000 * (between - began))
            found["bare"].append(1000 * (time.perf_counter() - between))
    return {name: values[WARM_UP:] for name, values in found.items()}


def in_the_browser(page: Page, keys: int, saves: int) -> dict[str, list[float]]:
    """Return milliseconds of keystrokes and bare writes, and of acknowledgements."""
    found: dict[str, list[float]] = page.evaluate(KEYS, {"keys": keys + WARM_UP, "text": TEXT})
    page.wait_for_selector(".cd-draft[data-state=saved]")
    waits = []
    for _each in range(saves):
        page.wait_for_timeout(300)
        waits.append(page.evaluate(ACKNOWLEDGED, "Encore. ") - QUIET_MS)
    return {**{name: values[WARM_UP:] for name, values in found.items()}, "acknowledged": waits}


def measure(keys: int, saves: int) -> dict[str, list[float]]:
    """Start the app with one worker, measure in a browser, then on the server alone."""
    with tempfile.TemporaryDirectory() as folder:
        app = LiveApp(Path(folder))
        app.command("init")
        app.add_member("terrain", "terrain")
        with app, sync_playwright() as driver:
            # a profile of its own on the disk: without one, Chromium keeps IndexedDB in memory
            browser = driver.chromium.launch_persistent_context(
                Path(folder) / "profile", executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            page = browser.new_page()
            page.goto(f"{app.url}/auth/login?next=/fieldnotes_new")
            page.fill("input[name=login]", "terrain")
            page.fill("input[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_selector(".cd-draft textarea:not([readonly])")
            found = in_the_browser(page, keys, saves)
            browser.close()
        return found | on_the_server(app.home / "codesign.db", keys)


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--saves", type=int, default=40)
    asked = parser.parse_args()
    found = measure(asked.keys, asked.saves)
    names = {
        "key": "keystroke → durable on the device",
        "strict": "bare IndexedDB write, strict",
        "relaxed": "bare IndexedDB write, relaxed",
        "acknowledged": "text sent → acknowledged in the field",
        "action": "keep_draft_text alone, on the disk",
        "bare": "bare upsert, same settings",
    }
    rows = [
        (words, len(found[name]), median(found[name]), quantile(found[name], 0.95)) for name, words in names.items()
    ]
    table(("what", "n", "p50 ms", "p95 ms"), rows)
    figures: dict[str, Any] = {
        name: {"n": n, "p50_ms": round(p50, 2), "p95_ms": round(p95, 2)}
        for name, (_words, n, p50, p95) in zip(names, rows, strict=True)
    }
    write("draft_keystroke", figures)


if __name__ == "__main__":
    sys.exit(main())
