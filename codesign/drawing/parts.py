"""The parts of a persona's sheet: its words, its large quote, its bars and its lines, each as a block to be set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codesign.drawing.card import CardLine, CardSection
from codesign.drawing.flow import Block, beside, paragraph, stacked
from codesign.drawing.marks import Mark, thinned
from codesign.drawing.scene import BRICK, INK, QUIET, WHITE, Box, Group, Ink, Round, Words, measure, snug, wrapped
from codesign.drawing.typeface import Face

_BODY = Ink(Face.REGULAR, 10)
_DETAIL = Ink(Face.REGULAR, 7.8, QUIET)
_HEADING = Ink(Face.BOLD, 11.5)
_QUOTE = Ink(Face.SERIF_ITALIC, 10.4, INK, 1.42)
_MARK = Ink(Face.BOLD, 7.8, BRICK)
_FAMILY = Ink(Face.BOLD, 8.2, QUIET)
_NOTE = Ink(Face.REGULAR, 7.4, QUIET)
_TOGETHER = 3  # rows: a panel that short stands in one column whole
_BETWEEN = " · "  # facts of one line


@dataclass(frozen=True, slots=True)
class PosterBars:
    """What is counted under one heading: (what, how many in words, part of the bar between 0 and 1).

    `more` are words under each bar, in the same order; empty where there are none.
    """

    heading: str
    bars: tuple[tuple[str, str, float], ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PosterPanel:
    """Rows under a heading: (what, how many, more words, part of a bar or None). `line` sets them along a time.

    `groups` name the group of each row, in the same order: rows of one group stand under its name.
    """

    heading: str
    rows: tuple[tuple[str, str, str, float | None], ...]
    note: str = ""
    line: bool = False
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Poster:
    """All that a sheet says, already in the reader's language. `hero` is one quote of `sections`, said large."""

    letter: str
    title: str
    tagline: str
    overline: str
    facts: tuple[str, ...]
    hero: str
    hero_detail: str
    bars_heading: str
    bars: tuple[PosterBars, ...]
    sections: tuple[CardSection, ...]
    interpretation_mark: str
    notes: tuple[str, ...]
    watermark: str
    seed: str
    shape_name: str
    panels: tuple[PosterPanel, ...] = ()


def quoted(text: str) -> str:
    """Return exact words between the marks of French, which never leave them at the end of a line."""
    return f"«\u202f{text.strip()}\u202f»"


def title_ink(text: str, width: float, size: float) -> Ink:
    """Return the largest title that takes at most three lines."""
    for share in (1, 0.9, 0.8, 0.7, 0.6):
        ink = Ink(Face.BOLD, size * share, INK, 1.14)
        if len(wrapped(text, ink, width)) <= 3:
            return ink
    return ink


def aired(parts: Sequence[tuple[str, str, Ink, float]], width: float) -> tuple[Words, ...]:
    """Return paragraphs (role, text, ink, air over it) one under the other; empty ones take no room."""
    said = [each for each in parts if each[1]]
    block = stacked("titre", [(role, text, ink) for role, text, ink, _over in said], width)
    shift, out = 0.0, []
    words = [each for each in block.items if isinstance(each, Words)]
    for each, (_role, _text, _ink, over) in zip(words, said, strict=True):
        shift += over
        out.append(replace(each, y=each.y + shift))
    return tuple(out)


def packed(facts: Sequence[str], ink: Ink, width: float) -> tuple[str, ...]:
    """Return facts several to a line where they fit, none of them cut between two lines unless it must."""
    lines: list[str] = []
    for each in facts:
        joined = f"{lines[-1]}{_BETWEEN}{each}" if lines else each
        if lines and measure(joined, ink) <= width:
            lines[-1] = joined
        else:
            lines.append(each)
    return tuple(lines)


