"""Search in a real browser: a question survives a reload, results are read one after the other, a note is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from browser.person import SCREENS, Person
from builders import ANALYST, a_note, a_tag
from live import LiveApp
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from codesign import fieldnotes, storage
from codesign.i18n import _

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveApp]:
    """The app with one analyst and three invented notes."""
    live = LiveApp(tmp_path_factory.mktemp("finding"))
    live.command("init")
    live.add_member("amal", "analyse")
    with storage.open_database(live.home / "codesign.db") as db:
        a_note(db, "Elle attendait l’autobus au coin, la première.")
        second = a_note(db, "Ils attendent à l’école, le deuxième. " * 40)
        a_note(db, "Le facteur passe.")
        a_note(db, "Elle attendra ailleurs.", sector="centre")
        a_tag(db, second, "transport")
        fieldnotes.unclear_note(db, ANALYST, note_id=second)
    with live:
        yield live


def test_a_search_is_kept_read_and_printed(app: LiveApp, chromium: Browser) -> None:
    """Search, filter, keep, reload, open, next, print: the whole way, and the paper has the words alone."""
    person = Person(chromium, app)
    person.sign_in("amal")
    person.menu(_("Search the notes"))
    person.write(_("Words to find"), "attendre")
    person.unfold(_("Filter"))
    person.choose(_("Sector"), "Ouest")
    expect(person.page.get_by_role("combobox", name=_("Occasion"))).to_be_visible()  # the filters are open still
    assert person.page.evaluate("document.activeElement !== document.body")
    expect(person.page.locator("mark").last).to_have_text("attendait")
    marks = person.page.locator("mark").all_text_contents()
    assert {"attendait", "attendent"} == set(marks)
    person.open_up(_("Keep this search"))
    person.page.get_by_role("textbox", name=_("Name of the search")).filter(visible=True).fill("Attentes à l’ouest")
    person.press(_("Keep it"))
    person.shot("recherche")
    assert person.faults() == []
    person.page.reload()
    person.settle()
    expect(person.page.get_by_role("textbox", name=_("Words to find"))).to_have_value("attendre")
    person.go("fieldnotes_search")
    person.unfold("1 recherche gardée")
    person.follow("Attentes à l’ouest")
    expect(person.page.locator("mark").first).to_be_visible()
    person.follow("Ouvrir N-")
    person.title(_("Note"))
    person.sees(re.compile("le deuxième"))
    person.shot("lecture")
    person.follow(_("Next result"))
    person.sees(re.compile("la première"))
    expect(person.page.get_by_role("link", name=_("Next result"))).to_have_count(0)
    person.follow(_("Previous result"))
    person.sees(re.compile("le deuxième"))
    expect(person.page.get_by_role("button", name=_("Print"))).to_be_visible()
    paper = person.page.pdf(prefer_css_page_size=True)
    (SCREENS / "note-imprimee.pdf").write_bytes(paper)
    printed = PdfReader(BytesIO(paper))
    words = " ".join(page.extract_text() for page in printed.pages)
    assert words.count("le deuxième") == 40
    for button in (_("Print"), _("Sign out"), _("Next result"), _("Edit"), _("History")):
        assert button not in words, button
    person.close()
