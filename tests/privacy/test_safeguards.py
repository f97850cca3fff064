"""Texts read aloud, and identity that is noted only under an agreement. All invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from codesign import privacy
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.privacy import ConsentDraft, Purpose
from codesign.privacy.model import check_attributes
from codesign.storage import Database

Make = Callable[..., Actor]
NOBODY = "0192f0c0-0000-7000-8000-000000000000"


def test_each_language_asks_each_purpose_and_says_what_matters() -> None:
    """A text that forgets a purpose would tick what was never asked."""
    texts = privacy.consent_texts()
    assert list(texts) == ["fr", "ar", "en", "es", "ht"]
    first = texts["fr"]
    for each in texts.values():
        assert set(each.questions) == set(Purpose)
        assert len(each.paragraphs) == len(first.paragraphs)
        assert set(each.form) == set(first.form)
        assert "18" in " ".join(each.paragraphs)
        assert each.mother_tongue in privacy.ATTRIBUTES["mother_tongue"]
        assert each.right_to_left == (each.language == "ar")
        assert each.validated_by == ""  # nobody of the team has read them yet


def test_the_ledger_keeps_which_text_was_read(db: Database, actor: Make) -> None:
    """What was agreed to is what was read, in its language and its version."""
    worker = actor("terrain")
    person = privacy.add_participant(db, worker)
    draft = ConsentDraft(person, language="creole_haitien", text_read="ht/1")
    kept = privacy.record_consent(db, worker, draft=draft)
    assert privacy.consent(db, worker, kept).text_read == "ht/1"
    bare = privacy.record_consent(db, worker, draft=ConsentDraft(person))
    assert privacy.consent(db, worker, bare).text_read == ""


def test_a_minor_has_no_age_group() -> None:
    """Their consent is not theirs alone to give: none is admitted."""
    with pytest.raises(InvalidInput):
        check_attributes({"age_group": "15_17"})


def test_identity_is_not_noted_before_an_agreement_nor_after_it(db: Database, actor: Make) -> None:
    """Chapter 9: a community agrees first; when it no longer does, nothing is asked nor shown."""
    worker, officer = actor("terrain"), actor("coordination")
    person = privacy.add_participant(db, worker)
    assert not privacy.identity_open(db)
    with pytest.raises(InvalidInput):
        privacy.note_identity(db, worker, participant_id=person, identity="metis")
    today = privacy.today()
    wanted = {"community": "Communauté inventée", "agreement": "Entente inventée, dossier partagé"}
    with pytest.raises(NotAllowed):
        privacy.record_engagement(db, worker, agreed_on=today, **wanted)
    with pytest.raises(InvalidInput):
        privacy.record_engagement(db, officer, agreed_on=today + timedelta(days=1), **wanted)
    with pytest.raises(InvalidInput):
        privacy.record_engagement(db, officer, agreed_on=today, community="  ", agreement="x")
    made = privacy.record_engagement(db, officer, agreed_on=today, **wanted)
    privacy.note_identity(db, worker, participant_id=person, identity="inuit")
    privacy.note_identity(db, worker, participant_id=person, identity="metis")
    assert privacy.identity_of(db, worker, participant_id=person) == "metis"
    privacy.end_engagement(db, officer, engagement_id=made)
    assert privacy.identity_of(db, worker, participant_id=person) is None
    assert [each.ended_on for each in privacy.engagements(db, worker)] == [today]
    with pytest.raises(NotFound):
        privacy.end_engagement(db, officer, engagement_id=NOBODY)


def test_identity_is_for_those_in_charge_of_the_person(db: Database, actor: Make) -> None:
    """A colleague who never met them neither reads nor writes it; no view holds it."""
    worker, other, officer = actor("terrain"), actor("terrain"), actor("coordination")
    person = privacy.add_participant(db, worker)
    privacy.record_engagement(db, officer, community="Inventée", agreement="Inventée", agreed_on=privacy.today())
    privacy.note_identity(db, worker, participant_id=person, identity="first_nations")
    assert privacy.identity_of(db, other, participant_id=person) is None
    for wrong, error in (("martian", InvalidInput), ("metis", NotAllowed)):
        with pytest.raises(error):
            privacy.note_identity(db, other, participant_id=person, identity=wrong)
    with pytest.raises(NotFound):
        privacy.note_identity(db, worker, participant_id=NOBODY, identity="metis")
    views = db.conn.execute("SELECT sql FROM sqlite_master WHERE type = 'view'").fetchall()
    assert not [sql for (sql,) in views if "privacy_identity" in sql]


def test_what_stands_for_a_passage_says_its_kind(db: Database) -> None:
    """« [TÉLÉPHONE] » still tells the reader what was there."""
    for kind in privacy.IdentifierType:
        told = privacy.replacement(db, kind, "Wislène")
        assert told.startswith("[")
        assert privacy.find_identifiers(f"Voici {told}, dit-elle.") == ()
