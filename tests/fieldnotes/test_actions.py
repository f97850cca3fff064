"""What people do with notes: recording, editing, binning, approving; who may, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound, UserError
from codesign.fieldnotes import NoteFilter, OccasionDraft
from codesign.privacy import ConsentDraft
from codesign.storage import Database

Make = Callable[..., Actor]
Record = Callable[..., str]
NOWHERE = "00000000-0000-7000-8000-00000000dead"
PHONE = "On la joint au 514-555-0134."


def works(verb: Callable[[], object]) -> bool:
    """Say whether the verb was let through."""
    try:
        verb()
    except (NotAllowed, NotFound):
        return False
    return True


# role: record and edit own | read own | read others' approved | read others' not approved | approve others'
# | documents in | documents read: typed again from the table of roles
@pytest.mark.parametrize(
    ("role", "records", "reads_own", "approved", "unapproved", "approves", "imports", "reads_documents"),
    [
        ("terrain", True, True, False, False, False, False, False),
        ("analyse", True, True, True, True, True, True, True),
        ("design", True, True, True, False, False, False, True),
        ("comite", False, False, False, False, False, False, False),
        ("coordination", True, True, True, True, True, True, True),
    ],
)
def test_each_role_does_what_the_table_says(  # noqa: PLR0917
    db: Database, actor: Make, record: Record, officer: Actor, role: str, records: bool, reads_own: bool,
    approved: bool, unapproved: bool, approves: bool, imports: bool, reads_documents: bool,
) -> None:  # fmt: skip
    """The action forbids, whatever a page shows."""
    who = actor(role)
    theirs, cleared = record(), record()
    fieldnotes.clear_note(db, officer, note_id=cleared)
    document = fieldnotes.import_document(db, officer, title="Rapport", text="Texte inventé")
    assert works(lambda: record(author=who)) == records
    mine = record(author=who) if records else NOWHERE
    assert works(lambda: fieldnotes.note(db, who, mine)) == reads_own
    assert works(lambda: fieldnotes.source_text(db, who, mine)) == reads_own
    assert works(lambda: fieldnotes.edit_note(db, who, note_id=mine, answers={"issue": "x"})) == records
    assert works(lambda: fieldnotes.bin_note(db, who, note_id=mine)) == records
    assert works(lambda: fieldnotes.restore_note(db, who, note_id=mine)) == records
    assert works(lambda: fieldnotes.note(db, who, cleared)) == approved
    assert works(lambda: fieldnotes.source_text(db, who, cleared)) == approved
    assert works(lambda: fieldnotes.note(db, who, theirs)) == unapproved
    assert works(lambda: fieldnotes.note_history(db, who, theirs)) == unapproved
    assert works(lambda: fieldnotes.clear_note(db, who, note_id=theirs)) == approves
    assert works(lambda: fieldnotes.unclear_note(db, who, note_id=theirs)) == approves
    assert works(lambda: fieldnotes.document(db, who, document)) == reads_documents
    assert works(lambda: fieldnotes.documents(db, who)) == reads_documents
    assert works(lambda: fieldnotes.source_text(db, who, document)) == reads_documents
    assert works(lambda: fieldnotes.import_document(db, who, title="x", text=f"Autre {role}")) == imports
    assert works(lambda: fieldnotes.bin_document(db, who, document_id=document)) == imports
    assert works(lambda: fieldnotes.restore_document(db, who, document_id=document)) == imports
    for verb in (fieldnotes.notes, fieldnotes.months):
        assert works(lambda verb=verb: verb(db, who)) == reads_own
    assert works(lambda: fieldnotes.search(db, who, "carte")) == reads_own
    assert works(lambda: fieldnotes.occasions(db, who)) == records
    assert works(lambda: fieldnotes.rebuild_texts(db, who)) == (role == "coordination")
    assert works(lambda: fieldnotes.erase_participant(db, who, NOWHERE)) == (role == "coordination")


@pytest.mark.parametrize("verb", ["edit", "bin", "restore", "reattach"])
def test_only_the_author_and_the_coordination_change_a_note(
    db: Database, analyst: Actor, officer: Actor, record: Record, person: str, verb: str
) -> None:
    """Reading someone's note is not writing it."""
    note_id = record()
    verbs = {
        "edit": lambda who: fieldnotes.edit_note(db, who, note_id=note_id, answers={"issue": "autre"}),
        "bin": lambda who: fieldnotes.bin_note(db, who, note_id=note_id),
        "restore": lambda who: fieldnotes.restore_note(db, who, note_id=note_id),
        "reattach": lambda who: fieldnotes.reattach_note(
            db, who, note_id=note_id, participant_id=person, consent=ConsentDraft()
        ),
    }
    with pytest.raises(NotAllowed):
        verbs[verb](analyst)
    verbs[verb](officer)


