"""Bringing notes in: first what would happen, row by row, then the same for real, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound, Unavailable, UserError
from codesign.exchange import store
from codesign.exchange.model import ImportDefaults, ImportReport, ImportRow, NoteDraft, RowState, WaitingNote
from codesign.exchange.rows import read_rows, understand
from codesign.fieldnotes import TEMPLATES, NoteKind, OccasionDraft
from codesign.i18n import N_
from codesign.privacy import ConsentDraft, ConsentMode
from codesign.storage import Database

Told = Callable[[int, int], None]
_EXCERPT = 80


def preview_notes(
    db: Database, actor: Actor, *, name: str, data: bytes, defaults: ImportDefaults | None = None
) -> ImportReport:
    """Return what `import_notes` would do with each row of a file; nothing is written.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the file cannot be read as notes.
    """
    actor.require(Permission.STEWARD)
    return _go(db, actor, (name, data), defaults or ImportDefaults(), lambda *_row: None)


def import_notes(
    db: Database,
    actor: Actor,
    *,
    name: str,
    data: bytes,
    defaults: ImportDefaults | None = None,
    progress: Told | None = None,
) -> ImportReport:
    """Bring the notes of a file in; return what was done with each row. The same file twice changes nothing.

    A row without consent waits apart, where nobody reads or counts it, until a consent is recorded. A row that was
    imported before and says something else edits its note; a note that was withdrawn never comes back.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the file cannot be read as notes.
    """
    actor.require(Permission.STEWARD)
    people: dict[str, str] = {}

    def apply(source: str, draft: NoteDraft, state: RowState) -> None:
        with storage.transaction(db):  # a row that is refused half-way leaves nothing
            _apply(db, actor, source, draft, state, people)

    with storage.transaction(db):
        return _go(db, actor, (name, data), defaults or ImportDefaults(), apply, progress)


def _go(
    db: Database,
    actor: Actor,
    file: tuple[str, bytes],
    defaults: ImportDefaults,
    apply: Callable[[str, NoteDraft, RowState], None],
    progress: Told | None = None,
) -> ImportReport:
    name, data = file
    source, done, seen = PurePath(name).stem, [], set[str]()
    rows = read_rows(data, name)
    for line, row in enumerate(rows, 1):
        try:
            draft = understand(row, defaults)
            if draft.external_id in seen:
                raise InvalidInput(N_("This id stands twice in the file."))
            seen.add(draft.external_id)
            state = _state(db, actor, source, draft)
            apply(source, draft, state)
            done.append(_row(line, draft, state))
        except Unavailable:  # the disk refuses: that is not the fault of the row
            raise
        except UserError as error:
            done.append(_refusal(line, row.get("id", ""), row.get("text", ""), error))
        if progress is not None:
            progress(line, len(rows))
    return ImportReport(source, tuple(done))


def _state(db: Database, actor: Actor, source: str, draft: NoteDraft) -> RowState:
    """Say what a row is to us, or refuse it."""
    if draft.person.startswith("P-"):
        _known_person(db, actor, draft.person)
    note_id = store.imported(db, source, draft.external_id)
    if note_id is not None:
        return _against(db, actor, note_id, draft)
    waits = store.held(db, source, draft.external_id)
    if waits is not None and not draft.consent:
        return RowState.SAME if waits.draft.text == draft.text else RowState.CHANGED
    return RowState.NEW if draft.consent else RowState.WAITING


def _against(db: Database, actor: Actor, note_id: str, draft: NoteDraft) -> RowState:
    try:
        note = fieldnotes.note(db, actor, note_id)
    except NotFound as error:
        raise InvalidInput(
            N_("This note was withdrawn, or its consent no longer holds: it does not come back.")
        ) from error
    if note.kind != draft.kind or note.binned:
        raise InvalidInput(N_("This note is in the bin, or of another kind than in the file."))
    return RowState.SAME if note.answers.get(note.template.narrative) == draft.text else RowState.CHANGED


def _apply(db: Database, actor: Actor, source: str, draft: NoteDraft, state: RowState, people: dict[str, str]) -> None:
    waits = store.held(db, source, draft.external_id) if state is not RowState.SAME else None
    if state is RowState.CHANGED and waits is None:
        note_id = store.imported(db, source, draft.external_id) or ""
        answers = {TEMPLATES[NoteKind(draft.kind)].narrative: draft.text}
        fieldnotes.edit_note(db, actor, note_id=note_id, answers=answers)
    elif state in (RowState.WAITING, RowState.CHANGED):
        if waits is not None:
            store.release(db, waits.id, actor.id)
        store.hold(db, source, draft, actor.id)
    elif state is RowState.NEW:
        if waits is not None:
            store.release(db, waits.id, actor.id)
        person = _person(db, actor, draft, people)
        consent = ConsentDraft(mode=draft.consent, given_on=draft.held_on, purposes=draft.purposes)
        _record(db, actor, source, draft, person, consent)


def _record(
    db: Database, actor: Actor, source: str, draft: NoteDraft, person: str | None, consent: ConsentDraft
) -> str:
    kind = NoteKind(draft.kind)
    reason = consent.reason or N_("Imported without a participant")
    note_id = fieldnotes.record_note(
        db,
        actor,
        id=storage.uuid7(),
        kind=draft.kind,
        occasion=OccasionDraft(
            kind=TEMPLATES[kind].occasion_kind,
            held_on=draft.held_on,
            sector=draft.sector,
            place_type=draft.place_type,
        ),
        participant_id=person,
        consent=replace(consent, reason=reason) if consent.mode == ConsentMode.NOT_APPLICABLE else consent,
        answers={TEMPLATES[kind].narrative: draft.text},
    )
    store.add_import(db, source, draft.external_id, note_id, actor.id)
    return note_id


def _person(db: Database, actor: Actor, draft: NoteDraft, people: dict[str, str]) -> str | None:
    """Return the participant of a row: a pseudonym of ours, or one made for each new label of the file.

    The label itself is not kept: it may be a name.
    """
    if not draft.person or draft.consent == ConsentMode.NOT_APPLICABLE:
        return None
    if draft.person.startswith("P-"):
        return _known_person(db, actor, draft.person)
    if draft.person not in people:
        people[draft.person] = privacy.add_participant(db, actor, sector=draft.sector)
    return people[draft.person]


def _known_person(db: Database, actor: Actor, code: str) -> str:
    found = next((each.id for each in privacy.participants(db, actor) if each.code == code), None)
    if found is None:
        raise InvalidInput(N_("There is no participant %(code)s."), code=code)
    return found


def admit(db: Database, actor: Actor, *, waiting_id: str, consent: ConsentDraft) -> str:
    """Record the consent of a text that waited; it becomes a note, whose id is returned.

    Raises:
        NotAllowed: not of the coordination. NotFound: it no longer waits. InvalidInput: the consent does not allow it.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        found = _held(db, waiting_id)
        code = found.draft.person if found.draft.person.startswith("P-") else ""
        person = consent.participant_id or (_known_person(db, actor, code) if code else None)
        note_id = _record(db, actor, found.source, found.draft, person, consent)
        store.release(db, waiting_id, actor.id)
        return note_id


def discard(db: Database, actor: Actor, *, waiting_id: str) -> None:
    """Erase a text that waited for a consent which will not come, from the journal too.

    Raises:
        NotAllowed: not of the coordination. NotFound: it no longer waits.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        store.release(db, _held(db, waiting_id).id, actor.id)


def _held(db: Database, waiting_id: str) -> WaitingNote:
    found = store.waiting(db, waiting_id)
    if not found:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    return found[0]


def _row(line: int, draft: NoteDraft, state: RowState) -> ImportRow:
    return ImportRow(line, draft.external_id, state, _short(draft.text))


def _refusal(line: int, external_id: str, text: str, error: UserError) -> ImportRow:
    return ImportRow(line, external_id[:_EXCERPT], RowState.REFUSED, _short(text), error.message, dict(error.params))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1] + "…"
