"""Joins the parts: migrations from the bottom floor up, withdrawals from the top floor down, demo data, long work."""

from codesign.bootstrap.bundles import MergeReport, inspect_bundle, merge_bundle, open_forks, settle_fork
from codesign.bootstrap.copies import KEPT_DAYS, copies, lost_by_restore, make_backup, renew_copies
from codesign.bootstrap.demo import load_demo
from codesign.bootstrap.handlers import HANDLER_LABELS, HANDLERS
from codesign.bootstrap.laptops import bundle_file, inspect_file, kind_label, merge_file, told
from codesign.bootstrap.members import add_member
from codesign.bootstrap.prepare import MIGRATIONS, prepare, sweep
from codesign.bootstrap.restore import restore, verify
from codesign.bootstrap.safeguard import ROOMS, Pass, Remaining, ask_pass, last_pass
from codesign.bootstrap.training import VERDICTS, outcome, reader_of, train_with_decisions
from codesign.bootstrap.transfers import FileImport, export_file, import_files
from codesign.bootstrap.withdrawal import Receipt, preview_withdrawal, withdraw

__all__ = [
    "HANDLERS",
    "HANDLER_LABELS",
    "KEPT_DAYS",
    "MIGRATIONS",
    "ROOMS",
    "VERDICTS",
    "FileImport",
    "MergeReport",
    "Pass",
    "Receipt",
    "Remaining",
    "add_member",
    "ask_pass",
    "bundle_file",
    "copies",
    "export_file",
    "import_files",
    "inspect_bundle",
    "inspect_file",
    "kind_label",
    "last_pass",
    "load_demo",
    "lost_by_restore",
    "make_backup",
    "merge_bundle",
    "merge_file",
    "open_forks",
    "outcome",
    "prepare",
    "preview_withdrawal",
    "reader_of",
    "renew_copies",
    "restore",
    "settle_fork",
    "sweep",
    "told",
    "train_with_decisions",
    "verify",
    "withdraw",
]
