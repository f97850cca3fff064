"""What the machine reads of a text, made when missing or out of date, and joined with what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from codesign import jobs, storage
from codesign.accounts import Actor
from codesign.barriers import store
from codesign.barriers.review import KeyedSentence, ReviewedSentence, assemble, keyed
from codesign.barriers.tagger import Tagger
from codesign.barriers.working import tagger_of, version_of
from codesign.i18n import N_
from codesign.nlp import sentences, split_offsets
from codesign.storage import Database

READING = "retag"  # the job that reads the texts; `bootstrap` says what it runs


class Progress(Protocol):
    """How a long work says where it stands; it may raise to stop the work."""

    def __call__(self, done: int, total: int, message: str) -> None:
        """Tell how many are done, of how many, and what is being done."""


def ensure_proposals(
    db: Database,
    source_ids: Sequence[str] | None = None,
    progress: Progress | None = None,
    limit: int | None = None,
) -> int:
    """Propose codes for the texts (all, or these) that the machine has not read in their current version.

    A text read by the tagger at work in its current version is never read again. Each text is its own transaction,
    so that stopping half-way loses nothing.

    Returns:
        How many texts were read.
    """
    version = version_of(db)
    waiting = store.stale_sources(db, version, source_ids)[:limit]
    tagger = tagger_of(db) if waiting else None
    for done, source_id in enumerate(waiting):
        if progress is not None:
            progress(done, len(waiting), N_("The machine reads the notes"))
        if tagger is not None:
            _read_text(db, source_id, tagger, version)
    if progress is not None and waiting:
        progress(len(waiting), len(waiting), N_("The machine reads the notes"))
    return len(waiting)


def ask_for_reading(db: Database, actor: Actor) -> None:
    """Have the worker read all that waits, unless it was asked to already: nobody should wait for it on a screen."""
    if not any(each.kind == READING and not each.state.is_over for each in jobs.all_jobs(db)):
        jobs.enqueue(db, actor, READING, {})


def _read_text(db: Database, source_id: str, tagger: Tagger, tagger_version: str) -> None:
    with storage.transaction(db):
        found = store.text_of(db, source_id)
        if found is None:  # withdrawn or binned since the list was made
            return
        _kind, text, version = found
        proposed = tagger.tag(text, split_offsets(text))
        cut = keyed(sentences(text))
        key_at = {each.start: each.key for each in cut}
        store.replace_derived(
            db,
            source_id,
            version=version,
            tagger_version=tagger_version,
            sentences=cut,
            proposals=[(key_at[each.start], each) for each in proposed if each.start in key_at],
        )


def reviewed_sentences(db: Database, source_id: str) -> tuple[ReviewedSentence, ...]:
    """Return the sentences of the current text, in order, with proposals and standing decisions.

    None is returned of a text that is not to be read any more (binned, consent withdrawn).
    """
    ensure_proposals(db, [source_id])
    found = store.text_of(db, source_id)
    if found is None:
        return ()
    text = found[1]
    proposed = store.suggestions(db, source_id)
    decided = store.standing(db, source_id)
    return tuple(
        assemble(KeyedSentence(key, start, end, text[start:end]), proposed.get(key, ()), decided.get(key, ()))
        for key, start, end in store.sentence_spans(db, source_id)
    )
