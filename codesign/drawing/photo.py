"""Photos made safe on arrival: the pixels and nothing else, and fewer of them where a face or a paper was."""

from __future__ import annotations

import hashlib
import math
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from PIL import ExifTags, Image

from codesign.errors import InvalidInput
from codesign.i18n import N_

MAX_PIXELS = 60_000_000  # the largest phone cameras; more is a bomb or a poster
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF")
_TURN = Image.Transpose
UPRIGHT = {  # what brings each value of the EXIF orientation back (1 needs nothing)
    2: _TURN.FLIP_LEFT_RIGHT, 3: _TURN.ROTATE_180, 4: _TURN.FLIP_TOP_BOTTOM, 5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270, 7: _TURN.TRANSVERSE, 8: _TURN.ROTATE_90,
}  # fmt: skip
Box = tuple[float, float, float, float]  # left, top, width, height, as shares (0 to 1) of the picture seen upright
_CELLS = 4  # along the longest side of a hidden rectangle: at most 16 flat colours are left of a face or a line
_SHADES = 16  # per channel: fine differences would tell one short text from another
_GRID = 16  # pixels: JPEG spreads what it shows over blocks of this size
_OTHER_KINDS = (b"%pdf-", b"<!doctype", b"<html", b"<script", b"<?php", b"<svg", b"mz\x90\x00", b"\x7felf")
_UNREADABLE = N_("This file is not a picture that can be read, or it is damaged. Choose another.")

pillow_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True, slots=True)
class SafePhoto:
    """A re-encoded JPEG: `sha256` names it in the media folder."""

    data: bytes
    width: int
    height: int
    sha256: str


def safe_photo(data: bytes, longest: int = 2000, hidden: Sequence[Box] = ()) -> SafePhoto:
    """Return the picture turned upright, at most `longest` pixels on a side, without any metadata.

    Saving an opened picture again keeps the JPEG comment and loses the rotation, so the pixels are laid on a new one:
    EXIF (with its GPS position), XMP, comments, PNG texts and colour profiles stay behind, and so does whatever was
    appended to the file. Each rectangle of `hidden` keeps at most sixteen flat colours: nothing brings it back.

    Raises:
        InvalidInput: not a picture, broken, a file of another kind at the same time, more than 60 million pixels, or a
            rectangle outside of the picture.
    """
    _refuse_disguised(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as opened:
                _refuse_bombs(opened)
                clean = _flatten(_upright(opened, longest))
    except InvalidInput:
        raise
    except Exception as error:  # decoders raise anything on a crafted file: TypeError, struct.error, SyntaxError…
        raise InvalidInput(_UNREADABLE) from error
    for box in hidden:
        _hide(clean, box)
    out = BytesIO()
    clean.save(out, "JPEG", quality=88, optimize=True)
    content = out.getvalue()
    return SafePhoto(content, clean.width, clean.height, hashlib.sha256(content).hexdigest())


def check_photo(data: bytes) -> None:
    """Refuse what `safe_photo` would refuse by its first bytes, without reading its pixels: for looking at hundreds.

    Raises:
        InvalidInput: not a picture, of another kind at the same time, or over 60 million pixels.
    """
    _refuse_disguised(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as opened:
                _refuse_bombs(opened)
    except InvalidInput:
        raise
    except Exception as error:  # as `safe_photo`
        raise InvalidInput(_UNREADABLE) from error


def _flatten(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, on white where they were transparent."""
    layer = picture.convert("RGBA")
    clean = Image.new("RGB", layer.size, "white")
    clean.paste(layer, mask=layer.getchannel("A"))
    return clean


def _refuse_disguised(data: bytes) -> None:
    """Refuse a file that is a picture and something else. Films that phones append to a photo are let through."""
    ends = (data[:1024] + b" " + data[-1024:]).lower()
    if any(mark in ends for mark in _OTHER_KINDS) or zipfile.is_zipfile(BytesIO(data)):
        raise InvalidInput(N_("This file is also of another kind (archive, document or program). Choose another."))


def _refuse_bombs(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise InvalidInput(N_("This picture is too large. Take it again at a lower resolution."))


def _upright(picture: Image.Image, longest: int) -> Image.Image:
    """Return the picture bounded, then turned. `exif_transpose` writes the EXIF again and fails where it was wrong."""
    turn = UPRIGHT.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    picture.load()  # whole first: a JPEG asked for a smaller size may hide that its end is missing
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return picture if turn is None else picture.transpose(turn)


def _hide(picture: Image.Image, box: Box) -> None:
    """Replace a rectangle, widened to whole blocks, by a few flat colours, rounded."""
    area = _pixels(box, picture.width, picture.height)
    part = picture.crop(area)
    cell = max(part.width, part.height) / _CELLS
    size = (max(1, round(part.width / cell)), max(1, round(part.height / cell)))
    step = 256 // _SHADES
    few = part.resize(size, Image.Resampling.BOX).point(lambda value: int(value // step * step + step // 2))
    picture.paste(few.resize(part.size, Image.Resampling.NEAREST), area)


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    left, top, wide, high = box
    if not (all(math.isfinite(each) and 0 <= each <= 1 for each in box) and wide > 0 < high and left < 1 > top):
        raise InvalidInput(N_("A rectangle to hide is outside of the picture. Draw it again."))
    right, bottom = min(left + wide, 1) * width, min(top + high, 1) * height
    found = (
        int(left * width) // _GRID * _GRID,
        int(top * height) // _GRID * _GRID,
        min(width, math.ceil(right / _GRID) * _GRID),
        min(height, math.ceil(bottom / _GRID) * _GRID),
    )
    if found[0] >= found[2] or found[1] >= found[3]:
        raise InvalidInput(N_("A rectangle to hide is outside of the picture. Draw it again."))
    return found
