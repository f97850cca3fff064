"""What a database remembers beyond its rows, so that another copy of it can be held to the same promises."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from codesign.errors import Unavailable
from codesign.i18n import N_
from codesign.storage.clock import stamp
from codesign.storage.connection import open_database, transaction
from codesign.storage.engine import Database
from codesign.storage.journal import ERASED, Entity, append_tombstone, entities
from codesign.storage.migration import copy_database


class Unreadable(Unavailable):
    """A database file that is damaged to the point where its content cannot be copied."""


def snapshot(path: Path, target: Path) -> Path:
    """Copy the database at `path` to `target` as it is now; no lock is asked for, writers may go on meanwhile.

    Rows that disagree with the journal do not matter here: they are copied as they stand.

    Raises:
        Unreadable: the file is damaged, or holds no journal. Unavailable: busy, or the disk refuses.
    """
    try:
        with open_database(path) as db:
            if "journal" in db.table_names():
                return copy_database(db, target)
    except sqlite3.OperationalError as error:
        if "malformed" not in str(error):
            raise Unavailable(N_("The database is busy or the disk refuses. Nothing was changed.")) from error
    except sqlite3.DatabaseError:
        pass  # told below, as for a file without a journal
    raise Unreadable(
        N_(
            "The present database cannot be read, so who withdrew since is not known. Nothing was changed. To go on all"
            " the same, restore with --even-unreadable on the command line, then withdraw those people again."
        )
    )


def tombstones(db: Database) -> dict[tuple[str, str], str]:
    """Return (table, row id) of every row that was erased -> who erased it; nothing else is left of those rows."""
    rows = db.conn.execute("SELECT entity, entity_id, author FROM journal WHERE field = ?", [ERASED])
    return {(table, row_id): author for table, row_id, author in rows}


def erased_among(db: Database, row_ids: Iterable[str]) -> frozenset[str]:
    """Return those of the ids whose row was erased."""
    rows = db.conn.execute(
        "SELECT entity_id FROM journal WHERE field = ? AND entity_id IN (SELECT value FROM json_each(?))",
        [ERASED, json.dumps([*row_ids])],
    )
    return frozenset(row_id for (row_id,) in rows)


def carry_tombstones(db: Database, known: dict[tuple[str, str], str]) -> None:
    """Make `db` remember the rows erased elsewhere that it does not hold: a still older copy may."""
    with transaction(db):
        mine, tables = tombstones(db), {entity.table for entity in entities()}
        for (table, row_id), author in known.items():
            if (table, row_id) in mine or table not in tables:
                continue
            if db.conn.execute(f"SELECT 1 FROM {table} WHERE id = ?", [row_id]).fetchone() is None:  # noqa: S608 - ours
                append_tombstone(db, table, row_id, author)


def rows_mentioning(db: Database, entity: Entity, field: str, words: Iterable[str]) -> frozenset[str]:
    """Return the ids of rows of which some version of `field`, the present one or a past one, holds one of `words`."""
    rows = db.conn.execute(
        "SELECT DISTINCT entity_id FROM journal AS j WHERE entity = ? AND field = ? AND EXISTS"
        " (SELECT 1 FROM json_each(?) AS w WHERE instr(j.value, w.value) > 0)",
        [entity.table, field, json.dumps(sorted(words))],
    )
    return frozenset(row_id for (row_id,) in rows)


def changed_since(db: Database, moment: datetime) -> dict[str, int]:
    """Return how many rows of each journaled table were written to after `moment`."""
    rows = db.conn.execute(
        "SELECT entity, count(DISTINCT entity_id) FROM journal WHERE hlc > ? GROUP BY entity",
        [stamp(int(moment.timestamp() * 1000) + 1, 0, "")],
    )
    return dict(rows.fetchall())
