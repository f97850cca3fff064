"""Transactions under threads, refusals of the disk in words."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from codesign import storage
from codesign.errors import InvalidInput, Unavailable
from codesign.storage import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one counter."""
    with storage.open_database(tmp_path / "t.db") as db:
        db.execute("CREATE TABLE t (n INTEGER)")
        db.execute("INSERT INTO t VALUES (0)")
    return tmp_path / "t.db"


def test_read_then_write_from_many_threads_loses_nothing(path: Path) -> None:
    """A deferred transaction would fail at once with "database is locked"."""

    def add_fifty() -> None:
        with storage.open_database(path) as db:
            for _ in range(50):
                with storage.transaction(db):
                    (n,) = db.conn.execute("SELECT n FROM t").fetchone()
                    db.conn.execute("UPDATE t SET n = ?", [n + 1])

    threads = [threading.Thread(target=add_fifty) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with storage.open_database(path) as db:
        assert db.conn.execute("SELECT n FROM t").fetchone() == (200,)


def test_an_error_undoes_the_whole_transaction_and_only_the_inner_savepoint(path: Path) -> None:
    """Nested blocks are savepoints: an outer action may catch what an inner one could not do."""
    with storage.open_database(path) as db:
        with storage.transaction(db):
            db.conn.execute("UPDATE t SET n = 1")
            with pytest.raises(ZeroDivisionError):
                _fail_inside(db)
        assert db.conn.execute("SELECT n FROM t").fetchone() == (1,)


def _fail_inside(db: Database) -> None:
    with storage.transaction(db):
        db.conn.execute("UPDATE t SET n = 2")
        raise ZeroDivisionError


def test_a_read_only_database_is_refused_in_words(path: Path) -> None:
    """The person learns that nothing was saved, and why."""
    with storage.open_database(path) as db:
        db.conn.execute("PRAGMA query_only=ON")
        with pytest.raises(Unavailable, match=r"disk|disque"), storage.transaction(db):
            db.conn.execute("UPDATE t SET n = 9")


def test_a_full_disk_is_refused_in_words_and_writes_nothing(path: Path) -> None:
    """SQLite's page limit stands for the end of the disk: the same error comes back."""
    with storage.open_database(path) as db:
        (pages,) = db.conn.execute("PRAGMA page_count").fetchone()
        db.conn.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(Unavailable), storage.transaction(db):
            db.conn.execute("CREATE TABLE big AS SELECT randomblob(100000) AS b")
        assert db.table_names() == ["t"]


def test_a_long_lock_is_refused_in_words(path: Path) -> None:
    """Another program may hold the file; the person is told to try again."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with storage.open_database(path) as db:
        db.conn.execute("PRAGMA busy_timeout=10")
        with pytest.raises(Unavailable), storage.transaction(db):
            db.conn.execute("UPDATE t SET n = 9")
    other.close()


def test_a_fault_of_ours_is_not_dressed_as_the_disks(path: Path) -> None:
    """A wrong statement must reach the log as what it is."""
    with storage.open_database(path) as db, pytest.raises(sqlite3.OperationalError), storage.transaction(db):
        db.conn.execute("SELECT nothing FROM nowhere")


def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    """Instead of a traceback at the start."""
    with pytest.raises(Unavailable):
        storage.connect(tmp_path / "no" / "where.db")


def _write_and_fail(db: Database) -> None:
    with storage.transaction(db):
        db.conn.execute("INSERT INTO line VALUES (2)")
        raise InvalidInput("x")


def test_an_undivided_block_is_all_or_nothing(path: Path) -> None:
    """Inner transactions cost no savepoint there, so what fails inside takes the whole with it."""
    with storage.open_database(path) as db:
        db.conn.execute("CREATE TABLE line (n INTEGER)")
        with pytest.raises(InvalidInput), storage.undivided(db):
            _write_and_fail(db)
        with storage.undivided(db), storage.undivided(db), storage.transaction(db):
            db.conn.execute("INSERT INTO line VALUES (5)")
        assert db.conn.execute("SELECT n FROM line").fetchall() == [(5,)]


def test_an_undivided_block_within_a_transaction_is_taken_back_alone(path: Path) -> None:
    """A row that is refused stops no other row of its batch."""
    with storage.open_database(path) as db:
        db.conn.execute("CREATE TABLE line (n INTEGER)")
        with storage.transaction(db):
            db.conn.execute("INSERT INTO line VALUES (1)")
            with suppress(InvalidInput), storage.undivided(db):
                _write_and_fail(db)
            with storage.undivided(db):
                db.conn.execute("INSERT INTO line VALUES (3)")
        assert db.conn.execute("SELECT n FROM line").fetchall() == [(1,), (3,)]


def test_an_inner_failure_that_is_hushed_up_is_a_fault_and_keeps_nothing(path: Path) -> None:
    """Half of the inner work would stay otherwise; one that wrote nothing may be caught."""
    with storage.open_database(path) as db:
        db.conn.execute("CREATE TABLE line (n INTEGER)")
        with pytest.raises(RuntimeError), storage.undivided(db), suppress(InvalidInput):
            _write_and_fail(db)
        with storage.undivided(db), suppress(InvalidInput), storage.transaction(db):
            raise InvalidInput("x")
        assert db.conn.execute("SELECT count(*) FROM line").fetchone() == (0,)
