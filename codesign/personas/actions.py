"""What people do with personas: choose people, write lines on evidence, publish.

An edit of a published persona sends it back to review: what the steering group reads was seen by the coordination.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from codesign.accounts import Actor, Permission
from codesign.errors import Conflict, InvalidInput, NotFound
from codesign.i18n import N_
from codesign.personas import relecture_store, store
from codesign.personas.model import (
    MAX_TAGLINE,
    MAX_TITLE,
    MIN_PEOPLE,
    Method,
    PersonaDraft,
    State,
    check_letter,
    judged,
    next_letter,
)
from codesign.personas.relecture import Standing, digest, standing, vetoed
from codesign.storage import Database, clean_text, transaction, uuid7


def create_persona(
    db: Database,
    actor: Actor,
    *,
    draft: PersonaDraft,
    participant_ids: Iterable[str] = (),
    note_ids: Iterable[str] = (),
    id: str | None = None,  # noqa: A002 - house name of a form's id
) -> str:
    """Make a draft by hand from the people chosen; return its id. The same `id` sent twice makes one."""
    actor.require(Permission.PERSONA_EDIT)
    return make(
        db,
        actor,
        draft,
        Method.MANUAL,
        participant_ids=participant_ids,
        note_ids=note_ids,
        persona_id=id or uuid7(),
    )


def make(  # noqa: PLR0913 - what a persona is made of, once for both ways of making one
    db: Database,
    actor: Actor,
    draft: PersonaDraft,
    method: Method,
    *,
    participant_ids: Iterable[str],
    note_ids: Iterable[str],
    persona_id: str,
) -> str:
    """Make a draft, by hand or from a group that was found; the caller has asked for the role."""
    with transaction(db):
        kept = _clean_head(replace(draft, letter=draft.letter or next_letter(store.letters(db))))
        values = {**_head(kept), "method": str(method), "state": str(State.DRAFT), "sealed": ""}
        if store.add(db, store.PERSONA, persona_id, values, actor.id):
            _set_people(db, actor, persona_id, participant_ids, note_ids)
        return persona_id


def edit_persona(db: Database, actor: Actor, *, persona_id: str, draft: PersonaDraft, base: str) -> str:
    """Change title, tagline and letter; return the new version.

    Raises:
        Conflict: somebody saved another version since `base`.
    """
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        version = store.change(db, store.PERSONA, persona_id, _head(_clean_head(draft)), actor.id, base)
        return back_to_review(db, actor, persona_id) if version != base else version


def choose_people(
    db: Database,
    actor: Actor,
    *,
    persona_id: str,
    participant_ids: Iterable[str],
    note_ids: Iterable[str],
    base: str | None = None,
) -> None:
    """Set whom the persona is made from. `base` is the `people_version` that the author saw.

    Raises:
        Conflict: somebody chose other people meanwhile; `current` holds their choice.
    """
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        persona = store.persona(db, persona_id)
        if base is not None and base != persona.people_version:
            raise Conflict(
                N_("Someone chose other people meanwhile. Look at their choice, then make yours again."),
                current={"participant_ids": persona.participant_ids, "note_ids": persona.note_ids},
            )
        if _set_people(db, actor, persona_id, participant_ids, note_ids):
            back_to_review(db, actor, persona_id)


def bin_persona(db: Database, actor: Actor, *, persona_id: str) -> None:
    """Put a persona in the bin; a published one leaves the published list at once."""
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        store.change(db, store.PERSONA, persona_id, {"deleted": True}, actor.id)
        back_to_review(db, actor, persona_id)


def restore_persona(db: Database, actor: Actor, *, persona_id: str) -> None:
    """Take a persona out of the bin."""
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        store.change(db, store.PERSONA, persona_id, {"deleted": False}, actor.id)


def publish_persona(db: Database, actor: Actor, *, persona_id: str, base: str, seal: str | None = None) -> str:
    """Let everybody who signs in read the persona, its small counts hidden; return its version.

    `seal` is that of the sheet that was read: its lines have versions of their own. What is published is sealed: a line
    that changes afterwards, wherever it comes from, takes the sheet back to review until somebody publishes it anew.

    Raises:
        InvalidInput: fewer than 5 people, no line, a line that has lost what it rested on, or people concerned asked
            that it be removed. Without a relecture it is published, and says so wherever it is read.
        Conflict: somebody changed it since `base`, or one of its lines since `seal`: read again before publishing.
    """
    actor.require(Permission.PUBLISH)
    with transaction(db):
        _check_publishable(db, persona_id)
        kept = store.persona(db, persona_id)
        if seal is not None and seal != kept.seal:
            raise Conflict(N_("Someone changed this sheet meanwhile. Read it again, then publish it."))
        values = {"state": str(State.PUBLISHED), "sealed": kept.seal}
        return store.change(db, store.PERSONA, persona_id, values, actor.id, base)


def unpublish_persona(db: Database, actor: Actor, *, persona_id: str) -> str:
    """Take a persona back among the drafts; return its version."""
    actor.require(Permission.PUBLISH)
    with transaction(db):
        return store.change(db, store.PERSONA, persona_id, {"state": str(State.DRAFT)}, actor.id)


def _check_publishable(db: Database, persona_id: str) -> None:
    persona = store.persona(db, persona_id)
    if store.is_binned(db, store.PERSONA, persona_id):
        raise NotFound(N_("This persona no longer exists. Go back to the list."))
    count, _total = store.people(db, persona.participant_ids, persona.note_ids)
    if count < MIN_PEOPLE:
        raise InvalidInput(
            N_(
                "Not published: a persona needs at least %(least)s people, so that it points at nobody."
                " This one has %(n)s."
            ),
            least=MIN_PEOPLE,
            n=count,
        )
    materials = store.materials(db, {each.source_id for line in persona.lines for each in line.evidence})
    lines = [judged(line, materials) for line in persona.lines]
    told = relecture_store.relectures(db, persona_id)
    refused = vetoed(told)
    if all(digest(persona_id, line.text) in refused for line in lines):
        raise InvalidInput(N_("Not published: write at least one line first."))
    if standing(replace(persona, lines=tuple(lines)), told) is Standing.REMOVE:
        raise InvalidInput(
            N_("Not published: people concerned ask that it be removed. Change it, then read it back with them.")
        )
    if any(line.lost for line in lines):
        raise InvalidInput(N_("Not published: some lines have lost their evidence. Review or remove them first."))


def _set_people(
    db: Database, actor: Actor, persona_id: str, participant_ids: Iterable[str], note_ids: Iterable[str]
) -> bool:
    """Write only what differs; say whether anything did."""
    wanted = {("participant", each) for each in participant_ids} | {("note", each) for each in note_ids}
    chosen = store.sources(db, persona_id)
    new = sorted(wanted - chosen.keys())
    _check_people(db, new)
    for kind, ref_id in new:
        store.add(
            db, store.SOURCE, uuid7(), {"persona_id": persona_id, "kind": kind, "ref_id": ref_id}, actor.id
        )  # fmt: skip
    for key in sorted(chosen.keys() - wanted):
        for row_id in chosen[key]:
            store.change(db, store.SOURCE, row_id, {"deleted": True}, actor.id)
    return bool(wanted ^ chosen.keys())


def _check_people(db: Database, new: Iterable[tuple[str, str]]) -> None:
    """Refuse people and notes whose consent does not allow personas."""
    rows = store.note_rows(db)
    usable = {("note", row.id) for row in rows} | {("participant", row.participant_id or "") for row in rows}
    if any(each not in usable for each in new):
        raise InvalidInput(N_("One of these people or notes has no valid consent for personas. Nothing was changed."))


def _head(draft: PersonaDraft) -> dict[str, str]:
    return {"title": draft.title, "tagline": draft.tagline, "letter": draft.letter}


def _clean_head(draft: PersonaDraft) -> PersonaDraft:
    title = clean_text(draft.title, limit=MAX_TITLE)
    if not title:
        raise InvalidInput(N_("Write a title: what these people come up against, rather than a name."))
    check_letter(draft.letter)
    return replace(draft, title=title, tagline=clean_text(draft.tagline, limit=MAX_TAGLINE))


def back_to_review(db: Database, actor: Actor, persona_id: str) -> str:
    """Send a published persona back to review; return its version."""
    persona = store.persona(db, persona_id)
    if persona.state is not State.PUBLISHED:
        return persona.version
    return store.change(db, store.PERSONA, persona_id, {"state": str(State.TO_REVIEW)}, actor.id)
