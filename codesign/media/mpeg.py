"""MP3: the frames of sound, one after the other, and nothing between, before or after them (ISO/IEC 11172-3)."""

from __future__ import annotations

_RATES = {  # kbit/s by (MPEG 1?, layer), from index 1
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HERTZ = (44_100, 48_000, 32_000)
_FEWEST = 4  # frames in a row: chance alone makes one or two


def frames(data: bytes) -> tuple[bytes, float] | None:
    """Return the frames joined, and how long they last in seconds; None when this is no MP3.

    A run of fewer than four frames is taken for chance, whatever stands around it is left out.
    """
    kept, seconds, at = bytearray(), 0.0, _after_id3(data)
    while (at := data.find(b"\xff", at)) >= 0:
        count, lasting, end = 0, 0.0, at
        while found := _frame(data, end):
            count, lasting, end = count + 1, lasting + found[1], end + found[0]
        if count >= _FEWEST:
            kept += data[at:end]
            seconds += lasting
            at = end
        else:
            at += 1
    return (bytes(kept), seconds) if kept else None


def _after_id3(data: bytes) -> int:
    """Return where the tags at the beginning end; a picture in them may hold bytes that look like sound."""
    at = 0
    while data[at : at + 3] == b"ID3" and len(data) >= at + 10:
        size = 0
        for each in data[at + 6 : at + 10]:
            size = size << 7 | each & 0x7F
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at


def _frame(data: bytes, at: int) -> tuple[int, float] | None:
    """Return size in bytes and length in seconds of the whole frame that begins at `at`, None when there is none."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[at + 1] >> 3 & 3, 4 - (data[at + 1] >> 1 & 3)
    rate, hertz, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version == 1 or layer == 4 or rate in (0, 15) or hertz == 3:
        return None
    first = version == 3
    kbits, frequency = _RATES[first, layer][rate - 1], _HERTZ[hertz] // (1 if first else 2 if version == 2 else 4)
    samples = 384 if layer == 1 else 576 if layer == 3 and not first else 1152
    size = (samples // 8 * kbits * 1000 // frequency) + padding * (4 if layer == 1 else 1)
    if layer == 1:
        size = (12 * kbits * 1000 // frequency + padding) * 4
    return (size, samples / frequency) if at + size <= len(data) else None
