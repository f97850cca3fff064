"""What is kept between runs is never older than the last write, and never another person's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from codesign import privacy, storage
from codesign.accounts import Actor, Permission
from codesign.errors import NotAllowed
from codesign.storage import Database
from codesign.ui import kept


def _here(db: Database, path: Path, actor: Actor) -> Any:
    return SimpleNamespace(db=db, actor=actor, settings=SimpleNamespace(database=path))


@pytest.fixture
def count() -> Callable[[Database, Actor], tuple[str, int]]:
    """A read that says who asked, and how many times it was really done."""
    done = []

    def read(_db: Database, actor: Actor) -> tuple[str, int]:
        done.append(actor.id)
        return actor.id, len(done)

    read.__qualname__ = f"read_{storage.uuid7()}"
    return read


def test_a_read_is_done_once_until_somebody_writes(
    db: Database, db_path: Path, actor: Callable[..., Actor], count: Callable[..., Any]
) -> None:
    """A figure that is one note late would be a lie on the screen."""
    here = _here(db, db_path, actor("analyse"))
    assert kept.read(here, count)[1] == kept.read(here, count)[1] == 1
    with storage.open_database(db_path) as other:
        privacy.add_participant(other, actor("terrain"))
    assert kept.read(here, count)[1] == 2


def test_nothing_passes_from_one_person_to_another(
    db: Database, db_path: Path, actor: Callable[..., Actor], count: Callable[..., Any]
) -> None:
    """What a researcher may read, the steering group may not."""
    one, two = actor("analyse"), actor("comite")
    assert kept.read(_here(db, db_path, one), count)[0] == one.id
    assert kept.read(_here(db, db_path, two), count)[0] == two.id


def test_a_person_whose_roles_change_reads_again(
    db: Database, db_path: Path, actor: Callable[..., Actor], count: Callable[..., Any]
) -> None:
    """The same person with fewer roles is another reader."""
    one = actor("analyse")
    less = Actor(one.id, one.name, actor("comite").roles)
    assert kept.read(_here(db, db_path, one), count)[1] == 1
    assert kept.read(_here(db, db_path, less), count)[1] == 2


def test_a_shared_read_is_still_refused_to_whoever_may_not(
    db: Database, db_path: Path, actor: Callable[..., Actor], count: Callable[..., Any]
) -> None:
    """The permission is checked on every call, whether or not the answer is kept already."""
    kept.read(_here(db, db_path, actor("coordination")), count, shared=Permission.MEMBERS)
    with pytest.raises(NotAllowed):
        kept.read(_here(db, db_path, actor("comite")), count, shared=Permission.MEMBERS)
