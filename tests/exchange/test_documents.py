"""Documents that come in: their words, in order, or a refusal in words."""

from __future__ import annotations

from contextlib import suppress

import pytest
from collected import archive
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


ODT = """<?xml version="1.0"?><office:document-content
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>
  <text:tracked-changes><text:p>Effacé</text:p></text:tracked-changes>
  <text:h>Compte rendu</text:h><text:p>Élèves<text:s text:c="2"/>reçus<text:tab/><text:span>à midi</text:span>
  <office:annotation><text:p>Note</text:p></office:annotation></text:p>
  <table:table><table:table-row><table:table-cell><text:p>Lieu</text:p></table:table-cell>
  <table:table-cell><text:p>Frein</text:p></table:table-cell></table:table-row></table:table>
  <text:list><text:list-item><text:p>Un<text:line-break/>deux</text:p></text:list-item></text:list>
  </office:text></office:body></office:document-content>"""


def test_open_document_files_keep_the_order_of_their_words() -> None:
    """Without what was struck out, nor the comments in the margin."""
    text = exchange.document_text("a.odt", archive([("content.xml", ODT.encode())]))
    lines = [each for each in text.split("\n") if each.strip()]
    assert lines[0] == "Compte rendu"
    assert lines[1].strip() == "Élèves  reçus\tà midi"
    assert lines[2:] == ["Lieu | Frein", "Un", "deux"]


def test_subtitles_are_the_words_that_are_said() -> None:
    """Without numbers, times and marks; a number that is said stays."""
    times = ("00:00:01,000 --> 00:00:02,500", "00:00:03.0 --> 00:00:04.0")
    made = f"1\r\n{times[0]}\r\n<i>Bonjour</i>,\r\n12\r\n\r\n2\r\n{times[1]}\r\nÀ demain\r\n"
    assert exchange.document_text("a.srt", made.encode("cp1252")) == "Bonjour,\n12\nÀ demain"


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        b"<a>" * 5_000 + b"</a>" * 5_000,
        b"not xml",
    ],
)
def test_an_open_document_that_means_harm_is_refused(content: bytes) -> None:
    """Entities that grow, elements without end."""
    with pytest.raises(InvalidInput):
        exchange.document_text("a.odt", archive([("content.xml", content)]))
    with pytest.raises(InvalidInput):
        exchange.document_text("a.odt", archive([("other.xml", content)]))


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
        ("a.srt", b"no time in it"),
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
