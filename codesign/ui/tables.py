"""Tables: plain, labelled, readable on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import streamlit as st

from codesign.ui.words import plain

_SEVERAL, _TALL = 6, 560  # rows that a screen shows whole; beyond, pixels that they scroll in


def table(
    columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], *, key: str | None = None, alt: str = ""
) -> None:
    """Show rows under French headings, in the order of `columns`."""
    data = _made(columns, rows)
    st.dataframe(data, hide_index=True, width="stretch", key=key, alt=alt or None)


def read(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], *, alt: str = "") -> None:
    """Show a few rows to be read whole: no cell is cut, and what is wider than the screen scrolls.

    Words are shown as they are: Streamlit reads the cells of such a table as Markdown.
    """
    rows = [{name: plain(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows]
    with st.container(height=_TALL if len(rows) > _SEVERAL else "content", border=False):
        st.table(_made(columns, rows), border="horizontal", hide_index=True, alt=alt or None)


def _made(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    return pa.table({label: [row.get(name) for row in rows] for name, label in columns.items()})
