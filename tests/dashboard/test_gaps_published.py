"""Gaps as those outside the team read them, all numbers of the screen together: nobody is told apart by subtraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from subtraction import HALF, Reader, told_apart

from codesign.dashboard.gaps import attribute_gap
from codesign.dashboard.model import HeardPerson, Verdict
from codesign.privacy import UNDISCLOSED, Masked, masked_count, rounded
from codesign.territory import Reference, ReferenceGroup

GROUPS = ("a", "b", "c", "d")
SHARES = Reference(
    "sector", "sector", tuple(ReferenceGroup(name, (name,), "", 25.0, verified=True) for name in GROUPS), 2021,
    "Lieu inventé", "Source inventée", "", "", None,
)  # fmt: skip


def people(counts: Mapping[str, int]) -> list[HeardPerson]:
    """Invented people by sector."""
    return [HeardPerson({"sector": value}, True) for value, n in counts.items() for _each in range(n)]


def audit(counts: Mapping[str, int]) -> list[str]:
    """The numbers of people that are told apart: of a group, of those not said, of all but a group."""
    heard = people(counts)
    found = attribute_gap(SHARES, heard, exact=False)
    reader = Reader()

    def near(name: str, shown: Masked) -> None:
        """A number rounded to base 5, or nothing."""
        reader.add(name)
        if shown.value is not None:
            reader.bounds[name] = (max(5, shown.value - HALF), shown.value + HALF)

    near("n", rounded(masked_count(len(heard))))
    near("known", found.known)
    near(UNDISCLOSED, found.unsaid)
    for each in found.groups:
        near(each.group.id, each.heard)
    reader.equal("known", *GROUPS)
    reader.equal("n", "known", UNDISCLOSED)
    wanted: list[tuple[str, int, Sequence[str]]] = [(each, counts[each], [each]) for each in (*GROUPS, UNDISCLOSED)]
    known = sum(counts[each] for each in GROUPS)
    wanted += [(f"all but {each}", known - counts[each], [one for one in GROUPS if one != each]) for each in GROUPS]
    found = [name for name, true, parts in wanted if true and told_apart(true, *reader.span(dict.fromkeys(parts, 1.0)))]
    whole = reader.span({"known": 1.0})
    return found + (["known"] if known and told_apart(known, *whole) else [])


@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=5, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_group_of_few_people_is_told_apart(numbers: list[int]) -> None:
    """Groups, those of whom it is not known, everybody: each may still be any of five numbers."""
    assert audit(dict(zip((*GROUPS, UNDISCLOSED), numbers, strict=True))) == []


FEW = [(2, 0, 0, 0, 5), (5, 0, 0, 0, 2), (4, 3, 0, 0, 1), (1, 1, 1, 1, 8), (168, 0, 0, 0, 2)]


@pytest.mark.parametrize("numbers", FEW)
def test_few_people_beside_everybody_are_not_told_apart(numbers: tuple[int, ...]) -> None:
    """Seven people of whom five did not say: the two who did would be the difference."""
    assert audit(dict(zip((*GROUPS, UNDISCLOSED), numbers, strict=True))) == []


@pytest.mark.parametrize("unsaid", range(8, 15))
def test_the_verdict_follows_from_what_is_shown_alone(unsaid: int) -> None:
    """More than a fifth not said: judged by the rounded numbers, so that it tells nothing of the true one."""
    quiet = {}
    for everybody in (48, 49, 50, 51, 52):
        counts = {"a": everybody - unsaid - 20, "b": 10, "c": 5, "d": 5, UNDISCLOSED: unsaid}
        found = attribute_gap(SHARES, people(counts), exact=False)
        said = any(each.verdict is Verdict.UNSAID for each in found.groups)
        quiet.setdefault((found.unsaid.value, rounded(masked_count(everybody)).value), set()).add(said)
    assert all(len(each) == 1 for each in quiet.values())
