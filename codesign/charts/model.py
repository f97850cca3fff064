"""What a figure is made from and what comes out: numbers already counted and masked, words already translated."""

from __future__ import annotations

from dataclasses import dataclass, field

import plotly.graph_objects as go

from codesign.i18n import number


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands above a figure: the finding in a sentence; measure, n and period; a remark if needed."""

    title: str
    subtitle: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One quantity. A masked one forgets its value: its length says nothing and `text` says what may be said."""

    label: str
    value: int | None
    masked: bool = False
    text: str = ""
    hue: str | None = None

    def __post_init__(self) -> None:
        if self.masked:  # neither order, scale, table nor page source may tell what a caller left here by mistake
            object.__setattr__(self, "value", None)

    @property
    def shown(self) -> str:
        """What is written at the end of the bar."""
        if self.text:
            return self.text
        return "—" if self.value is None else number(self.value)


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
