"""Nothing typed is lost: links cut, servers killed, browsers killed, screens shared. All characters are counted."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.person import NARROW, Person
from live import PASSWORD, Link, LiveApp
from playwright.sync_api import Browser, BrowserContext, BrowserType, Locator, Page, expect

from codesign import accounts, fieldnotes, storage
from codesign.accounts import MACHINE, Actor, Role
from codesign.fieldnotes import Draft, NoteFilter
from codesign.i18n import _

pytestmark = pytest.mark.browser

TTL = 3
BEFORE = "Elle attend depuis un an une place au CLSC ; personne ne rappelle. Œuvre, été, 😀 ! "
OFFLINE = "Écrit sans lien : le formulaire n’est qu’en français, l’école est fermée. "
OPEN = ".cd-draft[data-state]"
HELD = """async () => {
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open('codesign', 1);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const found = await new Promise((done) => {
    const asked = db.transaction('drafts').objectStore('drafts').getAll();
    asked.onsuccess = () => done(asked.result);
  });
  db.close();
  return found.filter((each) => each.member).map((each) => each.text);
}"""


class Desk:
    """The app whose sessions end three seconds after the link, a link that can be cut, and what the database holds."""

    def __init__(self, app: LiveApp) -> None:
        self.app, self.link = app, Link(app.port)
        self.cookies: list[dict[str, Any]] = []

    def actor(self, login: str) -> Actor:
        """The member of this name, as the app knows them."""
        with storage.open_database(self.app.home / "codesign.db") as db:
            found = next(each for each in accounts.members(db, MACHINE) if each.login == login)
        return Actor(found.id, found.name, frozenset({Role.FIELD}))

    def drafts(self, login: str = "anne") -> tuple[Draft, ...]:
        """The drafts of one member."""
        with storage.open_database(self.app.home / "codesign.db") as db:
            return fieldnotes.drafts(db, self.actor(login))

    def text(self, draft_id: str, field: str = "shadowing/observed") -> str:
        """What the server has of a draft."""
        return next((each.texts[field].text for each in self.drafts() if each.id == draft_id), "")

    def notes(self) -> int:
        """How many notes are saved."""
        with storage.open_database(self.app.home / "codesign.db") as db:
            return len(fieldnotes.notes(db, MACHINE, filter=NoteFilter()))

    def clear(self) -> None:
        """Nobody is writing anything."""
        for login in ("anne", "luc"):
            with storage.open_database(self.app.home / "codesign.db") as db:
                for each in fieldnotes.drafts(db, self.actor(login)):
                    fieldnotes.discard_draft(db, self.actor(login), draft_id=each.id)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One server for these tests; some kill it and start it again."""
    env = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(TTL)}
    app = LiveApp(tmp_path_factory.mktemp("drafts"), env=env)
    app.command("init")
    app.add_member("anne", "terrain")
    app.add_member("luc", "terrain")
    with app:
        made = Desk(app)
        yield made
        made.link.cut()
        assert "was created with a default value" not in app.log  # of a choice put back: two values for one widget


@pytest.fixture
def anne(desk: Desk, chromium: Browser, failed: Callable[[], bool]) -> Iterator[Person]:
    """A worker in front of a new note, through the link."""
    person = Person(chromium, desk.app)
    person.url = desk.link.url
    person.context.add_cookies(desk.cookies)  # type: ignore[arg-type]
    person.page.goto(f"{person.url}/fieldnotes_new")
    if "/auth/" in person.page.url:
        person.sign_in("anne")
        new_note(person)
    listens(person.page)
    yield person
    if failed():
        person.look("echec-brouillon")
    desk.cookies = [{**each} for each in person.context.cookies()]
    person.close()
    desk.clear()


def new_note(person: Person) -> None:
    """Open a new note and wait until its field listens."""
    person.page.goto(f"{person.url}/fieldnotes_new")
    listens(person.page)


def listens(page: Page) -> None:
    """Wait until the field is there and knows what this device holds."""
    expect(area(page)).to_be_editable(timeout=30_000)
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testConnectionState === 'CONNECTED'")


def area(page: Page, label: str = "What you saw or heard") -> Locator:
    """The field of this label."""
    return page.get_by_role("textbox", name=_(label), exact=True)


def drawn(page: Page, label: str = "What you saw or heard") -> Locator:
    """The field of this label on the form of now: the one before it stands below while a screen is being drawn."""
    fresh = page.locator("[data-testid=stElementContainer][data-stale=false]")
    return fresh.get_by_role("textbox", name=_(label), exact=True)


def number(page: Page) -> str:
    """The draft's id, which stands in the address."""
    return re.search(r"note=([0-9a-f-]{36})", page.url).group(1)  # type: ignore[union-attr]


