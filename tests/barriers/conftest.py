"""Invented notes for the tests of review, recorded as people record them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codesign import fieldnotes, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import OccasionDraft
from codesign.privacy import ConsentDraft, ConsentMode, Purpose
from codesign.storage import Database

WORKER = Actor(storage.uuid7(), "Travailleuse inventée", frozenset({Role.FIELD}))


@pytest.fixture
def reviewer(actor: Callable[..., Actor]) -> Actor:
    """A researcher who reviews."""
    return actor("analyse", name="Chercheuse inventée")


@pytest.fixture
def a_note(db: Database) -> Callable[..., str]:
    """Record an invented note of a listening call: `a_note("Elle ne parle pas français.")`; returns its id."""

    def make(text: str, *, participant_id: str | None = None, author: Actor = WORKER, **more: Any) -> str:
        return fieldnotes.record_note(
            db,
            author,
            id=storage.uuid7(),
            kind="listening_call",
            occasion=OccasionDraft(kind="appel", sector=more.get("sector", "ouest")),
            answers={"observed": text, **more.get("answers", {})},
            participant_id=participant_id,
            new_participant={} if participant_id is None else None,
            consent=ConsentDraft(mode=ConsentMode.ORAL, purposes=frozenset(Purpose)),
        )

    return make


@pytest.fixture
def participant_of(db: Database, reviewer: Actor) -> Callable[[str], str]:
    """Tell who a note is about."""

    def find(note_id: str) -> str:
        found = fieldnotes.note(db, reviewer, note_id).participant_id
        assert found is not None
        return found

    return find


@pytest.fixture
def edit(db: Database) -> Callable[..., None]:
    """Change the text of a note as its author."""

    def change(note_id: str, text: str, author: Actor = WORKER) -> None:
        fieldnotes.edit_note(db, author, note_id=note_id, answers={"observed": text})

    return change
