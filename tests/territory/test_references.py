"""Reference shares: the file's figures, over which the coordination gives its own, with their history."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codesign import territory
from codesign.accounts import Actor
from codesign.errors import Conflict, InvalidInput, NotAllowed
from codesign.privacy import ATTRIBUTES
from codesign.storage import Database
from codesign.territory import Reference, ReferenceDraft


@pytest.fixture
def steward(actor: Callable[..., Actor]) -> Actor:
    """The coordination, who gives shares."""
    return actor("coordination")


def compared(db: Database) -> dict[str, Reference]:
    """The reference that each attribute is compared with."""
    return {each.attribute: each for each in territory.compared(territory.references(db))}


def a_draft(**shares: float | None) -> ReferenceDraft:
    """Invented shares of sectors."""
    return ReferenceDraft(shares, 2021, "Montréal-Nord", "Portrait inventé", "https://exemple.invalid/portrait")


def test_ages_under_eighteen_are_left_out_and_the_rest_brought_back_to_a_whole(db: Database) -> None:
    """19.2 % of everybody are 65 or more: 23.5 % of those whom the project admits."""
    found = compared(db)["age_group"]
    assert found.id == "age_broad"  # the five bands have no figures yet
    assert found.targets()["65_plus"] == pytest.approx(19.2 / (19.2 + 62.6))
    assert sum(found.targets().values()) == pytest.approx(1)
    assert found.year == 2011
    assert found.population == 83868


def test_what_has_an_empty_figure_is_incomplete_and_compares_with_nothing(db: Database) -> None:
    """An empty row is no zero."""
    found = {each.id: each for each in territory.references(db)}
    assert not found["household_types"].complete
    assert found["household_types"].targets() == {}
    assert not compared(db)["sector"].complete


def test_a_sum_of_a_figure_worked_out_and_one_read_is_not_verified(db: Database) -> None:
    """What was not read at its source says so, group by group."""
    found = compared(db)["mother_tongue"]
    sure = {each.id: each.verified for each in found.groups}
    assert sure["creole_haitien"]
    assert not sure["autre"]
    shares = {each.id: each.share for each in found.groups}
    assert shares["creole_haitien"] == pytest.approx(7.5 + 2.8)
    assert "Bourassa" in found.geography


def test_groups_hold_values_that_forms_offer_each_once(db: Database) -> None:
    """A value in two groups would be counted twice; one that no form has, never."""
    for each in territory.references(db):
        values = [value for group in each.groups for value in group.values]
        known = (
            {sector.id for sector in territory.sectors()} if each.attribute == "sector" else ATTRIBUTES[each.attribute]
        )
        assert len(values) == len(set(values))
        assert set(values) <= set(known)


def test_shares_of_the_coordination_come_over_those_of_the_file(db: Database, steward: Actor) -> None:
    """The finest complete reference is used at once, with its own year and source, and every share has a history."""
    whole = a_draft(ouest=30, centre=25, centre_est=20, nord_est=25)
    version = territory.edit_reference(db, steward, reference_id="sector", draft=whole)
    found = compared(db)["sector"]
    assert (found.complete, found.edited, found.source) == (True, True, "Portrait inventé")
    assert found.targets()["ouest"] == pytest.approx(0.3)
    changed = a_draft(ouest=35, centre=20, centre_est=20, nord_est=25)
    version = territory.edit_reference(db, steward, reference_id="sector", draft=changed, base=version)
    told = territory.reference_history(db, steward, reference_id="sector")
    assert [(each.before, each.after) for each in told if each.field == "shares/ouest"] == [(None, 30), (30, 35)]
    territory.reset_reference(db, steward, reference_id="sector", base=version)
    assert not compared(db)["sector"].complete
    territory.edit_reference(db, steward, reference_id="sector", draft=whole)
    assert compared(db)["sector"].complete


def test_two_people_who_give_shares_at_once_do_not_write_over_each_other(db: Database, steward: Actor) -> None:
    """The second one saw the file's, which no longer stand."""
    territory.edit_reference(db, steward, reference_id="sector", draft=a_draft(ouest=30))
    with pytest.raises(Conflict):
        territory.edit_reference(db, steward, reference_id="sector", draft=a_draft(ouest=50))


@pytest.mark.parametrize(
    "draft",
    [
        a_draft(),
        a_draft(ouest=-1),
        a_draft(ouest=60, centre=60),
        ReferenceDraft({"ouest": 10}, 2021, "", "Portrait"),
        ReferenceDraft({"ouest": 10}, 1871, "Montréal-Nord", "Portrait"),
        ReferenceDraft({"ouest": 10}, 2021, "Montréal-Nord", "Portrait", "javascript:alert(1)"),
    ],
)
def test_shares_that_cannot_be_are_refused(db: Database, steward: Actor, draft: ReferenceDraft) -> None:
    """A share without a source, or that cannot be one, would pass for a fact."""
    with pytest.raises(InvalidInput):
        territory.edit_reference(db, steward, reference_id="sector", draft=draft)


def test_only_the_coordination_gives_shares(db: Database, actor: Callable[..., Actor]) -> None:
    """Whoever changes what others are compared with changes the finding."""
    with pytest.raises(NotAllowed):
        territory.edit_reference(db, actor("analyse"), reference_id="sector", draft=a_draft(ouest=30))


def test_a_group_of_one_name_is_the_same_people_in_every_reference_of_an_attribute(db: Database) -> None:
    """A visit says whom it is for by attribute and group: that must not depend on which reference was complete."""
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    for reference in territory.references(db):
        for group in reference.groups:
            assert known.setdefault((reference.attribute, group.id), group.values) == group.values
