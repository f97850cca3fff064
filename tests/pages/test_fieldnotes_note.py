"""One note, the lists, search and documents: each page for each role, and what people do there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from areas import type_in
from streamlit.testing.v1 import AppTest

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import NoteFilter, OccasionDraft
from codesign.i18n import _
from codesign.privacy import ConsentDraft
from codesign.storage import Database

OFFICER = Actor("00000000-0000-7000-8000-0000000000bb", "Coordination inventée", frozenset({Role.COORDINATION}))
Record = Callable[..., str]


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this label."""
    return next(each for each in app.button if each.label == _(label)).click().run()


def labels(app: AppTest) -> set[str]:
    """The labels of the buttons."""
    return {each.label for each in app.button}


def everything(app: AppTest) -> str:
    """All the words of the page, HTML included."""
    kinds = (app.text, app.caption, app.markdown, app.get("html"), app.error, app.warning, app.info, app.success)
    return "\n".join(str(getattr(each, "value", None) or each.proto) for kind in kinds for each in kind)


@pytest.fixture
def record(db: Database) -> Record:
    """Record an invented story by someone; return its id."""

    def do(who: object = OFFICER, text: str = "Elle attend sa carte.", **more: object) -> str:
        author = who if isinstance(who, Actor) else Actor(who.id, "x", frozenset({Role.FIELD}))
        wishes = {
            "id": storage.uuid7(),
            "kind": "story",
            "occasion": OccasionDraft("atelier"),
            "consent": ConsentDraft(),
            "answers": {"story": text, "wants_return": True},
            **more,
        }
        return fieldnotes.record_note(db, author, **wishes)

    return do


@pytest.mark.parametrize("page", ["fieldnotes_mine", "fieldnotes_search", "fieldnotes_note"])
@pytest.mark.parametrize("role", ["terrain", "analyse", "design", "coordination"])
def test_the_team_opens_its_pages(screen, page: str, role: str) -> None:  # noqa: ANN001 - fixture
    """Empty, they say what will be there."""
    app = screen(page, role)
    assert not app.exception
    assert len(app.title) == 1


@pytest.mark.parametrize(
    ("page", "roles"),
    [
        ("fieldnotes_mine", ["comite"]),
        ("fieldnotes_search", ["comite"]),
        ("fieldnotes_note", ["comite"]),
        ("fieldnotes_documents", ["comite", "terrain", "design"]),
    ],
)
def test_others_cannot_open_them(screen, page: str, roles: list[str]) -> None:  # noqa: ANN001 - fixture
    """What the menu does not list does not open."""
    for role in roles:
        with pytest.raises(ValueError, match=page):
            screen(page, role)


def test_a_worker_sees_only_their_own_notes(screen, record: Record, signed_in) -> None:  # noqa: ANN001 - fixtures
    """No choice of scope, no way to another's note by its number."""
    who = signed_in("terrain")
    record(who, "La mienne.")
    theirs = record(text="Celle d’une collègue.")
    app = screen("fieldnotes_mine", who=who)
    assert "La mienne." in everything(app)
    assert "collègue" not in everything(app)
    assert not [each for each in app.radio if each.label == _("Whose notes?")]
    app = screen("fieldnotes_note", who=who, ids={"note": theirs})
    assert [each.value for each in app.error] == [_("This no longer exists. Go back to the list.")]
    assert "collègue" not in everything(app)


def test_the_list_is_filtered_and_shows_twenty_at_a_time(screen, record: Record, signed_in) -> None:  # noqa: ANN001
    """More on demand; a filter that nothing meets says so."""
    who = signed_in("analyse")
    for n in range(22):
        record(text=f"Note inventée {n}.")
    app = screen("fieldnotes_mine", who=who)
    next(each for each in app.radio if each.label == _("Whose notes?")).set_value("team").run()
    assert "Note inventée 1." not in everything(app)
    press(app, "Show more")
    assert "Note inventée 1." in everything(app)
    next(each for each in app.selectbox if each.label == _("State")).set_value("cleared").run()
    assert [each.value for each in app.info] == [_("No note has all of this. Take a filter away.")]


def test_a_note_is_edited_and_its_history_read(screen, db: Database, record: Record, signed_in) -> None:  # noqa: ANN001
    """Edit, save, read who changed what, take the older text again."""
    who = signed_in("terrain")
    note_id = record(who)
    app = screen("fieldnotes_note", who=who, ids={"note": note_id})
    press(app, "Edit")
    type_in(app, db, "Elle a reçu sa carte.", "Story")
    press(app, "Save the note")
    assert not app.exception
    assert fieldnotes.note(db, OFFICER, note_id).answers == {"story": "Elle a reçu sa carte.", "wants_return": True}
    assert "Elle attend sa carte.\n→ Elle a reçu sa carte." in everything(app)
    press(app, "Take the older text again")
    assert fieldnotes.note(db, OFFICER, note_id).answers["story"] == "Elle attend sa carte."


