"""Invented material for tests, recorded through the actions that people use. Nobody here exists."""

from __future__ import annotations

from collections.abc import Iterable

from codesign import barriers, fieldnotes, privacy, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import OccasionDraft
from codesign.personas import Evidence
from codesign.privacy import ConsentDraft
from codesign.storage import Database

WORKER = Actor("00000000-0000-7000-8000-000000000001", "Travailleuse inventée", frozenset({Role.FIELD}))
ANALYST = Actor("00000000-0000-7000-8000-000000000002", "Chercheur inventé", frozenset({Role.ANALYSIS}))
ALL_PURPOSES = ("note", "quote", "persona")
FEAR = "Elle a peur d’y retourner."


def a_participant(db: Database, **attributes: str) -> str:
    """Give somebody invented a pseudonym; return their id."""
    return privacy.add_participant(db, WORKER, **attributes)


def a_note(
    db: Database,
    text: str = FEAR,
    *,
    participant_id: str | None = None,
    purposes: Iterable[str] = ALL_PURPOSES,
    cleared: bool = True,
    author: Actor = WORKER,
    sector: str = "ouest",
) -> str:
    """Record a call about one person (somebody new unless given); return the note's id."""
    person = participant_id or a_participant(db)
    note_id = fieldnotes.record_note(
        db,
        author,
        id=storage.uuid7(),
        kind="listening_call",
        occasion=OccasionDraft(kind="appel", sector=sector),
        answers={"how_is": text},
        participant_id=person,
        consent=ConsentDraft(participant_id=person, purposes=frozenset(purposes)),
    )
    if cleared:
        fieldnotes.clear_note(db, ANALYST, note_id=note_id)
    return note_id


def a_tag(
    db: Database, note_id: str, code: str = "confiance", *, family: str = "barrier", status: str = "present"
) -> None:
    """Put a code on the first sentence of a note, as a researcher does."""
    sentence = barriers.review(db, ANALYST, note_id).sentences[0]
    choice = barriers.Choice(
        sentence.key, barriers.Action.ADD, family=family, code=code, status=barriers.TagStatus(status)
    )
    barriers.decide(db, ANALYST, source_id=note_id, choice=choice)


def participant_of(db: Database, note_id: str) -> str:
    """Return whom a note is about."""
    found = fieldnotes.note(db, ANALYST, note_id).participant_id
    assert found is not None
    return found


def consent_of(db: Database, note_id: str) -> str:
    """Return the consent that a note rests on."""
    return fieldnotes.note(db, ANALYST, note_id).consent_id


def passage(note_id: str, quote: str = FEAR, start: int = 0) -> Evidence:
    """Return a passage of a note, as a persona's line rests on it."""
    return Evidence(note_id, start, start + len(quote), quote)
