"""Searching on screen: the question in the address, results, the way from one to the next, searches that are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from builders import WORKER, a_note, participant_of
from streamlit.testing.v1 import AppTest

from codesign import fieldnotes, finding, privacy, storage
from codesign.accounts import MACHINE, Actor, Role
from codesign.finding import Wanted
from codesign.i18n import _
from codesign.storage import Database

Screen = Callable[..., AppTest]


def links(app: AppTest) -> dict[str, str]:
    """Label → address of what leads elsewhere in the page."""
    return {each.proto.label: each.proto.query_string for each in app.main.get("page_link")}


def choose(app: AppTest, label: str, value: str) -> AppTest:
    """Choose in the list of that label."""
    return next(each for each in app.selectbox if each.label == _(label)).set_value(value).run()


def unfold(app: AppTest) -> AppTest:
    """Open the filters, as a press on their title does."""
    app.session_state["find_filters"] = True
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of that label."""
    return next(each for each in app.button if each.label == _(label)).click().run()


def passages(app: AppTest) -> list[str]:
    """The passages shown, as HTML."""
    return [each.proto.body for each in app.main.get("html") if "<p" in each.proto.body]


def test_words_and_filters_stand_in_the_address(screen: Screen, db: Database) -> None:
    """Set, they are written there; opened with them, the page asks the same; taken away, they go."""
    a_note(db, "Elles attendaient l’autobus.")
    a_note(db, "Elle attend <b>au</b> centre.", sector="centre")
    app = screen("fieldnotes_search", "analyse")
    assert [each.value for each in app.info] == [_("What you look for will be shown here with the words around it.")]
    app.text_input[0].set_value("attendre").run()
    assert not app.selectbox, "filters that nobody opened are not drawn"
    choose(unfold(app), "Sector", "centre")
    assert not app.exception
    assert dict(app.query_params) == {"words": "attendre", "sector": "centre"}
    assert [each.label for each in app.expander] == [_("Filter")], "another name would draw another one, shut"
    assert "1 filtre en place" in [each.value for each in app.caption]
    assert len(passages(app)) == 1
    assert ">attend</mark> &lt;b&gt;au&lt;/b&gt;" in passages(app)[0]
    again = screen("fieldnotes_search", "analyse", ids={"words": "attendre", "since": "2020-01-01"})
    assert again.session_state["find_filters"] is True, "an address that filters opens them"
    assert len(passages(again)) == 2
    assert again.date_input[0].value.isoformat() == "2020-01-01"
    choose(again, "Code", "barrier:transport")
    assert [each.value for each in again.info] == [_("Nothing has all of this. Take a filter or a word away.")]
    choose(again, "Code", None)
    again.date_input[0].set_value(None).run()
    assert again.date_input, "the last filter taken away, they stay as they are: open"
    again.date_input[0].set_value(date(2020, 1, 1)).run()
    again.text_input[0].set_value("").run()
    assert dict(again.query_params) == {"since": "2020-01-01"}


def test_a_person_is_asked_for_by_pseudonym(screen: Screen, db: Database) -> None:
    """Typed, in small letters too; one that nobody has finds nothing and says so."""
    note = a_note(db)
    a_note(db)
    code = privacy.participant(db, MACHINE, participant_of(db, note)).code
    app = unfold(screen("fieldnotes_search", "analyse"))
    field = next(each for each in app.text_input if each.label == _("Person, by pseudonym"))
    field.set_value(code.lower()).run()
    assert dict(app.query_params) == {"person": participant_of(db, note)}
    assert len(passages(app)) == 1
    next(each for each in app.text_input if each.label == _("Person, by pseudonym")).set_value("P-0999").run()
    assert _("Nobody has this pseudonym.") in [each.value for each in app.caption]
    assert not passages(app)


