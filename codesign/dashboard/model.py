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
    """Counts by code and by the values of one axis, with the people of each value."""

    axis: Axis
    values: tuple[str, ...]
    people: Mapping[str, Masked]
    cells: Mapping[tuple[str, str], Masked]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the dashboard shows. `months` is the period, first and last, or None without any note."""

    people: Masked
    notes: Masked
    unread: Masked
    months: tuple[str, str] | None
    codes: tuple[CodeCount, ...]
    stages: tuple[StageCount, ...]
    crossings: Mapping[Axis, Crossing]
