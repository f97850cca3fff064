"""Passages replaced in notes, and the whole corpus brought to agreement. All invented."""

from __future__ import annotations

from typing import Any

import pytest

from codesign import fieldnotes, privacy
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.storage import Database

NAME = "Wislène Dorcéna"


def text_of(db: Database, officer: Actor, note_id: str) -> Any:
    """Return the story of a note."""
    return fieldnotes.note(db, officer, note_id).answers["story"]


def test_the_same_name_has_one_token_however_it_is_written(db: Database) -> None:
    """Two notes on one neighbour must still be seen as two notes on one neighbour, without her name."""
    token = privacy.token(db, NAME)
    assert token == privacy.token(db, "WISLENE  DORCENA") == privacy.token(db, "Mme Wislène Dorcéna")
    assert token != privacy.token(db, "Wislène")
    assert privacy.find_identifiers(f"Elle a vu {token} hier.") == ()
    assert NAME not in token


def test_a_name_is_replaced_in_every_answer_of_a_note(db: Database, record: Any, worker: Actor) -> None:
    """A name that stays in one corner of a note names the person all the same."""
    note_id = record(f"{NAME} attendait. Puis {NAME} est partie.", answers={"teller_title": f"La file de {NAME}"})
    fieldnotes.replace_passage(db, worker, note_id=note_id, words=NAME, by="la voisine")
    answers = fieldnotes.note(db, worker, note_id).answers
    assert answers["story"] == "La voisine attendait. Puis la voisine est partie."
    assert answers["teller_title"] == "La file de la voisine"
    with pytest.raises(NotFound):
        fieldnotes.replace_passage(db, worker, note_id=note_id, words=NAME, by="la voisine")
    with pytest.raises(InvalidInput):
        fieldnotes.replace_passage(db, worker, note_id=note_id, words="voisine", by="  ")


def test_a_name_inside_a_word_stays() -> None:
    """« Rose » is not taken out of « Rosemont »."""
    assert (
        fieldnotes.replaced("Rose va à Rosemont. Rose-Marie aussi.", "Rose", "X")
        == "X va à Rosemont. Rose-Marie aussi."
    )


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("Rose attend.", "Une amie attend."),
        ("Elle part. Rose attend.", "Elle part. Une amie attend."),
        ("Elle part !\n« Rose attend. »", "Elle part !\n« Une amie attend. »"),
        ("Avec Rose, elle attend.", "Avec une amie, elle attend."),
        ("Le Dr. Rose attend… Rose aussi.", "Le Dr. une amie attend… Une amie aussi."),
    ],
)
def test_a_role_that_opens_a_sentence_has_its_capital(text: str, then: str) -> None:
    """A note is read aloud and printed: the replacement leaves a sentence, not a hole."""
    assert fieldnotes.replaced(text, "Rose", "une amie") == then


def test_the_corpus_says_what_is_left_and_where_a_masked_name_was_forgotten(
    db: Database, record: Any, officer: Actor
) -> None:
    """A name confirmed once is looked for everywhere, even typed without capitals."""
    token = privacy.token(db, "Wislène")
    first = record(f"{token} attend sa carte.")
    forgot = record("je suis repassée, wislène dormait.")
    other = record("Appeler au 514-555-0134, au 514-555-0134.")
    found = {each.text: each for each in fieldnotes.open_passages(db, officer)}
    assert found["wislène"].masked
    assert found["wislène"].note_ids == (forgot,)
    assert not found["514-555-0134"].masked
    assert found["514-555-0134"].note_ids == (other,)
    assert all(first not in each.note_ids for each in found.values())
    assert fieldnotes.replace_everywhere(db, officer, words="wislène", by=token) == 1
    assert text_of(db, officer, forgot) == f"je suis repassée, {token} dormait."
    assert fieldnotes.dismiss_everywhere(db, officer, passage=found["514-555-0134"]) == 1
    assert fieldnotes.open_passages(db, officer) == ()


def test_only_the_coordination_goes_through_the_corpus(db: Database, worker: Actor, analyst: Actor) -> None:
    """A list of all that names people is itself to be protected."""
    for actor in (worker, analyst):
        with pytest.raises(NotAllowed):
            fieldnotes.open_passages(db, actor)
        with pytest.raises(NotAllowed):
            fieldnotes.replace_everywhere(db, actor, words="x", by="y")


def test_a_changed_note_waits_for_approval_again(db: Database, record: Any, officer: Actor, analyst: Actor) -> None:
    """Whoever approved the note did not read the new words."""
    note_id = record("La voisine attend.")
    fieldnotes.clear_note(db, analyst, note_id=note_id)
    fieldnotes.replace_everywhere(db, officer, words="La voisine", by="Une voisine")
    assert not fieldnotes.note(db, officer, note_id).cleared
