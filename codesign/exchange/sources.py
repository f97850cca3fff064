"""Reading any file of notes: which tool wrote it, its rows, and the photos and sounds that come along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from codesign.errors import InvalidInput
from codesign.exchange import jsons
from codesign.exchange.archives import Archive, archive
from codesign.exchange.attached import listed, media_parts, wanted_by
from codesign.exchange.collected import (
    Repeat,
    is_kobo,
    is_odk,
    kobo_record,
    lacks_files,
    moments_of,
    odk_record,
    with_repeats,
)
from codesign.exchange.files import decode
from codesign.exchange.model import Notice, SourceKind
from codesign.exchange.sheets import Sheet, check_rows, read_sheets
from codesign.exchange.source import COLLECTED, Record, Source, check_header
from codesign.exchange.tables import read_lines
from codesign.i18n import N_

NOTE_TYPES = ("csv", "xlsx", "json", "zip", "txt")
_KOBO_OWN = frozenset({"_index", "_parent_table_name", "_parent_index"})


def read_source(data: bytes, name: str) -> Source:
    """Return what a file of notes holds.

    Raises:
        InvalidInput: of no kind known, damaged, cut, too large, or with columns that cannot be told apart.
    """
    kind = PurePath(name).suffix.lower().lstrip(".")
    if kind not in _READERS:
        raise InvalidInput(N_("%(name)s: bring in .csv, .xlsx, .json, .zip or .txt files."), name=name)
    found = _READERS[kind](data, name)
    check_rows(len(found.records), name)
    if count := sum(len(each.moments) for each in found.records):
        told = Notice(N_("Moments of accompaniments: %(n)s."), {"n": count})
        found = replace(found, notices=(*found.notices, told))
    if kind != "zip" and any(each.key for each in found.records):  # photos stay behind in the field tool
        return replace(found, wanted=wanted_by(found.records, ()))
    return found


def _text(data: bytes, name: str) -> Source:
    cells = {"id": PurePath(name).stem, "text": decode(data, name)}
    return Source(SourceKind.TEXT, PurePath(name).stem, ("id", "text"), (Record(1, cells),))


def _csv(data: bytes, name: str) -> Source:
    header, rows, lines = read_lines(data, name)
    check_header(header, name)
    return _table(header, rows, lines, name, {"kobo": SourceKind.KOBO_CSV, "": SourceKind.CSV})


def _xlsx(data: bytes, name: str) -> Source:
    sheets = read_sheets(data, name)
    if not sheets:
        raise InvalidInput(N_("%(name)s holds no table: its first line names no column."), name=name)
    main = sheets[0]
    check_header(main.header, name)
    rows = [dict(zip(main.header, _padded(row, main), strict=False)) for row in main.rows]
    repeats = [_kobo_repeat(each, name) for each in sheets[1:] if "_parent_index" in each.header]
    if repeats:
        names = dict.fromkeys(("", main.name), main.name)
        rows = list(with_repeats(rows, "_index", [*repeats], names[""]))
    notices = []
    if unread := [each.name for each in sheets[1:] if "_parent_index" not in each.header]:
        notices.append(
            Notice(
                N_("Only the first sheet is read; these are left out: %(names)s."), {"names": ", ".join(unread)[:200]}
            )
        )
    kinds = {"kobo": SourceKind.KOBO_XLSX, "": SourceKind.XLSX}
    return _with_moments(_table(main.header, rows, main.lines, name, kinds, notices), "_index", moments_of(repeats))


def _with_moments(found: Source, own: str, moments: Mapping[str, tuple[Mapping[str, str], ...]]) -> Source:
    """Give each row its moments, by the column that numbers the rows of the main table."""
    if not moments:
        return found
    records = tuple(replace(each, moments=moments.get(each.cells.get(own, ""), ())) for each in found.records)
    return replace(found, records=records)


def _padded(row: Sequence[str], sheet: Sheet) -> list[str]:
    return [*row, *[""] * (len(sheet.header) - len(row))]


def _kobo_repeat(sheet: Sheet, name: str) -> Repeat:
    check_header(sheet.header, name)
    rows = tuple(dict(zip(sheet.header, _padded(row, sheet), strict=False)) for row in sheet.rows)
    silent = frozenset(each for each in sheet.header if each.startswith(("_submission__", "_")))
    return Repeat(sheet.name, rows, "_index", "_parent_index", sheet.name, silent | _KOBO_OWN)


def _table(
    header: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    lines: Sequence[int],
    name: str,
    kinds: Mapping[str, SourceKind],
    notices: Sequence[Notice] = (),
) -> Source:
    """Return the rows of a table, by the tool that wrote it, each with its line as the file numbers it."""
    full = [(line, row) for line, row in zip(lines, rows, strict=True) if any(row.values())]
    columns = _columns(header, [row for _line, row in full])
    if is_odk(header):
        return _odk(columns, full, name, SourceKind.ODK_CSV, notices)
    if is_kobo(header):
        records = tuple(kobo_record(line, row) for line, row in full)
        return _collected(kinds["kobo"], name, columns, records, notices)
    records = tuple(Record(line, row) for line, row in full)
    return Source(kinds[""], PurePath(name).stem, columns, records, notices=tuple(notices))


def _columns(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the columns of the first line, then those that repeats brought."""
    names = dict.fromkeys(each for each in header if each)
    for row in rows:
        names.update(dict.fromkeys(each for each in row if each))
    return tuple(names)


