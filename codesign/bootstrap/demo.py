"""The invented project that people explore before they begin their own: made through the same actions as real work."""

from __future__ import annotations

from codesign.storage import Database


def load_demo(db: Database) -> None:
    """Fill an empty, migrated database with the invented data."""
    raise NotImplementedError(db)
