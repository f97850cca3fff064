"""Names in notes: where they stand tells them from common words. All invented."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from codesign import privacy
from codesign.errors import InvalidInput
from codesign.i18n import _
from codesign.privacy import ConsentDraft, IdentifierType
from codesign.privacy.model import check_consent
from codesign.privacy.names import bare_name, find_names
from codesign.storage import Database


def test_a_role_is_short_enough_for_a_touch_on_a_phone() -> None:
    """A choice of one touch stands on one line: past some thirty letters its end is cut at 390 px."""
    assert max(len(_(role)) for role in privacy.ROLES) <= 30


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Elle a vu A.B. hier.", ["A.B."]),
        ("M. T. attend dehors.", ["T."]),
        ("On a parlé à K. L. ce matin.", ["K. L."]),
        ("Ti-Jo est passé.", ["Ti-Jo"]),
        ("Le père Noël viendra.", []),
        ("Elle l’a dit : Ç’a l’air fermé. Ç'a été long.", []),
        ("Rose et Karim attendent.", ["Rose", "Karim"]),
        ("Juste à côté, elle attend.", []),
        ("Juste est venu.", ["Juste"]),
        ("Juste va voir si la file avance.", []),
        ("Il pleut.\nJuste reste à remplir le formulaire.", []),
        ("Ben y va demain.", []),
        ("Jeune se lève, lui donne sa place.", []),
        ("Parent attend son enfant dehors.", []),
        ("Rose va voir si la file avance.", ["Rose"]),
        ("Mme Juste va voir la file.", ["Juste"]),
        ("Prudence Tremblay attend.", ["Prudence Tremblay"]),
        ("On a vu Amina de Montréal-Nord hier.", ["Amina"]),
        ("On a vu Maria de Souza hier.", ["Maria de Souza"]),
        ("Elle vient de Malaisie depuis un an. Malaisie, c’est loin.", []),
        ("Il a quitté le Kirghizstan, l’Ouzbékistan, le Sri Lanka et la Sierra Leone.", []),
        ("Li kite Ayiti pou Monreyal, apre sa Kebèk ak Etazini.", []),
        ("Mon ti-chéri dort, le ti-loup aussi. Ti-chéri a faim.", []),
        ("Le ti-paul et Ti-Chérif sont là.", ["ti-paul", "Ti-Chérif"]),
        ("On a vu Israël Tremblay hier, puis Mme Israël.", ["Israël Tremblay", "Israël"]),
    ],
)
def test_a_name_is_seen_by_where_it_stands(text: str, names: list[str]) -> None:
    """Initials, nicknames and names that are words too; a neighbourhood after a name is no part of it."""
    assert [text[start:end] for start, end in find_names(text)] == names


def test_a_name_is_compared_without_its_title() -> None:
    """« Mme Fatou Diop » and « Fatou Diop » are one person."""
    assert bare_name("Mme Fatou Diop") == bare_name("Fatou  Diop") == "fatou diop"


def test_a_name_gives_its_token_and_anything_else_its_kind(db: Database) -> None:
    """The same name, the same token; a phone number needs none."""
    phone = privacy.replacement(db, IdentifierType.PHONE, "514-555-0123")
    assert phone == privacy.replacement(db, IdentifierType.PHONE, "514-555-0199")
    one, two = (privacy.replacement(db, IdentifierType.NAME, name) for name in ("Amina", "Karim"))
    assert one != two
    assert one == privacy.replacement(db, IdentifierType.NAME, "amina")
    assert "amina" not in one.lower()


def test_a_masked_name_is_found_where_it_was_forgotten(db: Database) -> None:
    """The corpus knows the token, not the name: the words of a text are tried one by one."""
    known = privacy.tokens_in([f"Vu {privacy.replacement(db, IdentifierType.NAME, 'Amina')} hier."])
    text = "On a revu Amina au marché."
    assert [text[start:end] for start, end in privacy.known_names(db, known)(text)] == ["Amina"]


def test_a_consent_without_its_way_of_consenting_is_refused() -> None:
    """Nothing is answered for the person."""
    with pytest.raises(InvalidInput):
        check_consent(ConsentDraft(mode=""))


SMALL_ISLANDS = {
    "Géorgie du Sud-et-les Îles Sandwich du Sud",
    "R.A.S. chinoise de Hong Kong",
    "Îles Marshall",
    "Svalbard et Jan Mayen",
}


def test_no_country_is_taken_for_somebody() -> None:
    """Every land that the locale data name in French, inside a sentence; four have a first name's letters."""
    people = {"Dominique", "Maurice", "Tristan", "Salvador", "Diego", "Garcia", "Costa"}
    lands = [
        name
        for code, name in Locale("fr").territories.items()
        if code.isalpha() and not people & {*re.findall(r"\w+", name)}
    ]
    texts = {name: f"Elle a passé un an en {name} avant de venir ici." for name in lands}
    taken = {name for name, text in texts.items() if [*find_names(text)]}
    assert taken <= SMALL_ISLANDS
