"""A sheet of paper to draw on: text blocks, rules, shapes, and the bytes of a PNG that are the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from codesign.drawing.typeface import Face, font, line_height, width_of, wrap

DPI = 300
PAPER, SHEET, INK, QUIET, RIVER, BRICK, RULE = (
    "#FBFAF7", "#FFFFFF", "#1D2730", "#55616B", "#0B5C7A", "#A1421F", "#D5D0C5",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks: face, size in pixels, colour."""

    face: Face
    size: int
    colour: str = INK

    @property
    def leading(self) -> int:
        """The height of one line."""
        return line_height(self.face, self.size)


class Canvas:
    """A page in pixels, at 300 dots per inch; y grows downwards."""

    def __init__(self, width: int, height: int, colour: str = PAPER) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width, height), colour)
        self.draw = ImageDraw.Draw(self.image)

    def line(self, x: float, y: float, text: str, style: Style, *, anchor: str = "la") -> None:
        """Write one line; `anchor` as Pillow names it (`la` left, `ma` middle, `ra` right, at the ascender)."""
        self.draw.text((x, y), text, font=font(style.face, style.size), fill=style.colour, anchor=anchor)

    def block(self, x: float, y: float, text: str, style: Style, width: float) -> float:
        """Write text in lines of at most `width`; return the y below it."""
        for each in wrap(text, style.face, style.size, width):
            self.line(x, y, each, style)
            y += style.leading
        return y

    def rule(self, x: float, y: float, width: float, colour: str = RULE, weight: int = 3) -> None:
        """Draw a horizontal rule."""
        self.draw.rectangle((x, y, x + width, y + weight - 1), fill=colour)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str | None = SHEET, edge: str = RULE
    ) -> None:
        """Draw a sheet with slightly rounded corners."""
        self.draw.rounded_rectangle((x, y, x + width, y + height), radius=18, fill=fill, outline=edge, width=3)

    def chip(self, x: float, y: float, text: str, style: Style, *, edge: str, fill: str | None = None) -> float:
        """Draw a label in a rounded outline; return the x after it."""
        pad = style.size // 2
        wide = width_of(text, style.face, style.size) + 2 * pad
        high = style.leading + pad
        self.draw.rounded_rectangle((x, y, x + wide, y + high), radius=high // 2, fill=fill, outline=edge, width=3)
        self.line(x + pad, y + pad // 2 + 2, text, style)
        return x + wide

    def hatch(self, x: float, y: float, width: float, height: float, colour: str = QUIET) -> None:
        """Draw an outlined, hatched bar: a number that may not be shown."""
        tile = Image.new("RGB", (max(1, round(width)), max(1, round(height))), SHEET)
        pen = ImageDraw.Draw(tile)
        for start in range(-tile.height, tile.width, 14):
            pen.line((start, tile.height, start + tile.height, 0), fill=colour, width=3)
        self.image.paste(tile, (round(x), round(y)))
        self.draw.rectangle((x, y, x + width, y + height), outline=colour, width=2)

    def png(self, description: str = "") -> bytes:
        """Return the page as PNG with its resolution; the same drawing gives the same bytes."""
        about = PngInfo()
        if description:
            about.add_itxt("Description", description, lang="fr-CA")
        out = BytesIO()
        self.image.save(out, "PNG", dpi=(DPI, DPI), pnginfo=about, compress_level=6)
        return out.getvalue()


def height_of(text: str, style: Style, width: float) -> int:
    """Return how high a block of text will be."""
    return len(wrap(text, style.face, style.size, width)) * style.leading
