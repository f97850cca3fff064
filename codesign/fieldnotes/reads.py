"""What people see of notes and documents: permission first, then read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from codesign import accounts
from codesign.accounts import Actor, Permission
from codesign.errors import NotFound
from codesign.fieldnotes import store, text_store
from codesign.fieldnotes.fields import NoteKind
from codesign.fieldnotes.model import (
    Document,
    HistoryLine,
    Hit,
    Note,
    NoteFilter,
    NoteRow,
    Occasion,
    Section,
    SourceText,
    note_code,
)
from codesign.fieldnotes.moments import Moment, counted, moments_of
from codesign.fieldnotes.rules import coded_text, note_identifiers
from codesign.fieldnotes.search import passage, words_of
from codesign.fieldnotes.templates import TEMPLATES
from codesign.i18n import N_
from codesign.storage import Database

_MANY = 10_000  # texts that have the words of a phrase, of which those that have the phrase are kept
_GONE = N_("This no longer exists. Go back to the list.")
NOTE_LABELS = {
    "kind": N_("Kind of note"),
    "occasion_id": N_("Occasion"),
    "participant_id": N_("Participant"),
    "consent_id": N_("Consent"),
    "author_id": N_("Written by"),
    "cleared": N_("Approved for the team"),
    "cleared_by": N_("Approved by"),
    "dismissed_identifiers": N_("Said not to identify anyone"),
    "deleted": N_("In the bin"),
    "erased": N_("Erased"),
}


def may_see(actor: Actor, author_id: str, *, cleared: bool) -> bool:
    """Say whether a person may read a note: own, approved for the team, or all, according to their roles."""
    own = author_id == actor.id and actor.may(Permission.NOTE_READ_OWN)
    return own or actor.may(Permission.NOTE_READ_ALL) or (cleared and actor.may(Permission.NOTE_READ_CLEARED))


def notes(db: Database, actor: Actor, *, filter: NoteFilter | None = None) -> tuple[NoteRow, ...]:  # noqa: A002 - house name
    """Return the notes that the person may read, newest first. In the bin: own notes, or all for the coordination."""
    actor.require(Permission.NOTE_READ_OWN)
    wanted = filter or NoteFilter()
    if wanted.binned and not actor.may(Permission.STEWARD):
        wanted = replace(wanted, author_id=actor.id)
    found = store.notes(
        db,
        wanted,
        reader=actor.id,
        cleared=actor.may(Permission.NOTE_READ_CLEARED),
        everything=actor.may(Permission.NOTE_READ_ALL),
    )
    names = accounts.member_names(db)
    return tuple(replace(each, author_name=names.get(each.author_id, "")) for each in found)


def note(db: Database, actor: Actor, note_id: str) -> Note:
    """Return one note whole.

    Raises:
        NotFound: there is none, its consent no longer holds, or it is not for this person to see.
    """
    return _whole(db, actor, visible_row(db, actor, note_id))


def notes_held(db: Database, actor: Actor, *, participant_id: str) -> tuple[Note, ...]:
    """Return every note of a person, those of the bin and of withdrawn consents too: they may ask what is held."""
    actor.require(Permission.STEWARD)
    rows = (store.note(db, note_id, held=True) for note_id in store.sources_of(db, participant_id))
    return tuple(_whole(db, actor, row) for row in rows if row is not None)


def _whole(db: Database, actor: Actor, row: dict[str, Any]) -> Note:
    occasion = store.occasion(db, row["occasion_id"])
    if occasion is None:
        raise NotFound(_GONE)
    kind = NoteKind(row["kind"])
    own, steward = row["author_id"] == actor.id, actor.may(Permission.STEWARD)
    names = accounts.member_names(db)
    return Note(
        id=row["id"],
        kind=kind,
        occasion=occasion,
        participant_id=row["participant_id"],
        participant_code=row["participant_code"],
        consent_id=row["consent_id"],
        author_id=row["author_id"],
        author_name=names.get(row["author_id"], ""),
        answers=row["answers"],
        identifiers=note_identifiers(kind, row["answers"], row["dismissed_identifiers"]),
        cleared=bool(row["cleared"]),
        cleared_by=row["cleared_by"],
        binned=bool(row["deleted"]),
        version=row["version"],
        quotable=bool(row["allows_quote"]),
        may_edit=actor.may(Permission.NOTE_RECORD) and (own or steward),
        may_clear=actor.may(Permission.NOTE_CLEAR) and (not own or steward),
    )


def note_history(db: Database, actor: Actor, note_id: str) -> tuple[HistoryLine, ...]:
    """Return what changed in a note, newest first: who, when, which field, before and after.

    Whoever reads it only because it is approved sees what came since: what was mended before may name someone.
    """
    row = visible_row(db, actor, note_id)
    template, changes = TEMPLATES[NoteKind(row["kind"])], store.history(db, note_id)
    told = template.spread(each.field.removeprefix("answers/") for each in changes)
    labels = NOTE_LABELS | {f"answers/{each.id}": each.label for each in told}
    names = accounts.member_names(db)
    lines = [
        HistoryLine(
            at=change.at,
            author_id=change.author,
            author_name=names.get(change.author, ""),
            field=change.field,
            label=labels.get(change.field, change.field),
            before=change.before,
            after=change.after,
            erased=change.erased,
        )
        for change in changes
    ]
    if row["author_id"] != actor.id and not actor.may(Permission.NOTE_READ_ALL):
        approvals = [i for i, line in enumerate(lines) if line.field == "cleared" and line.after]
        lines = lines[approvals[-1] :] if approvals else []
    return tuple(reversed(lines))


def moments(db: Database, actor: Actor, *, note_ids: Iterable[str]) -> dict[str, tuple[Moment, ...]]:
    """Return the moments, by time, of those of these notes that tell some and that the person may read.

    Exact words are there only where the consent of today allows quoting (`Moment.quote` is None otherwise); a note in
    the bin, or whose consent no longer holds, has none.
    """
    actor.require(Permission.NOTE_READ_OWN)
    return {
        note_id: moments_of(answers, quotable=quotable)
        for note_id, author, cleared, answers, quotable in store.moments(db, note_ids)
        if may_see(actor, author, cleared=cleared)
    }


def moments_behind(db: Database, *, note_ids: Iterable[str]) -> dict[str, tuple[Moment, ...]]:
    """Return what other rooms may count of the moments of these notes: places and emotions, no word of anybody.

    The caller has asked for the role, and hides small numbers. A note in the bin, or whose consent no longer holds, has
    none.
    """
    return {
        note_id: tuple(counted(each) for each in moments_of(answers, quotable=False))
        for note_id, _author, _cleared, answers, _quotable in store.moments(db, note_ids)
    }


def occasions(db: Database, actor: Actor, *, kind: str | None = None, limit: int = 30) -> tuple[Occasion, ...]:
    """Return the latest occasions: two workers may type the stories of one workshop, so all are offered to both."""
    actor.require(Permission.NOTE_RECORD)
    return store.occasions(db, kind, limit)


def occasion(db: Database, actor: Actor, occasion_id: str) -> Occasion:
    """Return one occasion.

    Raises:
        NotFound: there is none.
    """
    actor.require(Permission.NOTE_RECORD)
    found = store.occasion(db, occasion_id)
    if found is None:
        raise NotFound(_GONE)
    return found


def months(db: Database, actor: Actor) -> tuple[str, ...]:
    """Return the months (`YYYY-MM`) that have notes, latest first."""
    actor.require(Permission.NOTE_READ_OWN)
    return store.months(db)


def search(db: Database, actor: Actor, query: str, *, limit: int = 50) -> tuple[Hit, ...]:
    """Return where all the words of `query` are found in what the person may read, newest first."""
    actor.require(Permission.NOTE_READ_OWN)
    asked = words_of(query)
    if not asked.match:
        return ()
    found = text_store.search(
        db,
        asked.match,
        reader=actor.id,
        cleared=actor.may(Permission.NOTE_READ_CLEARED),
        everything=actor.may(Permission.NOTE_READ_ALL),
        limit=_MANY if asked.phrases else limit,
    )
    return tuple(
        Hit(row_id, kind, title, month, passage(body, asked))
        for row_id, kind, title, month, body in found
        if asked.said_in(title, body)
    )[:limit]


def documents(db: Database, actor: Actor, *, binned: bool = False) -> tuple[Document, ...]:
    """Return the documents, newest first."""
    actor.require(Permission.NOTE_READ_CLEARED)
    return text_store.documents(db, binned=binned)


def document(db: Database, actor: Actor, document_id: str) -> Document:
    """Return one document.

    Raises:
        NotFound: there is none, or it is in the bin.
    """
    actor.require(Permission.NOTE_READ_CLEARED)
    found = text_store.document(db, document_id)
    if found is None or found.binned:
        raise NotFound(_GONE)
    return found


def source_text(db: Database, actor: Actor, source_id: str) -> SourceText:
    """Return the text of a note or document on which tags and evidence count.

    Raises:
        NotFound: there is none, it is hidden, or it is not for this person to see.
    """
    found = text_store.source(db, source_id)
    if found is None:
        raise NotFound(_GONE)
    kind, title, text, version = found
    if kind == "document":
        actor.require(Permission.NOTE_READ_CLEARED)
        return SourceText(source_id, kind, title, text, version, (Section(N_("Document"), 0, len(text)),))
    row = visible_row(db, actor, source_id)
    sections = coded_text(NoteKind(row["kind"]), row["answers"])[1]
    return SourceText(source_id, kind, note_code(source_id), text, version, sections)


def sources_of_participant(db: Database, participant_id: str) -> tuple[str, ...]:
    """Return the ids of every note of a person, hidden and binned ones too; for the code that erases or exports."""
    return store.sources_of(db, participant_id)


def visible_row(db: Database, actor: Actor, note_id: str) -> dict[str, Any]:
    """Return the columns of a note that this person may read; one in the bin is for its author and the coordination.

    Raises:
        NotFound: there is none, its consent no longer holds, or it is not for this person to see.
    """
    row = store.note(db, note_id)
    if row is None or not may_see(actor, row["author_id"], cleared=bool(row["cleared"])):
        raise NotFound(_GONE)
    if row["deleted"] and row["author_id"] != actor.id and not actor.may(Permission.STEWARD):
        raise NotFound(_GONE)
    return row
