"""One project on several laptops: whose database this is, how far it knows the work of each post."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import NamedTuple

from codesign.storage.clock import now
from codesign.storage.connection import transaction
from codesign.storage.engine import Database
from codesign.storage.ids import uuid7


class Project(NamedTuple):
    """What the laptops of one project share: its number, and the key that seals what they hand each other."""

    id: str
    secret: str

    def seal(self, data: bytes) -> str:
        """Return the HMAC-SHA-256 of `data` under the secret, in hexadecimal."""
        return hmac.new(bytes.fromhex(self.secret), data, "sha256").hexdigest()


def project(db: Database) -> Project:
    """Return the project of this database."""
    return Project(*db.conn.execute("SELECT id, secret FROM storage_project").fetchone())


def adopt_project(db: Database, wanted: Project) -> None:
    """Make this database one of the laptops of `wanted`; the caller has checked that it is new."""
    with transaction(db):
        db.conn.execute("UPDATE storage_project SET id = ?, secret = ?", [wanted.id, wanted.secret])


def renew_post(db: Database) -> None:
    """Make this database a post of its own: what the former one wrote after this copy may exist elsewhere.

    Numbers of events are never given twice by one post; a restored copy would begin to.
    """
    with transaction(db):
        db.conn.execute(
            "INSERT INTO storage_known SELECT post, max(seq) FROM journal WHERE post = (SELECT id FROM post)"
            " GROUP BY post ON CONFLICT (post) DO UPDATE SET seq = max(seq, excluded.seq)"
        )
        db.conn.execute("UPDATE post SET id = ?", [uuid7()])


def reached(db: Database) -> dict[str, int]:
    """Return post → number of the last event up to which all of its work is here."""
    found: dict[str, int] = dict(db.conn.execute("SELECT post, seq FROM storage_known").fetchall())
    own = db.conn.execute("SELECT post, max(seq) FROM journal WHERE post = (SELECT id FROM post) GROUP BY post")
    found.update(own.fetchall())
    return found


def keep_reached(db: Database, until: Mapping[str, int]) -> None:
    """Remember how far the work of each post is here now; never less than before."""
    db.conn.executemany(
        "INSERT INTO storage_known VALUES (?, ?) ON CONFLICT (post) DO UPDATE SET seq = max(seq, excluded.seq)",
        until.items(),
    )


class Peer(NamedTuple):
    """A laptop of the project: its post, what people call it, what it was given (post → number), and when (UTC)."""

    post: str
    name: str
    given: dict[str, int]
    at: str


def peers(db: Database) -> tuple[Peer, ...]:
    """Return the laptops that are known here, this one too when it has a name; by name."""
    rows = db.conn.execute("SELECT post, name, given, at FROM storage_peer ORDER BY name, post")
    return tuple(Peer(post, name, json.loads(given), at) for post, name, given, at in rows)


def keep_peer(db: Database, post: str, name: str, given: Mapping[str, int]) -> None:
    """Remember what a laptop is called, and that it has all of `given`."""
    with transaction(db):
        before = next((each.given for each in peers(db) if each.post == post), {})
        known = {each: max(given.get(each, 0), before.get(each, 0)) for each in {*given, *before}}
        db.conn.execute(
            "INSERT INTO storage_peer VALUES (?1, ?2, ?3, ?4)"
            " ON CONFLICT (post) DO UPDATE SET name = ?2, given = ?3, at = ?4",
            [post, name, json.dumps(known, sort_keys=True), now()],
        )


def schema_steps(db: Database) -> tuple[str, ...]:
    """Return the names of all migration steps that ran, which say together how the rows are shaped."""
    rows = db.conn.execute("SELECT migration_set || '.' || name FROM _sqlite_migrations ORDER BY 1")
    return tuple(name for (name,) in rows)


def journaled(db: Database, besides: frozenset[str] = frozenset()) -> int:
    """Return how many events the journal holds, those of the tables `besides` left aside."""
    marks = ", ".join("?" * len(besides))
    (n,) = db.conn.execute(f"SELECT count(*) FROM journal WHERE entity NOT IN ({marks})", sorted(besides)).fetchone()  # noqa: S608 - marks only
    return int(n)
