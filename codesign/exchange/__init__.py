"""What leaves the house and what comes in: files of notes, exports, backups."""

from codesign.exchange.backup import BackupContent, check_media, make_backup, media_folder, restore_backup
from codesign.exchange.files import read_bytes, write_bytes
from codesign.exchange.migrations import migrations
from codesign.exchange.store import withdrawn_participants
from codesign.exchange.tagging import tag_file

__all__ = [
    "BackupContent",
    "check_media",
    "make_backup",
    "media_folder",
    "migrations",
    "read_bytes",
    "restore_backup",
    "tag_file",
    "withdrawn_participants",
    "write_bytes",
]
