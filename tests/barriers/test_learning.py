"""Learning from review: what is learnt, what judges, which model works, what a withdrawal takes away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from codesign import barriers, bootstrap, fieldnotes, jobs, privacy
from codesign.accounts import Actor
from codesign.barriers import (
    SHIPPED,
    Action,
    Choice,
    ModelFigures,
    TagStatus,
    TeamFigures,
    Verdict,
    examples,
    layer,
    learning,
    retraining,
    solving,
    training,
)
from codesign.barriers.corpus import Corpus, load_corpus
from codesign.barriers.learning import KEPT, DecidedSentence, is_apart, judge
from codesign.barriers.learning_store import decided
from codesign.barriers.scoring import Counts
from codesign.barriers.shelf import Shelf, shelf_of
from codesign.barriers.weights import MODEL_FILE
from codesign.errors import InvalidInput, NotFound
from codesign.i18n import _
from codesign.storage import Database

HEARD = "Le grobidou a encore viré mauve devant le comptoir."  # no rule and no model knows these words
OTHER = "Un grobidou mauve lui barrait la route ce matin."


@cache
def a_little(codes: tuple[str, ...]) -> Corpus:
    """Read the corpus once."""
    return Corpus(load_corpus(codes).learn[::400], ())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A little of the corpus and few steps: training takes a second, and the corpus says nothing of it."""
    monkeypatch.setattr(learning, "TOLERANCE", 1.0)
    monkeypatch.setattr(retraining, "load_corpus", lambda codes: a_little(tuple(codes)))
    monkeypatch.setattr(solving, "_STEPS", 6)
    monkeypatch.setattr(layer, "ROUNDS", 1)
    monkeypatch.setattr(training, "FOLDS", 2)
    every = examples.read_lexicon
    monkeypatch.setattr(
        examples, "read_lexicon", lambda lexicon: every(replace(lexicon, entries=lexicon.entries[::60]))
    )
    pairs = examples.load_pairs
    monkeypatch.setattr(examples, "load_pairs", lambda codes: pairs(codes)[:40])
    lines = examples.load_lines
    monkeypatch.setattr(examples, "load_lines", lambda codes: lines(codes)[:40])


def put(db: Database, person: Actor, note: str, action: Action = Action.ADD, code: str = "statut", n: int = 0) -> None:
    """Decide on one sentence of a note."""
    where = barriers.review(db, person, note).sentences[n].key
    wish = Choice(where, action, *(() if action is Action.NOTHING else ("barrier", code)))
    barriers.decide(db, person, source_id=note, choice=wish)


def learnt_note(db: Database, a_note: Callable[..., str], text: str, *, apart: bool = False) -> str:
    """Record notes until one falls on the wished side of the split."""
    while is_apart(note := a_note(text)) is not apart:
        pass
    return note


@pytest.fixture
def taught(db: Database, reviewer: Actor, a_note: Callable[..., str]) -> list[str]:
    """Four notes on which somebody put a code that nobody could guess."""
    notes = [learnt_note(db, a_note, text) for text in (HEARD, OTHER, HEARD, OTHER)]
    for note in notes:
        put(db, reviewer, note)
    return notes


def figures(corpus: float, right: int = 0, wrong: int = 0, missed: int = 0, sources: int = 5) -> ModelFigures:
    """Figures of a model, from counts on decisions set apart."""
    return ModelFigures(corpus, TeamFigures(Counts(right, right + wrong, right + missed), sources))


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (figures(0.5, 10, 5, 5), figures(0.5, 10, 5, 5), Verdict.TAKEN),
        (figures(0.5, 10, 5, 5), figures(0.496, 11, 5, 4), Verdict.TAKEN),
        (figures(0.5, 10, 5, 5), figures(0.494, 15, 0, 0), Verdict.WORSE_ON_CORPUS),
        (figures(0.5, 10, 5, 5), figures(0.6, 10, 6, 5), Verdict.WORSE_ON_DECISIONS),
        (figures(0.5, 10, 5, 5), figures(0.5, 9, 6, 6, sources=2), Verdict.TAKEN),
        (figures(0.5, 5, 0, 1), figures(0.5, 4, 1, 2), Verdict.TAKEN),
    ],
)
def test_a_model_replaces_another_only_if_it_is_not_worse(
    old: ModelFigures, new: ModelFigures, verdict: Verdict
) -> None:
    """Corpus: half a point of tolerance; decisions: none, but twenty answers of three sources at least."""
    assert judge(old, new) is verdict
    forced = Verdict.FORCED if verdict is Verdict.TAKEN else verdict
    assert judge(old, new, must_go=True) is forced


