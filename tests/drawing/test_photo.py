"""Photos: upright, bounded, and nothing left of what the phone wrote in them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
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
