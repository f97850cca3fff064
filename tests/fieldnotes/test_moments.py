"""Moments of an accompaniment: kept part by part, told by time, read for barriers only where something happened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor
from codesign.errors import Conflict, InvalidInput
from codesign.fieldnotes import Moment, NoteKind, OccasionDraft, moments_of, name_of
from codesign.fieldnotes.model import missing_fields
from codesign.fieldnotes.moments import MAX_MOMENTS, in_order
from codesign.fieldnotes.rules import check_answers, coded_text, note_identifiers, searched_text
from codesign.privacy import ConsentDraft
from codesign.storage import Database

FIRST, SECOND, THIRD = sorted(storage.uuid7() for _each in range(3))


def told(moment_id: str = FIRST, **parts: object) -> dict[str, object]:
    """The answers of one moment."""
    return {name_of(moment_id, part): value for part, value in parts.items()}


def shadowing(db: Database, author: Actor, answers: dict[str, object], *, purposes: tuple[str, ...] = ("note",)) -> str:
    """Record an accompaniment of someone new; return its id."""
    return fieldnotes.record_note(
        db,
        author,
        id=storage.uuid7(),
        kind="shadowing",
        occasion=OccasionDraft("accompagnement"),
        answers=answers,
        new_participant={},
        consent=ConsentDraft(purposes=frozenset(purposes)),
    )


def test_moments_put_themselves_in_order_by_time() -> None:
    """Typed in any order; one without a time follows the one written before it."""
    answers = {**told(FIRST, minute=20), **told(SECOND, activity="Attend"), **told(THIRD, minute=5)}
    assert in_order(answers) == (THIRD, FIRST, SECOND)
    assert in_order({**answers, **told(FIRST, minute=0)}) == (FIRST, SECOND, THIRD)


@given(some.lists(some.one_of(some.none(), some.integers(0, 500)), max_size=8))
def test_each_moment_is_told_once_whatever_their_times(minutes: list[int | None]) -> None:
    """Nothing is lost by ordering, and times never go back."""
    ids = sorted(storage.uuid7() for _each in minutes)
    answers = {}
    for moment_id, minute in zip(ids, minutes, strict=True):
        answers |= told(moment_id, activity="x", **({} if minute is None else {"minute": minute}))
    found = moments_of(answers)
    assert sorted(each.id for each in found) == ids
    known = [each.minute for each in found if each.minute is not None]
    assert known == sorted(known)


def test_what_happened_and_what_was_said_are_read_for_barriers() -> None:
    """What the observer thinks or wonders is searched, and never counted as lived."""
    parts = {
        "activity": "Attend", "interaction": "Commis pressé", "observed": "La file est longue.",
        "quote": "« Encore ! »", "interpreted": "Elle a honte.", "question": "Qui l’envoie ?",
        "minute": 5, "touchpoint": "clsc", "emotion": "-1",
    }  # fmt: skip
    answers = check_answers(NoteKind.SHADOWING, {"observed": "Vu.", **told(**parts)})
    text, sections = coded_text(NoteKind.SHADOWING, answers)
    assert text.split("\n\n") == ["Vu.", "Attend", "La file est longue.", "« Encore ! »", "Commis pressé"]
    assert [text[each.start : each.end] for each in sections if each.field == name_of(FIRST, "quote")] == [
        "« Encore ! »"
    ]
    assert "Elle a honte." in searched_text(NoteKind.SHADOWING, answers)
    (found,) = note_identifiers(NoteKind.SHADOWING, told(question="Au 514-555-0134 ?"), ())
    assert (found.field, found.text) == (name_of(FIRST, "question"), "514-555-0134")


@pytest.mark.parametrize(
    "answers",
    [
        told(nothing="x"),
        told("not-an-id", activity="x"),
        told(emotion="3"),
        told(touchpoint="lune"),
        told(minute=-1),
        {f"moments/{FIRST}": "x"},
        {key: 1 for each in range(MAX_MOMENTS + 1) for key in told(storage.uuid7(), minute=each)},
    ],
)
def test_a_part_that_no_form_of_ours_sends_is_refused(answers: dict[str, object]) -> None:
    """Unknown parts, ids that are none, values outside the choices, more moments than a note holds."""
    with pytest.raises(InvalidInput):
        check_answers(NoteKind.SHADOWING, answers)


def test_other_kinds_of_note_have_no_moments() -> None:
    """A story is one event."""
    with pytest.raises(InvalidInput):
        check_answers(NoteKind.STORY, told(activity="x"))


def test_moments_answer_for_the_lists_that_they_replace() -> None:
    """Steps and points of contact told by moments are not asked for again before approval."""
    lacking = {each.id for each in missing_fields(NoteKind.SHADOWING, {}, {})}
    assert {"steps", "touchpoints"} <= lacking
    full = told(activity="Attend", touchpoint="clsc")
    assert not {"steps", "touchpoints"} & {each.id for each in missing_fields(NoteKind.SHADOWING, {}, full)}


def test_a_moment_is_edited_taken_out_and_taken_back(db: Database, worker: Actor) -> None:
    """Each part has its own history: what was taken out is put back by the values that it had."""
    note_id = shadowing(db, worker, {"observed": "Vu.", **told(minute=5, activity="Attend", emotion="-2")})
    fieldnotes.edit_note(db, worker, note_id=note_id, answers=told(emotion="-1", emotion_basis="said"))
    (moment,) = fieldnotes.note(db, worker, note_id).moments
    assert moment == Moment(FIRST, 5, activity="Attend", emotion=-1, emotion_said=True)
    gone = told(minute="", activity="", emotion="", emotion_basis="")
    version = fieldnotes.edit_note(db, worker, note_id=note_id, answers={**gone, name_of(FIRST, "minute"): None})
    assert fieldnotes.note(db, worker, note_id).moments == ()
    lines = fieldnotes.note_history(db, worker, note_id)
    before = {each.field.removeprefix("answers/"): each.before for each in lines[:4]}
    assert before[name_of(FIRST, "activity")] == "Attend"
    assert {"Activity", "Emotion"} <= {each.label for each in lines[:4]}
    fieldnotes.edit_note(db, worker, note_id=note_id, answers=before, base=version)
    assert fieldnotes.note(db, worker, note_id).moments == (moment,)


def test_two_people_on_one_moment_conflict_and_nobody_is_written_over(db: Database, worker: Actor) -> None:
    """As for any answer."""
    note_id = shadowing(db, worker, {"observed": "Vu.", **told(activity="Attend")})
    base = fieldnotes.note(db, worker, note_id).version
    fieldnotes.edit_note(db, worker, note_id=note_id, answers=told(activity="Repart"), base=base)
    with pytest.raises(Conflict):
        fieldnotes.edit_note(db, worker, note_id=note_id, answers=told(activity="Reste"), base=base)


def test_exact_words_are_read_only_where_quoting_is_allowed(db: Database, worker: Actor, officer: Actor) -> None:
    """By today's consent, whoever reads; notes that tell no moment, or are not theirs to read, are not there."""
    words = told(activity="Attend", quote="« Encore ! »")
    silent = shadowing(db, worker, {"observed": "Vu.", **words})
    spoken = shadowing(db, worker, words, purposes=("note", "quote"))
    plain = shadowing(db, worker, {"observed": "Vu."})
    found = fieldnotes.moments(db, officer, note_ids=[silent, spoken, plain])
    assert {note: [each.quote for each in moments] for note, moments in found.items()} == {
        silent: [None], spoken: ["« Encore ! »"],
    }  # fmt: skip
    assert fieldnotes.note(db, worker, spoken).quotable
    other = Actor(storage.uuid7(), "Autre", worker.roles)
    assert fieldnotes.moments(db, other, note_ids=[spoken]) == {}
    privacy.withdraw_consent(db, worker, consent_id=fieldnotes.note(db, worker, spoken).consent_id)
    assert fieldnotes.moments(db, officer, note_ids=[spoken]) == {}
    assert [row.id for row in fieldnotes.notes(db, officer)] == [plain, silent]


