"""New note: text, whom it is about, consent, save; nothing typed is lost, nothing is saved twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from areas import areas, type_in
from streamlit.testing.v1 import AppTest

from codesign import fieldnotes, privacy, storage, territory
from codesign.accounts import Actor, Role
from codesign.fieldnotes import NoteFilter, OccasionDraft
from codesign.i18n import _
from codesign.privacy import ConsentDraft
from codesign.storage import Database

OFFICER = Actor("00000000-0000-7000-8000-0000000000bb", "Coordination inventée", frozenset({Role.COORDINATION}))


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this label."""
    return next(each for each in app.button if each.label == _(label)).click().run()


def choose(app: AppTest, label: str, value: str) -> AppTest:
    """Choose an entry of the list of this label."""
    return next(each for each in app.selectbox if each.label == _(label)).set_value(value).run()


def write(app: AppTest, db: Database, text: str, label: str = "What you saw or heard") -> AppTest:
    """Type in the field of this label."""
    return type_in(app, db, text, label)


def agree(app: AppTest, mode: str = "oral") -> AppTest:
    """Say how the person consented, and that notes may be taken: one touch each."""
    next(each for each in app.radio if each.label == _("How consent was given")).set_value(mode).run()
    return next(each for each in app.checkbox if each.label == _("Take notes")).check().run()


def below(app: AppTest, kind: str) -> list[str]:
    """What is said of that kind at the bottom of the screen, beside the button that saves."""
    children = app._tree.children  # noqa: SLF001 - AppTest has no name for the bottom
    return [each.value for each in children[3].get(kind)] if 3 in children else []


def address(app: AppTest, name: str) -> str:
    """What the address carries under `name`."""
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


def notes(db: Database) -> tuple[fieldnotes.NoteRow, ...]:
    """All the notes."""
    return fieldnotes.notes(db, OFFICER)


@pytest.mark.parametrize("role", ["terrain", "analyse", "design", "coordination"])
def test_whoever_records_opens_the_page(screen, role: str) -> None:  # noqa: ANN001 - fixture
    """One title, one primary action, no error."""
    app = screen("fieldnotes_new", role)
    assert not app.exception
    assert [each.value for each in app.title] == [_("New note")]
    assert [each.label for each in app.button if each.proto.type == "primary"] == [_("Save the note")]


def test_the_steering_group_has_no_such_page(screen) -> None:  # noqa: ANN001 - fixture
    """The menu does not list it, so it cannot be opened."""
    with pytest.raises(ValueError, match="fieldnotes_new"):
        screen("fieldnotes_new", "comite")