def hero(content: Poster, look: tuple[float, float], mark: Mark) -> tuple[Group, float]:
    """Return the large quote; long words are set smaller, none is cut."""
    width, size = look
    inset, said = size * 1.2, quoted(content.hero)
    shares = (1, 0.88, 0.76, 0.66, 0.58)
    inks = [Ink(Face.SERIF_ITALIC, size * share, INK, 1.36) for share in shares]
    ink = next((each for each in inks if len(wrapped(said, each, width - inset)) <= 4), inks[-1])
    detail = Ink(Face.REGULAR, max(size * 0.42, 7), QUIET)
    room = inset + snug(said, ink, width - inset)
    block = stacked("paroles", (("quote", said, ink), ("p", content.hero_detail, detail)), room, inset)
    bar = Box(0, 1, size * 0.22, block.height - 2, mark.hue, INK, 0.5)
    return Group("paroles", (bar, *block.items)), block.height


def all_sections(content: Poster, mark: Mark, look: tuple[float, float]) -> list[Block]:
    """Return every part of the sheet that has lines, in the order in which it is read."""
    return [block for section in content.sections for block in _section(section, content, mark, look)]


def bars(content: Poster, mark: Mark, width: float, unit: float, *, apart: bool = False) -> list[Block]:
    """Return what is counted: the name over its bar, the count in words at its end; `apart` gives needs a column."""
    blocks: list[Block] = []
    counts = [count for family in content.bars for _label, count, _share in family.bars]
    said = max((measure(each, _DETAIL.scaled(unit)) for each in counts), default=0)  # one scale for all bars
    for number, family in enumerate(content.bars):
        if number == 0:
            blocks.append(_heading(content.bars_heading, mark, width, unit))
        name = stacked("famille", (("p", family.heading, _FAMILY.scaled(unit)),), width)
        blocks.append(replace(name, after=1 * unit, keeps=True, breaks=apart and number == 1))
        more = family.more or ("",) * len(family.bars)
        rows = zip(family.bars, more, strict=True)
        blocks += [_bar(each, mark, (width, said), unit, words) for each, words in rows]
        blocks[-1] = replace(blocks[-1], after=9 * unit)
    if blocks:
        blocks[-1] = replace(blocks[-1], after=14 * unit)
    return blocks


def panels(content: Poster, mark: Mark, look: tuple[float, float], *, apart: bool = False) -> list[Block]:
    """Return what the data say of the people: their day along a line, readings of the barriers, who they are."""
    return [block for panel in content.panels for block in _panel(panel, mark, look, apart=apart)]


def _panel(panel: PosterPanel, mark: Mark, look: tuple[float, float], *, apart: bool) -> list[Block]:
    width, unit = look
    blocks = [replace(_heading(panel.heading, mark, width, unit), breaks=apart)]
    said = max(
        (measure(count, _DETAIL.scaled(unit)) for _label, count, _more, share in panel.rows if share is not None),
        default=0,
    )
    groups = panel.groups or ("",) * len(panel.rows)
    for number, ((label, count, more, share), group) in enumerate(zip(panel.rows, groups, strict=True), 1):
        if group and group not in groups[: number - 1]:
            name = stacked("famille", (("p", group, _FAMILY.scaled(unit)),), width)
            blocks.append(replace(name, after=1 * unit, keeps=True))
        if panel.line:
            blocks.append(_stop((label, count, more), mark, look, last=number == len(panel.rows)))
        else:
            bar = (label, count, share or 0)
            quiet = share is None
            blocks.append(_row((label, count, more), look) if quiet else _bar(bar, mark, (width, said), unit, more))
    if panel.note:
        blocks[-1] = replace(blocks[-1], after=4 * unit, keeps=True)
        blocks.append(stacked("remarque", (("p", panel.note, _NOTE.scaled(unit)),), width))
    if len(panel.rows) <= _TOGETHER:
        blocks[:-1] = [replace(each, keeps=True) for each in blocks[:-1]]
    blocks[-1] = replace(blocks[-1], after=14 * unit)
    return blocks


def _row(words: tuple[str, str, str], look: tuple[float, float]) -> Block:
    """Return a row that has no bar, quietly: what is kept back."""
    width, unit = look
    text = " — ".join(each for each in words if each)
    return replace(stacked("ligne", (("p", text, _DETAIL.scaled(unit)),), width), after=5.5 * unit)


