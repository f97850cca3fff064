"""The only SQL on sign-ins and failed attempts."""

from __future__ import annotations

from typing import NamedTuple

from codesign.storage import Database


class SessionRow(NamedTuple):
    """One sign-in as it is kept."""

    member_id: str
    started_at: str
    expires_at: str
    locked: bool


def add(db: Database, sid_sha256: str, member_id: str, started_at: str, expires_at: str) -> None:
    """Keep a new sign-in."""
    db.conn.execute(
        "INSERT INTO accounts_session (sid_sha256, member_id, started_at, expires_at) VALUES (?, ?, ?, ?)",
        [sid_sha256, member_id, started_at, expires_at],
    )


def find(db: Database, sid_sha256: str, now: str) -> SessionRow | None:
    """Return the sign-in if it is still good."""
    row = db.conn.execute(
        "SELECT member_id, started_at, expires_at, locked FROM accounts_session"
        " WHERE sid_sha256 = ? AND expires_at > ?",
        [sid_sha256, now],
    ).fetchone()
    return SessionRow(row[0], row[1], row[2], bool(row[3])) if row else None


def extend(db: Database, sid_sha256: str, expires_at: str) -> None:
    """Let the sign-in last until `expires_at`."""
    db.conn.execute("UPDATE accounts_session SET expires_at = ? WHERE sid_sha256 = ?", [expires_at, sid_sha256])


def set_locked(db: Database, sid_sha256: str, *, locked: bool) -> None:
    """Lock or unlock the screen of one sign-in."""
    db.conn.execute("UPDATE accounts_session SET locked = ? WHERE sid_sha256 = ?", [int(locked), sid_sha256])


def remove(db: Database, sid_sha256: str) -> None:
    """End one sign-in."""
    db.conn.execute("DELETE FROM accounts_session WHERE sid_sha256 = ?", [sid_sha256])


def remove_of(db: Database, member_id: str, keep: str = "") -> int:
    """End every sign-in of one member except `keep`; return how many."""
    cursor = db.conn.execute("DELETE FROM accounts_session WHERE member_id = ? AND sid_sha256 <> ?", [member_id, keep])
    return cursor.rowcount


def remove_all(db: Database) -> int:
    """End every sign-in; return how many."""
    return db.conn.execute("DELETE FROM accounts_session").rowcount


def count_of(db: Database, member_id: str, now: str) -> int:
    """Return how many sign-ins of one member are good now."""
    row = db.conn.execute(
        "SELECT count(*) FROM accounts_session WHERE member_id = ? AND expires_at > ?", [member_id, now]
    ).fetchone()
    return int(row[0])


def sweep(db: Database, now: str, forgotten: str) -> None:
    """Remove sign-ins that ended, and failures whose delay ended before `forgotten`."""
    db.conn.execute("DELETE FROM accounts_session WHERE expires_at <= ?", [now])
    db.conn.execute("DELETE FROM accounts_throttle WHERE until < ?", [forgotten])


def failures(db: Database, who: str) -> tuple[int, str]:
    """Return how often `who` failed, and until when the next attempt must wait."""
    row = db.conn.execute("SELECT failures, until FROM accounts_throttle WHERE who = ?", [who]).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def set_failures(db: Database, who: str, number: int, until: str) -> None:
    """Keep the count of failures."""
    db.conn.execute(
        "INSERT INTO accounts_throttle (who, failures, until) VALUES (?, ?, ?)"
        " ON CONFLICT (who) DO UPDATE SET failures = excluded.failures, until = excluded.until",
        [who, number, until],
    )


def clear_failures(db: Database, who: str) -> None:
    """Forget the failures of `who`."""
    db.conn.execute("DELETE FROM accounts_throttle WHERE who = ?", [who])
