"""What people do with relectures: read a sheet back with the people concerned, keep what they say, follow it up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from codesign import privacy
from codesign.accounts import Actor, Permission
from codesign.errors import Conflict, InvalidInput, NotFound
from codesign.i18n import N_
from codesign.personas import reads, relecture_store, store
from codesign.personas.actions import back_to_review
from codesign.personas.model import Persona, judged
from codesign.personas.reads import PersonaView
from codesign.personas.relecture import (
    MAX_REMARK,
    Answer,
    Relecture,
    RelectureDraft,
    check,
    digest,
    on_sheet,
)
from codesign.storage import Database, clean_text, save, transaction, uuid7


def record_relecture(
    db: Database,
    actor: Actor,
    *,
    persona_id: str,
    draft: RelectureDraft,
    id: str | None = None,  # noqa: A002 - house name of a form's id
    aside: Collection[str] = (),
) -> str:
    """Keep what the people concerned said of a sheet; return the id. The same `id` sent twice makes one.

    A line that they ask to remove leaves the sheet and every export at once; a sheet that they ask to remove goes back
    to review. `aside` are the passages (`type:words`) of the remark that were said to identify nobody.

    Raises:
        InvalidInput: a day to come, nobody who read, a pseudonym that is not in use, or a remark that may point at
            somebody.
        NotFound: no such persona, or a line that is no longer on it.
    """
    actor.require(Permission.RELECTURE_ANSWER)
    check(draft, privacy.today())
    privacy.check_free_text((draft.remark,), aside)
    with transaction(db):
        kept = _standing_persona(db, persona_id)
        if draft.participant_id is not None and not relecture_store.participant_exists(db, draft.participant_id):
            raise InvalidInput(N_("This pseudonym is not in use. Choose one from the list."))
        before = relecture_store.relectures(db, persona_id)
        found = _made(kept, draft, id or uuid7(), on_sheet(kept, before))
        try:
            save(db, relecture_store.RELECTURE, found.id, relecture_store.row_values(found), author=actor.id, new=True)
        except Conflict:
            return found.id
        if draft.answer is Answer.REMOVE:
            back_to_review(db, actor, persona_id)
        return found.id


def follow_up_relecture(
    db: Database, actor: Actor, *, relecture_id: str, text: str, base: str, aside: Collection[str] = ()
) -> str:
    """Say what the team did of a relecture; return its version.

    Raises:
        InvalidInput: words that may point at somebody and were not set `aside`.
        NotFound: no such relecture. Conflict: somebody changed it since `base`.
    """
    actor.require(Permission.RELECTURE_ANSWER)
    privacy.check_free_text((text,), aside)
    with transaction(db):
        said = clean_text(text.strip(), limit=MAX_REMARK)
        return relecture_store.change(db, relecture_id, {"follow_up": said}, actor.id, base)


def bin_relecture(db: Database, actor: Actor, *, relecture_id: str) -> None:
    """Put a relecture that was recorded by mistake in the bin: its answers no longer count."""
    _set_bin(db, actor, relecture_id, deleted=True)


def restore_relecture(db: Database, actor: Actor, *, relecture_id: str) -> None:
    """Take a relecture out of the bin."""
    _set_bin(db, actor, relecture_id, deleted=False)


def relectures(db: Database, actor: Actor, *, persona_id: str) -> tuple[Relecture, ...]:
    """Return the relectures of a persona, newest first."""
    actor.require(Permission.RELECTURE_ANSWER)
    return relecture_store.relectures(db, persona_id)


def to_read_back(db: Database, actor: Actor) -> tuple[PersonaView, ...]:
    """Return every persona as it is read back, drafts too: small counts hidden, no passage of a note, by letter."""
    actor.require(Permission.RELECTURE_ANSWER)
    return tuple(reads.outside_view(db, actor, each) for each in store.persona_ids(db))


def relectures_held(db: Database, actor: Actor, *, participant_id: str) -> tuple[Relecture, ...]:
    """Return the relectures that name a person, for whoever asks what is held of them."""
    actor.require(Permission.STEWARD)
    return relecture_store.naming(db, {*privacy.person_ids(db, participant_id), participant_id})


def free_texts(db: Database, actor: Actor) -> tuple[privacy.FreeText, ...]:
    """Return the remarks of relectures and what the team did of them, by persona, for the pass over the corpus.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    rows = relecture_store.remarks(db)
    return tuple(privacy.FreeText(persona_id, (remark, after)) for persona_id, remark, after in rows)


def _made(persona: Persona, draft: RelectureDraft, relecture_id: str, seen: frozenset[str]) -> Relecture:
    texts = {line.id: line.text for line in persona.lines if not line.to_review}
    if set(draft.lines) - set(texts):
        raise NotFound(N_("This line no longer exists. Reload the page."))
    return Relecture(
        id=relecture_id,
        version="",
        persona_id=persona.id,
        presented_to=draft.presented_to,
        form=draft.form,
        held_on=draft.held_on,
        answer=draft.answer,
        people=draft.people,
        participant_id=draft.participant_id,
        remark=clean_text(draft.remark.strip(), limit=MAX_REMARK),
        follow_up="",
        seen=seen,
        answers={digest(persona.id, texts[line_id]): answer for line_id, answer in draft.lines.items()},
    )


def _standing_persona(db: Database, persona_id: str) -> Persona:
    """Return a persona with its lines judged; one in the bin is not read back."""
    kept = store.persona(db, persona_id)
    if store.is_binned(db, store.PERSONA, persona_id):
        raise NotFound(N_("This persona no longer exists. Go back to the list."))
    materials = store.materials(db, {each.source_id for line in kept.lines for each in line.evidence})
    return replace(kept, lines=tuple(judged(line, materials) for line in kept.lines))


def _set_bin(db: Database, actor: Actor, relecture_id: str, *, deleted: bool) -> None:
    actor.require(Permission.RELECTURE_ANSWER)
    with transaction(db):
        relecture_store.change(db, relecture_id, {"deleted": deleted}, actor.id)
