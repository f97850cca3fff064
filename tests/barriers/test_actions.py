"""Deciding and undoing: real notes, the real tagger, a real database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign import barriers, storage
from codesign.accounts import Actor
from codesign.barriers import Action, Choice, Review, SentenceState, Tag, TagStatus
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.storage import Database

NOTE = "Elle ne parle pas français. Il fait froid ce matin. Elle ne connaît personne dans le quartier."


def tags(db: Database, actor: Actor, note: str) -> list[tuple[str, str, str]]:
    """Quote, code and status of what holds on a note."""
    return [(each.quote, each.code, str(each.status)) for each in barriers.tags_of(db, actor, [note])]


def key(review: Review, beginning: str) -> str:
    """The key of the sentence that begins so."""
    return next(each.key for each in review.sentences if each.text.startswith(beginning))


@pytest.fixture
def note(a_note: Callable[..., str]) -> str:
    """A note with two barriers and one sentence without."""
    return a_note(NOTE)


def test_a_proposal_is_no_tag_until_someone_accepts_it(db: Database, reviewer: Actor, note: str) -> None:
    """The machine proposes, a person decides."""
    review = barriers.review(db, reviewer, note)
    assert ("barrier", "langue") in {(each.family, each.code) for each in review.sentences[0].pending}
    assert tags(db, reviewer, note) == []
    choice = Choice(review.sentences[0].key, Action.ACCEPT, "barrier", "langue")
    barriers.decide(db, reviewer, source_id=note, choice=choice)
    assert tags(db, reviewer, note) == [("Elle ne parle pas français.", "langue", "present")]


def test_a_decision_says_who_when_why_and_on_what(db: Database, reviewer: Actor, note: str) -> None:
    """An export must be able to say all of it."""
    review = barriers.review(db, reviewer, note)
    choice = Choice(review.sentences[0].key, Action.ACCEPT, "barrier", "langue", memo="  Elle l’a dit elle-même. ")
    barriers.decide(db, reviewer, source_id=note, choice=choice)
    (made,) = barriers.decisions_of(db, reviewer, note)
    assert (made.decided_by, made.memo, made.origin) == (reviewer.id, "Elle l’a dit elle-même.", "rule")
    assert made.tagger_version == barriers.tagger_version()
    assert made.quote == "Elle ne parle pas français."
    assert list(storage.check_database(db)) == []


def test_a_refused_proposal_is_not_proposed_again(db: Database, reviewer: Actor, note: str) -> None:
    """A refusal is remembered."""
    review = barriers.review(db, reviewer, note)
    choice = Choice(review.sentences[0].key, Action.REJECT, "barrier", "langue")
    barriers.decide(db, reviewer, source_id=note, choice=choice)
    after = barriers.review(db, reviewer, note).sentences[0]
    assert "langue" not in {each.code for each in after.pending}
    assert [each.code for each in after.rejected] == ["langue"]
    assert tags(db, reviewer, note) == []


def test_changing_the_status_makes_the_tag_with_the_new_one(db: Database, reviewer: Actor, note: str) -> None:
    """A person corrects the machine in one gesture."""
    review = barriers.review(db, reviewer, note)
    wish = Choice(review.sentences[0].key, Action.CHANGE, "barrier", "langue", TagStatus.HYPOTHETICAL)
    barriers.decide(db, reviewer, source_id=note, choice=wish)
    assert tags(db, reviewer, note) == [("Elle ne parle pas français.", "langue", "hypothetical")]


def test_a_person_adds_what_the_machine_missed(db: Database, reviewer: Actor, note: str) -> None:
    """Codes of the codebook, and free words in the families that have none."""
    where = key(barriers.review(db, reviewer, note), "Il fait froid")
    for family, code in (("barrier", "transport"), ("strategy", "  sort  plus tard "), ("leader", "gardien d’école")):
        barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.ADD, family, code))
    codes = {code for _quote, code, _status in tags(db, reviewer, note)}
    assert codes == {"transport", "sort plus tard", "gardien d’école"}
    assert barriers.free_codes(db, reviewer, "strategy") == ("sort plus tard",)


@pytest.mark.parametrize(
    ("family", "code"),
    [("barrier", "inconnu"), ("need", "langue"), ("étrange", "x"), ("strategy", " "), ("leader", "x" * 81)],
)
def test_a_code_that_is_not_in_the_codebook_is_refused(
    db: Database, reviewer: Actor, note: str, family: str, code: str
) -> None:
    """Nor are empty or endless free words; nothing is written then."""
    where = barriers.review(db, reviewer, note).sentences[1].key
    with pytest.raises(InvalidInput):
        barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.ADD, family, code))
    assert barriers.decisions_of(db, reviewer, note) == ()


def test_nothing_here_takes_earlier_tags_off_and_a_later_one_comes_back(
    db: Database, reviewer: Actor, note: str
) -> None:
    """The latest word of people on a sentence is the one that counts."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    for wish in (Choice(where, Action.ACCEPT, "barrier", "langue"), Choice(where, Action.NOTHING)):
        barriers.decide(db, reviewer, source_id=note, choice=wish)
    assert tags(db, reviewer, note) == []
    assert barriers.review(db, reviewer, note).sentences[0].state is SentenceState.NOTHING
    barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.ADD, "barrier", "cout"))
    assert [code for _q, code, _s in tags(db, reviewer, note)] == ["cout"]


