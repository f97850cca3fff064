"""A person withdraws: nothing of what was said of their notes is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codesign import barriers, storage
from codesign.accounts import Actor
from codesign.barriers import Action, Choice
from codesign.errors import NotAllowed
from codesign.storage import Database

QUOTE = "Elle ne parle pas français, dit la zibeline inventée."


@pytest.fixture
def note(db: Database, reviewer: Actor, a_note: Callable[..., str]) -> str:
    """A note with two decisions, one of them undone."""
    made = a_note(QUOTE)
    where = barriers.review(db, reviewer, made).sentences[0].key
    barriers.decide(db, reviewer, source_id=made, choice=Choice(where, Action.ADD, "barrier", "langue", memo="ocelot"))
    last = barriers.decide(db, reviewer, source_id=made, choice=Choice(where, Action.NOTHING))
    barriers.undo_decision(db, reviewer, gesture=last)
    return made


def test_the_preview_counts_what_would_go(db: Database, note: str, participant_of: Callable[[str], str]) -> None:
    """Before saying yes, one sees how much."""
    found = barriers.preview_withdrawal(db, participant_of(note))
    assert found["Coding decisions"] == 2
    assert found["Proposals of the machine"] >= 1


def test_erasing_leaves_no_word_of_the_quotes_in_the_journal(
    db: Database, db_path: Path, note: str, actor: Callable[..., Actor], participant_of: Callable[[str], str]
) -> None:
    """Not in the tables, not in the bytes of the journal, and the journal still verifies."""
    person, coordination = participant_of(note), actor("coordination")
    barriers.erase_participant(db, coordination, person)
    assert set(barriers.preview_withdrawal(db, person).values()) == {0}
    kept = [row for row in db.query("SELECT value FROM journal WHERE entity = 'barriers_decision'") if row["value"]]
    assert all("zibeline" not in row["value"] and "ocelot" not in row["value"] for row in kept)
    assert list(storage.check_database(db)) == []


def test_the_notes_of_others_keep_their_decisions(
    db: Database,
    reviewer: Actor,
    actor: Callable[..., Actor],
    note: str,
    a_note: Callable[..., str],
    participant_of: Callable[[str], str],
) -> None:
    """Only one person withdraws."""
    other = a_note("Elle ne parle pas français.")
    where = barriers.review(db, reviewer, other).sentences[0].key
    barriers.decide(db, reviewer, source_id=other, choice=Choice(where, Action.ADD, "barrier", "langue"))
    barriers.erase_participant(db, actor("coordination"), participant_of(note))
    assert len(barriers.tags_of(db, reviewer, [other])) == 1


def test_only_coordination_erases(
    db: Database, reviewer: Actor, note: str, participant_of: Callable[[str], str]
) -> None:
    """A researcher cannot, even by mistake."""
    with pytest.raises(NotAllowed):
        barriers.erase_participant(db, reviewer, participant_of(note))
