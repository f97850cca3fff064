"""Identifiers found in a text before it is saved: what points at one person has no place in a note.

The rules rather warn once too often: the person decides, and says « ce n'en est pas un » where the machine is wrong.
811, 911 and 211 are services, not identifiers. A text without warning is not anonymous: somebody may still be known by
what they tell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.privacy.names import find_names
from codesign.privacy.patterns import RULES, Identifier, IdentifierType


class FreeText(NamedTuple):
    """What somebody typed freely in one place: whose screen shows it, the texts, the keys (`type:words`) set aside."""

    owner: str
    texts: tuple[str, ...]
    dismissed: frozenset[str] = frozenset()


Forgotten = Callable[[str], Iterator[tuple[int, int]]]


def unsettled(of: FreeText, forgotten: Forgotten) -> frozenset[tuple[IdentifierType, str]]:
    """Return the passages of a place that may point at someone and that nobody settled, each words once.

    `forgotten` yields the passages that name somebody who was replaced by a token elsewhere (see `known_names`).
    """
    found = {(each.type, text[each.start : each.end]) for text in of.texts for each in find_identifiers(text)}
    found |= {(IdentifierType.NAME, text[start:end]) for text in of.texts for start, end in forgotten(text)}
    return frozenset((kind, words) for kind, words in found if f"{kind.value}:{words}" not in of.dismissed)


def check_free_text(texts: Iterable[str], aside: Collection[str] = ()) -> None:
    """Let go on with what somebody typed where no approval comes after.

    `aside` are the passages (`type:words`) of which somebody said that they identify nobody.

    Raises:
        InvalidInput: something else in it may point at a person; nothing may be written.
    """
    found = unsettled(FreeText("", tuple(texts), frozenset(aside)), lambda _text: iter(()))
    if found:
        words = ", ".join(f"«\u202f{each}\u202f»" for each in sorted({words for _kind, words in found})[:3])
        raise InvalidInput(
            N_("This may point at someone: %(words)s. Write a role in its place, or say that it identifies nobody."),
            words=words,
        )


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
