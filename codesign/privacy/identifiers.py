"""Identifiers found in a text before it is saved: what points at one person has no place in a note.

The rules rather warn once too often: the person decides, and says « ce n'en est pas un » where the machine is wrong.
811, 911 and 211 are services, not identifiers. A text without warning is not anonymous: somebody may still be known by
what they tell.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from codesign.privacy.names import find_names
from codesign.privacy.patterns import RULES, Identifier, IdentifierType


@lru_cache(maxsize=512)
def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return what may point at a person in `text`, in order; where two kinds overlap, the first kind of the rules."""
    found: list[Identifier] = []
    for kind, spans in RULES:
        for start, end in spans(text):
            _insert(found, Identifier(kind, start, end))
    for start, end in find_names(text):
        _insert(found, Identifier(IdentifierType.NAME, start, end))
    return tuple(found)


def _insert(found: list[Identifier], new: Identifier) -> None:
    """Put `new` in its place among passages that are in order and apart, unless it overlaps one of them."""
    at = bisect_left(found, new.start, key=lambda each: each.start)
    clear_before = at == 0 or found[at - 1].end <= new.start
    clear_after = at == len(found) or new.end <= found[at].start
    if clear_before and clear_after:
        found.insert(at, new)
