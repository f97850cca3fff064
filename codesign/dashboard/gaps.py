"""Who was not heard yet: the people heard, attribute by attribute, against shares of reference.

A group is under-heard when even the upper end of the 95 % interval of its share (Wilson 1927) stays under eight tenths
of its share of reference. Below five people expected, or forty in the reference, or when the attribute is too often not
known, nothing is said. The interval treats people as if drawn by chance, which field work never does: it only keeps
small numbers from speaking loud.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from codesign import privacy
from codesign.dashboard.model import AttributeGap, EmptyCrossing, GroupGap, HeardPerson, Verdict
from codesign.personas import wilson
from codesign.privacy import UNDISCLOSED, Masked
from codesign.territory import Reference, ReferenceGroup

LEAST_RATIO = 0.8
MIN_EXPECTED = 5
MIN_REFERENCE = 40  # people: under it, published counts are rounded or suppressed
MAX_UNSAID = 0.2
MIN_CROSSING = 0.02
MAX_CROSSINGS = 8
MOST_CROSSED = 3  # attributes
_OUTSIDE = "outside"  # of what the reference compares, such as households that are no family

Aim = tuple[Reference, ReferenceGroup]


def attribute_gap(of: Reference, people: Sequence[HeardPerson], *, exact: bool) -> AttributeGap:
    """Return one attribute against its reference; counts are masked and rounded unless `exact`.

    What is said to those outside the team is worked out from the masked counts alone, so it tells no more than they do.
    """
    counts = _counted(of, people)
    shown, known, unsaid = _true(of, counts) if exact else _masked(of, counts, len(people))
    everybody = len(people) if exact else privacy.rounded(privacy.masked_count(len(people))).value or 0
    quiet = (unsaid.value or 0) > MAX_UNSAID * everybody
    targets = of.targets()
    proxies = _counted(of, [each for each in people if not each.direct]) if exact else {}
    groups = tuple(
        _group(each, shown[each.id], known.value, targets, of.population, quiet=quiet, proxy=proxies.get(each.id))
        for each in of.groups
    )
    gap = None
    if known.value and targets and not quiet and not any(each.hidden for each in shown.values()):
        gap = sum(abs((shown[each.id].value or 0) / known.value - targets[each.id]) for each in of.groups) / 2
    return AttributeGap(of, groups, known, unsaid, gap)


def empty_crossings(people: Sequence[HeardPerson], found: Iterable[AttributeGap]) -> tuple[EmptyCrossing, ...]:
    """Return the crossings of two or three attributes that nobody heard stands in, greatest share first.

    Their share is the product of the margins, as if attributes had nothing to do with one another. A crossing within
    one that is empty already, or of a group of whom nobody was heard, is left out: it would say the same twice.
    """
    usable = [each for each in found if each.coverage is not None and each.reference.of_people]
    alone = {(each.reference.id, group.group.id) for each in usable for group in each.groups if not group.heard.value}
    empty: list[tuple[EmptyCrossing, frozenset[tuple[str, str]]]] = []
    for size in range(2, MOST_CROSSED + 1):
        for chosen in combinations(usable, size):
            for aims in product(*([(each.reference, group.group) for group in each.groups] for each in chosen)):
                names = frozenset((reference.id, group.id) for reference, group in aims)
                if names & alone or any(known <= names for _each, known in empty):
                    continue
                crossing = _crossing(people, aims)
                if crossing is not None:
                    empty.append((crossing, names))
    return tuple(each for each, _names in sorted(empty, key=lambda pair: -pair[0].share)[:MAX_CROSSINGS])


def _crossing(people: Sequence[HeardPerson], aims: Sequence[Aim]) -> EmptyCrossing | None:
    """Return a crossing when its share counts and nobody stands in it, else None."""
    share = 1.0
    for reference, group in aims:
        share *= reference.targets()[group.id]
    if share < MIN_CROSSING:
        return None
    standing = [
        all(each.attributes[reference.attribute] in group.values for reference, group in aims) for each in people
    ]
    return None if any(standing) else EmptyCrossing(tuple(aims), share, share * len(people))


def _counted(of: Reference, people: Iterable[HeardPerson]) -> dict[str, int]:
    """Return group → people, with those of whom the attribute is not known, and those whom the reference leaves out."""
    place = {value: each.id for each in of.groups for value in each.values} | {UNDISCLOSED: UNDISCLOSED}
    counts = Counter(place.get(each.attributes[of.attribute], _OUTSIDE) for each in people)
    return {name: counts[name] for name in (*(each.id for each in of.groups), UNDISCLOSED, _OUTSIDE)}


def _true(of: Reference, counts: Mapping[str, int]) -> tuple[dict[str, Masked], Masked, Masked]:
    """Return the groups, their sum, and of how many people it is not known, as the team sees them."""
    groups = {each.id: counts[each.id] for each in of.groups}
    return {name: Masked(n) for name, n in groups.items()}, Masked(sum(groups.values())), Masked(counts[UNDISCLOSED])


def _masked(of: Reference, counts: Mapping[str, int], everybody: int) -> tuple[dict[str, Masked], Masked, Masked]:
    """Return the same as those outside the team may see them: small ones hidden, the others rounded to 5.

    Everybody's number stands beside them: neither those of whom it is known nor those of whom it is not may be told by
    what the others leave.
    """
    parts, total = privacy.mask_parts({each.id: counts[each.id] for each in of.groups})
    known = sum(counts[each.id] for each in of.groups)
    unsaid = privacy.rounded_parts({UNDISCLOSED: counts[UNDISCLOSED]}, everybody, near=True)[UNDISCLOSED]
    if total.hidden or privacy.rounded_parts({"": known}, everybody, near=True)[""].hidden:
        return dict.fromkeys(parts, privacy.kept_back()), privacy.kept_back(), unsaid
    return {name: privacy.rounded(each) for name, each in parts.items()}, privacy.rounded(total), unsaid


def _group(  # noqa: PLR0913 - what a verdict rests on, three by name
    group: ReferenceGroup,
    heard: Masked,
    known: int | None,
    targets: Mapping[str, float],
    population: int | None,
    *,
    quiet: bool,
    proxy: int | None,
) -> GroupGap:
    target = targets.get(group.id)
    if heard.hidden or not known:
        said = Verdict.UNCOMPARED if target is None else Verdict.UNSAID if quiet else Verdict.EARLY
        verdict = Verdict.HIDDEN if heard.hidden or known is None else said
        return GroupGap(group, heard, verdict, target=target, proxy=proxy)
    n = heard.value or 0
    low, high = wilson(n, known)
    if target is None:
        return GroupGap(group, heard, Verdict.UNCOMPARED, n / known, low, high, proxy=proxy)
    verdict = _verdict(known * target, target, (low, high), population, quiet=quiet)
    return GroupGap(group, heard, verdict, n / known, low, high, target, known * target, proxy)


def _verdict(
    expected: float, target: float, interval: tuple[float, float], population: int | None, *, quiet: bool
) -> Verdict:
    low, high = interval
    if quiet:
        return Verdict.UNSAID
    if population is not None and population * target < MIN_REFERENCE:
        return Verdict.TINY
    if expected < MIN_EXPECTED:
        return Verdict.EARLY
    if high < LEAST_RATIO * target:
        return Verdict.UNDER
    return Verdict.OVER if low > target else Verdict.EVEN
