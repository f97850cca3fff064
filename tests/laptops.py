"""Invented laptops of one project: real database files, clocks that may be wrong, bundles handed around."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from codesign import bootstrap, exchange, storage
from codesign.accounts import MACHINE
from codesign.bootstrap import MergeReport
from codesign.exchange import BundleWish
from codesign.storage import Database

PASSPHRASE = "quatre mots inventés ici"


def a_laptop(folder: Path, migrated: Path, name: str) -> Database:
    """Open a laptop of the one project that `migrated` is: a post of its own, nothing in it."""
    path = folder / name / "codesign.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(migrated.read_bytes())
    db = storage.connect(path)
    storage.renew_post(db)
    return db


def a_new_project(folder: Path, name: str) -> Database:
    """Open a database of its own project."""
    path = folder / name / "codesign.db"
    bootstrap.prepare(path)
    return storage.connect(path)


def hand(source: Database, target: Database, *, everything: bool = True) -> MergeReport:
    """Merge in `target` what `source` hands it: all, or what it was not given yet."""
    post = storage.ensure_post(target)
    known = any(each.post == post for each in storage.peers(source))
    wish = BundleWish(
        "Portable inventé", post=post if known else "", everything=everything or not known, on_encrypted_disk=True
    )
    made = exchange.export_bundle(source, MACHINE, wish=wish)
    return bootstrap.merge_bundle(target, MACHINE, name=made.name, data=made.data)


def settle_all(laptops: list[Database]) -> int:
    """Hand everything around until nobody learns anything; return how many rounds it took."""
    for rounds in range(1, 9):
        learned = 0
        for source in laptops:
            for target in laptops:
                if source is not target:
                    report = hand(source, target)
                    learned += sum(
                        n for table, n in {**report.new, **report.changed}.items() if table != "exchange_log"
                    )
                    learned += report.erased
        if not learned:
            return rounds
    raise AssertionError("the laptops go on for ever")


def rows(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return what every table that travels holds, but for the register of bundles, which each hand-over adds to."""
    kept = {*exchange.KEPT_HERE, "exchange_log"}
    return {
        entity.table: db.conn.execute(
            f"SELECT id, version, {', '.join(entity.columns)} FROM {entity.table} ORDER BY id"  # noqa: S608 - ours
        ).fetchall()
        for entity in storage.entities()
        if entity.table not in kept
    }


def open_questions(db: Database) -> list[tuple[str, str, frozenset[str]]]:
    """Return which fields wait for a choice, and between which versions."""
    return [(each.entity_id, each.field, frozenset(v.id for v in each.versions)) for each in storage.forks(db)]


def everything_said(db: Database) -> str:
    """Return all text of the journal and of every table, the search index's copy included."""
    names = [name for (name,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = [str(row) for name in names for row in db.conn.execute(f"SELECT * FROM [{name}]")]  # noqa: S608 - ours
    return "\n".join(found)


@contextmanager
def clock(minutes: float) -> Iterator[None]:
    """Let the wall clock be late or ahead within the block."""
    wrong = SimpleNamespace(time_ns=lambda: time.time_ns() + int(minutes * 60e9))
    with patch("codesign.storage.clock.time", wrong):
        yield
