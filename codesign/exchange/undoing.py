"""Taking a whole import back: what it made and nobody worked on since goes, the rest is kept and listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from codesign import accounts, barriers, fieldnotes, media, personas, privacy, storage
from codesign.accounts import Actor, Permission
from codesign.errors import Conflict, NotFound
from codesign.exchange import batch_store, store
from codesign.exchange.model import Batch, Undoing
from codesign.exchange.reads import who
from codesign.exchange.taking import CHANGED, CONSENT, MEDIA, NOTE, OCCASION, PERSON, WAITING
from codesign.i18n import N_
from codesign.storage import Database

EDITED = N_("Changed, approved or put in the bin since")
DECIDED = N_("Someone decided on a code in it")
SEEN = N_("A photo or a sound was added to it")
NAMED = N_("A persona rests on it")
CORRECTED = N_("It was here before: the import corrected it")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an undoing erases, by kind of thing, and the notes that it keeps with the reason."""

    notes: tuple[str, ...]
    waiting: tuple[str, ...]
    people: tuple[str, ...]
    consents: tuple[str, ...]
    occasions: tuple[str, ...]
    media: tuple[str, ...]
    kept: dict[str, str]


def imports(db: Database, actor: Actor, *, limit: int = 20) -> tuple[Batch, ...]:
    """Return the latest imports that made something, newest first, with the names of members.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    names = accounts.member_names(db)
    return tuple(replace(each, member=who(names, each.member)) for each in batch_store.batches(db, limit))


def preview_undo(db: Database, actor: Actor, *, batch_id: str) -> Undoing:
    """Return what `undo_import` would erase and keep; nothing is written.

    Raises:
        NotAllowed: not of the coordination. NotFound: no such import. Conflict: it was undone already.
    """
    actor.require(Permission.STEWARD)
    return _told(_plan(db, actor, batch_id))


def undo_import(db: Database, actor: Actor, *, batch_id: str) -> Undoing:
    """Erase what an import made, journal included, save what people worked on since; return what went and stayed.

    The same file may come in again afterwards.

    Raises:
        NotAllowed: not of the coordination. NotFound: no such import. Conflict: it was undone already.
    """
    actor.require(Permission.STEWARD)
    with storage.undivided(db):
        plan = _plan(db, actor, batch_id)
        media.erase_arrivals(db, actor, item_ids=plan.media)
        batch_store.drop_media(db, plan.media)
        barriers.forget_sources(db, actor, source_ids=plan.notes)
        store.drop_imports(db, batch_store.import_rows(db, plan.notes), actor.id)
        fieldnotes.erase_notes(db, actor, note_ids=plan.notes, occasion_ids=plan.occasions)
        for waiting_id in plan.waiting:
            store.release(db, waiting_id, actor.id)
            media.settle_waiting(db, actor, before=waiting_id)
        for person in plan.people:
            privacy.erase_participant(db, actor, person)
        privacy.erase_consents(db, actor, consent_ids=plan.consents)
        batch_store.close_batch(db, batch_id)
    media.sweep(db)
    privacy.settle_on_disk(db, actor)
    return _told(plan)


def _plan(db: Database, actor: Actor, batch_id: str) -> _Plan:
    found = batch_store.batch(db, batch_id)
    if found is None:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    if found.undone_at:
        raise Conflict(N_("This import was undone already."))
    made = batch_store.made(db, batch_id, NOTE)
    people = tuple(batch_store.made(db, batch_id, PERSON))
    behind = personas.standing_behind(db, people)
    seen = media.untouched(db, actor, versions=batch_store.made(db, batch_id, MEDIA))
    kept = _kept(db, actor, made, behind, seen)
    corrected = batch_store.made(db, batch_id, CHANGED)
    notes = tuple(each for each in fieldnotes.note_versions(db, actor, note_ids=made) if each not in kept)
    gone, given = {*notes}, tuple(batch_store.made(db, batch_id, CONSENT))
    needed = fieldnotes.consents_needed(db, actor, consent_ids=given, besides=notes)
    consents = tuple(each for each in given if each not in needed)
    return _Plan(
        notes=notes,
        waiting=tuple(each for each in batch_store.made(db, batch_id, WAITING) if store.waiting(db, each)),
        people=tuple(each for each in people if each not in behind and _alone(db, actor, each, gone, {*consents})),
        consents=consents,
        occasions=tuple(batch_store.made(db, batch_id, OCCASION)),
        media=tuple(each for each, note_id in seen.items() if note_id not in kept),
        kept=kept | dict.fromkeys(fieldnotes.note_versions(db, actor, note_ids=corrected), CORRECTED),
    )


def _kept(
    db: Database, actor: Actor, made: dict[str, str], behind: Iterable[str], seen: Iterable[str]
) -> dict[str, str]:
    """Return the notes that somebody worked on since they came, each with the reason."""
    now = fieldnotes.note_versions(db, actor, note_ids=made)
    kept = {each: EDITED for each, version in now.items() if version != made[each]}
    kept |= dict.fromkeys(barriers.decided_sources(db, now), DECIDED)
    kept |= dict.fromkeys(media.notes_with_media(db, now, besides=seen), SEEN)
    kept |= dict.fromkeys(personas.standing_behind(db, now), NAMED)
    for person in behind:
        kept |= {each: NAMED for each in fieldnotes.sources_of_participant(db, person) if each in now}
    return kept


def _alone(db: Database, actor: Actor, person: str, notes: set[str], consents: set[str]) -> bool:
    """Say whether all that is held of a person whom the import made goes with it."""
    if tuple(privacy.person_ids(db, person)) != (person,):  # withdrawn, or found to be another pseudonym's
        return False
    given = {each.id for each in privacy.consents(db, actor, participant_id=person)}
    told = {*fieldnotes.sources_of_participant(db, person)}
    return given <= consents and told <= notes


def _told(plan: _Plan) -> Undoing:
    gone = {
        N_("Notes"): len(plan.notes),
        N_("Imported texts that wait for a consent"): len(plan.waiting),
        N_("Participants"): len(plan.people),
        N_("Consents"): len(plan.consents),
    }
    if plan.media:
        gone[N_("Photos and sounds")] = len(plan.media)
    return Undoing(gone, plan.kept)
