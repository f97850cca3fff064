"""Photos and sounds that come with the rows of a file: made safe like any other, kept with the note of their row.

Nobody looked at them yet. Until someone described a photo and approved it, who may read the whole note alone sees it;
what the consent does not allow, or what came with a text that waits for one, is seen by nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from codesign import drawing, fieldnotes, storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound
from codesign.i18n import N_
from codesign.media import files, store, sweeping
from codesign.media.actions import BLANK, UNCLEARED, own_item
from codesign.media.model import MAX_ITEMS, Box, MediaKind
from codesign.media.reads import allowed_kinds
from codesign.media.sound import safe_sound
from codesign.storage import Database

MAX_PHOTO = 60_000_000  # bytes of a photo as it comes: the largest phones write a third of it
_GONE = N_("This no longer exists. Go back to the list.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A photo or a sound that was made safe and is not kept yet."""

    kind: MediaKind
    data: bytes
    content: Mapping[str, Any] = field(default_factory=dict)


def check_arriving(kind: MediaKind, data: bytes) -> None:
    """Refuse at a glance what `make_safe` would refuse, a picture that is broken further on excepted.

    Raises:
        InvalidInput: as `make_safe`.
    """
    if kind is MediaKind.SOUND:
        safe_sound(data)
    else:
        _check_weight(data)
        drawing.check_photo(data)


def make_safe(kind: MediaKind, data: bytes) -> Arrival:
    """Return a photo made again from its pixels, or a sound without what its container says about it.

    Raises:
        InvalidInput: not a picture or a sound that can be kept, broken, disguised, too large.
    """
    if kind is MediaKind.SOUND:
        sound = safe_sound(data)
        return Arrival(kind, sound.data, {"seconds": sound.seconds, "format": sound.format})
    _check_weight(data)
    photo = drawing.safe_photo(data)
    return Arrival(kind, photo.data, {"width": photo.width, "height": photo.height, "format": "jpg"})


