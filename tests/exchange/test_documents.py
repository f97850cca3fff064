"""Documents that come in: their words, in order, or a refusal in words."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign import exchange, fieldnotes
from codesign.accounts import MACHINE
from codesign.errors import InvalidInput
from codesign.storage import Database


def docx(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word file."""
    made = Document()
    for words in paragraphs:
        made.add_paragraph(words)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for i, row in enumerate(table):
            for j, words in enumerate(row):
                grid.cell(i, j).text = words
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf(words: str) -> bytes:
    """A PDF of one page, by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


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
    with pytest.raises(InvalidInput):
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
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 300_000_000)
    with pytest.raises(InvalidInput):
        exchange.document_text("a.docx", out.getvalue())


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.docx", "a.txt", "a.md"]))
@settings(max_examples=120, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    """Never a fault of ours."""
    prefix = {"a.pdf": b"%PDF-1.4\n", "a.docx": b"PK\x03\x04"}.get(name, b"")
    with suppress(InvalidInput):
        assert isinstance(exchange.document_text(name, prefix + data), str)
