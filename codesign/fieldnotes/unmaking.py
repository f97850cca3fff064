"""Taking back notes that a file made and that nobody worked on: they go as if they had never come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.fieldnotes import store, text_store
from codesign.fieldnotes.drafts import erase_drafts_about
from codesign.fieldnotes.fields import NoteKind
from codesign.fieldnotes.reads import visible_row
from codesign.storage import Database


class HeldAnswers(NamedTuple):
    """What an import compares a row with."""

    kind: NoteKind
    answers: Mapping[str, Any]
    participant_id: str | None
    binned: bool


def held_answers(db: Database, actor: Actor, *, note_id: str) -> HeldAnswers:
    """Return what a note says, without looking for what may point at a person: an import compares thousands.

    Raises:
        NotAllowed: not of the coordination. NotFound: no such note, or its consent no longer holds.
    """
    actor.require(Permission.STEWARD)
    row = visible_row(db, actor, note_id)
    return HeldAnswers(NoteKind(row["kind"]), row["answers"], row["participant_id"], bool(row["deleted"]))


def note_versions(db: Database, actor: Actor, *, note_ids: Iterable[str]) -> dict[str, str]:
    """Return id → version of those of these notes that exist, hidden and binned ones too.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return store.versions(db, note_ids)


def consents_needed(
    db: Database, actor: Actor, *, consent_ids: Iterable[str], besides: Iterable[str] = ()
) -> frozenset[str]:
    """Return those of these consents that some note rests on, these notes left aside.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return store.consents_needed(db, consent_ids, besides)


def erase_notes(db: Database, actor: Actor, *, note_ids: Iterable[str], occasion_ids: Iterable[str] = ()) -> None:
    """Erase notes for good, journal included, then those of these occasions that no note belongs to any more.

    What other rooms hold of the notes must be gone first.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    notes = tuple(note_ids)
    with storage.transaction(db):
        erase_drafts_about(db, "", notes)
        text_store.forget_all(db, notes)
        for note_id in notes:
            store.erase_note(db, note_id, author=actor.id)
        for occasion_id in store.empty_occasions(db, occasion_ids):
            store.erase_occasion(db, occasion_id, author=actor.id)
        text_store.scrub_index(db)
