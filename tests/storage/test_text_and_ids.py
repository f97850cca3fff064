"""Text as it is kept, ids that sort by time."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import storage
from codesign.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301te\u0301", "été"),
        ("e\x00\u0301", "é"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ufeffdébut", "début"),
        ("nul\x00ici\x07", "nulici"),
        ("demi\ud83d", "demi"),
        ("  <b>gras</b> ![](http://x)  ", "<b>gras</b> ![](http://x)"),
        ("", ""),
        ("ligne\tune\n\nligne", "ligne\tune\n\nligne"),
    ],
)
def test_text_is_normalised_and_markup_is_left_as_typed(typed: str, kept: str) -> None:
    """What is kept is what is counted, exported and shown; markup is only text."""
    assert storage.clean_text(typed) == kept


def test_a_text_over_the_limit_is_refused_with_both_numbers() -> None:
    """A book is a document to be split."""
    assert len(storage.clean_text("a" * storage.MAX_TEXT)) == storage.MAX_TEXT
    with pytest.raises(InvalidInput, match="1000001"):
        storage.clean_text("a" * (storage.MAX_TEXT + 1))


@given(st.text(alphabet=st.characters(), max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """Offsets counted on kept text stay right when it is kept again."""
    once = storage.clean_text(text)
    assert storage.clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


def test_ids_sort_by_time_even_within_one_millisecond() -> None:
    """The order of making is the order of ids."""
    made = [storage.uuid7() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    assert abs(storage.uuid7_ms(made[-1]) - storage.uuid7_ms(made[0])) < 60_000
