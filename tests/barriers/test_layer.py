"""The layer of hidden units: it learns what a sum of words cannot say, and each word's part in it is exact."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from codesign.barriers import TagStatus, inputs, layer, load_lexicon, solving, suggester
from codesign.barriers.tagger import Tagger
from codesign.barriers.weights import Units, from_bytes, load_weights, to_bytes

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


def test_a_model_of_before_works_without_a_layer() -> None:
    """A team keeps five models: those that were learnt before the layer go on, from their own files."""
    weights = load_weights()
    assert weights is not None
    assert weights.units is not None
    content = to_bytes(replace(weights, units=None))
    assert len(content) < len(to_bytes(weights))
    tagger = Tagger(load_lexicon(), from_bytes(content))
    found = tagger.tag(HEARD, [(0, len(HEARD))])
    assert all(isinstance(each.status, TagStatus) for each in found if each.family == "barrier")
    assert {each.score for each in found} != {
        each.score for each in Tagger(load_lexicon(), weights).tag(HEARD, [(0, len(HEARD))])
    }
