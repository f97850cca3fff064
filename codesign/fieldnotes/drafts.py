"""Notes being written: kept as they are typed, for their author alone, until the note is saved or they are let go."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from codesign import privacy, storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound
from codesign.fieldnotes import draft_store, store
from codesign.fieldnotes.draft_model import DRAFT_DAYS, QUICK_TEXT, Draft, DraftPiece
from codesign.fieldnotes.fields import NoteKind
from codesign.fieldnotes.moments import parts_of
from codesign.fieldnotes.rules import check_id
from codesign.fieldnotes.templates import TEMPLATES
from codesign.i18n import N_
from codesign.storage import MAX_TEXT, Database

_MARK_DAYS = 90  # how long it is known that a draft is over: longer than any device keeps its copy
_MAX_CHOICES = 400
_WORDS_UNDER: Mapping[NoteKind, str] = {
    NoteKind.SHADOWING: N_("Nothing is written here yet: your text is under “Accompaniment”. Go back to save it."),
    NoteKind.STORY: N_("Nothing is written here yet: your text is under “Workshop”. Go back to save it."),
    NoteKind.LISTENING_CALL: N_(
        "Nothing is written here yet: your text is under “Listening call”. Go back to save it."
    ),
}
NO_TEXT = N_("A note needs some text. Write what happened, even in one sentence.")
_SHARED = frozenset({"held", "sector"})  # of a form, for whatever kind of note
_TOO_LONG = N_("This text is too long to be kept while you type. Save the note, or split it into several.")


def keep_draft_text(db: Database, actor: Actor, *, piece: DraftPiece) -> None:
    """Keep one field of a note being written; once it returns, it is on the disk.

    Sent again, it changes nothing. A text that arrives after its draft was saved or let go, and that nobody had seen,
    becomes a draft of its own; one about a person who withdrew is not kept.

    Raises:
        InvalidInput: not of the shape that our own form sends, or too long.
    """
    actor.require(Permission.NOTE_RECORD)
    piece = _checked(piece)
    with storage.transaction(db, quiet=True):  # nobody else reads it
        why = draft_store.ended(db, actor.id, piece.draft_id)
        if why is None and piece.note_id is not None and not store.note_exists(db, piece.note_id):
            draft_store.begin(db, actor.id, piece.draft_id, None, None)  # the note that it would change was erased
            draft_store.end(db, actor.id, piece.draft_id, draft_store.ERASED)
        elif why is None:
            _put(db, actor, piece)
        elif why != draft_store.ERASED:
            _put_late(db, actor, piece)


def keep_draft_choices(  # noqa: PLR0913 - a form has these parts
    db: Database,
    actor: Actor,
    *,
    draft_id: str,
    choices: Mapping[str, Any],
    participant_id: str | None = None,
    note_id: str | None = None,
    version: str | None = None,
) -> None:
    """Keep what was chosen in the form of a note being written, and whom it is about; nothing once it is over."""
    actor.require(Permission.NOTE_RECORD)
    if len(choices) > _MAX_CHOICES:
        raise InvalidInput(_TOO_LONG)
    with storage.transaction(db, quiet=True):  # nobody else reads it
        if draft_store.ended(db, actor.id, check_id(draft_id)) is None:
            row = _begin(db, actor, draft_id, note_id, version)
            draft_store.put_choices(db, row, choices, participant_id)


def discard_draft(db: Database, actor: Actor, *, draft_id: str) -> None:
    """Let go of a draft of one's own: its words are erased at once; devices that hold a copy are told."""
    actor.require(Permission.NOTE_RECORD)
    with storage.transaction(db, quiet=True):  # nobody else reads it
        draft_store.begin(db, actor.id, check_id(draft_id), None, None)
        draft_store.end(db, actor.id, draft_id, draft_store.DISCARDED)


