"""Figures on screen: the finding above, the figure, its text alternative, and the table one touch away."""

from __future__ import annotations

import streamlit as st

from codesign import charts
from codesign.i18n import _
from codesign.ui import tables

INK = {"light": "#10171D", "dark": "#E8E6E1"}  # `textColor` of .streamlit/config.toml


def ink() -> str:
    """Return the colour of words on the reader's theme."""
    return INK[st.context.theme.type or "light"]


def inked(chart: charts.Chart, colour: str) -> charts.Chart:
    """Return the chart with its words in `colour`: Streamlit's theme for Plotly is too pale to read outdoors."""
    if chart.figure.layout.font.color != colour:
        chart.figure.update_layout(font_color=colour)
    return chart


def show(chart: charts.Chart, key: str) -> None:
    """Draw a figure with all that goes with it."""
    st.subheader(chart.headline.title, anchor=False)
    if chart.headline.subtitle:
        st.caption(chart.headline.subtitle)
    st.plotly_chart(inked(chart, ink()).figure, key=key, config=dict(charts.CONFIG), alt=chart.alt, theme=None)
    if chart.headline.note:
        st.caption(chart.headline.note)
    with st.expander(_("See the table"), icon=":material/table:"):
        columns, rows = chart.table
        tables.table(dict(zip(columns, columns, strict=True)), [dict(zip(columns, row, strict=True)) for row in rows])