@pytest.mark.parametrize(("choice", "expected"), [("mine", "De la seconde."), ("theirs", "De la première.")])
def test_two_people_editing_see_both_versions(
    screen, db: Database, record: Record, signed_in, choice: str, expected: str  # noqa: ANN001 - fixtures
) -> None:  # fmt: skip
    """The second one chooses; nothing was overwritten meanwhile."""
    who = signed_in("terrain")
    note_id = record(who)
    app = screen("fieldnotes_note", who=who, ids={"note": note_id})
    press(app, "Edit")
    type_in(app, db, "De la seconde.", "Story")
    fieldnotes.edit_note(db, OFFICER, note_id=note_id, answers={"story": "De la première."})
    press(app, "Save the note")
    assert fieldnotes.note(db, OFFICER, note_id).answers["story"] == "De la première."
    assert "De la seconde." in everything(app)
    assert "De la première." in everything(app)
    next(each for each in app.button if each.key == f"note_versions_{choice}").click().run()
    assert not app.exception
    assert fieldnotes.note(db, OFFICER, note_id).answers["story"] == expected


def test_editing_can_be_left(screen, db: Database, record: Record, signed_in) -> None:  # noqa: ANN001 - fixtures
    """Nothing is saved; an emptied note is refused and its words stay."""
    who = signed_in("terrain")
    note_id = record(who)
    app = screen("fieldnotes_note", who=who, ids={"note": note_id})
    press(app, "Edit")
    type_in(app, db, "", "Story")
    press(app, "Save the note")
    assert len(app.error) == 1
    assert len(app._tree.children[3].get("error")) == 1  # noqa: SLF001 - at the bottom, beside the button
    press(app, "Leave without saving")
    assert fieldnotes.note(db, OFFICER, note_id).answers["story"] == "Elle attend sa carte."


def test_the_bin_and_back(screen, db: Database, record: Record, signed_in) -> None:  # noqa: ANN001 - fixtures
    """Asked once; taken back by one press."""
    who = signed_in("terrain")
    note_id = record(who)
    app = screen("fieldnotes_note", who=who, ids={"note": note_id})
    next(each for each in app.button if each.key == "bin").click().run()
    assert fieldnotes.notes(db, OFFICER, filter=NoteFilter(binned=True))[0].id == note_id
    press(app, "Take it out of the bin")
    assert not fieldnotes.note(db, OFFICER, note_id).binned


def test_an_analyst_resolves_and_approves(screen, db: Database, record: Record, signed_in) -> None:  # noqa: ANN001
    """What may identify someone first; the author of a note does not see the button."""
    who = signed_in("terrain")
    note_id = record(who, "Au 514-555-0134, dit-elle.")
    app = screen("fieldnotes_note", who=who, ids={"note": note_id})
    assert _("Approve for the team") not in labels(app)
    app = screen("fieldnotes_note", "analyse", ids={"note": note_id})
    press(app, "Approve for the team")
    assert len(app.error) == 1
    press(app, "It identifies nobody")
    press(app, "Approve for the team")
    assert fieldnotes.note(db, OFFICER, note_id).cleared
    press(app, "Take the approval back")
    assert not fieldnotes.note(db, OFFICER, note_id).cleared


def test_markup_in_a_note_is_shown_as_text(screen, record: Record, signed_in) -> None:  # noqa: ANN001 - fixtures
    """Nothing of a note reaches Markdown, nor HTML unescaped."""
    who = signed_in("terrain")
    bad = "<img src=x onerror=alert(1)> ![a](http://exemple.ca/a.png) carte"
    note_id = record(who, bad)
    for page, ids in (("fieldnotes_note", {"note": note_id}), ("fieldnotes_mine", {}), ("fieldnotes_search", {})):
        app = screen(page, who=who, ids=ids)
        if page == "fieldnotes_search":
            app.text_input[0].set_value("carte").run()
        assert not app.exception
        assert not [each for each in app.markdown if "exemple.ca" in each.value]
        assert not [each for each in app.get("html") if "<img" in each.proto.body]


def test_words_are_searched(screen, record: Record, signed_in) -> None:  # noqa: ANN001 - fixtures
    """Found with a mark and a way in; nothing found says what to do."""
    who = signed_in("terrain")
    record(who, "Elle attend à l’école.")
    app = screen("fieldnotes_search", who=who)
    app.text_input[0].set_value("ecole").run()
    assert any(">école</mark>" in each.proto.body for each in app.get("html"))
    app.text_input[0].set_value("facteur").run()
    assert len(app.info) == 1