def test_only_answers_that_somebody_gave_are_learnt_and_judged() -> None:
    """Silence is neither yes nor no; a refusal counts twice."""
    held, refused = {"cout": TagStatus.PRESENT}, frozenset({"temps"})
    open_, settled = (DecidedSentence("s", "t", held, refused, nothing=False, settled=each) for each in (False, True))
    assert (open_.worth.codes, open_.worth.others, open_.worth.some) == ({"cout": 1.0, "temps": 2.0}, 0.0, 1.0)
    assert (settled.worth.others, settled.worth.some) == (0.5, 1.0)
    assert replace(open_, held={}).worth.some == 0.0
    nothing = DecidedSentence("s", "t", {}, frozenset(), nothing=True, settled=True)
    assert (nothing.worth.others, nothing.worth.some) == (1.0, 1.0)
    assert open_.counts({"cout", "temps", "langue"}) == Counts(1, 2, 1)
    assert settled.counts({"cout", "temps", "langue"}) == Counts(1, 3, 1)


def test_one_source_in_five_is_set_apart_for_ever() -> None:
    """By the hash of its id: no clock, no order, no draw can move it to the other side."""
    assert 150 < sum(is_apart(f"source {n}") for n in range(1000)) < 250
    assert [n for n in range(12) if is_apart(f"source {n}")] == [2, 4, 8]


def test_what_is_decided_is_what_stands_on_texts_that_may_be_read(
    db: Database, reviewer: Actor, actor: Callable[..., Actor], a_note: Callable[..., str], edit: Callable[..., None]
) -> None:
    """Undone, binned, withdrawn, taken out of the text: none of it is learnt."""
    note, other = a_note(f"{HEARD} Il fait froid."), a_note(OTHER)
    put(db, reviewer, note)
    put(db, reviewer, note, Action.NOTHING, n=1)
    put(db, reviewer, other)
    first, second, third = decided(db)
    assert {each.text: (dict(each.held), each.nothing) for each in (first, second, third)} == {
        HEARD: ({"statut": TagStatus.PRESENT}, False),
        "Il fait froid.": ({}, True),
        OTHER: ({"statut": TagStatus.PRESENT}, False),
    }
    edit(note, "Il fait froid.")
    assert {each.text for each in decided(db)} == {"Il fait froid.", OTHER}
    barriers.undo_decision(db, reviewer, gesture=barriers.review(db, reviewer, other).undoable[-1])
    fieldnotes.bin_note(db, actor("coordination"), note_id=note)
    assert decided(db) == []