def test_a_note_keeps_what_was_typed(db: Database, worker: Actor, record: Record) -> None:
    """Text, occasion, person and consent are found again."""
    note_id = record("Ligne un\r\nligne deux\x00\ud800", answers={"wants_return": True, "sharing": "team"})
    note = fieldnotes.note(db, worker, note_id)
    assert note.answers == {"story": "Ligne un\nligne deux", "wants_return": True, "sharing": "team"}
    assert note.participant_code == "P-0001"
    assert note.occasion.head["place_type"] == "ecole"
    assert note.may_edit
    assert not note.may_clear
    assert note.code == f"N-{note_id[-6:].upper()}"
    assert list(storage.check_database(db)) == []


@pytest.mark.parametrize(
    ("more", "answers"),
    [
        ({"consent": None, "new_participant": {}}, {}),
        ({"id": "not-a-number"}, {}),
        ({"kind": "poem"}, {}),
        ({"occasion": OccasionDraft("appel")}, {}),
        ({"consent": ConsentDraft(purposes=frozenset({"photo"}))}, {}),
        ({"consent": ConsentDraft(mode="not_applicable", reason="Parc"), "new_participant": {}}, {}),
        ({}, {"story": "  \n "}),
        ({}, {"poem": "x"}),
    ],
)
def test_a_note_without_what_it_needs_is_not_saved(
    db: Database, worker: Actor, record: Record, more: dict[str, object], answers: dict[str, str]
) -> None:
    """Some text, an occasion of its kind, a consent that allows notes: or nothing at all is written."""
    with pytest.raises(InvalidInput):
        record(answers=answers, **more)
    for table in ("fieldnotes_note", "fieldnotes_occasion", "privacy_participant", "privacy_consent", "journal"):
        assert db.conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
    assert fieldnotes.notes(db, worker) == ()


def test_a_note_on_a_withdrawn_or_unknown_consent_is_not_saved(db: Database, worker: Actor, record: Record) -> None:
    """Consent recorded, or the note cannot be saved."""
    consent = privacy.record_consent(db, worker, draft=ConsentDraft())
    privacy.withdraw_consent(db, worker, consent_id=consent)
    with pytest.raises(InvalidInput):
        record(consent_id=consent, participant_id=None)
    with pytest.raises(NotFound):
        record(consent_id=NOWHERE, participant_id=None)
    with pytest.raises(NotFound):
        record(participant_id=NOWHERE)


def test_a_consent_serves_the_person_who_gave_it(db: Database, worker: Actor, record: Record, person: str) -> None:
    """Not someone else; a collective one serves a whole workshop."""
    own = privacy.record_consent(db, worker, draft=ConsentDraft(person))
    other = privacy.add_participant(db, worker)
    with pytest.raises(InvalidInput):
        record(consent_id=own, participant_id=other)
    with pytest.raises(InvalidInput):
        record(consent_id=own, participant_id=None)
    record(consent_id=own, participant_id=person)
    collective = privacy.record_consent(db, worker, draft=ConsentDraft(mode="collective"))
    record(consent_id=collective, participant_id=other)
    record(consent_id=collective, participant_id=None)


