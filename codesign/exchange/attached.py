"""Photos and sounds of an archive: listed with what becomes of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from codesign.exchange.archives import Archive
from codesign.exchange.model import MediaFile, Notice
from codesign.i18n import N_

PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp"})
SOUNDS = frozenset({".wav", ".mp3", ".m4a", ".ogg", ".amr", ".aac", ".3gp"})
_TWICE = Notice(N_("Refused: two files have this name, and the rows do not say which is whose."))
_UNNAMED = Notice(N_("Refused: no row names this file."))
_OTHER = Notice(N_("Refused: neither a photo nor a sound."))
_LATER = Notice(N_("Left in the archive: add it on the note’s screen, where it is described and faces are hidden."))
_TABLES = (".csv", ".xlsx", ".json")


def media_parts(opened: Archive) -> tuple[str, ...]:
    """Return the names of what is neither a table nor a hidden file of the machine that packed it."""
    names = (each.filename for each in opened.parts)
    return tuple(each for each in names if not each.lower().endswith(_TABLES) and not _hidden(each))


def _hidden(name: str) -> bool:
    return any(each.startswith((".", "__MACOSX")) for each in name.split("/"))


def left_in(opened: Archive, names: Sequence[str], said: Collection[str], *, any_row: bool) -> tuple[MediaFile, ...]:
    """Return each photo, sound or other file with why it stays in the archive. `said` are the cells of the rows."""
    sizes = {each.filename: each.file_size for each in opened.parts}
    return tuple(
        MediaFile(name, sizes[name], _why(name, opened.twice, said, any_row=any_row)) for name in dict.fromkeys(names)
    )


def _why(name: str, twice: Collection[str], said: Collection[str], *, any_row: bool) -> Notice:
    if PurePosixPath(name).suffix.lower() not in PHOTOS | SOUNDS:
        return _OTHER
    if name in twice:
        return _TWICE
    if any_row and PurePosixPath(name).name not in said:
        return _UNNAMED
    return _LATER
