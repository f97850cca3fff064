"""Whether a database changed since it was last read: what costs much to read may then be kept meanwhile."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from codesign.storage.connection import connect
from codesign.storage.engine import Database

_MOST = 4  # files watched at once: the project's and the demo's, and a few of the tests
_lock = threading.Lock()
_rounds = count(1)


@dataclass
class _Watch:
    """A connection that never writes, the file that it is open on, how many watches there were before; what it saw."""

    db: Database
    file: tuple[int, int]
    round: int
    version: int = -1
    commits: tuple[int, int] = (-1, -1)
    mark: int = 0


_watched: dict[Path, _Watch] = {}


def changes(path: Path) -> str:
    """Return a mark of the database's content: another one after each commit of anybody, in any process.

    Commits that said of themselves that they are quiet (`transaction`) leave it as it is: fifty people who type would
    else have everything read anew several times a second. SQLite itself counts all others (`PRAGMA data_version`), so
    that no write is missed, whoever makes it and whatever it touches. A file put in the place of another (a restored
    backup, a new demo) has another mark too. Take the mark before reading: what is then read is at least as new.

    Raises:
        Unavailable: the file cannot be opened.
    """
    with _lock:
        about = path.stat() if path.exists() else None
        file = (about.st_dev, about.st_ino) if about else (0, 0)
        watch = _watched.get(path)
        if watch is None or watch.file != file:
            watch = _watch(path)
        # All rows are taken: a statement left half-read would hold back the checkpoint of the log.
        ((version,),) = watch.db.conn.execute("PRAGMA data_version").fetchall()
        if version != watch.version:
            _look_again(watch, version)
    return f"{watch.round}.{watch.mark}"


def _look_again(watch: _Watch, version: int) -> None:
    """Move the mark unless quiet commits, and they alone, explain what SQLite counted."""
    try:
        ((loud, quiet),) = watch.db.conn.execute("SELECT loud, quiet FROM storage_commits").fetchall()
    except (sqlite3.OperationalError, ValueError):  # not ours, or of before this table: each commit counts
        loud, quiet = -1, -1
    if loud != watch.commits[0] or (loud, quiet) == watch.commits:
        watch.mark += 1
    watch.version, watch.commits = version, (loud, quiet)


def _watch(path: Path) -> _Watch:
    stale = [path] if path in _watched else list(_watched)[: len(_watched) - _MOST + 1]
    for each in stale:
        _watched.pop(each).db.close()
    db = connect(path)
    about = path.stat()
    _watched[path] = _Watch(db, (about.st_dev, about.st_ino), next(_rounds))
    return _watched[path]
