"""A set of personas as data: JSON with its schema for other tools, rows for boards of sticky notes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from codesign import codebook, drawing
from codesign.exchange.tables import write_table
from codesign.i18n import _
from codesign.personas import FAMILY_LABELS, Handout, Panel, SheetBar

SCHEMA = "codesign.persona-kit/2"
SCHEMA_NAME = "persona-kit.schema.json"
COLUMNS = ("persona_id", "persona", "section", "nature", "texte", "n", "pourcentage", "couleur")


def schema() -> bytes:
    """Return the JSON schema of `as_json`."""
    return Path(__file__).with_name(SCHEMA_NAME).read_bytes()


def as_json(found: Sequence[Handout]) -> str:
    """Return the set as JSON in a stable order; `content_sha256` is that of its personas, to compare two kits by."""
    shown = [_persona(each) for each in found]
    packed = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    content = {
        "$schema": f"./{SCHEMA_NAME}",
        "schema": SCHEMA,
        "language": "fr-CA",
        "audience": str(found[0].audience),
        "invented_data": bool(found[0].sheet.watermark),
        "data_until": found[0].until,
        "codebook": codebook.load_codebook().version,
        "content_sha256": hashlib.sha256(packed.encode()).hexdigest(),
        "notice": [found[0].sheet.note, found[0].sheet.footer],
        "personas": shown,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _persona(of: Handout) -> dict[str, Any]:
    sheet = of.sheet
    return {
        "id": of.name,
        "letter": sheet.letter,
        "hue": drawing.mark_of(sheet.letter).hue,
        "state": str(of.state),
        "title": sheet.title,
        "tagline": sheet.tagline,
        "method": sheet.method,
        "people": of.people,
        "people_text": sheet.people,
        "relecture": sheet.relecture,
        "facts": list(sheet.facts),
        "sections": [
            {
                "id": part.id,
                "heading": part.heading,
                "lines": [{"text": line.text, "kind": line.kind, "rests_on": line.detail} for line in part.lines],
            }
            for part in sheet.sections
        ],
        "counts": [_count(bar) for bar in sheet.bars],
        "panels": [_panel(panel) for panel in sheet.panels],
    }


def _count(bar: SheetBar) -> dict[str, Any]:
    return {
        "family": bar.family,
        "code": bar.code,
        "label": bar.label,
        "people": bar.n,
        "share": round(bar.fraction, 4),
        "text": bar.count,
        "beside": bar.more,
    }


def _panel(panel: Panel) -> dict[str, Any]:
    rows = [{"id": row.id, "label": row.title, "people": row.n, "text": row.words} for row in panel.rows]
    return {"id": panel.id, "heading": panel.heading, "note": panel.note, "rows": rows}


def sticky_notes(found: Sequence[Handout]) -> bytes:
    """Return one row per sticky note, in UTF-8 that Excel knows; no cell begins a formula."""
    return write_table(COLUMNS, (row for each in found for row in _rows(each)))


def _rows(of: Handout) -> Iterator[dict[str, object]]:
    sheet = of.sheet
    head = {"persona_id": of.name, "persona": sheet.title, "couleur": drawing.mark_of(sheet.letter).hue}
    yield {**head, "section": _("Title"), "nature": "", "texte": f"{sheet.letter} · {sheet.title}"}
    for part in sheet.sections:
        for line in part.lines:
            yield {**head, "section": part.heading, "nature": line.detail, "texte": line.text}
    for bar in sheet.bars:
        said = {"section": _(FAMILY_LABELS[bar.family]), "nature": _("count"), "texte": bar.label, "n": bar.n}
        yield {**head, **said, "pourcentage": bar.count.partition("(")[2].rstrip(")")}
    for panel in sheet.panels:
        for row in panel.rows:
            yield {**head, "section": panel.heading, "nature": row.words, "texte": row.title, "n": row.n}
