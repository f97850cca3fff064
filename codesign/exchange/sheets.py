"""Excel files: read row by row, formulas by their last result, within bounds that no sheet of a team reaches."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from codesign.errors import InvalidInput, UserError
from codesign.exchange.archives import check_packed, cut
from codesign.i18n import N_

_log = logging.getLogger("codesign.exchange")
MAX_ROWS = 20_000
MAX_COLUMNS = 1_000
_MAX_CELLS = 10_000_000
_MAX_SEEN = 3 * MAX_ROWS  # empty rows between the full ones included: a lone cell at the bottom makes a million


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the first row that is not empty, the rows below it as text, and their numbers."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of a .xlsx file that hold something.

    Raises:
        InvalidInput: damaged, protected by a password, or too large.
    """
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # an old .xls, or an .xlsx under a password
        raise InvalidInput(
            N_("%(name)s is an old Excel file or has a password: save it as .xlsx without a password."), name=name
        )
    check_packed(name, data)
    from openpyxl import load_workbook  # noqa: PLC0415 - 0.3 s that other imports need not wait

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            found = [_sheet(each.title, _rows(each, name)) for each in book.worksheets]
        finally:
            book.close()
    except (UserError, MemoryError):
        raise
    except Exception as error:
        _log.warning("A file could not be read: %s", type(error).__name__)  # whatever a library meets in a damaged file
        raise cut(name) from error
    return tuple(each for each in found if each is not None)


def _rows(sheet: Any, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:  # noqa: ANN401 - two classes of the library
    sheet.reset_dimensions()  # what a sheet says of its own size is not believed
    full = cells_seen = 0
    for seen, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells_seen += len(row)
        cells = tuple(_text(each) for each in row[:MAX_COLUMNS])
        if any(each is not None for each in row[MAX_COLUMNS:]):
            raise InvalidInput(N_("%(name)s has over 1000 columns: keep those of the notes."), name=name)
        if any(cells):
            full += 1
            yield seen, cells
        check_rows(full - 1, name)
        if seen > _MAX_SEEN or cells_seen > _MAX_CELLS:
            raise too_many(name)


def check_rows(count: int, name: str) -> None:
    """Refuse more rows than an import takes.

    Raises:
        InvalidInput: over `MAX_ROWS`.
    """
    if count > MAX_ROWS:
        raise too_many(name)


def too_many(name: str) -> InvalidInput:
    """Return the refusal of a file with too many rows."""
    return InvalidInput(N_("%(name)s has over 20,000 rows: split it into several files."), name=name)


def _sheet(title: str, rows: Iterator[tuple[int, tuple[str, ...]]]) -> Sheet | None:
    _first, cells = next(rows, (0, ()))
    header = _trimmed(cells)
    if not header:
        return None
    below = [(line, _trimmed(row)) for line, row in rows]
    named = tuple(each.strip() for each in header)
    return Sheet(title, named, tuple(row for _line, row in below), tuple(line for line, _row in below))


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    end = max((n for n, each in enumerate(cells, 1) if each), default=0)
    return tuple(cells[:end])


def _text(value: object) -> str:
    """Return a cell as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