def begin(person: Person, words: str = BEFORE) -> str:
    """Type the beginning, and see it saved; return the draft's id."""
    area(person.page).click()
    person.page.keyboard.type(words)
    stands(person.page, "saved")
    return number(person.page)


def stands(page: Page, state: str, seconds: float = 40) -> None:
    """Wait until the status of the first field says so."""
    expect(page.locator(".cd-draft").first).to_have_attribute("data-state", state, timeout=seconds * 1000)


def holds(desk: Desk, draft_id: str, words: str, seconds: float = 20) -> None:
    """Wait until the server has these very characters."""
    end = time.monotonic() + seconds
    while desk.text(draft_id) != words and time.monotonic() < end:
        time.sleep(0.1)
    assert desk.text(draft_id) == words


def save(person: Person, desk: Desk) -> None:
    """Save the note as people do; it is saved once, and the device forgets it."""
    before = desk.notes()
    person.choose(_("Who is this note about?"), _("Someone, without a pseudonym"))
    person.tick(_("Oral"))
    person.tick(_("Take notes"))
    person.press(_("Save the note"))
    person.sees(re.compile("est enregistrée"))
    assert desk.notes() == before + 1
    assert desk.drafts() == ()
    expect_forgotten(person.page)


def expect_forgotten(page: Page) -> None:
    """Nothing of any note is left on this device."""
    end = time.monotonic() + 10
    while page.evaluate(HELD) and time.monotonic() < end:
        time.sleep(0.1)
    assert page.evaluate(HELD) == []


@pytest.mark.parametrize("seconds", [4, TTL + 4], ids=["within the session's time", "past the session's time"])
def test_a_cut_link_loses_nothing(desk: Desk, anne: Person, seconds: float) -> None:
    """Typed before, during and after; a French banner meanwhile, and never the English box for long."""
    draft = begin(anne)
    desk.link.cut()
    began = time.monotonic()
    anne.page.keyboard.type(OFFLINE, delay=20)
    stands(anne.page, "here")
    anne.sees(re.compile("Connexion perdue"))
    time.sleep(max(0, seconds - (time.monotonic() - began)))
    expect(anne.page.get_by_role("dialog")).to_have_count(0)
    desk.link.mend()
    anne.page.keyboard.type("Fin.")
    stands(anne.page, "saved")
    holds(desk, draft, BEFORE + OFFLINE + "Fin.")
    expect(anne.page.get_by_text(re.compile("Connexion perdue"))).to_have_count(0)
    expect(area(anne.page)).to_have_value(BEFORE + OFFLINE + "Fin.")
    save(anne, desk)


@pytest.mark.parametrize("reloads", [False, True], ids=["page left open", "and reloaded"])
def test_a_killed_server_loses_nothing(desk: Desk, anne: Person, reloads: bool) -> None:
    """Killed while people type, started again: the same text, and the choices made before."""
    anne.tick(_("Listening call"))
    field = area(anne.page, "How the person is")
    field.click()
    anne.page.keyboard.type(BEFORE)
    stands(anne.page, "saved")
    anne.choose(_("Sector"), "Ouest")
    draft = number(anne.page)
    field.click()
    anne.page.keyboard.press("Control+End")
    desk.app.kill()
    anne.page.keyboard.type(OFFLINE, delay=10)
    stands(anne.page, "here")
    desk.app.start()
    if reloads:
        anne.page.reload()
        expect(field).to_be_editable(timeout=30_000)
    stands(anne.page, "saved")
    assert desk.text(draft, "listening_call/how_is") == BEFORE + OFFLINE
    expect(field).to_have_value(BEFORE + OFFLINE)
    expect(anne.page.get_by_role("radio", name="Appel d’écoute", exact=True)).to_be_checked()
    expect(anne.page.get_by_role("combobox", name=_("Sector"))).to_have_value("Ouest")


def test_keys_pressed_while_the_box_opens_are_kept(desk: Desk, anne: Person) -> None:
    """The box takes the focus a few seconds after the cut; fast and slow hands lose no letter, in order."""
    draft = begin(anne)
    words = "".join(f"{n:03d} mots " for n in range(36))
    desk.link.cut()
    anne.page.keyboard.type(words, delay=12)
    anne.page.keyboard.type("lent ", delay=90)
    anne.page.keyboard.press("Enter")
    anne.page.keyboard.type("suite")
    expected = f"{BEFORE}{words}lent \nsuite"
    expect(area(anne.page)).to_have_value(expected)
    desk.link.mend()
    holds(desk, draft, expected)


