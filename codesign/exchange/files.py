"""Files as they come in and go out: bytes read with care, written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from charset_normalizer import from_bytes

from codesign.errors import InvalidInput, Unavailable
from codesign.i18n import N_

MAX_FILE = 500_000_000  # bytes: beyond, the text would not fit in memory beside the rest
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OLD = ("cp1252", "mac_roman", "cp850")
_COMMON = frozenset("éèàçêôîûùâÉÀ«»’…\u00a0\u202f")
_POSSIBLE = frozenset("ÂÄÇÈÊËÎÏÔÖÙÛÜŸŒÆäëïöüÿœæñáíóúòì‘“”–—°€")
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path` to write; it takes the name `path` at the end, or leaves no trace.

    Raises:
        InvalidInput: the folder does not exist, or `path` is one.
        Unavailable: the disk refused; what stood at `path` is untouched.
    """
    if path.is_dir() or not path.parent.is_dir():
        raise InvalidInput(N_("%(path)s cannot be written: check the folder and the name of the file."), path=path)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield unfinished
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise refused(error, path) from error
    finally:
        unfinished.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a whole file at once. Raises as `writing`."""
    with writing(path) as unfinished:
        unfinished.write_bytes(data)


def refused(error: OSError, path: Path) -> Unavailable:
    """Return in words why the disk refused `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unavailable(N_("The disk is full: %(path)s was not written, and nothing else was changed."), path=path)
    return Unavailable(N_("%(path)s was not written: the disk refuses it (%(why)s)."), path=path, why=error.strerror)


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        InvalidInput: no such file, a folder, not readable, or too large.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise InvalidInput(N_("%(path)s is too large (over 500 MB): split it into several files."), path=path)
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(N_("%(path)s cannot be read: check the name and the rights on the file."), path=path) from (
            error
        )


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`: UTF-8 first, then UTF-16 by its mark, then the encoding that fits its words best.

    Raises:
        InvalidInput: not a text in any encoding known.
    """
    encoding = _BOMS.get(data[:2], "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _guess(data, name)
    if text.count("\0") > len(text) // 100:
        raise InvalidInput(N_("%(name)s is not a text file. Check that it was exported as text or CSV."), name=name)
    return text


def _guess(data: bytes, name: str) -> str:
    """Old Windows, Mac and DOS files: the letters of French tell them apart; other alphabets are left to statistics."""
    read = [text for text in (_try(data, encoding) for encoding in _OLD) if text is not None]
    best = max(read, key=_french, default="")
    if best and _french(best) > 0:
        return best
    found = from_bytes(data[:200_000]).best()
    text = _try(data, found.encoding) if found is not None else None
    if text is None:
        raise InvalidInput(N_("%(name)s is not a text file. Check that it was exported as text or CSV."), name=name)
    return text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _french(text: str) -> int:
    """Return how many marks outside ASCII are those that French uses most, less those that it never uses."""
    return sum(1 if mark in _COMMON else 0 if mark in _POSSIBLE else -2 for mark in text if mark > "\x7f")


def plain_cell(value: object) -> str:
    """Return a cell that a spreadsheet reads as words: a formula hidden in a note would run on the reader's machine."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text
