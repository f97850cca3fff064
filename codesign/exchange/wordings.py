"""Words of OpenDocument texts and of subtitles: what people read, in order, nothing of how it is set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from codesign.exchange.archives import archive, cut

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SILENT = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note-citation"}
_BLOCKS = {f"{_TEXT}p", f"{_TEXT}h"}
_MARKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_TIME = re.compile(r"\s*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}\s*-->\s*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}.*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,100}>|\{\\[^{}]{0,50}\}")
_DEPTH = 200
_SPACES = 1_000


def odt_text(data: bytes, name: str) -> str:
    """Return the words of an .odt file, a table row on one line.

    Raises:
        InvalidInput: damaged, protected by a password, or too large.
    """
    with archive(name, data) as opened:
        content = next((each for each in opened.parts if each.filename == "content.xml"), None)
        if content is None:
            raise cut(name)
        root = fromstring(opened.read(content), forbid_dtd=True)
    return "\n".join(_blocks(root, name, 0))


def _blocks(element: Element, name: str, depth: int) -> Iterator[str]:
    if depth > _DEPTH:
        raise cut(name)
    for each in element:
        if each.tag in _SILENT:
            continue
        if each.tag in _BLOCKS:
            yield _words(each, name, depth)
        elif each.tag == f"{_TABLE}table-row":
            yield " | ".join(" ".join(_blocks(cell, name, depth + 1)) for cell in each)
        else:
            yield from _blocks(each, name, depth + 1)


def _words(element: Element, name: str, depth: int) -> str:
    if depth > _DEPTH:
        raise cut(name)
    parts = [element.text or ""]
    for each in element:
        if each.tag == f"{_TEXT}s":
            count = each.get(f"{_TEXT}c", "1")
            parts.append(" " * min(int(count), _SPACES) if count.isdecimal() else " ")
        elif each.tag in _MARKS:
            parts.append(_MARKS[each.tag])
        elif each.tag not in _SILENT:
            parts.append(_words(each, name, depth + 1))
        parts.append(each.tail or "")
    return "".join(parts)


def srt_text(text: str, name: str) -> str:
    """Return what is said in subtitles: a line each, without numbers, times and marks.

    Raises:
        InvalidInput: no time stands in it.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(_TIME.fullmatch(each) for each in lines):
        raise cut(name)
    kept = []
    for place, each in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        is_number = each.strip().isdecimal() and _TIME.fullmatch(following) is not None
        if each.strip() and not is_number and _TIME.fullmatch(each) is None:
            kept.append(_TAG.sub("", each).strip())
    return "\n".join(each for each in kept if each)
