"""Every French letter is drawn, and no word is lost by wrapping."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from codesign.drawing.typeface import FOLDER, Face, font, width_of, wrap

FRENCH = "Être né à Montréal-Nord — œuvre, Ÿ, 1\u202f000\u00a0$ : «\u00a0ça\u00a0» ’ … ÀÂÇÉÈÊËÎÏÔŒÙÛÜŸ àâçéèêëîïôœùûüÿ"
OTHERS = "òèÒ ñ¿¡ áíóú İışğ ạ"  # créole, espagnol, turc


@pytest.mark.parametrize("face", list(Face))
def test_a_face_has_every_letter_of_the_participants_languages(face: Face) -> None:
    """A missing letter prints an empty box in somebody's words."""
    known = TTFont(FOLDER / face).getBestCmap()
    assert [letter for letter in FRENCH + OTHERS if ord(letter) not in known] == []


@pytest.mark.parametrize("face", list(Face))
def test_an_accent_changes_the_pixels(face: Face) -> None:
    """The table of a font may promise what its drawings do not hold."""

    def drawn(letter: str) -> bytes:
        picture = Image.new("L", (80, 80))
        ImageDraw.Draw(picture).text((8, 8), letter, font=font(face, 48), fill=255)
        return picture.tobytes()

    for plain, accented in zip("eacOYi", "éàçŒŸï", strict=True):
        assert drawn(plain) != drawn(accented)
        assert any(drawn(accented))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcé «»\u00a0\n-’W", max_size=120), st.integers(60, 600))
def test_wrapping_keeps_every_letter_and_the_width(text: str, width: int) -> None:
    """Nothing is dropped, nothing sticks out, whatever the words."""
    lines = wrap(text, Face.REGULAR, 40, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line, Face.REGULAR, 40) <= width or len(line.strip()) <= 1 for line in lines)


def test_a_space_that_does_not_break_keeps_its_neighbours() -> None:
    """No line begins with ` ;` or `»`."""
    lines = wrap("un deux «\u00a0trois\u00a0» quatre", Face.REGULAR, 40, 260)
    assert all(not line.startswith(("»", "\u00a0")) for line in lines)