def test_a_training_learns_what_people_put_and_goes_to_work(
    db: Database, reviewer: Actor, taught: list[str], small: None, a_note: Callable[..., str]
) -> None:
    """The words that people coded by hand are proposed on the next note; notes are read again by the worker."""
    before = barriers.version_of(db)
    assert before == barriers.tagger_version()
    for text in (HEARD, OTHER) * 4:  # twelve sentences teach a word that nobody knew, four do not always (0039)
        taught.append(learnt_note(db, a_note, text))
        put(db, reviewer, taught[-1])
    job = barriers.ask_training(db, reviewer)
    assert barriers.ask_training(db, reviewer) == job
    steps: list[tuple[int, int]] = []
    made = bootstrap.HANDLERS[barriers.TRAINING](
        db, dict(jobs.job(db, job).params), lambda done, total, _message="": steps.append((done, total))
    )
    assert made["verdict"] == Verdict.TAKEN
    assert len({done for done, _ in steps}) > 3
    state = barriers.learning_state(db, reviewer)
    (card,) = state.cards
    assert (state.in_use, card.asked_by, card.sentences, card.sources) == (
        card.id,
        reviewer.id,
        12,
        tuple(sorted(taught)),
    )
    assert barriers.version_of(db).endswith(card.name)
    assert any(each.kind == "retag" for each in jobs.all_jobs(db))
    new = barriers.review(db, reviewer, a_note(f"Encore un grobidou mauve. {HEARD}"))
    found = {each.code for sentence in new.sentences for each in sentence.suggestions}
    assert "statut" in found
    assert {each.tagger_version for sentence in new.sentences for each in sentence.suggestions} == {
        barriers.version_of(db)
    }


