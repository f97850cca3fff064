"""The journey board: today above, tomorrow below, on one tabloid sheet at 300 dpi."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from codesign.drawing.canvas import BRICK, INK, PAPER, QUIET, RIVER, RULE, SHEET, Canvas, Style, height_of
from codesign.drawing.typeface import Face

WIDTH, HEIGHT = 5100, 3300
MARGIN = 200
LANE_LABEL = 480
PAD = 26

TITLE = Style(Face.BOLD, 104)
SUBTITLE = Style(Face.SERIF, 50, QUIET)
FACT = Style(Face.SEMIBOLD, 42, RIVER)
LANE = Style(Face.BOLD, 56)
SMALL = Style(Face.REGULAR, 34, QUIET)
LABEL = Style(Face.SEMIBOLD, 36, QUIET)
BODY = Style(Face.REGULAR, 40)
NUMBER = Style(Face.BOLD, 40, "#FFFFFF")
SIZES = (66, 60, 54, 48, 42, 36, 32, 28, 24)


@dataclass(frozen=True, slots=True)
class BoardStep:
    """One step: what happens, how it feels (−2 to +2), where, what gets in the way, who offers what.

    Raises:
        ValueError: a feeling outside the scale.
    """

    label: str
    doing: str
    feeling: int
    touchpoint: str = ""
    barrier: str = ""
    service: str = ""

    def __post_init__(self) -> None:
        if not -2 <= self.feeling <= 2:
            msg = f"a feeling runs from -2 to 2, not {self.feeling}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class BoardWords:
    """The fixed words of the board, in the reader's language."""

    today: str
    tomorrow: str
    touchpoint: str
    barrier: str
    service: str
    hypothesis: str
    indicator: str
    empty: str


@dataclass(frozen=True, slots=True)
class JourneyBoard:
    """All that the board says."""

    title: str
    subtitle: str
    personas: str
    today: tuple[BoardStep, ...]
    tomorrow: tuple[BoardStep, ...]
    hypothesis: str
    indicator: str
    words: BoardWords
    footer: str = ""
    watermark: str = ""


def journey_board(board: JourneyBoard) -> bytes:
    """Return the board as PNG bytes: 5100 × 3300 pixels, tabloid landscape at 300 dpi."""
    page = Canvas(WIDTH, HEIGHT, PAPER)
    top = _head(page, board)
    bottom = HEIGHT - 560
    high = (bottom - top - 60) / 2
    words = board.words
    _lane(page, (top, high), words.today, board.today, words, BRICK)
    _lane(page, (top + high + 60, high), words.tomorrow, board.tomorrow, words, RIVER)
    _prototype(page, bottom + 40, board)
    page.rule(MARGIN, HEIGHT - 160, WIDTH - 2 * MARGIN)
    page.line(MARGIN, HEIGHT - 140, board.footer, SMALL)
    if board.watermark:
        page.chip(MARGIN, 50, board.watermark.upper(), Style(Face.BOLD, 36, BRICK), edge=BRICK, fill=SHEET)
    return page.png(f"{board.title}. {board.personas}")


def _head(page: Canvas, board: JourneyBoard) -> float:
    width = WIDTH - 2 * MARGIN
    y = page.block(MARGIN, 140, board.title, TITLE, width)
    y = page.block(MARGIN, y + 6, board.personas, FACT, width) if board.personas else y
    return (page.block(MARGIN, y + 6, board.subtitle, SUBTITLE, width) if board.subtitle else y) + 40


def _lane(
    page: Canvas, place: tuple[float, float], name: str, steps: tuple[BoardStep, ...], words: BoardWords, hue: str
) -> None:
    """Draw a lane: its name, the curve of feelings, and one sheet per step."""
    y, high = place
    page.draw.rectangle((MARGIN, y, MARGIN + 14, y + high), fill=hue)
    page.block(MARGIN + 40, y, name, Style(LANE.face, LANE.size, hue), LANE_LABEL - 40)
    if not steps:
        page.line(MARGIN + LANE_LABEL, y + high / 2, words.empty, BODY)
        return
    left, gap = MARGIN + LANE_LABEL, 30
    wide = (WIDTH - MARGIN - left - gap * (len(steps) - 1)) / len(steps)
    curve_high = high * 0.38
    _curve(page, (left, y, wide + gap, curve_high), [step.feeling for step in steps], (hue, wide))
    sheet_high = high - curve_high - 20
    size = _fitting(steps, words, wide, sheet_high)
    for i, step in enumerate(steps):
        x = left + i * (wide + gap)
        _sheet(page, (x, y + curve_high + 20, wide, sheet_high), _parts(step, words), size, hue)