def drop_other_text(db: Database, actor: Actor, *, draft_id: str, field: str, name: str) -> None:
    """Erase a version of a field that another of one's browsers had written (`name` in `DraftText.apart`)."""
    actor.require(Permission.NOTE_RECORD)
    with storage.transaction(db, quiet=True):  # nobody else reads it
        if draft_store.ended(db, actor.id, check_id(draft_id)) is None:
            draft_store.drop_apart(db, _begin(db, actor, draft_id, None, None), field, name)


def turn_quick_note(db: Database, actor: Actor, *, draft_id: str, kind: str) -> str:
    """Make the beginning of a note of this kind out of one's quick note, which ends; return the new draft's id.

    It is a draft like any other: no consent, no note.

    Raises:
        NotFound: it was turned, erased or left for too long.
    """
    actor.require(Permission.NOTE_RECORD)
    template = TEMPLATES[NoteKind(kind)]
    with storage.transaction(db, quiet=True):  # nobody else reads it
        found = draft(db, actor, check_id(draft_id))
        if found is None or not found.is_quick:
            raise NotFound(N_("This quick note is no longer here: it was turned into a note, or erased."))
        made = storage.uuid7()
        row, old = draft_store.begin(db, actor.id, made, None, None), _begin(db, actor, draft_id, None, None)
        draft_store.move_text(db, old, row, QUICK_TEXT, f"{kind}/{template.narrative}")
        draft_store.put_choices(db, row, {"kind": template.occasion_kind.value}, None)
        end_draft(db, actor, draft_id)
        return made


def draft(db: Database, actor: Actor, draft_id: str) -> Draft | None:
    """Return a draft of one's own that goes on; None when there is none of this id, for anyone else too."""
    actor.require(Permission.NOTE_RECORD)
    return draft_store.draft(db, actor.id, draft_id, _days_ago(DRAFT_DAYS))


def drafts(db: Database, actor: Actor) -> tuple[Draft, ...]:
    """Return one's own drafts that hold some text, the latest first."""
    actor.require(Permission.NOTE_RECORD)
    return tuple(each for each in draft_store.drafts(db, actor.id, _days_ago(DRAFT_DAYS)) if each.words)


def typed_after(db: Database, actor: Actor, *, draft_id: str) -> tuple[Draft, ...]:
    """Return the drafts of what one typed in another tab after this one was saved, the latest first."""
    return tuple(
        each
        for each in drafts(db, actor)
        if any(each.id == _late_id(draft_id, actor, writer) for text in each.texts.values() for writer in text.acks)
    )


def drafts_over(db: Database, actor: Actor, draft_ids: Iterable[str]) -> frozenset[str]:
    """Return those of one's drafts that were saved, let go or erased: a device may forget its copy.

    A note that was erased is over for good, also once the mark of its draft is forgotten.
    """
    actor.require(Permission.NOTE_RECORD)
    ids = tuple(draft_ids)
    return draft_store.over(db, actor.id, ids) | storage.erased_among(db, ids)


def end_draft(db: Database, actor: Actor, draft_id: str) -> None:
    """Say that what a draft held is saved; within the transaction that saves it."""
    draft_store.end(db, actor.id, draft_id, draft_store.KEPT)


def close_draft(db: Database, actor: Actor, draft_id: str, kind: NoteKind, participant_id: str | None = None) -> None:
    """Say that the note of this kind is saved; words typed for other kinds go on, each kind as a draft of its own.

    They count as written about the same participant: a withdrawal takes them too.
    """
    found = draft_store.draft(db, actor.id, draft_id, "")
    if found is not None:
        for other in found.kinds_but(kind):
            _leave(db, actor, found, other, participant_id)
    end_draft(db, actor, draft_id)


def no_text(db: Database, actor: Actor, draft_id: str, kind: NoteKind) -> InvalidInput:
    """Return what is said of a new note without words: under which other occasion they stand, if they do."""
    found = draft(db, actor, draft_id)
    others = found.kinds_but(kind) if found else ()
    return InvalidInput(_WORDS_UNDER[others[0]] if others else NO_TEXT)


