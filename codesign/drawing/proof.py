"""The proof in grey: what a black and white printer or a photocopier leaves of the sheets."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

_GAP = 24


def grey_proof(pages: Sequence[bytes]) -> bytes:
    """Return pictures of pages side by side, in greys alone, as PNG."""
    opened = [Image.open(BytesIO(each)).convert("L") for each in pages]
    width = sum(each.width + _GAP for each in opened) + _GAP
    whole = Image.new("L", (width, max((each.height for each in opened), default=0) + 2 * _GAP), 160)
    x = _GAP
    for each in opened:
        whole.paste(each, (x, _GAP))
        x += each.width + _GAP
    out = BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()
