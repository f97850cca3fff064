"""The persona card: US letter at 300 dpi, one page unless the content does not fit, nothing ever dropped."""

from __future__ import annotations

from dataclasses import dataclass, replace

from codesign.drawing.avatar import draw_avatar
from codesign.drawing.canvas import BRICK, INK, PAPER, QUIET, RIVER, RULE, SHEET, Canvas, Style, height_of
from codesign.drawing.typeface import Face, wrap

WIDTH, HEIGHT = 2550, 3300
MARGIN = 170
GUTTER = 100
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) // 2
FOOT = HEIGHT - 190

TITLE = Style(Face.BOLD, 96)
TAGLINE = Style(Face.SERIF, 52, QUIET)
FACT = Style(Face.SEMIBOLD, 40, RIVER)
HEADING = Style(Face.BOLD, 44, RIVER)
TEXT = Style(Face.REGULAR, 41)
QUOTE = Style(Face.SERIF_ITALIC, 44)
DETAIL = Style(Face.REGULAR, 32, QUIET)
MARK = Style(Face.SEMIBOLD, 30, BRICK)
LETTER = Style(Face.BOLD, 120, "#FFFFFF")
SMALL = Style(Face.REGULAR, 32, QUIET)
TOGETHER = 24  # lines: a longer text is set in several pieces, so that no page is too short for it


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of the card; `detail` says what it rests on; `kind` is evidence, interpretation or quote."""

    text: str
    detail: str = ""
    kind: str = "evidence"


@dataclass(frozen=True, slots=True)
class CardSection:
    """A heading and its lines."""

    heading: str
    lines: tuple[CardLine, ...]


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """All that the card says, already in the reader's language.

    `bars` are (label, count as it may be said, share between 0 and 1 or None when hidden).
    """

    title: str
    letter: str
    tagline: str
    made_by: str
    n_text: str
    sections: tuple[CardSection, ...]
    bars: tuple[tuple[str, str, float | None], ...] = ()
    bars_heading: str = ""
    interpretation_mark: str = ""
    footer: str = ""
    watermark: str = ""
    avatar_seed: str = ""
    panels: tuple[CardSection, ...] = ()


@dataclass(slots=True)
class _Place:
    """Where the next block goes: page, column, height."""

    top: float
    page: Canvas
    column: int = 0
    y: float = 0.0

    @property
    def x(self) -> int:
        return MARGIN + self.column * (COLUMN + GUTTER)


class _Setter:
    """Sets blocks down two columns and on to following pages."""

    def __init__(self, card: PersonaCard, first_foot: float = FOOT) -> None:
        self.card = card
        self.first_foot = first_foot  # where the first column of the first page ends
        self.pages: list[Canvas] = []
        self.at = self._new_page()

    def _new_page(self) -> _Place:
        page = Canvas(WIDTH, HEIGHT, PAPER)
        top = _head(page, self.card) if not self.pages else _short_head(page, self.card)
        self.pages.append(page)
        return _Place(top=top, page=page, y=top)

    def room(self, height: float) -> None:
        """Make room for a block of `height`: next column, or next page, when this one is full."""
        foot = self.first_foot if len(self.pages) == 1 and self.at.column == 0 else FOOT
        if self.at.y + height <= foot or self.at.y == self.at.top:
            return
        if self.at.column == 0:
            self.at.column, self.at.y = 1, self.at.top
        else:
            self.at = self._new_page()

    def bars(self) -> None:
        """Draw what these people live, as bars with their counts."""
        if not self.card.bars:
            return
        self.heading(self.card.bars_heading, 120)
        for label, count, share in self.card.bars:
            high = height_of(label, TEXT, COLUMN) + 76
            self.room(high)
            at = self.at
            y = at.page.block(at.x, at.y, label, TEXT, COLUMN)
            wide = COLUMN * 0.56
            if share is None:
                at.page.hatch(at.x, y + 6, wide * 0.08, 34)
            else:
                at.page.draw.rectangle((at.x, y + 6, at.x + wide, y + 40), outline=RULE, width=2)
                at.page.draw.rectangle((at.x, y + 6, at.x + wide * share, y + 40), fill=RIVER)
            at.page.line(at.x + wide + 24, y + 2, count, DETAIL)
            at.y += high
        self.at.y += 30

    def heading(self, text: str, keep: float) -> None:
        """Write a heading, with room left for at least `keep` pixels of what follows."""
        if text:
            self.room(HEADING.leading + 24 + keep)
            self.at.page.rule(self.at.x, self.at.y, COLUMN, RULE)
            self.at.y = self.at.page.block(self.at.x, self.at.y + 18, text, HEADING, COLUMN) + 8

    def section(self, section: CardSection) -> None:
        """Write a heading and its lines; a text is cut between two pages only when no page could hold it."""
        lines = [piece for line in section.lines for piece in _pieces(line)]
        first = _line_height(lines[0], self.card) if lines else 0
        self.heading(section.heading, first)
        for line in lines:
            self.room(_line_height(line, self.card))
            self.at.y = _line(self.at, line, self.card)
        self.at.y += 26


def persona_card(card: PersonaCard) -> tuple[bytes, ...]:
    """Return the pages of the card as PNG bytes: 2550 × 3300 pixels at 300 dpi each."""
    setter = _set(card)
    if len(setter.pages) == 1:
        setter = _balanced(card, setter)
    for number, page in enumerate(setter.pages, 1):
        _foot(page, card, number, len(setter.pages))
    return tuple(page.png(f"{card.title}. {card.n_text}") for page in setter.pages)


def _set(card: PersonaCard, first_foot: float = FOOT) -> _Setter:
    setter = _Setter(card, first_foot)
    setter.bars()
    for section in (*card.sections, *card.panels):
        setter.section(section)
    return setter


def _balanced(card: PersonaCard, full: _Setter) -> _Setter:
    """Return the page with both columns about as long, when that still fits on one page."""
    top, used = full.at.top, full.at.y - full.at.top
    total = used + (FOOT - top if full.at.column else 0)
    even = _set(card, min(FOOT, top + total * 0.56))
    return even if len(even.pages) == 1 else full


def _head(page: Canvas, card: PersonaCard) -> float:
    """Draw avatar, letter, title and facts; return the y below."""
    side, text_x = 420, MARGIN + 420 + 70
    page.image.paste(draw_avatar(card.avatar_seed or card.title, side), (MARGIN, MARGIN))
    page.draw.ellipse((MARGIN - 40, MARGIN - 40, MARGIN + 130, MARGIN + 130), fill=RIVER, outline=SHEET, width=8)
    page.line(MARGIN + 45, MARGIN + 45, card.letter, LETTER, anchor="mm")
    width = WIDTH - MARGIN - text_x
    y = page.block(text_x, MARGIN - 12, card.title, TITLE, width)
    y = page.block(text_x, y + 8, card.tagline, TAGLINE, width) if card.tagline else y
    y = page.block(text_x, y + 14, card.n_text, FACT, width)
    page.chip(text_x, y + 16, card.made_by, Style(Face.SEMIBOLD, 34, INK), edge=INK)
    return max(y + 110, MARGIN + side + 50)


def _short_head(page: Canvas, card: PersonaCard) -> float:
    page.line(MARGIN, MARGIN, f"{card.letter} · {card.title}", FACT)
    return MARGIN + 100


def _pieces(line: CardLine) -> list[CardLine]:
    """Return the line in pieces that a column can hold; what it rests on follows the last one."""
    style, width = (QUOTE, COLUMN - 44) if line.kind == "quote" else (TEXT, COLUMN)
    rows = wrap(line.text, style.face, style.size, width)
    if len(rows) <= TOGETHER:
        return [line]
    texts = ["\n".join(rows[start : start + TOGETHER]) for start in range(0, len(rows), TOGETHER)]
    return [*(replace(line, text=text, detail="") for text in texts[:-1]), replace(line, text=texts[-1])]


def _line_height(line: CardLine, card: PersonaCard) -> float:
    style, width = (QUOTE, COLUMN - 44) if line.kind == "quote" else (TEXT, COLUMN)
    high = float(height_of(line.text, style, width)) if line.text else 0.0
    mark = card.interpretation_mark if line.kind == "interpretation" else ""
    return high + sum(height_of(text, SMALL, width) for text in (line.detail, mark) if text) + 24


def _line(at: _Place, line: CardLine, card: PersonaCard) -> float:
    quote = line.kind == "quote"
    style, indent = (QUOTE, 44) if quote else (TEXT, 0)
    y = at.page.block(at.x + indent, at.y, line.text, style, COLUMN - indent) if line.text else at.y
    if line.kind == "interpretation" and card.interpretation_mark:
        y = at.page.block(at.x + indent, y, card.interpretation_mark, MARK, COLUMN - indent)
    if line.detail:
        y = at.page.block(at.x + indent, y, line.detail, DETAIL, COLUMN - indent)
    if quote:
        at.page.draw.rectangle((at.x, at.y + 6, at.x + 8, y - 4), fill=RIVER)
    return y + 24


def _foot(page: Canvas, card: PersonaCard, number: int, pages: int) -> None:
    page.rule(MARGIN, HEIGHT - 170, WIDTH - 2 * MARGIN)
    number_width = 200 if pages > 1 else 0
    page.block(MARGIN, HEIGHT - 152, card.footer, SMALL, WIDTH - 2 * MARGIN - number_width)
    if pages > 1:
        page.line(WIDTH - MARGIN, HEIGHT - 152, f"{number} / {pages}", SMALL, anchor="ra")
    if card.watermark:
        page.chip(MARGIN, 40, card.watermark.upper(), Style(Face.BOLD, 34, BRICK), edge=BRICK, fill=SHEET)
