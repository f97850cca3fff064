"""Unfinished notes: offered to their author alone, without their words; taken up with all their choices, or erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from areas import BROWSER, areas, type_in
from builders import a_note, a_participant
from streamlit.testing.v1 import AppTest

from codesign import fieldnotes, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import DraftPiece
from codesign.i18n import _
from codesign.storage import Database

TEXT = "Elle attend depuis un an."
STORY = "story/story"


def press(app: AppTest, label: str, key: str = "") -> AppTest:
    """Press the button of this label, or of this key."""
    return next(each for each in app.button if each.key == key or (not key and each.label == _(label))).click().run()


def everything(app: AppTest) -> str:
    """All the words of the page."""
    kinds = (app.text, app.caption, app.markdown, app.error, app.warning, app.info, app.success)
    return "\n".join(each.value for kind in kinds for each in kind)


@pytest.fixture
def who(signed_in):  # noqa: ANN001, ANN201 - fixtures
    """A worker, signed in."""
    return signed_in("terrain")


@pytest.fixture
def worker(who) -> Actor:  # noqa: ANN001 - fixture
    """The same, as the actions know them."""
    return Actor(who.id, "x", frozenset({Role.FIELD}))


@pytest.fixture
def begun(db: Database, worker: Actor) -> Callable[..., str]:
    """Begin a note elsewhere; return its number."""

    def do(text: str = TEXT, *, field: str = STORY, by: Actor = worker, **more: str) -> str:
        piece = DraftPiece(storage.uuid7(), field, text, len(text), BROWSER, **more)
        fieldnotes.keep_draft_text(db, by, piece=piece)
        return piece.draft_id

    return do


@pytest.mark.parametrize("page", ["fieldnotes_new", "fieldnotes_mine"])
def test_an_unfinished_note_is_offered_without_its_words(screen, who, begun, page: str) -> None:  # noqa: ANN001
    """The kind, the moment, its size and its last day; resumed, it opens in its own kind of form."""
    begun()
    app = screen(page, who=who)
    words = everything(app)
    assert TEXT not in words
    assert all(each in words for each in ("Récit", "5 mots", "14"))
    press(app, "Resume")
    assert not app.exception
    if page == "fieldnotes_new":
        assert areas(app)[_("Story")]["text"] == TEXT
        assert not [each for each in app.button if each.label == _("Resume")]


def test_it_is_offered_to_nobody_else(screen, signed_in, begun) -> None:  # noqa: ANN001 - fixtures
    """Neither in the list nor by its address: the same number is an empty form of one's own."""
    draft = begun()
    for role in ("analyse", "coordination"):
        other = signed_in(role)
        app = screen("fieldnotes_new", who=other, ids={"note": draft})
        assert not [each for each in app.button if each.label == _("Resume")]
        assert {each["text"] for each in areas(app).values()} == {""}
        assert {each["member"] for each in areas(app).values()} == {other.id}


def test_it_is_erased_from_the_list(screen, db: Database, who, worker: Actor, begun) -> None:  # noqa: ANN001
    """Asked once; another one stays."""
    begun()
    draft = begun("Une autre, plus longue que la première.")
    app = screen("fieldnotes_mine", who=who)
    press(app, "Erase", f"discard_{draft}")
    assert not app.exception
    assert [each.texts[STORY].text for each in fieldnotes.drafts(db, worker)] == [TEXT]


def test_choices_come_back_with_the_text(screen, db: Database, who, worker: Actor, begun) -> None:  # noqa: ANN001
    """Chosen in one tab, found in another; what can no longer be chosen is let go."""
    draft = begun()
    app = screen("fieldnotes_new", who=who, ids={"note": draft})
    person = a_participant(db)
    next(each for each in app.selectbox if each.label == _("Sector")).set_value("ouest")
    app.run()
    next(each for each in app.selectbox if each.label == _("Who is this note about?")).set_value(person).run()
    next(each for each in app.checkbox if each.label == _("Quote their exact words")).check().run()
    assert fieldnotes.preview_withdrawal(db, person)["Notes being written"] == 1
    app = screen("fieldnotes_new", who=who, ids={"note": draft})
    assert not app.exception
    assert areas(app)[_("Story")]["text"] == TEXT
    chosen = {each.label: each.value for each in app.selectbox}
    assert (chosen[_("Sector")], chosen[_("Who is this note about?")]) == ("ouest", person)
    assert next(each for each in app.checkbox if each.label == _("Quote their exact words")).value
    known = fieldnotes.draft(db, worker, draft)
    assert known is not None
    gone = {**known.choices, "who": storage.uuid7(), "sector": "ailleurs"}
    fieldnotes.keep_draft_choices(db, worker, draft_id=draft, choices=gone)
    app = screen("fieldnotes_new", who=who, ids={"note": draft})
    assert not app.exception
    assert next(each for each in app.selectbox if each.label == _("Sector")).value is None


