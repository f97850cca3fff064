"""Withdrawal: a participant's people, notes, sentences and quotes leave every persona, and the journal with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from codesign import fieldnotes, privacy
from codesign.accounts import Actor, Permission
from codesign.personas import relecture_store, run_store, store
from codesign.personas.model import Line, LineKind, State
from codesign.storage import Database, successor, transaction


@dataclass(frozen=True, slots=True)
class Trace:
    """What a participant left here: personas that count them, lines that rest on their notes, quotes, relectures."""

    personas: int
    lines: int
    quotes: int
    relectures: int = 0


def preview_withdrawal(db: Database, participant_id: str) -> Trace:
    """Count what `erase_participant` would take."""
    chosen, lines = _found(db, participant_id)
    quotes = sum(line.kind is LineKind.QUOTE for line in lines)
    touched = {persona_id for _row, persona_id in chosen} | {line.persona_id for line in lines}
    return Trace(
        len(touched), len(lines) - quotes, quotes, len(relecture_store.naming(db, _people(db, participant_id)))
    )


def erase_participant(db: Database, actor: Actor, participant_id: str) -> Trace:
    """Take a participant's material out of every persona, and flag those personas to be reviewed.

    Quotes go. A line that rests on their sentences is written anew without them, since its past versions hold them; so
    is a line from which they were taken out before: its persona has nothing to review, only the journal forgets.
    """
    actor.require(Permission.STEWARD)
    with transaction(db):
        trace = preview_withdrawal(db, participant_id)
        chosen, lines = _found(db, participant_id)
        notes = _notes(db, participant_id)
        run_store.forget(db, {*_people(db, participant_id), *notes})
        relecture_store.forget(db, _people(db, participant_id), actor.id)
        for row_id, _persona_id in chosen:
            store.erase(db, store.SOURCE, row_id, actor.id)
        for line in (*lines, *store.lines_that_rested_on(db, notes)):
            _rewrite(db, actor, line, notes)
        for persona_id in sorted({each for _row, each in chosen} | {line.persona_id for line in lines}):
            store.change(db, store.PERSONA, persona_id, {"state": str(State.TO_REVIEW)}, actor.id)
        return trace


def drop_sources(db: Database, actor: Actor, *, source_ids: Iterable[str]) -> None:
    """Take what came of notes and people that were erased, here or on another laptop, out of every persona.

    The words of the notes leave the lines that came to quote them; relectures that name the people are erased.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with transaction(db):
        gone = frozenset(source_ids)
        run_store.forget(db, gone)
        relecture_store.forget(db, gone, actor.id)
        resting = store.lines_resting_on(db, gone)
        for line in (*resting, *store.lines_that_rested_on(db, gone)):
            _rewrite(db, actor, line, gone)
        for persona_id in sorted({line.persona_id for line in resting}):
            store.change(db, store.PERSONA, persona_id, {"state": str(State.TO_REVIEW)}, actor.id)


def standing_behind(db: Database, source_ids: Iterable[str]) -> frozenset[str]:
    """Return those of these notes and participants that a persona names, or named in a line's past version."""
    wanted = tuple(source_ids)
    if not wanted or not _named(db, wanted):  # one look for all: the usual answer
        return frozenset()
    if len(wanted) == 1:
        return frozenset(wanted)
    middle = len(wanted) // 2  # a look reads the whole journal: halves without any are not looked into again
    return standing_behind(db, wanted[:middle]) | standing_behind(db, wanted[middle:])


def _named(db: Database, ids: tuple[str, ...]) -> bool:
    named = store.rows_naming(db, ids) or relecture_store.naming(db, ids)
    return bool(named or store.lines_resting_on(db, ids) or store.lines_that_rested_on(db, ids))


def concerned(db: Database, participant_id: str) -> frozenset[str]:
    """Return the personas that the participant's material stands behind."""
    chosen, lines = _found(db, participant_id)
    return frozenset(each for _row, each in chosen) | frozenset(line.persona_id for line in lines)


def _notes(db: Database, participant_id: str) -> frozenset[str]:
    return frozenset(fieldnotes.sources_of_participant(db, participant_id))


def _people(db: Database, participant_id: str) -> frozenset[str]:
    return frozenset({*privacy.person_ids(db, participant_id), participant_id})


def _found(db: Database, participant_id: str) -> tuple[tuple[tuple[str, str], ...], tuple[Line, ...]]:
    notes = _notes(db, participant_id)
    return store.rows_naming(db, _people(db, participant_id) | notes), store.lines_resting_on(db, notes)


def _rewrite(db: Database, actor: Actor, line: Line, notes: frozenset[str]) -> None:
    binned, quoted = store.is_binned(db, store.LINE, line.id), relecture_store.quoted(db, line)
    store.erase(db, store.LINE, line.id, actor.id)
    if quoted:
        relecture_store.forget_words(db, line.persona_id, quoted, actor.id)
    if line.kind is LineKind.QUOTE or binned:
        return
    left = tuple(each for each in line.evidence if each.source_id not in notes)
    store.add(db, store.LINE, successor(line.id), store.line_values(replace(line, evidence=left)), actor.id)
