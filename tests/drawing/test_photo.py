"""Photos: upright, bounded, and nothing left of what the phone wrote in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from codesign.drawing import safe_photo
from codesign.errors import InvalidInput


def a_jpeg(size: tuple[int, int] = (60, 40), *, orientation: int = 1) -> bytes:
    """An invented photo that carries a position, a maker, a comment: left half red, right half blue."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "MARQUE-INVENTEE"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (45.0, 36.0, 12.0)
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"COMMENTAIRE-SECRET", quality=95)
    return out.getvalue()


def test_nothing_is_left_of_what_the_phone_wrote() -> None:
    """EXIF, position, maker and comment are gone from the bytes themselves."""
    source = a_jpeg()
    assert b"MARQUE-INVENTEE" in source
    assert b"COMMENTAIRE-SECRET" in source
    safe = safe_photo(source)
    assert b"MARQUE" not in safe.data
    assert b"COMMENTAIRE" not in safe.data
    assert b"Exif" not in safe.data
    with Image.open(BytesIO(safe.data)) as opened:
        assert not opened.getexif()
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photo_is_turned_upright() -> None:
    """Orientation 6: the red half, on the left as stored, is at the top as seen."""
    safe = safe_photo(a_jpeg(orientation=6))
    assert (safe.width, safe.height) == (40, 60)
    with Image.open(BytesIO(safe.data)) as opened:
        red, _green, blue = opened.getpixel((20, 8))
        assert red > 180
        assert blue < 80


def test_texts_of_a_png_and_its_transparency_stay_behind() -> None:
    """A screenshot may name its owner."""
    about = PngInfo()
    about.add_text("Author", "NOM-INVENTE")
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG", pnginfo=about)
    safe = safe_photo(out.getvalue())
    assert b"NOM-INVENTE" not in safe.data
    with Image.open(BytesIO(safe.data)) as opened:
        assert opened.getpixel((10, 10)) == (255, 255, 255)


def test_the_longest_side_is_bounded() -> None:
    """A phone's twelve million pixels are not needed to read a form."""
    safe = safe_photo(a_jpeg((3000, 1500)), longest=600)
    assert (safe.width, safe.height) == (600, 300)


