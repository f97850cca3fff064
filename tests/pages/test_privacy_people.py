"""People and consents, and withdrawals: each role, and what people do there."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import OccasionDraft
from codesign.i18n import _
from codesign.privacy import ConsentDraft, Purpose
from codesign.storage import Database

OFFICER = Actor("00000000-0000-7000-8000-0000000000bb", "Coordination inventée", frozenset({Role.COORDINATION}))


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this label."""
    return next(each for each in app.button if each.label == _(label)).click().run()


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
    assert len(privacy.consents(db, OFFICER, participant_id=person)) == 2
    assert not app.exception


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
    app.text_input[0].set_value(" p-0001 ").run()
    press(app, "Erase everything")
    assert not app.exception
    (receipt,) = app.get("html")
    assert "P-0001" in receipt.proto.body
    assert privacy.participants(db, OFFICER) == ()
    db.close()
    assert all("bulonette" not in p.read_bytes().decode(errors="ignore") for p in db_path.parent.glob("codesign.db*"))
    press(app, "Done")
    assert len(app.info) == 1


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
