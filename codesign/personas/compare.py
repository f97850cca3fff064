"""A new set of groups beside the published one: kept, new, merged, split, gone; numbers of people, never who."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Ref: TypeAlias = tuple[str, str]  # ("participant" or "note", its id)
KINSHIP = 0.3  # Jaccard under which two groups are not the same one any more
MOST = 0.5
PART = 0.25


@dataclass(frozen=True, slots=True)
class Kept:
    """A published persona found again: who is in both, who left it for elsewhere, who came; and its nearness (0–1)."""

    persona_id: str
    number: int
    both: int
    left: int
    came: int
    nearness: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of each published persona (by id) and where each group (by number) comes from."""

    kept: tuple[Kept, ...] = ()
    split: tuple[tuple[str, tuple[int, ...]], ...] = ()
    merged: tuple[tuple[int, tuple[str, ...]], ...] = ()
    new: tuple[int, ...] = ()
    gone: tuple[str, ...] = ()
    moved: int = 0


def compare(before: Mapping[str, frozenset[Ref]], after: Mapping[int, frozenset[Ref]]) -> Comparison:
    """Return how the groups `after` follow from those `before`; people met since count as having come."""
    split = {
        old: parts
        for old, them in before.items()
        if len(parts := tuple(new for new, now in after.items() if _part_of(them & now, them, now))) > 1
    }
    merged = {
        new: sources
        for new, now in after.items()
        if len(sources := tuple(old for old, them in before.items() if them and len(them & now) / len(them) >= MOST))
        > 1
    }
    used_old = {*split, *(old for sources in merged.values() for old in sources)}
    used_new = {*merged, *(new for parts in split.values() for new in parts)}
    kept = _pair(
        {old: them for old, them in before.items() if old not in used_old},
        {new: now for new, now in after.items() if new not in used_new},
    )
    used_old |= {each.persona_id for each in kept}
    used_new |= {each.number for each in kept}
    return Comparison(
        kept,
        tuple(split.items()),
        tuple(merged.items()),
        tuple(new for new in after if new not in used_new),
        tuple(old for old in before if old not in used_old),
        sum(each.left for each in kept),
    )


def _part_of(both: frozenset[Ref], old: frozenset[Ref], new: frozenset[Ref]) -> bool:
    """Say whether a new group is a piece of an old one: mostly made of it, and a fair piece of it."""
    return bool(both) and len(both) / len(new) >= MOST and len(both) / len(old) >= PART


def _pair(before: Mapping[str, frozenset[Ref]], after: Mapping[int, frozenset[Ref]]) -> tuple[Kept, ...]:
    """Pair the nearest first, each once."""
    near = sorted(
        (
            (len(them & now) / len(them | now), old, new)
            for old, them in before.items()
            for new, now in after.items()
            if them
        ),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    found: list[Kept] = []
    for nearness, old, new in near:
        free = all(old != each.persona_id and new != each.number for each in found)
        if free and nearness >= KINSHIP:
            both = len(before[old] & after[new])
            found.append(Kept(old, new, both, len(before[old]) - both, len(after[new]) - both, nearness))
    return tuple(found)
