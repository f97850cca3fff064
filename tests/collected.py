"""Files as KoboToolbox and ODK Central export them, made for tests from any answers. Everything in them is invented."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

Row = Mapping[str, Any]


def uuid(n: int) -> str:
    """The number that a phone gives its n-th row."""
    return f"00000000-0000-4000-8000-{n:012d}"


def tail(n: int, **changes: str) -> dict[str, str]:
    """What KoboToolbox adds to a row."""
    found = {
        "_id": str(1000 + n), "_uuid": uuid(900 + n), "_submission_time": "2026-05-01T12:00:00",
        "_validation_status": "", "_submitted_by": "equipe_inventee", "__version__": "v1",
        "meta/rootUuid": f"uuid:{uuid(n)}", "_index": str(n),
    }  # fmt: skip
    return {**found, **changes}


def kobo_csv(rows: Sequence[Row], *, encoding: str = "utf-8") -> bytes:
    """A CSV of KoboToolbox: semicolons, every cell in quotes, line breaks inside cells."""
    full = [{**row, **tail(n)} if "_uuid" not in row else dict(row) for n, row in enumerate(rows, 1)]
    return table(full, delimiter=";", encoding=encoding)


def table(rows: Sequence[Row], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A table of the columns of all rows."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([[row.get(name, "") for name in columns] for row in rows])
    return out.getvalue().encode(encoding)


def xlsx(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """An Excel file; the first sheet is the main one."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def kobo_json(rows: Sequence[Row]) -> bytes:
    """The answer of KoboToolbox's API."""
    return json.dumps({"count": len(rows), "next": None, "previous": None, "results": list(rows)}).encode()


def odata(rows: Sequence[Row]) -> bytes:
    """The answer of ODK Central's OData."""
    return json.dumps({"@odata.context": "https://invente.example", "value": list(rows)}).encode()


def archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip, names as they are given, twice if asked."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore", UserWarning)  # the same name twice is meant
        for name, data in parts:
            made.writestr(zipfile.ZipInfo(name), data, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def odk_row(n: int, **answers: str) -> dict[str, str]:
    """A row of ODK Central's main table."""
    return {
        "SubmissionDate": "2026-05-01T12:00:00.000Z", **answers, "meta-instanceID": f"uuid:{uuid(n)}",
        "KEY": f"uuid:{uuid(n)}", "SubmitterID": "5", "SubmitterName": "Équipe inventée", "AttachmentsPresent": "0",
        "AttachmentsExpected": "0", "Status": "", "ReviewState": "", "DeviceID": "collect:x", "Edits": "0",
        "FormVersion": "1",
    }  # fmt: skip
