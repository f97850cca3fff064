"""What every test may ask for: a real migrated database, people who act, and a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from codesign import bootstrap, storage
from codesign.accounts import Actor, Role
from codesign.storage import Database

settings.register_profile("deep", max_examples=2_000, deadline=None)  # pytest --hypothesis-profile deep


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated file, copied by each test that needs a database: migrations run once."""
    path = tmp_path_factory.mktemp("migrated") / "empty.db"
    bootstrap.prepare(path)
    with storage.open_database(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def db_path(migrated: Path, tmp_path: Path) -> Path:
    """A database file of the test's own."""
    path = tmp_path / "codesign.db"
    path.write_bytes(migrated.read_bytes())
    return path


@pytest.fixture
def db(db_path: Path) -> Iterator[Database]:
    """An open, migrated database."""
    with storage.open_database(db_path) as opened:
        yield opened


@pytest.fixture
def actor() -> Callable[..., Actor]:
    """Make a person who acts: `actor("analyse")`; several roles may be given."""

    def make(*roles: str, name: str = "Personne inventée") -> Actor:
        return Actor(storage.uuid7(), name, frozenset(Role(role) for role in roles))

    return make
