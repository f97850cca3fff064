"""What people do with notes: record, edit, bin, approve; and the occasions that they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from codesign import privacy, storage, territory
from codesign.accounts import Actor, Permission
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound
from codesign.fieldnotes import store
from codesign.fieldnotes.drafts import NO_TEXT, close_draft, end_draft, no_text
from codesign.fieldnotes.fields import NoteKind
from codesign.fieldnotes.model import Occasion, OccasionDraft
from codesign.fieldnotes.reads import visible_row
from codesign.fieldnotes.rules import check_answers, check_id, check_occasion, has_text, note_identifiers
from codesign.fieldnotes.templates import TEMPLATES
from codesign.i18n import N_
from codesign.privacy import ConsentDraft, ConsentMode, Purpose
from codesign.storage import Database

_GONE = N_("This no longer exists. Go back to the list.")
_UNCLEARED = {"cleared": False, "cleared_by": None}
_TAKEN = N_("Another note was saved under this number meanwhile. Compare both, then choose.")


def record_note(  # noqa: PLR0913 - a form has these parts
    db: Database,
    actor: Actor,
    *,
    id: str,  # noqa: A002 - house name
    kind: str,
    occasion: OccasionDraft | str,
    answers: Mapping[str, Any],
    participant_id: str | None = None,
    new_participant: Mapping[str, str] | None = None,
    consent_id: str | None = None,
    consent: ConsentDraft | None = None,
    dismissed_identifiers: Sequence[str] = (),
) -> str:
    """Save a note and return its id: some text, an occasion and a consent that allows notes, or nothing is written.

    `occasion` is a new head or the id of one; `new_participant` the attributes of someone met for the first time;
    `consent` is recorded with the note, for its participant. The same form sent twice makes one note.

    Raises:
        InvalidInput: something needed is missing or wrong.
        Conflict: a note of this id has other content; `current` holds it.
    """
    actor.require(Permission.NOTE_RECORD)
    note_id, note_kind = check_id(id), _kind(kind)
    kept = _first_answers(db, actor, note_id, note_kind, answers)
    with storage.transaction(db):
        if store.note_exists(db, note_id):
            return _same_note(db, actor, note_id, kept)
        if new_participant is not None:
            participant_id = privacy.add_participant(db, actor, **new_participant)
        links = {
            "occasion_id": _occasion_id(db, actor, note_kind, occasion),
            "consent_id": _consent_id(db, actor, participant_id, consent_id, consent),
            "participant_id": _person_id(db, actor, participant_id),
        }
        words = {"kind": note_kind.value, "answers": kept, "dismissed_identifiers": list(dismissed_identifiers)}
        store.save_note(db, note_id, {**words, **links, **_of(actor)}, author=actor.id, new=True)
        close_draft(db, actor, note_id, note_kind, links["participant_id"])  # the draft of a new note has its number
        return note_id


def edit_note(  # noqa: PLR0913 - a form has these parts
    db: Database,
    actor: Actor,
    *,
    note_id: str,
    answers: Mapping[str, Any],
    dismissed_identifiers: Sequence[str] = (),
    base: str | None = None,
    draft_id: str | None = None,
) -> str:
    """Change the given answers of a note and return its new version; the others stay.

    `dismissed_identifiers` are added to those set aside before. An approved note that changes waits for approval again.
    `draft_id` is the draft that these answers were typed in: it is over with them.

    Raises:
        Conflict: the note has a newer version than `base`; `current` holds it, and nothing is overwritten.
    """
    with storage.transaction(db):
        row = _own(db, actor, note_id)
        if draft_id is not None:
            end_draft(db, actor, draft_id)
        kind = NoteKind(row["kind"])
        cleaned = check_answers(kind, answers)
        merged = {name: value for name, value in row["answers"].items() if name not in answers} | cleaned
        if base in {None, row["version"]} and not has_text(kind, check_answers(kind, merged)):
            raise InvalidInput(NO_TEXT)
        if merged == row["answers"] and base in {None, row["version"]}:
            return str(row["version"])
        known = row["dismissed_identifiers"]
        dismissed = [*known, *(key for key in dismissed_identifiers if key not in known)]
        values = {"answers": merged, "dismissed_identifiers": dismissed, **_UNCLEARED}
        return store.save_note(db, note_id, values, author=actor.id, base=base)


def reattach_note(  # noqa: PLR0913 - a form has these parts
    db: Database,
    actor: Actor,
    *,
    note_id: str,
    participant_id: str | None,
    consent_id: str | None = None,
    consent: ConsentDraft | None = None,
    base: str | None = None,
) -> str:
    """Say that a note is about someone else, or rests on another consent; return its new version."""
    with storage.transaction(db):
        _own(db, actor, note_id)
        values = {
            "participant_id": _person_id(db, actor, participant_id),
            "consent_id": _consent_id(db, actor, participant_id, consent_id, consent),
            **_UNCLEARED,
        }
        return store.save_note(db, note_id, values, author=actor.id, base=base)


def edit_occasion(
    db: Database, actor: Actor, *, occasion_id: str, draft: OccasionDraft, base: str | None = None
) -> str:
    """Change the head that the notes of an occasion share; return its new version."""
    actor.require(Permission.NOTE_RECORD)
    with storage.transaction(db):
        found = _occasion(db, occasion_id)
        if found.author_id != actor.id and not actor.may(Permission.STEWARD):
            raise NotAllowed(N_("Someone else opened this occasion. Ask them or the coordination."))
        values = check_occasion(replace(draft, kind=found.kind.value), _sectors())
        return store.save_occasion(db, occasion_id, values, author=actor.id, base=base)


def bin_note(db: Database, actor: Actor, *, note_id: str, base: str | None = None) -> str:
    """Put a note in the bin, from where it can be taken back; return its new version."""
    return _change(db, actor, note_id, {"deleted": True}, base)


def restore_note(db: Database, actor: Actor, *, note_id: str, base: str | None = None) -> str:
    """Take a note out of the bin; return its new version."""
    return _change(db, actor, note_id, {"deleted": False}, base)


def clear_note(db: Database, actor: Actor, *, note_id: str, base: str | None = None) -> str:
    """Approve a note for the team; return its new version.

    Raises:
        NotAllowed: the note is one's own (the coordination may).
        InvalidInput: something in it may point at a person, and nobody said that it does not.
    """
    actor.require(Permission.NOTE_CLEAR)
    with storage.transaction(db):
        row = visible_row(db, actor, note_id)
        if row["author_id"] == actor.id and not actor.may(Permission.STEWARD):
            raise NotAllowed(N_("You wrote this note: someone else approves it."))
        found = note_identifiers(NoteKind(row["kind"]), row["answers"], row["dismissed_identifiers"])
        open_ones = [each for each in found if not each.dismissed]
        if open_ones:
            raise InvalidInput(
                N_("Passages that may identify someone: %(n)s. Replace each by a role, or set it aside."),
                n=len(open_ones),
            )
        return store.save_note(db, note_id, {"cleared": True, "cleared_by": actor.id}, author=actor.id, base=base)


def unclear_note(db: Database, actor: Actor, *, note_id: str, base: str | None = None) -> str:
    """Take the approval back; return the new version."""
    actor.require(Permission.NOTE_CLEAR)
    with storage.transaction(db):
        visible_row(db, actor, note_id)
        return store.save_note(db, note_id, _UNCLEARED, author=actor.id, base=base)


def dismiss_identifier(db: Database, actor: Actor, *, note_id: str, key: str, base: str | None = None) -> str:
    """Say that a passage is no identifier (`key` of `FoundIdentifier`); return the note's new version."""
    with storage.transaction(db):
        row = visible_row(db, actor, note_id)
        if row["author_id"] != actor.id:
            actor.require(Permission.NOTE_CLEAR)
        found = note_identifiers(NoteKind(row["kind"]), row["answers"], ())
        if key not in {each.key for each in found}:
            raise NotFound(_GONE)
        keys = sorted({*row["dismissed_identifiers"], key})
        return store.save_note(db, note_id, {"dismissed_identifiers": keys}, author=actor.id, base=base)


