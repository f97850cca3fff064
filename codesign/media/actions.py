"""What people do with photos and sounds: keep, describe, approve, erase. A file is on the disk before its row is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from codesign import drawing, fieldnotes, privacy, storage
from codesign.accounts import Actor, Permission
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound
from codesign.i18n import N_
from codesign.media import files, store, sweeping
from codesign.media.model import MAX_ALT, MAX_ITEMS, Box, MediaItem, MediaKind, check_alt, draft_allows, refuse
from codesign.media.reads import allowed_kinds, media_item, note_media
from codesign.media.sound import safe_sound
from codesign.privacy import ConsentDraft
from codesign.storage import Database, clean_text

_GONE = N_("This no longer exists. Go back to the list.")
UNCLEARED: Mapping[str, Any] = {"cleared": False, "cleared_by": None}
BLANK: Mapping[str, Any] = {"width": 0, "height": 0, "seconds": 0, "hidden": 0, "transcript": "", **UNCLEARED}


@dataclass(frozen=True, slots=True)
class _Rights:
    """What a photo or a sound rests on: the consent of its note; of a note being written, the one in its form."""

    note_id: str
    kind: MediaKind
    consent_id: str | None
    consent: ConsentDraft | None


def keep_photo(  # noqa: PLR0913 - a form has these parts
    db: Database,
    actor: Actor,
    *,
    id: str,  # noqa: A002 - house name
    note_id: str,
    data: bytes,
    alt: str,
    hidden: Sequence[Box] = (),
    dismissed: Sequence[str] = (),
    consent_id: str | None = None,
    consent: ConsentDraft | None = None,
) -> str:
    """Keep a photo of a note, stripped of all but its pixels, blurred in the rectangles of `hidden`; return its id.

    The picture as it came is never written anywhere. Of a note being written (`note_id` is its draft's number), the
    consent is the one chosen in the form; once the note is saved, its own consent decides. Sent twice, it makes one.

    Raises:
        InvalidInput: no consent for photos, no words on what it shows, or not a picture that can be kept.
        NotAllowed: somebody else's note. NotFound: the note is gone. Unavailable: the disk refuses.
    """
    actor.require(Permission.NOTE_RECORD)
    rights = _Rights(note_id, MediaKind.PHOTO, consent_id, consent)
    _check_rights(db, actor, rights)
    words = check_alt(clean_text(alt, limit=MAX_ALT))
    safe = drawing.safe_photo(data, hidden=hidden)
    sides = {"width": safe.width, "height": safe.height, "hidden": len(hidden), "alt": words}
    content = {**BLANK, **sides, "format": "jpg", "dismissed": list(dismissed)}
    return _keep(db, actor, id, rights, content, safe.data)


def keep_sound(  # noqa: PLR0913 - a form has these parts
    db: Database,
    actor: Actor,
    *,
    id: str,  # noqa: A002 - house name
    note_id: str,
    data: bytes,
    alt: str = "",
    transcript: str = "",
    dismissed: Sequence[str] = (),
    consent_id: str | None = None,
    consent: ConsentDraft | None = None,
) -> str:
    """Keep a sound of a note, without what its container says about it; return its id. As `keep_photo` otherwise.

    Raises:
        InvalidInput: no consent for sounds, or not a sound that can be kept.
        NotAllowed: somebody else's note. NotFound: the note is gone. Unavailable: the disk refuses.
    """
    actor.require(Permission.NOTE_RECORD)
    rights = _Rights(note_id, MediaKind.SOUND, consent_id, consent)
    _check_rights(db, actor, rights)
    words = {"alt": clean_text(alt, limit=MAX_ALT), "transcript": clean_text(transcript)}
    safe = safe_sound(data)
    content = {**BLANK, **words, "seconds": safe.seconds, "format": safe.format, "dismissed": list(dismissed)}
    return _keep(db, actor, id, rights, content, safe.data)


def describe(  # noqa: PLR0913 - a form has these parts
    db: Database,
    actor: Actor,
    *,
    item_id: str,
    alt: str,
    transcript: str = "",
    dismissed: Sequence[str] = (),
    base: str | None = None,
) -> str:
    """Change the words that go with a photo or a sound; one that was approved waits again. Return its new version."""
    actor.require(Permission.NOTE_RECORD)
    with storage.transaction(db):
        found = own_item(db, actor, item_id)
        words = {"alt": clean_text(alt, limit=MAX_ALT), "transcript": clean_text(transcript)}
        if found.kind is MediaKind.PHOTO:
            check_alt(words["alt"])
        known = [*found.dismissed, *(each for each in dismissed if each not in found.dismissed)]
        if words == {"alt": found.alt, "transcript": found.transcript} and known == [*found.dismissed]:
            return found.version
        return store.save(db, item_id, {**words, "dismissed": known, **UNCLEARED}, author=actor.id, base=base)


def clear_media(db: Database, actor: Actor, *, item_id: str, base: str | None = None) -> str:
    """Approve a photo or a sound for the team, who may see it where the note is approved; return its new version.

    Raises:
        NotAllowed: it stands in one's own note (the coordination may).
        InvalidInput: something in its words may point at a person, and nobody said that it does not.
    """
    actor.require(Permission.NOTE_CLEAR)
    with storage.transaction(db):
        found = media_item(db, actor, item_id)
        if not found.may_clear:
            raise NotAllowed(N_("You wrote this note: someone else approves it."))
        if found.kind is MediaKind.PHOTO:
            check_alt(found.alt)  # one that an import brought was described by nobody yet
        if found.unresolved:
            raise InvalidInput(
                N_("Passages that may identify someone: %(n)s. Replace each by a role, or set it aside."),
                n=len(found.unresolved),
            )
        return store.save(db, item_id, {"cleared": True, "cleared_by": actor.id}, author=actor.id, base=base)


def unclear_media(db: Database, actor: Actor, *, item_id: str, base: str | None = None) -> str:
    """Take the approval back; return the new version."""
    actor.require(Permission.NOTE_CLEAR)
    with storage.transaction(db):
        media_item(db, actor, item_id)
        return store.save(db, item_id, UNCLEARED, author=actor.id, base=base)


def erase_media(db: Database, actor: Actor, *, item_id: str) -> None:
    """Erase a photo or a sound for good: row, words in the journal, file."""
    actor.require(Permission.NOTE_RECORD)
    with storage.transaction(db):
        store.erase(db, own_item(db, actor, item_id).id, author=actor.id)
    sweeping.sweep(db)


def erase_unconsented(db: Database, actor: Actor, *, note_id: str) -> int:
    """Erase for good what the consent of a note does not allow, and that nobody sees; return how many."""
    actor.require(Permission.NOTE_RECORD)
    with storage.transaction(db):
        note = fieldnotes.note(db, actor, note_id)
        if not note.may_edit:
            raise NotAllowed(N_("Someone else wrote this note. Ask them or the coordination to change it."))
        allowed = allowed_kinds(db, actor, note.consent_id)
        gone = [each.id for each in store.items(db, note_id) if each.kind not in allowed]
        for item_id in gone:
            store.erase(db, item_id, author=actor.id)
    sweeping.sweep(db)
    return len(gone)


def discard_draft(db: Database, actor: Actor, *, draft_id: str) -> None:
    """Let go of a draft of one's own, with the photos and sounds that were kept with it."""
    actor.require(Permission.NOTE_RECORD)
    with storage.transaction(db):
        fieldnotes.discard_draft(db, actor, draft_id=draft_id)
    sweeping.sweep(db)


def _keep(db: Database, actor: Actor, item_id: str, rights: _Rights, content: Mapping[str, Any], data: bytes) -> str:
    """Write the file, then the row that names it; the write lock is held from the one to the other."""
    row_id, sha256 = fieldnotes.check_id(item_id), hashlib.sha256(data).hexdigest()
    values = {**content, "note_id": rights.note_id, "kind": rights.kind.value, "sha256": sha256, "size": len(data)}
    values |= {"author_id": actor.id, "added_at": storage.now()}
    folder = files.folder_of(db)
    with files.staged(folder, f"{sha256}.{content['format']}", data) as settle, storage.transaction(db):
        _check_rights(db, actor, rights)
        known = store.item(db, row_id)
        if known is not None:
            if (known.author_id, known.note_id, known.sha256) != (actor.id, rights.note_id, sha256):
                raise Conflict(N_("Another photo or sound was kept under this number. Choose the file again."))
            return row_id
        if len(store.items(db, rights.note_id)) >= MAX_ITEMS:
            raise InvalidInput(N_("A note holds at most %(n)s photos and sounds. Erase some first."), n=MAX_ITEMS)
        settle()
        store.save(db, row_id, values, author=actor.id, new=True)
    return row_id


def _check_rights(db: Database, actor: Actor, rights: _Rights) -> None:
    """Let go on who may add to this note, as far as its consent allows.

    Raises:
        InvalidInput: no such consent. NotAllowed: somebody else's note. NotFound: no such note, or it is over.
    """
    note_id, purpose = fieldnotes.check_id(rights.note_id), rights.kind.purpose
    if store.is_note(db, note_id):
        note = fieldnotes.note(db, actor, note_id)
        if not note.may_edit:
            raise NotAllowed(N_("Someone else wrote this note. Ask them or the coordination to change it."))
        allowed = rights.kind in allowed_kinds(db, actor, note.consent_id)
    elif fieldnotes.drafts_over(db, actor, [note_id]):
        raise NotFound(_GONE)
    elif rights.consent_id is not None:
        allowed = privacy.consent(db, actor, rights.consent_id).allows(purpose)
    else:
        allowed = draft_allows(rights.consent, purpose)
    if not allowed:
        raise refuse(purpose)


def own_item(db: Database, actor: Actor, item_id: str) -> MediaItem:
    """Return what this person may change: what stands in their own notes, or in any for the coordination."""
    known = store.item(db, item_id)
    seen = note_media(db, actor, known.note_id).items if known else ()
    found = next((each for each in seen if each.id == item_id), None)
    if found is None:
        raise NotFound(_GONE)
    if not found.may_edit:
        raise NotAllowed(N_("Someone else wrote this note. Ask them or the coordination to change it."))
    return found
