"""The file that laptops of one project hand each other: a zip of journal lines, photos and a sealed list of both.

With a passphrase the whole is an age file (scrypt, ChaCha20-Poly1305 in chunks), which the `age` tool opens too. The
list carries size and fingerprint of every part; the seal (HMAC under the secret of the project) shows who made it.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import pyrage  # type: ignore[import-untyped] # it comes without its types

from codesign.errors import InvalidInput
from codesign.exchange.archives import archive, cut, too_large
from codesign.exchange.files import MAX_FILE
from codesign.i18n import N_
from codesign.storage import Event, Project

FORMAT, FORMAT_VERSION = "codesign-bundle", 1
MIN_PASSPHRASE = 12
MAX_UNPACKED = 1_000_000_000  # bytes: it is read in memory
WORK, JOIN = "work", "join"
_MANIFEST, _SEAL, _JOURNAL, _KEYS, _MEDIA = "manifest.json", "seal", "journal.jsonl", "project.json", "media/"
_SMALL = 5_000_000  # bytes: the list of twenty thousand parts is shorter
_KEYS_SIZE = 5_000  # bytes: a number, a secret and two salts
_AGE = b"age-encryption.org/v1\n"
_WORK_FACTOR = re.compile(rb"-> scrypt \S+ (\d{1,3})\n")
_MAX_WORK = 20  # 2^20: four times what is written here; beyond, opening a file would stop the machine
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_STAMP = re.compile(r"[0-9a-f]{12}-[0-9a-f]{6}-[0-9a-f]{12}")
_FILE = re.compile(r"media/[0-9a-f]{64}\.[a-z0-9]{1,5}")
_LAST_MS = 4_102_444_800_000  # the year 2100
_NOT_OURS = N_("%(name)s is not a bundle made by this platform.")
_ALTERED = N_("%(name)s was altered or damaged on the way. Nothing was changed: ask for it again.")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself: whose, made when (UTC), with which shape of rows, from where to where.

    `after` and `until` are post → number of an event: it holds what a laptop that knows `after` needs to know `until`.
    `clock` is the greatest stamp of its maker.
    """

    project: str
    post: str
    name: str
    kind: str
    made_at: str
    clock: str
    schema: tuple[str, ...]
    after: Mapping[str, int]
    until: Mapping[str, int]
    events: int = 0
    media: int = 0


@dataclass(frozen=True)
class Bundle:
    """A bundle whose list was read. `keys` stand only in one that lets a laptop join.

    Its parts stay packed until `check_seal`: what no laptop of the project made is never unpacked.
    """

    file: str
    manifest: Manifest
    keys: Mapping[str, str]
    _parcel: _Parcel = field(repr=False)
    _seal: tuple[bytes, str] = field(repr=False)

    def events(self) -> Iterator[Event]:
        """Yield its journal lines, after `check_seal`.

        Raises:
            InvalidInput: a line is not one.
        """
        for line in io.BytesIO(self._parcel.parts[_JOURNAL]):
            yield _event(line, self.file)

    def media(self, name: str) -> bytes | None:
        """Return the photo or sound of this name, after `check_seal`."""
        return self._parcel.parts.get(_MEDIA + name)

    def check_seal(self, project: Project) -> None:
        """Refuse a bundle that was not made by a laptop of the project; then compare each part with its fingerprint.

        Raises:
            InvalidInput: it was made, or changed, by someone who does not have the secret; a part is damaged.
        """
        manifest, told = self._seal
        if not hmac.compare_digest(project.seal(manifest), told):
            raise InvalidInput(_ALTERED, name=self.file)
        self._parcel.unpack()


class _Parcel:
    """The parts of a bundle: packed, with what its list says of each, then unpacked once and for all."""

    def __init__(self, name: str, packed: bytes, sums: Mapping[str, Mapping[str, Any]]) -> None:
        self._name, self._packed, self._sums = name, packed, sums
        self.parts: dict[str, bytes] = {}

    def unpack(self) -> None:
        if not self._packed:
            return
        with _opening(self._name, self._packed) as packed:
            self.parts = {each: _checked(self._name, packed, each, about) for each, about in self._sums.items()}
        self._packed = b""


