"""Sounds: known by what they hold, and nothing left of what was written about them."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from builders import a_wav

from codesign.errors import InvalidInput
from codesign.media.sound import MAX_SOUND, safe_sound

TOLD = b"NOM-INVENTE"


def an_mp3(seconds: int = 2) -> bytes:
    """Silent frames of 32 kbit/s, between an ID3 tag with a picture and an old tag with a name."""
    frame = b"\xff\xfb\x10\xc4" + bytes(100)
    about = TOLD + b"\xff\xfb\x90\x00" * 40  # a picture may hold what looks like the beginning of a frame
    size = bytes(len(about) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + size + about + frame * (seconds * 38) + b"TAG" + TOLD.ljust(125)


def box(name: bytes, *content: bytes) -> bytes:
    """One box of an MP4 file."""
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), name) + inside


def an_m4a(*, handler: bytes = b"soun") -> bytes:
    """A sound of three seconds as phones write it: dates, a position, the name of who spoke."""
    dated = struct.pack(">IIIII", 0, 0xDEADBEEF, 0xDEADBEEF, 1000, 3000) + bytes(80)
    media = box(
        b"mdia",
        box(b"mdhd", dated[:24]),
        box(b"hdlr", bytes(8) + handler + bytes(12) + TOLD + b"\0"),
        box(b"minf", box(b"smhd", bytes(8)), box(b"stbl", box(b"stsd", bytes(8)), box(b"stco", bytes(8)))),
    )
    about = box(b"udta", box(b"\xa9xyz", b"+45.60-073.63/"), box(b"meta", bytes(4), box(b"ilst", TOLD)))
    movie = box(b"moov", box(b"mvhd", dated), box(b"trak", box(b"tkhd", dated), media), about)
    return box(b"ftyp", b"M4A \0\0\0\0M4A isom") + movie + box(b"uuid", TOLD * 4) + box(b"mdat", b"SON" * 40)


def crc(page: bytes) -> int:
    """The checksum of an OGG page, bit by bit as RFC 3533 tells it."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _bit in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value