def test_a_model_that_is_worse_does_not_go_to_work(
    db: Database, reviewer: Actor, taught: list[str], small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its card stays, to say what happened; its weights do not, and the shipped model goes on."""
    monkeypatch.setattr(retraining, "judge", lambda *_figures, **_more: Verdict.WORSE_ON_CORPUS)
    card = barriers.train_with_decisions(db, asked_by=reviewer.id)
    assert card is not None
    state = barriers.learning_state(db, reviewer)
    assert (state.cards, state.in_use, state.last) == ((), SHIPPED, card)
    assert barriers.version_of(db) == barriers.tagger_version()
    assert bootstrap.outcome(card)[0] == _(bootstrap.VERDICTS[Verdict.WORSE_ON_CORPUS])


def test_what_the_corpus_gave_is_measured_again_by_another_version(
    db: Database, reviewer: Actor, taught: list[str], small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version that learns otherwise must not be compared with what an older one once gave on the same corpus."""
    measured: list[None] = []
    fold = training.unseen_fold
    monkeypatch.setattr(training, "unseen_fold", lambda *each: measured.append(None) or fold(*each))
    barriers.train_with_decisions(db, asked_by=reviewer.id)
    barriers.train_with_decisions(db, asked_by=reviewer.id)
    once = len(measured)
    monkeypatch.setattr(retraining, "weights_version", lambda: "of another version")
    barriers.train_with_decisions(db, asked_by=reviewer.id)
    assert len(measured) == once + 1


def test_a_withdrawal_flags_the_model_and_the_next_training_forgets(
    db: Database,
    reviewer: Actor,
    actor: Callable[..., Actor],
    taught: list[str],
    small: None,
    participant_of: Callable[[str], str],
) -> None:
    """What somebody took back is not kept in weights: the model is flagged, cannot be chosen, and is erased."""
    first = barriers.train_with_decisions(db, asked_by=reviewer.id)
    assert first is not None
    assert barriers.learning_state(db, reviewer).gone == 0
    receipt = bootstrap.withdraw(db, actor("coordination"), participant_of(taught[0]))
    assert receipt.erased["Models to be trained again without their sentences"] == 1
    state = barriers.learning_state(db, reviewer)
    assert (state.gone, state.unusable) == (1, {first.id})
    with pytest.raises(InvalidInput):
        barriers.choose_model(db, reviewer, model_id=first.id)
    second = barriers.train_with_decisions(db, asked_by=reviewer.id)
    assert second is not None
    assert second.verdict is Verdict.FORCED
    assert taught[0] not in second.sources
    shelf = shelf_of(db)
    assert shelf is not None
    assert [each.id for each in shelf.cards()] == [second.id]
    assert not shelf.weights(first.id).exists()


def test_a_sentence_taken_out_of_a_text_that_stays_flags_the_model_too(
    db: Database, reviewer: Actor, a_note: Callable[..., str], edit: Callable[..., None], small: None
) -> None:
    """Somebody's words in the account of others: they ask for them to go, the account stays, and so must no weights."""
    note = learnt_note(db, a_note, f"{HEARD} {OTHER}")
    for n in (0, 1):
        put(db, reviewer, note, n=n)
    card = barriers.train_with_decisions(db, asked_by=reviewer.id)
    assert card is not None
    shelf = shelf_of(db)
    assert shelf is not None
    assert shelf.cards() == [card]
    assert HEARD.split(maxsplit=1)[0] not in str(card.learnt)
    barriers.undo_decision(db, reviewer, gesture=barriers.review(db, reviewer, note).undoable[-1])
    assert barriers.learning_state(db, reviewer).unusable == frozenset()  # undone, but said still
    edit(note, OTHER)
    state = barriers.learning_state(db, reviewer)
    assert (state.gone, state.unusable) == (1, {card.id})
    with pytest.raises(InvalidInput):
        barriers.choose_model(db, reviewer, model_id=card.id)


def test_when_everything_is_withdrawn_the_shipped_model_works_again(
    db: Database, reviewer: Actor, actor: Callable[..., Actor], a_note: Callable[..., str], small: None
) -> None:
    """Nothing decided is left to learn: no model of the team may stay."""
    note = learnt_note(db, a_note, HEARD)
    put(db, reviewer, note)
    assert barriers.train_with_decisions(db, asked_by=reviewer.id) is not None
    consent = fieldnotes.note(db, actor("coordination"), note).consent_id
    privacy.withdraw_consent(db, actor("coordination"), consent_id=consent)
    assert barriers.train_with_decisions(db, asked_by=reviewer.id) is None
    assert barriers.learning_state(db, reviewer).cards == ()
    assert barriers.version_of(db) == barriers.tagger_version()


def a_card(shelf: Shelf, n: int) -> str:
    """Keep an invented model."""
    card = barriers.ModelCard(
        f"model-{n}", "2026-11-22T12:00:00.000Z", "x", f"n{n}", "d", "l", "", 1, 0, (), figures(0.5), figures(0.5),
        Verdict.TAKEN,
    )  # fmt: skip
    shelf.keep(card, MODEL_FILE.read_bytes())
    return card.id


def test_the_last_five_are_kept_and_one_click_goes_back(db: Database, reviewer: Actor) -> None:
    """The one at work is never thrown away; the shipped one is always a choice."""
    shelf = shelf_of(db)
    assert shelf is not None
    first = a_card(shelf, 1)
    barriers.choose_model(db, reviewer, model_id=first)
    for n in range(2, 9):
        a_card(shelf, n)
    assert [each.id for each in shelf.cards()] == ["model-8", "model-7", "model-6", "model-5", "model-1"]
    assert len(shelf.cards()) == KEPT
    assert barriers.version_of(db).endswith("+model-n1")
    barriers.choose_model(db, reviewer, model_id=SHIPPED)
    assert barriers.version_of(db) == barriers.tagger_version()
    for gone in ("model-2", "../elsewhere"):
        with pytest.raises(NotFound):
            barriers.choose_model(db, reviewer, model_id=gone)
    assert {path.stat().st_mode & 0o077 for path in shelf.folder.rglob("*.npz")} == {0}


def test_a_stopped_training_leaves_everything_as_it_was(
    db: Database, reviewer: Actor, taught: list[str], small: None
) -> None:
    """Cancelling is asked at each step of the solver, and nothing half-made stays."""
    calls = 0

    def stop(_done: int, _total: int, _message: str) -> None:
        nonlocal calls
        calls += 1
        if calls == 12:
            raise jobs.Cancelled

    with pytest.raises(jobs.Cancelled):
        barriers.train_with_decisions(db, asked_by=reviewer.id, progress=stop)
    state = barriers.learning_state(db, reviewer)
    assert (state.cards, state.in_use, state.last) == ((), SHIPPED, None)


def test_weights_of_what_a_team_decided_stay_beside_its_database(db: Database, db_path: Path) -> None:
    """Never in the repository, and apart for the invented data."""
    shelf = shelf_of(db)
    assert shelf is not None
    assert shelf.folder == db_path.with_name("models")
