"""What people do with the lines of a persona: write, quote, rest on evidence, order, put in the bin."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID, uuid5

from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.personas import store
from codesign.personas.actions import back_to_review
from codesign.personas.model import (
    MAX_LINE,
    Evidence,
    Line,
    LineDraft,
    LineKind,
    Section,
    find_passage,
    judged,
    kind_of,
)
from codesign.personas.sight import may_read
from codesign.storage import Database, clean_text, transaction, uuid7

_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zà-ÿ]|[«“\"\d])|\n+")


def add_line(
    db: Database,
    actor: Actor,
    *,
    persona_id: str,
    draft: LineDraft,
    id: str | None = None,  # noqa: A002 - house name of a form's id
) -> str:
    """Add a line at the end of its section; return its id.

    Raises:
        InvalidInput: it is empty, or a passage may not be used or is not in its note.
    """
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        empty = Line(id or uuid7(), "", persona_id, draft.section, -1, "", LineKind.QUOTE)
        line = _line(db, actor, draft, replace(empty, position=_place(db, empty, draft.section)))
        if store.add(db, store.LINE, line.id, store.line_values(line), actor.id):
            back_to_review(db, actor, persona_id)
        return line.id


def add_quote(db: Database, actor: Actor, *, persona_id: str, evidence: Evidence, section: Section) -> str:
    """Put the exact words of a passage on the sheet; return the line's id."""
    draft = LineDraft(section, evidence.quote, (evidence,), LineKind.QUOTE)
    return add_line(db, actor, persona_id=persona_id, draft=draft)


def tell_story(
    db: Database,
    actor: Actor,
    *,
    persona_id: str,
    text: str,
    id: str | None = None,  # noqa: A002 - house name of a form's id
) -> tuple[str, ...]:
    """Add a story, one line for each of its sentences, so that each can have its own evidence; return their ids.

    They are interpretations until somebody rests them on what people said. A form sent twice tells it once.

    Raises:
        InvalidInput: there is no sentence in it.
    """
    actor.require(Permission.PERSONA_EDIT)
    told = sentences(text) or ("",)
    with transaction(db):
        first = UUID(id or uuid7())
        ids = [str(uuid5(first, str(place)) if place else first) for place in range(len(told))]
        drafts = [LineDraft(Section.STORY, each) for each in told]
        pairs = zip(ids, drafts, strict=True)
        return tuple(add_line(db, actor, persona_id=persona_id, draft=draft, id=made) for made, draft in pairs)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that somebody typed."""
    return tuple(each.strip() for each in _END.split(text.strip()) if each.strip())


def edit_line(db: Database, actor: Actor, *, line_id: str, draft: LineDraft, base: str) -> str:
    """Change a line: words, section, evidence; return its new version.

    Passages of notes that the person may not read stay: nobody takes away what they cannot see.

    Raises:
        Conflict: somebody saved another version since `base`.
    """
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        before = store.line(db, line_id)
        kept = replace(draft, evidence=(*draft.evidence, *_unseen(db, actor, before)))
        line = _line(db, actor, kept, replace(before, position=_place(db, before, draft.section)))
        version = store.change(db, store.LINE, line_id, store.line_values(line), actor.id, base)
        back_to_review(db, actor, line.persona_id)
        return version


def add_evidence(db: Database, actor: Actor, *, line_id: str, evidence: Evidence) -> str:
    """Rest a line on one more passage; an interpretation becomes a claim with evidence; return its version."""
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        line = _standing(db, line_id)
        known = tuple(each for each in line.evidence if not each.same(evidence))
        draft = LineDraft(line.section, line.text, (*known, evidence), LineKind.EVIDENCE)
        return edit_line(db, actor, line_id=line_id, draft=draft, base=line.version)


def remove_evidence(db: Database, actor: Actor, *, line_id: str, evidence: Evidence) -> str:
    """Take a passage away from a line; with none left it becomes an interpretation; return its version."""
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        line = _standing(db, line_id)
        left = tuple(each for each in line.evidence if not each.same(evidence))
        draft = LineDraft(line.section, line.text, left)
        return edit_line(db, actor, line_id=line_id, draft=draft, base=line.version)


def move_line(db: Database, actor: Actor, *, line_id: str, by: int) -> None:
    """Move a line up (-1) or down (+1) within its section."""
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        line = store.line(db, line_id)
        order = [each for each in store.lines(db, line.persona_id) if each.section is line.section]
        places = [each.id for each in order]
        here = places.index(line_id) if line_id in places else -1
        there = here + by
        if here < 0 or not 0 <= there < len(order):
            return
        order.insert(there, order.pop(here))
        for position, each in enumerate(order):
            if each.position != position:
                store.change(db, store.LINE, each.id, {"position": position}, actor.id)
        back_to_review(db, actor, line.persona_id)


def bin_line(db: Database, actor: Actor, *, line_id: str) -> None:
    """Put a line in the bin."""
    _bin_line(db, actor, line_id, deleted=True)


def restore_line(db: Database, actor: Actor, *, line_id: str) -> None:
    """Take a line out of the bin."""
    _bin_line(db, actor, line_id, deleted=False)


def _line(db: Database, actor: Actor, draft: LineDraft, line: Line) -> Line:
    """Return `line` with the draft's content, each passage found again in its note."""
    kind = kind_of(draft)
    text = draft.evidence[0].quote if kind is LineKind.QUOTE else clean_text(draft.text, limit=MAX_LINE)
    if not text.strip() or len(text) > MAX_LINE:
        raise InvalidInput(N_("Write the line first, in %(limit)s characters at most."), limit=MAX_LINE)
    if kind is LineKind.QUOTE and (draft.text != text or len(draft.evidence) != 1):
        raise InvalidInput(N_("A quote keeps the exact words of the note: choose another one rather than change it."))
    if draft.section is Section.STORY and kind is LineKind.EVIDENCE and len(sentences(text)) > 1:
        raise InvalidInput(N_("One sentence at a time: each sentence of a story has its own evidence."))
    evidence = tuple(_passage(db, actor, each, line, kind) for each in draft.evidence)
    return replace(line, section=draft.section, text=text, kind=kind, evidence=evidence)


