"""The PowerPoint door: scenes as slides of 16:9 whose words, bars and shapes can all be edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from codesign.drawing.archive import stable_zip, unzipped
from codesign.drawing.scene import Box, Group, Outline, Scene, Shape, Sheet, Words, measure
from codesign.drawing.typeface import Face

_POINT = 12_700  # English Metric Units
_WIDTH, _HEIGHT = 12_192_000, 6_858_000  # 13.333 × 7.5 inches
_WRITTEN = datetime(2026, 1, 1)  # noqa: DTZ001 - the library wants no zone; one day for all, so that bytes stay the same
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_SLACK = 6.0  # points: another font may be wider than ours
_FAMILIES = {Face.SERIF: "Noto Serif", Face.SERIF_ITALIC: "Noto Serif"}


def pptx(scenes: Sequence[Scene], title: str) -> bytes:
    """Return a deck: each page of each scene (960 × 540 points) a slide with a title, real text and alt texts."""
    from pptx import Presentation  # noqa: PLC0415 - the screens do without

    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    for scene in scenes:
        for page in scene.pages:
            _slide(deck, page, scene.language)
    about = deck.core_properties
    about.title, about.language, about.author, about.last_modified_by = title, "fr-CA", "", ""
    about.created = about.modified = _WRITTEN
    out = io.BytesIO()
    deck.save(out)
    return stable_zip(unzipped(out.getvalue()))


def _slide(deck: Any, page: Sheet, language: str) -> None:  # noqa: ANN401 - a class of the library
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # a title and nothing else
    heading = slide.shapes.title
    for group in page.groups:
        if group.alt:
            _picture(slide.shapes, group)
            continue
        for item in group.items:
            if isinstance(item, Words) and item.role == "h1" and heading is not None:
                slide.shapes._spTree.append(heading._element)  # noqa: SLF001 - read, and drawn, in its turn
                _say(heading, item, language)
                heading = None
            elif isinstance(item, Words):
                _say(slide.shapes.add_textbox(0, 0, 0, 0), item, language)
            else:
                _decorate(_shape(slide.shapes, item, group.name))
    if heading is not None:
        heading._element.getparent().remove(heading._element)  # noqa: SLF001 - an empty one asks to be filled


def _picture(shapes: Any, group: Group) -> None:  # noqa: ANN401 - a class of the library
    """Draw a group as one picture that can be taken apart; the library has no public way to its alternative text."""
    made = shapes.add_group_shape()
    for item in group.items:
        if not isinstance(item, Words):
            _shape(made.shapes, item, group.name)
    made.name = group.name
    made._element.nvGrpSpPr.cNvPr.set("descr", group.alt)  # noqa: SLF001


def _say(box: Any, words: Words, language: str) -> None:  # noqa: ANN401 - same
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN  # noqa: PLC0415
    from pptx.util import Pt  # noqa: PLC0415

    ink, wide = words.ink, _wide(words) + _SLACK
    left = words.x - {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    top = words.y - 0.86 * ink.leading
    box.left, box.top, box.width, box.height = map(_emu, (left, top, wide, ink.leading * len(words.lines)))
    frame = box.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.line_spacing = Pt(round(ink.leading, 1))
    paragraph.alignment = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}[words.anchor]
    run = paragraph.add_run()
    run.text = words.text
    _set_look(run, words, language)


def _wide(words: Words) -> float:
    """Return how wide the box of a paragraph is: a head in several even lines keeps them."""
    even = words.role in {"h1", "h2"} and len(words.lines) > 1
    return max(measure(each.rstrip(" "), words.ink) for each in words.lines) if even else words.width


def _set_look(run: Any, words: Words, language: str) -> None:  # noqa: ANN401 - same
    from pptx.util import Pt  # noqa: PLC0415

    face, look = words.ink.face, run.font
    look.name, look.size = _FAMILIES.get(face, "Inter"), Pt(round(words.ink.size * 2) / 2)
    look.bold, look.italic = face in {Face.BOLD, Face.SEMIBOLD}, face is Face.SERIF_ITALIC
    look.color.rgb = _rgb(words.ink.colour)
    run._r.get_or_add_rPr().set("lang", language)  # noqa: SLF001 - the library knows fewer languages


def _shape(shapes: Any, item: Shape, name: str) -> Any:  # noqa: ANN401 - same
    from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE  # noqa: PLC0415

    if isinstance(item, Outline):
        points = [(_emu(x), _emu(y)) for x, y in item.points]
        builder = shapes.build_freeform(*points[0])
        builder.add_line_segments(points[1:], close=True)
        made = builder.convert_to_shape()
    elif isinstance(item, Box) and not (item.width and item.height):
        ends = (item.x, item.y, item.x + item.width, item.y + item.height)
        made = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *map(_emu, ends))
    elif isinstance(item, Box):
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if item.radius else MSO_SHAPE.RECTANGLE
        made = shapes.add_shape(kind, *map(_emu, (item.x, item.y, item.width, item.height)))
        if item.radius:
            made.adjustments[0] = min(0.5, item.radius / min(item.width, item.height))
    else:
        corner, side = (item.x - item.radius, item.y - item.radius), 2 * item.radius
        made = shapes.add_shape(MSO_SHAPE.OVAL, *map(_emu, (*corner, side, side)))
    made.name = name
    _paint(made, item)
    return made


def _paint(made: Any, item: Shape) -> None:  # noqa: ANN401 - same
    from pptx.enum.dml import MSO_LINE  # noqa: PLC0415

    for theme in made._element.xpath("./p:style"):  # noqa: SLF001 - shadows of the theme, which nobody asked for
        made._element.remove(theme)  # noqa: SLF001
    if hasattr(made, "fill"):
        if item.fill:
            made.fill.solid()
            made.fill.fore_color.rgb = _rgb(item.fill)
        else:
            made.fill.background()
    if item.edge:
        made.line.color.rgb = _rgb(item.edge)
        made.line.width = _emu(item.weight)
        if isinstance(item, Box) and item.dash:
            made.line.dash_style = MSO_LINE.DASH
    else:
        made.line.fill.background()


def _decorate(made: Any) -> None:  # noqa: ANN401 - same
    """Tell screen readers to pass a bar or a rule over: the words beside it say what it shows."""
    from pptx.oxml import parse_xml  # noqa: PLC0415

    mark = (
        f'<a:extLst xmlns:a="{_MAIN}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
        f'<adec:decorative xmlns:adec="{_DECORATIVE}" val="1"/></a:ext></a:extLst>'
    )
    made._element.xpath(".//p:cNvPr")[0].append(parse_xml(mark))  # noqa: SLF001


def _rgb(hue: str) -> Any:  # noqa: ANN401 - same
    from pptx.dml.color import RGBColor  # noqa: PLC0415

    made: Any = RGBColor
    return made.from_string(hue[1:])


def _emu(points: float) -> int:
    return round(points * _POINT)
