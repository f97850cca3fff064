"""The house's figures: horizontal bars, columns in time, a grid, the path of access, the emotional curve.

Text carries no colour of its own, so that the light and dark themes of the screen set it. Labels stand above their bar,
so that a phone reads them whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import cycle
from textwrap import wrap

import plotly.graph_objects as go

from codesign.charts.model import Bar, Chart, Curve, Headline
from codesign.charts.palette import BLUE, GREEN, PATH_HUES, PURPLE, QUIET, RIVER, VERMILLION, ink_on, shade
from codesign.i18n import _

CONFIG: Mapping[str, object] = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
STUB = 0.06  # of the axis: the length of every masked bar, whatever it hides
BAR, CELL, GAP = 17, 27, 12  # pixels: heights of a bar and of a cell, space under them
FAINT = "rgba(138,148,155,0.35)"  # grid lines, seen on paper and on the dark background
LINE = 20  # pixels: one line of a label
HEAD = 44  # pixels: the heads of a grid's columns, in two lines at most on a phone
LETTERS = 44  # in a line of a label: what a phone of 390 px shows


def _figure(height: int, *, left: int = 0, bottom: int = 8) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": left, "r": 8, "t": 8, "b": bottom},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "Inter, sans-serif", "size": 14},
        separators=", ",
        dragmode=False,
        bargap=0.5,
    )
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True)
    return figure


def _alt(headline: Headline, pairs: Sequence[tuple[str, str]]) -> str:
    rows = "; ".join(_("%(label)s: %(value)s", label=label, value=value) for label, value in pairs)
    return f"{headline.title} {headline.subtitle} {rows}.".strip()


def bars(headline: Headline, rows: Sequence[Bar], *, label: str, unit: str, sort: bool = True) -> Chart:
    """Return horizontal bars, longest first (masked ones last), each with its label above and its number at its end.

    `label` and `unit` head the columns of the table.
    """
    ordered = sorted(rows, key=lambda bar: (bar.masked, -(bar.value or 0))) if sort else list(rows)
    greatest = max([bar.value or 0 for bar in ordered], default=0) or 1
    lengths = [greatest * STUB if bar.masked else (bar.value or 0) for bar in ordered]
    row = _row([bar.label for bar in ordered], BAR)
    figure = _figure(row * len(ordered) + 16)
    figure.add_bar(
        x=lengths,
        y=list(range(len(ordered))),
        orientation="h",
        width=BAR / row,
        text=[bar.shown for bar in ordered],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
        marker={
            "color": ["rgba(0,0,0,0)" if bar.masked else bar.hue or RIVER for bar in ordered],
            "line": {"color": [QUIET if bar.masked else "rgba(0,0,0,0)" for bar in ordered], "width": 1},
            "pattern": {"shape": ["/" if bar.masked else "" for bar in ordered], "fgcolor": QUIET, "size": 6},
        },
    )
    _labels(figure, [bar.label for bar in ordered], (BAR / 2 + 3) / row)
    figure.update_xaxes(range=[0, greatest * 1.18])
    below = (BAR / 2 + GAP) / row
    figure.update_yaxes(range=[len(ordered) - 1 + below, below - 1])
    return _chart(headline, figure, label, unit, ordered)


def _row(labels: Sequence[str], bar: int) -> int:
    """Return the height of a row, in pixels: the longest label in lines, its bar, the space under it."""
    return LINE * max((len(wrap(label, LETTERS)) for label in labels), default=1) + bar + GAP + 4


def _labels(figure: go.Figure, names: Sequence[str], top: float, over: tuple[Sequence[str], float] = ((), 0)) -> None:
    """Write each name above its bar, in as many lines as a phone needs, and the heads of columns `over` them.

    `top` is how far above the middle of a row its name begins, in rows; `over` holds the heads and their place.
    One trace of text: annotations cost 5 ms each.
    """
    heads, above = over
    figure.add_scatter(
        x=[*(0 for _name in names), *(j + 0.48 for j in range(len(heads)))],
        y=[*(i - top for i in range(len(names))), *(-above for _head in heads)],
        text=[*(_lines(name, LETTERS) for name in names), *(f"<b>{_lines(head, 14)}</b>" for head in heads)],
        textposition=["top right"] * len(names) + ["bottom center"] * len(heads),
        mode="text",
        cliponaxis=False,
        hoverinfo="skip",
    )


def _lines(text: str, letters: int) -> str:
    return "<br>".join(escape(line, quote=False) for line in wrap(text, letters))


def _chart(headline: Headline, figure: go.Figure, label: str, unit: str, rows: Sequence[Bar]) -> Chart:
    pairs = [(bar.label, bar.shown) for bar in rows]
    return Chart(headline, figure, _alt(headline, pairs), ((label, unit), tuple(pairs)))


def path(headline: Headline, stages: Sequence[Bar], *, label: str, unit: str) -> Chart:
    """Return the path of access (Levesque et al. 2013): its stages in order, each numbered and in its own hue."""
    rows = [
        Bar(f"{i}. {bar.label}", bar.value, bar.masked, bar.text, bar.hue or PATH_HUES[(i - 1) % len(PATH_HUES)])
        for i, bar in enumerate(stages, 1)
    ]
    return bars(headline, rows, label=label, unit=unit, sort=False)


def columns(headline: Headline, rows: Sequence[Bar], *, label: str, unit: str) -> Chart:
    """Return columns in the order given (months, say), numbers on top, masked ones hatched and all of one height."""
    greatest = max([bar.value or 0 for bar in rows], default=0) or 1
    figure = _figure(280, bottom=44)
    figure.add_bar(
        x=[bar.label for bar in rows],
        y=[greatest * STUB if bar.masked else (bar.value or 0) for bar in rows],
        width=0.62,
        text=[bar.shown for bar in rows],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        hoverinfo="skip",
        marker={
            "color": ["rgba(0,0,0,0)" if bar.masked else bar.hue or RIVER for bar in rows],
            "line": {"color": [QUIET if bar.masked else "rgba(0,0,0,0)" for bar in rows], "width": 1},
            "pattern": {"shape": ["/" if bar.masked else "" for bar in rows], "fgcolor": QUIET, "size": 6},
        },
    )
    figure.update_xaxes(visible=True, showgrid=False, type="category", autotickangles=[0, -60, -90], automargin=True)
    figure.update_yaxes(range=[0, greatest * 1.2])
    return _chart(headline, figure, label, unit, rows)


def grid(headline: Headline, rows: Mapping[str, Sequence[Bar]], columns: Sequence[str], *, label: str) -> Chart:
    """Return a table in shades: one row per key, one cell per column, the number in each, masked ones hatched."""
    row = _row(list(rows), CELL)
    figure = _figure(row * len(rows) + HEAD + 16)
    _cells(figure, [(i, j, cell) for i, line in enumerate(rows.values()) for j, cell in enumerate(line)], CELL / row)
    above = 1 - (CELL / 2 + GAP) / row + HEAD / row
    _labels(figure, list(rows), (CELL / 2 + 3) / row, (columns, above))
    figure.update_xaxes(range=[0, max(1, len(columns))])
    figure.update_yaxes(range=[len(rows) - 1 + (CELL / 2 + GAP) / row, -above])
    table = tuple((name, *(cell.shown for cell in line)) for name, line in rows.items())
    pairs = [(f"{each[0]}, {column}", value) for each in table for column, value in zip(columns, each[1:], strict=True)]
    return Chart(headline, figure, _alt(headline, pairs), ((label, *columns), table))


def _cells(figure: go.Figure, cells: Sequence[tuple[int, int, Bar]], height: float) -> None:
    """Draw cells (row, column, quantity) as bars of one length, side by side."""
    greatest = max([cell.value or 0 for _i, _j, cell in cells], default=0)
    fills = ["rgba(0,0,0,0)" if cell.masked else shade(cell.value or 0, greatest) for _i, _j, cell in cells]
    hidden = [cell.masked for _i, _j, cell in cells]
    figure.add_bar(
        x=[0.97] * len(cells),
        base=[j for _i, j, _cell in cells],
        y=[i for i, _j, _cell in cells],
        orientation="h",
        width=height,
        text=[cell.shown for _i, _j, cell in cells],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        hoverinfo="skip",
        marker={
            "color": fills,
            "line": {"color": QUIET, "width": [0.5 if masked else 0 for masked in hidden]},
            "pattern": {
                "shape": ["/" if masked else "" for masked in hidden],
                "fgcolor": "#C5CBCF",
                "size": 10,
                "solidity": 0.12,  # the number over it must read
            },
        },
        textfont={"color": [QUIET_INK if m else ink_on(fill) for m, fill in zip(hidden, fills, strict=True)]},
    )


QUIET_INK = "#6B757C"  # reads on paper and on the dark background alike (contrast ≥ 4.5 on both would need two inks)
_STYLES = (
    (VERMILLION, "solid", "circle", "●"),
    (BLUE, "dash", "square", "■"),
    (GREEN, "dot", "diamond", "◆"),
    (PURPLE, "dashdot", "triangle-up", "▲"),
)


def curve(
    headline: Headline, curves: Sequence[Curve], *, ticks: Sequence[str] = (), times: Sequence[str] = ()
) -> Chart:
    """Return feelings from −2 to +2 along numbered steps; lines differ by dash and marker, not by colour alone.

    `ticks` are the five words of the scale, lowest first; `times` stand in the place of the numbers of the steps. One
    line alone may have no name.
    """
    figure = _figure(320, left=8, bottom=36)
    length = max((len(each.points) for each in curves), default=1)
    figure.add_hline(y=0, line={"color": QUIET, "width": 1})
    for each, (colour, dash, symbol, mark) in zip(curves, cycle(_STYLES), strict=False):
        if not each.points:
            continue
        figure.add_scatter(
            x=list(range(1, len(each.points) + 1)),
            y=[feeling for _text, feeling in each.points],
            mode="lines+markers",
            line={"color": colour, "width": 3, "dash": dash, "shape": "spline", "smoothing": 0.6},
            marker={"symbol": symbol, "size": 12, "line": {"color": "#1D2730", "width": 1}},
            hovertext=[text for text, _feeling in each.points],
            hoverinfo="text",
        )
        if each.name:
            _name_line(figure, each, mark, [other for other in curves if other is not each and other.points])
    room = max(length * 0.4 + 0.2, 1.6) if any(each.name for each in curves) else 0.4  # for a name, on a phone too
    figure.update_xaxes(
        visible=True,
        showgrid=False,
        zeroline=False,
        range=[0.6, length + room],
        tickvals=list(range(1, length + 1)),
        ticktext=list(times) or None,
    )
    figure.update_yaxes(
        visible=True, showgrid=True, gridcolor=FAINT, zeroline=False, range=[-2.7, 2.7], automargin=True
    )
    figure.update_yaxes(tickvals=[-2, -1, 0, 1, 2], ticktext=list(ticks) or ["−2", "−1", "0", "+1", "+2"])
    return _curve_chart(headline, figure, curves, times)


def _curve_chart(headline: Headline, figure: go.Figure, curves: Sequence[Curve], times: Sequence[str]) -> Chart:
    rows = tuple(
        (each.name, times[i - 1] if times else str(i), text, f"{feeling:+d}".replace("-", "−"))
        for each in curves
        for i, (text, feeling) in enumerate(each.points, 1)
    )
    heads = (_("Journey"), _("Step"), _("What happens"), _("Feeling"))
    alt = _alt(headline, [(f"{r[0]} {r[1]}".strip(), r[3]) for r in rows])
    named = any(each.name for each in curves)
    return Chart(headline, figure, alt, (heads, rows) if named else (heads[1:], tuple(row[1:] for row in rows)))


def _name_line(figure: go.Figure, line: Curve, mark: str, others: Sequence[Curve]) -> None:
    """Write the name of a line after its end; its mark, not a colour, ties it to the line."""
    last = line.points[-1][1]
    ends = [(len(other.points), other.points[-1][1]) for other in others]
    twin = (len(line.points), last) in ends  # two lines that end on one point: one name above it, one below
    first = all(line.name <= other.name for other in others)
    figure.add_annotation(
        x=len(line.points),
        y=last,
        text=f"<b>{mark} {escape(line.name, quote=False)}</b>",
        showarrow=False,
        xanchor="left",
        xshift=10,
        yshift=(11 if first else -11) if twin else 0,
    )
