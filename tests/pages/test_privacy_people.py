"""People and consents, and withdrawals: each role, and what people do there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from codesign import bootstrap, fieldnotes, privacy, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import OccasionDraft
from codesign.i18n import _, day, using_language
from codesign.privacy import ConsentDraft, Purpose
from codesign.storage import Database
from codesign.ui import receipts

OFFICER = Actor("00000000-0000-7000-8000-0000000000bb", "Coordination inventée", frozenset({Role.COORDINATION}))


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this label."""
    return next(each for each in app.button if each.label == _(label)).click().run()


def agree(app: AppTest, person: str, known: int) -> None:
    """Choose a way of consenting and one purpose, in the form of a new consent."""
    next(each for each in app.radio if each.label == _("How consent was given")).set_value("oral")
    app.checkbox(key=f"consent_{person}_{known}_note").check()
    app.run()


@pytest.fixture
def person(db: Database) -> str:
    """Somebody invented, who agreed to notes."""
    row_id = privacy.add_participant(db, OFFICER, gender="f")
    privacy.record_consent(db, OFFICER, draft=ConsentDraft(row_id))
    return row_id


@pytest.mark.parametrize("role", ["terrain", "analyse", "design", "coordination"])
def test_whoever_records_opens_people_and_consents(screen, person: str, role: str) -> None:  # noqa: ANN001
    """The list and one person; merging is for the coordination."""
    app = screen("privacy_participants", role)
    assert not app.exception
    assert any("P-0001" in each.value for each in app.text)
    app = screen("privacy_participants", role, ids={"person": person})
    assert not app.exception
    assert "P-0001" in [each.value for each in app.subheader]


@pytest.mark.parametrize(("role", "drawn"), [("terrain", False), ("design", False), ("analyse", True)])
def test_what_may_not_be_done_is_not_drawn(screen, person: str, role: str, drawn: bool) -> None:  # noqa: ANN001
    """Correcting someone whom another met, and the history of a consent that another recorded."""
    app = screen("privacy_participants", role, ids={"person": person})
    folded = {each.label for each in app.expander}
    assert not app.exception
    assert (_("Correct the facts") in folded) is drawn
    assert (_("History") in folded) is drawn


@pytest.mark.parametrize(
    ("page", "roles"),
    [("privacy_participants", ["comite"]), ("privacy_withdrawals", ["terrain", "analyse", "design", "comite"])],
)
def test_others_cannot_open_them(screen, page: str, roles: list[str]) -> None:  # noqa: ANN001 - fixture
    """What the menu does not list does not open."""
    for role in roles:
        with pytest.raises(ValueError, match=page):
            screen(page, role)