def test_a_note_is_text_a_person_and_a_consent(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """Three gestures; the next note of the same occasion is open, blank."""
    app = screen("fieldnotes_new")
    write(app, db, "Elle attend.")
    choose(app, "Who is this note about?", "new")
    agree(app)
    press(app, "Save the note")
    assert not app.exception
    assert not app.error
    (row,) = notes(db)
    assert (row.excerpt, row.participant_code, row.sector) == ("Elle attend.", "P-0001", territory.UNKNOWN)
    assert any(_("Sector not stated") in each.value for each in app.text)
    assert address(app, "occasion") == row.occasion_id
    assert address(app, "note") != row.id
    assert areas(app)[_("What you saw or heard")]["text"] == ""
    assert [each.value for each in app.info if "P-0001" in each.value]
    press(app, "Put this away")
    assert not any("P-0001" in each.value for each in app.info)
    write(app, db, "Une autre.")
    choose(app, "Who is this note about?", "without")
    agree(app)
    press(app, "Save the note")
    assert len(fieldnotes.notes(db, OFFICER, filter=NoteFilter(occasion_id=row.occasion_id))) == 2


def test_what_is_missing_is_said_and_what_was_typed_stays(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """No consent, no text: the words of the person are still in the form."""
    app = screen("fieldnotes_new")
    write(app, db, "Elle attend.")
    press(app, "Save the note")
    assert [each.value for each in app.error] == [
        _("A note needs a consent: say how it was given, or why none is needed.")
    ]
    assert below(app, "error") == [app.error[0].value]  # beside the button: the form is longer than the screen
    assert areas(app)[_("What you saw or heard")]["text"] == "Elle attend."
    choose(app, "Who is this note about?", "nobody")
    press(app, "Save the note")
    assert len(app.error) == 1
    next(each for each in app.text_input if each.label == _("Why no consent is needed")).set_value("Parc").run()
    press(app, "Save the note")
    assert len(notes(db)) == 1


@pytest.fixture
def another_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[date]:
    """The clock of a server on the other side of the date line: its day is not that of Montréal."""
    with monkeypatch.context() as patch:
        for zone in (
            "UTC-14",
            "UTC+12",
        ):  # 26 hours apart: their days always differ, so one of them is not that of Montréal
            patch.setenv("TZ", zone)
            time.tzset()
            if date.today() != privacy.today():  # noqa: DTZ011 - the very fault that is looked for
                break
        yield date.today()  # noqa: DTZ011
    time.tzset()


def test_the_day_is_that_of_montreal_wherever_the_server_stands(
    screen,  # noqa: ANN001 - fixture
    db: Database,
    another_day: date,
) -> None:
    """In the evening of Montréal, a server in UTC is already tomorrow: the note was refused as dated in the future."""
    app = screen("fieldnotes_new")
    write(app, db, "Elle attend.")
    choose(app, "Who is this note about?", "without")
    agree(app)
    held = next(each for each in app.date_input if each.label == _("Day"))
    assert held.value == privacy.today() != another_day
    press(app, "Save the note")
    (row,) = notes(db)
    assert fieldnotes.occasion(db, OFFICER, row.occasion_id).held_on == privacy.today()


def test_no_day_that_was_typed_is_dropped(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """A day that cannot be is refused in words, never replaced: not today for the occasion, no consent without end."""
    app = screen("fieldnotes_new")
    write(app, db, "Elle attend.")
    choose(app, "Who is this note about?", "without")
    agree(app)
    held, ends = (next(each for each in app.date_input if each.label == _(name)) for name in ("Day", "Valid until"))
    for day, words in (
        (date(2099, 1, 1), "The occasion is dated in the future. Check the date."),
        (date(206, 1, 1), "The occasion is dated before 1900. Check the date."),
    ):
        held.set_value(day).run()
        press(app, "Save the note")
        assert below(app, "error") == [_(words)]
    held.set_value(privacy.today()).run()
    ends.set_value(privacy.today() - timedelta(days=400)).run()
    press(app, "Save the note")
    assert not notes(db)
    assert below(app, "error") == [_("The consent would end before it was given. Check the dates.")]
    ends.set_value(date(privacy.today().year + 15, 1, 1)).run()
    press(app, "Save the note")
    (row,) = notes(db)
    consent = privacy.consent(db, OFFICER, fieldnotes.note(db, OFFICER, row.id).consent_id)
    assert consent.expires_on == date(privacy.today().year + 15, 1, 1)


def test_nothing_of_the_consent_is_answered_for_the_person(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """No way of consenting and no purpose is chosen; a save says beside the field what is missing, the text stays."""
    app = screen("fieldnotes_new")
    write(app, db, "Elle attend.")
    choose(app, "Who is this note about?", "new")
    how = _("How consent was given")
    assert next(each for each in app.radio if each.label == how).value is None
    boxes = [each.value for each in app.checkbox if each.label in map(_, privacy.PURPOSE_LABELS.values())]
    assert boxes == [False] * len(privacy.PURPOSE_LABELS)
    assert not app.error
    press(app, "Save the note")
    assert below(app, "warning") == [_("Nothing is saved yet: something of the consent is missing, above.")]
    missing = [
        _("Say how consent was given: choose one of the answers."),
        _("Tick “Take notes” if the person agreed to it: without it, nothing may be written about them."),
    ]
    assert [each.value for each in app.error] == missing
    next(each for each in app.radio if each.label == how).set_value("written").run()
    assert [each.value for each in app.error] == missing[1:]
    assert notes(db) == ()
    assert areas(app)[_("What you saw or heard")]["text"] == "Elle attend."
    agree(app, "written")
    press(app, "Save the note")
    (row,) = notes(db)
    consent = privacy.consent(db, OFFICER, fieldnotes.note(db, OFFICER, row.id).consent_id)
    assert (consent.mode, consent.purposes) == ("written", {"note"})


def test_the_consent_of_a_group_is_never_presumed_of_someone(screen, db: Database, signed_in) -> None:  # noqa: ANN001
    """A workshop agreed today; for someone else met today, it is offered and not chosen."""
    who = signed_in("terrain")
    worker = Actor(who.id, "x", frozenset({Role.FIELD}))
    consent = privacy.record_consent(db, worker, draft=ConsentDraft(mode="collective"))
    app = screen("fieldnotes_new", who=who)
    write(app, db, "Elle attend.")
    choose(app, "Who is this note about?", "without")
    choice = next(each for each in app.radio if each.label == _("Consent"))
    assert choice.value is None
    press(app, "Save the note")
    assert [each.value for each in app.error] == [_("Say on which consent this note rests: choose one of the answers.")]
    next(each for each in app.radio if each.label == _("Consent")).set_value(consent).run()
    press(app, "Save the note")
    (row,) = notes(db)
    assert fieldnotes.note(db, OFFICER, row.id).consent_id == consent


def test_what_may_identify_someone_is_shown_before_anything_is_saved(screen, db: Database) -> None:  # noqa: ANN001
    """The first press shows; the box says that it is none; the second press saves with the answer."""
    app = screen("fieldnotes_new")
    write(app, db, "Au 514-555-0134.")
    choose(app, "Who is this note about?", "without")
    agree(app)
    press(app, "Save the note")
    assert notes(db) == ()
    assert any(">514-555-0134</mark>" in each.proto.body for each in app.get("html"))
    box = next(each for each in app.checkbox if each.label == _("It does not identify anyone"))
    box.check().run()
    press(app, "Save the note")
    (row,) = notes(db)
    assert fieldnotes.note(db, OFFICER, row.id).unresolved == ()


def test_one_touch_puts_a_token_in_the_place_of_a_name(screen, db: Database) -> None:  # noqa: ANN001
    """The name never reaches the database: the note that is saved holds what stands for it, in each of its fields."""
    app = screen("fieldnotes_new")
    write(app, db, "Elle a parlé à Wislène hier. Wislène attendait.")
    choose(app, "Who is this note about?", "without")
    agree(app)
    short = next(each for each in app.text_input if each.label == _("Objects, forms, channels"))
    short.set_value("La feuille de Wislène").run()
    (pills,) = [each for each in app.button_group if each.label == _("Replace by")]
    token = privacy.token(db, "Wislène")
    assert pills.options[0] == token
    pills.select(token).run()
    assert areas(app)[_("What you saw or heard")]["text"] == f"Elle a parlé à {token} hier. {token} attendait."
    press(app, "Save the note")
    (row,) = notes(db)
    answers = fieldnotes.note(db, OFFICER, row.id).answers
    assert answers["objects_channels"] == f"La feuille de {token}"
    assert "Wislène" not in str(answers)


def test_a_full_disk_leaves_the_text_on_the_screen(
    screen, db: Database, db_path, monkeypatch: pytest.MonkeyPatch,  # noqa: ANN001 - fixtures
) -> None:  # fmt: skip
    """The person reads what happened, and saves again when there is room."""
    app = screen("fieldnotes_new")
    write(app, db, "Texte à garder.")
    choose(app, "Who is this note about?", "without")
    agree(app)
    connect = storage.connect

    def read_only(path: object) -> Database:
        opened = connect(path)
        opened.conn.execute("PRAGMA query_only = 1")
        return opened

    with monkeypatch.context() as patch:
        patch.setattr(storage, "connect", read_only)
        press(app, "Save the note")
    assert len(app.error) == 1
    assert areas(app)[_("What you saw or heard")]["text"] == "Texte à garder."
    press(app, "Save the note")
    assert len(notes(db)) == 1


def test_a_saved_number_in_the_address_opens_no_second_form(screen, db: Database, signed_in) -> None:  # noqa: ANN001
    """Going back in the browser after saving cannot make a twin."""
    who = signed_in("terrain")
    worker = Actor(who.id, "x", frozenset({Role.FIELD}))
    note_id = fieldnotes.record_note(
        db,
        worker,
        id=storage.uuid7(),
        kind="story",
        occasion=OccasionDraft("atelier"),
        consent=ConsentDraft(),
        answers={"story": "Dit"},
    )
    app = screen("fieldnotes_new", who=who, ids={"note": note_id})
    assert len(areas(app)) == 0
    press(app, "Another story of the same workshop")
    assert address(app, "note") != note_id
    assert len(areas(app)) > 0


def test_an_existing_consent_is_offered(screen, db: Database, signed_in) -> None:  # noqa: ANN001 - fixtures
    """Someone met again is not asked twice; the note rests on what they said."""
    who = signed_in("terrain")
    worker = Actor(who.id, "x", frozenset({Role.FIELD}))
    person = privacy.add_participant(db, worker)
    consent = privacy.record_consent(db, worker, draft=ConsentDraft(person))
    app = screen("fieldnotes_new", who=who)
    write(app, db, "Revue au parc.")
    choose(app, "Who is this note about?", person)
    press(app, "Save the note")
    (row,) = notes(db)
    assert fieldnotes.note(db, OFFICER, row.id).consent_id == consent


def test_a_workshop_in_the_address_goes_on(screen, db: Database, signed_in) -> None:  # noqa: ANN001 - fixtures
    """Its own template; another occasion is one press away; an unknown one is forgotten."""
    who = signed_in("terrain")
    worker = Actor(who.id, "x", frozenset({Role.FIELD}))
    note_id = fieldnotes.record_note(
        db,
        worker,
        id=storage.uuid7(),
        kind="story",
        occasion=OccasionDraft("atelier"),
        consent=ConsentDraft(),
        answers={"story": "Dit"},
    )
    occasion = fieldnotes.note(db, worker, note_id).occasion.id
    app = screen("fieldnotes_new", who=who, ids={"occasion": occasion})
    assert next(iter(areas(app))) == _("Story")
    press(app, "Another occasion")
    assert next(iter(areas(app))) == _("What you saw or heard")
    app = screen("fieldnotes_new", who=who, ids={"occasion": storage.uuid7(), "note": "garbage"})
    assert next(iter(areas(app))) == _("What you saw or heard")


def test_the_stories_of_one_workshop_follow_one_another(screen, db: Database, signed_in) -> None:  # noqa: ANN001
    """Head, kind of workshop, opening and the group's consent stay; the story and what is of one person are blank."""
    who = signed_in("terrain")
    worker = Actor(who.id, "x", frozenset({Role.FIELD}))
    group = privacy.record_consent(db, worker, draft=ConsentDraft(mode="collective"))
    saved = fieldnotes.record_note(
        db,
        worker,
        id=storage.uuid7(),
        kind="story",
        occasion=OccasionDraft("atelier", sector="ouest", session_name="Cercle du mardi"),
        consent_id=group,
        answers={"story": "Dit", "workshop_type": "map", "prompt": "Une fois où…", "teller_role": "leader"},
    )
    app = screen("fieldnotes_new", who=who, ids={"note": saved})
    press(app, "Another story of the same workshop")
    assert any("Cercle du mardi" in each.value for each in app.text)
    assert areas(app)[_("Story")]["text"] == ""
    chosen = {each.label: each.value for each in app.selectbox}
    assert (chosen[_("Type of workshop")], chosen[_("Who tells")]) == ("map", None)
    assert next(each for each in app.text_input if each.label == _("Opening used")).value == "Une fois où…"
    write(app, db, "Dit par une autre.", "Story")
    press(app, "Save the note")
    first, second = (fieldnotes.note(db, worker, row.id) for row in reversed(notes(db)))
    assert (second.consent_id, second.occasion.id) == (group, first.occasion.id)
    assert (second.answers["story"], second.answers["sharing"]) == ("Dit par une autre.", "team")
    assert "teller_role" not in second.answers


def test_moments_are_typed_one_after_the_other(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """One is open at a time; they put themselves in order; one taken out is put back by one touch."""
    app = screen("fieldnotes_new")
    for minute, words in ((20, "Attend"), (5, "Entre")):
        press(app, "Add a moment")
        next(each for each in app.number_input if each.label == _("Minutes since the start")).set_value(minute).run()
        next(each for each in app.text_input if each.label == _("Activity")).set_value(words).run()
        write(app, db, f"Vu : {words}.", "Observed")
    next(each for each in app.button_group if each.label == _("Said or supposed")).select("said").run()
    press(app, "Take it out")
    assert any("Entre" in each.value for each in app.caption)
    press(app, "Put it back")
    titles = [each.label for each in app.button if "min" in each.label]
    assert [words for title in titles for words in ("Entre", "Attend") if words in title] == ["Entre", "Attend"]
    choose(app, "Who is this note about?", "without")
    agree(app)
    press(app, "Save the note")
    assert not app.exception
    (row,) = notes(db)
    found = fieldnotes.note(db, OFFICER, row.id).moments
    assert [(each.minute, each.activity, each.observed) for each in found] == [
        (5, "Entre", "Vu : Entre."), (20, "Attend", "Vu : Attend."),
    ]  # fmt: skip
    assert found[0].emotion_said is True


def test_a_name_in_a_moment_is_replaced_in_all_its_parts(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """Short words and long ones, the moment open or closed."""
    app = screen("fieldnotes_new")
    press(app, "Add a moment")
    next(each for each in app.text_input if each.label == _("With whom, in what tone")).set_value(
        "Wislène, pressée"
    ).run()
    write(app, db, "Elle a parlé à Wislène hier.", "Observed")
    press(app, "Close this moment")
    (pills,) = [each for each in app.button_group if each.label == _("Replace by")]
    token = privacy.token(db, "Wislène")
    pills.select(token).run()
    choose(app, "Who is this note about?", "without")
    agree(app)
    press(app, "Save the note")
    (row,) = notes(db)
    answers = fieldnotes.note(db, OFFICER, row.id).answers
    assert "Wislène" not in str(answers)
    assert str(answers).count(token) == 2
