"""A sheet as a description: words, shapes and pictures in points, which SVG, PDF, PNG and slides are all made from.

One description, several hands: what one file says, the others say too, at the same place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from codesign.drawing.typeface import Face, font, width_of

INK, QUIET, BRICK, WHITE = "#1D2730", "#55616B", "#A1421F", "#FFFFFF"
# where a line may be cut: never beside a mark of French, nor within a number, whatever space people typed there
_SPACE = re.compile(r"(?<!«) (?![»;:!?%$€])(?!(?<=\d )\d{3}\b)")
_UNITS = 1000  # letters are measured large, once: the width at any size follows


@dataclass(frozen=True, slots=True)
class Ink:
    """How a run of words looks: face, size and leading in points, colour."""

    face: Face
    size: float
    colour: str = INK
    spacing: float = 1.32

    @property
    def leading(self) -> float:
        """The distance between two lines."""
        return self.size * self.spacing

    def scaled(self, by: float) -> Ink:
        """Return the same look, larger or smaller."""
        return replace(self, size=self.size * by)


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph, already cut into lines that fit `width`; `y` is the baseline of the first.

    A line that was cut at a space keeps it at its end, so that the lines put together are the paragraph.
    `role` is `h1`, `h2`, `p`, `quote`, or `mark` (a letter in a badge, said already in words). `x` is where the lines
    begin, have their middle, or end, as `anchor` says (`start`, `middle`, `end`).
    """

    role: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    ink: Ink
    anchor: str = "start"

    @property
    def text(self) -> str:
        """The paragraph."""
        return "".join(self.lines)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `radius` rounds its corners, `dash` breaks its edge."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    edge: str | None = None
    weight: float = 0.75
    radius: float = 0
    dash: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A disc."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    edge: str | None = None
    weight: float = 0.75


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed polygon."""

    points: tuple[tuple[float, float], ...]
    fill: str | None = None
    edge: str | None = None
    weight: float = 0.75


Shape = Box | Round | Outline


@dataclass(frozen=True, slots=True)
class Group:
    """Things that belong together, under a name that a designer reads in the layers; `alt` makes it one picture."""

    name: str
    items: tuple[Words | Shape, ...]
    alt: str = ""

    def moved(self, dx: float, dy: float) -> Group:
        """Return the group somewhere else."""
        return replace(self, items=tuple(_moved(each, dx, dy) for each in self.items))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, in points."""

    width: float
    height: float
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a file holds: its pages, its title and what it shows, for those who hear it."""

    title: str
    about: str
    pages: tuple[Sheet, ...]
    language: str = "fr-CA"


def _moved(item: Words | Shape, dx: float, dy: float) -> Words | Shape:
    if isinstance(item, Outline):
        return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
    return replace(item, x=item.x + dx, y=item.y + dy)


@cache
def _word_width(word: str, face: Face) -> float:
    return width_of(word, face, _UNITS) / _UNITS


def measure(text: str, ink: Ink) -> float:
    """Return how wide a line is, in points."""
    return _word_width(text, ink.face) * ink.size


def drawable(text: str, face: Face) -> str:
    """Return the text with a square for each sign that no font of ours has: a file for all readers refuses gaps."""
    clean = re.sub(r"[ \t\r\f\v]+", " ", text)
    return "".join(each if _drawn(each, face) else "" if _is_invisible(each) else "□" for each in clean)


@cache
def _drawn(letter: str, face: Face) -> bool:
    return letter in "\n \u00a0\u202f" or any(_has(letter, each) for each in (face, Face.REGULAR))


def _has(letter: str, face: Face) -> bool:
    large = font(face, 64)
    return bytes(large.getmask(letter)) != bytes(large.getmask("\uffff"))


def _is_invisible(letter: str) -> bool:
    """Joiners and selectors of pictograms."""
    return letter in "\u200b\u200c\u200d\ufeff" or "\ufe00" <= letter <= "\ufe0f"


def wrapped(text: str, ink: Ink, width: float) -> tuple[str, ...]:
    """Return the text in lines of at most `width` points; spaces that do not break keep French marks together."""
    lines: list[str] = []
    for paragraph in drawable(text, ink.face).strip("\n ").split("\n"):
        line, used, first = "", 0.0, len(lines)
        for word in _SPACE.split(paragraph):
            wide = _word_width(word, ink.face) * ink.size
            space = _word_width(" ", ink.face) * ink.size if line else 0.0
            if line and used + space + wide > width:
                lines.append(line + " ")
                line, used, space = "", 0.0, 0.0
            pieces = _cut(word, ink, width) if wide > width else [word]
            lines += pieces[:-1]
            line = f"{line} {pieces[-1]}" if line else pieces[-1]
            used += space + (_word_width(pieces[-1], ink.face) * ink.size)
        lines.append(line + " ")
        lines[first:] = _accompanied(lines[first:], ink, width)
    lines[-1] = lines[-1].rstrip(" ")
    return tuple(lines)


def _accompanied(lines: list[str], ink: Ink, width: float) -> list[str]:
    """Return the lines of a paragraph, the last with a second word where the line before can spare one."""
    if len(lines) < 2 or not lines[-2].endswith(" "):
        return lines
    before, last = (_SPACE.split(each.rstrip(" ")) for each in lines[-2:])
    together = f"{before[-1]} {last[0]}"
    if len(last) > 1 or len(before) < 3 or measure(together, ink) > width:
        return lines
    return [*lines[:-2], " ".join(before[:-1]) + " ", together + " "]


def snug(text: str, ink: Ink, width: float) -> float:
    """Return the narrowest width at which words take no more lines than at `width`: lines of even length."""
    most = len(wrapped(text, ink, width))
    if most == 1:
        return width
    low, high = width / 2, width
    for _turn in range(7):
        middle = (low + high) / 2
        low, high = (low, middle) if len(wrapped(text, ink, middle)) == most else (middle, high)
    return high


def _cut(word: str, ink: Ink, width: float) -> list[str]:
    """Return a word wider than a line in pieces that fit."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter, ink) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