def keep_arrival(
    db: Database, actor: Actor, *, note_id: str, arrival: Arrival, waiting: bool = False
) -> tuple[str, str] | None:
    """Keep a photo or a sound with the note that its row became, whatever its consent allows; return id and version.

    None when the note holds the same content already. `waiting` says that `note_id` is the number of an imported text
    that waits for a consent.

    Raises:
        NotAllowed: not of the coordination. NotFound: no such note. InvalidInput: the note holds forty already.
        Unavailable: the disk refuses.
    """
    actor.require(Permission.STEWARD)
    sha256, content = hashlib.sha256(arrival.data).hexdigest(), {**BLANK, **arrival.content}
    values = content | {
        "note_id": fieldnotes.check_id(note_id), "kind": arrival.kind.value, "sha256": sha256, "alt": "",
        "size": len(arrival.data), "dismissed": [], "author_id": actor.id, "added_at": storage.now(),
    }  # fmt: skip
    name = f"{sha256}.{content['format']}"
    with files.staged(files.folder_of(db), name, arrival.data) as settle, storage.transaction(db):
        if not waiting and not store.is_note(db, note_id):
            raise NotFound(_GONE)
        known = store.items(db, note_id)
        if any(each.sha256 == sha256 for each in known):
            return None
        if len(known) >= MAX_ITEMS:
            raise InvalidInput(N_("A note holds at most %(n)s photos and sounds. Erase some first."), n=MAX_ITEMS)
        settle()
        if waiting:
            store.wait(db, note_id)
        item_id = storage.uuid7()
        return item_id, store.save(db, item_id, values, author=actor.id, new=True)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A photo or a sound that a newer file took the place of: its note, its version before and now."""

    note_id: str
    before: str
    version: str


def check_replacing(db: Database, actor: Actor, *, item_id: str) -> bool:
    """Say whether a newer file may take the place of what an import brought; not of what was erased since.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: something was hidden in it by hand: it would be seen again.
    """
    actor.require(Permission.STEWARD)
    known = store.item(db, item_id)
    if known is not None and known.hidden:
        raise InvalidInput(
            N_(
                "Refused: something was hidden here in the photo that came in before. Add the new one on its note, then"
                " erase that one."
            )
        )
    return known is not None


def is_other(db: Database, actor: Actor, *, item_id: str, arrival: Arrival) -> bool:
    """Say whether what arrives is other than what is kept under this number, where no print of its file was kept.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: something was hidden in it by hand: nothing tells any more
            whether this is the same photo, and it would be seen again.
    """
    actor.require(Permission.STEWARD)
    known = store.item(db, item_id)
    if known is not None and known.hidden:
        raise InvalidInput(
            N_(
                "Not replaced: something was hidden by hand in the photo that came in before, and nothing tells any"
                " more whether this is the same. If it is newer, add it on its note, then erase that one."
            )
        )
    return known is not None and known.sha256 != hashlib.sha256(arrival.data).hexdigest()


def replace_arrival(db: Database, actor: Actor, *, item_id: str, arrival: Arrival) -> Replaced | None:
    """Put a newer photo or sound in the place of one that an import brought; its words stay, its approval does not.

    None when that one was erased, or holds the same. Call `sweep` after the commit.

    Raises:
        As `check_replacing`. Unavailable: the disk refuses.
    """
    actor.require(Permission.STEWARD)
    sha256 = hashlib.sha256(arrival.data).hexdigest()
    content = {**arrival.content, **UNCLEARED, "sha256": sha256, "size": len(arrival.data)}
    name = f"{sha256}.{arrival.content['format']}"
    with files.staged(files.folder_of(db), name, arrival.data) as settle, storage.transaction(db):
        known = store.item(db, item_id) if check_replacing(db, actor, item_id=item_id) else None
        if known is None or known.sha256 == sha256:
            return None
        settle()
        version = store.save(db, item_id, content, author=actor.id)
        return Replaced(known.note_id, known.version, version)


def kinds_allowed(db: Database, actor: Actor, *, note_id: str) -> frozenset[MediaKind]:
    """Return what the consent of a note allows today beside words.

    Raises:
        NotAllowed: not of the coordination. NotFound: no such note, or its consent no longer holds.
    """
    actor.require(Permission.STEWARD)
    return allowed_kinds(db, actor, fieldnotes.note(db, actor, note_id).consent_id)


def hide_in_photo(db: Database, actor: Actor, *, item_id: str, hidden: Sequence[Box], base: str | None = None) -> str:
    """Hide rectangles of a photo that is kept, for good; one that was approved waits again. Return its new version.

    Raises:
        InvalidInput: no rectangle, one outside of the picture, or a sound. NotAllowed: somebody else's note.
        NotFound: it is gone. Conflict: somebody changed it meanwhile. Unavailable: the disk refuses.
    """
    actor.require(Permission.NOTE_RECORD)
    found = own_item(db, actor, item_id)
    if found.kind is not MediaKind.PHOTO or not hidden:
        raise InvalidInput(N_("Draw a rectangle on the photo first."))
    folder = files.folder_of(db)
    if not (folder / found.file_name).is_file():
        raise NotFound(_GONE)
    safe = drawing.safe_photo((folder / found.file_name).read_bytes(), hidden=hidden)
    content = {"sha256": safe.sha256, "size": len(safe.data), "hidden": found.hidden + len(hidden)}
    with files.staged(folder, f"{safe.sha256}.jpg", safe.data) as settle, storage.transaction(db):
        own_item(db, actor, item_id)
        version = store.save(db, item_id, {**content, **UNCLEARED}, author=actor.id, base=base or found.version)
        settle()
    sweeping.sweep(db)
    return version


def settle_waiting(db: Database, actor: Actor, *, before: str, note_id: str = "") -> int:
    """Give what came with a text that waited to what it became (a note, or a corrected text), or erase it.

    Return how many. Call `sweep` after the commit of an erasure.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        if not store.waits(db, before):
            return 0
        found = store.items(db, before)
        for each in found:
            if not note_id:
                store.erase(db, each.id, author=actor.id)
            elif note_id != before:
                store.save(db, each.id, {"note_id": note_id}, author=actor.id)
        store.stop_waiting(db, before)
        if note_id and found and not store.is_note(db, note_id):
            store.wait(db, note_id)
        return len(found)


def untouched(db: Database, actor: Actor, *, versions: Mapping[str, str]) -> dict[str, str]:
    """Return those of these photos and sounds (id → version) that nobody changed since: id → note.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    now = store.versions(db, versions)
    return {each: note_id for each, (note_id, version) in now.items() if version == versions[each]}


def erase_arrivals(db: Database, actor: Actor, *, item_ids: Iterable[str]) -> None:
    """Erase photos and sounds that an import brought; call `sweep` after the commit.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        for item_id in item_ids:
            store.erase(db, item_id, author=actor.id)


def _check_weight(data: bytes) -> None:
    if len(data) > MAX_PHOTO:
        raise InvalidInput(N_("This picture is too large. Take it again at a lower resolution."))