def _leave(db: Database, actor: Actor, found: Draft, kind: NoteKind, participant_id: str | None) -> None:
    """Make a draft of what was typed for one kind of note; what was chosen of its consent belongs to the saved one."""
    shared = {name: value for name, value in found.choices.items() if name in _SHARED or name.startswith(f"{kind}_")}
    choices = {**shared, "kind": TEMPLATES[kind].occasion_kind.value}
    row = draft_store.begin(db, actor.id, found.id, None, None)
    other = draft_store.begin(db, actor.id, storage.uuid7(), None, None)
    draft_store.copy_kind(db, row, other, kind)
    draft_store.put_choices(db, other, choices, participant_id)


def erase_drafts_about(db: Database, participant_id: str, notes: Iterable[str]) -> None:
    """Erase whatever anybody was writing about a person, or in a note about them; what comes late is not kept."""
    for author_id, draft_id in _about(db, participant_id, notes):
        draft_store.end(db, author_id, draft_id, draft_store.ERASED)


def count_drafts_about(db: Database, participant_id: str, notes: Iterable[str]) -> int:
    """Return how many drafts `erase_drafts_about` would erase."""
    return len(_about(db, participant_id, notes))


def _about(db: Database, participant_id: str, notes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return draft_store.about(db, privacy.person_ids(db, participant_id), notes)


def _put(db: Database, actor: Actor, piece: DraftPiece) -> None:
    row = _begin(db, actor, piece.draft_id, piece.note_id, piece.version)
    draft_store.put_text(db, row, piece)


def _put_late(db: Database, actor: Actor, piece: DraftPiece) -> None:
    known = draft_store.known_rev(db, actor.id, piece.draft_id, piece.field, piece.writer)
    if piece.rev <= known or not piece.text.strip():
        return
    row = draft_store.begin(db, actor.id, piece.draft_id, None, None)
    draft_store.put_text(db, row, replace(piece, text=""))
    name = _late_id(piece.draft_id, actor, piece.writer)
    if draft_store.ended(db, actor.id, name) is None:
        _put(db, actor, replace(piece, draft_id=name, note_id=None, version=None))


def _late_id(draft_id: str, actor: Actor, writer: str) -> str:
    """Return the number of the draft of what a field of this writer said after its own draft was over."""
    return str(uuid.uuid5(uuid.UUID(draft_id), f"{actor.id} {writer}"))


def _begin(db: Database, actor: Actor, draft_id: str, note_id: str | None, version: str | None) -> int:
    draft_store.forget_before(db, _days_ago(DRAFT_DAYS), _days_ago(_MARK_DAYS))
    return draft_store.begin(db, actor.id, draft_id, note_id, version)


def _checked(piece: DraftPiece) -> DraftPiece:
    """Return the piece with its ids written in one way, its text as it was typed but for what no file can hold."""
    if not _is_field(piece.field):
        raise InvalidInput(N_("This form has no field “%(field)s”."), field=piece.field[:80])
    if len(piece.text) > MAX_TEXT or not 0 < piece.rev < 2**53 or not 0 <= piece.base < 2**53:
        raise InvalidInput(_TOO_LONG)
    return replace(
        piece,
        draft_id=check_id(piece.draft_id),
        writer=check_id(piece.writer),
        note_id=check_id(piece.note_id) if piece.note_id else None,
        text=piece.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    )


def _is_field(name: str) -> bool:
    """Say whether words may be kept under this name: the quick note's, or `kind/field` of a template."""
    kind, _slash, field_id = name.partition("/")
    if name == QUICK_TEXT or kind not in set(NoteKind):
        return name == QUICK_TEXT
    found, moment = TEMPLATES[NoteKind(kind)].find(field_id), parts_of(field_id)
    return found is not None and found.is_text and (moment is None or check_id(moment[0]) == moment[0])


def _days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
