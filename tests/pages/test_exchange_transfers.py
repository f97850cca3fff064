"""Imports and exports on screen: who sees which part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from codesign import exchange, storage
from codesign.accounts import MACHINE

Screen = Callable[..., AppTest]


@pytest.mark.parametrize(("role", "tabs"), [("analyse", 1), ("design", 1), ("coordination", 5)])
def test_imports_are_for_the_coordination(screen: Screen, role: str, tabs: int) -> None:
    """Whoever analyses takes files out; only the coordination brings some in."""
    at = screen("exchange_transfers", role)
    assert at.title[0].value == "Imports et exports"
    assert not at.exception
    assert len(at.tabs) == tabs


@pytest.mark.parametrize("role", ["terrain", "comite"])
def test_others_do_not_find_the_screen(screen: Screen, role: str) -> None:
    """It is not in their menu."""
    with pytest.raises(ValueError, match="exchange_transfers"):
        screen("exchange_transfers", role)


def test_a_text_that_waits_becomes_a_note_with_its_consent(screen: Screen, db_path: Path) -> None:
    """Look, record the consent, and the note is among the others."""
    with storage.open_database(db_path) as db:
        exchange.import_notes(db, MACHINE, name="carnet.csv", data=b"id,text\n1,Elle attend depuis un an.\n")
    at = screen("exchange_transfers", "coordination")
    (waits,) = _waiting(db_path)
    at.radio(key=f"mode_{waits.id}").set_value("oral")
    next(each for each in at.button if each.form_id == f"consent_{waits.id}").click()
    at.run()
    assert not at.exception
    assert not at.error
    assert _waiting(db_path) == ()


def _waiting(db_path: Path) -> tuple[exchange.WaitingNote, ...]:
    with storage.open_database(db_path) as db:
        return exchange.waiting_notes(db, MACHINE)


def test_a_file_is_looked_at_before_it_comes_in(screen: Screen, db_path: Path) -> None:
    """The preview writes nothing; the button does."""
    at = screen("exchange_transfers", "coordination")
    at.file_uploader(key="notes").upload("carnet.csv", b"id,text,consent\n1,Il attend.,oral\n", "text/csv")
    at.run()
    assert not at.exception
    with storage.open_database(db_path) as db:
        assert db.execute("SELECT count(*) FROM fieldnotes_note").fetchone()[0] == 0
    next(each for each in at.button if each.key and each.key.startswith("go_")).click()
    at.run()
    assert not at.exception
    with storage.open_database(db_path) as db:
        assert db.execute("SELECT count(*) FROM fieldnotes_note").fetchone()[0] == 1