def ogg_page(packet: bytes, number: int, granule: int, kind: int = 0) -> bytes:
    """One page with one packet."""
    lacing = bytes([255] * (len(packet) // 255) + [len(packet) % 255])
    head = b"OggS" + struct.pack("<BBqIIIB", 0, kind, granule, 7, number, 0, len(lacing)) + lacing
    page = head + packet
    return page[:22] + struct.pack("<I", crc(page)) + page[26:]


def an_ogg(*, vorbis: bool = False) -> bytes:
    """A sound of two seconds with an author."""
    words = struct.pack("<I", 6) + b"auteur" + struct.pack("<II", 1, len(TOLD) + 7) + b"ARTIST=" + TOLD + b"X" * 600
    if vorbis:
        first = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 8000, 0, 0, 0, 0xB8, 1)
        second, last = b"\x03vorbis" + words + b"\x01", 16_000
    else:
        first = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
        second, last = b"OpusTags" + words, 96_000
    return ogg_page(first, 0, 0, 2) + ogg_page(second, 1, 0) + ogg_page(b"SON" * 30, 2, last, 4)


SOUNDS: dict[str, tuple[Callable[[], bytes], str, int]] = {
    "wav": (lambda: a_wav(3.0, about=TOLD), "wav", 3),
    "mp3": (an_mp3, "mp3", 2),
    "m4a": (an_m4a, "m4a", 3),
    "opus": (an_ogg, "ogg", 2),
    "vorbis": (lambda: an_ogg(vorbis=True), "ogg", 2),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_keeps_its_length_and_loses_its_author(name: str) -> None:
    """Names, positions, dates and pictures are gone from the bytes themselves."""
    make, form, seconds = SOUNDS[name]
    source = make()
    assert TOLD in source
    safe = safe_sound(source)
    assert (safe.format, safe.seconds) == (form, seconds)
    for told in (TOLD, b"+45.60", b"ARTIST", b"\xde\xad\xbe\xef"):
        assert told not in safe.data


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_made_safe_twice_is_the_same(name: str) -> None:
    """What is left is a whole file of its container, and needs nothing more."""
    once = safe_sound(SOUNDS[name][0]())
    assert safe_sound(once.data) == once


def test_what_is_heard_is_untouched() -> None:
    """Nothing is decoded: the samples and frames are those that were recorded."""
    assert safe_sound(an_m4a()).data.endswith(b"SON" * 40)
    assert len(safe_sound(an_m4a()).data) == len(an_m4a())  # nothing moves: places in the file stay true
    assert b"SON" * 30 in safe_sound(an_ogg()).data
    assert safe_sound(an_mp3(2)).data == (b"\xff\xfb\x10\xc4" + bytes(100)) * 76


@pytest.mark.parametrize("vorbis", [True, False])
def test_the_pages_of_an_ogg_still_have_their_checksums(vorbis: bool) -> None:
    """A player drops a page whose checksum is wrong."""
    data, at, pages = safe_sound(an_ogg(vorbis=vorbis)).data, 0, 0
    while at < len(data):
        end = at + 27 + data[at + 26] + sum(data[at + 27 : at + 27 + data[at + 26]])
        page = data[at:end]
        assert crc(page[:22] + bytes(4) + page[26:]) == struct.unpack_from("<I", page, 22)[0]
        at, pages = end, pages + 1
    assert pages == 3


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize("name", ["wav", "mp3", "opus"])
def test_a_recording_that_was_cut_keeps_what_was_said(name: str, share: float) -> None:
    """A battery that dies must not cost the minutes before."""
    source = SOUNDS[name][0]()
    if name == "opus":
        source += ogg_page(b"FIN" * 40, 3, 200_000)
        source = source[: -int(123 * share)]
    else:
        source = source[: int(len(source) * share)]
    assert safe_sound(source).seconds >= 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"pas un son",
        b"RIFF\x04\0\0\0WAVE",
        b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0" + bytes(16) + b"data\x04\0\0\0aaaa",
        b"OggS" + bytes(40),
        an_ogg()[:60],
        an_ogg().replace(b"OpusHead", b"\x80theora."),
        an_m4a()[:-10],
        an_m4a().replace(b"moov", b"free"),
        b"\0\0\0\x08ftyp\0\0\0\x02moov",
        b"\0\0\0\x08ftyp" + b"".join(struct.pack(">I4s", 16_000 - 8 * n, b"moov") for n in range(2_000)),
        b"\xff\xfb\x10\xc4" + bytes(100),
        b"\xff" * 5000,
        b"%PDF-1.7",
    ],
    ids=lambda data: repr(data[:14]),
)
def test_what_is_no_sound_is_refused_in_words(data: bytes) -> None:
    """Whatever is wrong in it, the person learns to choose another file."""
    with pytest.raises(InvalidInput):
        safe_sound(data)


def test_a_film_is_not_a_sound() -> None:
    """It would show faces that nobody consented to show."""
    with pytest.raises(InvalidInput, match="film"):
        safe_sound(an_m4a(handler=b"vide"))


def test_a_sound_has_a_limit() -> None:
    """An hour of samples would fill the memory of a small machine."""
    with pytest.raises(InvalidInput, match="dix minutes"):
        safe_sound(bytes(MAX_SOUND + 1))


@pytest.mark.parametrize("name", SOUNDS)
def test_no_damaged_byte_stops_the_page(name: str) -> None:
    """A sound is read, or refused in words; nothing else ever comes of it."""
    source = SOUNDS[name][0]()
    for place in range(min(len(source), 900)):
        for value in (0, 255):
            damaged = bytearray(source)
            damaged[place] = value
            try:
                safe_sound(bytes(damaged))
            except InvalidInput:
                continue