def _curve(
    page: Canvas, frame: tuple[float, float, float, float], feelings: list[int], look: tuple[str, float]
) -> None:
    """Draw feelings as a line over the steps, with the scale at its left."""
    x, y, stride, high = frame
    hue, wide = look
    level = [y + 40 + (high - 80) * (2 - value) / 4 for value in range(2, -3, -1)]
    for value, height in zip(range(2, -3, -1), level, strict=True):
        page.rule(x, height, stride * len(feelings) - (stride - wide), RULE if value else QUIET, 2)
        page.line(x - 20, height, f"{value:+d}".replace("-", "−") if value else "0", SMALL, anchor="rm")
    points = [(x + i * stride + wide / 2, level[2 - value]) for i, value in enumerate(feelings)]
    if len(points) > 1:
        page.draw.line(points, fill=hue, width=12, joint="curve")
    for number, (px, py) in enumerate(points, 1):
        page.draw.ellipse((px - 40, py - 40, px + 40, py + 40), fill=hue, outline=SHEET, width=6)
        page.line(px, py, str(number), NUMBER, anchor="mm")


def _fitting(steps: tuple[BoardStep, ...], words: BoardWords, wide: float, high: float) -> int:
    """Return the largest size at which every step of a lane fits: one size a lane reads as one text."""
    inner, room = wide - 2 * PAD, high - 2 * PAD
    needs = [_parts(step, words) for step in steps]
    return next((size for size in SIZES if all(_needed(each, size, inner) <= room for each in needs)), SIZES[-1])


def _sheet(
    page: Canvas, frame: tuple[float, float, float, float], parts: list[tuple[str, str]], size: int, hue: str
) -> None:
    """Draw one step; one that is too long even for the smallest size is reduced further, whole."""
    x, y, wide, high = frame
    page.box(x, y, wide, high)
    inner, room = wide - 2 * PAD, high - 2 * PAD
    place = (x + PAD, y + PAD)
    if _needed(parts, size, inner) <= room:
        _write(page, place, parts, (size, inner, hue))
        return
    _write_reduced(page, place, parts, (size, inner, hue), room)


def _write_reduced(
    page: Canvas,
    place: tuple[float, float],
    parts: list[tuple[str, str]],
    look: tuple[int, float, str],
    room: float,
) -> None:
    """Write a very long step on a wider sheet of its own, then reduce it: small, but nothing is dropped."""
    size, inner, hue = look
    wide = inner
    while _needed(parts, size, wide) * inner / wide > room:
        wide *= 1.1
    aside = Canvas(round(wide), round(_needed(parts, size, wide)) + 4, SHEET)
    _write(aside, (0, 0), parts, (size, wide, hue))
    small = aside.image.resize((round(inner), round(aside.height * inner / wide)), Image.Resampling.LANCZOS)
    page.image.paste(small, (round(place[0]), round(place[1])))


def _parts(step: BoardStep, words: BoardWords) -> list[tuple[str, str]]:
    """Return (label, text) in reading order; the first has no label."""
    rows = [("", step.doing), (words.touchpoint, step.touchpoint), (words.barrier, step.barrier)]
    rows.append((words.service, step.service))
    return [(label, text) for label, text in rows if text]


def _styles(size: int) -> tuple[Style, Style]:
    return Style(LABEL.face, round(size * 0.8), QUIET), Style(BODY.face, size, INK)


def _needed(parts: list[tuple[str, str]], size: int, width: float) -> float:
    label_style, text_style = _styles(size)
    total = 0.0
    for label, text in parts:
        total += (label_style.leading + size * 0.4) if label else 0
        total += height_of(text, text_style, width)
    return total


def _write(
    page: Canvas, place: tuple[float, float], parts: list[tuple[str, str]], look: tuple[int, float, str]
) -> None:
    size, width, hue = look
    label_style, text_style = _styles(size)
    x, y = place
    for label, text in parts:
        if label:
            y = page.block(x, y + size * 0.4, label, Style(label_style.face, label_style.size, hue), width)
        y = page.block(x, y, text, text_style, width)


def _prototype(page: Canvas, y: float, board: JourneyBoard) -> None:
    """Draw what is tried and what would show that it works."""
    wide = (WIDTH - 2 * MARGIN - 60) / 2
    for i, (label, text) in enumerate(
        ((board.words.hypothesis, board.hypothesis), (board.words.indicator, board.indicator))
    ):
        x = MARGIN + i * (wide + 60)
        page.box(x, y, wide, 330)
        page.line(x + PAD, y + PAD, label, Style(LABEL.face, 38, RIVER))
        room = 330 - 2 * PAD - 60
        inner, place, parts = wide - 2 * PAD, (x + PAD, y + PAD + 60), [("", text)]
        size = next((s for s in SIZES if _needed(parts, s, inner) <= room), SIZES[-1])
        if _needed(parts, size, inner) <= room:
            _write(page, place, parts, (size, inner, INK))
        else:
            _write_reduced(page, place, parts, (size, inner, INK), room)
