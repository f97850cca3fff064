"""The Typst door: a scene as a tagged PDF or as pictures, from fonts of ours alone, without network.

Typst refuses by itself to write a PDF/UA-1 file that lacks a title, a language, tags or the text of a picture.
"""

from __future__ import annotations

import json
import struct
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from codesign.drawing.scene import Box, Group, Outline, Round, Scene, Words
from codesign.drawing.typeface import FOLDER, Face

TEMPLATE = Path(__file__).with_name("scene.typ")
_INCH = 0.0254
_FACES: dict[Face, tuple[str, int, str]] = {
    Face.REGULAR: ("Inter", 400, "normal"),
    Face.SEMIBOLD: ("Inter", 600, "normal"),
    Face.BOLD: ("Inter", 700, "normal"),
    Face.SERIF: ("Noto Serif", 400, "normal"),
    Face.SERIF_ITALIC: ("Noto Serif", 400, "italic"),
}


def pdf(scene: Scene) -> bytes:
    """Return the scene as PDF/UA-1: tags, language, title; the same scene gives the same bytes."""
    (data,) = _compiled(scene, "pdf")
    return data


def pngs(scene: Scene, *, dpi: int = 300) -> tuple[bytes, ...]:
    """Return each page as a PNG that knows its resolution and says in words what it shows."""
    return tuple(_told(data, dpi, scene) for data in _compiled(scene, "png", dpi))


def _compiled(scene: Scene, form: str, dpi: int = 300) -> tuple[bytes, ...]:
    data = json.dumps(_scene(scene), ensure_ascii=False)
    options: dict[str, Any] = {"pdf_standards": ["ua-1"], "timestamp": 0} if form == "pdf" else {"ppi": float(dpi)}
    made = _compiler().compile(TEMPLATE.read_bytes(), format=form, sys_inputs={"scene": data}, **options)
    return tuple(made) if isinstance(made, list) else (made,)


@cache
def _compiler() -> Any:  # noqa: ANN401 - a class of the library, loaded when the first file is made
    import typst  # noqa: PLC0415 - 80 MB that the screens do without

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def _scene(scene: Scene) -> dict[str, Any]:
    pages = [
        {"width": page.width, "height": page.height, "groups": [_group(group) for group in page.groups]}
        for page in scene.pages
    ]
    return {"title": scene.title, "about": scene.about, "pages": pages}


def _group(group: Group) -> dict[str, Any]:
    """A group that is one picture is placed as one, its shapes measured from its corner: its first box frames it."""
    frame = group.items[0]
    if not group.alt or not isinstance(frame, Box):
        return {"alt": "", "items": [_item(each) for each in group.items]}
    inside = group.moved(-frame.x, -frame.y)
    size = {"x": frame.x, "y": frame.y, "width": frame.width, "height": frame.height}
    return {"alt": group.alt, **size, "items": [_item(each) for each in inside.items]}


def _item(item: Words | Box | Round | Outline) -> dict[str, Any]:
    if isinstance(item, Words):
        return _words(item)
    look = {"fill": item.fill, "edge": item.edge, "weight": item.weight, "dash": False}
    if isinstance(item, Round):
        corner = {"x": item.x - item.radius, "y": item.y - item.radius}
        return {**look, **corner, "kind": "round", "radius": item.radius}
    if isinstance(item, Outline):
        x, y = (min(each[axis] for each in item.points) for axis in (0, 1))
        return {**look, "kind": "outline", "x": x, "y": y, "points": [(px - x, py - y) for px, py in item.points]}
    size = {"x": item.x, "y": item.y, "width": item.width, "height": item.height, "radius": item.radius}
    return {**look, **size, "kind": "box", "dash": item.dash}


def _words(words: Words) -> dict[str, Any]:
    font, weight, style = _FACES[words.ink.face]
    lines = [line.rstrip(" ") for line in words.lines]
    place = {"x": words.x, "y": words.y, "width": words.width, "anchor": words.anchor, "role": words.role}
    look = {"font": font, "weight": weight, "style": style, "size": words.ink.size, "colour": words.ink.colour}
    return {**place, **look, "kind": "words", "lines": lines, "leading": words.ink.leading}


def _told(data: bytes, dpi: int, scene: Scene) -> bytes:
    """Return the PNG with its resolution and its description put before its pixels."""
    head, rest = data[:33], data[33:]  # the signature and the first chunk
    per_metre = round(dpi / _INCH)
    said = f"{scene.title}. {scene.about}".encode()
    about = b"Description\0\0\0" + scene.language.encode() + b"\0\0" + said
    return head + _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)) + _chunk(b"iTXt", about) + rest


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
