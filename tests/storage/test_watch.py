"""The mark that says whether anything was written since."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from codesign import storage


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
