"""A scene as SVG: words stay words, fonts go by their names, nothing points outside the file."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from codesign.drawing.scene import Box, Group, Outline, Round, Scene, Shape, Sheet, Words
from codesign.drawing.typeface import Face

FONTS = {
    Face.REGULAR: 'font-family="Inter" font-weight="400"',
    Face.SEMIBOLD: 'font-family="Inter" font-weight="600"',
    Face.BOLD: 'font-family="Inter" font-weight="700"',
    Face.SERIF: 'font-family="Noto Serif" font-weight="400"',
    Face.SERIF_ITALIC: 'font-family="Noto Serif" font-weight="400" font-style="italic"',
}


def svg(scene: Scene, number: int = 0, *, prefix: str = "") -> str:
    """Return one page of a scene (0 is the first); `prefix` keeps ids apart when several stand in one document.

    A paragraph is one `<text>` with a `<tspan>` per line, as design tools write it themselves: its lines put together
    are the paragraph. Sizes are in inches outside and in points inside, so that it prints at its true size.
    """
    page = scene.pages[number]
    body = "\n".join(_group(group, f"{prefix}g{n}") for n, group in enumerate(page.groups, 1))
    return f"""{_opening(page, prefix, scene.language)}
<title id="{prefix}titre">{escape(scene.title)}</title>
<desc id="{prefix}desc">{escape(scene.about)}</desc>
<rect id="{prefix}papier" width="{_n(page.width)}" height="{_n(page.height)}" fill="#FFFFFF"/>
{body}
</svg>
"""


def _opening(page: Sheet, prefix: str, language: str) -> str:
    size = f'width="{_n(page.width / 72)}in" height="{_n(page.height / 72)}in"'
    box = f'viewBox="0 0 {_n(page.width)} {_n(page.height)}"'
    named = f'aria-labelledby="{prefix}titre {prefix}desc"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} xml:lang="{language}" lang="{language}" {named}>'


def _group(group: Group, name: str) -> str:
    items = "\n".join(each for item in group.items for each in _item(item))
    about = f' role="img" aria-label="{escape(group.alt)}"' if group.alt else ""
    return f'<g id="{name}-{escape(group.name.replace(" ", "-"))}"{about}>\n{items}\n</g>'


def _item(item: Words | Shape) -> Iterator[str]:
    if isinstance(item, Words):
        yield _words(item)
    elif isinstance(item, Box):
        yield _box(item)
    elif isinstance(item, Round):
        yield f'<circle cx="{_n(item.x)}" cy="{_n(item.y)}" r="{_n(item.radius)}"{_paint(item)}/>'
    else:
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in item.points)
        yield f'<polygon points="{points}"{_paint(item)} stroke-linejoin="round"/>'


def _box(box: Box) -> str:
    if not box.height or not box.width:
        dash = ' stroke-dasharray="2.5 2"' if box.dash else ""
        ends = f'x1="{_n(box.x)}" y1="{_n(box.y)}" x2="{_n(box.x + box.width)}" y2="{_n(box.y + box.height)}"'
        return f'<line {ends} stroke="{box.edge}" stroke-width="{_n(box.weight)}"{dash}/>'
    rounded = f' rx="{_n(box.radius)}"' if box.radius else ""
    place = f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"'
    return f"<rect {place}{rounded}{_paint(box)}/>"


def _paint(shape: Box | Round | Outline) -> str:
    edge = f' stroke="{shape.edge}" stroke-width="{_n(shape.weight)}"' if shape.edge else ""
    return f' fill="{shape.fill or "none"}"{edge}'


def _words(words: Words) -> str:
    look = f'{FONTS[words.ink.face]} font-size="{_n(words.ink.size)}" fill="{words.ink.colour}"'
    anchor = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
    lines = "".join(
        f'<tspan x="{_n(words.x)}" y="{_n(words.y + i * words.ink.leading)}">{escape(line)}</tspan>'
        for i, line in enumerate(words.lines)
    )
    return f'<text {look}{anchor} xml:space="preserve">{lines}</text>'


def _n(value: float) -> str:
    """Return a number with two decimals at most, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
