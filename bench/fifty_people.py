"""Fifty people at once: a click every three seconds each on two cores, the wait from click to end of run.

    .venv/bin/python bench/fifty_people.py [--people 50] [--seconds 60]

A small WebSocket client speaks Streamlit's own protocol, signed in as members of the demo data: half of them on the
dashboard, a quarter in review, a quarter on a new note. A click is one rerun with a widget changed. Meanwhile somebody
decides on a sentence every two seconds (`--write-every`), so that what is kept between runs is read anew as often.
Aim: p95 ≤ 1 s, no error.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import _thousand
import httpx
from _common import need, quantile, table, write
from live import PASSWORD, LiveApp
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from codesign import barriers, fieldnotes, storage
from codesign.accounts import Actor, Role
from codesign.barriers import Action, Choice

SCREENS = ("dashboard_overview", "dashboard_overview", "barriers_review", "fieldnotes_new")
ROLES = {"dashboard_overview": "comite", "barriers_review": "analyse", "fieldnotes_new": "terrain"}


@dataclass
class Tally:
    """What everybody met."""

    first: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def sign_in(app: LiveApp, login: str) -> str:
    """Return the Cookie header of a member who signed in by the form."""
    with httpx.Client(base_url=app.url) as client:
        page = client.get("/auth/login")
        token = re.search(r'name="csrf" value="([^"]+)"', page.text)
        if token is None:
            raise RuntimeError("no sign-in form")
        answer = client.post("/auth/login", data={"csrf": token[1], "login": login, "password": PASSWORD})
        if answer.status_code != 303:
            raise RuntimeError(f"sign-in refused: {answer.status_code}")
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


async def run_script(socket: ClientConnection, screen: str, widgets: dict[str, str]) -> dict[str, str]:
    """Ask for one run and wait for its end; return radio widgets that were seen, id -> an option."""
    message = BackMsg()
    message.rerun_script.page_name = screen
    for widget, value in widgets.items():
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = widget, value
    await socket.send(message.SerializeToString())
    seen: dict[str, str] = {}
    while True:
        data = await asyncio.wait_for(socket.recv(), 60)
        answer = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        element = answer.delta.new_element
        if answer.HasField("delta") and element.HasField("exception"):
            raise RuntimeError(element.exception.message)
        if answer.HasField("delta") and element.HasField("radio") and element.radio.options:
            seen[element.radio.id] = random.choice(list(element.radio.options))  # noqa: S311 - a click, not a secret
        if answer.HasField("script_finished") and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            return seen


async def person(app: LiveApp, cookie: str, screen: str, seconds: float, tally: Tally) -> None:
    """Open a screen, then click every three seconds."""
    await asyncio.sleep(random.uniform(0, 3))  # noqa: S311 - people do not arrive together
    try:
        async with connect(
            f"ws://127.0.0.1:{app.port}/_stcore/stream",
            additional_headers={"Cookie": cookie},
            origin=app.url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
        ) as socket:
            start = time.perf_counter()
            widgets = await run_script(socket, screen, {})
            tally.first.append(time.perf_counter() - start)
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                await asyncio.sleep(random.uniform(2, 4))  # noqa: S311 - about every three seconds
                start = time.perf_counter()
                widgets = await run_script(socket, screen, widgets)
                tally.clicks.append(time.perf_counter() - start)
    except Exception as error:  # noqa: BLE001 - every failure of anybody is a figure of this run
        tally.errors.append(f"{screen}: {type(error).__name__}: {error}"[:300])


async def everybody(app: LiveApp, people: int, seconds: float) -> Tally:
    """Let all of them in."""
    cookies = {screen: sign_in(app, role) for screen, role in ROLES.items()}
    tally = Tally()
    await asyncio.gather(*(person(app, cookies[SCREENS[i % 4]], SCREENS[i % 4], seconds, tally) for i in range(people)))
    return tally


def decide(path: Path, every: float, stop: threading.Event) -> None:
    """Decide on one sentence of one note after another, as a colleague in review would."""
    analyst = Actor(storage.uuid7(), "Analyse (banc d’essai)", frozenset({Role.ANALYSIS}))
    with storage.open_database(path) as db:
        for each in fieldnotes.notes(db, analyst):
            if stop.wait(every):
                return
            sentence = barriers.review(db, analyst, each.id).sentences[0]
            choice = Choice(sentence.key, Action.NOTHING)
            barriers.decide_together(db, analyst, source_id=each.id, choices=[choice])


def cpu_seconds(app: LiveApp) -> float:
    """Return the processor time that the server has used: what other work on the machine does not change."""
    need(app.process, "the app is not there")
    words = Path(f"/proc/{app.process.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split() if app.process else []
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(app: LiveApp) -> float:
    """Return the memory that the server holds now, in megabytes."""
    need(app.process, "the app is not there")
    words = Path(f"/proc/{app.process.pid}/statm").read_text("utf-8").split() if app.process else ["0", "0"]
    return int(words[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Make the demo, start the app, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--notes", type=int, default=_thousand.NOTES)
    options.add_argument("--write-every", type=float, default=2, help="seconds between two decisions of a colleague")
    options.add_argument("--database", type=Path, help="a copy made earlier by bench/_thousand.py, to save a minute")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = LiveApp(Path(folder))
        if wanted.database:
            shutil.copy(wanted.database, Path(folder) / "codesign.db")
        else:
            _thousand.make(Path(folder) / "codesign.db", wanted.notes)
        for role in sorted(set(ROLES.values())):
            app.add_member(role, role)
        with app:
            asyncio.run(everybody(app, 4, 6))  # everyone after the first of the day
            before, spent, held = os.getloadavg(), cpu_seconds(app), memory_mb(app)
            stop = threading.Event()
            writer = threading.Thread(target=decide, args=(Path(folder) / "codesign.db", wanted.write_every, stop))
            writer.start()
            tally = asyncio.run(everybody(app, wanted.people, wanted.seconds))
            stop.set()
            writer.join()
            spent, after = cpu_seconds(app) - spent, memory_mb(app)
    figures = {
        "people": wanted.people,
        "notes": wanted.notes,
        "write_every_s": wanted.write_every,
        "load_before": before[0],
        "clicks": len(tally.clicks),
        "first_p50_s": quantile(tally.first, 0.5),
        "first_p95_s": quantile(tally.first, 0.95),
        "click_p50_s": quantile(tally.clicks, 0.5),
        "click_p95_s": quantile(tally.clicks, 0.95),
        "errors": len(tally.errors),
        "server_mb_before": held,
        "server_mb_after": after,
        "server_cpu_ms_per_run": 1000 * spent / max(1, len(tally.clicks) + len(tally.first)),
    }
    write("fifty_people", {**figures, "error_samples": tally.errors[:5]})
    table(list(figures), [list(figures.values())])
    for line in tally.errors[:5]:
        print(line)


if __name__ == "__main__":
    main()
