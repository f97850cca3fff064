"""The queue, tags as evidence, and who may read what."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from codesign import barriers, bootstrap, fieldnotes, jobs, privacy
from codesign.accounts import Actor
from codesign.barriers import Action, Choice, QueueFilter, QueueState, TagStatus, reads
from codesign.barriers.derived import reviewed_sentences
from codesign.errors import NotAllowed, NotFound
from codesign.storage import Database

LANGUAGE = "Elle ne parle pas français."
PLAIN = "Il fait froid ce matin."


def accept(db: Database, actor: Actor, note: str, code: str = "langue", n: int = 0) -> None:
    """Accept the proposal of a sentence, or add the code."""
    where = barriers.review(db, actor, note).sentences[n].key
    barriers.decide(db, actor, source_id=note, choice=Choice(where, Action.ADD, "barrier", code))


def test_the_queue_begins_with_what_holds_most_proposals(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """Where a person's eye is worth most."""
    plain, one = a_note(PLAIN), a_note(f"{LANGUAGE} {PLAIN}")
    two = a_note(f"{LANGUAGE} Elle ne connaît personne dans le quartier.")
    found = barriers.queue(db, reviewer)
    assert [row.source_id for row in found.rows] == [two, one, plain]
    assert [row.to_read for row in found.rows] == [2, 2, 1]
    assert found.to_read == 5
    assert found.waiting == 0


