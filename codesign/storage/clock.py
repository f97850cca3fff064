"""Hybrid logical clock (Kulkarni et al. 2014): order that a laptop one hour late cannot upset.

A stamp is text that sorts: milliseconds, counter, post. It is never behind the wall clock nor behind any stamp
already in the journal, whichever laptop made it.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

_MOST = 0xFFFFFF


def stamp(ms: int, counter: int, post: str) -> str:
    """Return the sortable text of one stamp."""
    return f"{ms:012x}-{counter:06x}-{post[-12:]}"


def next_stamps(last: str | None, n: int, post: str) -> list[str]:
    """Return `n` stamps after `last` (the greatest known one, or None) and not behind the wall clock."""
    wall = time.time_ns() // 1_000_000
    ms, counter = wall, 0
    if last:
        seen_ms, seen_counter = int(last[:12], 16), int(last[13:19], 16)
        if seen_ms >= wall:
            ms, counter = seen_ms, seen_counter + 1
            if counter + n > _MOST:  # a clock that was years ahead: the order is kept, in the next millisecond
                ms, counter = ms + 1, 0
    return [stamp(ms, counter + i, post) for i in range(n)]


def stamp_time(value: str) -> datetime:
    """Return the moment of a stamp."""
    return datetime.fromtimestamp(int(value[:12], 16) / 1000, UTC)


def now() -> str:
    """Return the wall clock as UTC ISO-8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