def test_a_form_that_nobody_touched_is_no_draft(screen, db: Database, who) -> None:  # noqa: ANN001 - fixtures
    """Opening the page writes nothing."""
    screen("fieldnotes_new", who=who)
    assert db.execute("SELECT count(*) FROM fieldnotes_draft").fetchone() == (0,)


def test_what_i_wrote_can_be_erased_and_written_anew(screen, db: Database, who, worker: Actor) -> None:  # noqa: ANN001
    """The next form has another number: what was erased stays erased; the old address opens a new one too."""
    app = screen("fieldnotes_new", who=who)
    type_in(app, db, TEXT, "What you saw or heard")
    old = areas(app)[_("What you saw or heard")]["id"]
    press(app, "", f"let_go_{old}.{who.id[-12:]}")
    assert not app.exception
    assert areas(app)[_("What you saw or heard")]["text"] == ""
    assert areas(app)[_("What you saw or heard")]["id"] != old
    assert fieldnotes.drafts(db, worker) == ()
    app = screen("fieldnotes_new", who=who, ids={"note": old})
    assert areas(app)[_("What you saw or heard")]["id"] != old


def test_an_edit_is_taken_up_from_the_note(screen, db: Database, who, worker: Actor) -> None:  # noqa: ANN001 - fixtures
    """Reloaded in the middle, or from the list, on the version that was opened; saved, the draft is over."""
    note = a_note(db, TEXT, author=worker, cleared=False)
    app = screen("fieldnotes_note", who=who, ids={"note": note})
    press(app, "Edit")
    type_in(app, db, TEXT + " Encore.", "How the person is")
    draft = areas(app)[_("How the person is")]["id"]
    app = screen("fieldnotes_note", who=who, ids={"note": note})
    assert f"{_('Edit of %(code)s', code=fieldnotes.note_code(note))}" in everything(app)
    press(app, "Resume")
    assert areas(app)[_("How the person is")]["text"] == TEXT + " Encore."
    press(app, "Save the note")
    assert not app.exception
    assert fieldnotes.note(db, worker, note).answers["how_is"] == TEXT + " Encore."
    assert fieldnotes.drafts(db, worker) == ()
    app = screen("fieldnotes_note", who=who, ids={"note": note, "draft": draft})
    assert areas(app) == {}


def test_an_edit_taken_up_late_writes_over_nobody(screen, db: Database, who, worker: Actor) -> None:  # noqa: ANN001
    """Someone saved meanwhile: both versions show, as for an edit that was never left."""
    note = a_note(db, TEXT, author=worker, cleared=False)
    app = screen("fieldnotes_note", who=who, ids={"note": note})
    press(app, "Edit")
    type_in(app, db, "La mienne.", "How the person is")
    draft = areas(app)[_("How the person is")]["id"]
    fieldnotes.edit_note(db, worker, note_id=note, answers={"how_is": "Celle du bureau."})
    app = screen("fieldnotes_note", who=who, ids={"note": note, "draft": draft})
    press(app, "Save the note")
    assert not app.exception
    assert fieldnotes.note(db, worker, note).answers["how_is"] == "Celle du bureau."
    press(app, "", "note_versions_mine")
    assert fieldnotes.note(db, worker, note).answers["how_is"] == "La mienne."
    assert fieldnotes.drafts(db, worker) == ()