def rebuild_texts(db: Database, actor: Actor) -> None:
    """Make again what is derived from notes and documents, for instance after a merge."""
    actor.require(Permission.STEWARD)
    store.rebuild_texts(db)


def _kind(kind: str) -> NoteKind:
    try:
        return NoteKind(kind)
    except ValueError as error:
        raise InvalidInput(N_("This value is not one of the choices: choose one from the list.")) from error


def _first_answers(
    db: Database, actor: Actor, note_id: str, kind: NoteKind, answers: Mapping[str, Any]
) -> dict[str, Any]:
    kept = check_answers(kind, answers)
    if not has_text(kind, kept):
        raise no_text(db, actor, note_id, kind)
    return kept


def _same_note(db: Database, actor: Actor, note_id: str, answers: Mapping[str, Any]) -> str:
    """A form sent twice is one note; other content under the same id is a conflict that the person settles."""
    row = store.note(db, note_id)
    if row is None or row["author_id"] != actor.id:
        raise Conflict(_TAKEN)
    if row["answers"] != answers:
        raise Conflict(_TAKEN, current=row)
    close_draft(db, actor, note_id, NoteKind(row["kind"]))
    return note_id


def _of(actor: Actor) -> dict[str, Any]:
    """Return what a new note says of who wrote it: nobody approved it yet."""
    return {"author_id": actor.id, **_UNCLEARED}


