"""The reference files: published facts, read as they are."""

from __future__ import annotations

from codesign import territory
from codesign.i18n import using_language


def test_sectors_are_those_that_people_name() -> None:
    """Other rooms keep these ids in their rows: renaming one would orphan them."""
    assert [each.id for each in territory.sectors()] == ["ouest", "centre", "centre_est", "nord_est", "autre"]


def test_a_sector_is_named_in_the_language_of_the_reader() -> None:
    """French first; an id that left the list still reads as itself."""
    assert territory.sector_label("nord_est") == "Nord-Est"
    with using_language("en"):
        assert territory.sector_label("nord_est") == "North-East"
    assert territory.sector_label("lune") == "lune"


def test_a_place_that_nobody_said_is_no_place_elsewhere() -> None:
    """It can be told from « Ailleurs », and is not among the choices: what was not said is left empty."""
    assert territory.sector_label(territory.UNKNOWN) == "Secteur non précisé"
    assert territory.UNKNOWN not in [each.id for each in territory.sectors()]


def test_every_figure_names_its_source_or_says_that_it_is_unverified() -> None:
    """A number without a source must never look like a fact."""
    for fact in territory.facts():
        assert fact.source_title
        assert fact.source_url or not fact.verified


def test_a_figure_still_to_be_found_has_no_value() -> None:
    """Empty is not zero."""
    missing = [fact for fact in territory.facts() if fact.value is None]
    assert len(missing) == 20
    assert not any(fact.verified for fact in missing)


def test_one_indicator_can_be_read_alone() -> None:
    """A comparison uses one reference distribution, never two mixed."""
    found = territory.facts("langue_maternelle")
    assert {fact.indicator for fact in found} == {"langue_maternelle"}
    assert 99 < sum(fact.value or 0 for fact in found) < 101
