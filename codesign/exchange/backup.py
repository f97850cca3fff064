"""Backups: one file with the database, its photos and sounds, and a list of what is in it with fingerprints.

A restore never leaves half of anything: the copy is proved whole first, the present state is kept aside, and the pages
of the database change in one transaction, under the eyes of an app that may be running.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from codesign import media, storage
from codesign.config import media_folder
from codesign.errors import InvalidInput, Unavailable
from codesign.exchange.files import refused, writing
from codesign.i18n import N_

FORMAT = "codesign-backup"
FORMAT_VERSION = 1
_DATABASE, _MANIFEST, _MEDIA = "database.db", "manifest.json", "media/"
_SPARE = 50_000_000  # bytes left free on the disk after a restore
# how a broken, hostile or locked archive shows itself
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, EOFError, RuntimeError)
_NOT_OURS = N_("%(name)s is not a backup made by this platform, or it was cut on the way.")
_ALTERED = N_("%(name)s was altered or damaged: %(part)s does not match its fingerprint. Nothing was restored.")


@dataclass(frozen=True, slots=True)
class BackupContent:
    """What a backup holds: moment (UTC, ISO-8601), size in bytes, number of photos and sounds."""

    made_at: str
    size: int
    media: int


def make_backup(database: Path, target: Path) -> BackupContent:
    """Write a backup of `database` and its media to `target`, whole or not at all; people may go on working.

    Raises:
        InvalidInput: there is no database, or the target cannot be written. Unavailable: the disk refused.
    """
    if not database.is_file():
        raise InvalidInput(N_("There is no database at %(path)s."), path=database)
    made_at = storage.now()
    with _workplace(target.parent if target.parent.is_dir() else database.parent) as folder:
        with storage.open_database(database) as db:
            copy = storage.copy_database(db, folder / _DATABASE)
        parts = {_DATABASE: copy, **{_MEDIA + path.name: path for path in media.files_in(media_folder(database))}}
        with writing(target) as unfinished:
            _write_zip(unfinished, parts, made_at)
            unfinished.chmod(0o600)  # it holds all that people entrusted to the team
    return BackupContent(made_at, target.stat().st_size, len(parts) - 1)


def _write_zip(path: Path, parts: dict[str, Path], made_at: str) -> None:
    sums = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            with part.open("rb") as source:
                sums[name] = {"sha256": hashlib.file_digest(source, "sha256").hexdigest(), "size": part.stat().st_size}
            archive.write(part, name)
        manifest = {"format": FORMAT, "version": FORMAT_VERSION, "made_at": made_at, "files": sums}
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))


def restore_backup(source: Path, database: Path, ready: Callable[[Path], None] | None = None) -> Path | None:
    """Put back the content of a backup; return where the state before it is kept (None when there was none).

    Of photos and sounds, those that the restored database names are added where they are missing; those that it does
    not name go aside with the state before. `ready` is given the unpacked database before it takes its place: what it
    raises leaves everything as it was.

    Raises:
        InvalidInput: not a backup, altered, or of a newer version; nothing was changed.
        Unavailable: the disk refused, or the database is busy; nothing was changed.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(database.parent) as folder:
        names = _unpack(source, folder)
        faults = storage.check_file(folder / _DATABASE)
        if faults:
            raise InvalidInput(
                N_("%(name)s holds a damaged database (%(fault)s). Nothing was restored."),
                name=source.name,
                fault=faults[0],
            )
        if ready is not None:
            ready(folder / _DATABASE)
        aside, readable = _set_aside(database)
        with storage.open_database(folder / _DATABASE) as db:
            wanted = media.media_names(db)
        _put_media([folder / name for name in names if name.removeprefix(_MEDIA) in wanted], media_folder(database))
        _replace_content(folder / _DATABASE, database, readable=readable)
        if aside is not None:
            _set_media_aside(media_folder(database), wanted, media_beside(aside))
    return aside


def _unpack(source: Path, folder: Path) -> list[str]:
    """Write the listed parts of the archive to `folder`, each against its size and fingerprint."""
    try:
        with zipfile.ZipFile(source) as archive:
            listed = _manifest(archive, source)
            _check_room(sum(int(part["size"]) for part in listed.values()), folder)
            for name, part in listed.items():
                target = folder / name
                target.parent.mkdir(exist_ok=True)
                with archive.open(name) as packed, target.open("wb") as out:
                    digest = _copy(packed, out, int(part["size"]))
                if digest != part["sha256"]:
                    raise InvalidInput(_ALTERED, name=source.name, part=name)
            return list(listed)
    except OSError as error:
        if not source.is_file():
            raise InvalidInput(
                N_("%(path)s cannot be read: check the name and the rights on the file."), path=source
            ) from error
        raise refused(error, source) from error
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise InvalidInput(_NOT_OURS, name=source.name) from error
    except RuntimeError as error:  # an archive with a password
        raise InvalidInput(_NOT_OURS, name=source.name) from error


