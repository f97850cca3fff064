"""Photos and sounds that travel between laptops: those of saved notes alone, each file checked against its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.media import files, merged_store, store
from codesign.storage import Database

MEDIA_TABLE = store.ITEM.table


def kept_back(db: Database, actor: Actor) -> tuple[str, ...]:
    """Return the items that do not travel yet: no note, so no consent, was saved with them.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return merged_store.of_unsaved_notes(db)


def travelling(db: Database, actor: Actor) -> tuple[tuple[str, str, Path], ...]:
    """Return item, note and file of what belongs to saved notes.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    folder = files.folder_of(db)
    return tuple((item_id, note_id, folder / name) for item_id, note_id, name in merged_store.of_notes(db))


def take_files(db: Database, actor: Actor, *, read: Callable[[str], bytes | None], keep: bool = True) -> int:
    """Put beside the database the files that its rows name and that are not there; return how many.

    Within the transaction that wrote the rows. `read` gives the content of a file by its name, or None;
    without `keep` the files are checked and not written.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: a file is missing, or is not what its name says.
        Unavailable: the disk refused.
    """
    actor.require(Permission.STEWARD)
    folder = files.folder_of(db)
    there = {path.name for path in files.held(folder)}
    wanted = sorted(store.file_names(db) - there)
    for name in wanted:
        data = read(name)
        if data is None:
            raise InvalidInput(
                N_("A photo or a sound is missing from this bundle: ask for a whole bundle. Nothing was changed.")
            )
        if hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
            raise InvalidInput(N_("A photo or a sound of this bundle was altered or damaged. Nothing was changed."))
        if keep:
            with files.staged(folder, name, data) as settle:
                settle()
    return len(wanted)
