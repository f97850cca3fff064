"""The meaning of a code, as the codebook gives it: on its own page, and beside the sentence that is being coded."""

from __future__ import annotations

import streamlit as st

from codesign import codebook
from codesign.i18n import language


def definition(code: codebook.Code) -> None:
    """Draw what a code means."""
    st.text(code.definition(language()))
