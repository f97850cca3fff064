"""A file on its way in: what each row becomes, and what of it an undoing has to find again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from codesign import fieldnotes, media, privacy, storage
from codesign.accounts import Actor
from codesign.errors import NotFound, UserError
from codesign.exchange import batch_store, matching, store
from codesign.exchange.matching import answers_print
from codesign.exchange.model import NoteDraft, RowState
from codesign.exchange.moments import taken_back
from codesign.exchange.rows import answers_of
from codesign.fieldnotes import TEMPLATES, NoteKind, OccasionDraft
from codesign.i18n import N_
from codesign.privacy import ConsentDraft, ConsentMode
from codesign.storage import Database

NOTE, OCCASION, CONSENT, PERSON, WAITING, CHANGED = "note", "occasion", "consent", "person", "waiting", "changed"
MEDIA = "media"
Made = list[tuple[str, str]]


@dataclass(slots=True)
class Taking:
    """The state of an import between rows.

    `known` gives the participants by pseudonym; `people` label → participant: the label is not kept, it may be a
    name; `made` what the rows of this batch made.
    """

    db: Database
    actor: Actor
    source: str
    file: str
    known: matching.Known
    people: dict[str, str] = field(default_factory=dict)
    made: Made = field(default_factory=list)

    def row(self, draft: NoteDraft, former_id: str = "") -> RowState:
        """Do with one row what its state asks, all of it or, when it is refused, nothing; return that state.

        A row that came in under `former_id` is known by its own id from then on.
        """
        is_new, before = draft.person not in self.people, len(self.made)
        try:
            with storage.undivided(self.db):
                if former_id:
                    store.rename_row(self.db, self.source, former_id, draft.external_id, self.actor.id)
                state = matching.row_state(self.db, self.actor, self.source, draft, self.known)
                if state is not RowState.SAME:
                    self._apply(draft, state)
        except UserError:
            del self.made[before:]
            if is_new:  # the participant made for this row went with it
                self.people.pop(draft.person, None)
            raise
        return state

    def remember(self, batch_id: str, counts: Mapping[str, int]) -> None:
        """Write what the rows made since the last time; to be called in their transaction."""
        notes = [row_id for thing, row_id in self.made if thing in (NOTE, CHANGED)]
        versions = fieldnotes.note_versions(self.db, self.actor, note_ids=notes) if notes else {}
        batch_store.add_made(
            self.db, batch_id, [(thing, row_id, versions.get(row_id, "")) for thing, row_id in self.made]
        )
        batch_store.count(self.db, batch_id, counts)
        self.made.clear()

    def _apply(self, draft: NoteDraft, state: RowState) -> None:
        before = store.imported(self.db, self.source, draft.external_id)
        if before is not None:
            held = fieldnotes.held_answers(self.db, self.actor, note_id=before.note_id).answers
            answers = taken_back(answers_of(draft), held)
            fieldnotes.edit_note(self.db, self.actor, note_id=before.note_id, answers=answers)
            store.set_text(self.db, before.id, answers_print(self.db, draft), self.actor.id)
            self.made.append((CHANGED, before.note_id))
            return
        waits = store.held(self.db, self.source, draft.external_id)
        if waits is not None:
            store.release(self.db, waits.id, self.actor.id)
        former = waits.draft.former_ids if waits is not None else ()
        if state is RowState.NEW:
            self.made += record(
                self.db, self.actor, self.source, draft, self._person(draft), consent_draft(draft), file=self.file
            )
            for each in former:
                store.also_known(self.db, self.source, draft.external_id, each, self.actor.id)
        else:
            self.made.append((WAITING, store.hold(self.db, self.source, draft, self.actor.id, former)))
        if waits is not None:
            became = next(row_id for thing, row_id in reversed(self.made) if thing in (NOTE, WAITING))
            media.settle_waiting(self.db, self.actor, before=waits.id, note_id=became)

    def _person(self, draft: NoteDraft) -> str | None:
        """Return the participant of a row: a pseudonym of ours, one for each new label, or one for a row of answers."""
        if not (draft.person or draft.attributes) or draft.consent == ConsentMode.NOT_APPLICABLE:
            return None
        if draft.person.startswith("P-"):
            return matching.known_person(self.known, draft.person)
        found = self.people.get(draft.person) or self._from_before(draft.person) if draft.person else None
        if found is None:
            found = privacy.add_participant(self.db, self.actor, sector=draft.sector, **draft.attributes)
            self.made.append((PERSON, found))
        if draft.person:
            self.people[draft.person] = found
        return found

    def _from_before(self, label: str) -> str | None:
        note_id = store.note_of_label(self.db, self.file, store.person_print(self.db, self.source, label))
        with suppress(NotFound):  # its consent ended meanwhile
            return fieldnotes.note(self.db, self.actor, note_id).participant_id if note_id else None
        return None


def consent_draft(draft: NoteDraft) -> ConsentDraft:
    """Return the consent that a row says."""
    consent = ConsentDraft(mode=draft.consent, given_on=draft.held_on, purposes=draft.purposes)
    return replace(consent, language=draft.consent_language) if draft.consent_language else consent


def record(  # noqa: PLR0913 - a note from a file has these parts
    db: Database,
    actor: Actor,
    source: str,
    draft: NoteDraft,
    person: str | None,
    consent: ConsentDraft,
    *,
    file: str = "",
) -> Made:
    """Make the note of a row, with its occasion and its consent; return what was made, the note first."""
    kind = TEMPLATES[NoteKind(draft.kind)]
    if consent.mode == ConsentMode.NOT_APPLICABLE:
        consent = replace(consent, reason=consent.reason or N_("Imported without a participant"))
    if person is not None:
        consent = replace(consent, participant_id=person)
    consent_id = privacy.record_consent(db, actor, draft=consent)
    about: dict[str, Any] = {"held_on": draft.held_on, "sector": draft.sector, "place_type": draft.place_type}
    occasion = OccasionDraft(kind=kind.occasion_kind, id=storage.uuid7(), **about, **draft.head)
    note_id = fieldnotes.record_note(
        db,
        actor,
        id=storage.uuid7(),
        kind=draft.kind,
        occasion=occasion,
        participant_id=person,
        consent_id=consent_id,
        answers=answers_of(draft),
    )
    store.add_import(
        db,
        store.row_print(db, source, draft.external_id),
        note_id,
        actor.id,
        text=answers_print(db, draft),
        person=store.person_print(db, source, draft.person),
        file=file,
    )
    return [(NOTE, note_id), (OCCASION, str(occasion.id)), (CONSENT, consent_id)]
