"""In which order the queue stands: where rules and model disagree, then where they doubt, and every fifth by lot.

The share drawn by lot shows what the other two would never show, and lets figures be estimated without their leaning.
The draw depends on the day and the note alone: it is the same for everybody, all day long.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from codesign.barriers.review import QueueRow, Why

_EVERY = 5  # one row in so many comes by lot


def in_order(rows: Sequence[QueueRow], day: str) -> list[QueueRow]:
    """Return the rows in the order of reading, each with the reason why it stands there; those read stay at the end.

    `day` is any text that changes with the day.
    """
    left = sorted((row for row in rows if row.to_read), key=_most_doubtful)
    lot = sorted(left, key=lambda row: hashlib.sha256(f"{day} {row.source_id}".encode()).digest())
    drawn = {row.source_id for row in lot[: len(left) // _EVERY]}
    by_lot = [replace(row, why=Why.DRAWN) for row in lot if row.source_id in drawn]
    by_doubt = [replace(row, why=_reason(row)) for row in left if row.source_id not in drawn]
    found: list[QueueRow] = []
    while by_lot or by_doubt:
        found.append((by_lot if by_lot and (len(found) % _EVERY == _EVERY - 1 or not by_doubt) else by_doubt).pop(0))
    return found + [row for row in rows if not row.to_read]


def _most_doubtful(row: QueueRow) -> tuple[int, int, int, bool, float, str]:
    return -row.disagreements, -row.unsure, -row.pending, row.lowest is None, row.lowest or 0.0, row.source_id


def _reason(row: QueueRow) -> Why:
    if row.disagreements:
        return Why.DISAGREEMENT
    if row.unsure:
        return Why.UNSURE
    return Why.PROPOSALS if row.pending else Why.NOTHING_PROPOSED
