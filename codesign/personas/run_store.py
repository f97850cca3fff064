"""The only SQL on searches for personas. A search is what the machine derives: not journaled, never carried."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from codesign.storage import Database, Entity, register, save, uuid7

ORIGIN = register(Entity("personas_origin", ("persona_id", "run_id", "number", "group_hash", "until")))
_COLUMNS = "id, asked_by, made_at, data_hash, codebook, params, seed, outcome, gate, chosen, until, stability"


@dataclass(frozen=True, slots=True)
class Run:
    """One search as it is kept; `members` is (kind, id) of each person or note -> number of its group (-1: none).

    `params` is what it was asked with; `chosen` the number of groups that the data prefer, whatever was asked.
    """

    id: str
    asked_by: str
    made_at: str
    data_hash: str
    codebook: str
    params: str
    seed: int
    outcome: str
    gate: float | None
    chosen: int
    until: str
    stability: tuple[float, ...] = ()
    members: dict[tuple[str, str], int] = field(default_factory=dict)


class Lived(NamedTuple):
    """A code that a person of the team put on a note, whom the note is about, and its month."""

    family: str
    code: str
    person_key: str
    participant_id: str | None
    source_id: str
    month: str


def lived(db: Database) -> tuple[Lived, ...]:
    """Return each code put on a note whose consent allows personas, status present, of any family."""
    rows = db.conn.execute(
        "SELECT DISTINCT t.family, t.code, n.person_key, n.participant_id, t.source_id, n.month"
        " FROM v_barriers_tag AS t JOIN v_fieldnotes_note AS n ON n.id = t.source_id"
        " WHERE t.source_kind = 'note' AND t.status = 'present' AND n.allows_persona = 1"
        " ORDER BY t.source_id, t.family, t.code"
    )
    return tuple(Lived(*row) for row in rows)


def add(db: Database, run: Run) -> None:
    """Keep a search and who stands in which group."""
    db.conn.execute(
        f"INSERT INTO personas_run ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - ours
        [
            run.id,
            run.asked_by,
            run.made_at,
            run.data_hash,
            run.codebook,
            run.params,
            run.seed,
            run.outcome,
            run.gate,
            run.chosen,
            run.until,
            json.dumps(run.stability),
        ],
    )  # fmt: skip - the values stand as the columns do
    db.conn.executemany(
        "INSERT INTO personas_run_member (run_id, kind, ref_id, number) VALUES (?, ?, ?, ?)",
        [(run.id, kind, ref, number) for (kind, ref), number in run.members.items()],
    )


def touch(db: Database, run_id: str, made_at: str, asked_by: str) -> None:
    """Make a search the latest one: somebody asked for the very same thing again."""
    db.conn.execute("UPDATE personas_run SET made_at = ?, asked_by = ? WHERE id = ?", [made_at, asked_by, run_id])


def latest(db: Database) -> Run | None:
    """Return the search that was asked for last."""
    row = db.conn.execute("SELECT id FROM personas_run ORDER BY made_at DESC, rowid_ DESC LIMIT 1").fetchone()
    return find(db, row[0]) if row else None


def same(db: Database, data_hash: str, codebook: str, params: str, seed: int) -> str | None:
    """Return the id of a search of the same data asked in the same way."""
    row = db.conn.execute(
        "SELECT id FROM personas_run WHERE data_hash = ? AND codebook = ? AND params = ? AND seed = ?",
        [data_hash, codebook, params, seed],
    ).fetchone()
    return str(row[0]) if row else None


def find(db: Database, run_id: str) -> Run | None:
    """Return one search; pseudonyms found to be one person meanwhile count as the one that was kept."""
    row = db.conn.execute(f"SELECT {_COLUMNS} FROM personas_run WHERE id = ?", [run_id]).fetchone()  # noqa: S608 - ours
    if row is None:
        return None
    members = db.conn.execute(
        "SELECT m.kind, coalesce(a.participant_id, m.ref_id), m.number FROM personas_run_member AS m"
        " LEFT JOIN v_privacy_alias AS a ON a.id = m.ref_id AND m.kind = 'participant'"
        " WHERE m.run_id = ? ORDER BY m.kind DESC, m.ref_id",
        [run_id],
    )
    stability = tuple(float(each) for each in json.loads(row[-1]))
    groups = {(kind, ref): number for kind, ref, number in members}
    return replace(Run(*row[:11]), stability=stability, members=groups)


def forget(db: Database, ref_ids: Iterable[str]) -> None:
    """Take people and notes out of every search."""
    db.conn.execute(
        "DELETE FROM personas_run_member WHERE ref_id IN (SELECT value FROM json_each(?))", [json.dumps(list(ref_ids))]
    )


class Origin(NamedTuple):
    """Which group of which search a persona was made from, and what its people told then."""

    persona_id: str
    run_id: str
    number: int
    group_hash: str
    until: str


def origins(db: Database) -> tuple[Origin, ...]:
    """Return where each persona that was found comes from."""
    rows = db.conn.execute(
        "SELECT persona_id, run_id, number, group_hash, until FROM personas_origin WHERE deleted = 0 ORDER BY id"
    )
    return tuple(Origin(*row) for row in rows)


def keep_origin(db: Database, values: dict[str, object], author: str) -> None:
    """Write down where a persona comes from."""
    save(db, ORIGIN, uuid7(), values, author=author, new=True)
