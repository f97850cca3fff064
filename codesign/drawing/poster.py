"""The persona as designers get it: one sheet for each format, from one set of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from codesign.drawing.flow import Block, Frame, Placed, flow, paged, stacked
from codesign.drawing.marks import Mark, avatar_group, badge, mark_of
from codesign.drawing.parts import Poster, aired, all_sections, bars, hero, packed, panels, title_ink, watermark
from codesign.drawing.scene import INK, QUIET, Box, Group, Ink, Scene, Sheet, Words, wrapped
from codesign.drawing.typeface import Face

FORMATS = {"letter": (612.0, 792.0), "tabloid": (792.0, 1224.0), "a4": (595.276, 841.89), "slide": (960.0, 540.0)}
_MARGIN, _GUTTER = 36.0, 24.0
_SCALES = (1.36, 1.28, 1.2, 1.12, 1.06, 1.0, 0.95, 0.9, 0.86)  # at 0.86 the text of a letter page is 8.6 points high
_FOOT = Ink(Face.REGULAR, 7, QUIET)


def poster(content: Poster, format: str) -> Scene:  # noqa: A002 - the word for it
    """Return the sheet in one of `FORMATS`, on as many pages as its words need."""
    mark = mark_of(content.letter)
    pages = _slides(content, mark) if format == "slide" else _portrait(content, mark, *FORMATS[format])
    about = " ".join(each for each in (content.tagline, *content.facts) if each)
    return Scene(f"{content.letter} · {content.title}", about, pages)


def _portrait(content: Poster, mark: Mark, width: float, height: float) -> tuple[Sheet, ...]:
    """A tall sheet; every measure grows with its width, so that a tabloid is read from further away."""
    unit = width / 612
    head, top = _head(content, mark, width, unit)
    foot_y = height - (30 + 11 * _foot_lines(content, width - (2 * _MARGIN + 40) * unit, unit)) * unit
    column = (width - (2 * _MARGIN + _GUTTER) * unit) / 2
    xs = (_MARGIN * unit, _MARGIN * unit + column + _GUTTER * unit)

    def frames(y: float) -> list[Frame]:
        return [Frame(x, y, column, foot_y - 12 * unit - y) for x in xs]

    first, later = frames(top + 20 * unit), frames(62 * unit)
    placed = _fitted(lambda scale: _blocks(content, mark, column, unit * scale), first, later)
    pages = []
    for number, groups in enumerate(placed.pages, 1):
        start = head if number == 1 else (_running_head(content, mark, width, unit),)
        foot = _foot(content, (width, foot_y, unit), number, len(placed.pages))
        pages.append(Sheet(width, height, (*start, *groups, foot)))
    return tuple(pages)


def _fitted(blocks: Callable[[float], list[Block]], first: Sequence[Frame], later: Sequence[Frame]) -> Placed:
    """Return the largest type that needs no more pages than the smallest one would."""
    fewest = len(flow(blocks(_SCALES[-1]), first, later).pages)
    for scale in _SCALES:
        if len(flow(blocks(scale), first, later).pages) == fewest:
            return paged(blocks(scale), first, later)
    return paged(blocks(_SCALES[-1]), first, later)


def _head(content: Poster, mark: Mark, width: float, unit: float) -> tuple[tuple[Group, ...], float]:
    """Return the band with who it is about, the large quote under it, and the y below."""
    margin, side = _MARGIN * unit, 104 * unit
    x = margin + side + 26 * unit
    room = width - x - margin
    fact = Ink(Face.REGULAR, 9 * unit)
    items = aired(
        (
            ("p", content.overline, Ink(Face.BOLD, 9 * unit), 0),
            ("h1", content.title, title_ink(content.title, room, unit * 28), 3 * unit),
            ("p", content.tagline, Ink(Face.SERIF_ITALIC, 12.5 * unit), 5 * unit),
            ("p", "".join(content.facts[:1]), Ink(Face.BOLD, 11 * unit), 9 * unit),
            *(("p", each, fact, 1.5 * unit) for each in packed(content.facts[1:], fact, room)),
        ),
        room,
    )
    foot = items[-1].y + items[-1].ink.leading * (len(items[-1].lines) - 1)
    tall = max(foot + 4 * unit, side)
    band = tall + 50 * unit
    picture = avatar_group(content.seed, margin, 30 * unit, side, content.shape_name)
    # the name of the persona comes first for whoever hears the sheet
    groups = [
        Group("fond", (Box(0, 0, width, band, mark.tint), Box(0, band, width, 4 * unit, mark.hue, INK, 0.5))),
        Group("titre", items).moved(x, 28 * unit + max(0, (tall - foot) / 2)),
        picture,
        badge(mark, margin + side - 4 * unit, 30 * unit + side - 2 * unit, 21 * unit),
    ]
    if content.watermark:
        groups.append(watermark(content.watermark, width - margin, 22 * unit, unit))
    y = band + 4 * unit
    if content.hero:
        large, high = hero(content, (width - 2 * margin, 19 * unit), mark)
        groups.append(large.moved(margin, y + 24 * unit))
        y += high + 26 * unit
    return tuple(groups), y


def _blocks(content: Poster, mark: Mark, width: float, unit: float) -> list[Block]:
    look = (width, unit)
    return [*bars(content, mark, width, unit), *all_sections(content, mark, look), *panels(content, mark, look)]


def _running_head(content: Poster, mark: Mark, width: float, unit: float) -> Group:
    ink = Ink(Face.BOLD, 10 * unit)
    x = (_MARGIN + 30) * unit
    lines = wrapped(f"{content.letter} · {content.title}", ink, width - x - _MARGIN * unit)
    words = Words("p", lines[:1], x, 40 * unit, width, ink)
    return Group("rappel", (*badge(mark, (_MARGIN + 11) * unit, 36 * unit, 11 * unit).items, words))


def _foot_lines(content: Poster, room: float, unit: float) -> int:
    return sum(len(wrapped(each, _FOOT.scaled(unit), room)) for each in content.notes)


def _foot(content: Poster, place: tuple[float, float, float], number: int, pages: int) -> Group:
    """Return the notes at the foot, with the page where there are several."""
    width, y, unit = place
    margin = _MARGIN * unit
    ink = _FOOT.scaled(unit)
    parts = [("p", each, ink) for each in content.notes]
    items = list(stacked("notes", parts, width - 2 * margin - 40 * unit).items)
    if pages > 1:
        items.append(Words("p", (f"{number} / {pages}",), width - 2 * margin, ink.size, 40 * unit, ink, "end"))
    return Group("notes", (Box(0, -6 * unit, width - 2 * margin, 0, None, INK, 0.5), *items)).moved(margin, y)


# Slides


_PANEL, _ROW = 300.0, 286.0


def _slides(content: Poster, mark: Mark) -> tuple[Sheet, ...]:
    """The first slide says who, in whose words, and how many; the lines go on beside them, then in three columns."""
    width, height = FORMATS["slide"]
    foot_y = height - 18 - 11 * _foot_lines(content, 930 - _PANEL - 76, 1.15)  # the first slide has the least room
    first, top = _panel(content, mark, height)
    beside_it = [Frame(_PANEL + 30 + i * (_ROW + 14), top, _ROW, foot_y - 16 - top) for i in range(2)]
    across = [Frame(30 + i * (_ROW + 21), 78, _ROW, foot_y - 16 - 78) for i in range(3)]

    def told(scale: float) -> list[Block]:
        counted = bars(content, mark, _ROW, 1.2 * scale)
        look = (_ROW, 1.2 * scale)
        return [*counted, *all_sections(content, mark, look), *panels(content, mark, look)]

    placed = _fitted(told, beside_it, across).pages
    heads = (first, *((_slide_head(content, mark),) for _page in placed[1:]))
    return tuple(
        Sheet(width, height, (*head, *page, _slide_foot(content, foot_y, n, len(placed))))
        for n, (head, page) in enumerate(zip(heads, placed, strict=True), 1)
    )


def _panel(content: Poster, mark: Mark, height: float) -> tuple[tuple[Group, ...], float]:
    """Return the panel with who it is about and the large quote beside it, and the y below that."""
    side, room = 132.0, _PANEL - 60
    top = 30 + side + 24
    together = (*content.facts[:1], " · ".join(content.facts[1:]))
    for facts, size in ((content.facts, 10.5), (content.facts, 9.5), (together, 9.5)):
        items = _panel_words(content, room, facts, Ink(Face.REGULAR, size))
        if top + items[-1].y + items[-1].ink.leading * len(items[-1].lines) < height - 20:
            break
    groups = [
        Group("fond", (Box(0, 0, _PANEL, height, mark.tint), Box(_PANEL, 0, 5, height, mark.hue, INK, 0.5))),
        Group("titre", items).moved(30, top),
        avatar_group(content.seed, 30, 30, side, content.shape_name),
        badge(mark, 30 + side - 4, 30 + side - 4, 25),
    ]
    if content.watermark:
        groups.append(watermark(content.watermark, 930, 32, 1.15))
    if not content.hero:
        return tuple(groups), 58.0
    large, high = hero(content, (930 - _PANEL - 30, 25), mark)
    return (*groups, large.moved(_PANEL + 30, 52)), 52 + high + 26


def _panel_words(content: Poster, room: float, facts: Sequence[str], ink: Ink) -> tuple[Words, ...]:
    """Return who the first slide is about, its facts in paragraphs of their own: how many people, then the others."""
    parts = (
        ("p", content.overline, Ink(Face.BOLD, 11), 0.0),
        ("h1", content.title, title_ink(content.title, room, 27), 4.0),
        ("p", content.tagline, Ink(Face.SERIF_ITALIC, 14), 6.0),
        ("p", "".join(facts[:1]), Ink(Face.BOLD, 12), 10.0),
        *(("p", each, ink, 2.0) for each in facts[1:]),
    )
    return aired(parts, room)


def _slide_head(content: Poster, mark: Mark) -> Group:
    ink = Ink(Face.BOLD, 16)
    lines = wrapped(f"{content.letter} · {content.title}", ink, 800)
    band = Box(0, 0, 960, 58, mark.tint)
    return Group("rappel", (band, *badge(mark, 50, 29, 17).items, Words("h1", lines[:1], 82, 35, 860, ink)))


def _slide_foot(content: Poster, y: float, number: int, pages: int) -> Group:
    """Return the notes beside the panel on the first slide, across the others."""
    left = _PANEL + 30 if number == 1 else 30
    ink = _FOOT.scaled(1.15)
    items = list(stacked("notes", [("p", each, ink) for each in content.notes], 930 - left - 46).items)
    items.append(Words("p", (f"{number} / {pages}",), 930 - left, ink.size, 40, ink, "end"))
    return Group("notes", (Box(0, -6, 930 - left, 0, None, INK, 0.5), *items)).moved(left, y)
