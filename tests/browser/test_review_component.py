"""The review desk in a real browser, on the real app, under its real security headers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from live import PASSWORD, LiveApp
from playwright.sync_api import Browser, Page, expect

from codesign import barriers, fieldnotes, storage
from codesign.accounts import MACHINE, Actor, Role
from codesign.barriers import Review
from codesign.fieldnotes import OccasionDraft
from codesign.privacy import ConsentDraft

pytestmark = pytest.mark.browser

READER = Actor("reader", "Lectrice inventée", frozenset({Role.ANALYSIS}))
TEXT = (
    "Elle ne parle pas français. <img src=x onerror=\"document.title='volé'\"> Il fait froid ce matin. "
    "Elle ne connaît personne dans le quartier. 😀 Le marché est ouvert. Le ciel est gris."
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """The app with one researcher, started once for these tests."""
    live = LiveApp(tmp_path_factory.mktemp("review"))
    live.command("init")
    live.add_member("analyse", "analyse")
    with live:
        yield live


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    """The one Chromium of these tests: a second driver cannot start beside it."""
    return chromium


@pytest.fixture
def note(app: LiveApp) -> str:
    """An invented note with two barriers and three sentences without."""
    with storage.open_database(app.home / "codesign.db") as db:
        return fieldnotes.record_note(
            db,
            MACHINE,
            id=storage.uuid7(),
            kind="listening_call",
            occasion=OccasionDraft(kind="appel"),
            answers={"observed": TEXT},
            new_participant={},
            consent=ConsentDraft(),
        )


@pytest.fixture
def refused() -> list[str]:
    """What the security policy refused during the test."""
    return []


@pytest.fixture
def page(app: LiveApp, browser: Browser, note: str, refused: list[str]) -> Iterator[Page]:
    """The note on the desk of the researcher who signed in."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-CA")
    opened = context.new_page()
    opened.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    opened.goto(f"{app.url}/auth/login")
    opened.fill("input[name=login]", "analyse")
    opened.fill("input[name=password]", PASSWORD)
    opened.keyboard.press("Enter")
    opened.wait_for_url(lambda url: "/auth/" not in url)
    opened.goto(f"{app.url}/barriers_review?source={note}")
    opened.wait_for_selector(".review .sentence[aria-current]")
    yield opened
    context.close()


@pytest.fixture
def recorded(app: LiveApp, note: str) -> Callable[[Callable[[Review], bool]], Review]:
    """Wait until the database says so, and return the note as it stands there."""

    def wait(holds: Callable[[Review], bool]) -> Review:
        end = time.monotonic() + 40
        while True:
            with storage.open_database(app.home / "codesign.db") as db:
                found = barriers.review(db, READER, note)
            if holds(found) or time.monotonic() > end:
                assert holds(found), [(each.text, str(each.state)) for each in found.sentences]
                return found
            time.sleep(0.1)

    return wait


def test_keys_pressed_faster_than_the_server_answers_lose_nothing(
    page: Page, recorded: Callable[[Callable[[Review], bool]], Review]
) -> None:
    """Accept, nothing, undo, nothing, down the note, without waiting between keys."""
    total = page.locator(".sentence").count()
    page.locator(".sentence[aria-current]").focus()
    page.keyboard.press("a")
    for _ in range(total):
        page.keyboard.press("n")
    found = recorded(lambda review: review.to_read == 0)
    assert [(tag.code, str(tag.status)) for each in found.sentences for tag in each.tags] == [("langue", "present")]
    with_nothing = sum(str(each.state) == "nothing" for each in found.sentences)
    assert with_nothing == total - 1
    page.keyboard.press("u")
    recorded(lambda review: review.to_read == 1)


