"""Copies on this machine: found, named, not kept for ever, and told before one takes the place of the present."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import a_note, participant_of

from codesign import bootstrap
from codesign.accounts import MACHINE, Actor
from codesign.errors import InvalidInput, NotAllowed
from codesign.storage import Database

DAY = 24 * 3600


def test_copies_of_this_database_alone_are_found_newest_first(db: Database, db_path: Path) -> None:
    """Those kept before a restore hold the past as the backups do; those of the invented data are not ours."""
    assert db.table_names()
    assert bootstrap.copies(db_path) == ()
    first = bootstrap.make_backup(db_path)
    aside = bootstrap.restore(first, db_path)
    (first.parent / "demo-20260101-000000.zip").write_bytes(b"of another database")
    assert bootstrap.copies(db_path) == (aside, first)


def test_a_new_backup_ends_those_that_are_too_old(db: Database, db_path: Path) -> None:
    """What people had erased does not stay in a forgotten file for ever."""
    assert db.table_names()
    old, recent = bootstrap.make_backup(db_path), bootstrap.make_backup(db_path)
    for path, days in ((old, bootstrap.KEPT_DAYS + 1), (recent, bootstrap.KEPT_DAYS - 1)):
        os.utime(path, (time.time() - days * DAY,) * 2)
    new = bootstrap.make_backup(db_path)
    assert bootstrap.copies(db_path) == (new, recent)


def test_copies_are_made_anew_after_a_withdrawal(db: Database, db_path: Path, actor: Callable[..., Actor]) -> None:
    """One backup of today stays, and nothing that holds the words of who left."""
    person = participant_of(db, a_note(db))
    bootstrap.restore(bootstrap.make_backup(db_path), db_path)
    bootstrap.withdraw(db, MACHINE, person)
    with pytest.raises(NotAllowed):
        bootstrap.renew_copies(db, actor("analyse"), database=db_path)
    assert bootstrap.renew_copies(db, actor("coordination"), database=db_path) == 2
    (left,) = bootstrap.copies(db_path)
    bootstrap.restore(left, db_path)
    assert bootstrap.lost_by_restore(db, MACHINE, source=left) == {}


def test_what_a_restore_takes_away_is_told_before(db: Database, db_path: Path, actor: Callable[..., Actor]) -> None:
    """Nobody says yes to an old copy without knowing what work goes."""
    a_note(db)
    copy = bootstrap.make_backup(db_path)
    time.sleep(0.01)
    a_note(db, cleared=False)
    assert bootstrap.lost_by_restore(db, MACHINE, source=copy) == {"Notes": 1, "Pseudonyms": 1, "Consents": 1}
    with pytest.raises(NotAllowed):
        bootstrap.lost_by_restore(db, actor("design"), source=copy)
    copy.write_bytes(b"not a backup")
    with pytest.raises(InvalidInput):
        bootstrap.lost_by_restore(db, MACHINE, source=copy)
