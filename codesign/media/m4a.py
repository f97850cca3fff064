"""M4A: what is written about a sound blanked where it stands, so that nothing moves (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from codesign.errors import InvalidInput
from codesign.i18n import N_

_INSIDE = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"edts", b"dinf"})
_KEPT = frozenset(  # what a player of sound reads; all else says something about it
    b"ftyp styp mvhd tkhd mdhd hdlr smhd dref stsd stts ctts stsc stsz stz2 stco co64 stss sgpd sbgp elst mdat mfhd"
    b" tfhd tfdt trun trex mehd sidx saiz saio".split()
)
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})


def blanked(data: bytes) -> tuple[bytes, float]:
    """Return the same file where tags, positions and dates are zeros, and its length in seconds.

    Raises:
        InvalidInput: it holds something else than sound.
        ValueError, struct.error: boxes that do not fit in one another, or no sound.
    """
    out, seconds = bytearray(data), 0.0
    seen: set[bytes] = set()
    for name, named, start, end in _boxes(data, 0, len(data)):
        seen.add(name)
        if name == b"hdlr" and data[start + 8 : start + 12] != b"soun":
            raise InvalidInput(N_("This file holds a film or other tracks. Only sounds are kept: record the sound."))
        if name == b"mvhd":
            seconds = _length(data, start)
        if name in _DATED:
            wide = 8 if data[start] else 4
            out[start + 4 : start + 4 + 2 * wide] = bytes(2 * wide)
        elif name == b"hdlr":
            out[start + 24 : end] = bytes(end - start - 24)  # the name that an application gave itself
        elif name not in _KEPT:
            out[named : named + 4] = b"free"
            out[start:end] = bytes(end - start)
    if not {b"mvhd", b"hdlr", b"stsd", b"mdat"} <= seen:
        raise ValueError(seen)
    return bytes(out), seconds


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield name, where it stands, where the content begins and ends, of each box that holds no other of interest."""
    while at < end:
        size, name = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if size == 1:
            size, start = struct.unpack_from(">Q", data, at + 8)[0], at + 16
        elif size == 0:
            size = end - at
        if size < start - at or at + size > end:
            raise ValueError(name)
        if name in _INSIDE:
            yield from _boxes(data, start, at + size)
        else:
            yield name, at + 4, start, at + size
        at += size


def _length(data: bytes, start: int) -> float:
    scale, length = struct.unpack_from(">IQ" if data[start] else ">II", data, start + (20 if data[start] else 12))
    return float(length) / scale if scale else 0.0
