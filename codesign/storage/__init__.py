"""The SQLite door: connections, transactions, migrations, and the journal that every human write goes through."""

from codesign.storage.carry import (
    Unreadable,
    carry_tombstones,
    changed_since,
    erased_among,
    rows_mentioning,
    snapshot,
    tombstones,
)
from codesign.storage.check import check_database, check_file
from codesign.storage.clock import now, stamp_time
from codesign.storage.connection import connect, file_of, open_database, transaction, undivided
from codesign.storage.engine import Database, Migrations
from codesign.storage.forks import Fork, ForkVersion, forks, note_forks, settle
from codesign.storage.ids import successor, uuid7, uuid7_ms
from codesign.storage.journal import ERASED, Entity, ensure_post, entities, erase, register, save, tell_anew
from codesign.storage.laptops import (
    Peer,
    Project,
    adopt_project,
    journaled,
    keep_peer,
    keep_reached,
    peers,
    project,
    reached,
    renew_post,
    schema_steps,
)
from codesign.storage.merging import (
    Admitted,
    Event,
    admit,
    check_references,
    erase_dependents,
    events_of,
    events_since,
    lacking,
    rebuild,
    unseen_approvals,
)
from codesign.storage.migration import copy_database, migrate, pending
from codesign.storage.migrations import migrations
from codesign.storage.replay import Change, check_journal, history, replay
from codesign.storage.text import MAX_TEXT, clean_text
from codesign.storage.watch import changes

__all__ = [
    "ERASED",
    "MAX_TEXT",
    "Admitted",
    "Change",
    "Database",
    "Entity",
    "Event",
    "Fork",
    "ForkVersion",
    "Migrations",
    "Peer",
    "Project",
    "Unreadable",
    "admit",
    "adopt_project",
    "carry_tombstones",
    "changed_since",
    "changes",
    "check_database",
    "check_file",
    "check_journal",
    "check_references",
    "clean_text",
    "connect",
    "copy_database",
    "ensure_post",
    "entities",
    "erase",
    "erase_dependents",
    "erased_among",
    "events_of",
    "events_since",
    "file_of",
    "forks",
    "history",
    "journaled",
    "keep_peer",
    "keep_reached",
    "lacking",
    "migrate",
    "migrations",
    "note_forks",
    "now",
    "open_database",
    "peers",
    "pending",
    "project",
    "reached",
    "rebuild",
    "register",
    "renew_post",
    "replay",
    "rows_mentioning",
    "save",
    "schema_steps",
    "settle",
    "snapshot",
    "stamp_time",
    "successor",
    "tell_anew",
    "tombstones",
    "transaction",
    "undivided",
    "unseen_approvals",
    "uuid7",
    "uuid7_ms",
]
