"""A person withdraws: nothing of what they said is left, in any row, index, log or free page of the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor
from codesign.errors import NotFound
from codesign.privacy import ConsentDraft
from codesign.storage import Database

Record = Callable[..., str]
# Invented words that nothing else in the file could hold; the index keeps them in lower case, without accents.
SECRET = "Zébulonette attendait le facteur quadrumane depuis l’hivernage."
TRACES = re.compile("zébulonette|zebulonette|quadrumane|hivernage", re.IGNORECASE)


def traces(db_path: Path) -> list[str]:
    """The words of the secret found in the raw bytes of the database file and whatever stands beside it."""
    found = []
    for path in db_path.parent.glob(f"{db_path.name}*"):
        found += TRACES.findall(path.read_bytes().decode("utf-8", errors="ignore"))
    return found


def erase(db: Database, officer: Actor, participant_id: str) -> None:
    """What the withdrawal does in these two rooms, top floor first."""
    with storage.transaction(db):
        fieldnotes.erase_participant(db, officer, participant_id)
        privacy.erase_participant(db, officer, participant_id)
    privacy.settle_on_disk(db, officer)


def test_nothing_of_the_text_stays_in_the_file(
    db: Database, db_path: Path, worker: Actor, officer: Actor, record: Record
) -> None:
    """Among other notes, after edits, binning, a merge and a withdrawn consent: every byte is looked at."""
    for n in range(60):
        record(f"Note inventée numéro {n}. " * 30)
    person, alias = privacy.add_participant(db, worker), privacy.add_participant(db, worker)
    first = record(SECRET * 40, participant_id=person)
    fieldnotes.edit_note(db, worker, note_id=first, answers={"issue": SECRET, "story": "Autre version. " + SECRET})
    fieldnotes.bin_note(db, worker, note_id=first)
    second = record(f"514-555-0134 {SECRET}", participant_id=alias)
    key = fieldnotes.note(db, worker, second).identifiers[0].key
    fieldnotes.dismiss_identifier(db, worker, note_id=second, key=key)
    privacy.merge_participants(db, officer, kept=person, merged=alias)
    privacy.withdraw_consent(db, worker, consent_id=fieldnotes.note(db, worker, second).consent_id)
    for n in range(60):
        record(f"Une autre note inventée, {n}. " * 30)
    assert traces(db_path), "the proof would prove nothing if the words were never in the file"

    assert fieldnotes.preview_withdrawal(db, person) == {"Notes": 2, "Notes being written": 0}
    assert set(fieldnotes.sources_of_participant(db, alias)) == {first, second}
    erase(db, officer, person)

    assert traces(db_path) == []
    assert b"555-0134" not in db_path.read_bytes()
    assert fieldnotes.search(db, officer, "zebulonette") == ()
    assert len(fieldnotes.search(db, officer, "inventee", limit=1000)) == 120
    assert list(storage.check_database(db)) == []


def test_the_history_of_an_erased_note_is_closed(db: Database, worker: Actor, officer: Actor, record: Record) -> None:
    """The journal keeps that something was there, never what."""
    person = privacy.add_participant(db, worker)
    note_id = record(SECRET, participant_id=person)
    erase(db, officer, person)
    with pytest.raises(NotFound):
        fieldnotes.note_history(db, officer, note_id)
    kept = db.conn.execute("SELECT field, value FROM journal WHERE entity_id = ?", [note_id]).fetchall()
    assert [value for field, value in kept if field != "erased"] == [None] * (len(kept) - 1)


def test_the_notes_of_others_stay(db: Database, worker: Actor, officer: Actor, record: Record) -> None:
    """One workshop, two people: only one withdraws; a collective consent goes on serving the other."""
    consent = privacy.record_consent(db, worker, draft=ConsentDraft(mode="collective"))
    leaving, staying = privacy.add_participant(db, worker), privacy.add_participant(db, worker)
    record("Part", participant_id=leaving, consent_id=consent)
    kept = record("Reste", participant_id=staying, consent_id=consent)
    erase(db, officer, leaving)
    assert [each.id for each in fieldnotes.notes(db, worker)] == [kept]


def test_a_person_is_not_erased_before_their_notes(db: Database, worker: Actor, officer: Actor, record: Record) -> None:
    """The order is held by the database itself: a note never points at nobody."""
    person = privacy.add_participant(db, worker)
    record("Un", participant_id=person)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        privacy.erase_participant(db, officer, person)
    assert len(fieldnotes.notes(db, worker)) == 1
