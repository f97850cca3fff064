"""Restoring a backup without undoing what people were promised, and proving that a database is whole."""

from __future__ import annotations

from pathlib import Path

from codesign import accounts, exchange, privacy, storage
from codesign.accounts import MACHINE
from codesign.bootstrap.prepare import prepare
from codesign.bootstrap.withdrawal import withdraw


def restore(source: Path, database: Path) -> Path | None:
    """Put back a backup, bring it up to date, and withdraw again those who withdrew since it was made.

    Everybody is signed out. Returns where the state before it is kept, None when there was none.

    Raises:
        InvalidInput: not a backup, altered or damaged; nothing was changed. Unavailable: the disk refused.
    """
    gone = _withdrawn(database)
    aside = exchange.restore_backup(source, database)
    prepare(database, database.parent / "backups")
    with storage.open_database(database) as db:
        for participant_id in gone:
            if privacy.person_ids(db, participant_id):
                withdraw(db, MACHINE, participant_id)
        accounts.sign_everyone_out(db, MACHINE)
    return aside


def _withdrawn(database: Path) -> tuple[str, ...]:
    if not database.is_file() or storage.check_file(database):
        return ()
    with storage.open_database(database) as db:
        return exchange.withdrawn_participants(db)


def verify(database: Path) -> tuple[str, ...]:
    """Return one line per fault of a database and its media; empty when all is well."""
    return (*storage.check_file(database), *exchange.check_media(database))
