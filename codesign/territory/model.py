"""A sector and a reference figure: the words in which the territory is spoken of."""

from __future__ import annotations

from dataclasses import dataclass

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
