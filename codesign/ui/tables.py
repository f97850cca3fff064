"""Tables: plain, labelled, readable on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import streamlit as st


def table(
    columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], *, key: str | None = None, alt: str = ""
) -> None:
    """Show rows under French headings, in the order of `columns`."""
    data = pa.table({label: [row.get(name) for row in rows] for name, label in columns.items()})
    st.dataframe(data, hide_index=True, width="stretch", key=key, alt=alt or None)
