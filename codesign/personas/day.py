"""A day, from the moments of accompaniments: the stops that come back, in order, and how they felt.

Nothing is told of a stop but where, when and how it felt, and to whom may read the notes, what was seen there. A day
that nobody accompanied is said to be missing: none is made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from codesign.fieldnotes import Moment
from codesign.personas.sight import Sight
from codesign.privacy import Masked, kept_back, mask_parts, masked_count

MAX_STOPS = 7
_NOWHERE = ""
_Met = tuple[str, float, Moment]  # a note, where in it the moment stands (0–1), the moment


@dataclass(frozen=True, slots=True)
class Act:
    """What was seen at a stop, for those who may open its note."""

    note_id: str
    minute: int | None
    text: str
    interaction: str
    touchpoint: str


@dataclass(frozen=True, slots=True)
class Feeling:
    """How a stop felt, from −2 to 2 (the median): as people said it, or as it was supposed of them."""

    said: bool
    people: Masked
    level: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that comes back in the moments; `minute` is the usual time since the start, if it was noted."""

    place: str
    people: Masked
    minute: int | None
    feelings: tuple[Feeling, ...]
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The stops in order. `hidden` says that some are left out.

    `people` were accompanied, nobody at all when `missing`: both for those who build alone. How many were is not told
    outside: beside a stop, it would say how many were not there.
    """

    people: Masked
    stops: tuple[Stop, ...]
    hidden: bool
    missing: bool


def day(
    told: Mapping[str, tuple[Moment, ...]],
    person: Mapping[str, str],
    people: int,
    sight: Sight,
    seen: Mapping[str, tuple[Moment, ...]],
) -> Day:
    """Return the day of that many `people`.

    `told` is note → moments without words, `seen` those that the reader may open, with their words; `person` is note →
    whom it is about.
    """
    accompanied = {person[note_id] for note_id, moments in told.items() if moments}
    count = Masked(len(accompanied)) if sight is Sight.EXACT else kept_back()
    places: dict[str, list[_Met]] = {}
    for note_id, moments in told.items():
        for rank, each in enumerate(moments):
            where = each.place_type or each.touchpoint or _NOWHERE
            places.setdefault(where, []).append((note_id, rank / len(moments), each))
    stops, hidden = [], False
    for where, found in places.items():
        who = {person[note_id] for note_id, _rank, _moment in found}
        shown = Masked(len(who)) if sight is Sight.EXACT else masked_count(len(who), total=people)
        if shown.hidden or (where == _NOWHERE and sight is not Sight.EXACT):
            hidden = True
            continue
        felt = _feelings(found, person, sight)
        stop = Stop(where, sight.tells(shown), _minute(found, person, sight), felt, _acts(where, seen))
        stops.append((median(rank for _note, rank, _moment in found), stop))
    kept = sorted(stops, key=lambda each: (-(each[1].people.value or 0), each[0], each[1].place))[:MAX_STOPS]
    timed = all(each.minute is not None for _rank, each in kept)
    ordered = sorted(kept, key=lambda each: ((each[1].minute or 0) if timed else 0, each[0], each[1].place))
    return Day(
        count,
        tuple(stop for _rank, stop in ordered),
        hidden=hidden or len(stops) > MAX_STOPS or sight is not Sight.EXACT,
        missing=sight is Sight.EXACT and not accompanied,
    )


def _minute(found: Sequence[_Met], person: Mapping[str, str], sight: Sight) -> int | None:
    """Return the usual time, to 5 minutes; outside, only where enough people have one: else it is somebody's."""
    timed = [(note_id, each.minute) for note_id, _rank, each in found if each.minute is not None]
    if not timed or (sight is not Sight.EXACT and masked_count(len({person[each] for each, _at in timed})).hidden):
        return None
    return 5 * round(median(minute for _note, minute in timed) / 5)


def _feelings(found: Sequence[_Met], person: Mapping[str, str], sight: Sight) -> tuple[Feeling, ...]:
    """Return what people said of it apart from what was supposed; who did both said it."""
    levels: dict[str, dict[bool, list[int]]] = {}
    for note_id, _rank, each in found:
        mine = levels.setdefault(person[note_id], {})
        if each.emotion is not None:
            mine.setdefault(bool(each.emotion_said), []).append(each.emotion)
    groups = {
        "said": [median(mine[True]) for mine in levels.values() if True in mine],
        "supposed": [median(mine[False]) for mine in levels.values() if True not in mine and False in mine],
    }
    counts = {name: len(each) for name, each in groups.items()}
    counts["silent"] = len(levels) - sum(counts.values())
    alike = len(levels) in counts.values() and not masked_count(len(levels)).hidden  # all of them: points at nobody
    if sight is Sight.EXACT or alike:
        shown = {name: Masked(n) for name, n in counts.items()}
    else:
        shown, _total = mask_parts(counts)
    return tuple(
        Feeling(name == "said", sight.tells(shown[name]), round(median(groups[name])))
        for name in ("said", "supposed")
        if groups[name] and not shown[name].hidden
    )


def _acts(where: str, seen: Mapping[str, tuple[Moment, ...]]) -> tuple[Act, ...]:
    return tuple(
        Act(note_id, each.minute, each.activity or each.observed, each.interaction, each.touchpoint)
        for note_id, moments in seen.items()
        for each in moments
        if (each.place_type or each.touchpoint or _NOWHERE) == where
    )
