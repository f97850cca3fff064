"""The relecture as the field does it, and what the others then see of the sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders import a_note, a_tag, passage
from streamlit.testing.v1 import AppTest

from codesign import personas
from codesign.accounts import Actor
from codesign.i18n import _
from codesign.personas import Answer, LineDraft, PersonaDraft, Section
from codesign.storage import Database

Screen = Callable[..., AppTest]


@pytest.fixture
def designer(actor: Callable[..., Actor]) -> Actor:
    """A service designer."""
    return actor("design")


@pytest.fixture
def persona_id(db: Database, designer: Actor) -> str:
    """A draft with a claim on two people and an interpretation."""
    notes = [a_note(db) for _n in range(6)]
    for each in notes:
        a_tag(db, each)
    made = personas.create_persona(db, designer, draft=PersonaDraft("Celles qui n’osent plus"), note_ids=notes)
    claim = LineDraft(Section.LIVES, "Deux l’ont dit", tuple(map(passage, notes[:2])))
    personas.add_line(db, designer, persona_id=made, draft=claim)
    personas.add_line(db, designer, persona_id=made, draft=LineDraft(Section.THINKS, "Mieux vaut se taire"))
    return made


def html(app: AppTest) -> str:
    """What stands in `st.html`, such as lines."""
    return "\n".join(each.proto.body for each in app.get("html"))


def button(app: AppTest, label: str) -> Any:
    """The first button of that name."""
    return next(each for each in app.button if each.label == label)


def test_a_line_refused_in_a_relecture_leaves_the_sheet(
    screen: Screen, db: Database, designer: Actor, persona_id: str
) -> None:
    """The field records; the designer sees that it is off the sheet, and the words where they are written anew."""
    app = screen("personas_relecture", "terrain", ids={"persona": persona_id})
    assert not app.exception
    button(app, _("Save the relecture")).click()
    app.run()
    assert len(app.error) == 1  # what they make of the whole sheet was not said
    next(each for each in app.selectbox if each.label == _("What do they say of this line?")).set_value(Answer.REMOVE)
    next(each for each in app.radio if each.label == _("What do they say of it?")).set_value(Answer.RECOGNISED)
    next(each for each in app.number_input if each.label == _("How many people")).set_value(3)
    button(app, _("Save the relecture")).click()
    app.run()
    assert not app.exception
    assert not app.error
    assert "Deux l’ont dit" not in html(app)
    board = screen("personas_board", "design", ids={"persona": persona_id})
    assert "Deux l’ont dit" not in html(board)
    assert any("n’est plus sur la fiche" in each.value for each in board.caption)
    editor = screen("personas_edit", "design", ids={"persona": persona_id, "step": "lines"})
    assert not editor.exception
    assert "Deux l’ont dit" in html(editor)


def test_what_was_told_is_listed_and_a_mistake_taken_back(
    screen: Screen, db: Database, actor: Callable[..., Actor], persona_id: str
) -> None:
    """With what the team did of it."""
    app = screen("personas_relecture", "terrain", ids={"persona": persona_id})
    next(each for each in app.radio if each.label == _("What do they say of it?")).set_value(Answer.CONTESTED)
    button(app, _("Save the relecture")).click()
    app.run()
    next(each for each in app.text_area if each.label == _("What the team did of it")).input("Reprise avec elles")
    button(app, _("Save")).click()
    app.run()
    (found,) = personas.relectures(db, actor("terrain"), persona_id=persona_id)
    assert (found.answer, found.follow_up) == (Answer.CONTESTED, "Reprise avec elles")
    button(app, _("Put in the bin")).click()
    app.run()
    assert personas.relectures(db, actor("terrain"), persona_id=persona_id) == ()
    button(app, _("Undo")).click()
    app.run()
    assert len(personas.relectures(db, actor("terrain"), persona_id=persona_id)) == 1


def test_a_name_in_their_words_is_shown_before_it_is_kept(
    screen: Screen, db: Database, persona_id: str, designer: Actor
) -> None:
    """The remark stays beside the persona for years: a role takes the name's place."""
    app = screen("personas_relecture", "design", ids={"persona": persona_id})
    next(each for each in app.radio if each.label == _("What do they say of it?")).set_value(Answer.NUANCE)
    remark = next(each for each in app.text_area if each.label == _("In their words"))
    remark.set_value("C’est comme ma voisine Rosalba.")
    button(app, _("Save the relecture")).click()
    app.run()
    assert "Rosalba</mark>" in html(app)
    assert personas.relectures(db, designer, persona_id=persona_id) == ()
    next(each for each in app.text_area if each.label == _("In their words")).set_value("C’est comme ma voisine.")
    button(app, _("Save the relecture")).click()
    app.run()
    (told,) = personas.relectures(db, designer, persona_id=persona_id)
    assert told.remark == "C’est comme ma voisine."


def test_the_list_says_where_each_persona_stands(screen: Screen, persona_id: str) -> None:
    """Nothing read back yet; a persona that is not there is said politely."""
    app = screen("personas_relecture", "terrain")
    assert not app.exception
    assert any("osent" in each.value for each in app.header)
    gone = screen("personas_relecture", "terrain", ids={"persona": "personne"})
    assert not gone.exception
    assert gone.warning
