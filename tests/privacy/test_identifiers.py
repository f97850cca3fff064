"""Identifiers in text: what must be seen, and near misses that must not be. All invented."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.privacy import find_identifiers
from codesign.privacy.patterns import luhn


def marked(sentence: str) -> tuple[str, list[tuple[str, str]]]:
    """Split `… [type:words] …` into the plain sentence and what it holds."""
    plain, found = "", []
    for piece in sentence.split("["):
        inside, close, after = piece.partition("]")
        if close:
            kind, _colon, words = inside.partition(":")
            found.append((kind, words))
            plain += words + after
        else:
            plain += piece
    return plain, found


@pytest.mark.parametrize(
    "sentence",
    [
        "Appelez au [phone:514-555-0134] le soir.",
        "Son cell : [phone:(438) 555-0199], pas avant 9 h.",
        "[phone:+1 514 555 0134] ou [phone:5145550134]",
        "Sa sœur est au [phone:+33 6 12 34 56 78].",
        "Écrire à [email:personne.inventee+nord@exemple.ca] svp",
        "Carte [nam:TEST 5412 2816], périmée.",
        "Carte [nam:test54122816] oubliée.",
        "Le [nas:046 454 286] est sur la feuille.",
        "Son NAS, [nas:123-456-789], est refusé.",
        "numéro d’assurance sociale : [nas:123456789]",
        "Code postal [postal_code:H1H 2K3].",
        "habite [postal_code:h1g5x1]",
        "Elle habite au [address:10234, rue de Charleroi] maintenant.",
        "Le [address:12345 boul. Albert-Hudon], au coin.",
        "[address:5 avenue Lapierre], en haut.",
        "Dossier [file_number:123456789] refusé.",
        "Le dossier no [file_number:AB-12345] du TAL.",
        "Née le [birth_date:3 mars 1980] à Jacmel.",
        "DDN : [birth_date:1980-03-03].",
        "Voir [handle:@voisine.inventee] en ligne",
        "Son insta c’est [handle:voisine_92] je pense",
        "Elle s’appelle [name:Wislène Dorcéna], dit-elle.",
        "Mme [name:Tremblay-Nadeau] et M. [name:Roy] attendent.",
        "ma sœur [name:réjeanne] a téléphoné",
        "[name:Pierre] a dit non à la voisine.",
        "On a parlé avec [name:Fatoumata] de l’école.",
        "La mère d’[name:Amina] attend.",
        "L’intervenante [name:Ghislaine Saint-Hilaire] rappelle.",
        "Voisin du [address:4521, 12e Avenue, app. 3], au fond.",
        "Le NAS [nas:012 345 678] est sur la feuille.",
        "la sœur d’[name:Ezéchiel] a peur",
    ],
)
def test_an_identifier_is_seen_where_it_stands(sentence: str) -> None:
    """Offsets give back the words, so that the screen can show which."""
    plain, expected = marked(sentence)
    found = [(each.type.value, plain[each.start : each.end]) for each in find_identifiers(plain)]
    assert [kind for kind, _words in found] == [kind for kind, _words in expected]
    for (_kind, words), (_same, wanted) in zip(found, expected, strict=True):
        assert words.startswith(wanted)


@pytest.mark.parametrize(
    "sentence",
    [
        "Elle a appelé le 811, puis le 911 et le 211.",
        "Le 3 mars 2026 à 14 h 30, 12 places en garderie.",
        "Trois autobus, 3 rues plus loin, 45 minutes.",
        "Il gagne 2 100 $ par mois, loyer 1 250 $.",
        "T+20 min : arrivée au CLSC",
        "Les 18_24 et 25-34 ans, 2011-2020.",
        "12 rues ont été visitées",
        "Elle vit à Montréal-Nord, près du boulevard Henri-Bourassa.",
        "La fête de la Saint-Jean, puis Noël en Haïti.",
        "Le parc Aimé-Léonard et la rue Pascal.",
        "Grelottant, elle est restée au CLSC. Personne n’a répondu.",
        "Le dossier ouvert en 2024 compte 12 pages, 2 100 $ par mois.",
        "Appeler le 1 800 463-2762, une ligne pour tous.",
        "Elle est née ici, elle a 34 ans.",
        "C’est Hydro-Québec et la RAMQ qui refusent.",
    ],
)
def test_what_points_at_nobody_is_left_alone(sentence: str) -> None:
    """A warning on each date would soon be clicked away unread."""
    assert find_identifiers(sentence) == ()


def test_one_passage_is_one_identifier() -> None:
    """A number inside an address of e-mail is warned of once."""
    (found,) = find_identifiers("514-555-0134@exemple.ca")
    assert (found.type.value, found.start, found.end) == ("email", 0, 23)


@given(st.text(max_size=300))
def test_any_text_is_read_without_overlap(text: str) -> None:
    """Whatever is typed, passages stand in order and apart."""
    found = find_identifiers(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.integers(min_value=0, max_value=99_999_999))
def test_one_check_digit_in_ten_is_right(n: int) -> None:
    """The check of a social insurance number."""
    assert sum(luhn(f"{n:08d}{digit}") for digit in range(10)) == 1


def test_a_long_text_is_read_in_little_time() -> None:
    """No pattern may go back and forth over a megabyte."""
    started = time.process_time()
    find_identifiers("a" * 200_000 + " 12 rue " * 20_000 + "1" * 100_000 + "@" * 50_000)
    assert time.process_time() - started < 5
