"""Cards and boards: their size, the same bytes twice, nothing dropped."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from codesign.drawing import (
    BoardStep,
    BoardWords,
    CardLine,
    CardSection,
    JourneyBoard,
    PersonaCard,
    avatar,
    board,
    card,
    journey_board,
    persona_card,
)
from codesign.drawing.canvas import Canvas

WORDS = BoardWords("Aujourd’hui", "Demain", "Point de contact", "Frein", "Service", "Nous croyons", "Mesure", "Vide")


def a_card(lines: int = 2, text: str = "Le formulaire revient trois fois.") -> PersonaCard:
    """An invented card with `lines` lines of each kind."""
    kinds = ("evidence", "interpretation", "quote")
    sections = tuple(
        CardSection(f"Rubrique {kind}", tuple(CardLine(f"{text} {kind} {i}", "3 phrases", kind) for i in range(lines)))
        for kind in kinds
    )
    bars = (("Langue", "12 sur 20", 0.6), ("Statut", "< 10", None))
    return PersonaCard(
        "Titre inventé", "A", "Accroche", "construite à la main", "20 personnes", sections, bars, "Freins",
        "interprétation", "Pied de page", "données fictives", "graine",
    )  # fmt: skip


def a_board(steps: int = 3, doing: str = "Elle attend.") -> JourneyBoard:
    """An invented board."""
    lane = tuple(BoardStep(str(i), f"{doing} {i}", (i % 5) - 2, "CLSC", "Langue", "Accueil") for i in range(steps))
    return JourneyBoard(
        "Titre", "Sous-titre", "A · Persona", lane, lane[:1], "hypothèse", "indicateur", WORDS, "Pied", "f"
    )


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line of text that is drawn, in order (it is still drawn)."""
    seen: list[str] = []
    draw_line = Canvas.line

    def line(self: Canvas, x: float, y: float, text: str, *rest: object, **named: object) -> None:
        assert 0 <= x <= self.width
        assert -4 <= y <= self.height
        seen.append(text)
        draw_line(self, x, y, text, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Canvas, "line", line)
    return seen


def opened(data: bytes) -> Image.Image:
    """The picture as a reader opens it."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def test_a_card_is_one_letter_page_at_300_dpi() -> None:
    """It prints as it is on the paper of Québec."""
    (page,) = persona_card(a_card())
    assert opened(page).size == (2550, 3300)
    assert [round(each) for each in opened(page).info["dpi"]] == [300, 300]


@pytest.mark.parametrize("lines", [1, 8, 40])
def test_every_line_is_on_the_card_whatever_its_length(lines: int, written: list[str]) -> None:
    """What does not fit goes to the next page; it is never cut off."""
    content = a_card(lines)
    pages = persona_card(content)
    assert len(pages) == 1 if lines < 10 else len(pages) > 1
    text = "".join("".join(written).split())
    for section in content.sections:
        for line in section.lines:
            assert "".join(line.text.split()) in text
    assert text.count("<10") >= 1


def test_the_same_card_gives_the_same_bytes() -> None:
    """A file that changed means that the content changed."""
    assert persona_card(a_card()) == persona_card(a_card())
    assert journey_board(a_board()) == journey_board(a_board())


def test_a_board_is_one_tabloid_sheet_at_300_dpi() -> None:
    """Landscape, for the wall of a workshop."""
    picture = opened(journey_board(a_board()))
    assert picture.size == (5100, 3300)
    assert [round(each) for each in picture.info["dpi"]] == [300, 300]


@pytest.mark.parametrize(
    ("steps", "doing"), [(0, "x"), (1, "Une étape."), (9, "Elle prend deux autobus. " * 3), (4, "mot " * 400)]
)
def test_every_step_is_on_the_board_whatever_its_length(steps: int, doing: str, written: list[str]) -> None:
    """Text becomes smaller before anything is left out."""
    journey_board(a_board(steps, doing))
    text = "".join("".join(written).split())
    for i in range(steps):
        assert "".join(f"{doing} {i}".split()) in text
    assert ("Vide" in text) is (steps == 0)


def test_an_avatar_depends_on_its_seed_alone() -> None:
    """The same persona keeps its shapes; another has others."""
    assert avatar("a", 64) == avatar("a", 64)
    assert avatar("a", 64) != avatar("b", 64)
    assert opened(avatar("a", 64)).size == (64, 64)


def test_sheets_read_in_greyscale() -> None:
    """Ink on paper keeps a contrast that a photocopier sees."""
    grey = opened(persona_card(a_card())[0]).convert("L")
    darkest, lightest = grey.getextrema()
    assert darkest < 60
    assert lightest > 240
    assert card.HEIGHT == board.HEIGHT


def test_a_text_longer_than_a_page_runs_over_several(written: list[str]) -> None:
    """One very long line used to leave the paper at its foot; every word is drawn on some page."""
    words = " ".join(f"mot{i}" for i in range(3000))
    content = replace(a_card(), sections=(CardSection("Récit", (CardLine(words, "3 phrases", "quote"),)),))
    assert len(persona_card(content)) > 2
    text = " ".join(written).split()
    assert [word for word in text if word.startswith("mot")] == words.split()
    assert " ".join(written).count("3 phrases") == 1


def test_a_long_hypothesis_is_reduced_rather_than_cut(written: list[str]) -> None:
    """What is tried is the point of the board: all of it is there."""
    words = " ".join(f"mot{i}" for i in range(900))
    journey_board(replace(a_board(), hypothesis=words))
    assert words.split() == [word for word in " ".join(written).split() if word.startswith("mot")]


@pytest.mark.parametrize("feeling", [-3, 3])
def test_a_feeling_off_the_scale_is_refused(feeling: int) -> None:
    """It would be drawn at the wrong end of the scale, or stop the export."""
    with pytest.raises(ValueError, match="-2 to 2"):
        BoardStep("1", "Elle attend.", feeling)
