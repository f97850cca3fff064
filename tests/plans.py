"""How SQLite would go about what the platform asks: a table read from end to end is slow once it is long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from codesign.storage import Database

_SCAN = re.compile(r"^SCAN (\w+)")
_SHORT = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(?!ON\b|JOIN\b|WHERE\b|ORDER\b|LEFT\b)(\w+)")
_PLANNED = ("SELECT", "WITH", "UPDATE", "DELETE", "INSERT")


@contextmanager
def asked(db: Database) -> Iterator[list[str]]:
    """Collect the statements of the block, their values written in."""
    statements: list[str] = []
    db.conn.set_trace_callback(statements.append)
    try:
        yield statements
    finally:
        db.conn.set_trace_callback(None)


def plan(db: Database, statement: str, values: object = ()) -> list[str]:
    """The steps of one statement."""
    rows = db.conn.execute(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
    return [str(row[3]) for row in rows]


def scans(db: Database, statement: str, tables: set[str]) -> list[str]:
    """The steps that read one of these tables, or an index of it, from end to end (under any short name)."""
    short = dict(
        re.findall(r"\b(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(?!ON\b|JOIN\b|WHERE\b|ORDER\b|LEFT\b)(\w+)", statement)
    )
    names = {alias: table for table, alias in short.items()}
    found = []
    for step in plan(db, statement):
        name = _SCAN.match(step)
        if name and names.get(name.group(1), name.group(1)) in tables:
            found.append(step)
    return found


def whole_tables(db: Database, statements: list[str], tables: set[str]) -> dict[str, list[str]]:
    """Statement → its scans of these tables, for those that have any."""
    once = {re.sub(r"'[^']*'", "?", each): each for each in statements if each.lstrip().upper().startswith(_PLANNED)}
    found = {each: scans(db, each, tables) for each in once.values()}
    return {each: steps for each, steps in found.items() if steps}
