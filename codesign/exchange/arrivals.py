"""Files that wait for the worker: kept apart in the private folder, erased once they are in, stopped or refused.

The queue itself holds a number alone: neither the words nor the name of a file, which may be a person's.
"""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from codesign import accounts, jobs, storage
from codesign.accounts import MACHINE, Actor, Permission
from codesign.errors import NotFound
from codesign.exchange.files import read_bytes, write_bytes
from codesign.exchange.imports import Told, import_notes
from codesign.exchange.model import ColumnMap, ImportDefaults, ImportReport
from codesign.i18n import N_
from codesign.storage import Database

KIND = "import_notes"
_KEPT_SECONDS = 86_400  # a file whose work was cancelled before it began


def ask_import(  # noqa: PLR0913 - what a screen lets people choose
    db: Database,
    actor: Actor,
    *,
    folder: Path,
    name: str,
    data: bytes,
    defaults: ImportDefaults | None = None,
    columns: ColumnMap | None = None,
) -> str:
    """Leave a file for the worker to bring in; return the number of the work, which is that of the import.

    Raises:
        NotAllowed: not of the coordination. Unavailable: the disk refused.
    """
    actor.require(Permission.STEWARD)
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    number = storage.uuid7()
    said = {
        "name": name,
        "defaults": asdict(defaults or ImportDefaults()),
        "columns": asdict(columns) if columns is not None else None,
    }
    write_bytes(_data(folder, number), data)
    write_bytes(_about(folder, number), json.dumps(said, default=str).encode())
    return jobs.enqueue(db, actor, KIND, {"file": number, "member": actor.id}, id=number)


def bring_in(db: Database, folder: Path, number: str, member_id: str, progress: Told) -> ImportReport:
    """Bring in a file that waits, for the member who left it, then erase it; a crash alone leaves it, to be done again.

    Raises:
        NotFound: it no longer waits, or the member left. As `import_notes`.
    """
    try:
        about = json.loads(read_bytes(_about(folder, number)))
        report = import_notes(
            db,
            _member(db, member_id),
            name=about["name"],
            data=read_bytes(_data(folder, number)),
            defaults=_defaults(about["defaults"]),
            columns=ColumnMap(**about["columns"]) if about["columns"] else None,
            batch=number,
            progress=progress,
        )
    except Exception:
        drop_file(folder, number)
        raise
    drop_file(folder, number)
    return report


def drop_file(folder: Path, number: str) -> None:
    """Erase a file that waited: its work is over."""
    for path in (_data(folder, number), _about(folder, number)):
        path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Erase the files whose work was cancelled before it began."""
    for path in folder.iterdir():
        if path.is_file() and time.time() - path.stat().st_mtime > _KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _member(db: Database, member_id: str) -> Actor:
    if member_id == MACHINE.id:
        return MACHINE
    found = accounts.member(db, MACHINE, member_id=member_id)
    if not found.active:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    return found.actor


def _defaults(said: dict[str, str]) -> ImportDefaults:
    held = said["held_on"]
    return replace(
        ImportDefaults(kind=said["kind"], sector=said["sector"], consent=said["consent"]),
        held_on=date.fromisoformat(held) if held else None,
    )


def _data(folder: Path, number: str) -> Path:
    return folder / f"{uuid.UUID(number)}.data"


def _about(folder: Path, number: str) -> Path:
    return folder / f"{uuid.UUID(number)}.json"