def test_a_public_place_is_observed_without_anyone(db: Database, worker: Actor, record: Record) -> None:
    """« Sans objet » with a reason, and nobody in the note."""
    note_id = record(consent=ConsentDraft(mode="not_applicable", reason="Salle d’attente"))
    assert fieldnotes.note(db, worker, note_id).participant_id is None


def test_one_form_sent_twice_makes_one_note(db: Database, worker: Actor, record: Record) -> None:
    """Double clicks and resent forms; nobody is added twice either."""
    note_id = storage.uuid7()
    assert record(id=note_id) == record(id=note_id) == note_id
    assert len(fieldnotes.notes(db, worker)) == 1
    assert len(privacy.participants(db, worker)) == 1


def test_other_words_under_the_same_number_are_a_conflict(db: Database, analyst: Actor, record: Record) -> None:
    """Nothing typed is dropped in silence, and nothing of someone else is shown."""
    note_id = record("Un texte")
    with pytest.raises(Conflict) as caught:
        record("Un autre texte", id=note_id)
    assert caught.value.current["answers"] == {"story": "Un texte"}
    with pytest.raises(Conflict) as caught:
        record("Un texte", id=note_id, author=analyst)
    assert not caught.value.current


def test_the_stories_of_a_workshop_share_its_occasion(
    db: Database, worker: Actor, analyst: Actor, record: Record
) -> None:
    """Two workers type at one workshop; the head is written once."""
    draft = OccasionDraft("atelier", id=storage.uuid7(), people_count=8)
    record(occasion=draft)
    record(occasion=OccasionDraft("atelier", id=draft.id, people_count=9))
    (found,) = fieldnotes.occasions(db, analyst, kind="atelier")
    assert found.head["people_count"] == 9
    record(occasion=found.id, author=analyst)
    assert len(fieldnotes.notes(db, analyst, filter=NoteFilter(occasion_id=found.id))) == 3
    with pytest.raises(Conflict):
        record(occasion=OccasionDraft("atelier", id=draft.id, people_count=2), author=analyst)
    with pytest.raises(NotFound):
        record(occasion=NOWHERE)
    with pytest.raises(InvalidInput):
        record(occasion=found.id, kind="listening_call", answers={"story": "", "how_is": "x"})
    assert fieldnotes.occasion(db, worker, found.id).version == found.version
    with pytest.raises(NotFound):
        fieldnotes.occasion(db, worker, NOWHERE)


def test_the_head_is_corrected_by_who_opened_it(db: Database, worker: Actor, analyst: Actor, record: Record) -> None:
    """The day moves, and the month with it; the kind stays, since the notes are of it."""
    note_id = record()
    occasion = fieldnotes.note(db, worker, note_id).occasion
    draft = OccasionDraft("appel", held_on=date(2026, 3, 4), sector="centre")
    with pytest.raises(NotAllowed):
        fieldnotes.edit_occasion(db, analyst, occasion_id=occasion.id, draft=draft)
    fieldnotes.edit_occasion(db, worker, occasion_id=occasion.id, draft=draft, base=occasion.version)
    (row,) = fieldnotes.notes(db, worker, filter=NoteFilter(month="2026-03", sector="centre"))
    assert (row.id, row.occasion_kind.value) == (note_id, "atelier")


def test_two_people_editing_one_note_see_both_versions(
    db: Database, worker: Actor, officer: Actor, record: Record
) -> None:
    """The second one is told, with the saved version; nothing is overwritten; choosing again saves."""
    note_id = record("Un")
    base = fieldnotes.note(db, worker, note_id).version
    fieldnotes.edit_note(db, worker, note_id=note_id, answers={"story": "Deux"}, base=base)
    with pytest.raises(Conflict) as caught:
        fieldnotes.edit_note(db, officer, note_id=note_id, answers={"story": "Trois"}, base=base)
    assert caught.value.current["answers"] == {"story": "Deux"}
    version = str(caught.value.current["version"])
    fieldnotes.edit_note(db, officer, note_id=note_id, answers={"story": "Trois"}, base=version)
    assert fieldnotes.note(db, worker, note_id).answers["story"] == "Trois"


