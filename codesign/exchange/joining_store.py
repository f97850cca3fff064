"""The SQL on the salt of prints, which the laptops of one project share."""

from __future__ import annotations

from codesign.storage import Database


def salt(db: Database) -> str:
    """Return the salt of prints, in hexadecimal."""
    (found,) = db.conn.execute("SELECT salt FROM exchange_salt").fetchone()
    return str(found)


def put_salt(db: Database, value: str) -> None:
    """Make prints of this database those of another."""
    db.conn.execute("UPDATE exchange_salt SET salt = ?", [value])
