"""Who the people of a persona are and through whom they are heard: distributions, never one typical value.

Attributes describe a group once it is made; nothing in here makes one. Their small counts are hidden from the team too:
a sheet is pinned on walls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from codesign import territory
from codesign.i18n import N_, _
from codesign.personas.model import MIN_PEOPLE
from codesign.personas.portrait_store import Behind
from codesign.personas.sight import Sight
from codesign.privacy import ATTRIBUTE_LABELS, ATTRIBUTES, UNDISCLOSED, Masked, mask_parts

VOICES = ("self", "relative", "worker", "other")  # the first that somebody has: who speaks once is heard directly
VOICE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "self": N_("Tell it themselves, or were accompanied"),
        "relative": N_("Heard through somebody close"),
        "worker": N_("Heard through a worker"),
        "other": N_("Reported by somebody else"),
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """A value with how many people have it; `fraction` (0–1) is its part of the people that are shown."""

    value: str
    count: Masked
    fraction: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """How people spread over the values of something, in the order of the form; `hidden` says that some are kept back.

    Values that may not be counted are left out, those that nobody has with them.
    """

    name: str
    parts: tuple[Part, ...]
    hidden: bool


def attributes(people: Iterable[Mapping[str, str]], sight: Sight) -> tuple[Distribution, ...]:
    """Return how people spread over each attribute; of whom nothing is known counts as not said."""
    rows = tuple(people)
    found = []
    for name in ATTRIBUTE_LABELS:
        values = _values(name)
        counted = Counter(_known(each.get(name), values) for each in rows)
        masking = Sight.MASKED if sight is Sight.EXACT else sight
        found.append(spread(name, {value: counted[value] for value in values}, masking))
    return tuple(found)


def voices(notes: Iterable[Behind], sight: Sight) -> Distribution:
    """Return through whom people are heard: once themselves, they are no longer heard by proxy."""
    heard: dict[str, set[str]] = {}
    for each in notes:
        heard.setdefault(each.person_key, set()).add(each.voice)
    first = Counter(next(voice for voice in VOICES if voice in told) for told in heard.values())
    if len(first) == 1 and len(heard) >= MIN_PEOPLE:  # all of them alike: that points at nobody
        (voice,) = first
        return Distribution("voice", (Part(voice, sight.tells(Masked(len(heard))), 1.0),), hidden=False)
    return spread("voice", {voice: first[voice] for voice in VOICES}, sight)


def spread(name: str, counts: Mapping[str, int], sight: Sight) -> Distribution:
    """Return counts that add up to the people of a persona as they may be told."""
    if sight is Sight.EXACT:
        shown = {value: Masked(n) for value, n in counts.items() if n}
    else:
        masked, _total = mask_parts(counts)
        shown = {value: sight.tells(each) for value, each in masked.items() if not each.hidden}
    whole = sum(counts.values())
    told = sight.tells(Masked(whole)).value or 1
    parts = tuple(Part(value, each, min(1.0, (each.value or 0) / told)) for value, each in shown.items())
    return Distribution(name, parts, hidden=len(shown) < sum(1 for n in counts.values() if n) or not shown)


def last_month(notes: Sequence[Behind], sight: Sight) -> str:
    """Return the month of the last note; outside, the one since which five people at least were heard.

    A month that only one person was met in would date that meeting.
    """
    latest: dict[str, str] = {}
    for each in notes:
        latest[each.person_key] = max(each.month, latest.get(each.person_key, ""))
    months = sorted(latest.values(), reverse=True)
    if sight is Sight.EXACT:
        return months[0] if months else ""
    return months[MIN_PEOPLE - 1] if len(months) >= MIN_PEOPLE else ""


def value_label(name: str, value: str) -> str:
    """Return a value of an attribute, or a way of being heard, in words."""
    if name == "voice":
        return _(VOICE_LABELS[value])
    if name == "sector":
        return territory.sector_label(value) or _(ATTRIBUTES["gender"][UNDISCLOSED])
    return _(ATTRIBUTES[name][value])


def _values(name: str) -> tuple[str, ...]:
    if name == "sector":
        return (*(each.id for each in territory.sectors() if each.id != territory.UNKNOWN), UNDISCLOSED)
    return tuple(ATTRIBUTES[name])


def _known(value: str | None, values: Sequence[str]) -> str:
    return value if value is not None and value in values else UNDISCLOSED
