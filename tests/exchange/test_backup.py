"""Backups: what comes back is what was there, and nothing altered ever gets in."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import a_note, a_photo

from codesign import bootstrap, exchange, privacy, storage
from codesign.accounts import Actor
from codesign.config import media_folder
from codesign.errors import InvalidInput, Unavailable


@pytest.fixture
def filled(db_path: Path, actor: Callable[..., Actor]) -> Path:
    """A database with one person in it, and one photo beside it."""
    with storage.open_database(db_path) as db:
        a_photo(db, a_note(db, purposes=("note", "photo")))
    return db_path


def _sha(data: bytes) -> str:
    import hashlib  # noqa: PLC0415 - used once

    return hashlib.sha256(data).hexdigest()


def _people(path: Path) -> int:
    with storage.open_database(path) as db:
        return int(db.execute("SELECT count(*) FROM privacy_participant").fetchone()[0])


def test_a_backup_restored_elsewhere_is_whole(filled: Path, tmp_path: Path) -> None:
    """The reason why backups exist: another laptop, everything back."""
    target = tmp_path / "out.zip"
    made = exchange.make_backup(filled, target)
    assert made.media == 1
    elsewhere = tmp_path / "elsewhere" / "codesign.db"
    assert bootstrap.restore(target, elsewhere) is None
    assert bootstrap.verify(elsewhere) == ()
    assert _people(elsewhere) == 1
    assert len(list(media_folder(elsewhere).iterdir())) == 1


def test_a_restore_keeps_the_state_before_it_aside(filled: Path, tmp_path: Path, actor: Callable[..., Actor]) -> None:
    """A wrong backup chosen in a hurry must not cost the work of the week."""
    target = tmp_path / "out.zip"
    exchange.make_backup(filled, target)
    with storage.open_database(filled) as db:
        privacy.add_participant(db, actor("coordination"), sector="centre")
    aside = bootstrap.restore(target, filled)
    assert aside is not None
    assert (_people(filled), _people(aside)) == (1, 2)
    assert bootstrap.verify(filled) == ()


def test_a_restore_under_an_open_connection_is_seen_whole(
    filled: Path, tmp_path: Path, actor: Callable[..., Actor]
) -> None:
    """The app may be running: its connection reads the old content, then the new, and stays usable."""
    target = tmp_path / "out.zip"
    exchange.make_backup(filled, target)
    with storage.open_database(filled) as running:
        privacy.add_participant(running, actor("coordination"), sector="centre")
        bootstrap.restore(target, filled)
        assert running.execute("SELECT count(*) FROM privacy_participant").fetchone()[0] == 1
        privacy.add_participant(running, actor("coordination"), sector="centre")
    assert bootstrap.verify(filled) == ()


def test_a_damaged_database_is_replaced_and_kept(filled: Path, tmp_path: Path) -> None:
    """A restore is most needed when the present file cannot be read any more."""
    target = tmp_path / "out.zip"
    exchange.make_backup(filled, target)
    filled.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert bootstrap.verify(filled)
    before = filled.read_bytes()
    with pytest.raises(storage.Unreadable):
        bootstrap.restore(target, filled)
    assert filled.read_bytes() == before
    aside = bootstrap.restore(target, filled, even_unreadable=True)
    assert aside is not None
    assert aside.read_bytes().startswith(b"SQLite format 3\0\xff")
    assert bootstrap.verify(filled) == ()


def test_who_withdrew_since_the_backup_does_not_come_back(
    filled: Path, tmp_path: Path, actor: Callable[..., Actor]
) -> None:
    """A promise to erase is not undone by an old copy."""
    coordination = actor("coordination")
    target = tmp_path / "out.zip"
    exchange.make_backup(filled, target)
    with storage.open_database(filled) as db:
        (person,) = privacy.participants(db, coordination)
        bootstrap.withdraw(db, coordination, person.id)
    bootstrap.restore(target, filled)
    assert _people(filled) == 0
    assert bootstrap.verify(filled) == ()


@pytest.mark.parametrize("part", ["database.db", "media"])
def test_an_altered_backup_is_refused_and_changes_nothing(filled: Path, tmp_path: Path, part: str) -> None:
    """A fingerprint that does not match: a bad stick, or a hand."""
    target, bad = tmp_path / "out.zip", tmp_path / "bad.zip"
    exchange.make_backup(filled, target)
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(bad, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            out.writestr(name, data + b"x" if name.startswith(part) else data)
    before = filled.read_bytes()
    with pytest.raises(InvalidInput, match=r"altered|altéré|fingerprint|empreinte"):
        bootstrap.restore(bad, filled)
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["../escape.jpg", "media/../../escape.jpg", "media/", "/etc/passwd", "media/a/b.jpg", "other.txt"]
)
def test_a_backup_cannot_write_outside_its_folder(filled: Path, tmp_path: Path, name: str) -> None:
    """The list of parts comes from the file, so it is not believed."""
    bad = tmp_path / "bad.zip"
    manifest = {"format": "codesign-backup", "version": 1, "made_at": "", "files": {}}
    manifest["files"] = {each: {"sha256": _sha(b"x"), "size": 1} for each in ("database.db", name)}
    with zipfile.ZipFile(bad, "w") as out:
        out.writestr("database.db", b"x")
        out.writestr(name, b"x")
        out.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(InvalidInput):
        bootstrap.restore(bad, filled)
    assert not list(tmp_path.rglob("escape.jpg"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"hello", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_not_a_backup_is_refused(filled: Path, tmp_path: Path, content: bytes) -> None:
    """A photo, an empty file, a download cut on the way."""
    bad = tmp_path / "bad.zip"
    bad.write_bytes(content)
    with pytest.raises(InvalidInput):
        bootstrap.restore(bad, filled)
    with pytest.raises(InvalidInput):
        bootstrap.restore(tmp_path / "nowhere.zip", filled)
    assert bootstrap.verify(filled) == ()


def test_a_backup_of_a_newer_version_is_refused(filled: Path, tmp_path: Path) -> None:
    """Its rows could mean something else."""
    target, bad = tmp_path / "out.zip", tmp_path / "bad.zip"
    exchange.make_backup(filled, target)
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(bad, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "manifest.json":
                data = json.dumps({**json.loads(data), "version": 99}).encode()
            out.writestr(name, data)
    with pytest.raises(InvalidInput):
        bootstrap.restore(bad, filled)


def test_a_part_that_weighs_less_than_nothing_is_refused(filled: Path, tmp_path: Path) -> None:
    """It would make room on paper for parts that fill the disk."""
    target, bad = tmp_path / "out.zip", tmp_path / "bad.zip"
    exchange.make_backup(filled, target)
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(bad, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "manifest.json":
                manifest = json.loads(data)
                manifest["files"]["media/less.jpg"] = {"sha256": _sha(b""), "size": -1}
                data = json.dumps(manifest).encode()
            out.writestr(name, data)
        out.writestr("media/less.jpg", b"")
    with pytest.raises(InvalidInput):
        bootstrap.restore(bad, filled)


def test_a_changed_photo_is_reported(filled: Path) -> None:
    """Its name is its fingerprint."""
    (photo,) = media_folder(filled).iterdir()
    photo.write_bytes(b"something else")
    assert len(bootstrap.verify(filled)) == 1


def test_a_full_disk_leaves_no_half_backup(filled: Path) -> None:
    """/dev/full answers every write as a full disk does."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    target = filled.parent / "out.zip"
    target.write_bytes(b"the backup of yesterday")
    from codesign.exchange import backup  # noqa: PLC0415 - reaches in to point the archive at the full device

    real = zipfile.ZipFile
    monkey = pytest.MonkeyPatch()

    def full(_path: Path, *rest: Any) -> zipfile.ZipFile:
        return real(Path("/dev/full").open("wb", 0), *rest)

    monkey.setattr(backup.zipfile, "ZipFile", full)
    try:
        with pytest.raises(Unavailable):
            exchange.make_backup(filled, target)
    finally:
        monkey.undo()
    assert target.read_bytes() == b"the backup of yesterday"
    assert not [path for path in filled.parent.iterdir() if path.name.startswith(".")]


def test_no_database_no_backup(tmp_path: Path) -> None:
    """Said before anything is written."""
    with pytest.raises(InvalidInput):
        exchange.make_backup(tmp_path / "nothing.db", tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()
