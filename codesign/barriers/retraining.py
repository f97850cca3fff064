"""Training again from the corpus, the lexicon and what the team decided, and judging before replacing.

A model is always learnt from scratch. Decisions of one source in five are set apart for ever: they judge, and nobody
learns them. Both the model at work and the new one are run on them; on the corpus, a fit with the team's decisions is
compared with one without, on voices that neither saw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from codesign import codebook, nlp, storage
from codesign.barriers import examples, learning_store, training
from codesign.barriers.corpus import load_corpus
from codesign.barriers.derived import Progress
from codesign.barriers.examples import Examples
from codesign.barriers.learning import (
    SHIPPED,
    DecidedSentence,
    ModelCard,
    ModelFigures,
    TeamFigures,
    Verdict,
    is_apart,
    judge,
    sentence_print,
    team_figures,
)
from codesign.barriers.lexicon import Lexicon
from codesign.barriers.review import BARRIER
from codesign.barriers.shelf import Shelf, gone_sources, shelf_of
from codesign.barriers.tagger import Tagger
from codesign.barriers.weights import Weights, name_of, to_bytes, weights_version
from codesign.barriers.working import lexicon_of, rules_of, tagger_of, with_shipped_model
from codesign.config import load_settings
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.storage import Database

_READING, _FITTING, _JUDGING = N_("Reading the corpus"), N_("The machine learns"), N_("Compared with the model at work")
_STEPS = training.JUDGED + 3  # reading, folds and the whole, the corpus alone


class _Course(NamedTuple):
    """What one training learns from, and what judges it."""

    codes: Sequence[str]
    corpus: Examples
    lexicon: Examples
    decided: Examples
    apart: Sequence[DecidedSentence]
    vectors: nlp.WordVectors | None


def train_with_decisions(db: Database, *, asked_by: str, progress: Progress | None = None) -> ModelCard | None:
    """Train a model with the decided sentences, keep it, and put it to work if it is not worse; return its card.

    None is returned when nobody decided anything (any more): the shipped model works then. Models that learnt
    sentences which are gone since are erased, whatever comes out. About two minutes of CPU.

    Raises:
        InvalidInput: the database is in memory only, or the pipeline of the setting cannot be loaded.
    """
    tell = progress or (lambda _done, _total, _message: None)
    shelf = shelf_of(db)
    if shelf is None:
        raise InvalidInput(N_("There is no folder beside this database to keep a model in."))
    known = learning_store.decided(db)
    must_go = _holds_what_is_gone(db, shelf)
    if not any(not is_apart(each.source_id) for each in known):
        shelf.choose(SHIPPED)
        _drop_gone(db, shelf)
        return None
    lexicon = lexicon_of(db)
    tell(0, _STEPS, _READING)
    course = _prepare(known, lexicon)
    tell(1, _STEPS, _FITTING)
    weights, unseen = training.train(
        course.codes,
        course.corpus,
        course.lexicon + course.decided,
        lambda done, _total: tell(1 + done, _STEPS, _FITTING),
        course.vectors,
    )
    held = training.folds(course.corpus.voices)[0]
    after = training.fold_f1(course.codes, course.corpus, held, unseen.raw[: len(held)])
    tell(_STEPS - 1, _STEPS, _JUDGING)
    before = _corpus_alone(shelf, course, lexicon, lambda: tell(_STEPS - 1, _STEPS, _JUDGING))
    old_tagger = with_shipped_model(lexicon) if must_go else tagger_of(db)
    old = ModelFigures(before, judged(old_tagger, course.apart))
    new = ModelFigures(after, judged(Tagger(lexicon, weights, course.vectors), course.apart))
    card = _card(asked_by, course, lexicon, weights, known, judge(old, new, must_go=must_go), (old, new))
    return _settle(db, shelf, card, weights, must_go=must_go)


def _settle(db: Database, shelf: Shelf, card: ModelCard, weights: Weights, *, must_go: bool) -> ModelCard:
    """Keep what was trained; put it to work if it was taken, the shipped one if the one at work may not stay."""
    shelf.keep(card, to_bytes(weights))
    if card.verdict.is_taken:
        shelf.choose(card.id)
    elif must_go:
        shelf.choose(SHIPPED)
    _drop_gone(db, shelf)
    return card


def examples_of(decided: Sequence[DecidedSentence], rules: Tagger) -> Examples:
    """Return decided sentences as training reads them; each source is a voice of its own."""
    found = Examples([], [], [], [], [])
    for each in decided:
        found.words.append(examples.words_of(each.text))
        proposals = rules.tag(each.text, [(0, len(each.text))])
        found.ruled.append({p.code: p.status for p in proposals if p.family == BARRIER})
        found.labels.append(dict(each.held))
        found.voices.append(each.source_id)
        found.worth.append(each.worth)
    return found


def judged(tagger: Tagger, apart: Sequence[DecidedSentence]) -> TeamFigures:
    """Run a tagger on decided sentences and count it against what people decided."""
    return team_figures(
        (
            each.source_id,
            each.counts({p.code for p in tagger.tag(each.text, [(0, len(each.text))]) if p.family == BARRIER}),
        )
        for each in apart
    )


def _prepare(known: Sequence[DecidedSentence], lexicon: Lexicon) -> _Course:
    codes = [code.id for code in codebook.load_codebook().family(BARRIER).codes]
    rules, pipeline = rules_of(lexicon), load_settings().pipeline
    vectors = nlp.word_vectors(pipeline) if pipeline and nlp.check_pipeline(pipeline).vectors else None
    corpus = examples.read_sentences(load_corpus(codes).learn, rules)
    decided = examples_of([each for each in known if not is_apart(each.source_id)], rules)
    apart = [each for each in known if is_apart(each.source_id)]
    return _Course(codes, corpus, examples.read_extra(codes, lexicon, rules), decided, apart, vectors)


def _corpus_alone(shelf: Shelf, course: _Course, lexicon: Lexicon, tick: Callable[[], None]) -> float:
    """Return what a fit without the team's decisions gives on the same voices; measured once per way to learn.

    The name of the shipped weights stands for all that changes with a version: method, lines, pairs.
    """
    data = f"{weights_version()} {_digest(course.corpus, lexicon)}"
    known = shelf.base(data)
    if known is None:
        held, raw = training.unseen_fold(course.codes, course.corpus, course.lexicon, lambda _done, _total: tick())
        known = training.fold_f1(course.codes, course.corpus, held, raw)
        shelf.keep_base(data, known)
    return known


def _digest(examples: Examples, lexicon: Lexicon) -> str:
    told = repr((examples.words, examples.labels, [tuple(each.codes.items()) for each in examples.worth]))
    return hashlib.sha256(f"{lexicon.version} {told}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _card(  # noqa: PLR0913, PLR0917 - what is known of a model
    asked_by: str,
    course: _Course,
    lexicon: Lexicon,
    weights: Weights,
    known: Sequence[DecidedSentence],
    verdict: Verdict,
    figures: tuple[ModelFigures, ModelFigures],
) -> ModelCard:
    model_id, taught = storage.uuid7(), [each for each in known if not is_apart(each.source_id)]
    learnt: dict[str, tuple[str, ...]] = dict.fromkeys(sorted({each.source_id for each in taught}), ())
    for each in taught:
        learnt[each.source_id] += (sentence_print(model_id, each.source_id, each.text),)
    return ModelCard(
        id=model_id,
        made_at=storage.now(),
        asked_by=asked_by,
        name=name_of(to_bytes(weights)),
        data=_digest(course.corpus + course.decided, lexicon),
        lexicon=lexicon.version,
        pipeline=course.vectors.name if course.vectors else "",
        sentences=len(course.decided.words),
        apart=len(course.apart),
        sources=tuple(learnt),
        old=figures[0],
        new=figures[1],
        verdict=verdict,
        learnt=learnt,
    )


def _holds_what_is_gone(db: Database, shelf: Shelf) -> bool:
    card = shelf.in_use()
    return card is not None and bool(gone_sources(card, learning_store.still_said(db, card.sources)))


def _drop_gone(db: Database, shelf: Shelf) -> None:
    """Erase the models that learnt sentences which are gone."""
    for card in shelf.cards():
        if gone_sources(card, learning_store.still_said(db, card.sources)):
            shelf.drop(card.id)