def test_editing_changes_what_is_given_and_keeps_the_rest(db: Database, worker: Actor, record: Record) -> None:
    """An emptied field leaves; a note never loses its last words; nothing changed is no new version."""
    note_id = record("Un", answers={"issue": "Deux", "wants_return": True})
    fieldnotes.edit_note(db, worker, note_id=note_id, answers={"issue": "", "change": "Trois"})
    note = fieldnotes.note(db, worker, note_id)
    assert note.answers == {"story": "Un", "change": "Trois", "wants_return": True}
    assert fieldnotes.edit_note(db, worker, note_id=note_id, answers={"change": "Trois"}) == note.version
    with pytest.raises(InvalidInput):
        fieldnotes.edit_note(db, worker, note_id=note_id, answers={"story": "", "change": " "})
    assert list(storage.check_database(db)) == []


def test_the_bin_gives_back(db: Database, worker: Actor, analyst: Actor, officer: Actor, record: Record) -> None:
    """Out of every view, and back whole; the bin of one is not read by others."""
    note_id = record("Un texte perdu")
    fieldnotes.bin_note(db, worker, note_id=note_id)
    assert fieldnotes.notes(db, worker) == ()
    assert fieldnotes.search(db, worker, "perdu") == ()
    assert db.conn.execute("SELECT count(*) FROM v_fieldnotes_text").fetchone() == (0,)
    binned = NoteFilter(binned=True)
    assert [each.id for each in fieldnotes.notes(db, worker, filter=binned)] == [note_id]
    assert fieldnotes.notes(db, analyst, filter=binned) == ()
    assert fieldnotes.notes(db, officer, filter=binned) != ()
    with pytest.raises(NotFound):
        fieldnotes.note(db, analyst, note_id)
    with pytest.raises(NotFound):
        fieldnotes.source_text(db, worker, note_id)
    assert fieldnotes.note(db, worker, note_id).binned
    fieldnotes.restore_note(db, worker, note_id=note_id)
    assert len(fieldnotes.search(db, worker, "perdu")) == 1


def test_a_note_is_approved_by_someone_else(
    db: Database, worker: Actor, analyst: Actor, officer: Actor, record: Record
) -> None:
    """Four eyes; the coordination may approve its own."""
    mine = record(author=analyst)
    with pytest.raises(NotAllowed):
        fieldnotes.clear_note(db, analyst, note_id=mine)
    theirs = record()
    fieldnotes.clear_note(db, analyst, note_id=theirs)
    note = fieldnotes.note(db, worker, theirs)
    assert note.cleared
    assert note.cleared_by == analyst.id
    own = record(author=officer)
    fieldnotes.clear_note(db, officer, note_id=own)
    fieldnotes.unclear_note(db, officer, note_id=own)
    assert not fieldnotes.note(db, officer, own).cleared


def test_an_identifier_keeps_a_note_from_being_approved(
    db: Database, worker: Actor, analyst: Actor, actor: Make, record: Record
) -> None:
    """Replaced by a role, or said to be none, and then it may."""
    note_id = record(PHONE)
    (found,) = fieldnotes.note(db, analyst, note_id).unresolved
    assert (found.field, found.text, found.dismissed) == ("story", "514-555-0134", False)
    with pytest.raises(InvalidInput):
        fieldnotes.clear_note(db, analyst, note_id=note_id)
    with pytest.raises(NotFound):
        fieldnotes.dismiss_identifier(db, worker, note_id=note_id, key="phone:autre chose")
    with pytest.raises(NotFound):
        fieldnotes.dismiss_identifier(db, actor("terrain"), note_id=note_id, key=found.key)
    fieldnotes.dismiss_identifier(db, worker, note_id=note_id, key=found.key)
    fieldnotes.dismiss_identifier(db, analyst, note_id=note_id, key=found.key)
    fieldnotes.clear_note(db, analyst, note_id=note_id)
    assert fieldnotes.note(db, analyst, note_id).unresolved == ()


