"""The fonts that come with the project (OFL), and text set in lines of a given width."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"


class Face(StrEnum):
    """The five faces of the house: a humanist sans for labels, a serif for what people said."""

    REGULAR = "Inter-Regular.otf"
    SEMIBOLD = "Inter-SemiBold.otf"
    BOLD = "Inter-Bold.otf"
    SERIF = "NotoSerif-Regular.ttf"
    SERIF_ITALIC = "NotoSerif-Italic.ttf"


@cache
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """Return a face at `size` pixels, laid out the same on every machine."""
    return ImageFont.truetype(str(FOLDER / face), size, layout_engine=ImageFont.Layout.BASIC)


def line_height(face: Face, size: int) -> int:
    """Return the distance between two lines, in pixels."""
    return round(size * (1.5 if face in {Face.SERIF, Face.SERIF_ITALIC} else 1.35))


def width_of(text: str, face: Face, size: int) -> float:
    """Return how wide one line of text is, in pixels."""
    return font(face, size).getlength(text)


def wrap(text: str, face: Face, size: int, width: float) -> list[str]:
    """Return `text` in lines of at most `width` pixels; nothing is dropped, a word that is too long is cut.

    Spaces that do not break (U+00A0, U+202F) keep their neighbours together, as French wants before `;` and in «».
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            trial = f"{line} {word}" if line else word
            if width_of(trial, face, size) <= width:
                line = trial
                continue
            if line:
                lines.append(line)
            pieces = _cut(word, face, size, width)
            lines += pieces[:-1]
            line = pieces[-1]
        lines.append(line)
    return lines


def _cut(word: str, face: Face, size: int, width: float) -> list[str]:
    """Return a word in pieces that fit."""
    pieces, piece = [], ""
    for letter in word:
        if piece and width_of(piece + letter, face, size) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def font_files() -> dict[str, bytes]:
    """Return the fonts of the sheets and their licences, by file name, for those who open the files elsewhere."""
    wanted = sorted(each for each in FOLDER.iterdir() if each.suffix in {".otf", ".ttf", ".txt"})
    return {each.name: each.read_bytes() for each in wanted if each.name != Face.SEMIBOLD}
