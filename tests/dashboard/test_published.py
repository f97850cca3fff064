"""Whoever solves all the equations of all that is published together: no small number of people is told apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from subtraction import audit

from codesign import codebook, dashboard, privacy
from codesign.dashboard import Axis
from codesign.dashboard.model import Person, Tally, Telling
from codesign.privacy import Masked

CODES = ("information", "confiance", "langue", "inadaptation", "cout", "statut", "transport", "temps", "isolement")
SECTORS, KINDS, MONTHS = ("ouest", "centre", "nord_est"), ("atelier", "appel"), ("2026-03", "2026-04", "2026-06")


def of(places: Sequence[tuple[str, str, str]], lives: Sequence[set[str]]) -> Tally:
    """Invented people, each barrier told in two occasions so that only the numbers decide."""
    people = tuple(Person(str(i), *place) for i, place in enumerate(places))
    told = tuple(
        Telling(p.key, code, o) for p, codes in zip(people, lives, strict=False) for code in sorted(codes) for o in "xy"
    )
    return Tally(people, told, len(people), 0)


places = st.tuples(st.sampled_from(SECTORS), st.sampled_from(KINDS), st.sampled_from(MONTHS))
lives = st.sets(st.sampled_from(CODES), max_size=4)


@given(st.lists(st.tuples(places, lives), max_size=45))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_small_number_of_any_people_is_told_apart(persons: list[tuple[tuple[str, str, str], set[str]]]) -> None:
    """Cells, complements, people of a place, stages and those who live two of their codes, all tables together."""
    assert audit(of([place for place, _codes in persons], [codes for _place, codes in persons])) == []


def crowd(*groups: tuple[int, str, set[str]]) -> Tally:
    """Groups of people of one sector each: (how many, sector, what they live)."""
    return of(
        [(sector, "atelier", "2026-03") for n, sector, _codes in groups for _each in range(n)],
        [codes for n, _sector, codes in groups for _each in range(n)],
    )


@pytest.mark.parametrize(
    "tally",
    [
        crowd((2, "ouest", set()), (3, "centre", set())),  # five people, two sectors named
        crowd((40, "ouest", {"cout"}), (20, "ouest", set()), (3, "centre", {"cout"}), (4, "nord_est", set())),
        crowd((8, "ouest", {"cout"}), (2, "ouest", set()), (8, "centre", {"cout"}), (2, "centre", set()),
              (20, "nord_est", {"cout"}), (20, "nord_est", set())),  # two cells whose complements are 2 and 2
        crowd((3, "ouest", {"cout"}), (3, "centre", {"cout"}), (2, "centre", set()), (30, "nord_est", {"cout"}),
              (30, "nord_est", set())),  # hidden sectors, of whom two people together do not live it
        crowd((12, "ouest", {"langue"}), (20, "ouest", set())),  # a stage that is one of its codes
        crowd((10, "ouest", {"langue"}), (10, "centre", {"inadaptation"}), (20, "centre", set())),  # nobody lives both
        crowd((10, "ouest", {"langue", "inadaptation"}), (3, "centre", {"inadaptation"}), (20, "centre", set())),
        crowd((12, "ouest", {"information"}), (5, "centre", {"information", "confiance"}), (20, "centre", set())),
    ],
)  # fmt: skip
def test_small_projects_made_to_give_somebody_away_do_not(tally: Tally) -> None:
    """Each is the smallest of its kind: what was published of some of them could be subtracted before."""
    assert audit(tally) == []


def test_the_audit_sees_what_a_plain_threshold_lets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that cannot fail is none: with small cells hidden and nothing else, subtraction finds them."""
    monkeypatch.setattr(
        privacy,
        "mask_parts",
        lambda parts, **_more: (
            {key: privacy.masked_count(n) for key, n in parts.items()},
            Masked(sum(parts.values())),
        ),
    )
    tally = crowd((40, "ouest", {"cout"}), (20, "centre", {"cout"}), (10, "nord_est", set()), (3, "nord_est", {"cout"}))
    assert audit(tally) != []


def test_the_codes_of_the_audit_are_those_of_two_stages_whole() -> None:
    """Stages of two codes are where the difference says most."""
    stages = [set(each.codes) for each in codebook.load_codebook().dimensions]
    assert {"information", "confiance"} in stages
    assert {"langue", "inadaptation"} in stages
    assert dashboard.AXIS_LABELS.keys() == set(Axis)
