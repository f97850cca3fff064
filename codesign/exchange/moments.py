"""Moments of an accompaniment in files of field tools: the rows of their repeated group, known by its name.

A moment keeps its number from one import to the next: it is made from the row's own number and its place in the row.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from codesign import storage
from codesign.errors import InvalidInput
from codesign.exchange.cells import read_cell
from codesign.exchange.columns import LANGUAGES, fold
from codesign.exchange.source import Record
from codesign.fieldnotes import MOMENTS, TEMPLATES, Field, Template, ids_in, name_of, parts_of
from codesign.i18n import N_, _, using_language

LABEL = N_("Moments")
_CUT = re.compile(r"[/-]")
_MOST = 10_000  # places in a row: far under any number that the clock gives a moment written on screen


def is_moments(name: str) -> bool:
    """Say whether a repeated group, by its path or by its words, is that of moments."""
    leaf = _CUT.split(name)[-1]
    return leaf.strip().lower() == MOMENTS or fold(leaf) in _titles()


def part_of(column: str) -> Field | None:
    """Return the part of a moment that a column holds: by our name or its words, at the end of any path."""
    known, cuts = _parts(), [0, *(match.end() for match in _CUT.finditer(column))]
    for cut in cuts:
        found = known.get(column[cut:].strip().lower()) or known.get(fold(column[cut:]))
        if found is not None:
            return found
    return None


def parts_in(row: Mapping[str, str]) -> dict[str, str]:
    """Return what a row of the group says, by part; its other columns (numbers, positions) are left out."""
    found = {column: part_of(column) for column in row}
    return {part.id: row[column] for column, part in found.items() if part is not None and row[column].strip()}


def answers_in(record: Record, template: Template) -> dict[str, Any]:
    """Return the moments of a row as answers of a note.

    Raises:
        InvalidInput: a cell outside its choices, or moments in a note that has none.
    """
    if record.moments and not template.moments:
        raise InvalidInput(N_("Column %(column)s belongs to another kind of note."), column=MOMENTS)
    found = {}
    for place, row in enumerate(record.moments[:_MOST]):
        moment = _id(record.key, place)
        for part in template.moments:
            value = read_cell(part, {part.xls_name: row.get(part.id, "")}, part.xls_name)
            if value is not None:
                found[name_of(moment, part.id)] = storage.clean_text(value) if isinstance(value, str) else value
    return found


def taken_back(said: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says, and empty what it said before of moments and says no longer.

    A file without the group (a CSV of KoboToolbox has no repeats) takes nothing back.
    """
    if not ids_in(said):
        return dict(said)
    gone = {name: None for name in held if name not in said and (part := parts_of(name)) and _came_in(part[0])}
    return {**said, **gone}


def words_in(answers: Mapping[str, Any], template: Template) -> str:
    """Return the words of the moments, for a note that has no others."""
    text = {each.id for each in template.moments if each.is_text}
    return "\n\n".join(
        str(value) for name, value in answers.items() if (part := parts_of(name)) and part[1] in text and value
    )


def by_row(rows: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, tuple[Mapping[str, str], ...]]:
    """Return the moments of each row of the main table, from pairs of its number and a row of the group."""
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for number, row in rows:
        if said := parts_in(row):
            found[number].append(said)
    return {number: tuple(each) for number, each in found.items()}


def _id(key: str, place: int) -> str:
    """Return the number of a moment: in the order of the places, another one for another row."""
    digest = int.from_bytes(hashlib.sha256(f"{key}\x1f{place}".encode()).digest()[:8])
    return str(uuid.UUID(int=(place << 80) | (7 << 76) | (2 << 62) | (digest >> 2)))


def _came_in(moment: str) -> bool:
    return uuid.UUID(moment).int >> 80 < _MOST


@cache
def _titles() -> frozenset[str]:
    found = set()
    for code in LANGUAGES:
        with using_language(code):
            found.add(fold(_(LABEL)))
    return frozenset(found)


@cache
def _parts() -> Mapping[str, Field]:
    found: dict[str, Field] = {}
    parts: Sequence[Field] = [part for template in TEMPLATES.values() for part in template.moments]
    for code in LANGUAGES:
        with using_language(code):
            found |= {fold(_(part.label)): part for part in parts}
    return found | {part.id: part for part in parts} | {part.xls_name: part for part in parts}