def backup_moment(source: Path) -> datetime:
    """Return when a backup was made, as it says itself.

    Raises:
        InvalidInput: not a backup, or it cannot be read.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            made_at = str(json.loads(archive.read(_MANIFEST))["made_at"])
        return datetime.fromisoformat(made_at)
    except (*_BROKEN, OSError) as error:
        raise InvalidInput(_NOT_OURS, name=source.name) from error


def _manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, dict[str, str]]:
    if archive.getinfo(_MANIFEST).file_size > 50_000_000:
        raise InvalidInput(_NOT_OURS, name=source.name)
    manifest = json.loads(archive.read(_MANIFEST))
    if manifest["format"] != FORMAT or _DATABASE not in manifest["files"]:
        raise InvalidInput(_NOT_OURS, name=source.name)
    if int(manifest["version"]) > FORMAT_VERSION:
        raise InvalidInput(N_("%(name)s was made by a newer version: update the platform first."), name=source.name)
    files: dict[str, dict[str, str]] = manifest["files"]
    if any(int(part["size"]) < 0 for part in files.values()):  # it would make room on paper for the others
        raise InvalidInput(_NOT_OURS, name=source.name)
    for name in files:  # a name such as ../x would write outside the folder
        plain = name.removeprefix(_MEDIA)
        if name != _DATABASE and (name == plain or plain != Path(plain).name or plain in ("", ".", "..")):
            raise InvalidInput(_NOT_OURS, name=source.name)
    return files


def _copy(packed: IO[bytes], out: IO[bytes], size: int) -> str:
    """Copy at most `size` bytes and one more, so that an archive that swells without end stops; return the SHA-256."""
    digest, left = hashlib.sha256(), size + 1
    while left > 0 and (chunk := packed.read(min(left, 1 << 20))):
        digest.update(chunk)
        out.write(chunk)
        left -= len(chunk)
    return digest.hexdigest()


def _check_room(needed: int, folder: Path) -> None:
    if shutil.disk_usage(folder).free < 2 * needed + _SPARE:
        raise Unavailable(N_("There is not enough room on the disk to restore safely. Nothing was changed."))


def _set_aside(database: Path) -> tuple[Path | None, bool]:
    """Copy the present database to `backups/`; say where, and whether it could be read (else its bytes are there)."""
    if not database.is_file():
        return None, False
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = database.parent / "backups" / f"{database.stem}-before-restore-{moment}.db"
    aside.parent.mkdir(parents=True, exist_ok=True)
    try:
        return storage.snapshot(database, aside), True
    except storage.Unreadable:
        for suffix in ("-wal", "-shm", ""):
            part = database.with_name(database.name + suffix)
            if part.exists():
                shutil.copyfile(part, aside.with_name(aside.name + suffix))
        return aside, False


def media_beside(copy: Path) -> Path:
    """Return the folder of photos and sounds that went aside with a copy of the database."""
    return copy.with_name(f"{copy.stem}-media")


def _set_media_aside(folder: Path, wanted: frozenset[str], target: Path) -> None:
    for path in media.files_in(folder):
        if path.name not in wanted:
            target.mkdir(exist_ok=True)
            path.replace(target / path.name)


def _put_media(files: list[Path], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for path in files:
        if not (folder / path.name).exists():
            path.replace(folder / path.name)


def _replace_content(source: Path, database: Path, *, readable: bool) -> None:
    """Copy every page in one transaction: a running app sees the old content, then the new, never a mixture.

    A present file that cannot be read (or is missing) has no transactions: the new file takes its name.
    """
    if readable:
        with storage.open_database(source) as restored, storage.open_database(database) as db:
            restored.conn.backup(db.conn)
        return
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    with storage.open_database(source) as restored:
        whole = storage.copy_database(restored, source.with_name("whole.db"))
    whole.replace(database)


def check_media(database: Path) -> Iterator[str]:
    """Yield one line per photo or sound that is missing, or whose content no longer matches its name."""
    with storage.open_database(database) as db:
        yield from media.check_media(db, media_folder(database))


@contextmanager
def _workplace(beside: Path) -> Iterator[Path]:
    """Give a folder for the time of the work, on the same disk as its result."""
    try:
        with tempfile.TemporaryDirectory(prefix=".codesign-", dir=beside) as name:
            yield Path(name)
    except OSError as error:
        raise refused(error, beside) from error
