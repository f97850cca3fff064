"""The order of the queue: disagreement, doubt, and one note in five by lot."""

from __future__ import annotations

from collections.abc import Callable

from codesign import barriers
from codesign.accounts import Actor
from codesign.barriers import QueueRow, Why
from codesign.barriers.ordering import in_order
from codesign.storage import Database

DAY, OTHER_DAY = "2026-11-22", "2026-11-23"


def a_row(n: int, *, disagreements: int = 0, unsure: int = 0, pending: int = 1, to_read: int = 1) -> QueueRow:
    """One row of the queue."""
    return QueueRow(
        f"source-{n:02}", "note", "appel", "2026-11", "ouest", None, "…", 3, to_read, pending, 0.9,
        disagreements, unsure,
    )  # fmt: skip


def test_disagreement_comes_first_then_doubt_then_the_rest() -> None:
    """Where an answer teaches most."""
    rows = [a_row(1, pending=0), a_row(2, pending=4), a_row(3, unsure=1), a_row(4, disagreements=1)]
    found = in_order(rows, DAY)
    assert [row.source_id[-1] for row in found] == ["4", "3", "2", "1"]
    assert [row.why for row in found] == [Why.DISAGREEMENT, Why.UNSURE, Why.PROPOSALS, Why.NOTHING_PROPOSED]


def test_every_fifth_row_comes_by_lot_the_same_all_day() -> None:
    """Without the lot, what the machine never doubts would never be read; every note stays in the list, once."""
    rows = [a_row(n, disagreements=n % 3, unsure=n % 2) for n in range(40)]
    found = in_order(rows, DAY)
    assert [at for at, row in enumerate(found) if row.why is Why.DRAWN] == [4, 9, 14, 19, 24, 29, 34, 39]
    assert sorted(row.source_id for row in found) == [row.source_id for row in rows]
    assert in_order(list(reversed(rows)), DAY) == found
    drawn = [row.source_id for row in found if row.why is Why.DRAWN]
    assert [row.source_id for row in in_order(rows, OTHER_DAY) if row.why is Why.DRAWN] != drawn


def test_what_is_read_is_never_drawn() -> None:
    """The list of what is done keeps its order."""
    rows = [a_row(n, to_read=0) for n in range(10)]
    assert in_order(rows, DAY) == rows


def test_the_queue_counts_doubts_from_the_scores(db: Database, reviewer: Actor, a_note: Callable[..., str]) -> None:
    """The reason is read from what the machine proposed, and told with the row."""
    a_note("Elle ne parle pas français. Il fait froid ce matin.")
    (row,) = barriers.queue(db, reviewer).rows
    (proposed,) = [
        each
        for sentence in barriers.review(db, reviewer, row.source_id).sentences
        for each in sentence.pending
        if each.family == "barrier"
    ]
    assert row.disagreements == (proposed.origin == "rule" and proposed.score < 0.5)
    assert row.unsure == (0.35 <= proposed.score <= 0.65)
    assert row.why is (Why.UNSURE if row.unsure else Why.PROPOSALS)
