"""Imports and exports of files as the command line and the worker ask for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from codesign import exchange, storage
from codesign.accounts import MACHINE
from codesign.bootstrap.prepare import prepare
from codesign.errors import Conflict, InvalidInput
from codesign.exchange import (
    MEDIA_STATES,
    ROW_STATES,
    ExportFile,
    ImportDefaults,
    ImportReport,
    MediaState,
    RowState,
)
from codesign.i18n import N_, _
from codesign.privacy import ConsentMode
from codesign.storage import Database

Told = Callable[[int, int], None]
NOTES, DOCUMENTS = exchange.NOTE_TYPES, exchange.DOCUMENT_TYPES


@dataclass(frozen=True, slots=True)
class FileImport:
    """How to bring files in: `kind` when the name does not say it, `consent` where a row says none."""

    kind: str | None = None
    documents: bool = False
    consent: str = ""
    dry_run: bool = False


def import_files(database: Path, files: Sequence[Path], wanted: FileImport, progress: Told) -> tuple[list[str], bool]:
    """Bring files in, all or none; return what to say, line by line, and whether something was refused.

    Raises:
        InvalidInput: a file that cannot be read, an unknown kind.
    """
    if wanted.consent and wanted.consent not in set(ConsentMode):
        raise InvalidInput(N_("Unknown consent: %(mode)s. Choose oral, written or collective."), mode=wanted.consent)
    kinds = {path: _kind(path, wanted) for path in files}
    prepare(database, database.parent / "backups")
    lines: list[str] = []
    refused = False
    with storage.open_database(database) as db, storage.transaction(db):
        for path, kind in kinds.items():
            if kind in NOTES and not (wanted.documents and kind == "txt"):
                report = _notes(db, path, kind, wanted, progress)
                refused |= report.counts[RowState.REFUSED] > 0
                lines += [*_told(path, report), *_seen(db, path, kind)]
            else:
                lines.append(_document(db, path, kind, wanted))
    return lines, refused


def _kind(path: Path, wanted: FileImport) -> str:
    kind = (wanted.kind or path.suffix.lstrip(".")).lower()
    if kind not in (*NOTES, *DOCUMENTS):
        raise InvalidInput(
            N_("%(name)s: this kind of file is not read. Known: %(kinds)s."),
            name=path.name,
            kinds=", ".join(dict.fromkeys((*NOTES, *DOCUMENTS))),
        )
    return kind


def _notes(db: Database, path: Path, kind: str, wanted: FileImport, progress: Told) -> ImportReport:
    name, data = f"{path.stem}.{kind}", exchange.read_bytes(path)
    defaults = ImportDefaults(consent=wanted.consent)
    if wanted.dry_run:
        return exchange.preview_notes(db, MACHINE, name=name, data=data, defaults=defaults)
    return exchange.import_notes(db, MACHINE, name=name, data=data, defaults=defaults, progress=progress)


def _seen(db: Database, path: Path, kind: str) -> list[str]:
    """Return what there is to say of a file besides its rows."""
    look = exchange.look_into(db, MACHINE, name=f"{path.stem}.{kind}", data=exchange.read_bytes(path))
    return [_(each.message, **each.params) for each in look.notices]


def _told(path: Path, report: ImportReport) -> list[str]:
    counts = ", ".join(f"{_(ROW_STATES[state])}{_(': ')}{n}" for state, n in report.counts.items() if n)
    refusals = [
        _("line %(line)s (%(id)s): %(why)s", line=row.line, id=row.external_id, why=_(row.reason, **row.params))
        for row in report.rows
        if row.state is RowState.REFUSED
    ]
    seen = ", ".join(f"{_(MEDIA_STATES[state])}{_(': ')}{n}" for state, n in report.media.items() if n)
    left = [
        f"{each.name} — {_(each.why.message, **each.why.params)}"
        for each in report.files
        if each.state not in (MediaState.NEW, MediaState.SAME)
    ]
    return [f"{path.name} — {counts or _('nothing to bring in')}", *([seen] if seen else []), *refusals, *left]


def _document(db: Database, path: Path, kind: str, wanted: FileImport) -> str:
    name, data = f"{path.stem}.{kind}", exchange.read_bytes(path)
    if wanted.dry_run:
        return _("%(name)s: document of %(n)s characters", name=path.name, n=len(exchange.document_text(name, data)))
    try:
        exchange.import_document(db, MACHINE, name=name, data=data)
    except Conflict as known:  # the same folder is often brought in again with one file more
        return f"{path.name} — {known}"
    return _("%(name)s: document brought in", name=path.name)


def export_file(
    database: Path, output: Path, kind: str, sheet_id: str | None, progress: Told
) -> tuple[tuple[Path, int], ...]:
    """Write the project, or one persona or scenario, to `output`; return what was written, each with its size in bytes.

    Pages after the first go beside it (`card.png`, `card-2.png`…); all go into one file when `output` ends in `.zip`.

    Raises:
        InvalidInput: an unknown format, or an output that cannot be written. NotFound: no such persona or scenario.
    """
    prepare(database, database.parent / "backups")
    demo = database.stem == "demo"
    with storage.open_database(database) as db, storage.transaction(db):
        made: tuple[ExportFile, ...]
        if sheet_id is None:
            made = (exchange.export_project(db, MACHINE, kind=kind, demo=demo, progress=progress),)
        else:
            made = exchange.export_sheet(db, MACHINE, sheet_id=sheet_id, kind=kind, demo=demo)
        written = _places(output, made)
        for path, data in written.items():
            exchange.write_bytes(path, data)
    return tuple((path, len(data)) for path, data in written.items())


def _places(output: Path, files: Sequence[ExportFile]) -> dict[Path, bytes]:
    """Return what to write where."""
    if output.suffix.lower() == ".zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for each in files:
                archive.writestr(each.name, each.data)
        return {output: packed.getvalue()}
    names = [output, *(output.with_stem(f"{output.stem}-{n}") for n in range(2, len(files) + 1))]
    return {name: each.data for name, each in zip(names, files, strict=True)}
