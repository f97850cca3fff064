"""The dashboard: every role opens it, nobody reads a small count, the steering group reads no note."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import a_note, a_tag
from streamlit.testing.v1 import AppTest

from codesign import bootstrap, storage
from codesign.storage import Database

Screen = Callable[..., AppTest]


ROLES = ("terrain", "analyse", "design", "comite", "coordination")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented project, made once."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    bootstrap.prepare(path)
    with storage.open_database(path) as db:
        bootstrap.load_demo(db)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def filled(demo: Path, db_path: Path) -> Path:
    """The database of this test, with the invented project in it."""
    db_path.write_bytes(demo.read_bytes())
    return db_path


@pytest.mark.parametrize("role", ROLES)
def test_every_role_opens_it(screen: Screen, filled: Path, role: str) -> None:
    """It is the one screen that everybody shares."""
    at = screen("dashboard_overview", role)
    assert at.title[0].value == "Tableau de bord"
    assert not at.exception
    assert not at.error


@pytest.mark.parametrize("role", ROLES)
def test_evidence_is_for_those_who_read_notes(screen: Screen, filled: Path, role: str) -> None:
    """The steering group sees no note; the field sees its own elsewhere."""
    at = screen("dashboard_overview", role)
    opened = [each for each in at.expander if "appuis" in each.label or "evidence" in each.label]
    assert bool(opened) is (role in ("analyse", "design", "coordination"))


def test_an_empty_project_says_what_will_come(screen: Screen) -> None:
    """No figure of nobody."""
    at = screen("dashboard_overview", "comite")
    assert not at.exception
    assert at.info
    assert not at.metric


def test_looking_at_one_sector_shows_its_cells(screen: Screen, filled: Path) -> None:
    """One filter at a time, and it shows the very cells of the table."""
    at = screen("dashboard_overview", "comite")
    at.radio(key="axis").set_value("sector").run()
    at.selectbox(key="value_sector").set_value("ouest").run()
    assert not at.exception
    assert any("ouest" in each.value.lower() for each in at.subheader)


def test_five_people_of_two_sectors_are_shown_without_naming_either(screen: Screen, db: Database) -> None:
    """Each sector that is named holds somebody: 1 to 4 of the five, which is a small number told."""
    for sector in ("ouest", "ouest", "centre", "centre", "centre"):
        a_tag(db, a_note(db, sector=sector))
    at = screen("dashboard_overview", "comite")
    assert not at.exception
    assert at.metric[0].value == "5"
    assert "Secteur" not in at.radio(key="axis").options
    assert "Occasion" in at.radio(key="axis").options
