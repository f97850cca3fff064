"""What people do in review: decide on a sentence, take a decision back. Decisions are added, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from codesign import fieldnotes, storage
from codesign.accounts import Actor, Permission
from codesign.barriers import store
from codesign.barriers.codes import checked_code
from codesign.barriers.derived import reviewed_sentences
from codesign.barriers.review import (
    MAX_MEMO,
    Action,
    Choice,
    ReviewedSentence,
    SentenceState,
    check_choice,
)
from codesign.barriers.working import version_of
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.i18n import N_
from codesign.storage import Database

ORIGIN_PERSON = "person"


def decide(
    db: Database,
    actor: Actor,
    *,
    source_id: str,
    choice: Choice,
    id: str | None = None,  # noqa: A002 - the house name of a form's id
) -> str:
    """Record one decision; return the id of the gesture, by which it may be undone.

    The same `id` sent twice records one decision.

    Raises:
        NotAllowed: the role does not review. NotFound: the source, or the sentence, is no longer there.
        InvalidInput: the choice does not fit the sentence or the codebook.
    """
    return decide_together(db, actor, source_id=source_id, choices=(choice,), id=id)


def decide_together(
    db: Database,
    actor: Actor,
    *,
    source_id: str,
    choices: Sequence[Choice],
    id: str | None = None,  # noqa: A002 - the house name of a form's id
) -> str:
    """Record several decisions as one gesture, undone together; all or none. Raises as `decide`."""
    actor.require(Permission.TAG_REVIEW)
    gesture = id or storage.uuid7()
    with storage.transaction(db):
        fieldnotes.source_text(db, actor, source_id)
        if store.of_gesture(db, gesture):
            return gesture
        found = {each.key: each for each in reviewed_sentences(db, source_id)}
        source = store.text_of(db, source_id)
        if source is None or not choices:
            raise NotFound(N_("There is nothing to decide here any more."))
        common = {
            "source_id": source_id,
            "source_kind": source[0],
            "decided_by": actor.id,
            # Never before a decision already there: a clock set back must not let an old decision win.
            "decided_at": max(storage.now(), store.latest_moment(db, source_id)),
            "gesture": gesture,
        }
        version = version_of(db)
        for n, choice in enumerate(choices):
            values = _values(choice, found.get(choice.sentence_key), version)
            store.add_decision(db, gesture if n == 0 else storage.uuid7(), {**common, **values}, actor.id)
    return gesture


def _values(choice: Choice, sentence: ReviewedSentence | None, version: str) -> Mapping[str, Any]:
    """Return what the journal keeps of a choice, beside the common part."""
    if sentence is None:
        raise NotFound(N_("The text changed meanwhile: this sentence is no longer in it. Look again, then decide."))
    status = check_choice(choice, sentence)
    nothing = choice.action is Action.NOTHING
    family, code = ("", "") if nothing else checked_code(choice.family, choice.code)
    basis = next((each for each in sentence.suggestions if (each.family, each.code) == (family, code)), None)
    return {
        "sentence_key": sentence.key,
        "quote": sentence.text,
        "family": family,
        "code": code,
        "status": str(status) if status else None,
        "action": str(choice.action),
        "origin": basis.origin if basis else ORIGIN_PERSON,
        "rule": ",".join(sorted({each.rule_id for each in basis.evidence})) if basis else "",
        "tagger_version": basis.tagger_version if basis else version,
        "memo": storage.clean_text(choice.memo, limit=MAX_MEMO),
    }


def nothing_in_rest(
    db: Database,
    actor: Actor,
    *,
    source_id: str,
    id: str | None = None,  # noqa: A002 - the house name of a form's id
) -> str:
    """Decide « nothing to code » for every sentence that nobody has read and for which nothing is proposed.

    Raises:
        InvalidInput: no such sentence is left. Others as `decide`.
    """
    actor.require(Permission.TAG_REVIEW)
    with storage.transaction(db):
        fieldnotes.source_text(db, actor, source_id)
        if id and store.of_gesture(db, id):
            return id
        rest = [
            Choice(each.key, Action.NOTHING)
            for each in reviewed_sentences(db, source_id)
            if each.state is SentenceState.TO_READ and not each.pending
        ]
        if not rest:
            raise InvalidInput(N_("Every sentence left carries a proposal: decide on each of them."))
        return decide_together(db, actor, source_id=source_id, choices=rest, id=id)


def undo_decision(db: Database, actor: Actor, *, gesture: str) -> int:
    """Take back the decisions of one gesture; they stay in the history. Return how many were taken back.

    Raises:
        NotFound: no such gesture. NotAllowed: it is someone else's (decide otherwise instead: both are kept).
    """
    actor.require(Permission.TAG_REVIEW)
    with storage.transaction(db):
        made = store.of_gesture(db, gesture)
        if not made:
            raise NotFound(N_("There is no decision to undo."))
        if any(each.decided_by != actor.id for each in made):
            raise NotAllowed(N_("This decision is a colleague’s: decide otherwise instead, and both will be kept."))
        fieldnotes.source_text(db, actor, made[0].source_id)
        left = [each for each in made if not each.undone]
        for each in left:
            store.set_undone(db, each.id, actor.id)
    return len(left)
