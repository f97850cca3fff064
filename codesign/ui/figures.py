"""Figures on screen: the finding above, the figure, its text alternative, and the table one touch away."""

from __future__ import annotations

import streamlit as st

from codesign import charts
from codesign.i18n import _
from codesign.ui import tables

_INK = {"light": "#1D2730", "dark": "#E8E6E1"}


def show(chart: charts.Chart, key: str) -> None:
    """Draw a figure with all that goes with it."""
    st.subheader(chart.headline.title, anchor=False)
    if chart.headline.subtitle:
        st.caption(chart.headline.subtitle)
    # Streamlit's own theme for Plotly writes labels in a grey that is too pale to read outdoors.
    chart.figure.update_layout(font_color=_INK[st.context.theme.type or "light"])
    st.plotly_chart(chart.figure, key=key, config=dict(charts.CONFIG), alt=chart.alt, theme=None)
    if chart.headline.note:
        st.caption(chart.headline.note)
    with st.expander(_("See the table"), icon=":material/table:"):
        columns, rows = chart.table
        tables.table(dict(zip(columns, columns, strict=True)), [dict(zip(columns, row, strict=True)) for row in rows])