def test_undo_brings_back_what_held_before(db: Database, reviewer: Actor, note: str) -> None:
    """And the history keeps the decision that was undone."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.ACCEPT, "barrier", "langue"))
    last = barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.NOTHING))
    assert barriers.undo_decision(db, reviewer, gesture=last) == 1
    assert [code for _q, code, _s in tags(db, reviewer, note)] == ["langue"]
    assert [each.undone for each in barriers.decisions_of(db, reviewer, note)] == [True, False]
    assert barriers.undo_decision(db, reviewer, gesture=last) == 0
    assert list(storage.check_database(db)) == []


def test_one_press_sent_twice_is_one_decision(db: Database, reviewer: Actor, note: str) -> None:
    """A slow network repeats messages."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    wish, name = Choice(where, Action.ACCEPT, "barrier", "langue"), storage.uuid7()
    for _ in range(2):
        assert barriers.decide(db, reviewer, source_id=note, choice=wish, id=name) == name
    assert len(barriers.decisions_of(db, reviewer, note)) == 1


def test_several_choices_of_one_gesture_are_all_made_or_none(db: Database, reviewer: Actor, note: str) -> None:
    """And undone together."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    good, bad = Choice(where, Action.ADD, "barrier", "cout"), Choice(where, Action.ADD, "barrier", "inconnu")
    with pytest.raises(InvalidInput):
        barriers.decide_together(db, reviewer, source_id=note, choices=(good, bad))
    assert barriers.decisions_of(db, reviewer, note) == ()
    other = Choice(where, Action.ADD, "barrier", "temps")
    gesture = barriers.decide_together(db, reviewer, source_id=note, choices=(good, other))
    assert barriers.undo_decision(db, reviewer, gesture=gesture) == 2
    assert tags(db, reviewer, note) == []


def test_the_rest_of_a_note_is_read_in_one_gesture_but_no_proposal_is_skipped(
    db: Database, reviewer: Actor, note: str
) -> None:
    """Only sentences without proposal: the others need a look each."""
    gesture = barriers.nothing_in_rest(db, reviewer, source_id=note)
    states = [each.state for each in barriers.review(db, reviewer, note).sentences]
    assert states == [SentenceState.TO_READ, SentenceState.NOTHING, SentenceState.TO_READ]
    with pytest.raises(InvalidInput):
        barriers.nothing_in_rest(db, reviewer, source_id=note)
    assert barriers.nothing_in_rest(db, reviewer, source_id=note, id=gesture) == gesture
    barriers.undo_decision(db, reviewer, gesture=gesture)
    assert barriers.review(db, reviewer, note).to_read == 3


def test_two_reviewers_the_later_one_counts_and_both_are_kept(
    db: Database, reviewer: Actor, actor: Callable[..., Actor], note: str
) -> None:
    """Nobody overwrites anybody: undoing brings the colleague's decision back."""
    colleague = actor("analyse", name="Collègue inventé")
    where = barriers.review(db, reviewer, note).sentences[0].key
    accepted = barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.ACCEPT, "barrier", "langue"))
    refused = barriers.decide(db, colleague, source_id=note, choice=Choice(where, Action.REJECT, "barrier", "langue"))
    assert tags(db, reviewer, note) == []
    with pytest.raises(NotAllowed):
        barriers.undo_decision(db, colleague, gesture=accepted)
    barriers.undo_decision(db, colleague, gesture=refused)
    assert [each.decided_by for each in barriers.tags_of(db, reviewer, [note])] == [reviewer.id]


def test_a_clock_set_back_does_not_let_an_old_decision_win(
    db: Database, reviewer: Actor, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Laptops lose the time when their battery dies."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.ACCEPT, "barrier", "langue"))
    monkeypatch.setattr(storage, "now", lambda: "2001-01-01T00:00:00.000+00:00")
    barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.REJECT, "barrier", "langue"))
    assert tags(db, reviewer, note) == []


