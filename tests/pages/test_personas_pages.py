"""The screens of personas, opened by each role as the browser would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders import FEAR, WORKER, a_note, a_tag, participant_of, passage
from streamlit.testing.v1 import AppTest

from codesign import fieldnotes, personas, storage
from codesign.accounts import Actor
from codesign.fieldnotes import OccasionDraft
from codesign.i18n import _
from codesign.personas import LineDraft, PersonaDraft, Section
from codesign.privacy import ConsentDraft
from codesign.storage import Database

Screen = Callable[..., AppTest]
ALL = ["terrain", "analyse", "design", "comite", "coordination"]
EDITORS = ["analyse", "design", "coordination"]


def texts(app: AppTest) -> str:
    """All that the page says, as one text."""
    parts: list[Any] = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning]
    return "\n".join(str(each.value) for each in [*parts, *app.text, *app.error]) + "\n".join(html(app))


def html(app: AppTest) -> list[str]:
    """What stands in `st.html`, such as notes and quotes."""
    return [each.proto.body for each in app.get("html")]


def button(app: AppTest, label: str) -> Any:
    """The first button of that name."""
    return next(each for each in app.button if each.label == label)


@pytest.fixture
def designer(actor: Callable[..., Actor]) -> Actor:
    """A service designer."""
    return actor("design")


@pytest.fixture
def notes(db: Database) -> list[str]:
    """Six coded notes of six invented people."""
    found = [a_note(db) for _n in range(6)]
    for each in found:
        a_tag(db, each)
    return found


@pytest.fixture
def persona_id(db: Database, designer: Actor, notes: list[str]) -> str:
    """A draft with a quote and a claim on two people."""
    made = personas.create_persona(db, designer, draft=PersonaDraft("Celles qui $n’osent$ *plus*"), note_ids=notes)
    personas.add_quote(db, designer, persona_id=made, evidence=passage(notes[0]), section=Section.SAYS)
    claim = LineDraft(Section.LIVES, "<b>Deux</b> l’ont dit", tuple(map(passage, notes[:2])))
    personas.add_line(db, designer, persona_id=made, draft=claim)
    return made


def publish(db: Database, who: Actor, persona_id: str) -> None:
    """Publish what stands."""
    base = personas.persona(db, who, persona_id=persona_id).version
    personas.publish_persona(db, who, persona_id=persona_id, base=base)


@pytest.mark.parametrize("role", ALL)
def test_the_board_opens_for_everybody(screen: Screen, persona_id: str, role: str) -> None:
    """Drafts stand on it for those who build only; nobody sees an error."""
    app = screen("personas_board", role)
    assert not app.exception
    assert app.title[0].value == _("Personas")
    assert ("osent" in texts(app)) == (role in EDITORS)
    assert any(each.label == _("Make a persona") for each in app.button) is False
    assert (_("Make it") in [each.label for each in app.button]) == (role in EDITORS)


@pytest.mark.parametrize("role", ALL)
def test_the_sheet_opens_once_published(
    screen: Screen, db: Database, actor: Callable[..., Actor], persona_id: str, role: str
) -> None:
    """Everybody reads the quote; only those who may read notes find the way to them."""
    publish(db, actor("coordination"), persona_id)
    app = screen("personas_board", role, ids={"persona": persona_id})
    assert not app.exception
    assert FEAR in texts(app)
    assert (_("Publish all the same") in [each.label for each in app.button]) is False
    assert (_("Take back") in [each.label for each in app.button]) == (role == "coordination")
    shown = "\n".join(html(app))
    assert shown.count(FEAR) == (4 if role in EDITORS else 1)
    assert "<b>Deux" not in shown


@pytest.mark.parametrize("role", ["terrain", "comite", "design"])
def test_rounded_numbers_say_that_they_are(
    screen: Screen, db: Database, actor: Callable[..., Actor], persona_id: str, role: str
) -> None:
    """On the board too, where whoever builds reads exact ones: 14 there and 15 here would look like a mistake."""
    publish(db, actor("coordination"), persona_id)
    said = _("Numbers of people are rounded to 5.") in texts(screen("personas_board", role))
    assert said == (role not in EDITORS)


def test_a_times_that_no_division_gives_is_explained(
    screen: Screen, db: Database, actor: Callable[..., Actor], persona_id: str
) -> None:
    """« 100 %, 27 % overall » beside « × 2.3 » : the number is pulled towards 1, and the sheet says so."""
    told = _("“about ×”: how many times as often as overall, said with caution: few people pull it towards 1.")
    shown = texts(screen("personas_board", "analyse", ids={"persona": persona_id}))
    assert "×" in shown.replace(told, "")
    assert told in shown
    empty = personas.create_persona(db, actor("design"), draft=PersonaDraft("Personne encore"))
    assert told not in texts(screen("personas_board", "analyse", ids={"persona": empty}))


@pytest.mark.parametrize("role", ["terrain", "comite"])
def test_a_draft_is_not_behind_its_address(screen: Screen, persona_id: str, role: str) -> None:
    """A link copied from a colleague opens nothing that was not published."""
    app = screen("personas_board", role, ids={"persona": persona_id})
    assert not app.exception
    assert FEAR not in texts(app)
    assert len(app.warning) == 1


@pytest.mark.parametrize("role", EDITORS)
def test_the_editor_opens_on_what_is_next(screen: Screen, db: Database, persona_id: str, role: str) -> None:
    """Lines when people are chosen, people when nobody is."""
    app = screen("personas_edit", role, ids={"persona": persona_id})
    assert not app.exception
    assert app.title[0].value == _("Edit a persona")
    assert any(each.label == _("Put aside") for each in app.button)


@pytest.mark.parametrize("role", ["terrain", "comite"])
def test_the_editor_is_not_for_others(screen: Screen, persona_id: str, role: str) -> None:
    """It is not in their menu: the app does not know the page."""
    with pytest.raises(ValueError, match="page"):
        screen("personas_edit", role, ids={"persona": persona_id})


def test_the_editor_without_a_persona_leads_back(screen: Screen) -> None:
    """A link cut short says so rather than breaking."""
    for ids in ({}, {"persona": "rien"}):
        app = screen("personas_edit", "design", ids=ids)
        assert not app.exception


def test_a_persona_is_built_by_clicking(screen: Screen, db: Database, designer: Actor, notes: list[str]) -> None:
    """Make it, choose people, put a sentence aside, write a line on it, quote: all is saved."""
    board = screen("personas_board", "design")
    board.text_input[0].input("Celles qui attendent")
    button(board, _("Make it")).click()
    board.run()
    (made,) = personas.personas(db, designer)
    app = screen("personas_edit", "design", ids={"persona": made.id})
    people = app.multiselect[0]
    people.set_value([f"participant:{each.id}" for each in personas.candidates(db, designer)])
    app.run()
    button(app, _("Save the choice")).click()
    app.run()
    assert not app.exception
    assert personas.persona(db, designer, persona_id=made.id).people.value == 6
    app = screen("personas_edit", "design", ids={"persona": made.id})
    button(app, _("Put aside")).click()
    app.run()
    area = next(each for each in app.text_area if each.label == _("Line"))
    area.input("La peur retient")
    button(app, _("Add the line")).click()
    app.run()
    button(app, _("Quote")).click()
    app.run()
    assert not app.exception
    told = {line.text: str(line.kind) for line in personas.persona(db, designer, persona_id=made.id).lines}
    assert told == {"La peur retient": "evidence", FEAR: "quote"}


def test_a_line_removed_can_be_taken_back(screen: Screen, db: Database, designer: Actor, persona_id: str) -> None:
    """One button removes, the next one undoes."""
    app = screen("personas_edit", "design", ids={"persona": persona_id})
    button(app, _("Remove")).click()
    app.run()
    assert len(personas.persona(db, designer, persona_id=persona_id).lines) == 1
    button(app, _("Undo")).click()
    app.run()
    assert not app.exception
    assert len(personas.persona(db, designer, persona_id=persona_id).lines) == 2


def test_two_people_who_edit_a_title_are_shown_both(
    screen: Screen, db: Database, designer: Actor, persona_id: str
) -> None:
    """The second one chooses; nothing was overwritten before."""
    app = screen("personas_edit", "design", ids={"persona": persona_id, "step": "title"})
    base = personas.persona(db, designer, persona_id=persona_id).version
    theirs = PersonaDraft("Leur titre", "", "A")
    personas.edit_persona(db, designer, persona_id=persona_id, draft=theirs, base=base)
    app.text_input[0].input("Mon titre")
    button(app, _("Save the title")).click()
    app.run()
    assert personas.persona(db, designer, persona_id=persona_id).title == "Leur titre"
    assert "Mon titre" in texts(app)
    button(app, _("Keep mine")).click()
    app.run()
    assert not app.exception
    assert personas.persona(db, designer, persona_id=persona_id).title == "Mon titre"


def test_the_coordination_publishes(screen: Screen, db: Database, designer: Actor, persona_id: str) -> None:
    """With a reason when it cannot be."""
    app = screen("personas_board", "coordination", ids={"persona": persona_id})
    button(app, _("Publish all the same")).click()
    app.run()
    assert not app.exception
    assert str(personas.persona(db, designer, persona_id=persona_id).state) == "published"
    button(app, _("Take back")).click()
    app.run()
    few = personas.create_persona(db, designer, draft=PersonaDraft("Vide"))
    app = screen("personas_board", "coordination", ids={"persona": few})
    button(app, _("Publish all the same")).click()
    app.run()
    assert len(app.error) == 1


@pytest.mark.parametrize("role", ALL)
def test_the_sheet_says_who_these_people_are_and_can_be_printed_by_everybody(
    screen: Screen, db: Database, actor: Callable[..., Actor], persona_id: str, role: str
) -> None:
    """Facts under the title, both readings, the attributes, a day that is missing; the print is one touch away."""
    publish(db, actor("coordination"), persona_id)
    app = screen("personas_board", role, ids={"persona": persona_id})
    assert not app.exception
    said = texts(app)
    for heading in (_("Where the path breaks"), _("Why it is not received"), _("Who they are"), _("An ordinary day")):
        assert heading in said
    assert "Warin (2010)" in said
    missing = _("Nobody noted moments with these people yet: their day remains to be observed.")
    assert (missing in said) == (role in EDITORS)
    links = [each.proto.url for each in app.get("link_button")]
    assert f"/present?persona={persona_id}&paper=letter" in links


def test_the_day_opens_its_moments_for_the_team_alone(
    screen: Screen, db: Database, actor: Callable[..., Actor], notes: list[str]
) -> None:
    """Where and when for all; what was seen for those who may read the note."""
    people = [participant_of(db, note_id) for note_id in notes]
    for person in people:
        moment = storage.uuid7()
        parts = {"minute": 10, "place_type": "clsc", "activity": "Attend son tour."}
        fieldnotes.record_note(
            db, WORKER, id=storage.uuid7(), kind="shadowing", occasion=OccasionDraft("accompagnement"),
            participant_id=person, answers={fieldnotes.name_of(moment, part): value for part, value in parts.items()},
            consent=ConsentDraft(participant_id=person, purposes=frozenset(("note", "persona"))),
        )  # fmt: skip
    made = personas.create_persona(db, actor("design"), draft=PersonaDraft("Celles"), participant_ids=people)
    personas.add_line(db, actor("design"), persona_id=made, draft=LineDraft(Section.THINKS, "Mieux vaut se taire"))
    publish(db, actor("coordination"), made)
    for role, reads in (("coordination", True), ("comite", False)):
        shown = "\n".join(html(screen("personas_board", role, ids={"persona": made})))
        assert "10 min" in shown
        assert ("Attend son tour." in shown) == reads


def test_older_words_of_a_line_are_taken_again_from_the_history(
    screen: Screen, db: Database, designer: Actor, persona_id: str
) -> None:
    """Nothing is read of it until it is opened; the later words stay there."""
    line = personas.add_line(db, designer, persona_id=persona_id, draft=LineDraft(Section.STORY, "Elle attend."))
    view = personas.persona(db, designer, persona_id=persona_id)
    (base,) = [each.version for each in view.lines if each.id == line]
    personas.edit_line(db, designer, line_id=line, draft=LineDraft(Section.STORY, "Elle attend un an."), base=base)
    app = screen("personas_edit", "design", ids={"persona": persona_id})
    assert _("Take the older text again") not in {each.label for each in app.button}
    app.session_state[f"history_{persona_id}"] = True
    app.run()
    assert "Elle attend.\n→ Elle attend un an." in texts(app)
    button(app, _("Take the older text again")).click()
    app.run()
    assert not app.exception
    (now,) = personas.persona(db, designer, persona_id=persona_id).section(Section.STORY)
    assert now.text == "Elle attend."
    assert "Elle attend un an.\n→ Elle attend." in texts(app)


def test_a_press_on_older_words_never_writes_over_a_colleague_s_save(
    screen: Screen, db: Database, designer: Actor, persona_id: str
) -> None:
    """Somebody saves between the list and the press: nothing is written, and theirs is shown."""
    line = personas.add_line(db, designer, persona_id=persona_id, draft=LineDraft(Section.STORY, "Elle attend."))

    def save(words: str) -> None:
        (now,) = personas.persona(db, designer, persona_id=persona_id).section(Section.STORY)
        draft = LineDraft(Section.STORY, words)
        personas.edit_line(db, designer, line_id=line, draft=draft, base=now.version)

    save("Elle attend un an.")
    app = screen("personas_edit", "design", ids={"persona": persona_id})
    app.session_state[f"history_{persona_id}"] = True
    app.run()
    press = button(app, _("Take the older text again"))
    save("Elle attend deux ans.")
    press.click()
    app.run()
    assert not app.exception
    assert "Elle attend un an.\n→ Elle attend deux ans." in texts(app)
    (now,) = personas.persona(db, designer, persona_id=persona_id).section(Section.STORY)
    assert now.text == "Elle attend deux ans."
