"""Rows of KoboToolbox and ODK Central: their own numbers, their repeats, and what they say of each row's state.

Shapes read from formpack and kpi (Kobo) and from central-backend (ODK). Positions, devices and names of accounts stand
in these files too: no column of theirs is ever taken for an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from codesign.exchange.model import Notice
from codesign.exchange.moments import by_row, is_moments, part_of
from codesign.exchange.source import Record
from codesign.i18n import N_

_REFUSED_THERE = Notice(N_("This row was refused in the field tool."))
_ENCRYPTED = Notice(N_("This row is encrypted: decrypt the form in ODK Central, then export it again."))
_DELETED = Notice(N_("This row was deleted in the field tool."))
_NOT_APPROVED = {"validation_status_not_approved", "not approved", "non approuvé", "non approuvée"}
_DEPTH = 12  # repeats within repeats: forms of people stop at three
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Repeat:
    """The rows of a question asked several times. `up` is the number of the row above, `own` that of the row itself."""

    name: str
    rows: tuple[Mapping[str, str], ...]
    own: str
    up: str
    table: str = ""
    silent: frozenset[str] = field(default_factory=frozenset)


def is_kobo(columns: Iterable[str]) -> bool:
    """Say whether a table was written by KoboToolbox."""
    names = {*columns}
    return "_uuid" in names or {"_id", "_submission_time"} <= names


def is_odk(columns: Iterable[str]) -> bool:
    """Say whether a table was written by ODK Central or Briefcase, as the main one of its form."""
    names = {*columns}
    return {"KEY", "SubmissionDate"} <= names and "PARENT_KEY" not in names


def kobo_record(line: int, cells: Mapping[str, str]) -> Record:
    """Return a row of Kobo. The first number of a row stays when it is edited there, `_uuid` does not."""
    names = ("meta/rootUuid", "rootUuid", "_uuid", "meta/instanceID")
    key = next((cells[name] for name in names if cells.get(name)), "")
    status = (cells.get("_validation_status") or cells.get("_validation_status/uid") or "").strip().lower()
    return Record(line, cells, _uuid(key), _REFUSED_THERE if status in _NOT_APPROVED else None)


def odk_record(line: int, cells: Mapping[str, str]) -> Record:
    """Return a row of Central, by table or by OData."""
    key = cells.get("KEY") or cells.get("__id") or ""

    def said(table: str, odata: str) -> str:
        return (cells.get(table) or cells.get(f"__system/{odata}") or "").strip().lower()

    refused = None
    if said("Status", "status") in {"not decrypted", "notdecrypted"}:
        refused = _ENCRYPTED
    elif said("DeletedAt", "deletedAt"):
        refused = _DELETED
    elif said("ReviewState", "reviewState") == "rejected":
        refused = _REFUSED_THERE
    return Record(line, cells, _uuid(key), refused)


def lacks_files(cells: Mapping[str, str]) -> bool:
    """Say whether Central waits still for photos or sounds of a row."""
    present = cells.get("AttachmentsPresent") or cells.get("__system/attachmentsPresent") or ""
    expected = cells.get("AttachmentsExpected") or cells.get("__system/attachmentsExpected") or ""
    return present.isdecimal() and expected.isdecimal() and int(present[:9]) < int(expected[:9])


def with_repeats(
    roots: Sequence[dict[str, str]], own: str, repeats: Sequence[Repeat], table: str = ""
) -> tuple[dict[str, str], ...]:
    """Return the rows with what was asked several times: one line a time, by question and all together.

    The column of the repeat itself holds its questions side by side; that of each question its answers alone.
    """
    by_number = {(table, row.get(own, "")): dict(row) for row in roots}
    above = {(each.table, row.get(each.own, "")): (each, row) for each in repeats for row in each.rows}
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in repeats:
        named = is_moments(each.name)
        for row in each.rows:
            top = _top(each, row, above)
            if top not in by_number:
                continue
            answers = {name: value for name, value in row.items() if value and name not in each.silent}
            if named:  # a moment is no line of an answer; what a team added to it is
                answers = {name: value for name, value in answers.items() if part_of(name) is None}
            if not answers:
                continue
            found[top][each.name].append(BETWEEN.join(" ".join(value.split()) for value in answers.values()))
            for name, value in answers.items():
                free = name if name not in by_number[top] else f"{each.name}/{name}"
                found[top][free].append(value)
    for number, lines in found.items():
        by_number[number] |= {name: "\n".join(each for each in values if each) for name, values in lines.items()}
    return tuple(by_number.get((table, row.get(own, "")), row) for row in roots)


def moments_of(repeats: Sequence[Repeat]) -> dict[str, tuple[Mapping[str, str], ...]]:
    """Return the moments that repeats hold, by the number of their main row."""
    above = {(each.table, row.get(each.own, "")): (each, row) for each in repeats for row in each.rows}
    groups = [each for each in repeats if is_moments(each.name)]
    return by_row((_top(each, row, above)[1], row) for each in groups for row in each.rows)


def _top(
    repeat: Repeat, row: Mapping[str, str], above: Mapping[tuple[str, str], tuple[Repeat, Mapping[str, str]]]
) -> tuple[str, str]:
    """Return the number of the main row over a repeated one, through the repeats between them."""
    place = _up(repeat, row)
    for _step in range(_DEPTH):
        found = above.get(place)
        if found is None:
            break
        place = _up(*found)
    return place


def _up(repeat: Repeat, row: Mapping[str, str]) -> tuple[str, str]:
    return row.get("_parent_table_name", ""), row.get(repeat.up, "")


def _uuid(key: str) -> str:
    return key.strip().removeprefix("uuid:").lower()
