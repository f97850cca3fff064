"""Moments of an accompaniment: each part of each is an answer of its own, named `moments/<id>/<part>`.

So a history, a conflict and the merging of two laptops are told part by part, as for every answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

MOMENTS = "moments"
MAX_MOMENTS = 60
LEVELS = ("-2", "-1", "0", "1", "2")
SAID, SUPPOSED = "said", "supposed"


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: `minute` since the start (None: follows the one written before it), places by id of `PLACES`.

    `emotion` goes from −2 to +2; `emotion_said` is True when the person said it, False when it is supposed. `quote` is
    the person's exact words, None where their consent does not allow quoting; `observed`, `interpreted` and `question`
    never mix: what happened, what the observer thinks of it, what they wonder.
    """

    id: str
    minute: int | None = None
    place_type: str = ""
    activity: str = ""
    interaction: str = ""
    touchpoint: str = ""
    observed: str = ""
    quote: str | None = ""
    emotion: int | None = None
    emotion_said: bool | None = None
    interpreted: str = ""
    question: str = ""


def name_of(moment_id: str, part: str) -> str:
    """Return the name of one part of a moment among the answers of a note."""
    return f"{MOMENTS}/{moment_id}/{part}"


def parts_of(name: str) -> tuple[str, str] | None:
    """Return the moment's id and the part that an answer of this name is; None for any other answer."""
    pieces = name.split("/")
    return (pieces[1], pieces[2]) if len(pieces) == 3 and pieces[0] == MOMENTS else None


def ids_in(names: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the moments that these names of answers tell of, each once, in the order of their making."""
    return tuple(sorted({found[0] for found in map(parts_of, names) if found}))


def in_order(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the moments by time; one without a time follows the one that was written before it."""
    at, found = 0, []
    for moment_id in ids_in(answers):
        minute = answers.get(name_of(moment_id, "minute"))
        at = minute if isinstance(minute, int) else at
        found.append((at, moment_id))
    return tuple(moment_id for _at, moment_id in sorted(found))


def moments_of(answers: Mapping[str, Any], *, quotable: bool = True) -> tuple[Moment, ...]:
    """Return the moments that a note tells, by time; without the exact words unless `quotable`."""
    return tuple(_moment(answers, moment_id, quotable) for moment_id in in_order(answers))


def counted(moment: Moment) -> Moment:
    """Return a moment without a word that anybody wrote: when, where, and how it felt."""
    return replace(moment, activity="", interaction="", observed="", quote=None, interpreted="", question="")


def any_has(answers: Mapping[str, Any], parts: Iterable[str]) -> bool:
    """Say whether some moment has one of these parts filled."""
    wanted = set(parts)
    return any(found[1] in wanted and answers[name] not in (None, "") for name in answers if (found := parts_of(name)))


def without(answers: Mapping[str, Any], moment_id: str) -> dict[str, str]:
    """Return what an edit says to take a moment out of these answers: each of its parts, empty."""
    return {name: "" for name in answers if (found := parts_of(name)) and found[0] == moment_id}


def _moment(answers: Mapping[str, Any], moment_id: str, quotable: bool) -> Moment:  # noqa: FBT001 - as its caller
    said = {found[1]: value for name, value in answers.items() if (found := parts_of(name)) and found[0] == moment_id}
    basis, level = said.pop("emotion_basis", ""), said.pop("emotion", "")
    words = {name: value for name, value in said.items() if value not in (None, "")}
    return Moment(
        moment_id,
        **{**words, **({} if quotable else {"quote": None})},
        emotion=int(level) if level in LEVELS else None,
        emotion_said=None if not basis else basis == SAID,
    )
