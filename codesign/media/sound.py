"""Sounds made safe on arrival: known by what they hold, not by their name, and without what is written about them.

What is removed, container by container (no sound is decoded, so none of it is lost):
WAV: everything but the format and the samples. MP3: everything but the frames of sound (ID3, APE, Lyrics3 tags and
pictures go). M4A: tags, position, dates, and what no player needs is blanked in place. OGG (Opus, Vorbis): comments and
pictures are blanked in place. The name of the encoder, in the first MP3 frame or in the codec's own settings, may stay,
and so does what is heard.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.media import m4a, mpeg, ogg

MAX_SOUND = 20_000_000  # bytes: about ten minutes as a browser records, an hour and more as a phone does
UNREADABLE = N_("This file is not a sound that can be read (WAV, MP3, M4A or OGG), or it is damaged. Choose another.")
_PLAIN, _FLOATS, _EXTENSIBLE = 1, 3, 0xFFFE  # the kinds of samples that every browser plays


@dataclass(frozen=True, slots=True)
class SafeSound:
    """A sound without what was written about it; `format` is the end of its name, `seconds` its length."""

    data: bytes
    format: str
    seconds: int


def safe_sound(data: bytes) -> SafeSound:
    """Return the sound without its metadata (see the module for what that means in each container).

    Raises:
        InvalidInput: not a sound of a known container, damaged, with pictures, or too large.
    """
    if len(data) > MAX_SOUND:
        raise InvalidInput(N_("This sound is too large. Cut it into parts of at most ten minutes."))
    try:
        found = _cleaned(data)
    except (struct.error, LookupError, ValueError, OverflowError, RecursionError) as error:
        raise InvalidInput(UNREADABLE) from error
    if found is None:
        raise InvalidInput(UNREADABLE)
    kind, clean, seconds = found
    return SafeSound(clean, kind, max(1, round(seconds)))


def _cleaned(data: bytes) -> tuple[str, bytes, float] | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return ("wav", *_wav(data))
    if data[:4] == b"OggS":
        return ("ogg", *ogg.blanked(data))
    if data[4:8] == b"ftyp":
        return ("m4a", *m4a.blanked(data))
    frames = mpeg.frames(data)
    return ("mp3", *frames) if frames else None


def _wav(data: bytes) -> tuple[bytes, float]:
    """Return a WAV of two chunks; one that was cut while recording keeps what it has."""
    form, samples, at = b"", b"", 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"fmt ":
            form = data[at + 8 : at + 8 + size]
        elif name == b"data":
            samples = data[at + 8 : at + 8 + size]
            break  # a length that was never filled in says "until the end"
        at += 8 + size + size % 2
    kind, channels, rate, _bytes, frame = struct.unpack_from("<HHIIH", form)
    if kind not in (_PLAIN, _FLOATS, _EXTENSIBLE) or not (0 < channels <= 8 and 0 < rate <= 384_000 and frame):
        raise ValueError(UNREADABLE)
    samples = samples[: len(samples) // frame * frame]
    if not samples:
        raise ValueError(UNREADABLE)
    parts = _chunk(b"fmt ", form) + _chunk(b"data", samples)
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts, len(samples) / frame / rate


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
