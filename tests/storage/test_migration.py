"""Migrations run once, after a copy, whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from codesign import bootstrap, storage
from codesign.storage import Database, Migrations


def one_table() -> Migrations:
    """A set with one step."""
    steps = Migrations("toy")

    @steps()
    def m001(db: Database) -> None:
        db.execute("CREATE TABLE toy (id INTEGER PRIMARY KEY)")
        db.execute("INSERT INTO toy VALUES (1)")

    return steps


def test_steps_run_once(tmp_path: Path) -> None:
    """The second start has nothing to do."""
    path = tmp_path / "a.db"
    ran = storage.migrate(path, [storage.migrations, one_table()])
    assert (ran[0], ran[-1]) == ("storage.m001_journal", "toy.m001")
    assert storage.migrate(path, [storage.migrations, one_table()]) == []


def test_a_file_with_data_is_copied_first(tmp_path: Path) -> None:
    """An update says how to go back: the copy is there, whole, without the new step."""
    path, backups = tmp_path / "a.db", tmp_path / "backups"
    storage.migrate(path, [storage.migrations, one_table()], backups)
    assert not backups.exists()
    more = one_table()

    @more()
    def m002(db: Database) -> None:
        db.execute("DROP TABLE toy")

    storage.migrate(path, [storage.migrations, more], backups)
    (copy,) = backups.glob("a-before-update-*.db")
    with storage.open_database(copy) as db:
        assert db.conn.execute("SELECT count(*) FROM toy").fetchone() == (1,)


def test_a_failing_step_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """Half an update is worse than none."""
    path = tmp_path / "a.db"
    storage.migrate(path, [storage.migrations, one_table()])
    broken = one_table()

    @broken()
    def m002(db: Database) -> None:
        db.execute("CREATE TABLE half (id INTEGER PRIMARY KEY)")
        db.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(sqlite3.OperationalError):
        storage.migrate(path, [storage.migrations, broken])
    with storage.open_database(path) as db:
        assert "half" not in db.table_names()


def test_a_step_that_breaks_a_reference_is_undone(tmp_path: Path) -> None:
    """Foreign keys are off while tables are rebuilt, and checked before the end."""
    path = tmp_path / "a.db"
    steps = one_table()

    @steps()
    def m002(db: Database) -> None:
        db.execute("CREATE TABLE child (toy INTEGER REFERENCES toy(id))")
        db.execute("INSERT INTO child VALUES (42)")

    with pytest.raises(sqlite3.IntegrityError):
        storage.migrate(path, [storage.migrations, steps])


def test_the_product_migrates_and_verifies(tmp_path: Path) -> None:
    """A new database of the product is whole."""
    bootstrap.prepare(tmp_path / "p.db")
    with storage.open_database(tmp_path / "p.db") as db:
        assert list(storage.check_database(db)) == []
        assert storage.ensure_post(db) == storage.ensure_post(db)
