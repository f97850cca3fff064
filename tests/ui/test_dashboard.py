"""What the figures of the dashboard say: of the month that is looked at, and of sectors of unequal size."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codesign.dashboard import Axis, CodeCount, Crossing, Overview
from codesign.privacy import Masked
from codesign.ui import dashboard


@pytest.fixture
def found() -> Overview:
    """An invented project: 150 people, many of them of one sector."""
    people = {"ouest": Masked(120), "centre": Masked(20)}
    cells = {
        ("langue", "ouest"): Masked(40), ("langue", "centre"): Masked(8),
        ("transport", "ouest"): Masked(24), ("transport", "centre"): Masked(14),
    }  # fmt: skip
    codes = tuple(CodeCount(code, Masked(n), None) for code, n in (("langue", 48), ("transport", 38)))
    sectors = Crossing(Axis.SECTOR, ("ouest", "centre"), people, cells)
    return Overview(Masked(150), Masked(150), Masked(0), ("2026-03", "2026-10"), codes, (), {Axis.SECTOR: sectors})


def test_a_barrier_weighs_by_its_share_of_a_sector(found: Overview) -> None:
    """The largest sector has the largest counts of everything: 14 of 20 people weigh more than 40 of 120."""
    title = dashboard.grid_chart(found, Axis.SECTOR).headline.title
    assert "Transport" in title
    assert "Centre" in title


def test_the_figures_of_one_month_say_that_month(found: Overview) -> None:
    """Not the whole span that the other figures cover."""
    whole = dashboard.measure(found, found.people)
    one = dashboard.barriers_chart(found, found.codes, found.people, "mai 2026", "mai 2026").headline.subtitle
    assert dashboard.period(found) in whole
    assert dashboard.period(found) not in one
    assert "mai 2026" in one


def test_no_month_is_named_where_too_few_people_were_met(found: Overview) -> None:
    """An empty project has no note; a small one has, and does not say when."""
    small, empty = replace(found, months=None), replace(found, months=None, people=Masked(None))
    assert dashboard.period(small) == "période non montrée"
    assert dashboard.period(empty) == "aucune note pour l’instant"
