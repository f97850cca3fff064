"""CSV as people have it: comma, semicolon or tab, any encoding, quotes and line breaks inside cells."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Mapping, Sequence

from codesign.errors import InvalidInput
from codesign.exchange.files import decode, plain_cell
from codesign.i18n import N_

_HEADER = 200_000  # characters: the first line of a form of a thousand long questions
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def read_table(data: bytes, name: str, needed: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column name (small letters, no spaces around); empty lines are left out.

    Raises:
        InvalidInput: not a text, no header, a needed column is missing, a quote is never closed, a row has more
            cells than the header.
    """
    header, rows = read_cells(data, name)
    small = [cell.lower() for cell in header]
    missing = [column for column in needed if column not in small]
    if missing or not any(small):
        raise InvalidInput(
            N_("%(name)s: the first line lacks the column: %(columns)s."), name=name, columns=", ".join(missing)
        )
    if len({*small}) < len(small):
        raise InvalidInput(N_("%(name)s: two columns have the same name in the first line."), name=name)
    return [{cell.lower(): value for cell, value in row.items()} for row in rows]


def read_cells(data: bytes, name: str) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """Return the first line of a CSV file (no spaces around) and its rows by column; empty lines are left out.

    Of two columns with the same name the last is kept: the caller refuses such a header.

    Raises:
        InvalidInput: not a text, a quote is never closed, a row has more cells than the header.
    """
    header, rows, _lines = read_lines(data, name)
    return header, rows


def read_lines(data: bytes, name: str) -> tuple[tuple[str, ...], list[dict[str, str]], list[int]]:
    """Return what `read_cells` returns, and the line of the file where each row begins: a cell may hold several.

    Raises:
        InvalidInput: as `read_cells`.
    """
    text = decode(data, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows, lines = list[dict[str, str]](), list[int]()
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        begins = reader.line_num + 1
        for cells in reader:
            if any(cells):
                rows.append(_row(header, cells, name, reader.line_num))
                lines.append(begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInput(
            N_("%(name)s, line %(line)s: a quotation mark is never closed, or the file was cut."),
            name=name,
            line=reader.line_num,
        ) from error
    return header, rows, lines


def _row(header: Sequence[str], cells: Sequence[str], name: str, line: int) -> dict[str, str]:
    if len(cells) > len(header):
        raise InvalidInput(
            N_("%(name)s, line %(line)s: more cells than columns. Put quotation marks around texts with commas."),
            name=name,
            line=line,
        )
    return dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True))


def _delimiter(text: str) -> str:
    """The mark that cuts the header most often, outside quotes; a comma when there is one column."""
    header = re.sub(r'"[^"]*"', "", text[:_HEADER]).split("\n", 1)[0]
    return max(",;\t|", key=header.count)


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return a CSV file in UTF-8 with the mark that Excel needs, cells that start a formula made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([plain_cell(row.get(column)) for column in columns] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
