"""The codebook: every code with its meaning, for all who code or are coded after."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from codesign.codebook import load_codebook
from codesign.i18n import _


def shown(app: AppTest) -> str:
    """All the plain text of the page."""
    return "\n".join(str(each.value) for each in (*app.text, *app.caption, *app.markdown, *app.header, *app.subheader))


@pytest.mark.parametrize("role", ["terrain", "analyse", "design", "coordination"])
def test_all_who_take_notes_read_the_codebook(screen: Callable[..., AppTest], role: str) -> None:
    """Every barrier with its definition and what not to code."""
    app = screen("codebook_grid", role)
    assert not app.exception
    assert app.title[0].value == _("Codebook")
    text = shown(app)
    for code in load_codebook().family("barrier").codes:
        assert code.id in text
        assert code.definition("fr") in text
        assert code.do_not_code("fr") in text


def test_the_steering_group_does_not(screen: Callable[..., AppTest]) -> None:
    """They see figures, not the tools of coding."""
    with pytest.raises(ValueError, match="codebook_grid"):
        screen("codebook_grid", "comite")


def test_a_search_keeps_what_holds_the_words_whatever_the_accents(screen: Callable[..., AppTest]) -> None:
    """A reader types « interprete » without its accent."""
    app = screen("codebook_grid", "analyse")
    app.text_input(key="codebook_q").set_value("INTERPRETE").run()
    assert not app.exception
    text = shown(app)
    assert "langue" in text
    assert "numerique" not in text


def test_a_search_without_result_says_so(screen: Callable[..., AppTest]) -> None:
    """An empty page would look broken."""
    app = screen("codebook_grid", "analyse")
    app.text_input(key="codebook_q").set_value("zibeline").run()
    assert not app.exception
    assert app.info


def test_one_family_at_a_time(screen: Callable[..., AppTest]) -> None:
    """Families of free words say that they are."""
    app = screen("codebook_grid", "analyse")
    app.session_state["codebook_family"] = "strategy"
    app.run()
    assert not app.exception
    assert [each.value for each in app.header] == [load_codebook().family("strategy").label("fr")]
