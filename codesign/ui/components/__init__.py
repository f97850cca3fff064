"""Components of our own, drawn by the browser under the page's own security policy: no frame, nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


@cache
def _component(name: str) -> Any:  # noqa: ANN401 - what Streamlit registers
    return st.components.v2.component(
        f"codesign_{name}",
        js=(_HERE / f"{name}.js").read_text(encoding="utf-8"),
        css=(_HERE / f"{name}.css").read_text(encoding="utf-8"),
    )


def answer_of(key: str) -> object:
    """Return what the desk of that key said last, before it is drawn again; None at first."""
    state = st.session_state.get(key)
    return state.get("desk") if isinstance(state, Mapping) else None


def review_desk(data: Mapping[str, Any], key: str) -> None:
    """Draw the review desk (`desk.desk_data` with words, selection and what was recorded); read it by `answer_of`."""
    _component("review")(data=dict(data), key=key, on_desk_change=lambda: None)
