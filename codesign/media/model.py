"""Photos and sounds of notes: what is known of them, and the rules that need no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from codesign.errors import InvalidInput
from codesign.fieldnotes import FoundIdentifier
from codesign.i18n import N_, _
from codesign.privacy import ConsentDraft, ConsentMode, Purpose, find_identifiers

Box = tuple[float, float, float, float]  # left, top, width, height, as shares (0 to 1) of the picture seen upright
MAX_ITEMS = 40  # of one note: beyond, it is an album
MAX_ALT = 500
ALT, TRANSCRIPT = "alt", "transcript"
MEDIA_LABELS: Mapping[str, str] = {ALT: N_("What the photo shows"), TRANSCRIPT: N_("What is said in it")}
_DECORATIVE = N_("decorative")
_NO_CONSENT = {
    Purpose.PHOTO: N_("The consent does not allow photos. Ask the person; if they agree, tick it with the consent."),
    Purpose.SOUND: N_("The consent does not allow recording. Ask the person; if they agree, tick it with the consent."),
}


class MediaKind(StrEnum):
    """What stands beside the words of a note."""

    PHOTO = "photo"
    SOUND = "sound"

    @property
    def purpose(self) -> Purpose:
        """What the consent must allow."""
        return Purpose.PHOTO if self is MediaKind.PHOTO else Purpose.SOUND


KIND_LABELS: Mapping[str, str] = {MediaKind.PHOTO: N_("Photo"), MediaKind.SOUND: N_("Sound")}


@dataclass(frozen=True, slots=True)
class MediaItem:
    """A photo or a sound of a note. `hidden` counts the blurred rectangles; `seconds` is for sounds, sides for photos.

    `alt` says what a photo shows, or what a sound is; `version` is the base of the next edit; `may_edit` and
    `may_clear` are for this reader.
    """

    id: str
    note_id: str
    author_id: str
    kind: MediaKind
    sha256: str
    format: str
    size: int
    width: int
    height: int
    seconds: int
    hidden: int
    alt: str
    transcript: str
    dismissed: tuple[str, ...]
    cleared: bool
    added_at: datetime
    version: str
    may_edit: bool = False
    may_clear: bool = False

    @property
    def file_name(self) -> str:
        """Its name in the media folder: the fingerprint of its content."""
        return f"{self.sha256}.{self.format}"

    @property
    def mime(self) -> str:
        """What kind of file it is, as browsers call it."""
        return {"jpg": "image/jpeg", "wav": "audio/wav", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg"}[
            self.format
        ]

    @property
    def decorative(self) -> bool:
        """Whether its author said that the photo tells nothing that the words do not."""
        return self.alt.strip(" .").casefold() in {_(_DECORATIVE), _DECORATIVE}

    @property
    def unresolved(self) -> tuple[FoundIdentifier, ...]:
        """The identifiers in its words that keep it from being approved."""
        return tuple(
            each
            for name in (ALT, TRANSCRIPT)
            for each in found_identifiers(name, getattr(self, name), self.dismissed)
            if not each.dismissed
        )


@dataclass(frozen=True, slots=True)
class NoteMedia:
    """The photos and sounds of a note that this reader may see, and how many are kept back.

    `unconsented` ones for want of consent, `waiting` ones because nobody approved them yet.
    """

    items: tuple[MediaItem, ...]
    unconsented: int = 0
    waiting: int = 0


def found_identifiers(field: str, text: str, dismissed: Sequence[str]) -> tuple[FoundIdentifier, ...]:
    """Return what may point at a person in the words that go with a photo or a sound."""
    found = []
    for hit in find_identifiers(text):
        one = FoundIdentifier(field, hit.type, hit.start, hit.end, text[hit.start : hit.end], dismissed=False)
        known = one.key in dismissed
        found.append(FoundIdentifier(field, hit.type, hit.start, hit.end, one.text, dismissed=known))
    return tuple(found)


def check_alt(alt: str) -> str:
    """Return what was written about a photo.

    Raises:
        InvalidInput: nothing was.
    """
    if not alt.strip():
        raise InvalidInput(
            N_("Say in a few words what the photo shows, for those who cannot see it; or write “decorative”.")
        )
    return alt


def draft_allows(draft: ConsentDraft | None, purpose: Purpose) -> bool:
    """Say whether a consent that is being recorded would allow `purpose`."""
    return draft is not None and draft.mode != ConsentMode.NOT_APPLICABLE and purpose in draft.purposes


def refuse(purpose: Purpose) -> InvalidInput:
    """Return in words that the consent does not allow a photo or a sound."""
    return InvalidInput(_NO_CONSENT[purpose])
