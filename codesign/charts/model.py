"""What a figure is made from and what comes out: numbers already counted and masked, words already translated."""

from __future__ import annotations

from dataclasses import dataclass, field

import plotly.graph_objects as go


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands above a figure: the finding in a sentence; measure, n and period; a remark if needed."""

    title: str
    subtitle: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One quantity. A masked one has no value: its length says nothing and `text` says what may be said."""

    label: str
    value: int | None
    masked: bool = False
    text: str = ""
    hue: str | None = None

    @property
    def shown(self) -> str:
        """What is written at the end of the bar."""
        return self.text or str(self.value)


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of an emotional curve: for each step its words and its feeling, −2 to +2."""

    name: str
    points: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Chart:
    """A figure with what must go with it: headline, text alternative, and the table of its numbers."""

    headline: Headline
    figure: go.Figure
    alt: str
    table: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] = field(default=((), ()))
