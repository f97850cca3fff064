"""The system screen: for the coordination, and every button does what it says."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import a_note
from streamlit.testing.v1 import AppTest

from codesign import bootstrap, fieldnotes
from codesign.accounts import MACHINE
from codesign.i18n import _
from codesign.storage import Database

Screen = Callable[..., AppTest]


def test_the_coordination_makes_a_backup_and_verifies(screen: Screen, home: Path) -> None:
    """Two buttons between the team and a lost year."""
    at = screen("system_status", "coordination")
    assert at.title[0].value == "Système"
    next(each for each in at.button if "sauvegarde" in each.label.lower() or "backup" in each.label).click()
    at.run()
    assert not at.exception
    assert not at.error
    (made,) = (home / "backups").glob("*.zip")
    (said,) = (each.value for each in at.success)
    assert all(told in said.replace("\\", "") for told in (made.name, "Mo", str(made.parent)))
    next(each for each in at.button if "Vérifier" in each.label or "Verify" in each.label).click()
    at.run()
    assert not at.exception
    assert at.success


def test_a_restore_says_first_what_goes_and_what_stays(screen: Screen, db: Database, db_path: Path) -> None:
    """Read before the yes, not after."""
    bootstrap.make_backup(db_path)
    time.sleep(0.01)
    a_note(db)
    at = screen("system_status", "coordination")
    told = "\n".join(each.value for each in at.text)
    assert _("%(what)s: %(n)s", what=_("Notes"), n=1) in told
    next(each for each in at.button if each.key == "restore").click().run()
    assert not at.exception
    assert fieldnotes.notes(db, MACHINE) == ()


@pytest.mark.parametrize("role", ["terrain", "analyse", "design", "comite"])
def test_others_do_not_find_the_screen(screen: Screen, role: str) -> None:
    """Backups hold everything."""
    with pytest.raises(ValueError, match="system_status"):
        screen("system_status", role)


def test_the_notes_can_be_read_again_by_the_machine(screen: Screen) -> None:
    """Long work is asked for here and done by the worker."""
    at = screen("system_status", "coordination")
    next(
        each for each in at.button if "machine" in each.label.lower() or "Relire" in each.label or "again" in each.label
    ).click()
    at.run()
    assert not at.exception
    assert not at.error


def test_a_pipeline_is_kept_once_it_loads_and_refused_in_words_otherwise(
    screen: Screen, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name with a mistake would leave the guard without it for months."""
    at = screen("system_status", "coordination")
    at.text_input(key="pipeline").set_value("fr_core_news_xxl").run()
    at.button(key="pipeline_use").click().run()
    assert any("n’est pas installée" in each.value.replace("\\", "") for each in at.error)
    assert not (home / "spacy").exists()
    (home / "spacy").write_text("fr_core_news_xxl", encoding="utf-8")
    at = screen("system_status", "coordination")
    assert any("n’est pas installée" in each.value.replace("\\", "") for each in at.warning)
    at.text_input(key="pipeline").set_value("").run()
    at.button(key="pipeline_use").click().run()
    assert (home / "spacy").read_text(encoding="utf-8") == ""
    monkeypatch.setenv("CODESIGN_SPACY", "fr_core_news_md")
    at = screen("system_status", "coordination")
    assert any("CODESIGN" in each.value for each in at.markdown)
