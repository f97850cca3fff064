"""The invented data and the project are two databases: switching asks again who everyone is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codesign import accounts, bootstrap, storage
from codesign.accounts import Actor
from codesign.config import Settings
from codesign.errors import NotAllowed
from codesign.storage import Database
from codesign.ui import switching

PASSWORD = "quatre mots en ligne"


@pytest.fixture
def settings(tmp_path: Path, db_path: Path) -> Settings:
    """A private folder whose project database is `db_path`."""
    assert db_path.parent == tmp_path
    return Settings(home=tmp_path)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A demo of one invented author, quick to load; counts how often it was."""
    times: list[int] = []

    def load(db: Database) -> None:
        times.append(1)
        accounts.add_member(db, accounts.MACHINE, name="Autrice fictive", login="fictive", roles=[accounts.Role.FIELD])

    monkeypatch.setattr(bootstrap, "load_demo", load)
    return times


def test_switching_signs_everyone_out_and_tells_the_first_start(
    db: Database, settings: Settings, actor: Callable[..., Actor], loaded: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    """The demo is made once; the project is found again as it was."""
    accounts.create_coordinator(db, name="Amina", login="amina", password=PASSWORD)
    token = accounts.sign_in(db, login="amina", password=PASSWORD, address="a")
    boss = actor("coordination")
    switching.switch_database(db, boss, settings=settings, demo=True)
    assert settings.is_demo
    assert accounts.session_of_token(db, token) is None
    assert switching.start_code() in capsys.readouterr().out
    with storage.open_database(settings.database) as demo:
        assert "Autrice fictive" in accounts.member_names(demo).values()
        switching.switch_database(demo, boss, settings=settings, demo=False)
    assert not settings.is_demo
    assert capsys.readouterr().out == ""
    assert accounts.sign_in(db, login="amina", password=PASSWORD, address="a")
    switching.choose(settings, demo=True)
    assert len(loaded) == 1


@pytest.mark.parametrize("role", ["terrain", "analyse", "design", "comite"])
def test_only_who_looks_after_the_project_switches(
    db: Database, settings: Settings, actor: Callable[..., Actor], role: str
) -> None:
    """It signs everyone out: not something to try."""
    with pytest.raises(NotAllowed):
        switching.switch_database(db, actor(role), settings=settings, demo=True)
    assert not settings.is_demo
    assert not settings.demo_database.exists()


def test_a_demo_that_fails_half_way_leaves_no_database(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, loaded: list[int]
) -> None:
    """The next try begins afresh, and the project is still served."""

    def fail(_db: Database) -> None:
        raise OSError

    good = bootstrap.load_demo
    monkeypatch.setattr(bootstrap, "load_demo", fail)
    with pytest.raises(OSError):  # noqa: PT011 - whatever stopped it
        switching.choose(settings, demo=True)
    assert not settings.is_demo
    assert not settings.demo_database.exists()
    monkeypatch.setattr(bootstrap, "load_demo", good)
    switching.choose(settings, demo=True)
    assert settings.demo_database.exists()
    assert not list(settings.home.glob("*.part*"))


def test_a_demo_that_went_missing_is_made_again_at_start(settings: Settings, loaded: list[int]) -> None:
    """Someone deleted the file while the app was to serve it."""
    switching.choose(settings, demo=True)
    settings.demo_database.unlink()
    switching.prepare_active(settings)
    assert settings.demo_database.exists()
    assert len(loaded) == 2
