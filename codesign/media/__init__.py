"""Photos and sounds of notes: made safe on arrival, kept once, seen while the consent allows them."""

from codesign.media.actions import (
    clear_media,
    describe,
    discard_draft,
    erase_media,
    erase_unconsented,
    keep_photo,
    keep_sound,
    unclear_media,
)
from codesign.media.files import held as files_in
from codesign.media.merged import MEDIA_TABLE, kept_back, take_files, travelling
from codesign.media.migrations import migrations
from codesign.media.model import (
    ALT,
    KIND_LABELS,
    MAX_ALT,
    MEDIA_LABELS,
    TRANSCRIPT,
    Box,
    MediaItem,
    MediaKind,
    NoteMedia,
    draft_allows,
    found_identifiers,
)
from codesign.media.reads import media_apart, media_file, media_held, media_item, note_media
from codesign.media.sound import MAX_SOUND
from codesign.media.sweeping import check_media, media_names, sweep
from codesign.media.withdrawal import erase_participant, notes_with_media, preview_withdrawal

__all__ = [
    "ALT",
    "KIND_LABELS",
    "MAX_ALT",
    "MAX_SOUND",
    "MEDIA_LABELS",
    "MEDIA_TABLE",
    "TRANSCRIPT",
    "Box",
    "MediaItem",
    "MediaKind",
    "NoteMedia",
    "check_media",
    "clear_media",
    "describe",
    "discard_draft",
    "draft_allows",
    "erase_media",
    "erase_participant",
    "erase_unconsented",
    "files_in",
    "found_identifiers",
    "keep_photo",
    "keep_sound",
    "kept_back",
    "media_apart",
    "media_file",
    "media_held",
    "media_item",
    "media_names",
    "migrations",
    "note_media",
    "notes_with_media",
    "preview_withdrawal",
    "sweep",
    "take_files",
    "travelling",
    "unclear_media",
]