def test_moving_goes_by_keys_and_stays_within_the_text(page: Page) -> None:
    """J and k, arrows, both ends; the focus follows, and help opens on « ? »."""
    current = page.locator(".sentence[aria-current] .text")
    page.locator(".sentence[aria-current]").focus()
    first = current.inner_text()
    page.keyboard.press("j")
    assert current.inner_text() != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("k")
    assert current.inner_text() == first
    page.keyboard.press("End")
    assert "gris" in current.inner_text()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.getAttribute('aria-current')") == "true"
    page.keyboard.press("?")
    assert page.locator(".help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".help").is_visible()


def test_the_mouse_decides_too(page: Page, recorded: Callable[[Callable[[Review], bool]], Review]) -> None:
    """The two small buttons beside a proposal."""
    page.locator(".sentence[aria-current] .round.cross").first.click()
    recorded(lambda review: [each.code for each in review.sentences[0].rejected] == ["langue"])


def test_a_note_is_text_and_nothing_else(page: Page, refused: list[str]) -> None:
    """A tag typed in a note is shown as typed; nothing of the desk breaks the policy of the page."""
    assert page.locator(".sentences").inner_text().count("<img src=x") == 1
    assert page.locator(".review img").count() == 0
    assert "volé" not in page.title()
    assert [line for line in refused if "script" in line or "style" in line or "connect" in line] == []


def test_the_desk_reads_well_to_those_who_do_not_see_it(page: Page) -> None:
    """No fault of WCAG A or AA on the whole screen, the desk's shadow included."""
    page.keyboard.press("?")
    page.wait_for_timeout(500)
    result = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    faults = [(each["id"], [node["target"] for node in each["nodes"]]) for each in result.response["violations"]]
    assert faults == []


def test_a_narrow_screen_has_one_column_and_no_sideways_scroll(page: Page) -> None:
    """A phone in one hand."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".review").bounding_box()
    assert box is not None
    assert box["width"] > 320


def test_going_back_to_the_list_stays_there(page: Page, note: str) -> None:
    """From a page to itself the browser's address is late: a filter touched next must not open the note again."""
    page.locator("button", has_text="list").filter(has_text="Revenir").or_(
        page.get_by_role("button", name="Back to the list")
    ).first.click()
    page.wait_for_selector(".review", state="detached")
    page.locator("[data-testid=stMain] [role=radio]").last.click()
    page.wait_for_timeout(1500)
    assert page.locator(".review").count() == 0
    page.reload()
    page.wait_for_selector("h1")
    page.wait_for_timeout(1500)
    assert page.locator(".review").count() == 0


def test_of_a_long_text_only_what_is_near_is_drawn(app: LiveApp, page: Page) -> None:
    """A key answers at once in a report of a thousand sentences; each is reached by key, and by scrolling."""
    body = " ".join(f"Il fait froid ce matin, dit la ligne {n}." for n in range(1, 1001))
    with storage.open_database(app.home / "codesign.db") as db:
        long = fieldnotes.import_document(db, MACHINE, title="Rapport inventé", text=body, filename="rapport.txt")
    page.goto(f"{app.url}/barriers_review?source={long}")
    current, drawn = page.locator(".sentence[aria-current]"), page.locator(".sentence")
    expect(current).to_contain_text("ligne 1.")
    expect(drawn).to_have_count(151)
    current.focus()
    for _ in range(148):
        page.keyboard.press("j")
    expect(current).to_contain_text("ligne 149.")
    expect(current).to_be_focused()
    assert drawn.count() > 151
    page.keyboard.press("End")
    expect(current).to_contain_text("ligne 1000.")
    expect(current).to_be_in_viewport()
    expect(page.get_by_text("dit la ligne 500.")).to_have_count(0)
    page.keyboard.press("k")
    expect(current).to_contain_text("ligne 999.")
    for _ in range(4):
        page.locator(".sentences").evaluate("list => list.scrollTo(0, 0)")
        expect(page.locator(".sentences")).not_to_have_js_property("scrollTop", 0)
    expect(page.get_by_text("dit la ligne 500.")).to_have_count(1)
    page.keyboard.press("Home")
    expect(current).to_contain_text("ligne 1.")
    expect(current).to_be_focused()
    page.keyboard.press("End")
    expect(current).to_contain_text("ligne 1000.")
    expect(current).to_be_in_viewport()
    top = "each => each.getBoundingClientRect().top"
    place = current.evaluate(top)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(drawn).to_have_count(1000)
    assert abs(current.evaluate(top) - place) < 2
    expect(current).to_be_focused()
    page.keyboard.press("k")
    expect(current).to_contain_text("ligne 999.")