@pytest.mark.parametrize("draft", ["garbage", "../x", "0192f0c0-0000-7000-8000-000000000000"])
def test_an_unknown_draft_in_the_address_harms_nothing(screen, db: Database, who, worker: Actor, draft: str) -> None:  # noqa: ANN001
    """At most the form opens on the note as it is: the device may know more."""
    note = a_note(db, TEXT, author=worker, cleared=False)
    app = screen("fieldnotes_note", who=who, ids={"note": note, "draft": draft})
    assert not app.exception
    assert {each["text"] for each in areas(app).values()} <= {TEXT, ""}


def test_another_version_written_elsewhere_is_shown_until_dropped(
    screen, db: Database, who, worker: Actor, begun  # noqa: ANN001 - fixtures
) -> None:  # fmt: skip
    """Typed on a phone that had not seen the laptop's words: neither is lost."""
    draft = begun()
    phone = DraftPiece(draft, STORY, "Sur le téléphone.", 40, storage.uuid7())
    fieldnotes.keep_draft_text(db, worker, piece=phone)
    app = screen("fieldnotes_new", who=who, ids={"note": draft})
    assert areas(app)[_("Story")]["text"] == "Sur le téléphone."
    assert any(TEXT in each.proto.body for each in app.get("html"))
    press(app, "Erase this version")
    assert not any(TEXT in each.proto.body for each in app.get("html"))


def test_text_of_another_occasion_is_kept_said_and_saved_apart(screen, db: Database, who, worker: Actor) -> None:  # noqa: ANN001
    """Typed under « Accompagnement », the occasion changed, another text saved: both live, and the screen says so."""
    app = screen("fieldnotes_new", who=who)
    type_in(app, db, TEXT, "What you saw or heard")
    next(each for each in app.text_input if each.label == _("Objects, forms, channels")).set_value("Un papier").run()
    kind = next(each for each in app.radio if each.label == _("Occasion"))
    kind.set_value("appel").run()
    kept = _("Your text of the accompaniment is kept; go back to this occasion to find it.")
    assert [each.value for each in app.info].count(kept) == 1
    next(each for each in app.selectbox if each.label == _("Who is this note about?")).set_value("nobody").run()
    next(each for each in app.text_input if each.label == _("Why no consent is needed")).set_value("Parc").run()
    press(app, "Save the note")
    assert [each.value for each in app.error] == [
        _("Nothing is written here yet: your text is under “Accompaniment”. Go back to save it.")
    ]
    next(each for each in app.radio if each.label == _("Occasion")).set_value("accompagnement").run()
    assert areas(app)[_("What you saw or heard")]["text"] == TEXT
    assert next(each for each in app.text_input if each.label == _("Objects, forms, channels")).value == "Un papier"
    assert kept not in [each.value for each in app.info]
    next(each for each in app.radio if each.label == _("Occasion")).set_value("appel").run()
    type_in(app, db, "Un appel inventé.", "How the person is")
    press(app, "Save the note")
    assert not app.exception
    (row,) = fieldnotes.notes(db, worker)
    assert row.excerpt == "Un appel inventé."
    app.run()
    press(app, "Resume")
    assert areas(app)[_("What you saw or heard")]["text"] == TEXT
    assert next(each for each in app.text_input if each.label == _("Objects, forms, channels")).value == "Un papier"


def test_what_a_second_tab_sends_after_the_save_is_shown(screen, db: Database, who, worker: Actor) -> None:  # noqa: ANN001
    """The same new note in two tabs: the one that comes late says where its words are, with the way to them."""
    note_id = a_note(db, TEXT, author=worker)
    piece = DraftPiece(note_id, STORY, "Elle attendait dehors.", 3, BROWSER, 0, None, None)
    fieldnotes.keep_draft_text(db, worker, piece=piece)
    fieldnotes.discard_draft(db, worker, draft_id=note_id)
    fieldnotes.keep_draft_text(db, worker, piece=replace(piece, writer=storage.uuid7()))
    app = screen("fieldnotes_new", who=who, ids={"note": note_id})
    assert _("What you typed afterwards is in an unfinished note.") in everything(app)
    (late,) = fieldnotes.drafts(db, worker)
    press(app, "", key=f"resume_{late.id}")
    assert not app.exception
    assert app.query_params["note"] in (late.id, [late.id])
