"""Rules of participants and consents that need no database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from codesign.errors import InvalidInput
from codesign.privacy import ATTRIBUTES, ConsentDraft
from codesign.privacy.model import check_attributes, check_consent, participant_code, today


def test_a_minor_is_not_admitted() -> None:
    """Consent of a minor is for a parent to give: no age band starts under 18."""
    assert min(int(band[:2]) for band in ATTRIBUTES["age_group"] if band[0].isdigit()) == 18
    with pytest.raises(InvalidInput):
        check_attributes({"age_group": "15_17"})


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", "Marie"), ("gender", "x"), ("sector", "10 234, rue X"), ("sector", "Ouest"), ("code", "P-0001")],
)
def test_an_attribute_outside_its_list_is_refused(name: str, value: str) -> None:
    """Free words in an attribute would be the way for a name to come in."""
    with pytest.raises(InvalidInput):
        check_attributes({name: value})


def test_an_empty_attribute_is_not_said() -> None:
    """Nobody has to tell."""
    assert check_attributes({"gender": "", "sector": "", "household": "alone"}) == {
        "gender": "undisclosed",
        "sector": "undisclosed",
        "household": "alone",
    }


def test_a_consent_defaults_to_today_and_to_notes_only() -> None:
    """Nothing more than notes is ever presumed."""
    values = check_consent(ConsentDraft())
    assert values["given_on"] == today().isoformat()
    assert values["purposes"] == ["note"]
    assert values["expires_on"] is None


@pytest.mark.parametrize(
    "draft",
    [
        ConsentDraft(mode="telepathy"),
        ConsentDraft(purposes=frozenset({"advertising"})),
        ConsentDraft(purposes=frozenset()),
        ConsentDraft(given_on=today() + timedelta(days=1)),
        ConsentDraft(given_on=today(), expires_on=today() - timedelta(days=1)),
        ConsentDraft(given_on=today() - timedelta(days=9), expires_on=today() - timedelta(days=1)),
        ConsentDraft(mode="not_applicable"),
        ConsentDraft(mode="not_applicable", reason="   "),
        ConsentDraft("someone", mode="not_applicable", reason="Salle d’attente"),
    ],
)
def test_a_consent_that_does_not_hold_is_refused(draft: ConsentDraft) -> None:
    """Unknown words, no purpose, impossible dates, or "not needed" for someone in particular or without a reason."""
    with pytest.raises(InvalidInput):
        check_consent(draft)


def test_a_public_place_allows_notes_and_nothing_else() -> None:
    """Nobody agreed to be quoted or to become a persona."""
    draft = ConsentDraft(mode="not_applicable", reason="Salle d’attente", purposes=frozenset({"note", "quote"}))
    assert check_consent(draft)["purposes"] == ["note"]


def test_an_end_date_is_kept() -> None:
    """A consent may be given for a season."""
    assert check_consent(ConsentDraft(expires_on=today()))["expires_on"] == today().isoformat()


def test_a_pseudonym_has_four_digits_at_least() -> None:
    """Short enough for a slip of paper, and it goes on after 9999."""
    assert [participant_code(n) for n in (1, 42, 12345)] == ["P-0001", "P-0042", "P-12345"]
