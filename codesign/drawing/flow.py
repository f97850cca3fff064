"""Blocks set down columns and on to following pages; nothing is ever dropped to make the rest fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from codesign.drawing.scene import Box, Group, Ink, Shape, Words, snug, wrapped


@dataclass(frozen=True, slots=True)
class Frame:
    """A column to fill, in points."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a known height, drawn from (0, 0); `after` is the air under it, none at the foot of a column.

    `keeps` says that it may not be the last of a column: a heading, what stands over a bar. `breaks` starts a new
    column, where there is one.
    """

    name: str
    items: tuple[Words | Shape, ...]
    height: float
    after: float = 0
    keeps: bool = False
    breaks: bool = False


def paragraph(role: str, text: str, ink: Ink, width: float, x: float = 0) -> tuple[Words, float]:
    """Return words cut to `width` with their first baseline one ascent down, and their height; heads in even lines."""
    lines = wrapped(text, ink, snug(text, ink, width) if role in {"h1", "h2"} else width)
    return Words(role, lines, x, ink.size * 0.98, width, ink), ink.leading * len(lines)


def stacked(name: str, parts: Sequence[tuple[str, str, Ink]], width: float, x: float = 0) -> Block:
    """Return paragraphs (role, text, ink) one under the other as one block."""
    items: list[Words] = []
    y = 0.0
    for role, text, ink in parts:
        if text:
            words, height = paragraph(role, text, ink, width - x, x)
            items.append(replace(words, y=words.y + y))
            y += height
    return Block(name, tuple(items), y)


def beside(block: Block, colour: str, *, dash: bool = False) -> Block:
    """Return a block with a rule down its left side."""
    rule = Box(0, 2, 0, block.height - 4, None, colour, 1.1, dash=True) if dash else None
    bar = rule or Box(0, 2, 2.4, block.height - 4, colour)
    return replace(block, items=(bar, *block.items))


def broken(block: Block, most: float) -> Iterator[Block]:
    """Yield the block, or its pieces where no column is long enough for it: lines of its words, in turn."""
    if block.height <= most:
        yield block
        return
    for words in (each for each in block.items if isinstance(each, Words)):
        room = max(1, int((most - 2) // words.ink.leading))
        for start in range(0, len(words.lines), room):
            lines = words.lines[start : start + room]
            placed = replace(words, lines=lines, y=words.ink.size * 0.98)
            yield Block(block.name, (placed,), words.ink.leading * len(lines), block.after)


@dataclass(frozen=True, slots=True)
class Placed:
    """Blocks on their pages: groups in reading order, how far down the first page each column went.

    `last` are the blocks of the last page.
    """

    pages: tuple[tuple[Group, ...], ...]
    depths: tuple[float, ...]
    last: tuple[Block, ...]


def flow(blocks: Sequence[Block], first: Sequence[Frame], later: Sequence[Frame]) -> Placed:
    """Set blocks down the frames of the first page, then of as many others as they need."""
    most = min(each.height for each in (*first, *later))
    pieces = [piece for block in blocks for piece in broken(block, most)]
    pages: list[list[Group]] = [[]]
    frames, column, y = first, 0, 0.0
    depths, last = [0.0] * len(first), list[Block]()
    for block, needed in zip(pieces, _needed(pieces), strict=True):
        full = y > 0 and y + min(needed, most) > frames[column].height
        if full or (block.breaks and y > 0 and column + 1 < len(frames)):
            column, y = column + 1, 0.0
            if column == len(frames):
                frames, column, last = later, 0, []
                pages.append([])
        last.append(block)
        place = frames[column]
        pages[-1].append(Group(block.name, block.items).moved(place.x, place.y + y))
        if len(pages) == 1:
            depths[column] = y + block.height
        y += block.height + block.after
    return Placed(tuple(tuple(page) for page in pages), tuple(depths), tuple(last))


def _needed(blocks: Sequence[Block]) -> list[float]:
    """Return the room that each block needs: its own, and that of the next one while it may not stand last."""
    needed: list[float] = []
    for block in reversed(blocks):
        with_next = block.keeps and needed
        needed.append(block.height + (block.after + needed[-1] if with_next else 0))
    return needed[::-1]


def paged(blocks: Sequence[Block], first: Sequence[Frame], later: Sequence[Frame]) -> Placed:
    """Return the blocks on as many pages as they need, the last in even columns unless blocks say where to break."""
    whole = flow(blocks, first, later)
    if any(each.breaks for each in whole.last):
        return whole
    foot = balanced(whole.last, later) if len(whole.pages) > 1 else balanced(blocks, first)
    return whole if foot is None else replace(whole, pages=(*whole.pages[:-1], *foot.pages))


def balanced(blocks: Sequence[Block], frames: Sequence[Frame]) -> Placed | None:
    """Return the blocks on one page, in columns as even as they go; None when they need more than a page."""
    whole = flow(blocks, frames, frames)
    if len(whole.pages) > 1:
        return None
    low, high, best = 0.0, frames[0].height, whole
    for _turn in range(9):
        middle = (low + high) / 2
        lower = [replace(each, height=middle) for each in frames]
        tried = flow(blocks, lower, lower)
        fits = len(tried.pages) == 1 and max(tried.depths) <= frames[0].height
        low, high, best = (low, middle, tried) if fits else (middle, high, best)
    return best
