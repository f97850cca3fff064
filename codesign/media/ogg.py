"""OGG: the comments of Opus and Vorbis blanked where they stand, checksums made anew (RFC 3533, RFC 7845, Vorbis I)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_POLYNOMIAL = 0x04C11DB7
_CAPTURE, _HEADER = b"OggS", 27


def _crc_table() -> tuple[int, ...]:
    found = []
    for n in range(256):
        value = n << 24
        for _bit in range(8):
            value = (value << 1 ^ (_POLYNOMIAL if value & 0x80000000 else 0)) & 0xFFFFFFFF
        found.append(value)
    return tuple(found)


_TABLE = _crc_table()


@dataclass
class _Stream:
    """One logical stream: its packets of headers as they are put together, and where their bytes stand."""

    rate: int
    vorbis: bool
    packets: int = 0
    places: list[tuple[int, int]] = field(default_factory=list)
    samples: int = 0


def blanked(data: bytes) -> tuple[bytes, float]:
    """Return the same file with empty comments, up to its last whole page, and its length in seconds.

    Raises:
        ValueError, struct.error, IndexError: not whole pages of Opus or Vorbis.
    """
    out, at = bytearray(data), 0
    streams: dict[int, _Stream] = {}
    touched: set[int] = set()
    while data[at : at + 4] == _CAPTURE and at + _HEADER <= len(data):
        end = _page_end(data, at)
        if end > len(data):
            break  # cut while recording
        serial = struct.unpack_from("<I", data, at + 14)[0]
        if data[at + 5] & 2:
            streams[serial] = _stream(data[at + _HEADER + data[at + 26] : end])
        touched |= _read_page(data, at, streams[serial], out)
        at = end
    if not streams or any(each.packets < 2 for each in streams.values()):
        raise ValueError(data[:4])
    for page in touched:
        _sign(out, page)
    return bytes(out[:at]), max(each.samples / each.rate for each in streams.values())


def _page_end(data: bytes | bytearray, at: int) -> int:
    lacing = data[at + _HEADER : at + _HEADER + data[at + 26]]
    return at + _HEADER + data[at + 26] + sum(lacing)


def _stream(head: bytes) -> _Stream:
    if head[:8] == b"OpusHead":
        return _Stream(48_000, vorbis=False)
    if head[:7] == b"\x01vorbis":
        return _Stream(max(1, struct.unpack_from("<I", head, 12)[0]), vorbis=True)
    raise ValueError(head[:8])


def _read_page(data: bytes, at: int, stream: _Stream, out: bytearray) -> set[int]:
    """Follow the packets of a page; return the pages that the blanked comments touch, once they are whole."""
    granule = struct.unpack_from("<q", data, at + 6)[0]
    stream.samples = max(stream.samples, granule)
    count = data[at + 26]
    place, touched = at + _HEADER + count, set[int]()
    for size in data[at + _HEADER : at + _HEADER + count]:
        if stream.packets == 1:
            stream.places.append((place, place + size))
            touched.add(at)
        place += size
        if size < 255:
            stream.packets += 1
            if stream.packets == 2:
                _blank(out, stream)
    return touched


def _blank(out: bytearray, stream: _Stream) -> None:
    """Make the vendor's name take up the whole comment packet, as spaces, and say that no comment follows."""
    before = b"".join(out[start:end] for start, end in stream.places)
    head, tail = (b"\x03vorbis", b"\x01") if stream.vorbis else (b"OpusTags", b"")
    room = len(before) - len(head) - 8 - len(tail)
    if room < 0 or not before.startswith(head):
        raise ValueError(before[:8])
    words, at = head + struct.pack("<I", room) + b" " * room + struct.pack("<I", 0) + tail, 0
    for start, end in stream.places:
        out[start:end] = words[at : at + end - start]
        at += end - start


def _sign(out: bytearray, at: int) -> None:
    end = _page_end(out, at)
    out[at + 22 : at + 26] = bytes(4)
    value = 0
    for byte in out[at:end]:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    struct.pack_into("<I", out, at + 22, value)