def write_bundle(
    manifest: Manifest, events: Iterable[Event], media: Mapping[str, bytes], project: Project, keys: Mapping[str, str]
) -> bytes:
    """Return the content of a bundle, not yet protected."""
    sums: dict[str, dict[str, Any]] = {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        lines = [json.dumps(tuple(each), ensure_ascii=False, separators=(",", ":")) + "\n" for each in events]
        parts = {_JOURNAL: "".join(lines).encode(), **{_MEDIA + name: data for name, data in media.items()}}
        if keys:
            parts[_KEYS] = json.dumps(dict(keys)).encode()
        for name, data in parts.items():
            sums[name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            packed.writestr(name, data)
        told = {**asdict(manifest), "format": FORMAT, "version": FORMAT_VERSION, "files": sums}
        listed = json.dumps(told | {"events": len(lines), "media": len(media)}, sort_keys=True, indent=1).encode()
        packed.writestr(_MANIFEST, listed)
        packed.writestr(_SEAL, project.seal(listed))
    return out.getvalue()


def protect(data: bytes, passphrase: str) -> bytes:
    """Return the content under a passphrase.

    Raises:
        InvalidInput: the passphrase is too short.
    """
    if len(passphrase.strip()) < MIN_PASSPHRASE:
        raise InvalidInput(
            N_("The passphrase needs at least %(n)s characters: four or five words do well."), n=MIN_PASSPHRASE
        )
    return bytes(pyrage.passphrase.encrypt(data, passphrase.strip()))


def read_bundle(name: str, data: bytes, passphrase: str) -> Bundle:
    """Open a bundle and read its list; its parts wait for `Bundle.check_seal`. Nothing is written anywhere.

    Raises:
        InvalidInput: not a bundle, altered, cut, too large, of a newer version, or another passphrase.
    """
    if len(data) > MAX_FILE:
        raise too_large(name)
    protected = data.startswith(_AGE)
    plain = _opened(name, data, passphrase) if protected else data
    with archive(name, plain):
        pass  # its names lead nowhere outside, and its weight is bounded
    with _opening(name, plain) as packed:
        return _read(name, packed, plain, protected=protected)


@contextmanager
def _opening(name: str, plain: bytes) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(io.BytesIO(plain)) as packed:
        try:
            yield packed
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise cut(name) from error
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise InvalidInput(_NOT_OURS, name=name) from error


def _opened(name: str, data: bytes, passphrase: str) -> bytes:
    if not passphrase.strip():
        raise InvalidInput(N_("%(name)s is protected: type its passphrase."), name=name)
    work = _WORK_FACTOR.search(data[:500])
    if work is None or int(work.group(1)) > _MAX_WORK:
        raise InvalidInput(_NOT_OURS, name=name)
    try:
        return bytes(pyrage.passphrase.decrypt(data, passphrase.strip()))
    except pyrage.DecryptError as error:
        raise InvalidInput(
            N_("%(name)s does not open: the passphrase is another one, or the file was altered or cut on the way."),
            name=name,
        ) from error


def _read(name: str, packed: zipfile.ZipFile, plain: bytes, *, protected: bool) -> Bundle:
    infos = {each.filename: each for each in packed.infolist()}
    if len(infos) != len(packed.infolist()):
        raise InvalidInput(N_("%(name)s holds the same name twice: nothing was read."), name=name)
    if sum(each.file_size for each in infos.values()) > MAX_UNPACKED:
        raise too_large(name)
    listed = _part(name, packed, _MANIFEST, _SMALL)
    told = json.loads(listed)
    if told["format"] != FORMAT:
        raise InvalidInput(_NOT_OURS, name=name)
    if int(told["version"]) > FORMAT_VERSION:
        raise InvalidInput(N_("%(name)s was made by a newer version: update the platform first."), name=name)
    sums = dict(told["files"])
    if {*sums, _MANIFEST, _SEAL} != {*infos} or not all(_expected(each) for each in sums):
        raise InvalidInput(_ALTERED, name=name)
    if any(int(about["size"]) != infos[each].file_size for each, about in sums.items()):
        raise InvalidInput(_ALTERED, name=name)
    if _KEYS in sums and not protected:
        raise InvalidInput(
            N_("%(name)s lets a laptop join without being protected by a passphrase: it is refused."), name=name
        )
    keys = json.loads(_part(name, packed, _KEYS, _KEYS_SIZE)) if _KEYS in sums else {}
    seal = _part(name, packed, _SEAL, 64).decode("ascii")
    keys = {str(key): str(value) for key, value in keys.items()}
    return Bundle(name, _manifest(told), keys, _Parcel(name, plain, sums), (listed, seal))


def _expected(part: str) -> bool:
    return part in {_JOURNAL, _KEYS} or _FILE.fullmatch(part) is not None


def _checked(name: str, packed: zipfile.ZipFile, part: str, about: Mapping[str, Any]) -> bytes:
    data = _part(name, packed, part, int(about["size"]))
    if len(data) != int(about["size"]) or hashlib.sha256(data).hexdigest() != about["sha256"]:
        raise InvalidInput(_ALTERED, name=name)
    return data


def _part(name: str, packed: zipfile.ZipFile, part: str, limit: int) -> bytes:
    """Return one part; no more of it is unpacked than `limit` and one byte."""
    with packed.open(part) as opened:
        data = opened.read(limit + 1)
    if len(data) > limit:
        raise InvalidInput(_ALTERED, name=name)
    return data


def _manifest(told: Mapping[str, Any]) -> Manifest:
    manifest = Manifest(
        project=str(told["project"]),
        post=str(told["post"]),
        name=str(told["name"]),
        kind=str(told["kind"]),
        made_at=str(told["made_at"]),
        clock=str(told["clock"]),
        schema=tuple(str(each) for each in told["schema"]),
        after={str(post): int(seq) for post, seq in told["after"].items()},
        until={str(post): int(seq) for post, seq in told["until"].items()},
        events=int(told["events"]),
        media=int(told["media"]),
    )
    ids = (manifest.project, manifest.post)
    if not all(_ID.fullmatch(each) for each in ids) or manifest.kind not in {WORK, JOIN}:
        raise ValueError(ids)
    return manifest


def _event(line: bytes, name: str) -> Event:
    try:
        each = Event(*json.loads(line))
    except (ValueError, TypeError) as error:
        raise InvalidInput(_ALTERED, name=name) from error
    texts = (each.id, each.post, each.hlc, each.entity, each.entity_id, each.field, each.author, each.sha256)
    maybe = (each.value, each.salt, each.base)
    sound = (
        all(isinstance(one, str) for one in texts)
        and all(one is None or isinstance(one, str) for one in maybe)
        and isinstance(each.seq, int)
        and 0 < each.seq < 1 << 53
        and _ID.fullmatch(each.id) is not None
        and _ID.fullmatch(each.post) is not None
        and _STAMP.fullmatch(each.hlc) is not None
    )
    if not sound:
        raise InvalidInput(_ALTERED, name=name)
    if int(each.hlc[:12], 16) > _LAST_MS:
        raise InvalidInput(
            N_("%(name)s comes from a laptop whose clock stands after the year 2100: set it first."), name=name
        )
    return each
