"""Folding: one spelling for words that differ only by case, accents or the shape of the apostrophe."""

from __future__ import annotations

import unicodedata

_LIGATURES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "œ": "oe", "æ": "ae", "‑": "-", "‐": "-"})


def fold(word: str) -> str:
    """Return a word in lower case, without accents, with a straight apostrophe.

    The result may differ in length from the word: offsets are always taken on the original text.
    """
    lowered = word.lower().translate(_LIGATURES)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set: a list of cues reads better as words than as a column of quotes."""
    return frozenset(words.split())
