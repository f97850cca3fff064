"""What the room hands out: plain values, never spaCy objects."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text.

    Attributes:
        start: Offset of the first character in the original text, in Unicode code points.
        end: Offset after the last character; ``text[start:end]`` of the whole text is ``Sentence.text``.
        text: The sentence as written, without the spaces and list marks around it.
    """

    start: int
    end: int
    text: str
