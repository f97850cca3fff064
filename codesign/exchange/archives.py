"""Archives that come from elsewhere: nothing is unpacked on the disk, and no part is believed about its own size."""

from __future__ import annotations

import io
import logging
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from codesign.errors import InvalidInput, UserError
from codesign.i18n import N_

_log = logging.getLogger("codesign.exchange")
MAX_PARTS = 20_000
MAX_PART = 100_000_000  # bytes unpacked: fits in memory beside the rest
MAX_UNPACKED = 2_000_000_000  # all parts, photos that are never read included
_CUT = N_("%(name)s cannot be read: it is damaged, cut, or not what its name says.")
_ENCRYPTED = 0x1


class Archive:
    """An opened zip file whose list of parts was checked; parts are read one by one, each within a bound."""

    def __init__(self, name: str, opened: zipfile.ZipFile) -> None:
        self._name, self._zip = name, opened
        self.parts = tuple(each for each in opened.infolist() if not each.is_dir())
        self._check()

    @property
    def twice(self) -> frozenset[str]:
        """The names that stand more than once: which one is meant cannot be known."""
        counts = Counter(each.filename.casefold() for each in self.parts)
        return frozenset(each.filename for each in self.parts if counts[each.filename.casefold()] > 1)

    def read(self, part: zipfile.ZipInfo) -> bytes:
        """Return one part, unpacked.

        Raises:
            InvalidInput: damaged, protected by a password, or heavier than it said.
        """
        if part.flag_bits & _ENCRYPTED:
            raise InvalidInput(N_("%(name)s is protected by a password: save it without one first."), name=self._name)
        if part.filename in self.twice:
            raise InvalidInput(
                N_("%(name)s holds two files named %(part)s. Export it again."), name=self._name, part=part.filename
            )
        try:
            with self._zip.open(part) as packed:
                data = packed.read(MAX_PART + 1)
        except MemoryError:
            raise
        except Exception as error:  # whatever the library meets in a damaged part: the other parts may be sound
            raise InvalidInput(_CUT, name=posixpath.basename(part.filename)) from error
        if len(data) > MAX_PART:
            raise too_large(self._name)
        return data

    def _check(self) -> None:
        if len(self.parts) > MAX_PARTS or sum(each.file_size for each in self.parts) > MAX_UNPACKED:
            raise too_large(self._name)
        for part in self.parts:
            if not is_plain(part.filename):
                raise InvalidInput(
                    N_("%(name)s holds a file that would be written outside its folder: nothing was read."),
                    name=self._name,
                )


@contextmanager
def archive(name: str, data: bytes) -> Iterator[Archive]:
    """Open a zip file for reading; whatever is wrong with it is said in words.

    Raises:
        InvalidInput: not a zip, damaged, cut, too large once unpacked, or with names that lead outside.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            yield Archive(name, opened)
    except (UserError, MemoryError):
        raise
    except Exception as error:
        _log.warning("A file could not be read: %s", type(error).__name__)  # whatever a library meets in a damaged file
        raise InvalidInput(_CUT, name=name) from error


def is_plain(path: str) -> bool:
    """Say whether a name inside an archive stays inside the folder where it would be unpacked."""
    odd = "\\" in path or "\0" in path or path.startswith("/") or path[1:2] == ":"
    return not odd and ".." not in path.split("/") and posixpath.normpath(path) not in {".", ""}


def check_packed(name: str, data: bytes, limit: int = MAX_PART) -> None:
    """Refuse an office file (a zip) whose parts weigh too much together, before a library opens it.

    Raises:
        InvalidInput: as `archive`, or over `limit` bytes unpacked.
    """
    with archive(name, data) as opened:
        if sum(each.file_size for each in opened.parts) > limit:
            raise too_large(name)


def too_large(name: str) -> InvalidInput:
    """Return the refusal of a file that weighs too much once unpacked."""
    return InvalidInput(N_("%(name)s is too large once unpacked: split it into several files."), name=name)


def cut(name: str) -> InvalidInput:
    """Return the refusal of a damaged file."""
    return InvalidInput(_CUT, name=name)
