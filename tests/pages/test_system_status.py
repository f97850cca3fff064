"""The system screen: for the coordination, and every button does what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

Screen = Callable[..., AppTest]


def test_the_coordination_makes_a_backup_and_verifies(screen: Screen, home: Path) -> None:
    """Two buttons between the team and a lost year."""
    at = screen("system_status", "coordination")
    assert at.title[0].value == "Système"
    next(each for each in at.button if "sauvegarde" in each.label.lower() or "backup" in each.label).click()
    at.run()
    assert not at.exception
    assert not at.error
    assert len(list((home / "backups").glob("*.zip"))) == 1
    next(each for each in at.button if "Vérifier" in each.label or "Verify" in each.label).click()
    at.run()
    assert not at.exception
    assert at.success


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
