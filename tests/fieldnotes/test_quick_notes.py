"""Quick notes: one field, their author's alone; not a note until somebody says of what kind, with a consent."""

from __future__ import annotations

import pytest

from codesign import fieldnotes, storage
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotFound
from codesign.fieldnotes import QUICK_TEXT, DraftPiece, name_of
from codesign.storage import Database

PHONE, LAPTOP = "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"
WORDS = "La dame attend que la pharmacie soit vide."


def keep(db: Database, who: Actor, text: str = WORDS, *, writer: str = PHONE, rev: int = 1, **more: object) -> str:
    """Type a quick note on a device; return its id."""
    draft_id = str(more.pop("draft_id", storage.uuid7()))
    fieldnotes.keep_draft_text(db, who, piece=DraftPiece(draft_id, QUICK_TEXT, text, rev, writer))
    return draft_id


def test_a_quick_note_is_no_note(db: Database, worker: Actor, officer: Actor) -> None:
    """Nobody else sees it, search does not find it, nothing of it is in the journal."""
    draft_id = keep(db, worker)
    (found,) = fieldnotes.drafts(db, worker)
    assert (found.id, found.is_quick, found.kind, found.words) == (draft_id, True, None, 8)
    assert fieldnotes.drafts(db, officer) == ()
    assert fieldnotes.search(db, officer, "pharmacie") == ()
    assert fieldnotes.search(db, worker, "pharmacie") == ()
    assert fieldnotes.notes(db, officer) == ()


@pytest.mark.parametrize(
    ("kind", "field"), [("shadowing", "observed"), ("story", "story"), ("listening_call", "how_is")]
)
def test_it_becomes_the_beginning_of_any_of_the_three(db: Database, worker: Actor, kind: str, field: str) -> None:
    """Its words stand in the main field of a new draft, and it waits no more."""
    draft_id = keep(db, worker)
    made = fieldnotes.turn_quick_note(db, worker, draft_id=draft_id, kind=kind)
    (found,) = fieldnotes.drafts(db, worker)
    assert (found.id, found.kind, found.is_quick) == (made, kind, False)
    assert found.texts[f"{kind}/{field}"].text == WORDS
    assert found.choices["kind"] == fieldnotes.TEMPLATES[found.kind].occasion_kind.value
    with pytest.raises(NotFound):
        fieldnotes.turn_quick_note(db, worker, draft_id=draft_id, kind=kind)


def test_what_another_device_wrote_goes_along(db: Database, worker: Actor) -> None:
    """Two versions stay two; words that come after it was turned are a quick note again."""
    draft_id = keep(db, worker)
    keep(db, worker, "Autre chose.", writer=LAPTOP, draft_id=draft_id)
    made = fieldnotes.turn_quick_note(db, worker, draft_id=draft_id, kind="story")
    found = fieldnotes.draft(db, worker, made)
    assert found is not None
    assert (found.texts["story/story"].text, *found.texts["story/story"].apart.values()) == ("Autre chose.", WORDS)
    keep(db, worker, "Écrit plus tard.", rev=9, draft_id=draft_id)
    found_texts = {each.is_quick: [one.text for one in each.texts.values()] for each in fieldnotes.drafts(db, worker)}
    assert found_texts == {False: ["Autre chose."], True: ["Écrit plus tard."]}


def test_nobody_turns_the_quick_note_of_somebody_else(db: Database, worker: Actor, officer: Actor) -> None:
    """It does not exist for them."""
    draft_id = keep(db, worker)
    with pytest.raises(NotFound):
        fieldnotes.turn_quick_note(db, officer, draft_id=draft_id, kind="story")
    assert len(fieldnotes.drafts(db, worker)) == 1


def test_parts_of_moments_are_draft_fields(db: Database, worker: Actor) -> None:
    """Only those of words, of a moment with a right id, of the kind of note that has moments."""
    draft_id, moment = storage.uuid7(), storage.uuid7()
    name = f"shadowing/{name_of(moment, 'observed')}"
    fieldnotes.keep_draft_text(db, worker, piece=DraftPiece(draft_id, name, "Vu à T+5", 1, PHONE))
    (found,) = fieldnotes.drafts(db, worker)
    assert (found.kind, found.words) == ("shadowing", 3)
    wrong = (
        f"shadowing/{name_of(moment, 'minute')}", f"shadowing/{name_of('x', 'observed')}", "quick/other", "moon/text",
        f"story/{name_of(moment, 'observed')}", f"shadowing/moments/{moment}",
    )  # fmt: skip
    for each in wrong:
        with pytest.raises(InvalidInput):
            fieldnotes.keep_draft_text(db, worker, piece=DraftPiece(draft_id, each, "x", 1, PHONE))


def test_short_words_of_a_moment_count_as_written(db: Database, worker: Actor) -> None:
    """An activity alone makes a draft that is listed."""
    draft_id = storage.uuid7()
    choices = {f"shadowing_moments/{storage.uuid7()}": '{"activity": "Attend au comptoir", "minute": 5}'}
    fieldnotes.keep_draft_choices(db, worker, draft_id=draft_id, choices=choices)
    (found,) = fieldnotes.drafts(db, worker)
    assert (found.kind, found.words) == ("shadowing", 3)