def _passage(db: Database, actor: Actor, evidence: Evidence, line: Line, kind: LineKind) -> Evidence:
    """Return the passage where it stands, if it may be used for this kind of line.

    Who may not read a note may keep a passage that a colleague put on the line, not add one.
    """
    material = store.materials(db, [evidence.source_id]).get(evidence.source_id)
    known = any(each.same(evidence) for each in line.evidence)
    if material is not None and not known and not may_read(actor, material):
        material = None
    found = find_passage(evidence, material, quoting=kind is LineKind.QUOTE)
    if found is None and kind is LineKind.QUOTE:
        raise InvalidInput(
            N_("This cannot be quoted: the note must hold these exact words, be cleared, and have consent for quotes.")
        )
    if found is None:
        raise InvalidInput(N_("This sentence cannot be used: it changed, or its consent does not allow personas."))
    return found


def _bin_line(db: Database, actor: Actor, line_id: str, *, deleted: bool) -> None:
    actor.require(Permission.PERSONA_EDIT)
    with transaction(db):
        store.change(db, store.LINE, line_id, {"deleted": deleted}, actor.id)
        back_to_review(db, actor, store.line(db, line_id).persona_id)


def _standing(db: Database, line_id: str) -> Line:
    """Return a line that is not a quote with the passages that may still be used.

    Raises:
        InvalidInput: it is a quote, which has one source.
    """
    line = store.line(db, line_id)
    if line.kind is LineKind.QUOTE:
        raise InvalidInput(N_("A quote has one source: add another line for another quote."))
    return judged(line, store.materials(db, {each.source_id for each in line.evidence}))


def _unseen(db: Database, actor: Actor, line: Line) -> tuple[Evidence, ...]:
    materials = store.materials(db, {each.source_id for each in line.evidence})
    alive = judged(line, materials).evidence if line.kind is not LineKind.QUOTE else ()
    return tuple(each for each in alive if not may_read(actor, materials[each.source_id]))


def _place(db: Database, line: Line, section: Section) -> int:
    """Return where the line stands in `section`: where it was, or at the end of one that is new to it."""
    if line.position >= 0 and line.section is section:
        return line.position
    others = store.persona(db, line.persona_id).lines
    return max((each.position for each in others if each.section is section), default=-1) + 1
