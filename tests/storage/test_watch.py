"""The mark that says whether anything was written since."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from codesign import storage
from codesign.storage import Database


def _write(path: Path, value: str = "x") -> None:
    with storage.open_database(path) as db, storage.transaction(db):
        db.conn.execute("CREATE TABLE IF NOT EXISTS thing (value TEXT)")
        db.conn.execute("INSERT INTO thing VALUES (?)", [value])


def test_a_write_by_another_connection_or_process_changes_the_mark(tmp_path: Path) -> None:
    """What was kept must be read again, whoever wrote: this process, the worker, the command line."""
    path = tmp_path / "a.db"
    _write(path)
    first = storage.changes(path)
    _write(path)
    second = storage.changes(path)
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('DELETE FROM thing'); c.commit()"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)  # noqa: S603 - our own command
    assert len({first, second, storage.changes(path)}) == 3


def test_reading_leaves_the_mark_as_it_is(tmp_path: Path) -> None:
    """Otherwise nothing would ever be kept."""
    path = tmp_path / "a.db"
    _write(path)
    first = storage.changes(path)
    with storage.open_database(path) as db:
        db.conn.execute("SELECT * FROM thing").fetchall()
    assert storage.changes(path) == first


def test_a_file_put_in_the_place_of_another_has_another_mark(tmp_path: Path) -> None:
    """A restored backup is other content under the same name, even when as many writes made it."""
    path, other = tmp_path / "a.db", tmp_path / "b.db"
    _write(path, "before")
    first = storage.changes(path)
    _write(other, "after")
    path.unlink()
    for log in tmp_path.glob("a.db-*"):
        log.unlink()
    other.rename(path)
    assert storage.changes(path) != first
    assert storage.changes(path) == storage.changes(path)


def test_the_watch_does_not_hold_back_the_emptying_of_the_log(tmp_path: Path) -> None:
    """An erasure ends by emptying the write-ahead log: a reader that lingers would keep erased text in it."""
    path = tmp_path / "a.db"
    _write(path)
    storage.changes(path)
    _write(path)
    with storage.open_database(path) as db:
        assert db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)


def test_more_files_than_are_watched_at_once_each_keep_a_mark_of_their_own(tmp_path: Path) -> None:
    """The oldest watch is closed, and a file that comes back is never taken for what it was."""
    paths = [tmp_path / f"{i}.db" for i in range(7)]
    for path in paths:
        _write(path)
    marks = [storage.changes(path) for path in paths]
    assert len(set(marks)) == 7
    assert storage.changes(paths[0]) != marks[0]


def test_quiet_commits_leave_the_mark_as_it_is(db: Database, db_path: Path) -> None:
    """Fifty people who type would have every dashboard counted anew several times a second."""
    first = storage.changes(db_path)
    with storage.transaction(db, quiet=True):
        db.conn.execute("UPDATE post SET made_at = made_at")
    assert storage.changes(db_path) == first
    with storage.transaction(db):
        db.conn.execute("UPDATE post SET made_at = made_at")
    second = storage.changes(db_path)
    assert second != first
    with storage.transaction(db), storage.transaction(db, quiet=True):
        db.conn.execute("UPDATE post SET made_at = made_at")
    assert storage.changes(db_path) != second


def test_what_is_saved_within_a_quiet_commit_is_not_missed(db: Database, db_path: Path) -> None:
    """Saving a note ends its draft in the same transaction: whichever stands outside, the note counts."""
    first = storage.changes(db_path)
    with storage.transaction(db, quiet=True), storage.transaction(db):
        db.conn.execute("UPDATE post SET made_at = made_at")
    assert storage.changes(db_path) != first


def test_a_writer_that_counts_nothing_is_seen_all_the_same(db: Database, db_path: Path) -> None:
    """Another program's write is one that SQLite counted and nobody explained."""
    with storage.transaction(db, quiet=True):
        db.conn.execute("UPDATE post SET made_at = made_at")
    first = storage.changes(db_path)
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('UPDATE post SET id = id'); c.commit()"
    subprocess.run([sys.executable, "-c", code, str(db_path)], check=True)  # noqa: S603 - our own command
    assert storage.changes(db_path) != first


def test_a_transaction_that_only_looks_writes_nothing(db: Database, db_path: Path) -> None:
    """The worker looks for work every second; each look would cost a write to the disk."""
    first = db.conn.execute("SELECT loud, quiet FROM storage_commits").fetchall()
    with storage.transaction(db):
        db.conn.execute("SELECT * FROM post").fetchall()
    assert db.conn.execute("SELECT loud, quiet FROM storage_commits").fetchall() == first
