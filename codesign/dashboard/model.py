"""What the steering group sees: counts of distinct people, each one masked, and where each person stands.

A person stands once: in the sector, the kind of occasion and the month in which they were first met. The parts of each
table then add up, which is what makes complementary masking exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from codesign.i18n import N_
from codesign.privacy import Masked
from codesign.territory import Reference, ReferenceGroup


class Axis(StrEnum):
    """By what the counts may be looked at, one at a time: two at once would allow differencing."""

    SECTOR = "sector"
    OCCASION = "occasion"
    MONTH = "month"


AXIS_LABELS: Mapping[Axis, str] = MappingProxyType(
    {Axis.SECTOR: N_("Sector"), Axis.OCCASION: N_("Occasion"), Axis.MONTH: N_("Month")}
)


@dataclass(frozen=True, slots=True)
class Person:
    """A distinct person, never shown: where and when they were first met."""

    key: str
    sector: str
    occasion: str
    month: str

    def at(self, axis: Axis) -> str:
        """Return where the person stands on one axis."""
        return {Axis.SECTOR: self.sector, Axis.OCCASION: self.occasion, Axis.MONTH: self.month}[axis]


@dataclass(frozen=True, slots=True)
class Telling:
    """A person lives a barrier, as told in an occasion."""

    person: str
    code: str
    occasion_id: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What the counts are made from, never shown; `unread` are the notes without any code that people decided."""

    people: tuple[Person, ...]
    tellings: tuple[Telling, ...]
    notes: int
    unread: int


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many people live one barrier; `share` is a percentage in words where it may be said."""

    code: str
    count: Masked
    share: str | None


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many people meet a barrier in one of the stages of access, in the order of the path."""

    stage: str
    count: Masked
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Counts by code and by the values of one axis, with the people of each value.

    Values whose people are hidden are named where enough people stand in them together, else not at all.
    """

    axis: Axis
    values: tuple[str, ...]
    people: Mapping[str, Masked]
    cells: Mapping[tuple[str, str], Masked]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the dashboard shows. `months` is the period, first and last, or None where no month may be named."""

    people: Masked
    notes: Masked
    unread: Masked
    months: tuple[str, str] | None
    codes: tuple[CodeCount, ...]
    stages: tuple[StageCount, ...]
    crossings: Mapping[Axis, Crossing]


class Verdict(StrEnum):
    """What may be said of a group against its share of reference."""

    UNDER = "under"  # heard less than its share, and chance does not explain it
    EVEN = "even"  # no gap that can be told from chance
    OVER = "over"  # heard more than its share: a choice, not a mistake
    EARLY = "early"  # fewer than 5 people expected: too early to say
    TINY = "tiny"  # fewer than 40 people in the reference: its figure says nothing
    UNSAID = "unsaid"  # too many people of whom the attribute is not known
    UNCOMPARED = "uncompared"  # no complete reference
    HIDDEN = "hidden"  # too few people to show


VERDICT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Verdict.UNDER: N_("Under-heard"),
        Verdict.EVEN: N_("No gap established"),
        Verdict.OVER: N_("Heard more than its share"),
        Verdict.EARLY: N_("Too early to say"),
        Verdict.TINY: N_("Reference too small"),
        Verdict.UNSAID: N_("Too often not said"),
        Verdict.UNCOMPARED: N_("Reference incomplete"),
        Verdict.HIDDEN: N_("Not shown"),
    }
)


@dataclass(frozen=True, slots=True)
class HeardPerson:
    """A distinct person who was heard, never shown: attributes, and whether they spoke themselves at least once."""

    attributes: Mapping[str, str]
    direct: bool


@dataclass(frozen=True, slots=True)
class GroupGap:
    """One group: how many were heard, their share with its 95 % interval, and the share of reference (0–1).

    `expected` is how many would be heard at equal shares and `missing` how many of these were not; `proxy` counts those
    of whom only somebody else spoke, None for readers outside the team.
    """

    group: ReferenceGroup
    heard: Masked
    verdict: Verdict
    share: float | None = None
    low: float = 0.0
    high: float = 1.0
    target: float | None = None
    expected: float | None = None
    proxy: int | None = None

    @property
    def missing(self) -> int:
        """About how many more people would have to be heard."""
        return max(0, round(self.expected or 0) - (self.heard.value or 0))

    @property
    def proxy_only(self) -> bool:
        """Whether nobody of the group spoke for themselves."""
        return bool(self.heard.value) and self.proxy == self.heard.value


@dataclass(frozen=True, slots=True)
class AttributeGap:
    """One attribute: its groups, who is counted, of whom it is not known, and the part that would have to be others."""

    reference: Reference
    groups: tuple[GroupGap, ...]
    known: Masked
    unsaid: Masked
    coverage: float | None

    @property
    def under(self) -> tuple[GroupGap, ...]:
        """The groups that are under-heard, those that miss most first."""
        found = [each for each in self.groups if each.verdict is Verdict.UNDER]
        return tuple(sorted(found, key=lambda each: -each.missing))


@dataclass(frozen=True, slots=True)
class EmptyCrossing:
    """Groups of several attributes that nobody heard belongs to; `share` is the product of their shares (0–1)."""

    aims: tuple[tuple[Reference, ReferenceGroup], ...]
    share: float
    expected: float


@dataclass(frozen=True, slots=True)
class Gaps:
    """Who was not heard yet. `unnamed` counts notes without pseudonym, which tell nothing of who spoke.

    `exact` says that counts are the true ones, for the team; for others they are masked and rounded, and what would
    tell small ones (crossings, who spoke for whom) is left out.
    """

    people: Masked
    unnamed: Masked
    attributes: tuple[AttributeGap, ...]
    crossings: tuple[EmptyCrossing, ...]
    exact: bool