def test_a_sign_in_that_ended_meanwhile_gives_the_text_back(desk: Desk, anne: Person) -> None:
    """The server comes back and knows nobody: the banner leads to the door, and the door back to the text."""
    draft = begin(anne)
    desk.app.kill()
    anne.page.keyboard.type(OFFLINE)
    stands(anne.page, "here")
    with storage.open_database(desk.app.home / "codesign.db") as db:
        accounts.sign_everyone_out(db, MACHINE)
    desk.app.start()
    anne.page.locator(".cd-lost a").click(timeout=20_000)
    anne.page.get_by_label(_("Sign-in name")).fill("anne")
    anne.page.get_by_label(_("Password")).fill(PASSWORD)
    anne.page.get_by_role("button", name=_("Sign in")).click()
    listens(anne.page)
    expect(area(anne.page)).to_have_value(BEFORE + OFFLINE)
    holds(desk, draft, BEFORE + OFFLINE)


def test_a_browser_killed_a_tenth_of_a_second_after_the_last_key(desk: Desk, chromium: Browser, tmp_path: Path) -> None:
    """As when a battery dies, without a link: opened again, the browser has every letter, and offers them."""
    home = tmp_path / "profile"
    context = launch(chromium.browser_type, home)
    page = enter(context, desk)
    listens(page)
    area(page).click()
    desk.link.cut()
    page.keyboard.type(BEFORE + OFFLINE)
    time.sleep(0.1)
    kill(home)
    desk.link.mend()
    assert desk.drafts() == ()
    context = launch(chromium.browser_type, home)
    page = enter(context, desk)
    page.get_by_role("button", name=_("Resume")).click(timeout=20_000)
    expect(drawn(page)).to_have_value(BEFORE + OFFLINE)
    (draft,) = desk.drafts()
    assert draft.texts["shadowing/observed"].text == BEFORE + OFFLINE
    context.close()
    desk.clear()


def launch(browser: BrowserType, home: Path) -> BrowserContext:
    """Open a browser that keeps its profile in a folder."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(path for name in names if (path := shutil.which(name)))
    return browser.launch_persistent_context(
        home, executable_path=found, args=["--no-sandbox"], locale="fr-CA", handle_sigint=False
    )


def enter(context: BrowserContext, desk: Desk) -> Page:
    """Sign in, and open a new note."""
    page = context.new_page()
    page.goto(f"{desk.link.url}/auth/login?next=/fieldnotes_new")
    page.get_by_label(_("Sign-in name")).fill("anne")
    page.get_by_label(_("Password")).fill(PASSWORD)
    page.get_by_role("button", name=_("Sign in")).click()
    return page


def kill(home: Path) -> None:
    """Kill every process of the browser that has this profile."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={home}".encode() in words:
            os.kill(int(entry.name), signal.SIGKILL)


def test_a_shared_laptop_shows_nobody_what_another_wrote(desk: Desk, anne: Person) -> None:
    """Unsent text of one member, signed out after a warning; the next one at the same address finds an empty form."""
    draft = begin(anne)
    address = anne.page.url
    with storage.open_database(desk.app.home / "codesign.db") as db, storage.transaction(db):
        db.execute("CREATE TRIGGER no_more BEFORE UPDATE ON fieldnotes_draft_text BEGIN SELECT RAISE(ABORT, 'x'); END")
    anne.page.keyboard.type(OFFLINE)
    stands(anne.page, "here")
    anne.button(_("Sign out")).click()
    box = anne.page.get_by_role("dialog")
    expect(box).to_contain_text(_("Some text is only on this device"))
    box.get_by_role("button", name=_("Stay, to send it")).click()
    expect(area(anne.page)).to_have_value(BEFORE + OFFLINE)
    anne.button(_("Sign out")).click()
    box.get_by_role("button", name=_("Sign out all the same")).click()
    expect(anne.page.get_by_role("heading", level=1)).not_to_have_text(_("New note"))
    with storage.open_database(desk.app.home / "codesign.db") as db, storage.transaction(db):
        db.execute("DROP TRIGGER no_more")
    anne.sign_in("luc")
    anne.page.goto(address)
    listens(anne.page)
    anne.page.wait_for_timeout(2500)
    expect(area(anne.page)).to_have_value("")
    assert "Elle attend" not in anne.page.content()
    assert desk.drafts("luc") == ()
    anne.press_and_leave(_("Sign out"))
    anne.sees(_("Sign in"))
    anne.sign_in("anne")
    anne.page.goto(address)
    listens(anne.page)
    expect(area(anne.page)).to_have_value(BEFORE + OFFLINE)
    holds(desk, draft, BEFORE + OFFLINE)
    anne.press_and_leave(_("Sign out"))
    anne.sees(_("Sign in"))
    expect_forgotten(anne.page)  # the server has it all: the device need not


def test_a_locked_screen_hides_the_text_and_gives_it_back(desk: Desk, anne: Person) -> None:
    """What is typed leaves the page with the lock."""
    begin(anne)
    anne.page.keyboard.type("Et puis")
    anne.press(_("Lock the screen"))
    anne.sees(_("Locked screen"))
    assert "Elle attend" not in anne.page.content()
    assert "Et puis" not in anne.page.content()
    anne.write(_("Password"), PASSWORD)
    anne.press(_("Unlock"))
    expect(area(anne.page)).to_have_value(BEFORE + "Et puis")


