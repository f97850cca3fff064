"""What a group has of its own: counts against everybody, with lift and interval, never a p-value.

The same codes made the groups, so a test of "no difference" would always be passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TypeAlias

from codesign.personas.figures import Frequencies, Frequency, exact_frequencies
from codesign.personas.model import MIN_PEOPLE

Code: TypeAlias = tuple[str, str]  # family, code
BORROWED = 15.0  # people who live like everybody, lent to a small group before its lift is believed
LEADING = 1.5
RARE = 0.5
Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Trait:
    """A code of a group: its count in words (`frequency`), its lift, and the 95 % interval of its share (0–1).

    `elsewhere` is how many tell it among the people outside the group, and how many these are, where that is known.
    """

    frequency: Frequency
    lift: float
    low: float
    high: float
    elsewhere: tuple[int, int] | None = None

    @property
    def leading(self) -> bool:
        """Whether it sets the group apart: at least 5 people, and half as much again as overall, or as elsewhere.

        A group that is half of everybody cannot be twice what everybody is: it is held against the others, and leads
        where its interval is above theirs.
        """
        heard, people = self.frequency.count.value or 0, self.frequency.people.value or 0
        if heard < MIN_PEOPLE:
            return False
        if self.lift >= LEADING or self.elsewhere is None:
            return self.lift >= LEADING
        part, others = self.elsewhere
        return self.low > wilson(part, others)[1] and lift(heard, people, max(part, 1) / others) >= LEADING


def traits(people: int, total: int, counts: Iterable[tuple[str, str, int, int]]) -> tuple[Trait, ...]:
    """Return the codes of `people` among `total`, highest lift first; counts are (family, code, inside, overall)."""
    rows = tuple(counts)
    overall = {(family, code): heard for family, code, _inside, heard in rows}
    found = []
    for each in exact_frequencies(people, total, rows).rows if people else ():
        inside, heard = each.count.value or 0, overall[each.family, each.code]
        outside = (heard - inside, total - people) if total > people else None
        found.append(Trait(each, lift(inside, people, heard / total), *wilson(inside, people), outside))
    return tuple(sorted(found, key=lambda trait: (-trait.lift, trait.frequency.code)))


def traits_shown(counts: Frequencies) -> tuple[Trait, ...]:
    """Return lift and interval of counts as they are shown, in their order: outside, from the rounded numbers alone.

    Without an overall share that may be told there is nothing to compare with.
    """
    found = []
    for each in counts.rows:
        inside, people = each.count.value or 0, each.people.value or 0
        if each.reference and people:
            found.append(Trait(each, lift(inside, people, each.reference), *wilson(min(inside, people), people)))
    return tuple(found)


def absent(people: int, total: int, counts: Iterable[tuple[str, str, int, int]]) -> tuple[tuple[str, str], ...]:
    """Return (family, code) of what is common among everybody and markedly rare in the group."""
    return tuple(
        (family, code)
        for family, code, inside, heard in counts
        if people and heard / total >= 0.2 and lift(inside, people, heard / total) <= RARE
    )


def lift(inside: int, people: int, share: float) -> float:
    """Return how many times as frequent a code is in a group as overall (`share`), shrunk towards 1."""
    return (inside + BORROWED * share) / (people + BORROWED) / share


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    if whole <= 0:
        return 0.0, 1.0
    share, square = part / whole, Z95**2
    middle = share + square / (2 * whole)
    spread = Z95 * sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    return max(0.0, (middle - spread) / (1 + square / whole)), min(1.0, (middle + spread) / (1 + square / whole))


def pairs(lived: Iterable[Iterable[Code]], limit: int = 5) -> tuple[tuple[Code, Code, int], ...]:
    """Return the two codes most often lived by the same person, with how many people: at least 5."""
    seen: Counter[tuple[Code, Code]] = Counter()
    for codes in lived:
        seen.update(combinations(sorted(set(codes)), 2))
    ranked = sorted(seen.items(), key=lambda item: (-item[1], item[0]))
    return tuple((one, two, n) for (one, two), n in ranked[:limit] if n >= MIN_PEOPLE)
