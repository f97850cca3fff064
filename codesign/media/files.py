"""The files of photos and sounds: written whole and on the disk before any row names them, one per content."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codesign.config import media_folder
from codesign.errors import Unavailable
from codesign.i18n import N_
from codesign.storage import Database, file_of

_STALE = 3600  # seconds: what is being written now is younger
_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,5}")


def folder_of(db: Database) -> Path:
    """Return the folder of photos and sounds of an open database."""
    return media_folder(file_of(db))


@contextmanager
def staged(folder: Path, name: str, data: bytes) -> Iterator[Callable[[], None]]:
    """Put `data` on the disk under a passing name, and give what makes `name` of it at once, for the transaction.

    Raises:
        Unavailable: the disk refuses; nothing of it is left.
    """
    unfinished = folder / f".{secrets.token_hex(8)}.part"

    def settle() -> None:
        unfinished.replace(folder / name)
        _sync(folder)

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unfinished.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        yield settle
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Unavailable(
                N_("The disk is full: nothing was saved. Make room, then save again; your text is still on screen.")
            ) from error
        raise Unavailable(N_("The disk refuses to write: nothing was saved. Your text is still on screen.")) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make the names of a folder last: where the system can open one, they are on the disk when this returns."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def held(folder: Path) -> tuple[Path, ...]:
    """Return the files of a media folder, by name; what is being written is none."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_file()))


def sweep(folder: Path, names: Iterable[str]) -> int:
    """Delete the files that no row names, and pieces left by a crash; return how many.

    Within a transaction only: nobody else can then be between a file and its row.
    """
    known, gone = set(names), 0
    left = [path for path in held(folder) if path.name not in known]
    left += (path for path in folder.glob(".*.part") if path.stat().st_mtime < time.time() - _STALE)
    for path in left:
        path.unlink(missing_ok=True)
        gone += 1
    return gone


def check(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """Yield one line per file that is missing, or whose content no longer matches its name, its fingerprint."""
    there = {path.name: path for path in held(folder)}
    yield from (f"media: {name}: missing" for name in sorted({*names} - {*there}))
    for name, path in there.items():
        with path.open("rb") as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != path.stem:
                yield f"media: {name}: differs from its fingerprint"
