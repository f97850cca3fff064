"""The screen that looks for personas: what a person clicks, from the wish to the persona."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from planted_notes import plant
from streamlit.testing.v1 import AppTest

from codesign import jobs, personas, storage
from codesign.accounts import Actor
from codesign.i18n import _
from codesign.jobs import JobState, Progress
from codesign.storage import Database

Screen = Callable[..., AppTest]


@pytest.fixture(scope="module")
def planted(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the invented people, made once."""
    path = tmp_path_factory.mktemp("planted") / "planted.db"
    shutil.copy(migrated, path)
    return plant(path)


@pytest.fixture
def people(planted: Path, db_path: Path) -> Iterator[Database]:
    """The database of the app, with these people."""
    db_path.write_bytes(planted.read_bytes())
    with storage.open_database(db_path) as db:
        yield db


@pytest.fixture
def designer(actor: Callable[..., Actor]) -> Actor:
    """A service designer."""
    return actor("design")


def quick(db: Database, params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The handler of the worker, with two draws."""
    return personas.find_personas(db, params, progress, rounds=2)


def said(app: AppTest) -> str:
    """All that the page says."""
    parts: list[Any] = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning]
    return "\n".join([*(str(each.value) for each in parts), *(each.proto.body for each in app.get("html"))])


def button(app: AppTest, label: str) -> Any:
    """The first button of that name."""
    return next(each for each in app.button if each.label == label)


def test_searching_by_clicking(screen: Screen, people: Database, db_path: Path, designer: Actor) -> None:
    """Search, wait, read the groups, make the persona: it opens in the room where personas are made by hand."""
    app = screen("personas_search", "design")
    assert _("Nobody has searched yet.") in said(app)
    button(app, _("Search the data")).click()
    app.run()
    assert not app.exception
    assert any(each.label == _("Stop this work") for each in app.button)
    assert jobs.work_once(db_path, {personas.KIND: quick})
    app = screen("personas_search", "design")
    shown = said(app)
    assert "3 groupes trouvés" in shown
    assert "11 personnes sur 11 (100" in shown
    assert _("very solid") in "\n".join(each.proto.body for each in app.get("badge")) or _("very solid") in shown
    button(app, _("Make it")).click()
    app.run()
    assert not app.exception
    (made,) = personas.personas(people, designer)
    assert (made.method, made.people.value) == (personas.Method.FOUND, 11)
    sheet = screen("personas_board", "design", ids={"persona": made.id})
    assert not sheet.exception
    assert "Données jusqu’à" in said(sheet)


def test_a_search_can_be_stopped_from_the_screen(screen: Screen, people: Database) -> None:
    """Before the worker took it: nothing will be looked for."""
    app = screen("personas_search", "analyse")
    button(app, _("Search the data")).click()
    app.run()
    button(app, _("Stop this work")).click()
    app.run()
    assert not app.exception
    (job,) = jobs.all_jobs(people)
    assert job.state is JobState.CANCELLED


def test_a_colleague_s_search_is_told_but_not_theirs_to_stop(screen: Screen, people: Database, designer: Actor) -> None:
    """Two searches at once would say the same."""
    personas.ask_search(people, designer)
    app = screen("personas_search", "coordination")
    assert _("Somebody of the team is searching now. What is found will stand here.") in said(app)
    assert not any(each.label in {_("Stop this work"), _("Search the data")} for each in app.button)


def test_too_few_people_are_told_with_what_can_be_said(
    screen: Screen, db: Database, db_path: Path, designer: Actor
) -> None:
    """The page says why, and shows frequencies."""
    plant(db_path, 9)
    personas.ask_search(db, designer)
    assert jobs.work_once(db_path, {personas.KIND: quick})
    app = screen("personas_search", "design")
    assert not app.exception
    assert _("Too few people to look for personas") in said(app)
    assert "3 personnes sur 9" in said(app)


def test_fewer_groups_than_were_asked_for_are_explained(
    screen: Screen, people: Database, db_path: Path, designer: Actor
) -> None:
    """Ten asked for among thirty-three people: « asked for 10, the data prefer 3 » beside fewer begs the question."""
    personas.ask_search(people, designer, groups=10)
    assert jobs.work_once(db_path, {personas.KIND: quick})
    found = personas.findings(people, designer)
    assert found is not None
    n = len(found.groups)
    assert 1 < n < 10
    shown = said(screen("personas_search", "design"))
    assert f"Seuls {n} groupes ont 5 personnes ou plus." in shown
    personas.ask_search(people, designer)
    assert jobs.work_once(db_path, {personas.KIND: quick})
    assert "ont 5 personnes ou plus" not in said(screen("personas_search", "design"))
