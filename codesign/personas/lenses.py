"""Two readings of the same barriers, each counting the people who live at least one barrier of a step.

Where the path of access breaks (Levesque et al. 2013), and why what could be had is not received (Warin 2010).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codesign import codebook
from codesign.i18n import _, language
from codesign.personas.sight import Sight
from codesign.privacy import Masked, kept_back, masked_count, threshold

LEVESQUE_SOURCE = "Levesque, Harris & Russell (2013)"


@dataclass(frozen=True, slots=True)
class LensRow:
    """A step of a reading: how many people live one of its barriers. `codes` are the names of those barriers."""

    id: str
    label: str
    gloss: str
    codes: tuple[str, ...]
    count: Masked
    fraction: float


@dataclass(frozen=True, slots=True)
class Lens:
    """A reading of the barriers; `source` says whose frame it is. Steps that may not be counted are left out."""

    id: str
    title: str
    source: str
    rows: tuple[LensRow, ...]
    hidden: bool


def lenses(lived: Mapping[str, frozenset[str]], people: int, sight: Sight, shown: Iterable[str]) -> tuple[Lens, ...]:
    """Return both readings. `lived` is barrier → the people of the persona who live it; `shown` are those counted."""
    book = codebook.load_codebook()
    names = {code.id: code.label(language()) for code in book.family("barrier").codes}
    path = tuple((each.id, each.label(language()), each.ability(language()), each.codes) for each in book.dimensions)
    forms = codebook.load_non_take_up()
    why = tuple((each.id, each.label(language()), each.definition(language()), each.codes) for each in forms)
    counted = frozenset(shown)
    return (
        _lens("levesque", _("Where the path breaks"), LEVESQUE_SOURCE, path, (lived, people, sight, counted, names)),
        _lens("non_recours", _("Why it is not received"), forms[0].source, why, (lived, people, sight, counted, names)),
    )


_About = tuple[Mapping[str, frozenset[str]], int, Sight, frozenset[str], Mapping[str, str]]
_Step = tuple[str, str, str, tuple[str, ...]]


def _lens(name: str, title: str, source: str, steps: tuple[_Step, ...], about: _About) -> Lens:
    lived, people, sight, shown, names = about
    told = sight.tells(Masked(people)).value or 1
    rows, hidden = [], False
    for step, label, gloss, codes in steps:
        sets = {code: lived[code] for code in codes if lived.get(code)}
        who = frozenset().union(*sets.values())
        count = Masked(len(who)) if sight is Sight.EXACT else _told(sets, who, people, shown)
        if count.hidden or (not who and sight is Sight.EXACT):
            hidden = hidden or sight is not Sight.EXACT  # outside, « nobody » is told no more than « a few »
            continue
        count = sight.tells(count)
        barriers = tuple(names[code] for code in codes if (code in sets if sight is Sight.EXACT else code in shown))
        rows.append(LensRow(step, label, gloss, barriers, count, min(1.0, (count.value or 0) / told)))
    return Lens(name, title, source, tuple(rows), hidden)


def _told(sets: Mapping[str, frozenset[str]], who: frozenset[str], people: int, shown: frozenset[str]) -> Masked:
    """Return how many people live one of these, hidden where the counts beside it would give a small number.

    Those counts are the barriers': what a step has more than one of them, and what two have in common, must be
    nobody or enough people too.
    """
    for code in sets.keys() & shown:
        others = max((threshold(each) for each in sets if each != code), default=0)
        if 0 < len(who - sets[code]) < others:
            return kept_back()
    if len(sets) == 2 and 0 < len(frozenset.intersection(*sets.values())) < max(map(threshold, sets)):
        return kept_back()
    return masked_count(len(who), total=people)
