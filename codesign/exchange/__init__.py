"""What leaves the house and what comes in: files of notes, documents, exports, backups."""

from codesign.exchange.arrivals import ask_import, bring_in, drop_file
from codesign.exchange.backup import (
    BackupContent,
    backup_moment,
    check_media,
    make_backup,
    media_beside,
    restore_backup,
)
from codesign.exchange.bundle_file import JOIN, MIN_PASSPHRASE, Bundle, Manifest, read_bundle
from codesign.exchange.bundles import KEPT_HERE, SUFFIX, BundleWish, adopt_keys, export_bundle
from codesign.exchange.carried import carry_discards
from codesign.exchange.columns import column_targets
from codesign.exchange.documents import TYPES as DOCUMENT_TYPES
from codesign.exchange.documents import document_text, import_document
from codesign.exchange.files import read_bytes, write_bytes
from codesign.exchange.gold import score_file
from codesign.exchange.imports import import_notes, look_into, preview_notes
from codesign.exchange.kit import export_kit, preview_kit
from codesign.exchange.migrations import migrations
from codesign.exchange.model import (
    MEDIA_STATES,
    ROW_STATES,
    SOURCE_LABELS,
    Batch,
    ColumnMap,
    ExportEntry,
    ExportFile,
    FileLook,
    ImportDefaults,
    ImportReport,
    ImportRow,
    MediaFile,
    MediaState,
    Notice,
    RowState,
    SourceKind,
    Undoing,
    WaitingNote,
)
from codesign.exchange.people import export_participant, export_sheet
from codesign.exchange.project import MIMES, export_project
from codesign.exchange.reads import exports, journal_size, recalled, waiting_notes
from codesign.exchange.sources import NOTE_TYPES
from codesign.exchange.store import withdrawn_participants
from codesign.exchange.tagging import tag_file
from codesign.exchange.undoing import imports, preview_undo, undo_import
from codesign.exchange.waiting import admit, discard
from codesign.exchange.withdrawal import erase_participant, preview_withdrawal
from codesign.exchange.xlsforms import xlsform

__all__ = [
    "DOCUMENT_TYPES",
    "JOIN",
    "KEPT_HERE",
    "MEDIA_STATES",
    "MIMES",
    "MIN_PASSPHRASE",
    "NOTE_TYPES",
    "ROW_STATES",
    "SOURCE_LABELS",
    "SUFFIX",
    "BackupContent",
    "Batch",
    "Bundle",
    "BundleWish",
    "ColumnMap",
    "ExportEntry",
    "ExportFile",
    "FileLook",
    "ImportDefaults",
    "ImportReport",
    "ImportRow",
    "Manifest",
    "MediaFile",
    "MediaState",
    "Notice",
    "RowState",
    "SourceKind",
    "Undoing",
    "WaitingNote",
    "admit",
    "adopt_keys",
    "ask_import",
    "backup_moment",
    "bring_in",
    "carry_discards",
    "check_media",
    "column_targets",
    "discard",
    "document_text",
    "drop_file",
    "erase_participant",
    "export_bundle",
    "export_kit",
    "export_participant",
    "export_project",
    "export_sheet",
    "exports",
    "import_document",
    "import_notes",
    "imports",
    "journal_size",
    "look_into",
    "make_backup",
    "media_beside",
    "migrations",
    "preview_kit",
    "preview_notes",
    "preview_undo",
    "preview_withdrawal",
    "read_bundle",
    "read_bytes",
    "recalled",
    "restore_backup",
    "score_file",
    "tag_file",
    "undo_import",
    "waiting_notes",
    "withdrawn_participants",
    "write_bytes",
    "xlsform",
]
