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
from codesign.media.arriving import (
    Arrival,
    check_arriving,
    erase_arrivals,
    hide_in_photo,
    keep_arrival,
    kinds_allowed,
    make_safe,
    settle_waiting,
    untouched,
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
from codesign.media.reads import free_texts, media_apart, media_file, media_held, media_item, note_media
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
    "Arrival",
    "Box",
    "MediaItem",
    "MediaKind",
    "NoteMedia",
    "check_arriving",
    "check_media",
    "clear_media",
    "describe",
    "discard_draft",
    "draft_allows",
    "erase_arrivals",
    "erase_media",
    "erase_participant",
    "erase_unconsented",
    "files_in",
    "found_identifiers",
    "free_texts",
    "hide_in_photo",
    "keep_arrival",
    "keep_photo",
    "keep_sound",
    "kept_back",
    "kinds_allowed",
    "make_safe",
    "media_apart",
    "media_file",
    "media_held",
    "media_item",
    "media_names",
    "migrations",
    "note_media",
    "notes_with_media",
    "preview_withdrawal",
    "settle_waiting",
    "sweep",
    "take_files",
    "travelling",
    "unclear_media",
    "untouched",
]