def test_what_the_screen_does_not_wait_for_is_asked_of_the_worker_once(
    db: Database, reviewer: Actor, a_note: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand imported notes would otherwise be read while somebody watches an empty page."""
    monkeypatch.setattr(reads, "READ_AT_ONCE", 1)
    for _n in range(4):
        a_note(PLAIN)
    assert [barriers.queue(db, reviewer).waiting, barriers.queue(db, reviewer).waiting] == [3, 2]
    assert [each.kind for each in jobs.all_jobs(db)] == ["retag"]
    assert "retag" in bootstrap.HANDLERS


def test_a_note_leaves_the_queue_once_read_and_stands_among_those_done(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """« 12 sentences to read » goes down to none."""
    note = a_note(PLAIN)
    barriers.nothing_in_rest(db, reviewer, source_id=note)
    assert barriers.queue(db, reviewer).rows == ()
    done = barriers.queue(db, reviewer, filter=QueueFilter(QueueState.DONE))
    assert [row.source_id for row in done.rows] == [note]
    assert len(barriers.queue(db, reviewer, filter=QueueFilter(QueueState.ALL)).rows) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (QueueFilter(sector="nord_est"), 1),
        (QueueFilter(sector="ouest"), 1),
        (QueueFilter(occasion_kind="appel"), 2),
        (QueueFilter(occasion_kind="atelier"), 0),
        (QueueFilter(author_id="personne"), 0),
        (QueueFilter(source_kind="document"), 1),
        (QueueFilter(source_kind="note"), 2),
    ],
)
def test_the_queue_narrows_as_asked(
    db: Database, reviewer: Actor, a_note: Callable[..., str], asked: QueueFilter, found: int
) -> None:
    """Occasion, sector, author, kind of source."""
    a_note(PLAIN, sector="ouest")
    a_note(LANGUAGE, sector="nord_est")
    fieldnotes.import_document(db, reviewer, title="Rapport inventé", filename="r.txt", text="Un rapport inventé.")
    assert len(barriers.queue(db, reviewer, filter=asked).rows) == found


def test_a_text_is_read_once_by_one_tagger(
    db: Database, reviewer: Actor, a_note: Callable[..., str], edit: Callable[..., None]
) -> None:
    """The same text is never read twice; another text is, and its old proposals go."""
    note = a_note(LANGUAGE)
    steps: list[tuple[int, int]] = []
    assert barriers.ensure_proposals(db, progress=lambda done, total, _message: steps.append((done, total))) == 1
    assert steps == [(0, 1), (1, 1)]
    assert barriers.ensure_proposals(db) == 0
    edit(note, PLAIN)
    assert barriers.ensure_proposals(db, [note]) == 1
    assert barriers.review(db, reviewer, note).sentences[0].suggestions == ()


def test_work_that_is_stopped_keeps_what_it_did(db: Database, a_note: Callable[..., str]) -> None:
    """Cancelling a batch loses nothing."""
    for text in (LANGUAGE, PLAIN):
        a_note(text)

    def stop(done: int, _total: int, _message: str) -> None:
        if done == 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        barriers.ensure_proposals(db, progress=stop)
    assert barriers.ensure_proposals(db) == 1


def test_evidence_leads_to_the_sentences_of_a_code(db: Database, reviewer: Actor, a_note: Callable[..., str]) -> None:
    """Each claim opens what it rests on; a status or a choice of notes narrows it."""
    one, other = a_note(LANGUAGE), a_note(LANGUAGE)
    for note in (one, other):
        accept(db, reviewer, note)
    found = barriers.evidence(db, reviewer, family="barrier", code="langue")
    assert {each.source_id for each in found} == {one, other}
    assert {each.quote for each in found} == {LANGUAGE}
    only = barriers.evidence(db, reviewer, family="barrier", code="langue", status=None, source_ids=[one])
    assert [each.source_id for each in only] == [one]
    assert barriers.evidence(db, reviewer, family="barrier", code="langue", status=TagStatus.ABSENT) == ()


@pytest.mark.parametrize(
    ("role", "cleared", "seen"),
    [
        ("analyse", False, 1),
        ("coordination", False, 1),
        ("design", False, 0),
        ("design", True, 1),
        ("terrain", True, 0),
    ],
)
def test_tags_are_shown_to_those_who_may_read_the_note(  # noqa: PLR0917 - parametrised
    db: Database,
    reviewer: Actor,
    actor: Callable[..., Actor],
    a_note: Callable[..., str],
    role: str,
    cleared: bool,
    seen: int,
) -> None:
    """A quote is a piece of the note."""
    note = a_note(LANGUAGE)
    accept(db, reviewer, note)
    if cleared:
        fieldnotes.clear_note(db, reviewer, note_id=note)
    reader = actor(role)
    assert len(barriers.tags_of(db, reader, [note])) == seen
    assert len(barriers.evidence(db, reader, family="barrier", code="langue")) == seen


def test_one_reads_the_tags_of_ones_own_notes(
    db: Database, reviewer: Actor, actor: Callable[..., Actor], a_note: Callable[..., str]
) -> None:
    """A worker sees what the team made of their note."""
    author = actor("terrain")
    note = a_note(LANGUAGE, author=author)
    accept(db, reviewer, note)
    assert len(barriers.tags_of(db, author, [note])) == 1


def test_the_steering_group_reads_no_tag(db: Database, actor: Callable[..., Actor]) -> None:
    """They see counts only, through the dashboard."""
    for attempt in (
        lambda: barriers.tags_of(db, actor("comite"), []),
        lambda: barriers.evidence(db, actor("comite"), family="barrier", code="langue"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_tags_of_a_document_say_so(db: Database, reviewer: Actor) -> None:
    """Documents are never counted as people: the view tells them apart."""
    source = fieldnotes.import_document(db, reviewer, title="Rapport inventé", filename="r.txt", text=LANGUAGE)
    accept(db, reviewer, source)
    assert [each.source_kind for each in barriers.tags_of(db, reviewer, [source])] == ["document"]


def test_a_withdrawn_consent_hides_tags_at_once(
    db: Database, reviewer: Actor, actor: Callable[..., Actor], a_note: Callable[..., str]
) -> None:
    """Nothing is counted, quoted or queued any more."""
    note = a_note(f"{LANGUAGE} {PLAIN}")
    accept(db, reviewer, note)
    coordination = actor("coordination")
    consent = fieldnotes.note(db, coordination, note).consent_id
    privacy.withdraw_consent(db, coordination, consent_id=consent)
    assert barriers.tags_of(db, reviewer, [note]) == ()
    assert barriers.queue(db, reviewer, filter=QueueFilter(QueueState.ALL)).rows == ()
    with pytest.raises(NotFound):
        barriers.review(db, reviewer, note)


def test_a_binned_note_hides_its_tags_and_gives_them_back(
    db: Database, reviewer: Actor, actor: Callable[..., Actor], a_note: Callable[..., str]
) -> None:
    """The bin is not the end."""
    note = a_note(LANGUAGE)
    accept(db, reviewer, note)
    coordination = actor("coordination")
    fieldnotes.bin_note(db, coordination, note_id=note)
    assert barriers.tags_of(db, reviewer, [note]) == ()
    with pytest.raises(NotFound):
        barriers.review(db, coordination, note)
    fieldnotes.restore_note(db, coordination, note_id=note)
    assert len(barriers.tags_of(db, reviewer, [note])) == 1


def test_the_machine_leaves_alone_a_note_that_goes_meanwhile(
    db: Database, reviewer: Actor, actor: Callable[..., Actor], a_note: Callable[..., str]
) -> None:
    """A batch lists the notes, then one of them is binned before its turn."""
    first, second = a_note(LANGUAGE), a_note(PLAIN)
    coordination = actor("coordination")

    def bin_the_other(done: int, _total: int, _message: str) -> None:
        if done == 1:
            fieldnotes.bin_note(db, coordination, note_id=first)

    barriers.ensure_proposals(db, progress=bin_the_other)
    rows = barriers.queue(db, reviewer, filter=QueueFilter(QueueState.ALL)).rows
    assert [row.source_id for row in rows] == [second]
    assert barriers.ensure_proposals(db, ["nowhere"]) == 0
    assert reviewed_sentences(db, first) == ()


def test_a_long_queue_opens_quickly(db: Database, reviewer: Actor, a_note: Callable[..., str]) -> None:
    """A slow list is a list that nobody opens: 60 notes of 24 sentences, once the machine has read them."""
    for n in range(60):
        a_note("\n".join(f"{LANGUAGE} Phrase inventée {n} {m}." for m in range(12)))
    barriers.ensure_proposals(db)
    begun = time.process_time()
    assert len(barriers.queue(db, reviewer).rows) == 60
    assert time.process_time() - begun < 0.5
