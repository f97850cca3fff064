"""What comes in and what goes out: rows of a file, what will be done with them, what left and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from codesign import territory
from codesign.i18n import N_


class RowState(StrEnum):
    """What an import will do, or did, with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WAITING = "waiting"
    REFUSED = "refused"


ROW_STATES: Mapping[RowState, str] = MappingProxyType(
    {
        RowState.NEW: N_("New notes"),
        RowState.CHANGED: N_("Changed notes"),
        RowState.SAME: N_("Already here, unchanged"),
        RowState.WAITING: N_("Wait for a consent"),
        RowState.REFUSED: N_("Refused"),
    }
)


class MediaState(StrEnum):
    """What an import will do, or did, with a photo or a sound."""

    NEW = "media_new"
    WAITING = "media_waiting"
    CHANGED = "media_changed"
    SAME = "media_same"
    MISSING = "media_missing"
    REFUSED = "media_refused"


MEDIA_STATES: Mapping[MediaState, str] = MappingProxyType(
    {
        MediaState.NEW: N_("Photos and sounds that come in"),
        MediaState.WAITING: N_("Photos and sounds that wait for a consent"),
        MediaState.CHANGED: N_("Photos and sounds replaced by a newer one"),
        MediaState.SAME: N_("Photos and sounds already here"),
        MediaState.MISSING: N_("Photos and sounds not in this file"),
        MediaState.REFUSED: N_("Photos and sounds refused"),
    }
)


class SourceKind(StrEnum):
    """What kind of file notes come in."""

    TEXT = "text"
    CSV = "csv"
    XLSX = "xlsx"
    KOBO_CSV = "kobo_csv"
    KOBO_XLSX = "kobo_xlsx"
    KOBO_JSON = "kobo_json"
    KOBO_MEDIA = "kobo_media"
    ODK_CSV = "odk_csv"
    ODK_ZIP = "odk_zip"
    ODK_JSON = "odk_json"


SOURCE_LABELS: Mapping[SourceKind, str] = MappingProxyType(
    {
        SourceKind.TEXT: N_("One text"),
        SourceKind.CSV: N_("Table (CSV)"),
        SourceKind.XLSX: N_("Table (Excel)"),
        SourceKind.KOBO_CSV: N_("KoboToolbox (CSV)"),
        SourceKind.KOBO_XLSX: N_("KoboToolbox (Excel)"),
        SourceKind.KOBO_JSON: N_("KoboToolbox (JSON)"),
        SourceKind.KOBO_MEDIA: N_("KoboToolbox (photos and sounds)"),
        SourceKind.ODK_CSV: N_("ODK Central (CSV)"),
        SourceKind.ODK_ZIP: N_("ODK Central (zip)"),
        SourceKind.ODK_JSON: N_("ODK Central (OData)"),
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about a file or a row: a message id, filled from `params`."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A photo or a sound in an archive, or named by the row of `line`, and what becomes of it."""

    name: str
    size: int
    why: Notice
    state: MediaState = MediaState.REFUSED
    line: int = 0


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column of a file holds what: id of a target (see `columns.TARGETS`) → column; and the kind of note."""

    columns: Mapping[str, str]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class FileLook:
    """A file before its rows are understood: its columns with an example of each, and what they are taken for.

    `lacking` are the targets without which nothing can come in; `remembered` when somebody chose the columns before;
    `naming` are the columns that hold nothing but names of photos and sounds.
    """

    kind: SourceKind
    columns: tuple[str, ...]
    examples: Mapping[str, str]
    chosen: ColumnMap
    lacking: tuple[str, ...]
    remembered: bool
    media: tuple[MediaFile, ...]
    notices: tuple[Notice, ...]
    rows: int
    naming: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Batch:
    """One import, as it can be undone: what it made, counted. `member` is as in `WaitingNote`."""

    id: str
    at: str
    member: str
    kind: str
    counts: Mapping[str, int]
    undone_at: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an import erases, by message id of a kind of thing, and the notes that are kept with the reason."""

    gone: Mapping[str, int]
    kept: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """What is taken where a row does not say: kind of note, day, sector, consent (empty: none was given)."""

    kind: str = "story"
    held_on: date | None = None
    sector: str = territory.UNKNOWN
    consent: str = ""


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A row of a file, understood. `person` is a pseudonym of ours, or a label of the file for someone new.

    `answers` are all the answers by field when the file holds more than the narrative, which is `text`; `head` is
    what it says of the occasion besides; `attributes` describe someone new. `former_ids` are what the row may have come
    in under when the column of ids was taken otherwise.
    """

    external_id: str
    text: str
    kind: str
    held_on: date | None
    sector: str
    place_type: str
    consent: str
    purposes: frozenset[str]
    person: str
    consent_language: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    former_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What becomes of one row. `reason` is a message id, filled from `params`, when it is refused.

    `former_id` is what the row came in under before, where that is another id.
    """

    line: int
    external_id: str
    state: RowState
    excerpt: str
    reason: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    former_id: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import will do, or did, row by row and file by file; `batch` is what undoes it."""

    source: str
    rows: tuple[ImportRow, ...]
    batch: str = ""
    files: tuple[MediaFile, ...] = ()

    @property
    def counts(self) -> dict[RowState, int]:
        """How many rows of each state, none left out."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in RowState}

    @property
    def media(self) -> dict[MediaState, int]:
        """How many photos and sounds of each state, none left out."""
        found = Counter(each.state for each in self.files)
        return {state: found[state] for state in MediaState}


@dataclass(frozen=True, slots=True)
class WaitingNote:
    """An imported text that nobody may read in the notes until a consent is recorded for it.

    `member` is who brought it: an id, a name once read for a person, empty for the command line.
    """

    id: str
    source: str
    external_id: str
    imported_at: str
    draft: NoteDraft
    version: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """A line of the register of exports. `what` is a message id; `audience` says for whom, empty where nobody chose.

    `member` is as in `WaitingNote`.
    """

    at: str
    member: str
    what: str
    format: str
    notes: int
    sha256: str
    audience: str = ""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file ready to leave."""

    name: str
    mime: str
    data: bytes
