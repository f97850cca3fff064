"""A database of a thousand invented notes about some five hundred people: the demo, then its notes again for others.

Everything is written by the actions that people use, in one transaction, so that it obeys the rules of real work.
"""

from __future__ import annotations

import json
import random
from contextlib import suppress
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from _common import ROOT

from codesign import barriers, bootstrap, fieldnotes, privacy, storage
from codesign.accounts import Actor, Role
from codesign.barriers import Action, Choice, ReviewedSentence
from codesign.errors import InvalidInput
from codesign.fieldnotes import OccasionDraft
from codesign.privacy import ConsentDraft
from codesign.storage import Database

NOTES, PEOPLE = 1000, 500
DEMO = ROOT / "data" / "demo"
_ATTRIBUTES = ("age_group", "gender", "mother_tongue", "household", "immigration_period", "sector")


def _rows(name: str) -> list[dict[str, Any]]:
    found = []
    for path in sorted(DEMO.glob(f"{name}_*.jsonl")):
        found += [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return found


def make(path: Path, notes: int = NOTES, people: int = PEOPLE) -> None:
    """Write the database: the demo first, then its notes again, about other people, one week later each round."""
    bootstrap.prepare(path)
    field = Actor(storage.uuid7(), "Terrain (banc d’essai)", frozenset({Role.FIELD}))
    analyst = Actor(storage.uuid7(), "Analyse (banc d’essai)", frozenset({Role.ANALYSIS}))
    with storage.open_database(path) as db, storage.transaction(db):
        bootstrap.load_demo(db)
        known = len(fieldnotes.notes(db, analyst))
        chance = random.Random(1)  # noqa: S311 - the same database each time
        templates = _rows("participants")
        already = len(privacy.participants(db, field))
        met = [
            privacy.add_participant(db, field, **{name: row[name] for name in _ATTRIBUTES})
            for row, _n in zip(cycle(templates), range(max(0, people - already)), strict=False)
        ]
        occasions = {row["id"]: row for row in _rows("occasions")}
        for n, row in zip(range(notes - known), cycle(_rows("notes")), strict=False):
            note_id = _record(db, field, row, occasions[row["occasion"]], chance.choice(met))
            with suppress(InvalidInput):  # something looks like an identifier: the note waits, as a real one would
                fieldnotes.clear_note(db, analyst, note_id=note_id)
            if n % 5 != 4:
                _read(db, analyst, note_id)
        barriers.ensure_proposals(db)
    with storage.open_database(path) as db:
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _record(db: Database, author: Actor, row: dict[str, Any], occasion: dict[str, Any], person: str) -> str:
    held_on = min(date.fromisoformat(occasion["date"]), privacy.today() - timedelta(days=1))
    return fieldnotes.record_note(
        db,
        author,
        id=storage.uuid7(),
        kind=row["kind"],
        occasion=OccasionDraft(
            kind=occasion["kind"],
            held_on=held_on,
            sector=occasion["sector"],
            place_type=occasion["place_type"],
            mode=occasion["mode"],
            people_count=occasion["people"],
            id=storage.uuid7(),
        ),
        participant_id=person,
        consent=ConsentDraft(mode="oral", given_on=held_on, purposes=frozenset({"note", "quote", "persona"})),
        answers=row["answers"],
    )


def _read(db: Database, analyst: Actor, note_id: str) -> None:
    """Decide on every sentence: keep what the machine proposes, else say that there is nothing."""
    opened = barriers.review(db, analyst, note_id)
    choices = [choice for sentence in opened.sentences for choice in _choices(sentence)]
    if choices:
        barriers.decide_together(db, analyst, source_id=note_id, choices=choices)


def _choices(sentence: ReviewedSentence) -> list[Choice]:
    if not sentence.pending:
        return [Choice(sentence.key, Action.NOTHING)]
    return [Choice(sentence.key, Action.ACCEPT, each.family, each.code, each.status) for each in sentence.pending]
