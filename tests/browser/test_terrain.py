"""The offline page with the server dead: what was written leaves once when it is back, and from nobody else's hands."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.person import NARROW, RULES
from live import PASSWORD, ROOT, LiveApp, free_port
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from codesign import accounts, fieldnotes, privacy, storage
from codesign.accounts import MACHINE
from codesign.fieldnotes import NoteFilter
from codesign.i18n import _

pytestmark = pytest.mark.browser
SHORT = 15_000
FIRST, SECOND = "Elle attend depuis un an; personne ne rappelle.", "Il est revenu avec tous ses papiers. 😀 Œuvre."


def launched(
    browser: Browser, profile: Path, env: dict[str, str | float | bool] | None = None, zone: str = "America/Toronto"
) -> BrowserContext:
    """Start a browser of its own on this folder: a phone in size, and nothing that is ignored."""
    context = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=the_browser(), args=["--no-sandbox"], viewport=NARROW, locale="fr-CA",  # type: ignore[arg-type]
        timezone_id=zone, reduced_motion="reduce", env=env,
    )  # fmt: skip
    context.set_default_timeout(SHORT)
    return context


class Field:
    """The app, a phone that outlives its browser, and what the database holds."""

    def __init__(self, app: LiveApp, browser: Browser, profile: Path) -> None:
        self.app, self.browser, self.profile = app, browser, profile
        self.context: BrowserContext | None = None

    def open(self, zone: str = "America/Toronto") -> Page:
        """Start the browser of the phone, on the same disk each time."""
        self.context = launched(self.browser, self.profile, zone=zone)
        return self.context.pages[0]

    def close(self) -> None:
        """Close the browser."""
        if self.context is not None:
            self.context.close()
            self.context = None

    def notes(self) -> dict[str, int]:
        """The stories saved so far, with how many times each stands there."""
        with storage.open_database(self.app.home / "codesign.db") as db:
            found = [
                fieldnotes.note(db, MACHINE, each.id) for each in fieldnotes.notes(db, MACHINE, filter=NoteFilter())
            ]
        texts = [str(each.answers.get("observed")) for each in found]
        return {text: texts.count(text) for text in texts}

    def sign_everybody_out(self) -> None:
        """End every sign-in, as twelve hours do."""
        with storage.open_database(self.app.home / "codesign.db") as db:
            accounts.sign_everyone_out(db, MACHINE)


def the_browser() -> str:
    """The browser that the other tests use."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(path for name in names if (path := shutil.which(name)))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """One server, which these tests stop and start."""
    app = LiveApp(tmp_path_factory.mktemp("terrain"))
    app.command("init")
    for login in ("anne", "luc"):
        app.add_member(login, "terrain")
    with app:
        yield app


@pytest.fixture
def field(served: LiveApp, chromium: Browser, tmp_path: Path) -> Field:
    """The server, up again if a test left it dead, and a phone on which nobody wrote yet."""
    if served.process is None or served.process.poll() is not None:
        served.start()
    return Field(served, chromium, tmp_path / "phone")


@pytest.fixture
def phone(field: Field, failed: Callable[[], bool]) -> Iterator[Field]:
    """The phone in hand; what was on it is kept as a picture when the test fails."""
    yield field
    if failed() and field.context is not None:
        screens = Path(__file__).parent / "screens"
        screens.mkdir(exist_ok=True)
        field.context.pages[0].screenshot(path=str(screens / "echec-terrain.png"))
    field.close()


def sign_in(page: Page, url: str, login: str) -> None:
    """Come in by the door, and on to the page, until it can be opened without a network."""
    page.goto(f"{url}/auth/login?next=%2Fterrain%2F")
    page.get_by_label(_("Sign-in name")).fill(login)
    page.get_by_label(_("Password")).fill(PASSWORD)
    page.get_by_role("button", name=_("Sign in")).click()
    expect(page.locator("[data-link=online]")).to_be_visible()
    expect(page.locator("[data-ready]")).to_be_visible()


def write(page: Page, text: str) -> None:
    """Begin a note, and see it kept."""
    page.get_by_role("button", name=_("Accompaniment"), exact=True).click()
    page.get_by_label(_("What you saw or heard")).press_sequentially(text)
    expect(page.locator(".where[data-state=here]")).to_be_visible()


def consent(page: Page) -> None:
    """Say whom it is about and what they agreed to."""
    page.get_by_label(_("Someone, without a pseudonym")).check()
    page.get_by_label(_("Oral")).check()
    page.get_by_label(_("Take notes")).check()


def save(page: Page) -> None:
    """Put the note in the queue."""
    page.get_by_role("button", name=_("Save the note")).click()


def lines(page: Page, state: str) -> int:
    """How many lines a part of the list has."""
    return page.locator(f"[data-list={state}] li").count()


def is_clean(page: Page) -> None:
    """No fault for people who use a screen reader, a keyboard, large letters; nothing wider than the phone."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_notes_written_without_a_server_arrive_once(phone: Field) -> None:
    """The server dead, the page reloaded, the browser closed and opened: a draft and two notes are all there."""
    page, arrived = phone.open(), {**phone.notes(), FIRST: 1, SECOND: 1}
    sign_in(page, phone.app.url, "anne")
    is_clean(page)
    phone.app.kill()
    page.reload()
    expect(page.locator("[data-link=offline]")).to_be_visible()
    write(page, FIRST)
    page.reload()
    page.get_by_role("button", name=_("Resume")).click()
    expect(page.get_by_label(_("What you saw or heard"))).to_have_value(FIRST)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text(_("A note needs a consent: choose whom it is about."))
    assert lines(page, "waiting") == 0
    consent(page)
    page.get_by_text(_("Text to read aloud")).click()
    expect(page.locator("article")).to_be_visible()
    is_clean(page)
    save(page)
    page.get_by_role("button", name=_("Another note of the same occasion")).click()
    page.get_by_label(_("What you saw or heard")).fill(SECOND)
    consent(page)
    save(page)
    expect(page.locator("[data-list=waiting] li")).to_have_count(2)
    is_clean(page)
    phone.close()

    phone.app.start()
    page = phone.open()
    page.goto(f"{phone.app.url}/terrain/")
    expect(page.locator("[data-link=ended]")).to_be_visible()  # a cookie of the session went with the browser
    expect(page.locator("[data-list=waiting] li")).to_have_count(2)
    expect(page.get_by_role("button", name=_("Take back"))).to_have_count(0)
    sign_in(page, phone.app.url, "anne")
    expect(page.locator("[data-list=sent] li")).to_have_count(2)
    assert phone.notes() == arrived
    page.reload()
    expect(page.locator("[data-link=online]")).to_be_visible()
    assert phone.notes() == arrived
    assert FIRST not in page.evaluate(HELD)


