"""Tables show words as a file has them."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def drawn() -> None:
    """A table to be read, of invented words that Markdown would change."""
    from codesign.ui import tables  # noqa: PLC0415 - AppTest runs the body of this function alone

    tables.read({"words": "Mots", "n": "Nombre"}, [{"words": "50$ puis 20$, *non* [ici](x)", "n": 2}])


def test_words_of_a_file_are_not_read_as_markdown() -> None:
    """« 50$ puis 20$ » would become a formula, and a star would vanish."""
    at = AppTest.from_function(drawn).run()
    assert not at.exception
    shown = at.table[0].value
    assert shown["Mots"].tolist() == ["50\\$ puis 20\\$, \\*non\\* \\[ici\\](x)"]
    assert shown["Nombre"].tolist() == [2]
