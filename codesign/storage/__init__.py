"""The SQLite door: connections, transactions, migrations, and the journal that every human write goes through."""

from sqlite_utils import Database, Migrations

from codesign.storage.carry import (
    Unreadable,
    carry_tombstones,
    changed_since,
    rows_mentioning,
    snapshot,
    tombstones,
)
from codesign.storage.check import check_database, check_file
from codesign.storage.clock import now, stamp_time
from codesign.storage.connection import connect, file_of, open_database, transaction
from codesign.storage.ids import uuid7, uuid7_ms
from codesign.storage.journal import Entity, ensure_post, entities, erase, migrations, register, save
from codesign.storage.migration import copy_database, migrate, pending
from codesign.storage.replay import Change, check_journal, history, replay
from codesign.storage.text import MAX_TEXT, clean_text
from codesign.storage.watch import changes

__all__ = [
    "MAX_TEXT",
    "Change",
    "Database",
    "Entity",
    "Migrations",
    "Unreadable",
    "carry_tombstones",
    "changed_since",
    "changes",
    "check_database",
    "check_file",
    "check_journal",
    "clean_text",
    "connect",
    "copy_database",
    "ensure_post",
    "entities",
    "erase",
    "file_of",
    "history",
    "migrate",
    "migrations",
    "now",
    "open_database",
    "pending",
    "register",
    "replay",
    "rows_mentioning",
    "save",
    "snapshot",
    "stamp_time",
    "tombstones",
    "transaction",
    "uuid7",
    "uuid7_ms",
]