def test_a_person_is_added_found_and_corrected(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """A pseudonym at once; facts by attribute; no name anywhere to type one."""
    app = screen("privacy_participants", "terrain")
    assert len(app.text_input) == 0
    next(each for each in app.selectbox if each.key == "newcomer_gender").set_value("f")
    press(app, "Give a pseudonym")
    assert not app.exception
    (found,) = privacy.participants(db, OFFICER)
    assert found.attributes["gender"] == "f"
    app = screen("privacy_participants", "terrain", ids={"person": found.id})
    next(each for each in app.selectbox if each.key == f"edit_{found.version}_gender").set_value("other")
    press(app, "Save")
    assert privacy.participant(db, OFFICER, found.id).attributes["gender"] == "other"
    app = screen("privacy_participants", "terrain")
    next(each for each in app.selectbox if each.key == "people_gender").set_value("m").run()
    assert len(app.info) == 1


def test_a_consent_is_recorded_changed_withdrawn_and_restored(screen, db: Database, person: str) -> None:  # noqa: ANN001
    """Each in one gesture, each in the history with its author."""
    app = screen("privacy_participants", "coordination", ids={"person": person})
    first = privacy.consents(db, OFFICER, participant_id=person)[0]
    next(each for each in app.checkbox if each.key == f"purposes_{first.version}_quote").check()
    next(each for each in app.button if each.key == f"save_{first.version}").click().run()
    assert privacy.consent(db, OFFICER, first.id).purposes == {Purpose.NOTE, Purpose.QUOTE}
    next(each for each in app.button if each.key == f"withdraw_{first.id}").click().run()
    assert not privacy.consent(db, OFFICER, first.id).valid
    press(app, "Undo the withdrawal")
    assert privacy.consent(db, OFFICER, first.id).valid
    press(app, "Record the consent")
    assert len(app.error) == 1  # nothing was chosen: said beside the field
    agree(app, person, 1)
    press(app, "Record the consent")
    assert len(privacy.consents(db, OFFICER, participant_id=person)) == 2
    assert not app.exception


@pytest.mark.parametrize(("choice", "expected"), [("mine", "other"), ("theirs", "m")])
def test_two_people_correcting_one_person_see_both_versions(
    screen, db: Database, person: str, choice: str, expected: str  # noqa: ANN001 - fixture
) -> None:  # fmt: skip
    """What was chosen stays through a colleague's save; nothing of theirs is written over unseen."""
    app = screen("privacy_participants", "analyse", ids={"person": person})
    seen = privacy.participant(db, OFFICER, person).version
    next(each for each in app.selectbox if each.key == f"edit_{seen}_gender").set_value("other")
    privacy.edit_participant(db, OFFICER, participant_id=person, gender="m")
    press(app, "Save")
    assert not app.exception
    assert privacy.participant(db, OFFICER, person).attributes["gender"] == "m"
    assert len(app.warning) == 1
    next(each for each in app.button if each.key == f"conflict_{person}_{choice}").click().run()
    assert not app.exception
    assert not app.warning
    assert privacy.participant(db, OFFICER, person).attributes["gender"] == expected


def test_boxes_ticked_on_a_consent_survive_a_colleague(screen, db: Database, person: str) -> None:  # noqa: ANN001
    """The save of someone else in between shows both versions, with what was ticked."""
    app = screen("privacy_participants", "coordination", ids={"person": person})
    first = privacy.consents(db, OFFICER, participant_id=person)[0]
    next(each for each in app.checkbox if each.key == f"purposes_{first.version}_quote").check().run()
    privacy.edit_consent(db, OFFICER, consent_id=first.id, purposes=frozenset({"note", "persona"}))
    app.run()
    assert next(each for each in app.checkbox if each.key == f"purposes_{first.version}_quote").value
    next(each for each in app.button if each.key == f"save_{first.version}").click().run()
    assert privacy.consent(db, OFFICER, first.id).purposes == {Purpose.NOTE, Purpose.PERSONA}
    next(each for each in app.button if each.key == f"conflict_{first.id}_mine").click().run()
    assert not app.exception
    assert privacy.consent(db, OFFICER, first.id).purposes == {Purpose.NOTE, Purpose.QUOTE}


def test_a_consent_keeps_its_language_and_its_end(screen, db: Database, person: str) -> None:  # noqa: ANN001
    """Explained in Spanish, for a time: both are asked for, and read again in the list."""
    app = screen("privacy_participants", "terrain", ids={"person": person})
    next(each for each in app.selectbox if each.label == _("Language of the explanation")).set_value("espagnol")
    end = privacy.today() + timedelta(days=30)
    next(each for each in app.date_input if each.label == _("Valid until")).set_value(end)
    agree(app, person, 1)
    press(app, "Record the consent")
    assert not app.exception
    made = next(each for each in privacy.consents(db, OFFICER, participant_id=person) if each.expires_on)
    assert (made.language, made.expires_on, made.valid) == ("espagnol", end, True)
    assert any(day(end) in each.value for each in app.text)


def test_two_pseudonyms_become_one_and_two_again(screen, db: Database, person: str) -> None:  # noqa: ANN001
    """Asked once, undone by one press."""
    other = privacy.add_participant(db, OFFICER)
    app = screen("privacy_participants", "coordination", ids={"person": person})
    next(each for each in app.selectbox if each.key == f"merge_{person}").set_value(other).run()
    next(each for each in app.button if each.key == f"merge_yes_{person}").click().run()
    assert len(privacy.participants(db, OFFICER)) == 1
    press(app, "Separate again")
    assert len(privacy.participants(db, OFFICER)) == 2


def test_a_withdrawal_is_previewed_confirmed_and_receipted(screen, db: Database, db_path, person: str) -> None:  # noqa: ANN001
    """The code must be typed; the receipt names what went; the words are gone from the file."""
    fieldnotes.record_note(
        db,
        OFFICER,
        id=storage.uuid7(),
        kind="story",
        occasion=OccasionDraft("atelier"),
        participant_id=person,
        consent=ConsentDraft(),
        answers={"story": "Zébulonette attend."},
    )
    app = screen("privacy_withdrawals", "coordination")
    app.selectbox[0].set_value(person).run()
    erase = next(each for each in app.button if each.label == _("Erase everything"))
    assert erase.disabled
    (counted,) = (each.value.splitlines() for each in app.text if "Notes" in each.value)
    assert counted[-1] == _("Nothing else.")
    assert not [line for line in counted if line.endswith(" 0")]
    app.text_input[0].set_value(" p-0001 ").run()
    press(app, "Erase everything")
    assert not app.exception
    (receipt,) = (each for each in app.get("html") if "P-0001" in each.proto.body)
    assert receipt.proto.body.startswith("<section")
    assert privacy.participants(db, OFFICER) == ()
    db.close()
    assert all("bulonette" not in p.read_bytes().decode(errors="ignore") for p in db_path.parent.glob("codesign.db*"))
    press(app, "Done")
    assert len(app.info) == 1


def test_what_goes_with_a_merged_pseudonym_is_said_before_it_is_confirmed(
    screen,  # noqa: ANN001
    db: Database,
    person: str,
) -> None:
    """Somebody may have merged two people by mistake: whoever confirms sees both codes, and the way back."""
    app = screen("privacy_withdrawals", "coordination")
    app.selectbox[0].set_value(person).run()
    assert not any("P-0002" in each.value.replace("\\", "") for each in app.warning)
    other = privacy.add_participant(db, OFFICER)
    privacy.merge_participants(db, OFFICER, kept=person, merged=other)
    app = screen("privacy_withdrawals", "coordination")
    app.selectbox[0].set_value(person).run()
    (told,) = (each.value.replace("\\", "") for each in app.warning if "P-0002" in each.value.replace("\\", ""))
    assert "P-0001" in told


def test_a_pseudonym_with_the_end_of_its_number_can_be_confirmed(screen, db: Database, person: str) -> None:  # noqa: ANN001
    """Two laptops gave the number: its end is in small letters."""
    with storage.transaction(db):
        db.conn.execute("UPDATE privacy_participant SET code = 'P-0001-7f2a'")
    app = screen("privacy_withdrawals", "coordination")
    app.selectbox[0].set_value(person).run()
    app.text_input[0].set_value("p-0001-7F2A").run()
    assert not next(each for each in app.button if each.label == _("Erase everything")).disabled


def test_a_receipt_holds_no_word_that_was_never_translated(db: Database, person: str) -> None:
    """The person takes it home: every counter is in their language."""
    counted = bootstrap.preview_withdrawal(db, OFFICER, person)
    receipt = bootstrap.withdraw(db, OFFICER, person)
    assert set(receipt.erased) == set(counted)
    with using_language("qps"):
        told = receipts.lines(receipt, [Path("copie.zip")])
    assert len(told) > len(counted)
    assert [line for line in told if line and "⟦" not in line and "copie.zip" not in line] == []
    with using_language("fr"):
        french = {what: _(what) for what in counted}
    both = ("Photos", "Notes", "Relectures")  # the same word in both
    assert tuple(french.pop(each) for each in both) == both
    assert [what for what, said in french.items() if what == said] == []
    assert french["Sounds"] == "Sons"


def test_the_receipt_names_the_copies_of_this_machine_until_they_are_deleted(
    screen,  # noqa: ANN001
    db: Database,
    db_path: Path,
    person: str,
) -> None:
    """The person is told where their words still are, and the coordination can end it there."""
    copy = bootstrap.make_backup(db_path)
    assert person
    app = screen("privacy_withdrawals", "coordination")
    app.selectbox[0].set_value(person).run()
    app.text_input[0].set_value("P-0001").run()
    press(app, "Erase everything")
    assert copy.name in app.get("html")[0].proto.body
    next(each for each in app.button if each.key == "copies").click().run()
    assert not app.exception
    assert copy.name not in app.get("html")[0].proto.body
    assert not copy.exists()
    assert len(bootstrap.copies(db_path)) == 1


def test_a_long_list_of_people_is_shown_twenty_at_a_time(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """Five hundred cards take a second to draw; someone of another page is one choice, or one page, away."""
    for _n in range(23):
        privacy.add_participant(db, OFFICER)
    app = screen("privacy_participants", "terrain")
    assert _cards(app) == [f"P-{n:04}" for n in range(1, 21)]
    press(app, "Next")
    assert _cards(app) == ["P-0021", "P-0022", "P-0023"]
    find = next(each for each in app.selectbox if each.key == "find_person")
    find.set_value(privacy.participants(db, OFFICER)[4].id).run()
    assert not app.exception
    assert "P-0005" in [each.value for each in app.subheader]


def _cards(app: AppTest) -> list[str]:
    return [each.value for each in app.text if each.value.startswith("P-")]
