"""Abstract avatars: a few shapes from a seed. No face, skin, hair, dress or silhouette: nobody is drawn.

The shapes are described once; pixels (screens) and vectors (files for designers) are made from the description.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageDraw

from codesign.drawing.scene import Outline, Round

HUES = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")  # Okabe & Ito, 2008
_INK = "#1D2730"
_SCALE = 4  # drawn larger, then reduced: smooth edges on every machine
_ARC = 48  # pieces of half a circle


def avatar_shapes(seed: str, side: float) -> tuple[Round | Outline, ...]:
    """Return the shapes of `seed` in a square of `side`, back to front, always the same."""
    numbers = _numbers(seed)
    hues = sorted(HUES, key=lambda _hue: next(numbers))
    return tuple(_shape(side, hues[i % len(hues)], numbers) for i in range(3 + int(next(numbers) * 3)))


def draw_avatar(seed: str, size: int) -> Image.Image:
    """Return a square picture of `size` pixels, always the same for one seed."""
    side = size * _SCALE
    picture = Image.new("RGB", (side, side), "#F1EEE7")
    pen = ImageDraw.Draw(picture)
    for each in avatar_shapes(seed, side):
        edge = max(1, round(each.weight))
        if isinstance(each, Round):
            box = (each.x - each.radius, each.y - each.radius, each.x + each.radius, each.y + each.radius)
            pen.ellipse(box, fill=each.fill, outline=each.edge, width=edge)
        else:
            pen.polygon(each.points, fill=each.fill, outline=each.edge, width=edge)
    pen.rectangle((0, 0, side - 1, side - 1), outline=_INK, width=max(1, side // 90))
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def avatar(seed: str, size: int = 256) -> bytes:
    """Return the avatar of `seed` as PNG bytes."""
    out = BytesIO()
    draw_avatar(seed, size).save(out, "PNG")
    return out.getvalue()


def _numbers(seed: str) -> Iterator[float]:
    """Yield numbers between 0 and 1 that depend on the seed alone."""
    counter = 0
    while True:
        for byte in hashlib.sha256(f"{seed}/{counter}".encode()).digest():
            yield byte / 256
        counter += 1


def _shape(side: float, hue: str, numbers: Iterator[float]) -> Round | Outline:
    kind, x, y = next(numbers), side * (0.22 + 0.56 * next(numbers)), side * (0.22 + 0.56 * next(numbers))
    radius, turn, edge = side * (0.14 + 0.16 * next(numbers)), 360 * next(numbers), side / 100
    radius = min(radius, x, y, side - x, side - y)  # within the frame, whatever draws it
    if kind < 0.35:
        return Round(x, y, radius, hue, _INK, edge)
    if kind < 0.65:
        angles = [turn + 180 * k / _ARC for k in range(_ARC + 1)]
    else:
        sides = 3 + int(next(numbers) * 3)
        angles = [turn + 360 * k / sides for k in range(sides)]
    points = [
        (x + radius * math.cos(math.radians(angle)), y + radius * math.sin(math.radians(angle))) for angle in angles
    ]
    return Outline(tuple((round(px, 3), round(py, 3)) for px, py in points), hue, _INK, edge)
