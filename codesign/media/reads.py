"""What people see of photos and sounds: whoever may read the note, and while the consent allows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from codesign import fieldnotes, privacy
from codesign.accounts import Actor, Permission
from codesign.errors import NotFound
from codesign.i18n import N_
from codesign.media import files, store
from codesign.media.model import MediaItem, MediaKind, NoteMedia
from codesign.privacy import FreeText
from codesign.storage import Database

_GONE = N_("This no longer exists. Go back to the list.")


def note_media(db: Database, actor: Actor, note_id: str) -> NoteMedia:
    """Return the photos and sounds of a note that the person may see; of a note not saved yet, their own.

    Those that the consent of the note does not allow today are for nobody. Whoever reads the note only because it is
    approved sees those that were approved too.

    Raises:
        NotFound: the note is not for this person to see.
    """
    actor.require(Permission.NOTE_READ_OWN)
    found = store.items(db, note_id)
    if not store.is_note(db, note_id):
        actor.require(Permission.NOTE_RECORD)
        if store.waits(db, note_id):
            return NoteMedia((), unconsented=len(found))
        over = fieldnotes.drafts_over(db, actor, [note_id])
        mine = [replace(each, may_edit=True) for each in found if each.author_id == actor.id and not over]
        return NoteMedia(tuple(mine))
    note = fieldnotes.note(db, actor, note_id)
    if not found:
        return NoteMedia(())
    allowed = allowed_kinds(db, actor, note.consent_id)
    whole = note.author_id == actor.id or actor.may(Permission.NOTE_READ_ALL)
    agreed = [each for each in found if each.kind in allowed]
    shown = [each for each in agreed if whole or each.cleared]
    own, steward = note.author_id == actor.id, actor.may(Permission.STEWARD)
    may_clear = actor.may(Permission.NOTE_CLEAR) and (not own or steward)
    rights = [replace(each, may_edit=note.may_edit, may_clear=may_clear) for each in shown]
    return NoteMedia(tuple(rights), len(found) - len(agreed), len(agreed) - len(shown))


def allowed_kinds(db: Database, actor: Actor, consent_id: str) -> frozenset[MediaKind]:
    """Return what a consent allows today beside words."""
    consent = privacy.consent(db, actor, consent_id)
    return frozenset(each for each in MediaKind if consent.allows(each.purpose))


def media_item(db: Database, actor: Actor, item_id: str) -> MediaItem:
    """Return one photo or sound.

    Raises:
        NotFound: there is none, or it is not for this person to see (see `note_media`).
    """
    actor.require(Permission.NOTE_READ_OWN)
    known = store.item(db, item_id)
    seen = note_media(db, actor, known.note_id).items if known else ()
    for each in seen:
        if each.id == item_id:
            return each
    raise NotFound(_GONE)


def media_file(db: Database, actor: Actor, item_id: str) -> Path:
    """Return the file of one photo or sound.

    Raises:
        NotFound: as `media_item`, or the file is missing.
    """
    path = files.folder_of(db) / media_item(db, actor, item_id).file_name
    if not path.is_file():
        raise NotFound(_GONE)
    return path


def media_apart(db: Database, actor: Actor) -> tuple[tuple[str, int], ...]:
    """Return (id, how many photos and sounds) for each note that the person began and did not save, latest first."""
    actor.require(Permission.NOTE_RECORD)
    found = store.apart(db, actor.id)
    over = fieldnotes.drafts_over(db, actor, [note_id for note_id, _n in found])
    return tuple(each for each in found if each[0] not in over)


def free_texts(db: Database, actor: Actor) -> tuple[FreeText, ...]:
    """Return the words on photos and sounds and their transcripts, by note, for the pass over the corpus.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return tuple(
        FreeText(note_id, (alt, transcript), frozenset(dismissed))
        for note_id, alt, transcript, dismissed in store.described(db)
    )


def media_waiting(db: Database, actor: Actor, *, waiting_id: str) -> tuple[MediaItem, ...]:
    """Return the photos and sounds that came with an imported text that waits for a consent."""
    actor.require(Permission.STEWARD)
    return store.items(db, waiting_id) if store.waits(db, waiting_id) else ()


def media_held(db: Database, actor: Actor, *, participant_id: str) -> tuple[MediaItem, ...]:
    """Return all that is held of a person, what no consent allows too: they may ask what is held."""
    actor.require(Permission.STEWARD)
    return store.of_participant(db, participant_id)
