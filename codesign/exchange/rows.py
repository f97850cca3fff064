"""Reading the rows of a notes file: names of columns in French or English, and what each cell may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from codesign import storage, territory
from codesign.errors import InvalidInput
from codesign.exchange.files import decode
from codesign.exchange.model import ImportDefaults, NoteDraft
from codesign.exchange.tables import read_table
from codesign.fieldnotes import PLACES, NoteKind
from codesign.i18n import N_
from codesign.privacy import ConsentMode, Purpose

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "identifiant"),
    "text": ("text", "texte"),
    "kind": ("kind", "type"),
    "date": ("date", "jour"),
    "sector": ("sector", "secteur"),
    "place": ("place", "lieu"),
    "consent": ("consent", "consentement"),
    "purposes": ("purposes", "finalites", "finalités"),
    "person": ("person", "personne", "participant"),
}
_KINDS = {"récit": "story", "recit": "story", "observation": "shadowing", "accompagnement": "shadowing",
          "appel": "listening_call"}  # fmt: skip
_CONSENTS = {"écrit": "written", "ecrit": "written", "collectif": "collective", "aucun": "", "non": ""}
_PURPOSES = {"citation": "quote", "photos": "photo", "son": "sound", "notes": "note", "personas": "persona"}
_MAX_ID = 200
_CODE = re.compile(r"[Pp]-\d+")


def read_rows(data: bytes, name: str) -> list[dict[str, str]]:
    """Return the rows of a .csv, or the one row of a .txt, under the names of `COLUMNS`.

    Raises:
        InvalidInput: it is not a text, not a table, or it lacks `id` and `text`.
    """
    if not name.lower().endswith(".csv"):
        return [{"id": name.rsplit(".", 1)[0], "text": decode(data, name)}]
    plain = [_plain(row) for row in read_table(data, name)]
    missing = [column for column in ("id", "text") if plain and column not in plain[0]]
    if missing or not plain:
        raise InvalidInput(
            N_("%(name)s: the first line lacks the column: %(columns)s."),
            name=name,
            columns=", ".join(missing or ["id", "text"]),
        )
    return plain


def _plain(row: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for column, names in COLUMNS.items():
        known = [name for name in names if name in row]
        if known:
            found[column] = row[known[0]]
    return found


def understand(row: Mapping[str, str], defaults: ImportDefaults) -> NoteDraft:
    """Return what a row says.

    Raises:
        InvalidInput: an empty text or id, or a cell outside its choices.
    """
    external_id = storage.clean_text(row.get("id", ""), limit=_MAX_ID)
    text = storage.clean_text(row.get("text", ""))
    if not external_id or not text:
        raise InvalidInput(N_("The row has no id or no text."))
    return NoteDraft(
        external_id=external_id,
        text=text,
        kind=_one(row, "kind", _KINDS, set(NoteKind), defaults.kind),
        held_on=_day(row.get("date", "")) or defaults.held_on,
        sector=_one(row, "sector", {}, {each.id for each in territory.sectors()}, defaults.sector),
        place_type=_one(row, "place", {}, {place for place, _label in PLACES}, "autre"),
        consent=_one(row, "consent", _CONSENTS, {*ConsentMode, ""}, defaults.consent),
        purposes=_purposes(row.get("purposes", "")),
        person=_person(storage.clean_text(row.get("person", ""), limit=_MAX_ID)),
    )


def _one(row: Mapping[str, str], column: str, others: Mapping[str, str], allowed: set[str], default: str) -> str:
    said = row.get(column, "").strip().lower()
    value = others.get(said, said) if said else default
    if value not in allowed:
        raise InvalidInput(
            N_("Column %(column)s: “%(value)s” is not one of the choices (%(choices)s)."),
            column=column,
            value=said[:50],
            choices=", ".join(sorted(each for each in allowed if each)),
        )
    return str(value)


def _person(cell: str) -> str:
    """A pseudonym of ours typed in small letters is that person, not someone new."""
    return cell.upper() if _CODE.fullmatch(cell) else cell


def _purposes(cell: str) -> frozenset[str]:
    said = [each.strip().lower() for each in cell.replace(",", ";").split(";") if each.strip()]
    wanted = {_PURPOSES.get(each, each) for each in said}
    if unknown := wanted - set(Purpose):
        raise InvalidInput(
            N_("Column %(column)s: “%(value)s” is not one of the choices (%(choices)s)."),
            column="purposes",
            value=min(unknown)[:50],
            choices=", ".join(Purpose),
        )
    return frozenset({"note", *wanted})


def _day(cell: str) -> date | None:
    if not cell.strip():
        return None
    try:
        return date.fromisoformat(cell.strip())
    except ValueError as error:
        raise InvalidInput(N_("This date does not exist. Write it as year-month-day.")) from error
