"""Understanding a row: what each of its cells says of a note, its occasion, its person and their consent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from codesign import storage
from codesign.errors import InvalidInput
from codesign.exchange.cells import day, not_a_choice, one, read_cell, several
from codesign.exchange.columns import (
    CONSENT_MODES,
    NO_CONSENT,
    PURPOSES,
    fold,
    names_ids,
    option_words,
    sector_words,
    targets,
)
from codesign.exchange.model import ColumnMap, ImportDefaults, NoteDraft
from codesign.exchange.moments import answers_in, words_in
from codesign.exchange.source import Record
from codesign.fieldnotes import HEAD, PLACES, TEMPLATES, NoteKind, Template
from codesign.i18n import N_
from codesign.privacy import ATTRIBUTES

_KINDS = {"récit": "story", "recit": "story", "observation": "shadowing", "accompagnement": "shadowing",
          "appel": "listening_call", "atelier": "story"}  # fmt: skip
_CONSENTS = {  # as teams write it, folded
    **dict.fromkeys(("oral", "orale", "oralement", "verbal", "verbale", "verbalement", "vive voix", "voix"), "oral"),
    **dict.fromkeys(("ecrit", "ecrite", "par ecrit", "signe", "signee", "formulaire", "papier"), "written"),
    **dict.fromkeys(("collectif", "collective", "de groupe", "groupe", "en atelier", "atelier"), "collective"),
    **dict.fromkeys(("sans objet", "s.o"), "not_applicable"),
    **dict.fromkeys(("non", "aucun", "refus", "refuse"), NO_CONSENT),
}
_CONSENT_WORDS = ["oral", "verbal", "écrit", "collectif", "sans objet", "non"]
_PURPOSES = {"citation": "quote", "photos": "photo", "son": "sound", "notes": "note", "personas": "persona"}
_OCCASIONS = {str(each.occasion_kind): str(each.kind) for each in TEMPLATES.values()}
_HEAD = tuple(each for each in HEAD if each.id not in {"kind", "held_on", "sector", "place_type"})
_MAX_ID = 200
_MAX_SHORT = 100
_CODE = re.compile(r"[Pp]-\d+(-[0-9A-Za-z]{4})?")


def understand(record: Record, chosen: ColumnMap, defaults: ImportDefaults) -> NoteDraft:
    """Return what a row says.

    Raises:
        InvalidInput: no words, a cell outside its choices, or the field tool itself refuses or hides the row.
    """
    if record.refused is not None:
        raise InvalidInput(record.refused.message, **record.refused.params)
    row = {target: record.cells.get(column, "").strip() for target, column in chosen.columns.items()}
    kind = _kind(row, chosen, defaults)
    answers = _answers(record, chosen, kind, row) | answers_in(record, TEMPLATES[kind])
    text = _words(TEMPLATES[kind], answers)
    if not text:
        raise InvalidInput(N_("The row has no text."))
    held_on = day(row["date"]) if row.get("date") else defaults.held_on
    return NoteDraft(
        external_id=_id(record, row, chosen, text),
        text=text,
        kind=str(kind),
        held_on=held_on,
        sector=_sector(row, defaults),
        place_type=one("lieu", row["place"], PLACES) if row.get("place") else "autre",
        consent=_consent(row, defaults),
        purposes=_purposes(record, chosen),
        person=_person(storage.clean_text(row.get("person", ""), limit=_MAX_ID)),
        consent_language=storage.clean_text(row.get("consent_language", ""), limit=_MAX_SHORT),
        answers=answers if set(answers) != {TEMPLATES[kind].narrative} else {},
        head=_head(record, chosen),
        attributes=_attributes(row),
        former_ids=_former_ids(record, chosen, text),
    )


def answers_of(draft: NoteDraft) -> dict[str, Any]:
    """Return the answers of a draft by field: all that its file has columns for, or the narrative alone."""
    return dict(draft.answers) or {TEMPLATES[NoteKind(draft.kind)].narrative: draft.text}


def _id(record: Record, row: Mapping[str, str], chosen: ColumnMap, text: str) -> str:
    """Return what a row is known by; in a table without ids, by its words: corrected, it is another note."""
    if record.key:
        return record.key
    if "id" not in chosen.columns:
        return words_id(text)
    found = storage.clean_text(row.get("id", ""), limit=_MAX_ID)
    if not found:
        raise InvalidInput(N_("The row has no id."))
    return found


def words_id(text: str) -> str:
    """Return the id of a row that has none but its words."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _former_ids(record: Record, chosen: ColumnMap, text: str) -> tuple[str, ...]:
    """Return what a row may have come in under when its column of ids was taken for one, or was not, unlike now."""
    if record.key:
        return ()
    if "id" in chosen.columns:
        return (words_id(text),)
    found = (storage.clean_text(cell, limit=_MAX_ID) for column, cell in record.cells.items() if names_ids(column))
    return tuple(each for each in found if each)


