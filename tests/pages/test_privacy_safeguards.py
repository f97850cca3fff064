"""The screen where the coordination settles what may point at someone, in all the notes at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import a_note

from codesign import bootstrap, fieldnotes, jobs, privacy
from codesign.accounts import Actor, Role
from codesign.i18n import _
from codesign.storage import Database

OFFICER = Actor("00000000-0000-7000-8000-0000000000bb", "Coordination inventée", frozenset({Role.COORDINATION}))


@pytest.mark.parametrize("role", ["terrain", "analyse", "design", "comite"])
def test_only_the_coordination_has_this_page(screen, role: str) -> None:  # noqa: ANN001 - fixture
    """A list of all that names people is for those who answer for it."""
    with pytest.raises(ValueError, match="navigation page"):
        screen("privacy_safeguards", role)


def test_a_name_is_replaced_in_every_note_by_one_touch(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """Then nothing is left to settle, and the notes wait for approval again."""
    notes = [a_note(db, f"Puis Wislène attend, {n} fois.", cleared=False) for n in ("une", "deux")]
    app = screen("privacy_safeguards", "coordination")
    assert [each.value for each in app.title] == [_("Protection of people")]
    next(each for each in app.button if each.label == _("Settle the passages of the notes")).click().run()
    assert any("« Wislène »" in each.value for each in app.text)
    (pills,) = [each for each in app.button_group if each.label == _("Replace everywhere by")]
    token = privacy.token(db, "Wislène")
    pills.select(token).run()
    for note_id in notes:
        assert token in str(fieldnotes.note(db, OFFICER, note_id).answers["how_is"])
    assert fieldnotes.open_passages(db, OFFICER) == ()


def test_what_is_left_is_counted_room_by_room_by_the_worker(screen, db: Database, db_path: Path) -> None:  # noqa: ANN001
    """Asked for once, read in the background; the result says how much and where, and promises nothing."""
    note = a_note(db, "Puis Wislène attend.", cleared=False)
    app = screen("privacy_safeguards", "coordination")
    next(each for each in app.button if each.label == _("Look everywhere for what is left")).click().run()
    assert not app.exception
    assert jobs.work_once(db_path, bootstrap.HANDLERS)
    app = screen("privacy_safeguards", "coordination")
    said = "\n".join(str(each.value) for part in (app.markdown, app.text, app.subheader) for each in part)
    assert _("What is left to settle") in said
    assert "1 à régler" in said.replace("\\", "")
    assert fieldnotes.note_code(note) in " ".join(each.proto.label for each in app.main.get("page_link"))
    assert "anonyme" not in said


def test_an_agreement_opens_identity_on_the_page_of_a_person(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """It is nowhere before; the form names the agreement."""
    person = privacy.add_participant(db, OFFICER)
    before = screen("privacy_participants", "coordination", ids={"person": person})
    assert _("Indigenous identity") not in [each.label for each in before.expander]
    app = screen("privacy_safeguards", "coordination")
    for label in ("Community or organisation", "Name of the agreement, and where it is kept"):
        next(each for each in app.text_input if each.label == _(label)).set_value("Inventé")
    next(each for each in app.button if each.label == _("Record the agreement")).click().run()
    assert privacy.identity_open(db)
    after = screen("privacy_participants", "coordination", ids={"person": person})
    assert _("Indigenous identity") in [each.label for each in after.expander]


def test_the_text_read_aloud_follows_the_language_and_is_kept(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """Large, from right to left in Arabic, and marked as not validated yet."""
    person = privacy.add_participant(db, OFFICER)
    app = screen("privacy_participants", "coordination", ids={"person": person})
    language = next(each for each in app.selectbox if each.label == _("Language of the explanation"))
    language.set_value("arabe").run()
    assert any('dir="rtl"' in each.proto.body for each in app.get("html"))
    next(each for each in app.checkbox if each.label == _("The text was read aloud, and understood")).check().run()
    next(each for each in app.radio if each.label == _("How consent was given")).set_value("oral")
    next(each for each in app.checkbox if each.label == _("Take notes")).check().run()
    next(each for each in app.button if each.label == _("Record the consent")).click().run()
    (kept,) = privacy.consents(db, OFFICER, participant_id=person)
    assert (kept.language, kept.text_read) == ("arabe", "ar/1")