def test_a_withdrawal_takes_the_moments(db: Database, worker: Actor, officer: Actor) -> None:
    """Words of a moment are in no table any more, nor found by search."""
    note_id = shadowing(db, worker, told(observed="La file contourne le dépanneur."))
    person = fieldnotes.note(db, worker, note_id).participant_id
    assert fieldnotes.search(db, officer, "contourne dépanneur")
    fieldnotes.erase_participant(db, officer, str(person))
    assert fieldnotes.search(db, officer, "contourne dépanneur") == ()
    assert "contourne" not in "\n".join(db.conn.iterdump())


def test_other_rooms_count_moments_without_a_word_of_anybody(db: Database, actor: Callable[..., Actor]) -> None:
    """Places, times and emotions; what was seen, said or thought stays in the note."""
    words = dict.fromkeys(("activity", "observed", "quote", "interaction", "interpreted", "question"), "Il attend.")
    parts = {"minute": 5, "place_type": "clsc", "touchpoint": "clsc", "emotion": "-1", "emotion_basis": "said"}
    note_id = shadowing(db, actor("terrain"), told(**words, **parts), purposes=("note", "quote"))
    found = fieldnotes.moments_behind(db, note_ids=[note_id])
    assert found == {
        note_id: (
            Moment(FIRST, minute=5, place_type="clsc", touchpoint="clsc", emotion=-1, emotion_said=True, quote=None),
        )
    }
    fieldnotes.bin_note(db, actor("coordination"), note_id=note_id)
    assert fieldnotes.moments_behind(db, note_ids=[note_id]) == {}