def test_decisions_survive_an_edit_of_other_sentences(
    db: Database, reviewer: Actor, note: str, edit: Callable[..., None]
) -> None:
    """A typo mended at the top must not shift the codes below; what is new returns to the queue."""
    review = barriers.review(db, reviewer, note)
    for each, code in ((review.sentences[0], "langue"), (review.sentences[2], "isolement")):
        wish = Choice(each.key, Action.ACCEPT, "barrier", code)
        barriers.decide(db, reviewer, source_id=note, choice=wish)
    edit(note, NOTE.replace("Elle ne parle pas français.", "👋 Elle ne parle pas beaucoup français. Elle sourit."))
    (kept,) = barriers.tags_of(db, reviewer, [note])
    assert kept.code == "isolement"
    after = barriers.review(db, reviewer, note)
    (found,) = barriers.tags_of(db, reviewer, [note])
    text = after.sentence(found.sentence_key)
    assert text is not None
    assert (text.start, text.end, text.text) == (found.start, found.end, found.quote)
    assert [each.state for each in after.sentences][:2] == [SentenceState.TO_READ, SentenceState.TO_READ]


def test_between_an_edit_and_the_next_reading_tags_stay_in_the_counts(
    db: Database, reviewer: Actor, note: str, edit: Callable[..., None]
) -> None:
    """The dashboard reads the view alone: it must not dip because nobody opened the note."""
    where = key(barriers.review(db, reviewer, note), "Elle ne connaît")
    barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.ADD, "barrier", "isolement"))
    text = "Un début tout neuf. " + NOTE
    edit(note, text)

    def held() -> list[Tag]:
        return list(barriers.tags_of(db, reviewer, [note]))

    before = held()
    barriers.ensure_proposals(db)
    assert before == held()
    assert text[before[0].start : before[0].end] == before[0].quote


def test_a_sentence_that_is_gone_cannot_be_decided(
    db: Database, reviewer: Actor, note: str, edit: Callable[..., None]
) -> None:
    """The screen may be older than the text."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    edit(note, "Tout autre chose.")
    with pytest.raises(NotFound):
        barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.NOTHING))
    with pytest.raises(NotFound):
        barriers.undo_decision(db, reviewer, gesture="nobody")
    with pytest.raises(NotFound):
        barriers.decide_together(db, reviewer, source_id=note, choices=())


@pytest.mark.parametrize("role", ["terrain", "design", "comite"])
def test_only_those_who_review_decide(db: Database, actor: Callable[..., Actor], note: str, role: str) -> None:
    """The page hides it; the action forbids it."""
    someone = actor(role)
    attempts = (
        lambda: barriers.decide(db, someone, source_id=note, choice=Choice("k", Action.NOTHING)),
        lambda: barriers.nothing_in_rest(db, someone, source_id=note),
        lambda: barriers.undo_decision(db, someone, gesture="g"),
        lambda: barriers.review(db, someone, note),
        lambda: barriers.queue(db, someone),
        lambda: barriers.decisions_of(db, someone, note),
        lambda: barriers.free_codes(db, someone, "strategy"),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_coordination_reviews_too(db: Database, actor: Callable[..., Actor], note: str) -> None:
    """As the table of roles says."""
    assert len(barriers.review(db, actor("coordination"), note).sentences) == 3


SENTENCES = [f"Phrase inventée numéro {n}." for n in range(8)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_edited_unchanged_sentences_keep_their_tags(
    db: Database, reviewer: Actor, a_note: Callable[..., str], edit: Callable[..., None], data: st.DataObject
) -> None:
    """Sentences move, go, arrive: what was decided on those that stay, stays, at its new place."""
    first = data.draw(st.lists(st.sampled_from(SENTENCES), min_size=1, unique=True))
    later = data.draw(st.lists(st.sampled_from([*SENTENCES, "Il neige 🎿."]), min_size=1, unique=True))
    note = a_note(" ".join(first))
    for each in barriers.review(db, reviewer, note).sentences:
        barriers.decide(db, reviewer, source_id=note, choice=Choice(each.key, Action.ADD, "strategy", each.text))
    text = "\n".join(later)
    edit(note, text)
    for _reading in range(2):  # before the machine reads the new text, and after
        found = barriers.tags_of(db, reviewer, [note])
        assert {tag.code for tag in found} == set(first) & set(later)
        assert all(text[tag.start : tag.end] == tag.quote == tag.code for tag in found)
        barriers.ensure_proposals(db)
