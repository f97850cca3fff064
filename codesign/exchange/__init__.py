"""What leaves the house and what comes in: files of notes, documents, exports, backups."""

from codesign.exchange.backup import (
    BackupContent,
    backup_moment,
    check_media,
    make_backup,
    media_beside,
    restore_backup,
)
from codesign.exchange.carried import carry_discards
from codesign.exchange.documents import TYPES as DOCUMENT_TYPES
from codesign.exchange.documents import document_text, import_document
from codesign.exchange.files import read_bytes, write_bytes
from codesign.exchange.imports import admit, discard, import_notes, preview_notes
from codesign.exchange.migrations import migrations
from codesign.exchange.model import (
    ROW_STATES,
    ExportEntry,
    ExportFile,
    ImportDefaults,
    ImportReport,
    ImportRow,
    RowState,
    WaitingNote,
)
from codesign.exchange.people import export_participant, export_sheet
from codesign.exchange.project import MIMES, export_project
from codesign.exchange.reads import exports, journal_size, waiting_notes
from codesign.exchange.store import withdrawn_participants
from codesign.exchange.tagging import tag_file
from codesign.exchange.withdrawal import erase_participant, preview_withdrawal

__all__ = [
    "DOCUMENT_TYPES",
    "MIMES",
    "ROW_STATES",
    "BackupContent",
    "ExportEntry",
    "ExportFile",
    "ImportDefaults",
    "ImportReport",
    "ImportRow",
    "RowState",
    "WaitingNote",
    "admit",
    "backup_moment",
    "carry_discards",
    "check_media",
    "discard",
    "document_text",
    "erase_participant",
    "export_participant",
    "export_project",
    "export_sheet",
    "exports",
    "import_document",
    "import_notes",
    "journal_size",
    "make_backup",
    "media_beside",
    "migrations",
    "preview_notes",
    "preview_withdrawal",
    "read_bytes",
    "restore_backup",
    "tag_file",
    "waiting_notes",
    "withdrawn_participants",
    "write_bytes",
]
