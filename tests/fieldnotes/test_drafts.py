"""Notes being written: each keystroke's text kept, by revision; the author's alone; gone when they should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor
from codesign.errors import InvalidInput
from codesign.fieldnotes import DRAFT_DAYS, Draft, DraftPiece, NoteKind, OccasionDraft
from codesign.privacy import ConsentDraft
from codesign.storage import Database

Make = Callable[..., Actor]
Record = Callable[..., str]
LAPTOP, PHONE = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
FIELD = "story/story"
SECRET = "Zébulonette attendait le facteur quadrumane."


@pytest.fixture
def piece() -> DraftPiece:
    """The first words of an invented note."""
    return DraftPiece(storage.uuid7(), FIELD, "Elle att", 8, LAPTOP)


def kept(db: Database, who: Actor, of: DraftPiece) -> Draft:
    """The draft, which must be there."""
    found = fieldnotes.draft(db, who, of.draft_id)
    assert found is not None
    return found


def text(db: Database, who: Actor, of: DraftPiece) -> str:
    """What the field holds."""
    return kept(db, who, of).texts[FIELD].text


def age(db: Database, days: float) -> None:
    """Let days go by without anybody touching a draft."""
    db.execute(
        "UPDATE fieldnotes_draft SET touched_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', ?)", [f"-{days} days"]
    )


def save(db: Database, who: Actor, of: DraftPiece) -> None:
    """Save the note that the draft was for."""
    fieldnotes.record_note(
        db, who, id=of.draft_id, kind="story", occasion=OccasionDraft("atelier"), answers={"story": of.text},
        consent=ConsentDraft(),
    )  # fmt: skip


def test_the_latest_revision_is_kept_whatever_the_order_of_arrival(
    db: Database, worker: Actor, piece: DraftPiece
) -> None:
    """Sent twice, late or in disorder by a bad link: what was typed last stands, and is acknowledged."""
    for rev, words in (
        (8, "Elle att"),
        (15, "Elle attendait."),
        (8, "Elle att"),
        (15, "Elle attendait."),
        (11, "Elle"),
    ):
        fieldnotes.keep_draft_text(db, worker, piece=replace(piece, rev=rev, text=words))
    found = kept(db, worker, piece)
    assert (found.texts[FIELD].text, found.texts[FIELD].acks) == ("Elle attendait.", {LAPTOP: 15})
    assert (found.words, found.kind) == (2, NoteKind.STORY)
    assert found.texts[FIELD].apart == {}


def test_a_text_is_kept_as_it_was_typed(db: Database, worker: Actor, piece: DraftPiece) -> None:
    """Spaces at the ends, emoji, decomposed accents: the field must get back what it gave; half an emoji cannot be."""
    words = "  e\u0301cole 🏫\r\n\t "
    fieldnotes.keep_draft_text(db, worker, piece=replace(piece, text=words))
    assert text(db, worker, piece) == words
    fieldnotes.keep_draft_text(db, worker, piece=replace(piece, text="a\ud83d", rev=9))
    assert text(db, worker, piece) == "a\N{REPLACEMENT CHARACTER}"


def test_nobody_else_sees_a_draft(db: Database, worker: Actor, officer: Actor, piece: DraftPiece) -> None:
    """Not even the coordination; the same number under another name is another draft."""
    fieldnotes.keep_draft_text(db, worker, piece=piece)
    assert fieldnotes.draft(db, officer, piece.draft_id) is None
    assert fieldnotes.drafts(db, officer) == ()
    fieldnotes.discard_draft(db, officer, draft_id=piece.draft_id)
    assert fieldnotes.drafts_over(db, worker, [piece.draft_id]) == frozenset()
    fieldnotes.keep_draft_text(db, officer, piece=replace(piece, draft_id=storage.uuid7(), text="Le sien"))
    assert text(db, worker, piece) == "Elle att"
    assert [each.texts[FIELD].text for each in fieldnotes.drafts(db, officer)] == ["Le sien"]


def test_choices_stand_beside_the_text(db: Database, worker: Actor, piece: DraftPiece) -> None:
    """A form is more than its words; a form with choices alone is not offered as an unfinished note."""
    choices = {"sector": "ouest", "consent_note": True, "held": {"date": "2026-03-02"}, "people": ["a", "b"]}
    fieldnotes.keep_draft_choices(db, worker, draft_id=piece.draft_id, choices=choices)
    assert fieldnotes.drafts(db, worker) == ()
    fieldnotes.keep_draft_text(db, worker, piece=piece)
    (found,) = fieldnotes.drafts(db, worker)
    assert (found.choices, found.texts[FIELD].text) == (choices, "Elle att")


def test_saving_the_note_ends_its_draft_in_the_same_transaction(
    db: Database, worker: Actor, record: Record, piece: DraftPiece
) -> None:
    """Nothing is offered again after a save; what fails to save stays a draft."""
    fieldnotes.keep_draft_text(db, worker, piece=piece)
    with pytest.raises(InvalidInput):
        record(piece.text, id=piece.draft_id, consent_id=None, consent=None, participant_id=None)
    assert text(db, worker, piece) == "Elle att"
    save(db, worker, piece)
    assert fieldnotes.draft(db, worker, piece.draft_id) is None
    assert fieldnotes.drafts_over(db, worker, [piece.draft_id, storage.uuid7()]) == {piece.draft_id}
    fieldnotes.keep_draft_choices(db, worker, draft_id=piece.draft_id, choices={"sector": "ouest"})
    fieldnotes.keep_draft_text(db, worker, piece=piece)  # the last retry was on its way
    assert fieldnotes.drafts(db, worker) == ()


def test_words_typed_for_another_occasion_outlive_the_save(db: Database, worker: Actor, piece: DraftPiece) -> None:
    """The note holds the text of its own kind; the others become drafts of their own, short words and all."""
    elsewhere = replace(piece, field="shadowing/observed", text="Vu au guichet, inventé.", rev=23)
    for each in (piece, elsewhere, replace(elsewhere, field="listening_call/stated_needs", text="  \n")):
        fieldnotes.keep_draft_text(db, worker, piece=each)
    choices = {
        "kind": "atelier", "held": {"date": "2026-03-02"}, "who": "new", "story_prompt": "Une fois",
        "shadowing_objects_channels": "Un formulaire", "listening_call_promised": " ",
    }  # fmt: skip
    fieldnotes.keep_draft_choices(db, worker, draft_id=piece.draft_id, choices=choices)
    save(db, worker, piece)
    (left,) = fieldnotes.drafts(db, worker)
    assert (left.kind, left.words, left.note_id) == (NoteKind.SHADOWING, 6, None)
    assert left.texts["shadowing/observed"].text == elsewhere.text
    assert left.texts["shadowing/observed"].acks == {LAPTOP: 23}
    assert left.choices == {
        "kind": "accompagnement", "held": {"date": "2026-03-02"}, "shadowing_objects_channels": "Un formulaire",
    }  # fmt: skip
    save(db, worker, piece)  # sent twice
    assert [each.id for each in fieldnotes.drafts(db, worker)] == [left.id]


def test_short_words_alone_are_a_draft_too(db: Database, worker: Actor, piece: DraftPiece) -> None:
    """One line in « Plus de détails » is text as well."""
    fieldnotes.keep_draft_choices(
        db, worker, draft_id=piece.draft_id, choices={"shadowing_objects_channels": "Un formulaire"}
    )
    save(db, worker, piece)
    (left,) = fieldnotes.drafts(db, worker)
    assert (left.kind, left.words) == (NoteKind.SHADOWING, 2)


def test_a_device_that_held_more_of_the_other_occasion_loses_nothing(
    db: Database, worker: Actor, piece: DraftPiece
) -> None:
    """It learns that the draft is over only after the save; what nobody had seen is one more draft."""
    elsewhere = replace(piece, field="shadowing/observed", text="Vu au gui", rev=9)
    fieldnotes.keep_draft_text(db, worker, piece=elsewhere)
    save(db, worker, piece)
    fieldnotes.keep_draft_text(db, worker, piece=replace(elsewhere, text="Vu au guichet.", rev=14))
    found = {each.texts["shadowing/observed"].text for each in fieldnotes.drafts(db, worker)}
    assert found == {"Vu au gui", "Vu au guichet."}


def test_what_is_left_of_a_draft_goes_with_the_person(
    db: Database, worker: Actor, officer: Actor, piece: DraftPiece
) -> None:
    """Words typed beside the note of someone may be about them: their withdrawal takes these too."""
    person = privacy.add_participant(db, worker)
    fieldnotes.keep_draft_text(db, worker, piece=replace(piece, field="shadowing/observed", text=SECRET))
    fieldnotes.record_note(
        db, worker, id=piece.draft_id, kind="story", occasion=OccasionDraft("atelier"), answers={"story": "Dit."},
        participant_id=person, consent=ConsentDraft(),
    )  # fmt: skip
    assert len(fieldnotes.drafts(db, worker)) == 1
    with storage.transaction(db):
        fieldnotes.erase_participant(db, officer, person)
    assert fieldnotes.drafts(db, worker) == ()


def test_saving_without_words_says_under_which_occasion_they_are(
    db: Database, worker: Actor, piece: DraftPiece
) -> None:
    """The person left the text under another occasion: it is named, and nothing is lost."""
    fieldnotes.keep_draft_text(db, worker, piece=replace(piece, field="shadowing/observed"))
    with pytest.raises(InvalidInput, match="Accompagnement"):
        save(db, worker, replace(piece, text=" "))
    assert len(fieldnotes.drafts(db, worker)) == 1


def test_an_edit_ends_its_draft(db: Database, worker: Actor, record: Record, piece: DraftPiece) -> None:
    """The draft of an edit knows its note and the version that was opened."""
    note = record(author=worker)
    version = fieldnotes.note(db, worker, note).version
    fieldnotes.keep_draft_text(db, worker, piece=replace(piece, note_id=note, version=version))
    assert (kept(db, worker, piece).note_id, kept(db, worker, piece).version) == (note, version)
    fieldnotes.edit_note(db, worker, note_id=note, answers={"story": "Elle att"}, base=version, draft_id=piece.draft_id)
    assert fieldnotes.draft(db, worker, piece.draft_id) is None


def test_what_arrives_after_the_end_is_lost_only_if_it_was_seen(db: Database, worker: Actor, piece: DraftPiece) -> None:
    """A phone comes back with more than the laptop saved: its text is a draft of its own, once."""
    fieldnotes.keep_draft_text(db, worker, piece=piece)
    save(db, worker, piece)
    late = replace(piece, text="Elle attendait dehors.", rev=22, writer=PHONE)
    for _again in range(3):
        fieldnotes.keep_draft_text(db, worker, piece=late)
    (found,) = fieldnotes.drafts(db, worker)
    assert (found.id == piece.draft_id, found.texts[FIELD].text) == (False, "Elle attendait dehors.")
    assert fieldnotes.typed_after(db, worker, draft_id=piece.draft_id) == (found,)
    fieldnotes.keep_draft_text(
        db, worker, piece=replace(piece, draft_id=storage.uuid7())
    )  # another note begun meanwhile
    assert fieldnotes.typed_after(db, worker, draft_id=piece.draft_id) == (found,)
    fieldnotes.discard_draft(db, worker, draft_id=fieldnotes.drafts(db, worker)[0].id)
    fieldnotes.discard_draft(db, worker, draft_id=found.id)
    fieldnotes.keep_draft_text(db, worker, piece=replace(late, rev=23))
    assert fieldnotes.drafts(db, worker) == ()


def test_two_devices_lose_nothing_of_each_other(db: Database, worker: Actor, piece: DraftPiece) -> None:
    """The later one shows; what the other wrote without having seen it stands apart until a person drops it."""
    fieldnotes.keep_draft_text(db, worker, piece=piece)
    seen = kept(db, worker, piece).texts[FIELD].seq
    on_phone = replace(piece, text="Elle attendait au soleil.", rev=25, writer=PHONE, base=seen)
    fieldnotes.keep_draft_text(db, worker, piece=on_phone)
    assert kept(db, worker, piece).texts[FIELD].apart == {}  # the phone had seen what the laptop wrote
    fieldnotes.keep_draft_text(db, worker, piece=replace(piece, text="Elle attend sous la pluie.", rev=26, base=seen))
    found = kept(db, worker, piece).texts[FIELD]
    assert (found.text, list(found.apart.values())) == ("Elle attend sous la pluie.", ["Elle attendait au soleil."])
    fieldnotes.keep_draft_text(db, worker, piece=replace(on_phone, text="Suite", rev=30, base=found.seq))
    (name,) = kept(db, worker, piece).texts[FIELD].apart
    fieldnotes.drop_other_text(db, worker, draft_id=piece.draft_id, field=FIELD, name=name)
    assert kept(db, worker, piece).texts[FIELD].apart == {}
    assert text(db, worker, piece) == "Suite"


def test_a_draft_left_alone_goes(db: Database, worker: Actor, piece: DraftPiece) -> None:
    """After the days that the screen says, and not before; going on with it starts them again."""
    fieldnotes.keep_draft_text(db, worker, piece=piece)
    age(db, DRAFT_DAYS - 0.1)
    assert (kept(db, worker, piece).expires_at - kept(db, worker, piece).touched_at).days == DRAFT_DAYS
    fieldnotes.keep_draft_text(db, worker, piece=replace(piece, rev=9))
    age(db, DRAFT_DAYS + 0.1)
    assert fieldnotes.draft(db, worker, piece.draft_id) is None
    assert fieldnotes.drafts(db, worker) == ()
    fieldnotes.keep_draft_text(db, worker, piece=replace(piece, draft_id=storage.uuid7()))
    assert db.execute("SELECT count(*) FROM fieldnotes_draft").fetchone() == (1,)
    assert db.execute("SELECT count(*) FROM fieldnotes_draft_text").fetchone() == (1,)


def test_a_withdrawal_erases_what_is_being_written_about_the_person(
    db: Database, db_path: Path, worker: Actor, officer: Actor, record: Record, piece: DraftPiece
) -> None:
    """By the person chosen in the form (under any pseudonym) or by the note that is edited; late copies too."""
    person, alias = privacy.add_participant(db, worker), privacy.add_participant(db, worker)
    note = record("Une phrase", participant_id=person)
    new = replace(piece, text=SECRET)
    edit = replace(piece, draft_id=storage.uuid7(), text=SECRET, note_id=note)
    other = replace(piece, draft_id=storage.uuid7(), text="Sur une autre")
    for each, who in ((new, worker), (edit, officer), (other, worker)):
        fieldnotes.keep_draft_text(db, who, piece=each)
    fieldnotes.keep_draft_choices(db, worker, draft_id=new.draft_id, choices={"who": alias}, participant_id=alias)
    privacy.merge_participants(db, officer, kept=person, merged=alias)
    assert fieldnotes.preview_withdrawal(db, person) == {"Notes": 1, "Notes being written": 2}
    with storage.transaction(db):
        fieldnotes.erase_participant(db, officer, person)
        privacy.erase_participant(db, officer, person)
    privacy.settle_on_disk(db, officer)
    unsent = replace(piece, draft_id=storage.uuid7(), text=SECRET, note_id=note)
    for each, who in ((new, worker), (edit, officer), (unsent, officer)):
        fieldnotes.keep_draft_text(db, who, piece=replace(each, rev=99, writer=PHONE))
        assert fieldnotes.drafts_over(db, who, [each.draft_id]) == {each.draft_id}
    assert [each.id for each in fieldnotes.drafts(db, worker)] == [other.draft_id]
    assert fieldnotes.drafts(db, officer) == ()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = b"".join(path.read_bytes() for path in db_path.parent.glob(f"{db_path.name}*"))
    assert b"quadrumane" not in left


@pytest.mark.parametrize(
    "wrong",
    [
        {"field": "story/nothing"}, {"field": "x" * 500}, {"rev": 0}, {"rev": 2**53}, {"base": -1},
        {"draft_id": "../etc"}, {"writer": "me"}, {"note_id": "x"}, {"text": "a" * 1_000_001},
    ],
)  # fmt: skip
def test_what_our_form_never_sends_is_refused(
    db: Database, worker: Actor, piece: DraftPiece, wrong: dict[str, Any]
) -> None:
    """It comes from a browser: ids, counters and field names are checked before anything is written."""
    with pytest.raises(InvalidInput):
        fieldnotes.keep_draft_text(db, worker, piece=replace(piece, **wrong))
    assert db.execute("SELECT count(*) FROM fieldnotes_draft").fetchone() == (0,)


def test_a_form_of_too_many_choices_is_refused(db: Database, worker: Actor, piece: DraftPiece) -> None:
    """No form of ours has hundreds."""
    with pytest.raises(InvalidInput):
        fieldnotes.keep_draft_choices(db, worker, draft_id=piece.draft_id, choices=dict.fromkeys(map(str, range(401))))


def test_drafts_are_outside_the_journal(db: Database, worker: Actor, piece: DraftPiece) -> None:
    """A half-written sentence has no history, and is in no bundle."""
    before = db.execute("SELECT count(*) FROM journal").fetchone()
    fieldnotes.keep_draft_text(db, worker, piece=piece)
    fieldnotes.discard_draft(db, worker, draft_id=piece.draft_id)
    assert db.execute("SELECT count(*) FROM journal").fetchone() == before
    assert db.execute("SELECT text, rev FROM fieldnotes_draft_text").fetchall() == [("", 8)]