def _kind(row: Mapping[str, str], chosen: ColumnMap, defaults: ImportDefaults) -> NoteKind:
    said = row.get("kind", "").lower()
    found = _KINDS.get(said) or _OCCASIONS.get(said) or said or chosen.kind or defaults.kind
    if found in set(NoteKind):
        return NoteKind(found)
    labels = tuple((str(kind), template.label) for kind, template in TEMPLATES.items())
    return NoteKind(one("type", said, labels))


def _answers(record: Record, chosen: ColumnMap, kind: NoteKind, row: Mapping[str, str]) -> dict[str, Any]:
    """Return each answer that the file has a column for; empty ones too, so that an answer can be taken back."""
    template, found = TEMPLATES[kind], dict[str, Any]()
    known = {each.id: each for each in template.fields}
    for target, column in chosen.columns.items():
        name = target.removeprefix("answer.")
        if name == target:
            continue
        if name in known:
            value = read_cell(known[name], record.cells, column)
            found[name] = storage.clean_text(value) if isinstance(value, str) else value
        elif row.get(target):
            raise InvalidInput(N_("Column %(column)s belongs to another kind of note."), column=column[:60])
    if row.get("text") or ("text" in chosen.columns and not found.get(template.narrative)):
        found[template.narrative] = storage.clean_text(row.get("text", ""))
    return found


def _words(template: Template, answers: Mapping[str, Any]) -> str:
    """Return the narrative, or the other words of the note where it has none."""
    told = answers.get(template.narrative)
    if told:
        return str(told)
    others = "\n\n".join(str(answers[each.id]) for each in template.text_fields if answers.get(each.id))
    return others or words_in(answers, template)


def _sector(row: Mapping[str, str], defaults: ImportDefaults) -> str:
    said, words = row.get("sector", "") or defaults.sector, sector_words()
    found = words.get(fold(said))
    if found is None:
        raise not_a_choice("secteur", said, sorted({*words.values()}))
    return found


def _consent(row: Mapping[str, str], defaults: ImportDefaults) -> str:
    said = row.get("consent", "")
    if not said:
        return one("consentement", defaults.consent, CONSENT_MODES.options) if defaults.consent else ""
    found = _CONSENTS.get(fold(said)) or option_words(CONSENT_MODES.options).get(fold(said))
    if found is None:
        raise not_a_choice("consentement", said, _CONSENT_WORDS)
    return "" if found == NO_CONSENT else found


def _purposes(record: Record, chosen: ColumnMap) -> frozenset[str]:
    column = chosen.columns.get("purposes")
    if column is None:
        return frozenset({"note"})
    cell = record.cells.get(column, "")
    parts = [_PURPOSES.get(each.strip().lower(), each.strip()) for each in re.split(r"[;,]", cell)]
    found = several(PURPOSES, {**record.cells, column: ";".join(each for each in parts if each)}, column)
    return frozenset({"note", *(found or ())})


def _person(cell: str) -> str:
    """A pseudonym of ours typed in small letters is that person, not someone new."""
    return f"P-{cell[2:].lower()}" if _CODE.fullmatch(cell) else cell


def _head(record: Record, chosen: ColumnMap) -> dict[str, Any]:
    found = {}
    for each in _HEAD:
        column = chosen.columns.get(f"head.{each.id}")
        value = read_cell(each, record.cells, column) if column is not None else None
        if value not in (None, ""):
            found[each.id] = storage.clean_text(value) if isinstance(value, str) else value
    return found


def _attributes(row: Mapping[str, str]) -> dict[str, str]:
    known = targets()
    found = {}
    for name in ATTRIBUTES:
        said, field = row.get(f"person.{name}", ""), known[f"person.{name}"].field
        if said and field is not None:
            found[name] = one(field.xls_name, said, field.options)
    return found
