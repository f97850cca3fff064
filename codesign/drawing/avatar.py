"""Abstract avatars: a few shapes from a seed. No face, skin, hair, dress or silhouette: nobody is drawn."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageDraw

HUES = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")  # Okabe & Ito, 2008
_INK = "#1D2730"
_SCALE = 4  # drawn larger, then reduced: smooth edges on every machine


def draw_avatar(seed: str, size: int) -> Image.Image:
    """Return a square picture of `size` pixels, always the same for one seed."""
    side = size * _SCALE
    picture = Image.new("RGB", (side, side), "#F1EEE7")
    pen = ImageDraw.Draw(picture)
    numbers = _numbers(seed)
    hues = sorted(HUES, key=lambda _hue: next(numbers))
    for i in range(3 + int(next(numbers) * 3)):
        _shape(pen, side, hues[i % len(hues)], numbers)
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


def _shape(pen: ImageDraw.ImageDraw, side: int, hue: str, numbers: Iterator[float]) -> None:
    kind, x, y = next(numbers), side * (0.22 + 0.56 * next(numbers)), side * (0.22 + 0.56 * next(numbers))
    radius, turn, edge = side * (0.14 + 0.16 * next(numbers)), 360 * next(numbers), max(1, side // 100)
    box = (x - radius, y - radius, x + radius, y + radius)
    if kind < 0.35:
        pen.ellipse(box, fill=hue, outline=_INK, width=edge)
    elif kind < 0.65:
        pen.pieslice(box, turn, turn + 180, fill=hue, outline=_INK, width=edge)
    else:
        sides = 3 + int(next(numbers) * 3)
        points = [
            (
                x + radius * math.cos(math.radians(turn + 360 * k / sides)),
                y + radius * math.sin(math.radians(turn + 360 * k / sides)),
            )
            for k in range(sides)
        ]
        pen.polygon(points, fill=hue, outline=_INK, width=edge)
