"""Documents on screen, from the files that people have: Word, PDF, old encodings, and files that are damaged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from files import bomb, docx, pdf
from streamlit.testing.v1 import AppTest

from codesign import fieldnotes
from codesign.accounts import MACHINE
from codesign.i18n import _
from codesign.storage import Database

Screen = Callable[..., AppTest]


def add(screen: Screen, name: str, data: bytes) -> AppTest:
    """Give a file to the page as an analyst and press the button."""
    app = screen("fieldnotes_documents", "analyse")
    app.file_uploader[0].upload(name, data, "application/octet-stream").run()
    return next(each for each in app.button if each.label == _("Add the document")).click().run()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "bilan.docx",
            docx("Élèves reçus à l’école", table=(("Lieu", "Frein"),)),
            "Élèves reçus à l’école\nLieu | Frein",
        ),
        ("bilan.pdf", pdf("Rapport d'été"), "Rapport d'été"),
        ("bilan.txt", "L’été à l’école : déjà complet".encode("cp1252"), "L’été à l’école : déjà complet"),
        ("bilan.md", "Le bus ne passe plus".encode("utf-16"), "Le bus ne passe plus"),
    ],
)
def test_the_files_that_people_have_are_read(screen: Screen, db: Database, name: str, data: bytes, words: str) -> None:
    """Each kind of file, each encoding, under the name of the file."""
    app = add(screen, name, data)
    assert not app.exception
    assert not app.error
    (document,) = fieldnotes.documents(db, MACHINE)
    assert (document.title, document.filename, document.text) == ("bilan", name, words)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("coupe.docx", docx("Un bilan inventé")[:-200]),
        ("bombe.docx", bomb()),
        ("coupe.pdf", pdf("Un bilan inventé")[:120]),
        ("image.txt", b"\x00\x01" * 300),
    ],
)
def test_a_damaged_or_hostile_file_is_refused_by_its_name(screen: Screen, db: Database, name: str, data: bytes) -> None:
    """One sentence that names the file; nothing is kept."""
    app = add(screen, name, data)
    assert not app.exception
    assert [name in each.value for each in app.error] == [True]
    assert fieldnotes.documents(db, MACHINE) == ()
