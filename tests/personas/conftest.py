"""Invented people and notes behind personas."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import FEAR, a_note, a_tag, participant_of

from codesign import personas
from codesign.accounts import Actor
from codesign.personas import PersonaDraft
from codesign.storage import Database


@pytest.fixture
def designer(actor: Callable[..., Actor]) -> Actor:
    """A service designer, who builds personas."""
    return actor("design")


@pytest.fixture
def steward(actor: Callable[..., Actor]) -> Actor:
    """The coordination, who publishes and withdraws."""
    return actor("coordination")


@pytest.fixture
def notes(db: Database) -> list[str]:
    """Six notes about six people who are afraid, coded; five about others, one not coded, so that no few are left."""
    found = [a_note(db, f"{FEAR} Récit {n}.") for n in range(6)]
    for note_id in found:
        a_tag(db, note_id, "confiance")
    for _n in range(4):
        a_tag(db, a_note(db, "Le bus ne passe plus le soir."), "transport")
    a_note(db, "Le bus passe.")
    return found


@pytest.fixture
def persona_id(db: Database, designer: Actor, notes: list[str]) -> str:
    """A draft made from the six."""
    people = [participant_of(db, note_id) for note_id in notes]
    return personas.create_persona(db, designer, draft=PersonaDraft("Celles qui n’osent plus"), participant_ids=people)