def _stop(words: tuple[str, str, str], mark: Mark, look: tuple[float, float], *, last: bool) -> Block:
    """Return a stop of the day: a point on the line of time, where it is, what is told of it."""
    width, unit = look
    label, count, more = words
    body, detail = _BODY.scaled(unit), _DETAIL.scaled(unit)
    parts = (("p", label, body), ("p", " · ".join(each for each in (count, more) if each), detail))
    block = stacked("arrêt", parts, width, 16 * unit)
    radius, after = 3.6 * unit, 6 * unit
    y = body.size * 0.62
    line = Box(
        radius, y, 0, block.height + (0 if last else after) - (y if last else 0), None, thinned(INK, 0.5), 1.1 * unit
    )
    point = Round(radius, y, radius, mark.hue, INK, 0.7 * unit)
    return replace(block, items=(line, point, *block.items), after=after)


def _bar(bar: tuple[str, str, float], mark: Mark, room: tuple[float, float], unit: float, more: str = "") -> Block:
    label, count, share = bar
    width, said = room
    name, high = paragraph("p", label, _BODY.scaled(unit), width)
    ink = _DETAIL.scaled(unit)
    track = max(width * 0.3, width - said - 8 * unit)
    y = high + 1.5 * unit
    items = (
        name,
        Box(0, y, track, 8 * unit, "#FFFFFF", thinned(INK, 0.5), 0.6),
        Box(0, y, track * min(1, max(0.0, share)), 8 * unit, mark.hue, INK, 0.8),
        Words("p", wrapped(count, ink, width), track + 8 * unit, y + 7 * unit, said + 2, ink),
    )
    if not more:
        return Block("barre", items, y + 8 * unit, 5.5 * unit)
    under = stacked("barre", [("p", each, ink) for each in packed(more.split(_BETWEEN), ink, width)], width)
    lowered = Group("barre", under.items).moved(0, y + 9.5 * unit).items
    return Block("barre", (*items, *lowered), y + 9.5 * unit + under.height, 5.5 * unit)


def _heading(text: str, mark: Mark, width: float, unit: float) -> Block:
    ink = _HEADING.scaled(unit)
    words, high = paragraph("h2", text, ink, width)
    lowered = replace(words, y=words.y + 7 * unit)
    marks = (Box(0, 0, width, 0, None, INK, 0.7), Box(0, 0, 26 * unit, 3.6 * unit, mark.hue, INK, 0.6))
    return Block("rubrique", (*marks, lowered), high + 7 * unit, 2.5 * unit, keeps=True)


def _section(section: CardSection, content: Poster, mark: Mark, look: tuple[float, float]) -> list[Block]:
    lines = [line for line in section.lines if not (line.kind == "quote" and line.text == content.hero)]
    if not lines:
        return []
    width, unit = look
    blocks = [_heading(section.heading, mark, width, unit)]
    blocks += [_line(line, content, mark, look) for line in lines]
    blocks[-1] = replace(blocks[-1], after=12 * unit)
    return blocks


def _line(line: CardLine, content: Poster, mark: Mark, look: tuple[float, float]) -> Block:
    """Return one line: shown by people, exact words, or what the team reads into it, each with a look of its own."""
    width, unit = look
    detail = ("p", line.detail, _DETAIL.scaled(unit))
    inset = 9 * unit
    if line.kind == "quote":
        block = stacked("citation", (("quote", quoted(line.text), _QUOTE.scaled(unit)), detail), width, inset)
        return replace(beside(block, mark.hue), after=6 * unit)
    if line.kind == "interpretation":
        said = ("p", content.interpretation_mark, _MARK.scaled(unit))
        block = stacked("interprétation", (("p", line.text, _BODY.scaled(unit)), said), width, inset)
        return replace(beside(block, BRICK, dash=True), after=6 * unit)
    return replace(stacked("appui", (("p", line.text, _BODY.scaled(unit)), detail), width), after=5 * unit)


def watermark(text: str, right: float, y: float, unit: float) -> Group:
    """Return a label that nobody overlooks, such as « données fictives », ending at `right`."""
    ink = Ink(Face.BOLD, 8.5 * unit, BRICK)
    wide = measure(text, ink) + 14 * unit
    edge = Box(right - wide, y - 11 * unit, wide, 16 * unit, WHITE, BRICK, 1, 8 * unit)
    return Group("avertissement", (edge, Words("p", (text,), right - wide + 7 * unit, y, wide, ink)))
