"""What people see of the counts: permission, then sets of people, then the masking engine, and nothing past it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codesign import codebook, privacy, territory
from codesign.accounts import Actor, Permission
from codesign.barriers import BARRIER
from codesign.dashboard import store
from codesign.dashboard.model import Axis, CodeCount, Crossing, Overview, Person, StageCount, Telling
from codesign.errors import InvalidInput
from codesign.fieldnotes import OccasionKind
from codesign.i18n import N_
from codesign.privacy import Masked
from codesign.storage import Database

_UNNAMED = ""  # the values of an axis whose people are hidden, taken together
MIN_OCCASIONS = 2  # one workshop, however large, says who was in it


def overview(db: Database, actor: Actor) -> Overview:
    """Return every count of the dashboard, masked.

    Raises:
        NotAllowed: the role does not see the dashboard.
    """
    actor.require(Permission.DASHBOARD_SEE)
    found = store.tally(db)
    people, tellings = found.people, found.tellings
    living = _told_apart(_living(tellings), tellings)
    codes = _code_counts(living, len(people))
    crossings = {axis: _crossing(axis, people, living, codes) for axis in Axis}
    months = crossings[Axis.MONTH].values  # to name a month says that somebody was met then
    return Overview(
        people=privacy.masked_count(len(people)),
        notes=privacy.masked_count(found.notes),
        unread=privacy.masked_count(found.unread),
        months=(months[0], months[-1]) if months else None,
        codes=tuple(sorted(codes.values(), key=lambda each: -(each.count.value or -1))),
        stages=_stages(living, codes, len(people)),
        crossings=crossings,
    )


def at_value(found: Overview, axis: Axis, value: str) -> tuple[Masked, tuple[CodeCount, ...]]:
    """Return the people of one value of one axis, and the counts by code among them, most first.

    They are the very cells of the crossing: looking closer never shows more than the whole table does.

    Raises:
        InvalidInput: too few people stand there.
    """
    crossing = found.crossings[axis]
    people = crossing.people.get(value)
    if people is None or people.hidden:
        raise InvalidInput(N_("Too few people there: nothing is shown, so that nobody can be recognised."))
    rows = [CodeCount(each.code, crossing.cells[each.code, value], None) for each in found.codes]
    return people, tuple(sorted(rows, key=lambda each: -(each.count.value or -1)))


def _living(tellings: Sequence[Telling]) -> dict[str, set[str]]:
    """Return the people who live each barrier, for all barriers of the codebook."""
    found: dict[str, set[str]] = {code.id: set() for code in codebook.load_codebook().family(BARRIER).codes}
    for each in tellings:
        found.setdefault(each.code, set()).add(each.person)
    return found


def _told_apart(living: Mapping[str, set[str]], tellings: Sequence[Telling]) -> dict[str, set[str]]:
    """Return the people of each barrier that was told in at least two occasions; of the others, nobody.

    What one workshop alone told may be recognised by whoever was there, however many they were.
    """
    occasions: dict[str, set[str]] = {}
    for each in tellings:
        occasions.setdefault(each.code, set()).add(each.occasion_id)
    return {code: who if len(occasions.get(code, ())) >= MIN_OCCASIONS else set() for code, who in living.items()}


def _code_counts(living: Mapping[str, set[str]], total: int) -> dict[str, CodeCount]:
    counts = {code: len(who) for code, who in living.items()}
    shown = privacy.mask_series(counts, total=total, k=privacy.threshold)
    shares = {code: privacy.masked_share(n, total, privacy.threshold(code)) for code, n in counts.items()}
    return {code: CodeCount(code, shown[code], shares[code]) for code in counts}


def _stages(living: Mapping[str, set[str]], codes: Mapping[str, CodeCount], total: int) -> tuple[StageCount, ...]:
    """Return the stages of access, rounded to base 5.

    A stage less a shown code is whoever meets it by other codes only, and its codes less the stage those who live two
    of them: the stage is hidden where either is small, zero included, by the true numbers or by those that are shown.
    """
    found = []
    for dimension in codebook.load_codebook().dimensions:
        inside = [code for code in dimension.codes if code in living]
        who = set[str]().union(*(living[code] for code in inside))
        k = max((privacy.threshold(code) for code in inside), default=privacy.K)
        count = privacy.masked_count(len(who), k, total=total)
        shown = privacy.rounded(count)
        if len(inside) > 1 and shown.value is not None:
            beside = [living[code] for code in inside if not codes[code].count.hidden]
            once = sum(len(living[code]) for code in inside)
            rests = [n - len(each) for each in beside for n in (len(who), shown.value)]
            if min(rests, default=k) < k or once - shown.value < k:
                shown = privacy.kept_back(k)
        found.append(StageCount(dimension.id, shown, tuple(inside)))
    return tuple(found)


def _crossing(
    axis: Axis, people: Sequence[Person], living: Mapping[str, set[str]], codes: Mapping[str, CodeCount]
) -> Crossing:
    standing: dict[str, set[str]] = {value: set() for value in _values(axis, people)}
    for person in people:
        standing[person.at(axis)].add(person.key)
    counts = {value: len(who) for value, who in standing.items()}
    heads, total = privacy.mask_parts(counts, listed=True)
    if total.hidden:  # to name a value says that somebody stands there: too much where so few stand in all
        heads, _total = privacy.mask_parts(counts)
    values = tuple(value for value in heads if not total.hidden or not heads[value].hidden)
    cells: dict[tuple[str, str], Masked] = {}
    for code, who in living.items():
        parts = {value: len(who & here) for value, here in standing.items()}
        for value, cell in _row(parts, standing, heads, codes[code].count, privacy.threshold(code)).items():
            cells[code, value] = cell
    named = {(code, value): cell for (code, value), cell in cells.items() if value in values}
    return Crossing(axis, values, {value: heads[value] for value in values}, named)


def _row(
    parts: Mapping[str, int],
    standing: Mapping[str, set[str]],
    heads: Mapping[str, Masked],
    total: Masked,
    k: int,
) -> dict[str, Masked]:
    """Return one row of a crossing: hidden whole when its total is, and no cell that leaves too few people out.

    What the shown people of the other values leave to those whose people are hidden can be worked out, so these stand
    together as one more value: neither its people nor those it leaves out may be few.
    """
    cells = dict.fromkeys(parts, privacy.kept_back(k))
    if total.hidden:
        return cells
    apart = {value: (n, len(standing[value])) for value, n in parts.items() if not heads[value].hidden}
    together = [(n, len(standing[value])) for value, n in parts.items() if heads[value].hidden]
    if together:
        apart[_UNNAMED] = (sum(n for n, _here in together), sum(here for _n, here in together))
    kept_back = {value for value, (n, here) in apart.items() if privacy.masked_count(n, k, total=here).hidden}
    shown, _total = privacy.mask_parts(
        {value: n for value, (n, _here) in apart.items()},
        k=k,
        hidden=kept_back,
        limits={value: here for value, (_n, here) in apart.items()},
    )
    return {value: shown.get(value, cell) for value, cell in cells.items()}


def _values(axis: Axis, people: Sequence[Person]) -> tuple[str, ...]:
    """Return the values of an axis in the order in which people name them; what is no longer listed comes last."""
    met = {person.at(axis) for person in people}
    if axis is Axis.MONTH:
        return tuple(sorted(met))
    order = [each.id for each in territory.sectors()] if axis is Axis.SECTOR else [str(kind) for kind in OccasionKind]
    return (*(value for value in order if value in met), *sorted(met - set(order)))
