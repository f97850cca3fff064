"""Bringing notes in: first what would happen, row by row, then the same for real, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound, Unavailable, UserError
from codesign.exchange import matching, store
from codesign.exchange.model import ImportDefaults, ImportReport, ImportRow, NoteDraft, RowState, WaitingNote
from codesign.exchange.rows import read_rows, understand
from codesign.fieldnotes import TEMPLATES, NoteKind, OccasionDraft
from codesign.i18n import N_
from codesign.privacy import ConsentDraft, ConsentMode
from codesign.storage import Database

Told = Callable[[int, int], None]
_EXCERPT = 80
_BATCH = 50  # rows per transaction: under a second, so that who saves a note meanwhile hardly waits


def preview_notes(
    db: Database, actor: Actor, *, name: str, data: bytes, defaults: ImportDefaults | None = None
) -> ImportReport:
    """Return what `import_notes` would do with each row of a file; nothing is written.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the file cannot be read as notes.
    """
    actor.require(Permission.STEWARD)
    source, known, seen = PurePath(name).stem, matching.codes(db, actor), set[str]()

    def look(row: Mapping[str, str]) -> tuple[NoteDraft, RowState]:
        draft = _draft(row, defaults or ImportDefaults(), seen)
        return draft, matching.row_state(db, actor, source, draft, known)

    rows = enumerate(read_rows(data, name), 1)
    return ImportReport(source, tuple(_told(line, row, look) for line, row in rows))


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
    imported before and says something else edits its note, unless the note was corrected here since or the row seems
    to be of another file; a note that was withdrawn never comes back. Rows are saved by batches, so that others may
    save between two: an import that is stopped keeps those before, and the same file brings in the rest.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: the file cannot be read as notes.
    """
    actor.require(Permission.STEWARD)
    rows = list(enumerate(read_rows(data, name), 1))
    with_defaults = defaults or ImportDefaults()
    taking = _Taking(db, actor, PurePath(name).stem, store.file_print(db, data))
    seen, done = set[str](), list[ImportRow]()
    for start in range(0, len(rows), _BATCH):
        with storage.transaction(db):
            taking.known = matching.codes(db, actor)  # others may have changed people since the last batch
            for line, row in rows[start : start + _BATCH]:
                done.append(_told(line, row, lambda row: taking.row(_draft(row, with_defaults, seen))))
        if progress is not None:
            progress(len(done), len(rows))
    return ImportReport(taking.source, tuple(done))


def _draft(row: Mapping[str, str], defaults: ImportDefaults, seen: set[str]) -> NoteDraft:
    draft = understand(row, defaults)
    if draft.external_id in seen:
        raise InvalidInput(N_("This id stands twice in the file."))
    seen.add(draft.external_id)
    return draft


def _told(
    line: int, row: Mapping[str, str], take: Callable[[Mapping[str, str]], tuple[NoteDraft, RowState]]
) -> ImportRow:
    """Take one row and say what became of it; a refusal is the row's own and stops no other."""
    try:
        draft, state = take(row)
    except Unavailable:  # the disk refuses: that is not the fault of the row
        raise
    except UserError as error:
        return _refusal(line, row.get("id", ""), row.get("text", ""), error)
    return ImportRow(line, draft.external_id, state, _short(draft.text))


@dataclass(slots=True)
class _Taking:
    """A file on its way in.

    `known` is pseudonym → participant; `people` label → participant: the label is not kept, it may be a name.
    """

    db: Database
    actor: Actor
    source: str
    file: str
    known: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def row(self, draft: NoteDraft) -> tuple[NoteDraft, RowState]:
        """Do with one row what its state asks, all of it or, when it is refused, nothing."""
        is_new = draft.person not in self.people
        try:
            with storage.transaction(self.db):
                state = matching.row_state(self.db, self.actor, self.source, draft, self.known)
                if state is not RowState.SAME:
                    self._apply(draft, state)
        except UserError:
            if is_new:  # the participant made for this row went with it
                self.people.pop(draft.person, None)
            raise
        return draft, state

    def _apply(self, draft: NoteDraft, state: RowState) -> None:
        before = store.imported(self.db, self.source, draft.external_id)
        if before is not None:
            answers = {TEMPLATES[NoteKind(draft.kind)].narrative: draft.text}
            fieldnotes.edit_note(self.db, self.actor, note_id=before.note_id, answers=answers)
            store.set_text(self.db, before.id, store.text_print(self.db, draft.text), self.actor.id)
            return
        waits = store.held(self.db, self.source, draft.external_id)
        if waits is not None:
            store.release(self.db, waits.id, self.actor.id)
        if state is not RowState.NEW:
            store.hold(self.db, self.source, draft, self.actor.id)
            return
        consent = ConsentDraft(mode=draft.consent, given_on=draft.held_on, purposes=draft.purposes)
        person = self._person(draft)
        _record(self.db, self.actor, self.source, draft, person, consent, file=self.file)

    def _person(self, draft: NoteDraft) -> str | None:
        """Return the participant of a row: a pseudonym of ours, or one made for each new label of the file."""
        if not draft.person or draft.consent == ConsentMode.NOT_APPLICABLE:
            return None
        if draft.person.startswith("P-"):
            return matching.known_person(self.known, draft.person)
        found = self.people.get(draft.person) or self._from_before(draft.person)
        if found is None:
            found = privacy.add_participant(self.db, self.actor, sector=draft.sector)
            self.known[privacy.participant(self.db, self.actor, found).code] = found
        self.people[draft.person] = found
        return found

    def _from_before(self, label: str) -> str | None:
        note_id = store.note_of_label(self.db, self.file, store.person_print(self.db, self.source, label))
        with suppress(NotFound):  # its consent ended meanwhile
            return fieldnotes.note(self.db, self.actor, note_id).participant_id if note_id else None
        return None


def _record(  # noqa: PLR0913 - a note from a file has these parts
    db: Database,
    actor: Actor,
    source: str,
    draft: NoteDraft,
    person: str | None,
    consent: ConsentDraft,
    *,
    file: str = "",
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
    store.add_import(
        db,
        store.row_print(db, source, draft.external_id),
        note_id,
        actor.id,
        text=store.text_print(db, draft.text),
        person=store.person_print(db, source, draft.person),
        file=file,
    )
    return note_id


def admit(db: Database, actor: Actor, *, waiting_id: str, consent: ConsentDraft) -> str:
    """Record the consent of a text that waited; it becomes a note, whose id is returned.

    Raises:
        NotAllowed: not of the coordination. NotFound: it no longer waits. InvalidInput: the consent does not allow it.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        found = _held(db, waiting_id)
        code = found.draft.person if found.draft.person.startswith("P-") else ""
        person = consent.participant_id or (matching.known_person(matching.codes(db, actor), code) if code else None)
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


def _refusal(line: int, external_id: str, text: str, error: UserError) -> ImportRow:
    return ImportRow(line, external_id[:_EXCERPT], RowState.REFUSED, _short(text), error.message, dict(error.params))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1] + "…"
