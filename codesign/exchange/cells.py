"""What one cell may hold, by the kind of question: a name of ours or the words of a choice in a language we speak."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from codesign.errors import InvalidInput
from codesign.exchange.columns import fold, option_words
from codesign.fieldnotes import Field, FieldType
from codesign.i18n import N_

_YES = {"1", "oui", "yes", "vrai", "true", "o", "y"}
_NO = {"0", "non", "no", "faux", "false", "n"}
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_NUMBER = re.compile(r"(\d{1,9})(?:[.,]0+)?")
_NO_DAY = N_("This date does not exist. Write it as year-month-day.")


def read_cell(field: Field, cells: Mapping[str, str], column: str) -> object:
    """Return the answer that a row gives to a question; None when it gives none.

    Raises:
        InvalidInput: outside the choices, not a date, not a number.
    """
    if field.type is FieldType.MULTI:
        return several(field, cells, column)
    said = cells.get(column, "").strip()
    if not said:
        return None
    found: object = said
    match field.type:
        case FieldType.CHOICE:
            found = one(field.xls_name, said, field.options)
        case FieldType.YES_NO:
            found = _yes_no(field.xls_name, said)
        case FieldType.DATE:
            found = day(said).isoformat()
        case FieldType.NUMBER:
            found = _number(field.xls_name, said)
    return found


def one(column: str, said: str, options: tuple[tuple[str, str], ...]) -> str:
    """Return the choice that a cell names.

    Raises:
        InvalidInput: none of them.
    """
    words = option_words(options)
    found = words.get(said.lower()) or words.get(fold(said))
    if found is None:
        raise not_a_choice(column, said, [name for name, _label in options])
    return found


def several(field: Field, cells: Mapping[str, str], column: str) -> list[str] | None:
    """Return the choices that a row ticks: from a column for each choice where there are, else from the joined cell."""
    words, ticked, apart = option_words(field.options), [], False
    for name, value in cells.items():
        if name.startswith(f"{column}/"):
            apart = True
            if value.strip().lower() in _YES:
                ticked.append(one(field.xls_name, name.removeprefix(f"{column}/").strip(), field.options))
    said = cells.get(column, "").strip()
    if apart or not said:
        return ticked or None
    if fold(said) in words:
        return [words[fold(said)]]
    parts = [each for each in re.split(r"[;,\n]", said) if each.strip()]
    if len(parts) < 2:
        parts = said.split()
    return [one(field.xls_name, each.strip(), field.options) for each in parts]


def day(said: str) -> date:
    """Return the day of a cell; the time that a sheet or a form adds to it is left out.

    Raises:
        InvalidInput: there is no such day.
    """
    found = _DAY.fullmatch(said.strip())
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError as error:
        raise InvalidInput(_NO_DAY) from error


def not_a_choice(column: str, said: str, choices: list[str]) -> InvalidInput:
    """Return the refusal of a cell outside its choices."""
    return InvalidInput(
        N_("Column %(column)s: “%(value)s” is not one of the choices (%(choices)s)."),
        column=column,
        value=said[:50],
        choices=", ".join(choices),
    )


def _yes_no(column: str, said: str) -> bool:
    if said.lower() in _YES | _NO:
        return said.lower() in _YES
    raise not_a_choice(column, said, ["oui", "non"])


def _number(column: str, said: str) -> int:
    found = _NUMBER.fullmatch(said)
    if found is None or int(found[1]) > 10_000:
        raise InvalidInput(
            N_("Column %(column)s: “%(value)s” is not a number between 0 and 10,000."), column=column, value=said[:50]
        )
    return int(found[1])
