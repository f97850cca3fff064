"""The invented project that people explore before they begin their own: made through the same actions as real work.

Nothing is written behind the back of the rooms, so that the demo obeys every rule of consent, review and journal, and
breaks when one of them does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor, Role
from codesign.bootstrap.demo_design import design
from codesign.bootstrap.demo_reading import read_all
from codesign.config import load_settings
from codesign.errors import InvalidInput
from codesign.fieldnotes import OccasionDraft
from codesign.i18n import N_
from codesign.jobs import Progress
from codesign.privacy import ConsentDraft
from codesign.storage import Database

PARTS = ("1", "2")
_ATTRIBUTES = ("age_group", "gender", "mother_tongue", "household", "immigration_period", "sector")
_PLACE_ONLY = "Lieu public, personne n’a été suivi (donnée fictive)"
_STEPS = N_("Invented data")


@dataclass(frozen=True, slots=True)
class Team:
    """Those who act in the demo; they are no members, so nobody signs in as them."""

    field: tuple[Actor, ...]
    analysis: Actor
    coordination: Actor


@dataclass(frozen=True, slots=True)
class DemoNote:
    """An invented note that was recorded, and the codes that its author meant."""

    id: str
    labels: tuple[dict[str, str], ...]


def load_demo(db: Database, progress: Progress | None = None) -> None:
    """Fill an empty, migrated database with the invented data, all or nothing.

    Raises:
        InvalidInput: the database holds notes already.
    """
    team = _team()
    if fieldnotes.notes(db, team.coordination):
        raise InvalidInput(N_("This database holds notes already: the invented data go into an empty one."))
    folder = load_settings().demo
    with storage.transaction(db):
        notes = [note for part in PARTS for note in _record_part(db, team, folder, part, progress)]
        read_all(db, team.analysis, notes, progress)
        design(db, team, folder)


def _team() -> Team:
    def member(name: str, role: Role) -> Actor:
        return Actor(storage.uuid7(), name, frozenset({role}))

    return Team(
        field=(member("Terrain (fictif)", Role.FIELD), member("Terrain 2 (fictif)", Role.FIELD)),
        analysis=member("Analyse (fictive)", Role.ANALYSIS),
        coordination=member("Coordination (fictive)", Role.COORDINATION),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _record_part(db: Database, team: Team, folder: Path, part: str, progress: Progress | None) -> Iterator[DemoNote]:
    occasions = {row["id"]: row for row in _rows(folder / f"occasions_{part}.jsonl")}
    notes = _rows(folder / f"notes_{part}.jsonl")
    shift = _shift(max(date.fromisoformat(row["date"]) for row in occasions.values()))
    author = team.field[PARTS.index(part) % len(team.field)]
    people = {
        row["id"]: privacy.add_participant(db, author, **{name: row[name] for name in _ATTRIBUTES})
        for row in _rows(folder / f"participants_{part}.jsonl")
    }
    drafts = {row["id"]: _occasion(row, shift) for row in occasions.values()}
    moments = {row["note"]: _moments(row["moments"]) for row in _rows(folder / "moments.jsonl")}
    for i, row in enumerate(notes):
        occasion = drafts[row["occasion"]]
        person = people[row["participant"]] if row["participant"] else None
        note_id = fieldnotes.record_note(
            db,
            author,
            id=storage.uuid7(),
            kind=row["kind"],
            occasion=occasion,
            participant_id=person,
            consent=_consent(i, row, occasion.held_on),
            answers=row["answers"] | moments.get(row["id"], {}),
        )
        if i % 12:  # a few wait, so that the way to approve can be tried
            _clear(db, team, note_id)
        yield DemoNote(note_id, tuple(row["labels"]))
        if progress is not None:
            progress(i + 1, len(notes), _STEPS)


def _moments(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the moments of an accompaniment as answers, in the order of their making."""
    return {
        fieldnotes.name_of(moment_id, part): value
        for moment_id, row in ((storage.uuid7(), row) for row in rows)
        for part, value in row.items()
    }


def _shift(latest: date) -> timedelta:
    """Whole weeks by which the dates move back, where the clock of the machine is behind the invented calendar."""
    ahead = (latest - privacy.today()).days
    return timedelta(weeks=-(-ahead // 7)) if ahead > 0 else timedelta()


def _occasion(row: dict[str, Any], shift: timedelta) -> OccasionDraft:
    return OccasionDraft(
        kind=row["kind"],
        held_on=date.fromisoformat(row["date"]) - shift,
        sector=row["sector"],
        place_type=row["place_type"],
        mode=row["mode"],
        people_count=row["people"],
        id=storage.uuid7(),
    )


def _consent(i: int, row: dict[str, Any], given_on: date | None) -> ConsentDraft:
    """Most people allow quotes and personas; some only notes, so that the limits of a consent can be seen."""
    purposes = {"note", "quote", "persona"}
    if i % 11 == 10:
        purposes = {"note"}
    elif i % 7 == 6:
        purposes = {"note", "persona"}
    if row["participant"] is None and row["kind"] == "shadowing":
        return ConsentDraft(mode="not_applicable", given_on=given_on, reason=_PLACE_ONLY)
    mode = "collective" if row["participant"] is None else "oral"
    return ConsentDraft(mode=mode, given_on=given_on, purposes=frozenset(purposes))


def _clear(db: Database, team: Team, note_id: str) -> None:
    with suppress(InvalidInput):  # a passage looks like an identifier: the note waits, as a real one would
        fieldnotes.clear_note(db, team.analysis, note_id=note_id)
