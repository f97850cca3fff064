"""Who was not heard yet: the rules on invented people, and what each role may see of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from builders import WORKER, a_note, a_participant
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign import dashboard, fieldnotes, privacy, storage
from codesign.accounts import Actor
from codesign.dashboard import AttributeGap, GroupGap, Verdict
from codesign.dashboard.gaps import attribute_gap, empty_crossings
from codesign.dashboard.model import HeardPerson
from codesign.fieldnotes import OccasionDraft
from codesign.privacy import ConsentDraft
from codesign.storage import Database
from codesign.territory import Reference, ReferenceGroup


def a_reference(attribute: str = "age_group", population: int | None = None, **shares: float | None) -> Reference:
    """An invented reference: one group a value."""
    groups = tuple(ReferenceGroup(name, (name,), "", share, verified=True) for name, share in shares.items())
    return Reference(attribute, attribute, groups, 2021, "Lieu inventé", "Source inventée", "", "", population)


def people(*counts: tuple[str, int], direct: bool = True, **more: str) -> list[HeardPerson]:
    """Invented people by age group, otherwise alike."""
    return [
        HeardPerson({"age_group": value, "sector": "ouest", **more}, direct)
        for value, n in counts
        for _each in range(n)
    ]


def group(found: AttributeGap, name: str) -> GroupGap:
    """One group of an attribute."""
    return next(each for each in found.groups if each.group.id == name)


AGES = a_reference(**{"18_64": 81.0, "65_plus": 19.0})


def test_three_of_sixty_against_nineteen_percent_is_under_heard() -> None:
    """The worked example of the method: interval 1.7–13.7 %, at equal shares 11, about 8 missing."""
    found = group(attribute_gap(AGES, people(("18_64", 57), ("65_plus", 3)), exact=True), "65_plus")
    assert found.verdict is Verdict.UNDER
    assert (round(found.low, 3), round(found.high, 3)) == (0.017, 0.137)
    assert round(found.expected or 0) == 11
    assert found.missing == 8


def test_fewer_than_five_expected_is_too_early_to_say() -> None:
    """Nobody of 65 among twenty people says little."""
    found = attribute_gap(AGES, people(("18_64", 20)), exact=True)
    assert group(found, "65_plus").verdict is Verdict.EARLY


def test_nobody_heard_of_a_large_group_is_said() -> None:
    """No division by what is not there."""
    found = attribute_gap(AGES, people(("18_64", 60)), exact=True)
    assert group(found, "65_plus").verdict is Verdict.UNDER
    assert found.coverage == pytest.approx(0.19)


def test_hearing_more_than_the_share_is_a_choice() -> None:
    """It is named, never flagged."""
    found = attribute_gap(AGES, people(("18_64", 30), ("65_plus", 30)), exact=True)
    assert group(found, "65_plus").verdict is Verdict.OVER
    assert group(found, "18_64").verdict is Verdict.UNDER
    assert found.coverage == pytest.approx(0.31)


def test_more_than_a_fifth_not_said_forbids_any_verdict() -> None:
    """Those of whom it is not known may all be the missing ones."""
    known = people(("18_64", 60), ("65_plus", 3))
    assert attribute_gap(AGES, [*known, *people(("undisclosed", 15))], exact=True).coverage is not None
    found = attribute_gap(AGES, [*known, *people(("undisclosed", 17))], exact=True)
    assert {each.verdict for each in found.groups} == {Verdict.UNSAID}
    assert found.coverage is None
    assert found.unsaid.value == 17


def test_a_reference_of_fewer_than_forty_people_says_nothing() -> None:
    """The census rounds and suppresses such counts."""
    small = a_reference(population=200, **{"18_64": 81.0, "65_plus": 19.0})
    assert group(attribute_gap(small, people(("18_64", 60)), exact=True), "65_plus").verdict is Verdict.TINY


def test_without_a_complete_reference_people_are_counted_and_not_compared() -> None:
    """An unknown share is no zero."""
    found = attribute_gap(a_reference(**{"18_64": 81.0, "65_plus": None}), people(("18_64", 60)), exact=True)
    assert {each.verdict for each in found.groups} == {Verdict.UNCOMPARED}
    assert group(found, "18_64").heard.value == 60


def test_heard_by_proxy_only_is_a_gap_of_its_own() -> None:
    """Others spoke for them; one who spoke is enough for it not to be so."""
    told = people(("65_plus", 6), direct=False)
    found = group(attribute_gap(AGES, [*people(("18_64", 20)), *told], exact=True), "65_plus")
    assert (found.proxy, found.proxy_only) == (6, True)
    spoke = [*people(("18_64", 20)), *told, *people(("65_plus", 1))]
    assert not group(attribute_gap(AGES, spoke, exact=True), "65_plus").proxy_only


def test_empty_crossings_are_the_product_of_the_margins_largest_first_each_said_once() -> None:
    """Old people in the north-east were not met; what lies within that is not said again."""
    sectors = a_reference("sector", ouest=60.0, nord_est=40.0)
    heard = [*people(("18_64", 30)), *people(("65_plus", 10)), *people(("18_64", 20), sector="nord_est")]
    gaps = [attribute_gap(each, heard, exact=True) for each in (AGES, sectors)]
    (found,) = empty_crossings(heard, gaps)
    assert [each.id for _reference, each in found.aims] == ["65_plus", "nord_est"]
    assert found.share == pytest.approx(0.19 * 0.4)
    assert found.expected == pytest.approx(0.19 * 0.4 * 60)
    assert empty_crossings(heard, gaps[:1]) == ()


def test_shares_of_households_are_not_crossed_with_shares_of_people() -> None:
    """The part of families that are single-parent is not the part of people who live in one."""
    homes = Reference("h", "household", AGES.groups, 2021, "x", "x", "", "", None, of_people=False)
    heard = people(("18_64", 40), household="65_plus")
    gaps = [attribute_gap(each, heard, exact=True) for each in (AGES, homes)]
    assert empty_crossings(heard, gaps) == ()


counts = st.lists(st.integers(0, 40), min_size=2, max_size=6)


@given(counts, st.integers(0, 12))
@settings(max_examples=150, deadline=None)
def test_those_outside_the_team_read_no_small_number_and_none_by_subtraction(numbers: list[int], unsaid: int) -> None:
    """Every number shown is a multiple of 5, from 5; a hidden one never stands alone beside its total."""
    names = [f"g{i}" for i in range(len(numbers))]
    reference = a_reference(**{name: 100 / len(names) for name in names})
    heard = people(*zip(names, numbers, strict=True), ("undisclosed", unsaid))
    found = attribute_gap(reference, heard, exact=False)
    shown = [each.heard.value for each in found.groups if each.heard.value is not None]
    assert all(value >= 5 and value % 5 == 0 for value in shown)
    assert all(value is None or value >= 5 for value in (found.known.value, found.unsaid.value))
    hidden = [each for each in (*(each.heard for each in found.groups), found.known) if each.hidden]
    assert len(hidden) != 1
    for each in found.groups:
        assert each.proxy is None
        if each.heard.hidden:
            assert (each.verdict, each.share, each.expected, each.missing) == (Verdict.HIDDEN, None, None, 0)
    assert not hidden or found.coverage is None


def recorded(db: Database, ages: Iterable[str]) -> None:
    """Record a call of somebody of each age."""
    for age in ages:
        a_note(db, participant_id=a_participant(db, age_group=age, sector="ouest"))


def test_people_are_counted_once_and_only_while_their_consent_holds(db: Database, actor: Callable[..., Actor]) -> None:
    """Two notes make one person; without consent, or without a note, nobody was heard."""
    twice = a_participant(db, age_group="65_plus")
    notes = [a_note(db, participant_id=twice), a_note(db, participant_id=twice)]
    a_participant(db, age_group="65_plus")
    recorded(db, ["18_24"])
    assert dashboard.gaps(db, actor("terrain")).people.value == 2
    for each in notes:
        consent = fieldnotes.note(db, WORKER, each).consent_id
        privacy.withdraw_consent(db, actor("coordination"), consent_id=consent)
    assert dashboard.gaps(db, actor("terrain")).people.value == 1


def test_a_story_told_by_a_relative_is_heard_by_proxy(db: Database, actor: Callable[..., Actor]) -> None:
    """Who spoke is read from the note."""
    person = a_participant(db, age_group="65_plus")
    fieldnotes.record_note(
        db,
        WORKER,
        id=storage.uuid7(),
        kind="story",
        occasion=OccasionDraft(kind="atelier", sector="ouest"),
        answers={"story": "Il attend depuis mars.", "teller_role": "relative"},
        participant_id=person,
        consent=ConsentDraft(participant_id=person, purposes=frozenset({"note"})),
    )
    found = dashboard.gaps(db, actor("terrain"))
    ages = next(each for each in found.attributes if each.reference.attribute == "age_group")
    assert group(ages, "65_plus").proxy_only


def test_the_steering_group_reads_masked_counts_and_no_crossing(db: Database, actor: Callable[..., Actor]) -> None:
    """The team, who recorded the notes, reads the true ones."""
    recorded(db, ["18_24"] * 12 + ["65_plus"] * 3)
    ours, theirs = dashboard.gaps(db, actor("terrain")), dashboard.gaps(db, actor("comite"))
    assert (ours.exact, theirs.exact) == (True, False)
    assert ours.people.value == 15
    ages = next(each for each in theirs.attributes if each.reference.attribute == "age_group")
    assert all(each.heard.hidden for each in ages.groups)
    assert ages.coverage is None
    assert theirs.crossings == ()
