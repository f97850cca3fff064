"""Imports and exports of files as the command line and the worker ask for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from codesign import exchange, storage
from codesign.accounts import MACHINE
from codesign.bootstrap.prepare import prepare
from codesign.errors import InvalidInput
from codesign.exchange import ROW_STATES, ImportDefaults, ImportReport, RowState
from codesign.i18n import N_, _
from codesign.privacy import ConsentMode
from codesign.storage import Database

Told = Callable[[int, int], None]
NOTES, DOCUMENTS = ("csv", "txt"), exchange.DOCUMENT_TYPES


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
                lines += _told(path, report)
            else:
                lines.append(_document(db, path, kind, wanted))
    return lines, refused


def _kind(path: Path, wanted: FileImport) -> str:
    kind = (wanted.kind or path.suffix.lstrip(".")).lower()
    if kind not in (*NOTES, *DOCUMENTS):
        raise InvalidInput(N_("%(name)s: bring in .csv, .txt, .md, .pdf or .docx files."), name=path.name)
    return kind


def _notes(db: Database, path: Path, kind: str, wanted: FileImport, progress: Told) -> ImportReport:
    name, data = f"{path.stem}.{kind}", exchange.read_bytes(path)
    defaults = ImportDefaults(consent=wanted.consent)
    if wanted.dry_run:
        return exchange.preview_notes(db, MACHINE, name=name, data=data, defaults=defaults)
    return exchange.import_notes(db, MACHINE, name=name, data=data, defaults=defaults, progress=progress)


def _told(path: Path, report: ImportReport) -> list[str]:
    counts = ", ".join(f"{_(ROW_STATES[state])}{_(': ')}{n}" for state, n in report.counts.items() if n)
    refusals = [
        _("line %(line)s (%(id)s): %(why)s", line=row.line, id=row.external_id, why=_(row.reason, **row.params))
        for row in report.rows
        if row.state is RowState.REFUSED
    ]
    return [f"{path.name} — {counts or _('nothing to bring in')}", *refusals]


def _document(db: Database, path: Path, kind: str, wanted: FileImport) -> str:
    name, data = f"{path.stem}.{kind}", exchange.read_bytes(path)
    if wanted.dry_run:
        return _("%(name)s: document of %(n)s characters", name=path.name, n=len(exchange.document_text(name, data)))
    exchange.import_document(db, MACHINE, name=name, data=data)
    return _("%(name)s: document brought in", name=path.name)


def export_file(database: Path, output: Path, kind: str, sheet_id: str | None, progress: Told) -> int:
    """Write the project, or one persona or scenario, to `output`; return its size in bytes.

    Raises:
        InvalidInput: an unknown format, or an output that cannot be written. NotFound: no such persona or scenario.
    """
    prepare(database, database.parent / "backups")
    demo = database.stem == "demo"
    with storage.open_database(database) as db, storage.transaction(db):
        if sheet_id is None:
            made = exchange.export_project(db, MACHINE, kind=kind, demo=demo, progress=progress)
        else:
            made = exchange.export_sheet(db, MACHINE, sheet_id=sheet_id, kind=kind, demo=demo)
        exchange.write_bytes(output, made.data)
    return len(made.data)
