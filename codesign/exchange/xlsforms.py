"""Forms for ODK Collect and KoboToolbox, made from the very templates of the platform, in French and in English.

The names of the questions are those that an import knows, so that a file collected with these forms comes back in
without anything to choose. No question asks for a position, a device, a name, a photo or a sound.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence

from codesign import territory
from codesign.exchange.columns import (
    CONSENT_LANGUAGE_LABEL,
    CONSENT_MODES,
    LANGUAGES,
    NO_CONSENT,
    PERSON_LABEL,
    PURPOSES,
    attribute_field,
)
from codesign.exchange.model import ExportFile
from codesign.exchange.moments import LABEL
from codesign.fieldnotes import HEAD, MOMENTS, TEMPLATES, Field, FieldType, NoteKind, Template
from codesign.i18n import N_, _, using_language
from codesign.privacy import ATTRIBUTES, ConsentMode

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMES = {"fr": "Français (fr)", "en": "English (en)"}
_LANGUAGE_COLUMNS = tuple(f"{what}::{_NAMES[code]}" for what in ("label", "hint") for code in LANGUAGES)
SURVEY = (
    "type",
    "name",
    *_LANGUAGE_COLUMNS,
    "required",
    "relevant",
    "appearance",
    "constraint",
    "calculation",
    "default",
)
CHOICES = ("list_name", "name", *_LANGUAGE_COLUMNS[:2])
_YES_NO = (("oui", N_("Yes")), ("non", N_("No")))
_AGREED = f"${{consentement}} != '{NO_CONSENT}'"
_SOMEONE = f"{_AGREED} and ${{consentement}} != '{ConsentMode.NOT_APPLICABLE}'"
_INTRO = N_("Read the explanation aloud, then note the answer. Without agreement, the form stops here.")
_STOP = N_("Stop here: nothing is noted about someone who did not agree. Thank the person.")
_TODAY = {"held_on": "today()"}
Row = dict[str, str]


def xlsform(kind: str) -> ExportFile:
    """Return the form of one kind of note as an .xlsx file.

    Raises:
        ValueError: no such kind.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - 0.3 s that other exports need not wait

    template = TEMPLATES[NoteKind(kind)]
    survey, choices = survey_rows(template), choice_rows(template)
    version = hashlib.sha256(repr((survey, choices)).encode()).hexdigest()[:10]
    with using_language("fr"):
        title = _(template.label)
    settings: Row = {
        "form_title": title, "form_id": f"codesign_{template.xls_name}", "version": version,
        "default_language": _NAMES["fr"], "style": "pages",
    }  # fmt: skip
    book = Workbook(write_only=True)
    for name, columns, rows in (
        ("survey", SURVEY, survey), ("choices", CHOICES, choices), ("settings", tuple(settings), [settings]),
    ):  # fmt: skip
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column, "") or None for column in columns])
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return ExportFile(f"{template.xls_name}.xlsx", MIME, out.getvalue())


def survey_rows(template: Template) -> list[Row]:
    """Return the questions of a form, in order: the agreement, the person, the occasion, the note."""
    return [
        {"type": "calculate", "name": "occasion", "calculation": f"'{template.occasion_kind}'"},
        *_group("accord", N_("Agreement"), _agreement(), ""),
        *_group("qui", N_("The person"), _person(), _SOMEONE),
        *_group("cadre", N_("The occasion"), [_question(each) for each in HEAD if each.id != "kind"], _AGREED),
        *_group("contenu", template.label, _content(template), _AGREED),
        *_moments(template),
    ]


def _group(name: str, label: str, rows: Sequence[Row], relevant: str) -> Iterator[Row]:
    begin = {"type": "begin_group", "name": name, **_words("label", label), "appearance": "field-list"}
    yield {**begin, "relevant": relevant}
    yield from rows
    yield {"type": "end_group", "name": name}


def _moments(template: Template) -> Iterator[Row]:
    """Yield the group that is asked once a moment, for a note that goes along a time; nothing in it is required."""
    if not template.moments:
        return
    begin = {"type": "begin_repeat", "name": MOMENTS, **_words("label", LABEL), "appearance": "field-list"}
    yield {**begin, "relevant": _AGREED}
    yield from (_question(each) for each in template.moments)
    yield {"type": "end_repeat", "name": MOMENTS}


def _agreement() -> list[Row]:
    return [
        {"type": "note", "name": "accord_lire", **_words("label", _INTRO)},
        {**_question(CONSENT_MODES), "required": "yes"},
        {**_question(PURPOSES), "relevant": _SOMEONE},
        {
            "type": "text",
            "name": "langue_consentement",
            **_words("label", CONSENT_LANGUAGE_LABEL),
            "relevant": _SOMEONE,
        },
        {"type": "note", "name": "accord_arret", **_words("label", _STOP), "relevant": f"not({_AGREED})"},
    ]


def _person() -> list[Row]:
    asked = {"type": "text", "name": "personne", **_words("label", PERSON_LABEL)}
    return [asked, *(_question(attribute_field(name)) for name in ATTRIBUTES)]


def _content(template: Template) -> list[Row]:
    """Return the questions of a note; only its narrative is needed to save, as on our own screen."""
    rows = [_question(each) for each in template.fields]
    narrative = template.field(template.narrative).xls_name
    return [{**row, "required": "yes"} if row["name"] == narrative else row for row in rows]


def _question(field: Field) -> Row:
    return {"name": field.xls_name, **_words("label", field.label), **_words("hint", field.help), **_asked(field)}


def _asked(field: Field) -> Row:
    """Return how a question is answered."""
    listed = f"l_{field.xls_name}"
    return {
        FieldType.SHORT: {"type": "text"},
        FieldType.LONG: {"type": "text", "appearance": "multiline"},
        FieldType.CHOICE: {"type": f"select_one {listed}"},
        FieldType.MULTI: {"type": f"select_multiple {listed}"},
        FieldType.YES_NO: {"type": "select_one l_oui_non"},
        FieldType.DATE: {"type": "date", "default": _TODAY.get(field.id, ""), "constraint": ". <= today()"},
        FieldType.NUMBER: {"type": "integer", "constraint": ". >= 0 and . <= 10000"},
    }[field.type]


def choice_rows(template: Template) -> list[Row]:
    """Return the choices of every list of a form; places and sectors by their names of ours."""
    asked = [
        CONSENT_MODES,
        PURPOSES,
        *(attribute_field(name) for name in ATTRIBUTES),
        *HEAD[1:],
        *template.fields,
        *template.moments,
    ]
    rows = [{"list_name": "l_oui_non", "name": name, **_words("label", label)} for name, label in _YES_NO]
    for field in asked:
        named = {"list_name": f"l_{field.xls_name}"}
        if field.id == "sector":
            rows += [{**named, **each} for each in _sectors()]
        elif field.type in {FieldType.CHOICE, FieldType.MULTI}:
            rows += [{**named, "name": name, **_words("label", label)} for name, label in field.options]
    return rows


def _sectors() -> list[Row]:
    found: dict[str, Row] = {}
    for code in LANGUAGES:
        with using_language(code):
            for each in territory.sectors():
                found.setdefault(each.id, {"name": each.id})[f"label::{_NAMES[code]}"] = each.label
    return list(found.values())


def _words(what: str, message: str) -> Row:
    found = {}
    for code in LANGUAGES:
        with using_language(code):
            found[f"{what}::{_NAMES[code]}"] = _(message)
    return found