def test_what_was_dismissed_while_typing_stays_dismissed(
    db: Database, worker: Actor, analyst: Actor, record: Record
) -> None:
    """The person already answered."""
    note_id = record(PHONE, dismissed_identifiers=["phone:514-555-0134"])
    more = "phone:438-555-0199"
    fieldnotes.edit_note(
        db, worker, note_id=note_id, answers={"issue": "438-555-0199"}, dismissed_identifiers=[more, more]
    )
    fieldnotes.clear_note(db, analyst, note_id=note_id)


def test_an_approved_note_that_changes_waits_again(
    db: Database, worker: Actor, analyst: Actor, record: Record, person: str
) -> None:
    """What was approved is what was read."""
    note_id = record()
    fieldnotes.clear_note(db, analyst, note_id=note_id)
    fieldnotes.edit_note(db, worker, note_id=note_id, answers={"issue": "Ajout"})
    assert not fieldnotes.note(db, worker, note_id).cleared
    fieldnotes.clear_note(db, analyst, note_id=note_id)
    fieldnotes.reattach_note(db, worker, note_id=note_id, participant_id=person, consent=ConsentDraft())
    note = fieldnotes.note(db, worker, note_id)
    assert (note.cleared, note.participant_id) == (False, person)
    collective = privacy.record_consent(db, worker, draft=ConsentDraft(mode="collective"))
    fieldnotes.reattach_note(db, worker, note_id=note_id, participant_id=None, consent_id=collective)
    assert fieldnotes.note(db, worker, note_id).participant_id is None


def test_a_document_comes_in_once(db: Database, analyst: Actor) -> None:
    """The same text is politely refused, under any title; the bin and back; twins are not made through the bin."""
    row_id = storage.uuid7()
    first = fieldnotes.import_document(db, analyst, title="Bilan", text="Un bilan inventé", id=row_id)
    assert fieldnotes.import_document(db, analyst, title="Bilan", text="Un bilan inventé", id=row_id) == first
    with pytest.raises(Conflict, match="Bilan"):
        fieldnotes.import_document(db, analyst, title="Copie", text="Un bilan inventé\r\n")
    fieldnotes.bin_document(db, analyst, document_id=first)
    assert fieldnotes.documents(db, analyst) == ()
    assert [each.id for each in fieldnotes.documents(db, analyst, binned=True)] == [first]
    second = fieldnotes.import_document(db, analyst, title="", filename="bilan.txt", text="Un bilan inventé")
    assert fieldnotes.document(db, analyst, second).title == "bilan.txt"
    with pytest.raises(Conflict):
        fieldnotes.restore_document(db, analyst, document_id=first)
    fieldnotes.bin_document(db, analyst, document_id=second)
    fieldnotes.restore_document(db, analyst, document_id=first)
    with pytest.raises(NotFound):
        fieldnotes.document(db, analyst, second)
    for bad in ("", "\x00"):
        with pytest.raises(InvalidInput):
            fieldnotes.import_document(db, analyst, title="x", text=bad)
    for verb in (fieldnotes.bin_document, fieldnotes.restore_document):
        with pytest.raises(UserError):
            verb(db, analyst, document_id=NOWHERE)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> **gras** ![x](http://exemple.ca/x.png)",
        "é" * 999_999,
        "\x00\ud800\ufeffreste",
        "'; DROP TABLE fieldnotes_note; --",
        "🙂 مرحبا kijan ou ye",
    ],
    ids=["markup", "one megabyte", "nulls and surrogates", "sql", "scripts of the world"],
)
def test_whatever_is_typed_is_kept_as_text(db: Database, worker: Actor, record: Record, text: str) -> None:
    """Nothing is interpreted, nothing fails."""
    note_id = record(text)
    assert fieldnotes.note(db, worker, note_id).answers["story"] == storage.clean_text(text)
    assert fieldnotes.source_text(db, worker, note_id).text == storage.clean_text(text)
