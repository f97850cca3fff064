"""Invented notes, recorded as people record them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor
from codesign.fieldnotes import OccasionDraft
from codesign.privacy import ConsentDraft
from codesign.storage import Database

Make = Callable[..., Actor]
Record = Callable[..., str]
TELLS = "Elle attendait sa carte à l’école."


@pytest.fixture
def worker(actor: Make) -> Actor:
    """Someone of the field."""
    return actor("terrain")


@pytest.fixture
def analyst(actor: Make) -> Actor:
    """Someone of the analysis."""
    return actor("analyse")


@pytest.fixture
def officer(actor: Make) -> Actor:
    """The coordination."""
    return actor("coordination")


@pytest.fixture
def record(db: Database, worker: Actor) -> Record:
    """Record a story about someone new: `record("text", author=…, participant_id=…, answers=…)`; return its id."""

    def do(text: str = TELLS, *, author: Actor = worker, answers: dict[str, Any] | None = None, **more: Any) -> str:
        wishes: dict[str, Any] = {
            "id": storage.uuid7(),
            "kind": "story",
            "occasion": OccasionDraft("atelier", sector="ouest", place_type="ecole"),
            "answers": {"story": text, **(answers or {})},
            "new_participant": None if "participant_id" in more or "consent" in more else {"gender": "f"},
            "consent": None if "consent_id" in more else ConsentDraft(),
            **more,
        }
        return fieldnotes.record_note(db, author, **wishes)

    return do


@pytest.fixture
def person(db: Database, worker: Actor) -> str:
    """Someone who agreed to notes."""
    return privacy.add_participant(db, worker)