def test_a_document_is_added_once_read_and_binned(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """Text files; the same text again is refused politely."""
    app = screen("fieldnotes_documents", "analyse")
    app.file_uploader[0].upload("bilan.txt", "Un bilan inventé".encode(), "text/plain").run()
    press(app, "Add the document")
    assert not app.exception
    (document,) = fieldnotes.documents(db, OFFICER)
    assert (document.title, document.text) == ("bilan", "Un bilan inventé")
    app = screen("fieldnotes_documents", "analyse")
    app.file_uploader[0].upload("copie.txt", "Un bilan inventé".encode(), "text/plain").run()
    press(app, "Add the document")
    assert len(app.error) == 1
    app = screen("fieldnotes_documents", "analyse", ids={"document": document.id})
    assert "Un bilan inventé" in everything(app)
    app = screen("fieldnotes_documents", "analyse")
    next(each for each in app.button if each.key == f"bin_{document.id}").click().run()
    app.toggle[0].set_value(True).run()
    press(app, "Take it out of the bin")
    assert len(fieldnotes.documents(db, OFFICER)) == 1


def test_a_note_whose_consent_is_withdrawn_is_nowhere(screen, db: Database, record: Record, signed_in) -> None:  # noqa: ANN001
    """Not even its author reads it."""
    who = signed_in("terrain")
    note_id = record(who)
    privacy.withdraw_consent(db, OFFICER, consent_id=fieldnotes.note(db, OFFICER, note_id).consent_id)
    for page, ids in (("fieldnotes_mine", {}), ("fieldnotes_note", {"note": note_id})):
        assert "carte" not in everything(screen(page, who=who, ids=ids))


def test_a_note_moves_to_the_right_person(screen, db: Database, record: Record, signed_in) -> None:  # noqa: ANN001
    """Chosen from the pseudonyms, with a consent of theirs; the approval starts again."""
    who = signed_in("terrain")
    note_id = record(who)
    fieldnotes.clear_note(db, OFFICER, note_id=note_id)
    person = privacy.add_participant(db, OFFICER)
    consent = privacy.record_consent(db, OFFICER, draft=ConsentDraft(person))
    app = screen("fieldnotes_note", who=who, ids={"note": note_id})
    assert next(each for each in app.button if each.key == "move").disabled
    next(each for each in app.selectbox if each.label == _("Who is this note about?")).set_value(person).run()
    next(each for each in app.button if each.key == "move").click().run()
    assert not app.exception
    assert not app.error
    moved = fieldnotes.note(db, OFFICER, note_id)
    assert (moved.participant_id, moved.consent_id, moved.cleared) == (person, consent, False)


def test_an_occasion_is_corrected_and_both_versions_show(screen, db: Database, record: Record, signed_in) -> None:  # noqa: ANN001
    """By whoever opened it; a colleague's correction in between is shown, not written over."""
    who = signed_in("terrain")
    note_id = record(who)
    occasion = fieldnotes.note(db, OFFICER, note_id).occasion
    app = screen("fieldnotes_note", who=who, ids={"note": note_id})
    next(each for each in app.selectbox if each.key == f"occasion_{occasion.version}_sector").set_value("centre")
    press(app, "Save")
    assert not app.exception
    now = fieldnotes.occasion(db, OFFICER, occasion.id)
    assert (now.head["sector"], now.held_on) == ("centre", occasion.held_on)
    next(each for each in app.text_input if each.key == f"occasion_{now.version}_team").set_value("Deux paires")
    fieldnotes.edit_occasion(
        db, OFFICER, occasion_id=occasion.id, draft=OccasionDraft("atelier", sector="ouest", team="Une paire")
    )
    press(app, "Save")
    assert fieldnotes.occasion(db, OFFICER, occasion.id).head["team"] == "Une paire"
    next(each for each in app.button if each.key == f"conflict_{occasion.id}_mine").click().run()
    assert not app.exception
    assert fieldnotes.occasion(db, OFFICER, occasion.id).head["team"] == "Deux paires"


def test_others_move_no_note_and_correct_no_occasion(screen, record: Record) -> None:  # noqa: ANN001
    """Whoever reads a note of someone else finds neither form."""
    app = screen("fieldnotes_note", "analyse", ids={"note": record()})
    assert not [
        each
        for each in app.expander
        if each.label in {_("Correct the occasion"), _("Move to another person or consent")}
    ]
