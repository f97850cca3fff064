"""A person withdraws: decisions on their notes hold quotes, and what the machine read holds their words' places."""

from __future__ import annotations

from collections.abc import Iterable

from codesign import fieldnotes, storage
from codesign.accounts import Actor, Permission
from codesign.barriers import store
from codesign.barriers.shelf import shelf_of
from codesign.i18n import N_
from codesign.storage import Database


def decided_sources(db: Database, source_ids: Iterable[str]) -> frozenset[str]:
    """Return those of these notes and documents on which a person decided something, undone since or not."""
    return frozenset(each for each in source_ids if store.decision_ids(db, [each]))


def forget_sources(db: Database, actor: Actor, *, source_ids: Iterable[str]) -> None:
    """Forget what the machine read of notes that are about to be erased; nobody decided anything on them.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    store.forget_derived(db, list(source_ids))


def preview_withdrawal(db: Database, participant_id: str) -> dict[str, int]:
    """Return what `erase_participant` would erase: message id of a kind of thing → how many."""
    sources = fieldnotes.sources_of_participant(db, participant_id)
    shelf = shelf_of(db)
    learnt = sum(bool(set(sources) & set(card.sources)) for card in shelf.cards()) if shelf else 0
    found = {
        N_("Coding decisions"): len(store.decision_ids(db, sources)),
        N_("Proposals of the machine"): store.proposal_count(db, sources),
    }
    if learnt:  # flagged by the withdrawal, erased by the next training
        found[N_("Models to be trained again without their sentences")] = learnt
    return found


def erase_participant(db: Database, actor: Actor, participant_id: str) -> None:
    """Erase every decision on a person's notes, values in the journal included, and what the machine read of them.

    To be called before their notes go: it finds them through these.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        sources = fieldnotes.sources_of_participant(db, participant_id)
        for decision_id in store.decision_ids(db, sources):
            store.erase_decision(db, decision_id, actor.id)
        store.forget_derived(db, sources)
