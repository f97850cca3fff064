"""Copies of the database on this machine: which there are, how long they are kept, and what a restore would take away.

A copy holds what people had erased since. None is kept for ever, and a withdrawal can end all of them at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from codesign import exchange, storage
from codesign.accounts import Actor, Permission
from codesign.i18n import N_
from codesign.storage import Database

KEPT_DAYS = 90

_KINDS = {
    "fieldnotes_note": N_("Notes"),
    "media_item": N_("Photos and sounds"),
    "fieldnotes_document": N_("Documents"),
    "privacy_participant": N_("Pseudonyms"),
    "privacy_consent": N_("Consents"),
    "barriers_decision": N_("Coding decisions"),
    "personas_persona": N_("Personas"),
    "personas_line": N_("Lines of personas"),
    "scenarios_scenario": N_("Scenarios"),
    "scenarios_step": N_("Steps of scenarios"),
}


def copies(database: Path) -> tuple[Path, ...]:
    """Return the files of `backups/` that hold this database as it was, newest first.

    They are the backups made on the System screen, and the copies kept before a restore or an update.
    """
    folder = database.parent / "backups"
    found = [*folder.glob(f"{database.stem}-*.zip"), *folder.glob(f"{database.stem}-before-*.db")]
    return tuple(sorted(found, key=lambda path: (path.stat().st_mtime, path.name), reverse=True))


def make_backup(database: Path) -> Path:
    """Write a backup into `backups/`, then delete the copies that are older than `KEPT_DAYS`; return its path."""
    target = database.parent / "backups" / f"{database.stem}-{datetime.now(UTC).strftime('%Y%m%d-%H%M%S-%f')}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    exchange.make_backup(database, target)
    oldest = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).timestamp()
    _remove(path for path in copies(database) if path != target and path.stat().st_mtime < oldest)
    return target


def renew_copies(_db: Database, actor: Actor, *, database: Path) -> int:
    """Make a backup of the present, then delete every other copy on this machine; return how many went.

    Raises:
        NotAllowed: not of the coordination. Unavailable: the disk refused the new backup; nothing was deleted.
    """
    actor.require(Permission.STEWARD)
    before = copies(database)
    make_backup(database)
    return _remove(path for path in before if path.exists())


def _remove(paths: Iterable[Path]) -> int:
    n = 0
    for path in paths:
        for suffix in ("-wal", "-shm", ""):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.rmtree(exchange.media_beside(path), ignore_errors=True)
        n += 1
    return n


def lost_by_restore(db: Database, actor: Actor, *, source: Path) -> dict[str, int]:
    """Return what was written since a backup and would leave with its restore: message id of a kind → how many.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: not a backup.
    """
    actor.require(Permission.STEWARD)
    since = storage.changed_since(db, exchange.backup_moment(source))
    return {label: since[table] for table, label in _KINDS.items() if since.get(table)}
