"""Photos and sounds of an archive: which row each belongs to, by the name that a cell holds or by the folder."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from codesign.exchange.archives import Archive
from codesign.exchange.model import MediaFile, MediaState, Notice
from codesign.exchange.source import Record, Wanted
from codesign.i18n import N_

PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp"})
SOUNDS = frozenset({".wav", ".mp3", ".m4a", ".ogg", ".opus", ".amr", ".aac", ".3gp"})
TWICE = Notice(N_("Refused: two files have this name, and the rows do not say which is whose."))
_UNNAMED = Notice(N_("Refused: no row names this file."))
_OTHER = Notice(N_("Refused: neither a photo nor a sound."))
_WITH_ROW = Notice(N_("Comes in with the row that names it, as far as its consent allows."))
_BY_FOLDER = Notice(N_("Comes in with the row that its folder is named after, once that row is here."))
_ABSENT = Notice(N_("A row names it, and it is not in this file: bring the archive of photos in too."))
_TABLES = (".csv", ".xlsx", ".json")
_MAX_NAME = 255
_FOLDER = re.compile(r"(?:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_ENDS = re.compile("|".join(re.escape(each) for each in sorted(PHOTOS | SOUNDS)), re.IGNORECASE)
_BETWEEN = re.compile(r"\n| · ")


def media_parts(opened: Archive) -> tuple[str, ...]:
    """Return the names of what is neither a table nor a hidden file of the machine that packed it."""
    names = (each.filename for each in opened.parts)
    return tuple(dict.fromkeys(each for each in names if not each.lower().endswith(_TABLES) and not _hidden(each)))


def _hidden(name: str) -> bool:
    return any(each.startswith((".", "__MACOSX")) for each in name.split("/"))


def listed(opened: Archive, names: Sequence[str], wanted: Iterable[Wanted]) -> tuple[MediaFile, ...]:
    """Return each photo, sound or other file of an archive with what becomes of it."""
    sizes = {each.filename: each.file_size for each in opened.parts}
    joined = {each.part: each for each in wanted}
    return tuple(_listed(name, sizes[name], name in opened.twice, joined.get(name)) for name in names)


def _listed(name: str, size: int, twice: bool, wanted: Wanted | None) -> MediaFile:  # noqa: FBT001 - as its caller
    if not is_media(name):
        return MediaFile(name, size, _OTHER, MediaState.REFUSED)
    if twice or (wanted and wanted.twice):
        return MediaFile(name, size, TWICE, MediaState.REFUSED)
    if wanted is None:
        return MediaFile(name, size, _UNNAMED, MediaState.REFUSED)
    return MediaFile(name, size, _WITH_ROW if wanted.line else _BY_FOLDER, MediaState.NEW)


def absent(wanted: Wanted) -> MediaFile:
    """Return a file that a row names and that the archive does not hold."""
    return MediaFile(wanted.name, 0, _ABSENT, MediaState.MISSING, wanted.line)


def is_media(name: str) -> bool:
    """Say whether a file is a photo or a sound by its name."""
    return PurePosixPath(name).suffix.lower() in PHOTOS | SOUNDS


def is_photo(name: str) -> bool:
    """Say whether a file is a photo by its name."""
    return PurePosixPath(name).suffix.lower() in PHOTOS


def wanted_by(records: Sequence[Record], parts: Sequence[str]) -> tuple[Wanted, ...]:
    """Return what each row names, each with its part of the archive where there is one; of rows elsewhere, by folder.

    A name that several parts have is that of the row's own folder (KoboToolbox), else nobody's. Files that two rows
    name (ODK Central keeps one flat folder) are nobody's either.
    """
    if not records:
        return tuple(_by_folder(parts))
    by_name = defaultdict[str, list[str]](list)
    for part in parts:
        by_name[plain_name(PurePosixPath(part).name)].append(part)
    found = [_named(record, name, by_name) for record in records for name in _names(record)]
    rows = defaultdict[str, set[int]](set)
    for each in found:
        rows[each.part].add(each.line)
    return tuple(
        Wanted(each.line, each.key, each.name, each.part, each.twice or (bool(each.part) and len(rows[each.part]) > 1))
        for each in found
    )


def _by_folder(parts: Sequence[str]) -> Iterator[Wanted]:
    for part in parts:
        folders = [found[1] for each in PurePosixPath(part).parts[:-1] if (found := _FOLDER.fullmatch(each.lower()))]
        if folders and is_media(part):
            yield Wanted(0, folders[-1], PurePosixPath(part).name, part)


def _names(record: Record) -> tuple[str, ...]:
    """Return the names of photos and sounds in the cells of a row, those of repeated questions too."""
    cells = [
        cell for cell in record.cells.values() if "." in cell and len(cell) < 20 * _MAX_NAME and _ENDS.search(cell)
    ]
    pieces = (piece.strip() for cell in cells for piece in _BETWEEN.split(cell))
    return tuple(dict.fromkeys(each for each in pieces if _is_name(each)))


def naming(records: Iterable[Record]) -> frozenset[str]:
    """Return the columns whose every filled cell names photos or sounds and says nothing else."""
    found = dict[str, bool]()
    for record in records:
        for column, cell in record.cells.items():
            if found.get(column, True) and cell.strip():
                found[column] = all(_is_name(piece.strip()) for piece in _BETWEEN.split(cell))
    return frozenset(column for column, names in found.items() if names)


def _is_name(text: str) -> bool:
    return 4 < len(text) <= _MAX_NAME and "/" not in text and is_media(text)


def _named(record: Record, name: str, by_name: Mapping[str, list[str]]) -> Wanted:
    parts: Collection[str] = by_name.get(plain_name(name), ())
    own = [each for each in parts if record.key and record.key in each.lower().split("/")]
    found = own or [*parts]
    return Wanted(record.line, record.key, name, found[0] if found else "", len(found) > 1)


def plain_name(name: str) -> str:
    """Return a file's name as a server writes it in an archive: spaces and odd marks are replaced or left out there."""
    return re.sub(r"[^\w.-]", "", unicodedata.normalize("NFC", name).strip().replace(" ", "_")).lower()
