"""Text as Streamlit shows it: plain where it comes from people, quiet where it only helps."""

from __future__ import annotations

import streamlit as st

_MARKS = frozenset("\\`*_{}[]<>#$~|:+-!")


def plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return "".join(f"\\{letter}" if letter in _MARKS else letter for letter in text)


def quiet(text: str) -> None:
    """Show help or a detail; `st.caption` is too pale on our paper (less than 4.5:1)."""
    st.markdown(f":small[:gray[{plain(text)}]]")
