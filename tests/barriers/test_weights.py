"""The file of the sentence model: small, the same bytes each time, refused in words when it is damaged."""

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from codesign.barriers import load_lexicon
from codesign.barriers.tagger import Tagger
from codesign.barriers.weights import MODEL_FILE, Weights, from_bytes, load_weights, to_bytes
from codesign.errors import InvalidInput

HEARD = "La dame du bureau parlait français, il a souri pis il est reparti."


def test_the_file_gives_back_its_weights_and_refuses_anything_else() -> None:
    """What is shipped is small, holds no code, and says so when it is cut."""
    weights = load_weights()
    assert weights is not None
    content = to_bytes(weights)
    assert content == MODEL_FILE.read_bytes()
    assert len(content) <= 2_000_000
    with pytest.raises(InvalidInput):
        from_bytes(content[:5000])


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_refused_in_words(seed: int) -> None:
    """A disk that fails gives bytes that are nearly right: the rules must go on, and somebody be told."""
    draw = random.Random(seed)  # noqa: S311 - damage, not a secret
    content = bytearray(MODEL_FILE.read_bytes())
    for _ in range(draw.choice([1, 20, 2000])):
        content[draw.randrange(len(content))] = draw.randrange(256)
    with suppress(InvalidInput):
        Tagger(load_lexicon(), from_bytes(bytes(content))).tag(HEARD, [(0, len(HEARD))])


@pytest.mark.parametrize(
    "damage",
    [
        lambda w: replace(w, units=replace(w.units, outputs=w.units.outputs[:-1])),
        lambda w: replace(w, units=replace(w.units, bias=w.units.bias * np.nan)),
        lambda w: replace(w, units=replace(w.units, codes=w.units.codes[:, :-1])),
        lambda w: replace(w, thresholds=w.thresholds[:-1]),
        lambda w: replace(w, scale=w.scale[:, :0]),
        lambda w: replace(w, words=replace(w.words, strengths=w.words.strengths[:-1])),
        lambda w: replace(w, bias=w.bias[:-1]),
        lambda w: replace(w, by_vector=np.zeros((300, 2), np.float32)),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(damage: Callable[[Weights], Weights]) -> None:
    """They would only fail at the first note that somebody saves."""
    weights = load_weights()
    assert weights is not None
    content = to_bytes(damage(weights))
    with pytest.raises(InvalidInput):
        from_bytes(content)


def test_a_file_that_would_fill_the_memory_is_refused() -> None:
    """A few kilobytes may unpack to gigabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("codes.npy", bytes(70_000_000))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(InvalidInput, match="64"):
        from_bytes(out.getvalue())
