"""What is not consented is used nowhere: every later use of a note, tried for each purpose. All invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from builders import (
    ALL_PURPOSES,
    ANALYST,
    FEAR,
    WORKER,
    a_note,
    a_photo,
    a_tag,
    a_wav,
    consent_of,
    participant_of,
    passage,
)

from codesign import barriers, bootstrap, dashboard, exchange, fieldnotes, media, personas, privacy, storage
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.fieldnotes import NoteFilter, OccasionDraft
from codesign.personas import Audience, PassageFilter, PersonaDraft, Section
from codesign.privacy import ConsentDraft
from codesign.storage import Database

WORDS = "La girafe mauve attendait."
EXPORTS = ("json", "csv", "md")
Make = Callable[..., Actor]


@pytest.fixture
def officer(actor: Make) -> Actor:
    """The coordination."""
    return actor("coordination")


def coded(db: Database, words: str = WORDS, *, purposes: tuple[str, ...] = ALL_PURPOSES) -> str:
    """Record a note with a decision on it; return its id."""
    note_id = a_note(db, words, purposes=purposes)
    a_tag(db, note_id, "confiance")
    return note_id


def persona_of(db: Database, officer: Actor, notes: list[str]) -> str:
    """Make a persona of the people of these notes."""
    people = [participant_of(db, each) for each in notes]
    return personas.create_persona(db, officer, draft=PersonaDraft("Celles qui attendent"), participant_ids=people)


def everything_that_leaves(db: Database, officer: Actor, persona_id: str) -> str:
    """Return all files that the team can make, as one text."""
    parts = [exchange.export_project(db, officer, kind=kind).data.decode("utf-8-sig") for kind in EXPORTS]
    for kind in ("md", "json"):
        parts += [
            each.data.decode() for each in exchange.export_sheet(db, officer, sheet_id=persona_id, kind=kind, demo=True)
        ]
    handouts = personas.handouts(db, officer, audience=Audience.TEAM, demo=True)
    return "\n".join([*parts, repr(handouts)])


def uses_of_the_note(db: Database, officer: Actor, note_id: str) -> dict[str, bool]:
    """Say, for each later use of a note, whether it reaches this one."""
    reader = ANALYST
    return {
        "search": any(each.source_id == note_id for each in fieldnotes.search(db, reader, "girafe")),
        "list": any(each.id == note_id for each in fieldnotes.notes(db, reader, filter=NoteFilter())),
        "evidence": any(
            each.source_id == note_id for each in barriers.evidence(db, reader, family="barrier", code="confiance")
        ),
        "tags": bool(barriers.tags_of(db, reader, [note_id])),
        "queue": note_id in repr(barriers.queue(db, reader)),
        **{kind: WORDS in exchange.export_project(db, officer, kind=kind).data.decode("utf-8-sig") for kind in EXPORTS},
        "passages": any(
            each.evidence.source_id == note_id for each in personas.passages(db, officer, wanted=PassageFilter())
        ),
        "candidates": any(
            note_id in str(each) or participant_text(db, note_id) in str(each)
            for each in personas.candidates(db, officer)
        ),
        "consistency": any(note_id in each.note_ids for each in fieldnotes.open_passages(db, officer)),
    }


def participant_text(db: Database, note_id: str) -> str:
    """Return the id of whom a note is about, found whatever hides it."""
    (row,) = db.conn.execute("SELECT participant_id FROM fieldnotes_note WHERE id = ?", [note_id]).fetchall()
    return str(row[0])


@pytest.mark.parametrize("how", ["withdrawn", "expired", "note_refused"])
def test_without_the_purpose_of_notes_nothing_reaches_the_note(db: Database, officer: Actor, how: str) -> None:
    """One forgotten view is one person exposed: the list of uses is the list of what there is."""
    note_id = coded(db)
    before = uses_of_the_note(db, officer, note_id)
    assert {name for name, reached in before.items() if not reached} <= {"queue", "consistency"}
    consent_id = consent_of(db, note_id)
    if how == "withdrawn":
        privacy.withdraw_consent(db, officer, consent_id=consent_id)
    elif how == "expired":
        yesterday = (privacy.today() - timedelta(days=1)).isoformat()
        db.conn.execute("UPDATE privacy_consent SET expires_on = ? WHERE id = ?", [yesterday, consent_id])
    else:
        privacy.edit_consent(db, officer, consent_id=consent_id, purposes=frozenset({"quote", "persona"}))
    assert [name for name, reached in uses_of_the_note(db, officer, note_id).items() if reached] == []
    with pytest.raises(NotFound):
        fieldnotes.note(db, officer, note_id)
    with pytest.raises(NotFound):
        fieldnotes.source_text(db, officer, note_id)


def test_the_dashboard_counts_only_who_allows_notes(db: Database, officer: Actor) -> None:
    """A count is a use too."""
    notes = [coded(db) for _n in range(8)]
    full = dashboard.overview(db, officer)
    for each in notes:
        privacy.withdraw_consent(db, officer, consent_id=consent_of(db, each))
    assert dashboard.overview(db, officer) != full


def test_without_the_purpose_of_quotes_no_words_leave_on_a_persona(db: Database, officer: Actor) -> None:
    """Refused afterwards, the words leave the sheets, the kit and every file made of the persona."""
    notes = [coded(db, FEAR) for _n in range(6)]
    silent = coded(db, WORDS, purposes=("note", "persona"))
    made = persona_of(db, officer, [*notes, silent])
    with pytest.raises(InvalidInput):
        personas.add_quote(db, officer, persona_id=made, evidence=passage(silent, WORDS), section=Section.SAYS)
    said = coded(db, "Le canard bleu dormait.")
    personas.choose_people(
        db, officer, persona_id=made, participant_ids=[participant_of(db, each) for each in (*notes, said)], note_ids=[]
    )
    personas.add_quote(
        db, officer, persona_id=made, evidence=passage(said, "Le canard bleu dormait."), section=Section.SAYS
    )
    sheet = exchange.export_sheet(db, officer, sheet_id=made, kind="md", demo=True)[0].data.decode()
    assert "canard bleu" in sheet
    privacy.edit_consent(db, officer, consent_id=consent_of(db, said), purposes=frozenset({"note", "persona"}))
    for kind in ("md", "json"):
        files = exchange.export_sheet(db, officer, sheet_id=made, kind=kind, demo=True)
        assert all(b"canard bleu" not in each.data for each in files)
    assert "canard bleu" not in repr(personas.handouts(db, officer, audience=Audience.TEAM, demo=True))
    assert "canard bleu" not in repr(personas.persona(db, officer, persona_id=made))


def test_without_the_purpose_of_quotes_the_field_of_exact_words_stays_in_the_house(
    db: Database, officer: Actor
) -> None:
    """The field says « only if quoting was agreed to »: files keep to it."""
    note_id = fieldnotes.record_note(
        db,
        WORKER,
        id=storage.uuid7(),
        kind="listening_call",
        occasion=OccasionDraft("appel"),
        new_participant={},
        consent=ConsentDraft(purposes=frozenset({"note"})),
        answers={"how_is": "Elle attendait.", "quotes": WORDS},
    )
    for kind in EXPORTS:
        data = exchange.export_project(db, officer, kind=kind).data.decode("utf-8-sig")
        assert "Elle attendait" in data
        assert "girafe" not in data
    privacy.edit_consent(db, officer, consent_id=consent_of(db, note_id), purposes=frozenset({"note", "quote"}))
    assert all("girafe" in exchange.export_project(db, officer, kind=each).data.decode("utf-8-sig") for each in EXPORTS)


def test_without_the_purpose_of_personas_nobody_is_behind_one(db: Database, officer: Actor) -> None:
    """Neither chosen, nor counted, nor quoted, nor resting a line."""
    notes = [coded(db, FEAR) for _n in range(6)]
    refused = coded(db, WORDS, purposes=("note", "quote"))
    assert participant_of(db, refused) not in {each for one in personas.candidates(db, officer) for each in (str(one),)}
    assert all(each.evidence.source_id != refused for each in personas.passages(db, officer, wanted=PassageFilter()))
    made = persona_of(db, officer, notes)
    with pytest.raises(InvalidInput):
        personas.add_quote(db, officer, persona_id=made, evidence=passage(refused, WORDS), section=Section.SAYS)
    before = personas.persona_frequencies(db, officer, persona_id=made)
    privacy.edit_consent(db, officer, consent_id=consent_of(db, notes[0]), purposes=frozenset({"note"}))
    assert personas.persona_frequencies(db, officer, persona_id=made) != before


@pytest.mark.parametrize("purpose", ["photo", "sound"])
def test_without_the_purpose_of_photos_and_sounds_none_is_kept_nor_seen(
    db: Database, officer: Actor, purpose: str
) -> None:
    """Refused before, nothing comes in; refused afterwards, nobody sees what came, and no file lists it."""
    refused = a_note(db)
    keep: Callable[[str], str] = {
        "photo": lambda note_id: a_photo(db, note_id, alt="Guichet ocre"),
        "sound": lambda note_id: media.keep_sound(
            db, WORKER, id=storage.uuid7(), note_id=note_id, data=a_wav(), transcript="Guichet ocre"
        ),
    }[purpose]
    with pytest.raises((InvalidInput, NotAllowed)):
        keep(refused)
    note_id = a_note(db, purposes=("note", purpose))
    item = keep(note_id)
    assert len(media.note_media(db, WORKER, note_id).items) == 1
    assert b"Guichet ocre" in exchange.export_project(db, officer, kind="json").data
    privacy.edit_consent(db, officer, consent_id=consent_of(db, note_id), purposes=frozenset({"note"}))
    assert media.note_media(db, officer, note_id).items == ()
    with pytest.raises(NotFound):
        media.media_file(db, officer, item)
    assert all(b"Guichet ocre" not in exchange.export_project(db, officer, kind=kind).data for kind in EXPORTS)


def test_a_withdrawal_leaves_no_word_of_the_person_in_the_database(db: Database, officer: Actor) -> None:
    """Rows, journal, search index, quotes, identity: the file itself is searched."""
    privacy.record_engagement(
        db, officer, community="Communauté inventée", agreement="Entente", agreed_on=privacy.today()
    )
    note_id = coded(db, WORDS)
    person = participant_of(db, note_id)
    privacy.note_identity(db, officer, participant_id=person, identity="inuit")
    assert bootstrap.preview_withdrawal(db, officer, person)["Indigenous identity"] == 1
    assert "inuit" not in everything_that_leaves(db, officer, persona_of(db, officer, [note_id]))
    receipt = bootstrap.withdraw(db, officer, person)
    assert receipt.erased["Notes"] == 1
    dump = "\n".join(db.conn.iterdump())
    assert "girafe" not in dump
    assert "inuit" not in dump