@pytest.mark.parametrize(
    "data",
    [b"", b"pas une image", b"GIF89a", a_jpeg()[:400], b"%PDF-1.7 ...", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ids=["empty", "text", "gif header", "truncated", "pdf", "svg"],
)
def test_what_is_not_a_whole_picture_is_refused_in_words(data: bytes) -> None:
    """The person learns to choose another file."""
    with pytest.raises(InvalidInput):
        safe_photo(data)


def test_a_bomb_is_refused_before_it_is_unfolded() -> None:
    """A small file may claim a hundred million pixels."""
    out = BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(InvalidInput):
        safe_photo(out.getvalue())


def test_a_badly_written_exif_neither_loses_the_photo_nor_stops_the_page() -> None:
    """Some phones write EXIF wrongly: the photo is kept and upright, or else a message says why."""
    photo, kept = a_jpeg(orientation=6), 0
    for place in range(20, 200):
        damaged = bytearray(photo)
        damaged[place] = 0
        try:
            safe = safe_photo(bytes(damaged))
        except InvalidInput:
            continue
        kept += (safe.width, safe.height) == (40, 60)
    assert kept > 100


def a_heic(size: tuple[int, int] = (96, 64)) -> bytes:
    """An invented photo of an iPhone: HEIC, with a maker and a position."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x010F] = "MARQUE-INVENTEE"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    picture.save(out, "HEIF", exif=exif, quality=90)
    return out.getvalue()


def test_a_photo_of_an_iphone_is_read_and_stripped() -> None:
    """HEIC is what half of the phones take; what is kept is a plain JPEG."""
    source = a_heic()
    assert source[4:12] == b"ftypheic"
    assert b"MARQUE-INVENTEE" in source
    safe = safe_photo(source)
    assert safe.data[:2] == b"\xff\xd8"
    assert b"MARQUE" not in safe.data
    assert (safe.width, safe.height) == (96, 64)
    with Image.open(BytesIO(safe.data)) as opened:
        assert opened.getpixel((10, 30))[0] > 180


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9], ids=str)
@pytest.mark.parametrize("make", [a_jpeg, a_heic], ids=["jpeg", "heic"])
def test_a_file_cut_on_the_way_is_refused(make: Callable[[tuple[int, int]], bytes], share: float) -> None:
    """Half a photo would be kept as a grey one, and the whole one believed safe."""
    whole = make((640, 480))
    with pytest.raises(InvalidInput):
        safe_photo(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("size", [(10_000, 10_000), (60_001, 1_000)], ids=["square", "line"])
def test_a_hundred_million_pixels_are_refused_in_any_container(size: tuple[int, int]) -> None:
    """The size that the file claims is enough to refuse it."""
    out = BytesIO()
    Image.new("L", size).save(out, "JPEG" if max(size) < 65_000 else "PNG", quality=20)
    with pytest.raises(InvalidInput):
        safe_photo(out.getvalue())


def an_archive() -> bytes:
    """A ZIP file with one invented text in it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("cache.txt", "CONTENU-CACHE")
    return out.getvalue()


@pytest.mark.parametrize(
    "tail",
    [an_archive(), b"<script>alert(1)</script>", b"<?php echo 1;", b"%PDF-1.7\n%%EOF"],
    ids=["zip", "script", "php", "pdf"],
)
def test_a_picture_that_is_something_else_too_is_refused(tail: bytes) -> None:
    """A file of two kinds is opened as the other one by whoever wishes it."""
    with pytest.raises(InvalidInput):
        safe_photo(a_jpeg() + tail)


def test_what_a_phone_appends_is_left_behind() -> None:
    """Some phones put a film after the photo: no reason to refuse it, nor to keep it."""
    safe = safe_photo(a_jpeg() + b"\x00\x00\x00\x18ftypmp42" + b"FILM-INVENTE" * 300)
    assert b"FILM-INVENTE" not in safe.data


def a_page(word: str) -> bytes:
    """An invented sheet of paper with something that reads."""
    picture = Image.new("RGB", (800, 600), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((320, 250), word, fill="black", font_size=60)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_what_is_hidden_cannot_be_read_again() -> None:
    """At most sixteen flat colours are left of a rectangle, and around it the photo is as it was."""
    box = (0.35, 0.35, 0.4, 0.2)
    plain, hidden = (_pixels(safe_photo(a_page("TEL 555"), hidden=boxes).data) for boxes in ((), (box,)))
    inside = (296, 224, 592, 320)
    left = {colour for _n, colour in hidden.crop(inside).quantize(256).convert("RGB").getcolors(65_536)}
    flat = hidden.crop(inside).resize((4, 2), Image.Resampling.NEAREST)
    assert len(left) <= 16 * 3  # sixteen, and what JPEG makes of their borders
    assert max(flat.convert("L").tobytes()) - min(hidden.crop(inside).convert("L").tobytes()) < 90
    assert min(plain.crop(inside).convert("L").tobytes()) < 40  # black letters stood there
    assert min(hidden.crop(inside).convert("L").tobytes()) > 100  # and no longer do
    assert hidden.crop((0, 0, 800, 200)).tobytes() == plain.crop((0, 0, 800, 200)).tobytes()


def test_two_papers_that_differ_by_a_letter_are_hidden_alike() -> None:
    """The shades are rounded: the rectangle does not tell which of two words it hides."""
    one, other = (safe_photo(a_page(word), hidden=[(0.3, 0.3, 0.5, 0.4)]) for word in ("P-0041", "P-0047"))
    assert one.sha256 == other.sha256


@pytest.mark.parametrize(
    "box",
    [(-0.1, 0, 0.5, 0.5), (0, 0, 0, 0.5), (0, 0, 1.5, 0.5), (1, 1, 0.5, 0.5), (float("nan"), 0, 1, 1)],
    ids=["before", "flat", "wide", "after", "nan"],
)
def test_a_rectangle_outside_of_the_picture_is_refused(box: tuple[float, float, float, float]) -> None:
    """One that would hide nothing must not pass for one that hides."""
    with pytest.raises(InvalidInput):
        safe_photo(a_jpeg(), hidden=[box])


def _pixels(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")
