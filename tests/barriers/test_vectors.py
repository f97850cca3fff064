"""Word vectors of an installed pipeline as one more view of the sentence model; without them nothing changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from codesign import barriers
from codesign.accounts import Actor
from codesign.barriers import SHIPPED
from codesign.barriers.corpus import LabelledSentence
from codesign.barriers.examples import Examples, read_sentences
from codesign.barriers.learning import ModelCard, ModelFigures, TeamFigures, Verdict
from codesign.barriers.lexicon import load_lexicon
from codesign.barriers.model import TagStatus
from codesign.barriers.scoring import Counts
from codesign.barriers.shelf import shelf_of
from codesign.barriers.tagger import Tagger, rule_tagger
from codesign.barriers.training import train
from codesign.barriers.weights import Weights, from_bytes, name_of, to_bytes
from codesign.errors import InvalidInput
from codesign.nlp import WordVectors
from codesign.storage import Database

CODES = ["cout", "statut"]
SEEN, UNSEEN, PLAIN = "grobidou", "zouplette", "etang"
EMPTY = Examples([], [], [], [], [])


class Vectors(WordVectors):
    """Vectors made by hand: two words that mean the same, one that does not."""

    def __init__(self) -> None:
        self.name, self.size = "mains", 2
        self._known = {SEEN: (1, 0), UNSEEN: (1, 0), PLAIN: (0, 1)}

    def of(self, words: object) -> tuple[np.ndarray, np.ndarray]:
        """Look up."""
        rows = np.array([self._known.get(str(word), (0, 0)) for word in words], np.float32)  # type: ignore[attr-defined]
        return rows.reshape(-1, 2), (rows.reshape(-1, 2).sum(axis=1) > 0).astype(np.float32)


@pytest.fixture(scope="module")
def trained() -> Weights:
    """A model learnt from invented sentences where one word carries a code."""
    told = [f"{word} {n} fois" for n in range(30) for word in (SEEN, PLAIN)]
    labels = [{"statut": TagStatus.PRESENT} if SEEN in text else {} for text in told]
    labels[1] = {"cout": TagStatus.PRESENT}
    rows = [LabelledSentence(f"n{n}", f"v{n % 6}", text, labels[n]) for n, text in enumerate(told)]
    weights, _unseen = train(CODES, read_sentences(rows, rule_tagger()), EMPTY, vectors=Vectors())
    return weights


def chance(tagger: Tagger, text: str) -> float:
    """The score of the code that only the vectors can tell."""
    return max((each.score for each in tagger.tag(text, [(0, len(text))]) if each.code == "statut"), default=0.0)


def test_a_word_never_met_is_understood_by_its_vector(trained: Weights) -> None:
    """That is what vectors are for; a word without a vector says nothing."""
    kind = replace(trained, thresholds=np.zeros(2, np.float32))
    lexicon = replace(load_lexicon(), entries=load_lexicon().entries[:3])
    tagger = Tagger(lexicon, kind, Vectors())
    assert chance(tagger, f"{UNSEEN} bleu") > chance(tagger, f"{PLAIN} bleu")
    together = Tagger(lexicon, kind, Vectors())
    assert chance(together, f"{UNSEEN} bleu") == chance(tagger, f"{UNSEEN} bleu")


def test_the_word_that_a_vector_understood_is_shown(trained: Weights) -> None:
    """A suggestion that rests on a vector alone would otherwise point at any word; where it stands changes nothing."""
    tagger = Tagger(
        replace(load_lexicon(), entries=load_lexicon().entries[:3]),
        replace(trained, thresholds=np.zeros(2, np.float32)),
        Vectors(),
    )
    for text in (f"{UNSEEN} bleu gris", f"bleu gris {UNSEEN}", f"Rien ici. {PLAIN} bleu {UNSEEN} gris"):
        (found,) = [each for each in tagger.tag(text, [(0, len(text))]) if each.code == "statut"]
        assert [text[each.start : each.end] for each in found.evidence] == [UNSEEN]


def test_the_file_keeps_the_view_and_its_pipeline(trained: Weights) -> None:
    """Without them the file is the one that it always was."""
    again = from_bytes(to_bytes(trained))
    assert again.pipeline == ("mains",)
    assert again.by_vector is not None
    assert trained.by_vector is not None
    assert np.array_equal(again.by_vector, trained.by_vector)
    bare = from_bytes(to_bytes(replace(trained, by_vector=None, pipeline=())))
    assert (bare.by_vector, bare.pipeline) == (None, ())


def test_a_model_whose_pipeline_is_gone_gives_way_to_the_shipped_one_and_says_so(
    db: Database, actor: Callable[..., Actor], trained: Weights
) -> None:
    """Half a model would be worse than none; the screen says what is missing, in French."""
    shelf, team = shelf_of(db), ModelFigures(0.5, TeamFigures(Counts(0, 0, 0), 0))
    assert shelf is not None
    content = to_bytes(trained)
    card = ModelCard(
        "m1", "2026-11-22T12:00:00.000Z", "x", name_of(content), "d", "l", "fr_core_news_xxl", 1, 0, (), team, team,
        Verdict.TAKEN,
    )  # fmt: skip
    shelf.keep(card, content)
    shelf.choose("m1")
    state = barriers.learning_state(db, actor("analyse"))
    assert state.in_use == "m1"
    assert "n’est pas installée" in state.trouble
    assert barriers.version_of(db) == barriers.tagger_version()
    with pytest.raises(InvalidInput, match="fr_core_news_xxl"):
        barriers.reader_of(db)  # a command that was asked for the team's model never answers with another one


def test_a_damaged_shelf_is_passed_over(db: Database, db_path: Path, actor: Callable[..., Actor]) -> None:
    """A file somebody touched must not stop review."""
    folder = db_path.with_name("models")
    (folder / "m1").mkdir(parents=True)
    (folder / "m1" / "manifest.json").write_text(json.dumps({"id": "m1"}), encoding="utf-8")
    (folder / "in_use").write_text("m1", encoding="utf-8")
    state = barriers.learning_state(db, actor("analyse"))
    assert (state.cards, state.in_use) == ((), SHIPPED)
    shutil.rmtree(folder)
