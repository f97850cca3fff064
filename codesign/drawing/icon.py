"""The mark of the product as an icon, for a phone's home screen."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from codesign.drawing.canvas import RIVER, SHEET

_SCALE = 4  # drawn larger, then brought down: smooth edges
_AMBER = "#E69F00"


def app_icon(size: int, *, bleed: bool = False) -> bytes:
    """Return the icon as PNG bytes, `size` pixels wide, always the same.

    With `bleed` the ground fills the square and the mark stays in its middle four fifths: phones cut it to their shape.
    """
    side = size * _SCALE
    mark = side * (0.62 if bleed else 0.74)
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), 0 if bleed else side * 0.2, RIVER)
    picture.paste(Image.new("RGBA", (side, side), SHEET), mask=_leaf(side, mark))
    middle, slit = side / 2, side * 0.016
    pen.rectangle((middle - slit, middle - mark / 2, middle + slit, middle + mark / 2), RIVER)
    for share, colour in ((0.2, RIVER), (0.135, _AMBER)):
        reach = mark * share
        pen.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), colour)
    out = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _leaf(side: int, height: float) -> Image.Image:
    """Return the mask of a leaf that stands upright: where two discs overlap."""
    reach, away = height * 0.6, height * 0.33
    masks = []
    for shift in (-away, away):
        mask = Image.new("L", (side, side), 0)
        x = side / 2 + shift
        ImageDraw.Draw(mask).ellipse((x - reach, side / 2 - reach, x + reach, side / 2 + reach), 255)
        masks.append(mask)
    return ImageChops.multiply(*masks)