def test_a_draft_is_offered_again_taken_up_or_erased(desk: Desk, anne: Person) -> None:
    """On a new note and in one's list, with its choices; erased, it is nowhere, on the device either."""
    left = "Laissé en plan pour répondre au téléphone. "
    anne.tick(_("Workshop"))
    area(anne.page, "Story").click()
    anne.page.keyboard.type(left)
    stands(anne.page, "saved")
    anne.choose(_("Who is this note about?"), _("Someone, without a pseudonym"))
    anne.tick(_("Quote their exact words"))
    anne.menu("Mes notes")
    anne.sees("Vous avez 1 note inachevée")
    assert left not in anne.page.content()
    anne.menu("Nouvelle note")
    anne.press(_("Resume"))
    expect(drawn(anne.page, "Story")).to_have_value(left)
    expect(anne.page.get_by_role("radio", name="Atelier", exact=True)).to_be_checked()
    expect(anne.page.get_by_role("checkbox", name=_("Quote their exact words"))).to_be_checked()
    anne.open_up(_("Erase what I wrote"))
    anne.press(_("Yes, go on"))
    anne.sees_not(re.compile("inachevée"))
    expect(drawn(anne.page)).to_have_value("")
    assert desk.drafts() == ()
    expect_forgotten(anne.page)


def test_two_tabs_write_one_text(desk: Desk, anne: Person) -> None:
    """The same note in two tabs of a browser is one text, whichever is typed in."""
    draft = begin(anne)
    other = anne.context.new_page()
    other.goto(anne.page.url)
    listens(other)
    area(other).click()
    other.keyboard.press("Control+End")
    other.keyboard.type("Deuxième onglet. ")
    expect(area(anne.page)).to_have_value(BEFORE + "Deuxième onglet. ")
    other.close()
    area(anne.page).click()
    anne.page.keyboard.press("Control+End")
    anne.page.keyboard.type("Premier.")
    holds(desk, draft, BEFORE + "Deuxième onglet. Premier.")


def test_the_field_reads_well_to_all(desk: Desk, anne: Person) -> None:
    """No fault of WCAG on the screen, with a draft and while the link is lost; nothing wider than a phone."""
    begin(anne)
    assert anne.faults() == []
    anne.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    anne.page.wait_for_timeout(500)
    assert anne.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    desk.link.cut()
    anne.sees(re.compile("Connexion perdue"))
    assert [each for each in anne.faults() if "cd-" in str(each)] == []
    desk.link.mend()


def test_moments_are_typed_across_a_reload_and_read_on_their_line(desk: Desk, anne: Person) -> None:
    """Two moments, the page reloaded in the middle of the second; both are saved, and read by time with their curve."""
    anne.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    for minute, words, level in ((20, "La commis parle vite.", "−2"), (5, "Deux portes, aucune affiche.", "+1")):
        anne.press(_("Add a moment"))
        seen = area(anne.page, "Observed")
        expect(seen).to_have_value("", timeout=30_000)  # the moment before stands there until the new one is drawn
        expect(seen).to_be_editable(timeout=30_000)
        seen.click()
        anne.page.keyboard.type(words[:9])
        if minute == 5:
            holds_part(desk, "observed", words[:9])
            anne.page.reload()
            expect(seen).to_have_value(words[:9], timeout=30_000)
            seen.click()
            anne.page.keyboard.press("Control+End")
        anne.page.keyboard.type(words[9:])
        since = anne.page.get_by_role("spinbutton", name=_("Minutes since the start"))
        since.fill(str(minute))
        with anne.run():
            since.press("Tab")
        with anne.run():
            anne.page.get_by_role("radio", name=level, exact=True).click()
    holds_part(desk, "observed", "Deux portes, aucune affiche.")
    assert anne.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    save(anne, desk)
    with anne.run():
        anne.page.get_by_role("link", name=re.compile("est enregistrée")).click()
    told = anne.page.locator("ol > li")
    expect(told).to_have_text([re.compile("T\\+5.*Deux portes"), re.compile("T\\+20.*La commis parle vite")])
    anne.sees(re.compile("Le moment le plus dur est T\\+20"))
    expect(anne.page.get_by_test_id("stPlotlyChart")).to_be_visible()


def holds_part(desk: Desk, part: str, words: str, seconds: float = 20) -> None:
    """Wait until the server has these words for this part of some moment."""
    end = time.monotonic() + seconds
    found: list[str] = []
    while words not in found and time.monotonic() < end:
        time.sleep(0.1)
        found = [each.text for one in desk.drafts() for name, each in one.texts.items() if name.endswith(f"/{part}")]
    assert words in found
