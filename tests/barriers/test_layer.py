"""The layer of hidden units: it learns what a sum of words cannot say, and the running model says what was learnt."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from codesign.barriers import inputs, layer, load_lexicon, solving, suggester, training
from codesign.barriers import weights as kept
from codesign.barriers.corpus import load_corpus
from codesign.barriers.examples import Examples, read_sentences
from codesign.barriers.tagger import Tagger, default_tagger, rule_tagger
from codesign.barriers.weights import Units, from_bytes, load_weights, make_units, to_bytes
from codesign.codebook import load_codebook

FILL = ["une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"]
HEARD = "La dame du bureau parlait français, il a souri pis il est reparti."


def both_or_neither(count: int) -> tuple[list[list[str]], np.ndarray]:
    """Invented sentences that carry the code when both words are there, or neither: no weight per word tells that."""
    draw = random.Random(3)  # noqa: S311 - invented sentences
    words, wanted = [], []
    for _ in range(count):
        first, second = draw.random() < 0.5, draw.random() < 0.5
        middle = draw.choices(FILL, k=4)
        words.append([["bleu", "rouge"][first], *middle, ["chat", "lapin"][second], *draw.choices(FILL, k=2)])
        wanted.append([float(first == second)] * 2)
    return words, np.array(wanted)


def test_the_layer_learns_what_words_mean_together() -> None:
    """« Pas » changes « voiture » from afar: the regressions alone stay at chance, the layer does not."""
    words, wanted = both_or_neither(3000)
    counted, beside = inputs.count(words), np.zeros((3000, 1))
    learn, held = np.arange(2500), np.arange(2500, 3000)
    columns = inputs.choose(counted, learn)
    text = inputs.text(counted, columns, beside)
    ticks: list[None] = []
    found = layer.fit(
        text.of(learn), columns.common, wanted[learn], np.ones_like(wanted[learn]), lambda: ticks.append(None)
    )
    weights, bias = solving.fit(text.of(learn), wanted[learn], 0.3, solving.chances)
    right = wanted[held] > 0
    assert ((found.score(text.of(held)) > 0) == right).mean() > 0.95
    assert ((text.of(held).times(weights) + bias > 0) == right).mean() < 0.7
    assert len(ticks) > layer.ROUNDS


def test_the_layer_can_be_stopped() -> None:
    """Somebody who cancels a training does not wait for its end."""
    words, wanted = both_or_neither(100)
    counted = inputs.count(words)
    columns = inputs.choose(counted, np.arange(100))
    text = inputs.text(counted, columns, np.zeros((100, 1)))

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        layer.fit(text, columns.common, wanted, np.ones_like(wanted), stop)


def test_the_part_of_each_word_is_exact() -> None:
    """What is shown as evidence adds up to what the layer said: above zero a unit is a plain sum."""
    draw = np.random.default_rng(1)
    numbers = draw.standard_normal((3, 4)).astype(np.float32)
    nothing = np.zeros(4, np.float32)
    units = Units(
        np.ones(3, np.float16), np.ones((3, 4), np.int8), np.zeros((2, 4), np.float32), nothing, nothing,
        draw.standard_normal((4, 3)).astype(np.float32), np.zeros(3, np.float32),
    )  # fmt: skip
    hidden = suggester._Hidden(units)  # noqa: SLF001 - the sum that no proposal shows
    together = numbers.sum(axis=0)
    given = hidden.codes(together[None])[0]
    assert np.allclose(hidden.parts(numbers, together, [0, 1, 2]).sum(axis=0), given, atol=1e-5)
    assert np.allclose(hidden.parts(numbers, together, [2]).sum(axis=0), given[2:], atol=1e-5)


def test_the_running_model_says_what_was_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Training multiplies matrices, the running model sums words: rounding aside, they must give the same chances."""
    codes = [code.id for code in load_codebook().family("barrier").codes]
    monkeypatch.setattr(kept, "_rounded", lambda outputs, _most: (np.ones(len(outputs)), outputs))
    some = load_corpus(codes).learn[:700]
    read = read_sentences(some, rule_tagger())
    course = training._Course(codes, read, Examples([], [], [], [], []), None, lambda: None)  # noqa: SLF001 - its fit
    fitted = course.fit(np.arange(len(some)))
    learnt = course.score(fitted, np.arange(len(some)))[0]
    tagger = Tagger(load_lexicon(), course.weights(fitted, np.full(len(codes), 0.5), np.array([[0.0, 1.0]] * 2)))
    said: list[np.ndarray] = []
    monkeypatch.setattr(suggester, "joined", lambda chances: said.append(chances) or chances[:, :-1])
    tagger.tag_all([(each.text, [(0, len(each.text))]) for each in some])
    assert np.allclose(np.concatenate(said), learnt, atol=1e-4)
    assert learnt.std(axis=0).min() > 0.01
    assert any(read.ruled)


def test_units_pull_the_words_that_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The layer decides half of a suggestion: the words shown must be its words too."""
    codes = [code.id for code in load_codebook().family("barrier").codes]
    texts = [each.text for each in load_corpus(codes).test[:200]]

    def shown() -> list[object]:
        return [each.evidence for text in texts for each in default_tagger().tag(text, [(0, len(text))])]

    whole = shown()
    monkeypatch.setattr(suggester._Hidden, "parts", lambda *_each: 0.0)  # noqa: SLF001 - what is left out
    without = shown()
    assert len(whole) == len(without)
    assert sum(a != b for a, b in zip(whole, without, strict=True)) > len(whole) / 20


def test_what_the_file_rounds_is_little() -> None:
    """Seven levels per weight: no weight moves by more than half a level, and the small ones do not all vanish."""
    draw = np.random.default_rng(2)
    words = draw.standard_normal((50, 64))
    units = make_units(words, *(np.zeros(1, np.float32) for _ in range(5)))
    given = units.rows(np.arange(50), np.ones(50, np.float32))
    level = np.abs(words).max(axis=1, keepdims=True) / 3
    assert (np.abs(given - words) <= 0.55 * level + 0.04 * np.abs(words)).all()
    assert 0.5 < (given != 0).mean() < 0.9


def test_a_model_of_before_works_without_a_layer() -> None:
    """A team keeps five models: those that were learnt before the layer go on, from their own files."""
    weights = load_weights()
    assert weights is not None
    assert weights.units is not None
    content = to_bytes(replace(weights, units=None))
    assert len(content) < len(to_bytes(weights))
    before, now = Tagger(load_lexicon(), from_bytes(content)), Tagger(load_lexicon(), weights)
    found, other = (each.tag(HEARD, [(0, len(HEARD))]) for each in (before, now))
    assert [each.code for each in found if each.family == "barrier"]
    assert {each.score for each in found} != {each.score for each in other}


def test_a_model_without_any_word_says_nothing_of_words() -> None:
    """A team's first training may find no word often enough."""
    weights = load_weights()
    assert weights is not None
    assert weights.units is not None
    units = replace(weights.units, steps=weights.units.steps[:0], outputs=weights.units.outputs[:0])
    words = replace(weights.words, **{name: getattr(weights.words, name)[:0] for name in vars(weights.words)})
    bare = from_bytes(to_bytes(replace(weights, words=words, units=units)))
    assert bare.units is not None
    assert not bare.units.rows(*bare.words.places(weights.words.keys[:3])).any()
    found = Tagger(load_lexicon(), bare).tag(HEARD, [(0, len(HEARD))])
    assert {each.score for each in found}.isdisjoint(
        {each.score for each in Tagger(load_lexicon(), weights).tag(HEARD, [(0, len(HEARD))])}
    )
