"""The tables of this room: members are journaled; passwords, codes, sign-ins and failures never are."""

from codesign.storage import Database, Migrations

migrations = Migrations("accounts")


@migrations()
def m001_members(db: Database) -> None:
    """Members, and the view that other rooms read names from."""
    db.execute(
        """CREATE TABLE accounts_member (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             name TEXT NOT NULL, login TEXT NOT NULL, roles TEXT NOT NULL, active INTEGER NOT NULL) STRICT"""
    )
    # Not unique: two laptops that are merged may both know "amina"; actions refuse a second one on each laptop.
    db.execute("CREATE INDEX accounts_member_login ON accounts_member (login)")
    db.execute("CREATE VIEW v_accounts_member AS SELECT id, name, active FROM accounts_member WHERE deleted = 0")


@migrations()
def m002_sign_in(db: Database) -> None:
    """What proves who someone is: it stays on this machine."""
    db.execute(
        """CREATE TABLE accounts_credential (
             member_id TEXT PRIMARY KEY REFERENCES accounts_member (id) ON DELETE CASCADE,
             hash TEXT NOT NULL, changed_at TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE accounts_code (
             member_id TEXT PRIMARY KEY REFERENCES accounts_member (id) ON DELETE CASCADE,
             code_sha256 TEXT NOT NULL, expires_at TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE accounts_session (
             sid_sha256 TEXT PRIMARY KEY,
             member_id TEXT NOT NULL REFERENCES accounts_member (id) ON DELETE CASCADE,
             started_at TEXT NOT NULL, expires_at TEXT NOT NULL, locked INTEGER NOT NULL DEFAULT 0) STRICT"""
    )
    db.execute("CREATE INDEX accounts_session_member ON accounts_session (member_id)")
    db.execute(
        """CREATE TABLE accounts_throttle (
             who TEXT PRIMARY KEY, failures INTEGER NOT NULL, until TEXT NOT NULL) STRICT"""
    )
