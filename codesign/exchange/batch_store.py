"""The SQL on imports as they were made, so that one can be undone, and on the columns that people chose for files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from codesign import storage
from codesign.errors import Conflict
from codesign.exchange import store
from codesign.exchange.model import Batch, ColumnMap
from codesign.storage import Database

COLUMNS = storage.register(storage.Entity("exchange_columns", scalars=("kind",), maps=("columns",)))
_BATCH = "SELECT id, at, member_id, kind, counts, undone_at FROM exchange_batch"


def open_batch(db: Database, batch_id: str, member: str, kind: str) -> None:
    """Begin an import; one that was stopped by a crash goes on under its number."""
    db.conn.execute(
        "INSERT INTO exchange_batch (id, at, member_id, kind) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        [batch_id, storage.now(), member, kind],
    )


def add_made(db: Database, batch_id: str, made: Iterable[tuple[str, str, str]]) -> None:
    """Remember rows that an import made: (kind of thing, id, version)."""
    db.conn.executemany(
        "INSERT INTO exchange_batch_row (batch_id, thing, row_id, version) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (batch_id, thing, row_id) DO UPDATE SET version = excluded.version",
        [(batch_id, *each) for each in made],
    )


def made(db: Database, batch_id: str, thing: str) -> dict[str, str]:
    """Return id → version of the things of a kind that an import made."""
    rows = db.conn.execute(
        "SELECT row_id, version FROM exchange_batch_row WHERE batch_id = ? AND thing = ? ORDER BY row_id",
        [batch_id, thing],
    )
    return dict(rows.fetchall())


def count(db: Database, batch_id: str, counts: Mapping[str, int]) -> None:
    """Add to what an import did, by state of its rows."""
    (known,) = db.conn.execute("SELECT counts FROM exchange_batch WHERE id = ?", [batch_id]).fetchone()
    before = json.loads(known)
    summed = before | {state: n + before.get(state, 0) for state, n in counts.items()}  # files are counted after rows
    db.conn.execute("UPDATE exchange_batch SET counts = ? WHERE id = ?", [json.dumps(summed), batch_id])


def batch(db: Database, batch_id: str) -> Batch | None:
    """Return one import; `member` is an id."""
    row = db.conn.execute(f"{_BATCH} WHERE id = ?", [batch_id]).fetchone()
    return _batch(row) if row else None


def batches(db: Database, limit: int) -> tuple[Batch, ...]:
    """Return the latest imports that made something, newest first; `member` is an id."""
    rows = db.conn.execute(
        f"{_BATCH} AS b WHERE EXISTS (SELECT 1 FROM exchange_batch_row AS r WHERE r.batch_id = b.id)"  # noqa: S608 - names of ours
        " ORDER BY at DESC, id DESC LIMIT ?",
        [limit],
    )
    return tuple(_batch(row) for row in rows)


def close_batch(db: Database, batch_id: str) -> None:
    """Write that an import was undone; what it made that was kept is no longer its own."""
    db.conn.execute("UPDATE exchange_batch SET undone_at = ? WHERE id = ?", [storage.now(), batch_id])
    db.conn.execute("DELETE FROM exchange_batch_row WHERE batch_id = ? AND thing <> 'note'", [batch_id])


def import_rows(db: Database, note_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the rows of `exchange_import` that became these notes."""
    rows = db.conn.execute(
        "SELECT id FROM exchange_import WHERE note_id IN (SELECT value FROM json_each(?))", [json.dumps(list(note_ids))]
    )
    return tuple(row_id for (row_id,) in rows)


def media_of(db: Database, source: str, external_id: str, name: str) -> str | None:
    """Return the photo or sound that a file of a row became, or None; erased ones too: they do not come back."""
    row = db.conn.execute(
        "SELECT item_id FROM exchange_media WHERE print = ?", [store.media_print(db, source, external_id, name)]
    ).fetchone()
    return str(row[0]) if row else None


def contents_of(db: Database, item_id: str) -> tuple[str, ...]:
    """Return the prints of all that this photo or sound was, the newest last; none of what came in before prints."""
    rows = db.conn.execute("SELECT contents FROM exchange_media WHERE item_id = ?", [item_id])
    return tuple(each for (found,) in rows for each in found.split())


def add_media(db: Database, source: str, external_id: str, name: str, item_id: str, content: str) -> None:
    """Remember what a file of a row became, and by its print what it held."""
    contents = (*(each for each in contents_of(db, item_id) if each != content), content)
    db.conn.execute(
        "INSERT OR REPLACE INTO exchange_media (print, item_id, contents) VALUES (?, ?, ?)",
        [store.media_print(db, source, external_id, name), item_id, " ".join(contents)],
    )


def renew_made(db: Database, thing: str, row_id: str, *, before: str, version: str) -> None:
    """Say that what an import made was replaced by a newer one from a file: nobody worked on it for all that."""
    db.conn.execute(
        "UPDATE exchange_batch_row SET version = ? WHERE thing = ? AND row_id = ? AND version = ?",
        [version, thing, row_id, before],
    )


def drop_media(db: Database, item_ids: Iterable[str]) -> None:
    """Forget photos and sounds that came in, so that they may come again: their import was undone."""
    db.conn.execute(
        "DELETE FROM exchange_media WHERE item_id IN (SELECT value FROM json_each(?))", [json.dumps(list(item_ids))]
    )


def columns_of(db: Database, header: Sequence[str]) -> ColumnMap | None:
    """Return what somebody chose for files of this first line, or None."""
    row = db.conn.execute(
        "SELECT kind, columns FROM exchange_columns WHERE id = ? AND NOT deleted", [_header_id(header)]
    ).fetchone()
    if row is None:
        return None
    columns = {target: column for target, column in json.loads(row[1]).items() if column}
    return ColumnMap(columns, row[0])


def keep_columns(db: Database, header: Sequence[str], chosen: ColumnMap, author: str) -> None:
    """Remember what somebody chose for files of this first line."""
    values: dict[str, Any] = {"kind": chosen.kind, "columns": dict(chosen.columns)}
    try:
        storage.save(db, COLUMNS, _header_id(header), values, author=author, new=True)
    except Conflict:
        storage.save(db, COLUMNS, _header_id(header), values, author=author)


def _header_id(header: Sequence[str]) -> str:
    """Return the name of a first line: the same columns in another order are the same."""
    return hashlib.sha256("\x1f".join(sorted(header)).encode("utf-8", "replace")).hexdigest()


def _batch(row: tuple[Any, ...]) -> Batch:
    batch_id, at, member, kind, counts, undone_at = row
    return Batch(batch_id, at, member, kind, json.loads(counts), undone_at)
