"""What tells one persona from another without colour alone: a letter, a shape and a hue, the same in every file.

Hues are those of Okabe & Ito (2008), told apart by most people who see colours otherwise; words are never set in them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from codesign.drawing.avatar import HUES, avatar_shapes
from codesign.drawing.scene import INK, WHITE, Box, Group, Ink, Outline, Round, Shape, Words
from codesign.drawing.typeface import Face

_ORDER = (1, 0, 2, 6, 4, 3, 5)  # neighbours in the alphabet far apart in hue and in grey
_CORNERS = (0, 4, 3, 44, 6, 5, 8, 10)  # disc, square, triangle, lozenge, hexagon, pentagon, octagon, star


@dataclass(frozen=True, slots=True)
class Mark:
    """The letter, hue and corners of a persona; `tint` is the hue thinned with white, on which ink reads."""

    letter: str
    hue: str
    corners: int

    @property
    def tint(self) -> str:
        """A pale ground of the same hue."""
        return thinned(self.hue, 0.22)


def mark_of(letter: str) -> Mark:
    """Return the mark of a letter; fifty-six follow each other before a pair of hue and shape comes back."""
    place = max(0, ord(letter[:1].upper() or "A") - ord("A"))
    return Mark(letter, HUES[_ORDER[place % 7]], _CORNERS[place % 8])


def thinned(hue: str, share: float) -> str:
    """Return a hue mixed with white: `share` of it is left."""
    parts = (int(hue[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - share * (255 - part)):02X}" for part in parts)


def luminance(hue: str) -> float:
    """Return how light a colour is, 0 to 1 (WCAG 2): what is left of it on a black and white printer."""
    parts = [int(hue[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2): 4.5 or more for words."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def badge(mark: Mark, x: float, y: float, radius: float) -> Group:
    """Return the shape with its letter, its middle at (x, y)."""
    edge = max(0.8, radius / 14)
    inner = radius * (0.6 if mark.corners in (3, 10) else 0.68)
    middle = y + (radius * 0.14 if mark.corners == 3 else 0)
    ink = Ink(Face.BOLD, inner * 1.25)
    letter = Words("mark", (mark.letter,), x, middle + ink.size * 0.36, inner * 2, ink, "middle")
    return Group(
        f"repère {mark.letter}",
        (_figure(mark, x, y, radius, edge), Round(x, middle, inner, WHITE, INK, edge * 0.7), letter),
    )


def _figure(mark: Mark, x: float, y: float, radius: float, edge: float) -> Shape:
    if mark.corners == 0:
        return Round(x, y, radius, mark.hue, INK, edge)
    if mark.corners == 4:
        side = radius * 1.8
        return Box(x - side / 2, y - side / 2, side, side, mark.hue, INK, edge, radius / 8)
    return Outline(_corners(mark.corners, x, y, radius), mark.hue, INK, edge)


def _corners(corners: int, x: float, y: float, radius: float) -> tuple[tuple[float, float], ...]:
    if corners == 10:  # a star of ten soft points
        reach = [(radius * (0.9 if k % 2 else 1.15), 18.0 * k) for k in range(20)]
    else:
        count, out = {44: (4, 1.15), 3: (3, 1.35)}.get(corners, (corners, 1.06))
        reach = [(radius * out, 360 * k / count) for k in range(count)]
    lowered = y + (radius * 0.14 if corners == 3 else 0)
    turns = ((far, math.radians(angle - 90)) for far, angle in reach)
    return tuple((round(x + far * math.cos(turn), 3), round(lowered + far * math.sin(turn), 3)) for far, turn in turns)


def avatar_group(seed: str, x: float, y: float, side: float, alt: str) -> Group:
    """Return the avatar of a seed as shapes, its upper left corner at (x, y)."""
    ground = Box(0, 0, side, side, "#F1EEE7", INK, max(0.8, side / 110))
    return Group("forme", (ground, *avatar_shapes(seed, side)), alt).moved(x, y)
