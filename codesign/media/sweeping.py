"""What no row names any more leaves the disk: after an erasure, and again at start if a crash came between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from codesign import storage
from codesign.accounts import MACHINE
from codesign.fieldnotes import DRAFT_DAYS
from codesign.media import files, store
from codesign.storage import Database


def sweep(db: Database) -> int:
    """Erase what was kept with drafts that are over, then delete the files that no row names; return how many went.

    Call it after the transaction that erased is committed: it takes one of its own.
    """
    since = (datetime.now(UTC) - timedelta(days=DRAFT_DAYS)).isoformat(timespec="milliseconds")
    with storage.transaction(db):
        for item_id in store.abandoned(db, since):
            store.erase(db, item_id, author=MACHINE.id)
    with storage.transaction(db):
        return files.sweep(files.folder_of(db), store.file_names(db))


def media_names(db: Database) -> frozenset[str]:
    """Return the names of the files that the rows of a database name; for the code that copies and proves them."""
    return store.file_names(db)


def check_media(db: Database, folder: Path) -> Iterator[str]:
    """Yield one line per file that is missing from `folder`, or differs from its fingerprint."""
    yield from files.check(folder, store.file_names(db))
