"""Restoring a backup without undoing what people were promised, and proving that a database is whole."""

from __future__ import annotations

from pathlib import Path

from codesign import accounts, exchange, privacy, storage
from codesign.accounts import MACHINE
from codesign.bootstrap.prepare import prepare
from codesign.bootstrap.withdrawal import withdraw
from codesign.storage import Database


def restore(source: Path, database: Path, *, even_unreadable: bool = False) -> Path | None:
    """Put back a backup, brought up to date and held to every promise made since: whole, or not at all.

    All is done in the unpacked copy, before it takes its place: those who withdrew since are withdrawn again, consents
    ended or narrowed since are again, texts refused since are erased, members are who they are today, and everybody
    is signed out. Returns where the state before it is kept, None when there was none.

    `even_unreadable` goes on without those promises when the present file is too damaged to tell them.

    Raises:
        InvalidInput: not a backup, altered or damaged. Unreadable: the present file cannot tell what was promised.
        Unavailable: the disk refused, or the database is busy. In each case nothing was changed.
    """

    def ready(copy: Path) -> None:
        present = _present(database, copy.with_name("present.db"), even_unreadable=even_unreadable)
        prepare(copy)
        with storage.open_database(copy) as db:
            storage.renew_post(db)  # numbers that this laptop handed on after the backup are never given again
            if present is not None:
                with storage.open_database(present) as known:
                    _keep_promises(db, known)
            accounts.sign_everyone_out(db, MACHINE)

    return exchange.restore_backup(source, database, ready)


def _present(database: Path, snapshot: Path, *, even_unreadable: bool) -> Path | None:
    """Copy the present to read from: neither a lock, nor a fault in a row, nor an older version then hides anything."""
    if not database.is_file():
        return None
    try:
        storage.snapshot(database, snapshot)
    except storage.Unreadable:
        if even_unreadable:
            return None
        raise
    prepare(snapshot)
    return snapshot


def _keep_promises(db: Database, present: Database) -> None:
    for participant_id in exchange.withdrawn_participants(present):
        if privacy.person_ids(db, participant_id):
            withdraw(db, MACHINE, participant_id)
    exchange.carry_discards(db, MACHINE, present)
    privacy.carry_refusals(db, MACHINE, privacy.refusals(present, MACHINE))
    accounts.carry_members(db, MACHINE, accounts.known_members(present, MACHINE))
    storage.carry_tombstones(db, storage.tombstones(present))


def verify(database: Path) -> tuple[str, ...]:
    """Return one line per fault of a database and its media; empty when all is well."""
    faults = storage.check_file(database)
    unreadable = any(each.startswith("sqlite:") for each in faults)
    return faults if unreadable else (*faults, *exchange.check_media(database))