def _sectors() -> tuple[str, ...]:
    return tuple(each.id for each in territory.sectors())


def _occasion(db: Database, occasion_id: str) -> Occasion:
    found = store.occasion(db, occasion_id)
    if found is None:
        raise NotFound(_GONE)
    return found


def _occasion_id(db: Database, actor: Actor, kind: NoteKind, occasion: OccasionDraft | str) -> str:
    """Return the id of an occasion of the right kind, recorded now when it is new."""
    wanted = TEMPLATES[kind].occasion_kind
    if isinstance(occasion, str):
        found = _occasion(db, occasion)
        if found.kind is not wanted:
            raise InvalidInput(N_("This kind of note belongs to another kind of occasion."))
        return found.id
    if occasion.kind != wanted:
        raise InvalidInput(N_("This kind of note belongs to another kind of occasion."))
    row_id = check_id(occasion.id) if occasion.id else storage.uuid7()
    values = {**check_occasion(occasion, _sectors()), "author_id": actor.id}
    known = store.occasion(db, row_id)
    if known is not None and known.author_id == actor.id:
        store.save_occasion(db, row_id, values, author=actor.id)
    else:
        store.save_occasion(db, row_id, values, author=actor.id, new=True)
    return row_id


def _consent_id(
    db: Database, actor: Actor, participant_id: str | None, consent_id: str | None, draft: ConsentDraft | None
) -> str:
    """Return the id of a consent that allows a note about this participant, recorded now when it is new."""
    if consent_id is None and draft is not None:
        person = None if draft.mode == ConsentMode.NOT_APPLICABLE and participant_id is None else participant_id
        consent_id = privacy.record_consent(db, actor, draft=replace(draft, participant_id=person))
    if consent_id is None:
        raise InvalidInput(N_("A note needs a consent: say how it was given, or why none is needed."))
    consent = privacy.consent(db, actor, consent_id)
    if not consent.allows(Purpose.NOTE):
        raise InvalidInput(N_("This consent does not allow notes, or no longer does. Ask for a new one."))
    if consent.mode is ConsentMode.NOT_APPLICABLE and participant_id is not None:
        raise InvalidInput(
            N_("A note about a participant needs their consent. Without consent, observe the place and nobody in it.")
        )
    if consent.participant_id is not None and consent.participant_id != _person_id(db, actor, participant_id):
        raise InvalidInput(N_("This consent was given by someone else. Choose the right participant or consent."))
    return consent_id


def _person_id(db: Database, actor: Actor, participant_id: str | None) -> str | None:
    """Return the pseudonym in use, through a merge if there was one."""
    return privacy.participant(db, actor, participant_id).id if participant_id else None


def _own(db: Database, actor: Actor, note_id: str) -> dict[str, Any]:
    """Return a note that this person may change: their own, or any for the coordination."""
    actor.require(Permission.NOTE_RECORD)
    row = visible_row(db, actor, note_id)
    if row["author_id"] != actor.id and not actor.may(Permission.STEWARD):
        raise NotAllowed(N_("Someone else wrote this note. Ask them or the coordination to change it."))
    return row


def _change(db: Database, actor: Actor, note_id: str, values: Mapping[str, Any], base: str | None) -> str:
    with storage.transaction(db):
        _own(db, actor, note_id)
        return store.save_note(db, note_id, values, author=actor.id, base=base)
