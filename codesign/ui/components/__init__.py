"""Components of our own, drawn by the browser under the page's own security policy: no frame, nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


@cache
def _component(name: str, *, apart: bool = True) -> Any:  # noqa: ANN401 - what Streamlit registers
    css = _HERE / f"{name}.css"
    return st.components.v2.component(
        f"codesign_{name}",
        js=(_HERE / f"{name}.js").read_text(encoding="utf-8"),
        css=css.read_text(encoding="utf-8") if css.exists() else None,
        isolate_styles=apart,
    )


def answer_of(key: str, name: str = "desk") -> object:
    """Return what the component of that key said last, before it is drawn again; None at first."""
    state = st.session_state.get(key)
    return state.get(name) if isinstance(state, Mapping) else None


def review_desk(data: Mapping[str, Any], key: str) -> None:
    """Draw the review desk (`desk.desk_data` with words, selection and what was recorded); read it by `answer_of`."""
    _component("review")(data=dict(data), key=key, on_desk_change=lambda: None)


def draft_area(data: Mapping[str, Any], key: str) -> object:
    """Draw a text field that keeps each keystroke (`drafts.Form.area`); return what it said last.

    It stands in the page itself, not in a shadow: Streamlit's single-letter shortcuts look at who has the focus.
    """
    found = _component("draft_area", apart=False)(data=dict(data), key=key, on_draft_change=lambda: None)
    return found.get("draft")


def draft_keeper(data: Mapping[str, Any], key: str) -> None:
    """Draw what draft fields need once per page, unseen; read what lies on the device by `answer_of(key, "drafts")`."""
    _component("drafts", apart=False)(data=dict(data), key=key, on_drafts_change=lambda: None, height=1)


def blur_picture(data: Mapping[str, Any], key: str) -> None:
    """Draw a picture to be hidden in part (`media.blurring`); read the rectangles by `answer_of(key, "areas")`."""
    _component("blur")(data=dict(data), key=key, on_areas_change=lambda: None)


def folding_menu(data: Mapping[str, Any], key: str) -> None:
    """Draw, unseen, in the sidebar, what folds it on a phone once a screen was chosen, and the style of every screen.

    `words` name the two buttons that fold it (`fold`, `unfold`) and that of a
    field of files (`choose`); `paper` stands above what is printed.
    """
    _component("menu", apart=False)(data=dict(data), key=key, height=1)


def print_button(data: Mapping[str, Any], key: str) -> None:
    """Draw the button that prints the page (`label`); the style of every screen says what goes on paper."""
    _component("print", apart=False)(data=dict(data), key=key)
