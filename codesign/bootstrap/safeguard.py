"""The pass over all that people typed: what may still point at someone, counted by room; a long work of the worker.

Only counts and the places are kept of it, never the words: they would outlive a withdrawal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from codesign import fieldnotes, jobs, media, personas, privacy, storage, territory
from codesign.accounts import MACHINE, Actor, Permission
from codesign.i18n import N_
from codesign.jobs import Job, JobState, Progress
from codesign.privacy import FreeText, IdentifierType
from codesign.storage import Database

GOING_THROUGH = "identifiers"  # the job
SHOWN = 40  # places kept by room, those with the most first
ROOMS = {
    "notes": N_("Notes"),
    "documents": N_("Documents"),
    "media": N_("Words on photos and sounds, transcripts"),
    "relectures": N_("Relectures"),
    "visits": N_("Planned visits"),
}
_READING = N_("Every text is read")
_EVERY = 25


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a pass left to settle in one room: texts read, those with something open, how many by kind, where."""

    room: str
    texts: int
    open: int
    kinds: Mapping[IdentifierType, int]
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """Where the pass stands: the job that waits or runs, when the last one ended, and what it left to settle."""

    under_way: Job | None
    ended: datetime | None
    remaining: tuple[Remaining, ...]


def ask_pass(db: Database, actor: Actor) -> str:
    """Have the worker go through all that people typed; return the job's id, that of one under way if any.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        known = last_pass(db, actor).under_way
        return known.id if known else jobs.enqueue(db, actor, GOING_THROUGH, {})


def last_pass(db: Database, actor: Actor) -> Pass:
    """Return where the pass stands, and what the last one that ended found.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    known = [each for each in jobs.all_jobs(db) if each.kind == GOING_THROUGH]
    under_way = next((each for each in known if not each.state.is_over), None)
    done = next((each for each in known if each.state is JobState.DONE), None)
    if done is None:
        return Pass(under_way, None, ())
    rooms = (_remaining(room, done.result.get(room, {})) for room in ROOMS)
    return Pass(under_way, datetime.fromisoformat(done.finished_at), tuple(rooms))


def go_through(db: Database, progress: Progress) -> dict[str, Any]:
    """Read all that people typed and count what may point at someone and that nobody settled, by room."""
    notes, documents = fieldnotes.free_texts(db, MACHINE)
    rooms: dict[str, tuple[FreeText, ...]] = {
        "notes": notes,
        "documents": documents,
        "media": media.free_texts(db, MACHINE),
        "relectures": personas.free_texts(db, MACHINE),
        "visits": tuple(FreeText(each.id, (each.draft.who, each.draft.note)) for each in territory.visits(db, MACHINE)),
    }
    total, done = sum(map(len, rooms.values())), 0
    known = privacy.tokens_in(text for found in rooms.values() for each in found for text in each.texts)
    forgotten = privacy.known_names(db, known)
    result: dict[str, Any] = {}
    for room, found in rooms.items():
        kinds, places = Counter[str](), Counter[str]()
        for each in found:
            left = privacy.unsettled(each, forgotten)
            kinds.update(kind.value for kind, _words in left)
            if left:
                places[each.owner] += len(left)
            done += 1
            if done % _EVERY == 0 or done == total:
                progress(done, total, _READING)
        result[room] = {"texts": len(found), "open": len(places), "kinds": kinds, "places": places.most_common(SHOWN)}
    return result


def _remaining(room: str, told: Mapping[str, Any]) -> Remaining:
    kinds: Mapping[str, int] = told.get("kinds", {})
    places: Iterable[tuple[str, int]] = told.get("places", ())
    counted = {IdentifierType(kind): n for kind, n in kinds.items()}
    return Remaining(room, told.get("texts", 0), told.get("open", 0), counted, tuple((owner, n) for owner, n in places))