TOUCHING = """() => [...document.querySelectorAll('main > p')].filter((each) => {
  const before = each.previousElementSibling;
  const button = before?.matches('button') ? before : [...(before?.querySelectorAll('button') ?? [])].at(-1);
  return button && each.getBoundingClientRect().top - button.getBoundingClientRect().bottom < 8;
}).map((each) => each.textContent)"""
HELD = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open('codesign-terrain');
    asked.onsuccess = () => done(asked.result);
  });
  const found = await new Promise((done) => {
    const asked = db.transaction('notes').objectStore('notes').getAll();
    asked.onsuccess = () => done(asked.result);
  });
  db.close();
  return JSON.stringify(found);
}"""


def test_a_queue_outlives_its_sign_in_and_is_shown_to_its_member_alone(phone: Field) -> None:
    """The session ends: the queue waits. Another member signs in on the phone: it is neither seen nor sent."""
    page = phone.open()
    sign_in(page, phone.app.url, "anne")
    write(page, "Un brouillon d’Anne.")
    page.get_by_role("button", name=_("All my notes on this device")).click()
    phone.sign_everybody_out()
    write(page, "Une note d’Anne.")
    consent(page)
    save(page)
    expect(page.locator("[data-link=ended]")).to_be_visible()
    expect(page.locator("[data-list=waiting] li")).to_have_count(1)
    before = phone.notes()
    sign_in(page, phone.app.url, "luc")
    expect(page.get_by_text(re.compile(r"^2 "))).to_be_visible()
    assert lines(page, "waiting") == lines(page, "draft") == 0
    expect(page.get_by_text("Anne")).to_have_count(0)
    assert phone.notes() == before
    sign_in_again(page, phone, "anne")
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    expect(page.locator("[data-list=sent] li")).to_contain_text(_("Open the note"))
    assert phone.notes()["Une note d’Anne."] == 1
    page.goto(f"{phone.app.url}/auth/logout")
    page.get_by_role("button", name=_("Sign out")).click()
    page.goto(f"{phone.app.url}/terrain/")
    nobody = _("Nobody is signed in on this device. What waits here is kept for whoever wrote it.")
    said = _("Your session has ended. What you wrote is kept here; sign in to send it.")
    expect(page.get_by_text(re.compile(f"^({re.escape(nobody)}|{re.escape(said)})$"))).to_be_visible()
    expect(page.get_by_role("button", name=_("Accompaniment"), exact=True)).to_have_count(0)  # nobody's note


@pytest.mark.parametrize("year", [2041, 1999])
def test_a_wrong_clock_loses_nothing_that_was_not_sent(phone: Field, year: int) -> None:
    """A phone whose battery died wakes up in another year: what waits is there, said to be old, and leaves."""
    page, text = phone.open(), f"Écrit avant l’an {year}."
    sign_in(page, phone.app.url, "anne")
    assert phone.context is not None
    phone.context.set_offline(True)
    write(page, text)
    consent(page)
    save(page)
    write(page, "Un brouillon d’alors.")
    page.clock.set_fixed_time(datetime(year, 1, 1, tzinfo=UTC))
    page.reload()
    expect(page.locator("[data-list=waiting] li")).to_have_count(1)
    expect(page.locator("[data-list=draft] li")).to_have_count(1)
    expect(page.locator("[data-old]")).to_have_count(2 if year == 2041 else 0)
    is_clean(page)
    phone.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-link=online]")).to_be_visible()
    expect(page.locator("[data-list=waiting] li")).to_have_count(0)
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert phone.notes()[text] == 1
    draft = page.locator("[data-list=draft] li")
    expect(draft).to_have_count(1)
    draft.get_by_role("button", name=_("Delete"), exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=_("Delete")).click()
    expect(draft).to_have_count(0)


@pytest.mark.parametrize("year", [2041, 1999])
def test_a_note_written_under_a_wrong_clock_is_queued_with_its_day_and_leaves(phone: Field, year: int) -> None:
    """No day is made up; the one that is written is kept; the line of what left is dated by the server."""
    page, text = phone.open(), f"Écrit en l’an {year} de ce téléphone."
    day = f"{privacy.today() - timedelta(days=1):%Y-%m-%d}"
    sign_in(page, phone.app.url, "anne")
    assert phone.context is not None
    phone.context.set_offline(True)
    page.clock.set_fixed_time(datetime(year, 6, 1, tzinfo=UTC))
    page.reload()
    expect(page.locator("[data-clock]")).to_contain_text(str(year))
    is_clean(page)
    write(page, text)
    consent(page)
    expect(page.locator("[data-field=held_on]")).to_have_value("")
    page.locator("[data-field=held_on]").fill(day)
    save(page)
    if year == 1999:  # that day is to come for this clock: said once, then kept
        expect(page.get_by_role("alert")).to_be_visible()
        save(page)
    expect(page.locator("[data-list=waiting] li")).to_have_count(1)
    assert page.evaluate(TOUCHING) == []
    phone.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert phone.notes()[text] == 1
    (sent,) = json.loads(page.evaluate(HELD))
    assert abs(sent["touched"] / 1000 - time.time()) < 3600
    page.reload()
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    with storage.open_database(phone.app.home / "codesign.db") as db:
        found = [fieldnotes.note(db, MACHINE, each.id) for each in fieldnotes.notes(db, MACHINE, filter=NoteFilter())]
        (note,) = [each for each in found if each.answers.get("observed") == text]
        assert note.occasion.held_on.isoformat() == day


def test_a_phone_set_to_another_zone_keeps_the_days_of_montreal(phone: Field) -> None:
    """Its evening would be the day to come for the server, which would refuse the note."""
    ahead = datetime.now(UTC).astimezone(ZoneInfo("Etc/GMT-14")).date() != privacy.today()
    page = phone.open("Etc/GMT-14" if ahead else "Etc/GMT+12")  # 26 hours apart: one of them is in another day
    sign_in(page, phone.app.url, "anne")
    write(page, "Écrit ailleurs, aujourd’hui.")
    consent(page)
    expect(page.locator("[data-field=held_on]")).to_have_value(privacy.today().isoformat())
    save(page)
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert phone.notes()["Écrit ailleurs, aujourd’hui."] == 1


ASLEEP = """() => {
  const [RealDate, realFetch] = [Date, window.fetch];
  window.ahead = -26 * 3600 * 1000;
  window.Date = class extends RealDate {
    constructor(...given) { given.length ? super(...given) : super(RealDate.now() + window.ahead); }
    static now() { return RealDate.now() + window.ahead; }
  };
  performance.now = () => 1000;
  window.fetch = async (path, options) => {
    const answer = await realFetch(path, options);
    if (!window.ahead || !String(path).endsWith('/api/me') || !answer.ok) return answer;
    const body = await answer.json();
    return new Response(JSON.stringify({ ...body, now: body.now + window.ahead }), { status: answer.status });
  };
}"""


def test_a_phone_that_slept_a_night_dates_its_note_of_today(phone: Field) -> None:
    """Its ticks stood still since the server told the time, its clock did not: the day is today."""
    page, text = phone.open(), "Écrit au réveil, sans réseau."
    page.add_init_script(f"({ASLEEP})()")
    sign_in(page, phone.app.url, "anne")
    assert phone.context is not None
    phone.context.set_offline(True)
    page.evaluate("() => { window.ahead = 0; }")
    write(page, text)
    consent(page)
    day = page.locator("[data-field=held_on]")
    expect(day).to_have_value(privacy.today().isoformat())
    day.fill((privacy.today() + timedelta(days=1)).isoformat())
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("l’horloge de cet appareil")  # said, not refused
    day.fill(privacy.today().isoformat())
    save(page)
    expect(page.locator("[data-list=waiting] li")).to_have_count(1)
    phone.context.set_offline(False)
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert phone.notes()[text] == 1


def sign_in_again(page: Page, phone: Field, login: str) -> None:
    """Another member takes the phone."""
    phone.sign_everybody_out()
    sign_in(page, phone.app.url, login)


def test_everything_is_erased_from_the_device_by_hand(phone: Field) -> None:
    """A draft, a note that waits, the line of one sent, the copy of the page: nothing is left, the screen said what."""
    page = phone.open()
    sign_in(page, phone.app.url, "anne")
    assert page.evaluate("caches.keys()") != []
    write(page, "Ceci est déjà parti.")
    consent(page)
    save(page)
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert phone.context is not None
    phone.context.set_offline(True)
    write(page, "Ceci attend.")
    consent(page)
    save(page)
    expect(page.locator("[data-list=waiting] li")).to_have_count(1)
    write(page, "Ceci doit partir.")
    page.get_by_role("button", name=_("All my notes on this device")).click()
    page.get_by_role("button", name=_("Erase everything from this device")).click()
    box = page.get_by_role("dialog")
    lost = _("Notes not sent yet, of which nothing will be left: {n}. What the server has stays there.")
    expect(box).to_contain_text(lost.format(n=2))
    is_clean(page)
    box.get_by_role("button", name=_("Erase everything from this device")).click()
    expect(page.get_by_text(_("Everything of yours is erased from this device."))).to_be_visible()
    assert page.evaluate(HELD) == "[]"
    assert page.evaluate("caches.keys()") == []


@pytest.fixture
def secured(field: Field, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The same people served as `make run-tls` serves them, with the file of the authority; stopped at the end."""
    port = free_port()
    folder = field.app.home / "tls"
    with (tmp_path / "tls.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "codesign", "serve-tls", "--port", str(port)],
            cwd=ROOT, env=field.app.env, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    try:
        end = time.monotonic() + 90
        while time.monotonic() < end and server.poll() is None:
            try:
                trusted = ssl.create_default_context(cafile=str(folder / "authority.crt"))
                if httpx.get(f"https://localhost:{port}/_stcore/health", timeout=2, verify=trusted).status_code == 200:
                    break
            except (OSError, httpx.HTTPError):
                time.sleep(0.1)
        else:
            pytest.fail((tmp_path / "tls.log").read_text(encoding="utf-8")[-3000:])
        yield f"https://localhost:{port}", folder / "authority.crt"
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait(15)


def test_a_phone_that_trusts_the_authority_has_the_page_without_a_network(
    field: Field, secured: tuple[str, Path], chromium: Browser, tmp_path: Path
) -> None:
    """A browser refuses the server until it was told of the authority; then a secured address gives it all."""
    url, authority = secured
    stranger = chromium.new_context()
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        stranger.new_page().goto(f"{url}/terrain/")
    stranger.close()
    certutil = shutil.which("certutil")
    assert certutil, "certutil is missing: sh .ci/browser.sh installs it"
    store = tmp_path / ".pki" / "nssdb"
    store.mkdir(parents=True)
    for words in (("-N", "--empty-password"), ("-A", "-t", "C,,", "-n", "codesign", "-i", str(authority))):
        subprocess.run([certutil, "-d", f"sql:{store}", *words], check=True, timeout=30)  # noqa: S603 - our own words
    context = launched(chromium, tmp_path / "profile", {**os.environ, "HOME": str(tmp_path)})
    try:
        page = context.pages[0]
        page.goto(f"{url}/auth/certificate")
        expect(page.get_by_role("heading", level=1)).to_have_text(_("Trust this server on a phone"))
        is_clean(page)
        sign_in(page, url, "anne")
        expect(page.locator("[data-plain]")).to_have_count(0)
        write(page, "Écrit sous https.")
        consent(page)
        save(page)
        expect(page.locator("[data-list=sent] li").first).to_be_visible()
        assert field.notes()["Écrit sous https."] == 1
        assert {each["name"]: each["secure"] for each in context.cookies()}["codesign_sid"]
    finally:
        context.close()


def test_moments_are_added_and_taken_out_with_a_thumb_and_arrive_once(phone: Field) -> None:
    """Two added, one taken out again: one is on the note, part by part."""
    page = phone.open()
    sign_in(page, phone.app.url, "anne")
    text = "Un moment à la fois, au comptoir."
    write(page, text)
    page.locator("summary", has_text=re.compile(f"^{_('Moments')}$")).click()
    for minute in ("5", "20"):
        page.get_by_role("button", name=_("Add a moment")).click()
        page.get_by_label(_("Minutes since the start")).last.fill(minute)
    page.get_by_label(_("Observed"), exact=True).last.fill("On l’appelle.")
    page.get_by_role("button", name=_("Remove this moment")).first.click()
    consent(page)
    save(page)
    expect(page.locator("[data-list=sent] li")).to_have_count(1)
    assert phone.notes()[text] == 1
    with storage.open_database(phone.app.home / "codesign.db") as db:
        found = [fieldnotes.note(db, MACHINE, each.id) for each in fieldnotes.notes(db, MACHINE, filter=NoteFilter())]
    (moment,) = next(each.moments for each in found if each.answers.get("observed") == text)
    assert (moment.minute, moment.observed) == (20, "On l’appelle.")
