"""The only SQL on members, passwords and codes."""

from __future__ import annotations

import json
from typing import Any

from codesign import storage
from codesign.accounts.model import Member, Role
from codesign.storage import Database

MEMBER = storage.register(storage.Entity("accounts_member", scalars=("name", "login", "active"), lists=("roles",)))

_COLUMNS = "id, name, login, roles, active, version"


def _member(row: tuple[Any, ...]) -> Member:
    member_id, name, login, roles, active, version = row
    return Member(member_id, name, login, frozenset(Role(role) for role in json.loads(roles)), bool(active), version)


def members(db: Database) -> tuple[Member, ...]:
    """Return every member, active ones first, by name."""
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM accounts_member WHERE deleted = 0 ORDER BY active DESC, name COLLATE NOCASE, id"  # noqa: S608
    )
    return tuple(_member(row) for row in rows)


def member(db: Database, member_id: str) -> Member | None:
    """Return one member."""
    row = db.conn.execute(
        f"SELECT {_COLUMNS} FROM accounts_member WHERE id = ? AND deleted = 0",  # noqa: S608 - names of ours
        [member_id],
    ).fetchone()
    return _member(row) if row else None


def member_by_login(db: Database, login: str) -> Member | None:
    """Return the member who signs in as `login`; an active one before one who left."""
    row = db.conn.execute(
        f"SELECT {_COLUMNS} FROM accounts_member WHERE login = ? AND deleted = 0 ORDER BY active DESC, rowid_",  # noqa: S608
        [login],
    ).fetchone()
    return _member(row) if row else None


def names(db: Database) -> dict[str, str]:
    """Return name by member id, those who left included."""
    return dict(db.conn.execute("SELECT id, name FROM accounts_member").fetchall())


def someone_can_sign_in(db: Database) -> bool:
    """Say whether any member has a password."""
    return db.conn.execute("SELECT 1 FROM accounts_credential LIMIT 1").fetchone() is not None


def save_member(  # noqa: PLR0913 - the fields of a member
    db: Database,
    member_id: str,
    *,
    author: str,
    name: str,
    login: str,
    roles: frozenset[Role],
    active: bool,
    base: str | None = None,
    new: bool = False,
) -> str:
    """Write one member through the journal; return the new version."""
    values = {"name": name, "login": login, "roles": sorted(roles), "active": int(active)}
    return storage.save(db, MEMBER, member_id, values, author=author, base=base, new=new)


def password_hash(db: Database, member_id: str) -> str | None:
    """Return the hash of the member's password, if one was set."""
    row = db.conn.execute("SELECT hash FROM accounts_credential WHERE member_id = ?", [member_id]).fetchone()
    return str(row[0]) if row else None


def set_password_hash(db: Database, member_id: str, value: str) -> None:
    """Keep the hash of the member's password."""
    db.conn.execute(
        "INSERT INTO accounts_credential (member_id, hash, changed_at) VALUES (?, ?, ?)"
        " ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at",
        [member_id, value, storage.now()],
    )


def clear_password(db: Database, member_id: str) -> None:
    """Forget the member's password: only a one-time code opens the door then."""
    db.conn.execute("DELETE FROM accounts_credential WHERE member_id = ?", [member_id])


def set_code(db: Database, member_id: str, code_sha256: str, expires_at: str) -> None:
    """Keep a one-time code; the one before it is forgotten."""
    db.conn.execute(
        "INSERT INTO accounts_code (member_id, code_sha256, expires_at) VALUES (?, ?, ?)"
        " ON CONFLICT (member_id) DO UPDATE SET code_sha256 = excluded.code_sha256, expires_at = excluded.expires_at",
        [member_id, code_sha256, expires_at],
    )


def take_code(db: Database, member_id: str, code_sha256: str, now: str) -> bool:
    """Use up a code; say whether it was the right one and in time."""
    cursor = db.conn.execute(
        "DELETE FROM accounts_code WHERE member_id = ? AND code_sha256 = ? AND expires_at > ?",
        [member_id, code_sha256, now],
    )
    return cursor.rowcount == 1


def clear_code(db: Database, member_id: str) -> None:
    """Forget the member's one-time code."""
    db.conn.execute("DELETE FROM accounts_code WHERE member_id = ?", [member_id])
