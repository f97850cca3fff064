"""A set of personas as a Word document: real headings and lists, in French, for screen readers and for editing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from codesign import drawing
from codesign.exchange.kit_texts import counted, said_of
from codesign.i18n import _
from codesign.personas import Handout, LineKind, Panel

_WRITTEN = datetime(2026, 1, 1)  # noqa: DTZ001 - one day for all, so that bytes stay the same
_INK, _QUIET = RGBColor(0x1D, 0x27, 0x30), RGBColor(0x55, 0x61, 0x6B)


def docx(found: Sequence[Handout]) -> bytes:
    """Return the document; each persona begins a page, under a heading of the first level."""
    document = Document()
    _set_up(document)
    for number, each in enumerate(found):
        _persona(document, each, turn=number > 0)
    out = io.BytesIO()
    document.save(out)
    return drawing.stable_zip(drawing.unzipped(out.getvalue()))


def _set_up(document: Any) -> None:  # noqa: ANN401 - a class of the library
    about = document.core_properties
    about.title, about.language, about.author, about.comments = _("Personas"), "fr-CA", "", ""
    about.created = about.modified = _WRITTEN
    about.last_modified_by = ""
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)  # before the fonts: a style that says nothing of its letters is passed over
    for style in document.styles:
        if style.type in {WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER} and style.element.rPr is not None:
            _dress(style)
    document.styles["Heading 1"].font.size, document.styles["Heading 2"].font.size = Pt(22), Pt(14)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-CA")


def _dress(style: Any) -> None:  # noqa: ANN401 - same
    """Give a style the font of the project and dark ink, in place of the blue of the library's own template."""
    style.font.name = "Noto Serif" if style.name == "Quote" else "Inter"
    for fonts in style.element.rPr.iter(qn("w:rFonts")):
        for theme in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[theme]
    if style.name.startswith("Heading") or style.name == "Quote":
        style.font.color.rgb = _INK


def _persona(document: Any, of: Handout, *, turn: bool) -> None:  # noqa: ANN401 - same
    sheet = of.sheet
    heading = document.add_heading(f"{sheet.letter} · {sheet.title}", 1)
    heading.paragraph_format.page_break_before = turn
    if sheet.watermark:
        document.add_paragraph().add_run(sheet.watermark).bold = True
    if sheet.tagline:
        document.add_paragraph().add_run(sheet.tagline).italic = True
    document.add_paragraph(" · ".join(said_of(of)))
    for family, rows in counted(of):
        document.add_heading(_("How many live it") + _(": ") + family, 2)
        for label, count in rows:
            document.add_paragraph(f"{label}{_(': ')}{count}", "List Bullet")
    for part in sheet.sections:
        document.add_heading(part.heading, 2)
        for line in part.lines:
            quote = line.kind == LineKind.QUOTE
            words = document.add_paragraph(line.text, "Quote" if quote else "List Bullet")
            if not quote:
                _quiet(words, f" — {line.detail}")
    for panel in sheet.panels:
        _panel(document, panel)
    _quiet(document.add_paragraph(), f"{sheet.note} {sheet.footer}")


def _panel(document: Any, panel: Panel) -> None:  # noqa: ANN401 - same
    document.add_heading(panel.heading, 2)
    for row in panel.rows:
        _quiet(
            document.add_paragraph(row.title, "List Number" if panel.id == "day" else "List Bullet"), f" — {row.words}"
        )
    if panel.note:
        _quiet(document.add_paragraph(), panel.note)


def _quiet(words: Any, text: str) -> None:  # noqa: ANN401 - same
    run = words.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), _QUIET
