"""Sectors, reference figures and shares, and the visits that the team plans to whom it has not heard yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from codesign.i18n import N_

UNKNOWN = "undisclosed"  # nobody said where: not « Ailleurs », which is a place; the same word as of a person


@dataclass(frozen=True, slots=True)
class Sector:
    """A part of the territory, large enough that naming it points at nobody."""

    id: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure. `value` is None where it was not found yet; `verified` when it was read at its source."""

    indicator: str
    category: str
    value: float | None
    unit: str
    year: int
    source_title: str
    source_url: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ReferenceGroup:
    """A group of a reference: the values of an attribute that it holds, and its own name where it has one.

    `share` is a percentage as published, None where it is not known; `verified` when it was read at its source.
    """

    id: str
    values: tuple[str, ...]
    label: str
    share: float | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """What people heard are compared with, for one attribute: shares with their year, place and source.

    `edited` when the coordination gave the shares; `version` is then the base of the next edit, else empty.
    `population` is how many people the shares are of, None where unknown; `of_people` is false where they are shares of
    households or families, which cannot be crossed with shares of people.
    """

    id: str
    attribute: str
    groups: tuple[ReferenceGroup, ...]
    year: int
    geography: str
    source: str
    url: str
    note: str
    population: int | None
    of_people: bool = True
    edited: bool = False
    version: str = ""

    @property
    def complete(self) -> bool:
        """Whether every group has a share, and they are shares of somebody."""
        return all(each.share is not None for each in self.groups) and self.total > 0

    @property
    def total(self) -> float:
        """What the published shares add up to, in percent."""
        return sum(each.share or 0.0 for each in self.groups)

    def targets(self) -> Mapping[str, float]:
        """Return group → its share (0–1) once brought back to the groups admitted; empty when incomplete."""
        return {each.id: (each.share or 0.0) / self.total for each in self.groups} if self.complete else {}


@dataclass(frozen=True, slots=True)
class ReferenceDraft:
    """Shares as the coordination gives them: group → percentage, None where unknown."""

    shares: Mapping[str, float | None]
    year: int
    geography: str
    source: str
    url: str = ""
    verified: bool = False


class VisitState(StrEnum):
    """Where a planned visit stands."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


VISIT_STATE_LABELS: Mapping[str, str] = MappingProxyType(
    {VisitState.PLANNED: N_("Planned"), VisitState.DONE: N_("Took place"), VisitState.CANCELLED: N_("Cancelled")}
)


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A visit to plan. `aims` say whom to hear, each as `attribute/group`; `who` goes is a role, never a name."""

    aims: tuple[str, ...]
    who: str
    sector: str
    place_type: str = ""
    planned_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A planned visit, and where it stands. `version` is the base of the next edit."""

    id: str
    version: str
    draft: VisitDraft
    state: VisitState
