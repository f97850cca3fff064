"""Photos that an import brought are looked at by somebody: hidden in part, described, then approved."""

from __future__ import annotations

from io import BytesIO

import pytest
from builders import WORKER, a_note, a_photo, a_wav
from PIL import Image

from codesign import media, storage
from codesign.accounts import MACHINE
from codesign.config import media_folder
from codesign.errors import Conflict, InvalidInput, NotFound
from codesign.media import MediaKind
from codesign.storage import Database

HALF = (0.0, 0.0, 0.5, 1.0)


def colours(db: Database, item_id: str, area: tuple[int, int, int, int]) -> int:
    """How many colours are left in a part of the photo on the disk."""
    path = media.media_file(db, MACHINE, item_id)
    with Image.open(BytesIO(path.read_bytes())) as picture:
        return len(set(picture.crop(area).resize((40, 40)).quantize(64).convert("RGB").getdata()))


def test_a_face_is_hidden_on_a_photo_that_is_kept(db: Database) -> None:
    """For good: the file as it was is gone, and what was approved waits again."""
    item_id = a_photo(db, a_note(db, purposes=("note", "photo")))
    media.clear_media(db, MACHINE, item_id=item_id)
    before = colours(db, item_id, (0, 0, 150, 240))
    media.hide_in_photo(db, WORKER, item_id=item_id, hidden=[HALF])
    item = media.media_item(db, WORKER, item_id)
    assert (item.hidden, item.cleared) == (1, False)
    assert colours(db, item_id, (0, 0, 150, 240)) < before
    folder = media_folder(storage.file_of(db))
    assert [path.name for path in media.files_in(folder)] == [item.file_name]


def test_hiding_nothing_or_from_an_old_look_is_refused(db: Database) -> None:
    """A sound has no face; a photo hidden meanwhile by someone else is looked at again."""
    note = a_note(db, purposes=("note", "photo", "sound"))
    item_id = a_photo(db, note)
    sound = media.keep_sound(db, WORKER, id=storage.uuid7(), note_id=note, data=a_wav())
    old = media.media_item(db, WORKER, item_id).version
    media.hide_in_photo(db, WORKER, item_id=item_id, hidden=[HALF], base=old)
    with pytest.raises(Conflict):
        media.hide_in_photo(db, WORKER, item_id=item_id, hidden=[HALF], base=old)
    for wrong, areas in ((item_id, []), (sound, [HALF]), (item_id, [(2.0, 0.0, 1.0, 1.0)])):
        with pytest.raises(InvalidInput):
            media.hide_in_photo(db, WORKER, item_id=wrong, hidden=areas)
    media.media_file(db, WORKER, item_id).unlink()
    with pytest.raises(NotFound):
        media.hide_in_photo(db, WORKER, item_id=item_id, hidden=[HALF])


def test_the_same_content_is_kept_once_a_note_and_forty_are_enough(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its name in the archive."""
    note = a_note(db, purposes=("note", "sound"))
    arrival = media.make_safe(MediaKind.SOUND, a_wav())
    assert media.keep_arrival(db, MACHINE, note_id=note, arrival=arrival)
    assert media.keep_arrival(db, MACHINE, note_id=note, arrival=arrival) is None
    monkeypatch.setattr("codesign.media.arriving.MAX_ITEMS", 1)
    with pytest.raises(InvalidInput):
        media.keep_arrival(db, MACHINE, note_id=note, arrival=media.make_safe(MediaKind.SOUND, a_wav(2.0)))
