"""Long lists, a few at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from codesign.i18n import _
from codesign.ui.page import Here

T = TypeVar("T")


def part(here: Here, rows: Sequence[T], size: int) -> Sequence[T]:
    """Return the rows of the page that the person is on; `turn`, below them, draws the way to the others."""
    at = _at(here, len(rows), size)
    return rows[(at - 1) * size : at * size]


def turn(here: Here, total: int, size: int) -> None:
    """Draw the way to the page before and the page after; nothing when everything fits on one."""
    pages, at = _pages(total, size), _at(here, total, size)
    if pages <= 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        if st.button(_("Previous"), icon=":material/arrow_back:", disabled=at == 1):
            here.state["page"] = at - 1
            st.rerun()
        st.text(_("Page %(n)s of %(total)s", n=at, total=pages))
        if st.button(_("Next"), icon=":material/arrow_forward:", disabled=at == pages):
            here.state["page"] = at + 1
            st.rerun()


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))


def _at(here: Here, total: int, size: int) -> int:
    return max(1, min(int(here.state.get("page", 1)), _pages(total, size)))
