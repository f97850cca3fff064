"""Shares heard against shares of reference: a row a group, a dot with its interval, a tick where the reference stands.

The tick is tall and thin and the dot round, so that both read in greyscale; a masked group keeps its tick alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from codesign.charts.figures import BAR, FAINT, GAP, LETTERS, _alt, _figure, _labels, _row
from codesign.charts.model import Chart, Headline
from codesign.charts.palette import QUIET, RIVER, VERMILLION
from codesign.i18n import _, percent

STEPS = (0.02, 0.05, 0.1, 0.2, 0.25)  # between two ticks of the axis
MOST_TICKS = 5
TICK = 9  # pixels: half the height of the mark of a share of reference


@dataclass(frozen=True, slots=True)
class Share:
    """One group: its name, what is said of it in words, and shares from 0 to 1, each None where it may not be said.

    `wanting` marks a group that the finding speaks of.
    """

    label: str
    said: str
    share: float | None
    low: float
    high: float
    target: float | None
    wanting: bool = False


def shares(headline: Headline, rows: Sequence[Share], heads: tuple[str, str, str, str]) -> Chart:
    """Return the figure of groups in the order given; `heads` name the columns of the table.

    They are the group, what was heard, its share with the interval, and the share of reference.
    """
    names = [f"{each.label} · {_together(each.said)}" for each in rows]
    row = _row(names, BAR)
    figure = _figure(row * len(rows) + 48, bottom=32)
    marked = [(i, each.target) for i, each in enumerate(rows) if each.target is not None]
    figure.add_scatter(
        x=[target for _i, target in marked],
        y=[i for i, _target in marked],
        mode="markers",
        marker={"symbol": "line-ns", "size": TICK, "line": {"width": 4, "color": QUIET}},
        hoverinfo="skip",
    )
    _dots(figure, rows)
    _labels(figure, names, (BAR / 2 + 3) / row)
    most = max([*(each.high for each in rows if each.share is not None), *(target for _i, target in marked), 0.1])
    figure.update_xaxes(
        visible=True, range=[-0.01, min(1.01, most * 1.06)], showgrid=True, gridcolor=FAINT, zeroline=False
    )
    step = next(each for each in STEPS if most / each <= MOST_TICKS)
    ticks = [each * step for each in range(int(most * 1.06 / step) + 1)]
    figure.update_xaxes(tickvals=ticks, ticktext=[percent(each) for each in ticks])
    below = (BAR / 2 + GAP) / row
    figure.update_yaxes(range=[len(rows) - 1 + below, below - 1])
    table = tuple((each.label, each.said, _share(each), _target(each)) for each in rows)
    return Chart(headline, figure, _alt(headline, [(r[0], f"{r[1]}, {r[2]}, {r[3]}") for r in table]), (heads, table))


def _together(said: str) -> str:
    """Return what is said of a group as one piece, where a line can hold it: it is cut from the name rather."""
    return said.replace(" ", "\N{NO-BREAK SPACE}") if len(said) <= LETTERS else said


def _dots(figure: go.Figure, rows: Sequence[Share]) -> None:
    """Draw the share of each group with its interval, those that may be said."""
    shown = [(i, each.share, each) for i, each in enumerate(rows) if each.share is not None]
    figure.add_scatter(
        x=[share for _i, share, _each in shown],
        y=[i for i, _share, _each in shown],
        mode="markers",
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [each.high - share for _i, share, each in shown],
            "arrayminus": [share - each.low for _i, share, each in shown],
            "thickness": 2,
            "width": 0,
            "color": RIVER,
        },
        marker={
            "size": 12,
            "color": [VERMILLION if each.wanting else RIVER for _i, _share, each in shown],
            "line": {"width": 1, "color": "#FFFFFF"},
        },
        hoverinfo="skip",
    )


def _share(of: Share) -> str:
    if of.share is None:
        return "—"
    return _("%(share)s (%(low)s to %(high)s)", share=percent(of.share), low=percent(of.low), high=percent(of.high))


def _target(of: Share) -> str:
    return "—" if of.target is None else percent(of.target)
