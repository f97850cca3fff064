"""The SQL on what several laptops of one project share: the salt of tokens, and pseudonyms given on each of them."""

from __future__ import annotations

from codesign.storage import Database


def put_salt(db: Database, salt: str) -> None:
    """Make tokens of this database those of another."""
    db.conn.execute("UPDATE privacy_salt SET salt = ?", [salt])


def codes_given_twice(db: Database) -> tuple[tuple[str, str], ...]:
    """Return (id, code) of the pseudonyms whose code somebody older has; the oldest keeps it."""
    rows = db.conn.execute(
        """SELECT id, code FROM privacy_participant AS p WHERE EXISTS
             (SELECT 1 FROM privacy_participant AS o WHERE o.code = p.code AND o.id < p.id) ORDER BY id"""
    )
    return tuple(rows.fetchall())


def merges(db: Database) -> dict[str, str]:
    """Return id → id of the pseudonym that it was merged into."""
    return dict(
        db.conn.execute("SELECT id, merged_into FROM privacy_participant WHERE merged_into IS NOT NULL").fetchall()
    )


def of_number(db: Database, number: str) -> tuple[tuple[str, str, str], ...]:
    """Return (id of the person in use, id, code) of the pseudonyms that began as this number, oldest first."""
    rows = db.conn.execute(
        """SELECT v.id, p.id, p.code FROM privacy_participant p JOIN v_privacy_alias a ON a.id = p.id
           JOIN v_privacy_participant v ON v.id = a.participant_id
           WHERE p.code BETWEEN ?1 AND ?1 || '.' AND (p.code = ?1 OR substr(p.code, 1, length(?1) + 1) = ?1 || '-')
           ORDER BY p.id""",  # the bounds are for the index: "." comes right after "-"
        [number],
    )
    return tuple(rows.fetchall())
