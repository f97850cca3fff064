"""The codebook on paper, and its search."""

from __future__ import annotations

from codesign.codebook import Code, Codebook, Dimension, Family, load_codebook
from codesign.ui import codebook_view

BOOK = load_codebook()


def test_the_paper_holds_every_code_and_fetches_nothing() -> None:
    """It is printed far from any network."""
    page = codebook_view.paper(BOOK)
    assert all(f">{code.id}<" in page for family in BOOK.families for code in family.codes)
    assert "http" not in page
    assert "<script" not in page


def test_the_paper_escapes_what_a_team_may_write() -> None:
    """A codebook is edited by people."""
    code = Code("x", "barrier", "<b>Gras</b>", "Bold", typical=("<i>",))
    book = Codebook(
        (Family("barrier", "Freins", "Barriers", "", "", (code,)),), (Dimension("d", "", "", "", "", ("x",)),), "v"
    )
    assert "<b>Gras" not in codebook_view.paper(book)
    assert "<i>" not in codebook_view.paper(book)


def test_a_search_looks_in_wordings_and_warnings() -> None:
    """« trois autobus » is a wording of transport."""
    ((family, found),) = codebook_view.found(BOOK, "trois AUTOBUS")
    assert (family.id, [code.id for code in found]) == ("barrier", ["transport"])


def test_no_search_shows_everything() -> None:
    """Families of free words included."""
    assert [family.id for family, _codes in codebook_view.found(BOOK, "")] == [each.id for each in BOOK.families]


def test_barriers_stand_in_the_order_of_the_path() -> None:
    """From perceiving a service to engaging with it."""
    groups = codebook_view.by_dimension(BOOK, BOOK.family("barrier").codes)
    assert [dimension.id for dimension, _codes in groups] == [each.id for each in BOOK.dimensions]
    assert sum(len(inside) for _dimension, inside in groups) == 14
