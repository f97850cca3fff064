"""The screen of persona kits, opened by each role as the browser would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders import a_note, a_tag, passage
from streamlit.testing.v1 import AppTest

from codesign import exchange, personas, storage
from codesign.accounts import MACHINE
from codesign.i18n import _
from codesign.personas import PersonaDraft, Section
from codesign.storage import Database

Screen = Callable[..., AppTest]


@pytest.fixture
def persona_id(db: Database) -> str:
    """A draft with a quote, of six invented people."""
    notes = [a_note(db) for _n in range(6)]
    a_tag(db, notes[0])
    made = personas.create_persona(db, MACHINE, draft=PersonaDraft("Celles qui n’osent plus"), note_ids=notes)
    personas.add_quote(db, MACHINE, persona_id=made, evidence=passage(notes[0]), section=Section.SAYS)
    return made


def labels(app: AppTest) -> list[str]:
    """The names of the buttons, downloads included."""
    return [each.label for each in app.button] + [each.proto.label for each in app.get("download_button")]


def radio(app: AppTest) -> Any:
    """For whom the files are."""
    return app.radio(key="kit_audience")


@pytest.mark.parametrize("role", ["analyse", "design", "coordination"])
def test_those_who_take_out_see_the_sheet_before_it_leaves(screen: Screen, persona_id: str, role: str) -> None:
    """A picture of the sheet, and a button that is the only thing that writes to the register."""
    app = screen("personas_kit", role)
    assert not app.exception
    assert app.title[0].value == _("Persona kit")
    assert app.get("image")
    assert _("Make the kit") in labels(app)
    assert len(radio(app).options) == (3 if role == "coordination" else 1)


def test_a_title_has_the_width_of_the_preview_to_be_read(screen: Screen, persona_id: str) -> None:
    """Side by side, at 1280 pixels, the title of a persona and the size of the paper were both cut."""
    app = screen("personas_kit", "coordination")
    assert len(app.columns) == 2
    assert [each.key for each in app.columns[1].selectbox] == ["kit_look", "kit_format"]


def test_a_choice_that_is_cleared_leaves_a_preview(screen: Screen, persona_id: str) -> None:
    """The cross of a list empties it; the sheet does not vanish without a word."""
    app = screen("personas_kit", "coordination")
    for key in ("kit_look", "kit_format"):
        app.selectbox(key=key).set_value(None).run()
        assert not app.exception
        assert app.get("image")


@pytest.mark.parametrize("role", ["terrain", "comite"])
def test_others_do_not_open_it(screen: Screen, persona_id: str, role: str) -> None:
    """Nothing leaves by the field or the steering group."""
    with pytest.raises(ValueError, match="personas_kit"):
        screen("personas_kit", role)


def test_nothing_is_offered_to_the_public_before_it_is_published(screen: Screen, persona_id: str) -> None:
    """The draft stays with the team; the screen says so in words."""
    app = screen("personas_kit", "coordination")
    radio(app).set_value("public").run()
    assert not app.exception
    assert _("Make the kit") not in labels(app)
    assert any("publie" in each.value for each in app.info)


def test_a_kit_is_made_then_handed_over(screen: Screen, db: Database, persona_id: str) -> None:
    """Made once, in the register once; what changes afterwards takes it back."""
    app = screen("personas_kit", "coordination", ids={"persona": persona_id})
    next(each for each in app.button if each.label == _("Make the kit")).click().run(timeout=120)
    assert not app.exception
    assert _("Download the kit") in labels(app)
    assert len(exchange.exports(db, MACHINE)) == 1
    base = personas.persona(db, MACHINE, persona_id=persona_id).version
    personas.edit_persona(db, MACHINE, persona_id=persona_id, draft=PersonaDraft("Autre", letter="A"), base=base)
    app.run()
    assert _("Download the kit") not in labels(app)
    assert not list(storage.check_database(db))
