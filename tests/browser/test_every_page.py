"""What every screen owes to a phone, a keyboard and a printer, looked at in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser.person import Person
from builders import a_note
from live import LiveApp
from playwright.sync_api import Browser, expect

from codesign import storage
from codesign.i18n import _

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """The app with one analyst and one note, of a word that no line can hold."""
    live = LiveApp(tmp_path_factory.mktemp("pages"))
    live.command("init")
    live.add_member("amal", "analyse")
    with storage.open_database(live.home / "codesign.db") as db:
        a_note(db, "Elle attend. " + "a" * 10_000)
    with live:
        yield live


def test_a_folded_menu_is_out_of_reach_and_stays_off_the_paper(app: LiveApp, chromium: Browser) -> None:
    """A phone's folded menu takes no focus; a long word does not widen the page; paper has no menu and no buttons."""
    person = Person(chromium, app, viewport=PHONE)
    person.sign_in("amal")
    person.go("fieldnotes_search")
    page, side = person.page, person.page.get_by_test_id("stSidebar")
    unfold = page.get_by_role("button", name=_("Unfold the menu"))
    expect(unfold).to_be_visible()
    expect(side).to_have_js_property("inert", True)
    unfold.click()
    expect(side).to_have_js_property("inert", False)
    side.get_by_role("link", name=_("Search the notes")).click()
    expect(side).to_have_js_property("inert", True)
    person.settle()
    person.write(_("Words to find"), "attend")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.emulate_media(media="print")
    for name in ("stSidebar", "stHeader"):
        expect(page.get_by_test_id(name)).to_be_hidden()
    paper = "getComputedStyle(document.querySelector('[data-testid=stMainBlockContainer]'), '::before').content"
    assert _("Platform of co-design research · %(day)s", day="") in page.evaluate(paper)
    person.close()
