"""Quick note: one field, a list of those that wait, and the way to a note; moments in the form that edits a note."""

from __future__ import annotations

from areas import areas, type_in
from streamlit.testing.v1 import AppTest

from codesign import fieldnotes, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import OccasionDraft, name_of
from codesign.i18n import _
from codesign.privacy import ConsentDraft
from codesign.storage import Database

WORDS = "La dame attend que la pharmacie soit vide."


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this label."""
    return next(each for each in app.button if each.label == _(label)).click().run()


def test_a_quick_note_waits_and_becomes_a_story(screen, db: Database, signed_in) -> None:  # noqa: ANN001 - fixtures
    """Typed, kept, its words shown only on demand, turned; no note is made of it on the way."""
    who = signed_in("terrain")
    worker = Actor(who.id, "x", frozenset({Role.FIELD}))
    app = screen("fieldnotes_quick", who=who)
    assert [each.label for each in app.button if each.proto.type == "primary"] == [_("Keep it and write another")]
    type_in(app, db, WORDS, "What you want to keep")
    press(app, "Keep it and write another")
    assert areas(app)[_("What you want to keep")]["text"] == ""
    assert not any(WORDS in each.proto.body for each in app.get("html"))
    next(each for each in app.toggle if each.label == _("Show the words")).set_value(True).run()
    assert any(WORDS in each.proto.body for each in app.get("html"))
    press(app, "Story")
    (found,) = fieldnotes.drafts(db, worker)
    assert (found.kind, found.texts["story/story"].text) == ("story", WORDS)
    assert fieldnotes.notes(db, worker) == ()
    app = screen("fieldnotes_new", who=who, ids={"note": found.id})
    assert areas(app)[_("Story")]["text"] == WORDS


def test_an_empty_quick_note_is_not_kept(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """Pressed with nothing written: the same field stays, nothing waits."""
    app = screen("fieldnotes_quick")
    press(app, "Keep it and write another")
    assert not app.exception
    assert [each.value for each in app.info] == [_("The quick notes that you keep will wait here.")]


def test_the_moments_of_a_saved_note_are_changed_and_taken_out(screen, db: Database, signed_in) -> None:  # noqa: ANN001
    """The form opens on what was saved; what is not touched stays as it was; a cleared part is cleared."""
    who = signed_in("terrain")
    worker = Actor(who.id, "x", frozenset({Role.FIELD}))
    first, second = storage.uuid7(), storage.uuid7()
    kept = {"minute": 5, "activity": "Entre", "observed": "Deux portes.", "touchpoint": "clsc"}
    answers = {name_of(first, part): value for part, value in kept.items()}
    note_id = fieldnotes.record_note(
        db, worker, id=storage.uuid7(), kind="shadowing", occasion=OccasionDraft("accompagnement"),
        consent=ConsentDraft(), answers={"observed": "Vu.", **answers, name_of(second, "activity"): "Attend"},
    )  # fmt: skip
    app = screen("fieldnotes_note", who=who, ids={"note": note_id})
    assert any("Deux portes." in each.proto.body for each in app.get("html"))
    press(app, "Edit")
    next(each for each in app.button if "Entre" in each.label).click().run()
    assert areas(app)[_("Observed")]["text"] == "Deux portes."
    next(each for each in app.selectbox if each.label == _("Point of contact")).set_value(None).run()
    next(each for each in app.text_input if each.label == _("Activity")).set_value("Cherche").run()
    next(each for each in app.button if "Attend" in each.label).click().run()
    press(app, "Take it out")
    press(app, "Save the note")
    assert not app.exception
    assert not app.error
    (moment,) = fieldnotes.note(db, worker, note_id).moments
    assert (moment.minute, moment.activity, moment.observed, moment.touchpoint) == (5, "Cherche", "Deux portes.", "")
