"""Connections and transactions: one connection per script run, every write under `BEGIN IMMEDIATE`."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from codesign.errors import Unavailable
from codesign.i18n import N_
from codesign.storage.engine import Database

# Those who write in this process wait in turn: SQLite's own waiting is a lottery that someone loses. The lock of the
# file still decides (other processes), so after this many seconds a thread tries its luck there.
_queue = threading.RLock()
_QUEUE_SECONDS = 10
_loud_inside: set[int] = set()  # connections whose open transaction holds a change that is not quiet

_undivided: dict[int, bool] = {}  # connections within `undivided` → whether an inner block failed after it wrote

_FULL, _READ_ONLY, _CANNOT_OPEN = "full", "readonly", "unable to open"


def connect(path: Path | str) -> Database:
    """Open the database file (or `:memory:`) with the settings that the house relies on.

    WAL lets readers go on while one writes; `synchronous=FULL` means that what the screen calls saved is on the
    disk; foreign keys are checked.

    Raises:
        Unavailable: the file cannot be opened.
    """
    try:
        connection = sqlite3.connect(path, timeout=5, check_same_thread=False, cached_statements=256)
        if str(path) != ":memory:":
            connection.execute("PRAGMA journal_mode=WAL")
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=5000",
            "cache_size=-20000",
            "temp_store=MEMORY",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.OperationalError as error:
        raise _unavailable(error) from error
    return Database(connection)


@contextmanager
def open_database(path: Path | str) -> Iterator[Database]:
    """Open the database for the block, and close it whatever happens."""
    db = connect(path)
    try:
        yield db
    finally:
        db.close()


def file_of(db: Database) -> Path:
    """Return the file of an open database.

    Raises:
        Unavailable: it is in memory only.
    """
    path = next((path for _n, name, path in db.conn.execute("PRAGMA database_list") if name == "main"), "")
    if not path:
        raise Unavailable(N_("The database cannot be opened. Check that its folder exists and may be written to."))
    return Path(path)


@contextmanager
def transaction(db: Database, *, quiet: bool = False) -> Iterator[Database]:
    """Run the block in one transaction that takes the write lock at once; nests as a savepoint.

    A deferred `BEGIN` would fail at once with "database is locked" when a read turns into a write. `quiet` says that
    what is written changes nothing that is kept between runs (a draft of one person, a sign-in): `changes` keeps its
    mark.

    Raises:
        Unavailable: the disk is full or read-only, or another write kept the lock for 5 s; nothing was written.
    """
    if db.conn.in_transaction:
        with _inner(db, quiet=quiet) if id(db.conn) in _undivided else _savepoint(db, quiet=quiet):
            yield db
        return
    in_turn = _queue.acquire(timeout=_QUEUE_SECONDS)
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            with _counted(db, quiet=quiet):
                yield db
            db.conn.execute("COMMIT")
        except BaseException:
            db.conn.rollback()
            raise
    except sqlite3.OperationalError as error:
        raise _unavailable(error) from error
    finally:
        if in_turn:
            _queue.release()


@contextmanager
def undivided(db: Database) -> Iterator[Database]:
    """Run the block as `transaction` does, all of it or nothing: the transactions inside are part of it.

    For imports: a row makes twenty inner transactions, and a savepoint each costs more than what they write. An inner
    one that fails after it wrote cannot be taken back alone, so its error must get out of the block.

    Raises:
        RuntimeError: somebody inside caught such an error and went on; nothing of the block is kept. Else as
            `transaction`.
    """
    if id(db.conn) in _undivided:
        with transaction(db):
            yield db
        return
    with transaction(db):
        _undivided[id(db.conn)] = False
        try:
            yield db
        finally:
            broken = _undivided.pop(id(db.conn))
        if broken:
            raise RuntimeError("An inner transaction failed half-way, and the block went on")


@contextmanager
def _inner(db: Database, *, quiet: bool) -> Iterator[None]:
    before = db.conn.total_changes
    try:
        yield
    except BaseException:
        if db.conn.total_changes != before:
            _undivided[id(db.conn)] = True
        raise
    if not quiet and db.conn.total_changes != before:
        _loud_inside.add(id(db.conn))


@contextmanager
def _savepoint(db: Database, *, quiet: bool) -> Iterator[None]:
    """Note that a block inside a quiet transaction was not quiet; the transaction around it counts, once for all."""
    before = db.conn.total_changes
    with db.atomic():
        yield
    if not quiet and db.conn.total_changes != before:
        _loud_inside.add(id(db.conn))


@contextmanager
def _counted(db: Database, *, quiet: bool) -> Iterator[None]:
    """Count the block among the commits when it changed anything; one that only looked must not write."""
    before = db.conn.total_changes
    _loud_inside.discard(id(db.conn))
    yield
    if db.conn.total_changes == before:
        return
    kind = "quiet" if quiet and id(db.conn) not in _loud_inside else "loud"
    _loud_inside.discard(id(db.conn))
    try:
        db.conn.execute(f"UPDATE storage_commits SET {kind} = {kind} + 1")  # noqa: S608 - one of two words of ours
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):  # a file of before this table, or a test's own: the watch expects it
            raise


def _unavailable(error: sqlite3.OperationalError) -> Exception:
    """Turn a refusal of the disk into words; anything else is a fault of ours and stays what it is."""
    text = str(error)
    if _FULL in text:
        return Unavailable(
            N_("The disk is full: nothing was saved. Make room, then save again; your text is still on screen.")
        )
    if _READ_ONLY in text:
        return Unavailable(N_("The disk refuses to write: nothing was saved. Your text is still on screen."))
    if "locked" in text or "busy" in text:
        return Unavailable(
            N_("The database is busy: nothing was saved. Try again in a moment; your text is still on screen.")
        )
    if _CANNOT_OPEN in text:
        return Unavailable(N_("The database cannot be opened. Check that its folder exists and may be written to."))
    return error
