"""What people see of the coding: the queue, one source under review, tags as evidence, the history of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from codesign import fieldnotes, storage
from codesign.accounts import Actor, Permission
from codesign.barriers import store, tag_store
from codesign.barriers.derived import ask_for_reading, ensure_proposals, reviewed_sentences
from codesign.barriers.model import TagStatus
from codesign.barriers.ordering import in_order
from codesign.barriers.review import TAGGING, Decision, Queue, QueueFilter, Review, Tag
from codesign.barriers.working import version_of
from codesign.storage import Database

READ_AT_ONCE = 12  # texts that opening the queue may have the machine read: a tenth of a second; a job reads the rest


def queue(db: Database, actor: Actor, *, filter: QueueFilter | None = None) -> Queue:  # noqa: A002 - the house name
    """Return the sources as the filter asks, in the order of `ordering`: disagreement, doubt, and one in five by lot.

    Raises:
        NotAllowed: the role does not review.
    """
    actor.require(Permission.TAG_REVIEW)
    ensure_proposals(db, limit=READ_AT_ONCE)
    rows = tag_store.queue(db, filter or QueueFilter(), _reach(actor), actor.id)
    waiting = len(store.stale_sources(db, version_of(db), None))
    if waiting:
        ask_for_reading(db, actor)
    return Queue(tuple(in_order(rows, storage.now()[:10])), waiting)


def review(db: Database, actor: Actor, source_id: str) -> Review:
    """Open one source for review; what the machine has not read yet is read now.

    Raises:
        NotAllowed: the role does not review, or may not read this note. NotFound: it is gone.
    """
    actor.require(Permission.TAG_REVIEW)
    source = fieldnotes.source_text(db, actor, source_id)
    return Review(
        source_id=source_id,
        source_kind=source.kind,
        title=source.title,
        sections=tuple((each.label, each.start, each.end) for each in source.sections),
        sentences=reviewed_sentences(db, source_id),
        undoable=store.gestures(db, source_id, actor.id),
    )


def decisions_of(db: Database, actor: Actor, source_id: str, sentence_key: str | None = None) -> tuple[Decision, ...]:
    """Return every decision on a source or one of its sentences, the latest first, undone ones too.

    Raises as `review`.
    """
    actor.require(Permission.TAG_REVIEW)
    fieldnotes.source_text(db, actor, source_id)
    return tuple(store.decisions(db, source_id, sentence_key))


def tags_of(db: Database, actor: Actor, source_ids: Sequence[str]) -> tuple[Tag, ...]:
    """Return the tags that hold on these sources, those that the actor may read; the others are left out.

    Raises:
        NotAllowed: the role reads no note at all.
    """
    actor.require(Permission.NOTE_READ_OWN)
    allowed = tag_store.readable(db, list(source_ids), _reach(actor), actor.id)
    return tuple(tag_store.tags(db, allowed))


def evidence(
    db: Database,
    actor: Actor,
    *,
    family: str,
    code: str,
    status: TagStatus | None = TagStatus.PRESENT,
    source_ids: Sequence[str] | None = None,
) -> tuple[Tag, ...]:
    """Return the sentences that a code rests on, among these sources or all, those that the actor may read.

    `status` None means any. Raises as `tags_of`.
    """
    actor.require(Permission.NOTE_READ_OWN)
    found = tag_store.tags_of_code(db, family, code, status)
    wanted = {each.source_id for each in found}
    if source_ids is not None:
        wanted &= set(source_ids)
    allowed = set(tag_store.readable(db, sorted(wanted), _reach(actor), actor.id))
    return tuple(each for each in found if each.source_id in allowed)


def codes_held(db: Database, actor: Actor, source_id: str) -> tuple[Decision, ...]:
    """Return the codes that people put on a source, hidden ones too: its person may ask what is held of them.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    standing = store.standing(db, source_id).values()
    return tuple(each for sentence in standing for each in sentence if each.action in TAGGING)


def free_codes(db: Database, actor: Actor, family: str) -> tuple[str, ...]:
    """Return the words that the team already uses in a family of free words, the most used first.

    Raises:
        NotAllowed: the role does not review.
    """
    actor.require(Permission.TAG_REVIEW)
    return tuple(tag_store.free_codes(db, family))


def _reach(actor: Actor) -> str:
    if actor.may(Permission.NOTE_READ_ALL):
        return tag_store.ALL
    return tag_store.CLEARED if actor.may(Permission.NOTE_READ_CLEARED) else tag_store.OWN
