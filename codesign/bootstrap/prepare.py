"""The database as the rooms need it."""

from __future__ import annotations

from pathlib import Path

from codesign import (
    accounts,
    barriers,
    exchange,
    fieldnotes,
    finding,
    jobs,
    media,
    partners,
    personas,
    privacy,
    scenarios,
    storage,
    territory,
)

territory.check_texts_with(privacy.check_free_text)  # neighbours: neither knows the other

# Bottom floor first: a table may refer to those of the floors below it.
MIGRATIONS = (
    storage.migrations,
    jobs.migrations,
    accounts.migrations,
    privacy.migrations,
    territory.migrations,
    fieldnotes.migrations,
    media.migrations,
    barriers.migrations,
    finding.migrations,
    partners.migrations,
    personas.migrations,
    scenarios.migrations,
    exchange.migrations,
)


def prepare(path: Path, backups: Path | None = None) -> list[str]:
    """Bring the database at `path` up to date (a new one is made); return the steps that ran."""
    return storage.migrate(path, MIGRATIONS, backups)


def sweep(path: Path) -> int:
    """Finish what a crash left of an erasure: delete the photos and sounds that nothing names; return how many went."""
    with storage.open_database(path) as db:
        return media.sweep(db)
