"""Photos made safe on arrival: the pixels and nothing else."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image

from codesign.errors import InvalidInput
from codesign.i18n import N_

MAX_PIXELS = 60_000_000  # the largest phone cameras; more is a bomb or a poster
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_TURN = Image.Transpose
UPRIGHT = {  # what brings each value of the EXIF orientation back (1 needs nothing)
    2: _TURN.FLIP_LEFT_RIGHT, 3: _TURN.ROTATE_180, 4: _TURN.FLIP_TOP_BOTTOM, 5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270, 7: _TURN.TRANSVERSE, 8: _TURN.ROTATE_90,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SafePhoto:
    """A re-encoded JPEG: `sha256` names it in the media folder."""

    data: bytes
    width: int
    height: int
    sha256: str


def safe_photo(data: bytes, longest: int = 2000) -> SafePhoto:
    """Return the picture turned upright, at most `longest` pixels on a side, without any metadata.

    Saving an opened picture again keeps the JPEG comment and loses the rotation, so the pixels are laid on a new one:
    EXIF (with its GPS position), XMP, comments, PNG texts and colour profiles stay behind.

    Raises:
        InvalidInput: not a picture, broken, or more than 60 million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as opened:
                _refuse_bombs(opened)
                upright = _turned(opened)
                upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
                clean = _flatten(upright)
    except InvalidInput:
        raise
    except Exception as error:  # decoders raise anything on a crafted file: TypeError, struct.error, SyntaxError…
        raise InvalidInput(
            N_("This file is not a picture that can be read, or it is damaged. Choose another.")
        ) from error
    out = BytesIO()
    clean.save(out, "JPEG", quality=88, optimize=True)
    content = out.getvalue()
    return SafePhoto(content, clean.width, clean.height, hashlib.sha256(content).hexdigest())


def _flatten(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, on white where they were transparent."""
    layer = picture.convert("RGBA")
    clean = Image.new("RGB", layer.size, "white")
    clean.paste(layer, mask=layer.getchannel("A"))
    return clean


def _refuse_bombs(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise InvalidInput(N_("This picture is too large. Take it again at a lower resolution."))


def _turned(picture: Image.Image) -> Image.Image:
    """Return the picture upright. `exif_transpose` writes the EXIF again and fails where a phone wrote it badly."""
    turn = UPRIGHT.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    return picture.copy() if turn is None else picture.transpose(turn)
