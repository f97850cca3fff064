"""Whether a database changed since it was last read: what costs much to read may then be kept meanwhile."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlite_utils import Database

from codesign.storage.connection import connect

_MOST = 4  # files watched at once: the project's and the demo's, and a few of the tests
_lock = threading.Lock()
_rounds = count(1)


@dataclass(frozen=True)
class _Watch:
    """A connection that never writes, the file that it is open on, and how many watches there were before."""

    db: Database
    file: tuple[int, int]
    round: int


_watched: dict[Path, _Watch] = {}


def changes(path: Path) -> str:
    """Return a mark of the database's content: another one after each commit of anybody, in any process.

    SQLite itself counts (`PRAGMA data_version`), so that no write is missed, whoever makes it and whatever it touches.
    A file put in the place of another (a restored backup, a new demo) has another mark too. Take the mark before
    reading: what is then read under it is at least as new.

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
    return f"{watch.round}.{version}"


def _watch(path: Path) -> _Watch:
    stale = [path] if path in _watched else list(_watched)[: len(_watched) - _MOST + 1]
    for each in stale:
        _watched.pop(each).db.close()
    db = connect(path)
    about = path.stat()
    _watched[path] = _Watch(db, (about.st_dev, about.st_ino), next(_rounds))
    return _watched[path]
