"""Notes, occasions, documents: what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from codesign import territory
from codesign.fieldnotes.fields import Field, NoteKind, OccasionKind, Template
from codesign.fieldnotes.head import HEAD
from codesign.fieldnotes.moments import Moment, any_has, moments_of
from codesign.fieldnotes.templates import TEMPLATES
from codesign.privacy import IdentifierType

Answer = str | int | bool | list[str]


@dataclass(frozen=True, slots=True)
class OccasionDraft:
    """The head that a form gives; `id` comes from the form so that it can be sent twice. Only `kind` is needed."""

    kind: str
    held_on: date | None = None
    sector: str = territory.UNKNOWN
    place_type: str = "autre"
    mode: str = "in_person"
    duration_min: int | None = None
    people_count: int | None = None
    exchange_language: str = ""
    interpreter: str = "none"
    observer_role: str = ""
    organisation: str = ""
    team: str = ""
    session_name: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A recorded occasion. `head` holds the values of `HEAD` by id; `month` is what may leave the team."""

    id: str
    kind: OccasionKind
    held_on: date
    month: str
    head: Mapping[str, Any]
    author_id: str
    version: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One line of a list of notes."""

    id: str
    kind: NoteKind
    occasion_id: str
    occasion_kind: OccasionKind
    held_on: date
    month: str
    sector: str
    place_type: str
    participant_id: str | None
    participant_code: str | None
    author_id: str
    author_name: str
    cleared: bool
    binned: bool
    excerpt: str
    version: str

    @property
    def code(self) -> str:
        """A short name to say aloud."""
        return note_code(self.id)


@dataclass(frozen=True, slots=True)
class FoundIdentifier:
    """Something in a field that may point at a person; `dismissed` when someone said that it does not."""

    field: str
    type: IdentifierType
    start: int
    end: int
    text: str
    dismissed: bool

    @property
    def key(self) -> str:
        """What is kept when it is dismissed: the same words stay dismissed wherever they stand in the note."""
        return dismissal_key(self.type, self.text)


@dataclass(frozen=True, slots=True)
class Note:
    """One note whole. `version` is the base of the next edit; `may_edit` and `may_clear` are for this reader.

    `quotable` says that the consent of today allows the exact words to be quoted.
    """

    id: str
    kind: NoteKind
    occasion: Occasion
    participant_id: str | None
    participant_code: str | None
    consent_id: str
    author_id: str
    author_name: str
    answers: Mapping[str, Answer]
    identifiers: tuple[FoundIdentifier, ...]
    cleared: bool
    cleared_by: str | None
    binned: bool
    version: str
    quotable: bool = False
    may_edit: bool = False
    may_clear: bool = False

    @property
    def code(self) -> str:
        """A short name to say aloud."""
        return note_code(self.id)

    @property
    def template(self) -> Template:
        """The template that the note fills."""
        return TEMPLATES[self.kind]

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The moments that it tells, by time."""
        return moments_of(self.answers)

    @property
    def missing(self) -> tuple[Field, ...]:
        """What remains to be filled before the note is approved."""
        return missing_fields(self.kind, self.occasion.head, self.answers)

    @property
    def unresolved(self) -> tuple[FoundIdentifier, ...]:
        """The identifiers that keep the note from being approved."""
        return tuple(each for each in self.identifiers if not each.dismissed)


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """Which notes a list shows; what is left empty does not narrow. `month` is `YYYY-MM`."""

    kind: str | None = None
    occasion_id: str | None = None
    occasion_kind: str | None = None
    sector: str | None = None
    month: str | None = None
    author_id: str | None = None
    participant_id: str | None = None
    cleared: bool | None = None
    binned: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report, minutes or a published text: nobody's note, never counted as people."""

    id: str
    title: str
    filename: str
    text: str
    author_id: str
    binned: bool
    version: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a source's text, `text[start:end]`, under the label (a message id) of its field."""

    label: str
    start: int
    end: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text that is read for barriers; offsets of tags and evidence count on it. `version` changes with the text."""

    source_id: str
    kind: str
    title: str
    text: str
    version: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a search result; `marked` when it is one of the words looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A note or document where the words were found."""

    source_id: str
    kind: str
    title: str
    month: str | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of a note as people read it. `label` is a message id; an erased value reads as None."""

    at: datetime
    author_id: str
    author_name: str
    field: str
    label: str
    before: Any
    after: Any
    erased: bool = False


def note_code(note_id: str) -> str:
    """Return the short name of a note, from the random end of its id."""
    return f"N-{note_id[-6:].upper()}"


def dismissal_key(kind: IdentifierType, text: str) -> str:
    """Return what is kept of a dismissed identifier."""
    return f"{kind.value}:{text}"


def missing_fields(kind: NoteKind, head: Mapping[str, Any], answers: Mapping[str, Answer]) -> tuple[Field, ...]:
    """Return the fields needed before approval that are empty, head first."""
    blank = (None, "", territory.UNKNOWN)
    template = TEMPLATES[kind]
    needed = [each for each in HEAD if each.required or each.id in template.head_required]
    lacking_head = [each for each in needed if head.get(each.id) in blank]
    empty = [each for each in template.fields if each.required and answers.get(each.id) in (None, "", [])]
    return (*lacking_head, *(each for each in empty if not any_has(answers, each.by_moment)))