def test_a_pseudonym_that_two_laptops_gave_asks_which(screen: Screen, db: Database) -> None:
    """The number alone means two people; with its end, in any letters, one of them."""
    notes = [a_note(db), a_note(db)]
    one, two = (participant_of(db, each) for each in notes)
    with storage.transaction(db):
        db.conn.execute("UPDATE privacy_participant SET code = 'P-0001' WHERE id = ?", [two])
        privacy.settle_pseudonyms(db, MACHINE)
    app = unfold(screen("fieldnotes_search", "analyse"))
    label = _("Person, by pseudonym")
    next(each for each in app.text_input if each.label == label).set_value("P-0001").run()
    said = "".join(each.value for each in app.caption).replace("\\", "")
    assert all(f"P-0001-{each[-4:]}" in said for each in (one, two))
    assert not passages(app)
    next(each for each in app.text_input if each.label == label).set_value(f"P-0001-{two[-4:]}").run()
    assert dict(app.query_params) == {"person": two}
    assert len(passages(app)) == 1


def test_one_reads_from_result_to_result(screen: Screen, db: Database) -> None:
    """The note and the document open with the question in their address, and know who stands before and after."""
    first, second = a_note(db, "Elle attend une."), a_note(db, "Elle attend deux.")
    report = fieldnotes.import_document(db, MACHINE, title="Bilan", text="On attend.")
    app = screen("fieldnotes_search", "analyse", ids={"words": "attendre"})
    opened = links(app)[_("Open %(code)s", code=fieldnotes.note_code(second))]
    assert opened == f"note={second}&words=attendre"
    app = screen("fieldnotes_note", "analyse", ids={"note": second, "words": "attendre"})
    found = links(app)
    assert found[_("Previous result")] == f"document={report}&words=attendre"
    assert found[_("Next result")] == f"note={first}&words=attendre"
    assert found[_("Results")] == "words=attendre"
    app = screen("fieldnotes_documents", "analyse", ids={"document": report, "words": "attendre"})
    assert _("Previous result") not in links(app)
    assert links(app)[_("Next result")] == f"note={second}&words=attendre"
    assert _("Results") not in links(screen("fieldnotes_note", "analyse", ids={"note": second}))


def test_a_search_is_kept_renamed_deleted_and_taken_back(screen: Screen, db: Database, signed_in) -> None:  # noqa: ANN001
    """By the person alone; what was found is never kept."""
    who = signed_in("analyse")
    me = Actor(who.id, "", frozenset({Role.ANALYSIS}))
    app = screen("fieldnotes_search", who=who, ids={"words": "attendre"})
    next(each for each in app.text_input if each.label == _("Name of the search")).set_value("Attentes")
    press(app, "Keep it")
    assert not app.exception
    (saved,) = finding.searches(db, me)
    assert (saved.name, saved.wanted) == ("Attentes", Wanted(words="attendre"))
    assert links(app)["Attentes"] == "words=attendre"
    assert _("Keep it") not in [each.label for each in app.button]
    next(each for each in app.text_input if each.label == _("Name of the search")).set_value("Files")
    press(app, "Save")
    assert [each.name for each in finding.searches(db, me)] == ["Files"]
    press(app, "Delete")
    assert finding.searches(db, me) == ()
    press(app, "Undo")
    assert [each.name for each in finding.searches(db, me)] == ["Files"]
    assert "Files" not in links(screen("fieldnotes_search", "terrain"))


@pytest.mark.parametrize(("role", "authors", "people"), [("terrain", False, True), ("design", True, True)])
def test_each_role_has_the_filters_that_are_theirs(screen: Screen, role: str, authors: bool, people: bool) -> None:
    """Whoever reads their own notes alone is not asked who wrote them."""
    app = unfold(screen("fieldnotes_search", role))
    assert (_("Written by") in [each.label for each in app.selectbox]) == authors
    assert (_("Person, by pseudonym") in [each.label for each in app.text_input]) == people


def test_a_long_list_of_results_is_shown_twenty_at_a_time(screen: Screen, db: Database) -> None:
    """More on demand; another question begins at twenty again."""
    person = privacy.add_participant(db, WORKER)
    for n in range(22):
        a_note(db, f"Elle attend {n} heures.", participant_id=person, cleared=False)
    app = screen("fieldnotes_search", "analyse", ids={"words": "attendre"})
    assert len(passages(app)) == 20
    press(app, "Show more")
    assert len(passages(app)) == 22
    app.text_input[0].set_value("heure").run()
    assert len(passages(app)) == 20
