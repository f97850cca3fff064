"""The rules of notes that need no database: what an answer may be, what is read, what points at a person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from codesign import territory
from codesign.errors import InvalidInput
from codesign.fieldnotes.fields import Field, FieldType, NoteKind
from codesign.fieldnotes.head import HEAD
from codesign.fieldnotes.model import Answer, FoundIdentifier, OccasionDraft, Section, dismissal_key
from codesign.fieldnotes.moments import MAX_MOMENTS, ids_in
from codesign.fieldnotes.templates import TEMPLATES
from codesign.i18n import N_
from codesign.privacy import Identifier, find_identifiers, today
from codesign.storage import clean_text

MAX_SHORT = 2_000
EARLIEST = date(1900, 1, 1)
SEPARATOR = "\n\n"  # between the answers of the text that is read for barriers: a sentence never crosses two answers
_HEAD = {each.id: each for each in HEAD}
_CHOOSE = N_("This value is not one of the choices: choose one from the list.")


def check_id(value: str) -> str:
    """Return an id that came from a form or a URL.

    Raises:
        InvalidInput: it is not a UUID.
    """
    try:
        return str(uuid.UUID(value))
    except ValueError as error:
        raise InvalidInput(
            N_("This form has lost its number. Open a new one; your text can be copied into it.")
        ) from error


def check_answers(kind: NoteKind, answers: Mapping[str, Any]) -> dict[str, Answer]:
    """Return the answers to keep, cleaned; empty ones are left out.

    Raises:
        InvalidInput: a field that the template has not, a value outside its choices, or a text too long.
    """
    found = {name: TEMPLATES[kind].find(name) for name in answers}
    known = {name: each for name, each in found.items() if each is not None}
    if unknown := set(answers) - set(known):
        raise InvalidInput(N_("This form has no field “%(field)s”."), field=min(unknown)[:80])
    if len({check_id(each) for each in ids_in(answers)}) > MAX_MOMENTS:
        raise InvalidInput(N_("A note holds at most %(n)s moments: go on in another one."), n=MAX_MOMENTS)
    kept = {name: _check_value(known[name], value) for name, value in answers.items()}
    return {name: value for name, value in kept.items() if value not in ("", [], None)}


def has_text(kind: NoteKind, answers: Mapping[str, Answer]) -> bool:
    """Say whether some field of words is filled."""
    return any(answers.get(each.id) for each in TEMPLATES[kind].spread(answers) if each.is_text)


def check_occasion(draft: OccasionDraft, sectors: Sequence[str]) -> dict[str, Any]:
    """Return the columns of the occasion that `draft` says.

    Raises:
        InvalidInput: a value outside its choices, a day to come or before 1900, or a number out of range.
    """
    held = draft.held_on or today()
    if held > today():
        raise InvalidInput(N_("The occasion is dated in the future. Check the date."))
    if held < EARLIEST:
        raise InvalidInput(N_("The occasion is dated before 1900. Check the date."))
    if draft.sector not in {*sectors, territory.UNKNOWN}:
        raise InvalidInput(_CHOOSE)
    skipped = {"held_on", "sector"}
    values = {name: _check_value(each, getattr(draft, name)) for name, each in _HEAD.items() if name not in skipped}
    return {**values, "sector": draft.sector, "held_on": held.isoformat(), "month": held.strftime("%Y-%m")}


def _check_value(each: Field, value: Any) -> Any:  # noqa: ANN401 - a form's value, checked here
    match each.type:
        case FieldType.SHORT | FieldType.LONG:
            return (
                clean_text(str(value or ""), limit=MAX_SHORT)
                if each.type is FieldType.SHORT
                else clean_text(value or "")
            )
        case FieldType.CHOICE | FieldType.MULTI:
            return _check_choice(each, value)
        case FieldType.YES_NO:
            return None if value is None else _require(isinstance(value, bool), value)
        case FieldType.DATE:
            return _check_date(value)
        case FieldType.NUMBER:
            return None if value is None else _require(isinstance(value, int) and 0 <= value <= 10_000, value)


def _check_choice(each: Field, value: Any) -> Any:  # noqa: ANN401 - a form's value, checked here
    if not value:
        return None
    allowed = {option for option, _label in each.options}
    if each.type is FieldType.MULTI:
        return [_require(item in allowed, item) for item in dict.fromkeys(value)]
    return _require(value in allowed, str(value))


def _check_date(value: Any) -> str | None:  # noqa: ANN401 - a form's value, checked here
    if not value:
        return None
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise InvalidInput(N_("This date does not exist. Write it as year-month-day.")) from error


def _require(holds: bool, value: Any) -> Any:  # noqa: ANN401, FBT001 - a form's value and what was found of it
    if not holds:
        raise InvalidInput(_CHOOSE)
    return value


def coded_text(kind: NoteKind, answers: Mapping[str, Answer]) -> tuple[str, tuple[Section, ...]]:
    """Return the text of a note that is read for barriers, and where each answer stands in it."""
    parts, sections, at = [], [], 0
    for each in TEMPLATES[kind].spread(answers):
        answer = answers.get(each.id)
        if each.coded and isinstance(answer, str) and answer:
            parts.append(answer)
            sections.append(Section(each.label, at, at + len(answer), each.id))
            at += len(answer) + len(SEPARATOR)
    return SEPARATOR.join(parts), tuple(sections)


def searched_text(kind: NoteKind, answers: Mapping[str, Answer]) -> str:
    """Return all the words of a note, in the order of its template."""
    texts = (answers.get(each.id) for each in TEMPLATES[kind].spread(answers) if each.is_text)
    return SEPARATOR.join(str(text) for text in texts if text)


def note_identifiers(
    kind: NoteKind, answers: Mapping[str, Answer], dismissed: Sequence[str]
) -> tuple[FoundIdentifier, ...]:
    """Return what may point at a person in the answers of a note."""
    found: list[FoundIdentifier] = []
    for each in TEMPLATES[kind].spread(answers):
        answer = str(answers.get(each.id) or "") if each.is_text else ""
        found.extend(_found(each.id, answer, hit, dismissed) for hit in find_identifiers(answer))
    return tuple(found)


def _found(field_id: str, answer: str, hit: Identifier, dismissed: Sequence[str]) -> FoundIdentifier:
    words = answer[hit.start : hit.end]
    known = dismissal_key(hit.type, words) in dismissed
    return FoundIdentifier(field_id, hit.type, hit.start, hit.end, words, dismissed=known)
