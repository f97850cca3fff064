"""The icon of the product: the size that was asked for, the same bytes each time, a ground that a phone may cut."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from codesign.drawing import app_icon


@pytest.mark.parametrize("size", [192, 512])
def test_an_icon_has_its_size_and_a_corner_that_shows_what_is_behind(size: int) -> None:
    """A browser refuses an icon of another size than the manifest says."""
    picture = Image.open(BytesIO(app_icon(size)))
    assert picture.size == (size, size)
    assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert app_icon(size) == app_icon(size)


def test_a_maskable_icon_keeps_its_mark_in_the_middle() -> None:
    """Phones cut it to a circle: the ground reaches the corners, and nothing else stands outside the safe zone."""
    picture = Image.open(BytesIO(app_icon(512, bleed=True))).convert("RGB")
    ground = picture.getpixel((0, 0))
    assert ground == (11, 92, 122)
    assert all(picture.getpixel((x, y)) == ground for x, y in ((256, 40), (40, 256), (472, 256), (256, 472)))
    assert picture.getpixel((220, 200)) == (255, 255, 255)
