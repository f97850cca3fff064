"""Documents that come in: their words, in order, or a refusal in words."""

from __future__ import annotations

from contextlib import suppress

import pytest
from files import bomb, docx, pdf
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign import exchange, fieldnotes
from codesign.accounts import MACHINE
from codesign.errors import Conflict, InvalidInput
from codesign.storage import Database


def test_word_files_keep_the_order_of_paragraphs_and_tables() -> None:
    """A table between two paragraphs stays between them."""
    text = exchange.document_text("a.docx", docx("Compte rendu", "Élèves reçus", table=(("Lieu", "Frein"),)))
    assert text.splitlines() == ["Compte rendu", "Élèves reçus", "Lieu | Frein"]


def test_the_words_of_a_pdf_are_read() -> None:
    """With its accents."""
    assert "Rapport d'été" in exchange.document_text("a.pdf", pdf("Rapport d'été"))


def test_a_document_is_kept_once(db: Database) -> None:
    """The same text under another name is refused politely."""
    exchange.import_document(db, MACHINE, name="rapport.md", data=b"# Rapport\n\nTexte.")
    assert [each.title for each in fieldnotes.documents(db, MACHINE)] == ["rapport"]
    with pytest.raises(Conflict):
        exchange.import_document(db, MACHINE, name="copie.md", data=b"# Rapport\n\nTexte.")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.odt", b"x"),
        ("a", b"x"),
        ("a.pdf", b""),
        ("a.pdf", pdf("x")[:120]),
        ("a.pdf", b"%PDF-1.7 \xff\xfe nothing"),
        ("a.docx", b"PK\x03\x04"),
        ("a.docx", docx("x")[:400]),
        ("a.docx", b"not a zip"),
        ("a.txt", b"\x00" * 300),
    ],
)
def test_a_damaged_or_unknown_file_is_refused(name: str, data: bytes) -> None:
    """In words, with its name."""
    with pytest.raises(InvalidInput) as caught:
        exchange.document_text(name, data)
    assert caught.value.params["name"] == name


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    """300 MB of zeros weigh 300 kB in a Word file."""
    with pytest.raises(InvalidInput):
        exchange.document_text("a.docx", bomb())


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.docx", "a.txt", "a.md"]))
@settings(max_examples=120, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    """Never a fault of ours."""
    prefix = {"a.pdf": b"%PDF-1.4\n", "a.docx": b"PK\x03\x04"}.get(name, b"")
    with suppress(InvalidInput):
        assert isinstance(exchange.document_text(name, prefix + data), str)