def _collected(
    kind: SourceKind, name: str, columns: tuple[str, ...], records: tuple[Record, ...], notices: Sequence[Notice] = ()
) -> Source:
    known_as = COLLECTED if any(each.key for each in records) else PurePath(name).stem
    return Source(kind, known_as, columns, records, notices=tuple(notices))


def _odk(
    columns: tuple[str, ...],
    rows: Sequence[tuple[int, Mapping[str, str]]],
    name: str,
    kind: SourceKind,
    notices: Sequence[Notice] = (),
) -> Source:
    records = tuple(odk_record(line, row) for line, row in rows)
    told = [*notices]
    if late := sum(lacks_files(row) for _line, row in rows):
        told.append(
            Notice(N_("Rows whose photos or sounds have not all reached the server: %(n)s."), {"n": late}),
        )
    return _collected(kind, name, columns, records, told)


def _json(data: bytes, name: str) -> Source:
    rows, moments, odata, linked = jsons.read_rows(data, name)
    columns = _columns((), rows)
    told = []
    if linked:
        told.append(Notice(N_("Repeated questions are not in this file: ask for it again with $expand=*.")))
    if odata:
        found = _odk(columns, [*enumerate(rows, 1)], name, SourceKind.ODK_JSON, told)
    else:
        records = tuple(kobo_record(line, row) for line, row in enumerate(rows, 1))
        found = _collected(SourceKind.KOBO_JSON, name, columns, records, told)
    full = zip(found.records, moments, strict=True)
    return replace(found, records=tuple(replace(each, moments=mine) for each, mine in full))


def _zip(data: bytes, name: str) -> Source:
    with archive(name, data) as opened:
        tables = [each for each in opened.parts if each.filename.lower().endswith(".csv")]
        tables = [each for each in tables if not each.filename.lower().endswith("- audit.csv")]
        others = [each for each in opened.parts if each.filename.lower().endswith((".xlsx", ".json"))]
        media = media_parts(opened)
        if not tables and len(others) == 1:
            part = others[0].filename
            found = read_source(opened.read(others[0]), PurePath(part).name)
        elif tables:
            found = _odk_tables({each.filename: opened.read(each) for each in tables}, name)
        elif media:
            found = Source(SourceKind.KOBO_MEDIA, COLLECTED, (), ())
        else:
            raise InvalidInput(N_("%(name)s holds no table and no photo."), name=name)
        return _with_media(found, opened, media)


def _with_media(found: Source, opened: Archive, media: Sequence[str]) -> Source:
    wanted = wanted_by(found.records, media)
    return replace(found, media=listed(opened, media, wanted), wanted=wanted)


def _odk_tables(tables: Mapping[str, bytes], name: str) -> Source:
    """Return the rows of the one main table of an archive, with those of its repeats."""
    read = {part: read_lines(data, part) for part, data in tables.items()}
    for part, (header, _rows, _lines) in read.items():
        check_header(header, part)
    roots = [part for part, (header, _rows, _lines) in read.items() if "PARENT_KEY" not in header]
    if len(roots) != 1:
        raise InvalidInput(N_("%(name)s holds the tables of several forms: bring each in on its own."), name=name)
    header, rows, lines = read[roots[0]]
    stem = PurePath(roots[0]).stem
    repeats = [
        Repeat(
            PurePath(part).stem.removeprefix(f"{stem}-"), tuple(found), "KEY", "PARENT_KEY", "",
            frozenset({"KEY", "PARENT_KEY"}) | {each for each in head if each.startswith("SET-OF-")},
        )
        for part, (head, found, _lines) in read.items()
        if part != roots[0]
    ]  # fmt: skip
    rows = list(with_repeats(rows, "KEY", repeats)) if repeats else rows
    kinds = {"kobo": SourceKind.KOBO_CSV, "": SourceKind.CSV}
    found = _with_moments(_table(header, rows, lines, name, kinds), "KEY", moments_of(repeats))
    return replace(found, kind=SourceKind.ODK_ZIP) if found.kind is SourceKind.ODK_CSV else found


_READERS: Mapping[str, Callable[[bytes, str], Source]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "zip": _zip,
    "txt": _text,
}
