"""Figures on screen have the ink of the theme."""

from __future__ import annotations

import tomllib

from codesign.config import ROOT
from codesign.ui import figures


def test_words_of_figures_are_in_the_ink_of_the_theme() -> None:
    """Two inks side by side would look like two kinds of words; the theme's are those whose contrast was measured."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert {each: theme[each]["textColor"] for each in ("light", "dark")} == figures.INK
