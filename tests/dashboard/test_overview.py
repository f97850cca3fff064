"""The counts of the dashboard: distinct people, decided codes only, and nothing that gives a few people away."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign import codebook, dashboard, privacy, territory
from codesign.accounts import Actor, Role
from codesign.dashboard import Axis, Overview, reads, store
from codesign.dashboard.model import Person, Tally, Telling
from codesign.errors import InvalidInput, NotAllowed
from codesign.storage import Database

CODES = [code.id for code in codebook.load_codebook().family("barrier").codes]
SECTORS = ("ouest", "centre", "centre_est", "nord_est")
OCCASIONS = ("accompagnement", "atelier", "appel")
MONTHS = ("2026-03", "2026-04", "2026-05")

Place = tuple[str, str, str]
people = st.lists(st.tuples(st.sampled_from(SECTORS), st.sampled_from(OCCASIONS), st.sampled_from(MONTHS)), max_size=60)
living = st.lists(st.sets(st.sampled_from([*CODES[:6], "statut"]), max_size=5), min_size=60, max_size=60)


def shown(persons: list[Person], tellings: list[Telling]) -> Overview:
    """The overview of invented people, the rows of the database replaced by these."""
    patch = pytest.MonkeyPatch()
    made = Tally(tuple(persons), tuple(tellings), notes=len(persons), unread=0)
    patch.setattr(store, "tally", lambda _db: made)
    try:
        return reads.overview(None, privacy_actor())  # type: ignore[arg-type] # the store is replaced
    finally:
        patch.undo()


def privacy_actor() -> Actor:
    """Someone of the steering group."""
    return Actor("a", "Personne inventée", frozenset({Role.STEERING}))


def of(persons: list[Place], lives: list[set[str]]) -> tuple[list[Person], list[Telling]]:
    """Rows of invented people, each told in two occasions so that only the numbers decide."""
    made = [Person(str(i), *place) for i, place in enumerate(persons)]
    told = [
        Telling(p.key, code, o) for p, codes in zip(made, lives, strict=False) for code in codes for o in ("x", "y")
    ]
    return made, told


@given(people, living)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_published_number_is_small_and_none_follows_by_subtraction(
    persons: list[Place], lives: list[set[str]]
) -> None:
    """Totals less the shown parts leave nothing, or at least the threshold."""
    made, told = of(persons, lives)
    found = shown(made, told)
    for each in found.codes:
        k = privacy.threshold(each.code)
        if each.count.value is not None:
            assert each.count.value >= k
            assert not 0 < len(made) - each.count.value < k
        for axis, crossing in found.crossings.items():
            cells = [crossing.cells[each.code, value] for value in crossing.values]
            assert all(cell.value is None or cell.value >= k for cell in cells), axis
            if each.count.value is None:
                assert all(cell.hidden for cell in cells)
            else:
                rest = each.count.value - sum(cell.value or 0 for cell in cells)
                assert rest == 0 or rest >= k
                assert sum(cell.hidden for cell in cells) != 1 or len(cells) == 1
            for value in crossing.values:
                whole, cell = crossing.people[value], crossing.cells[each.code, value]
                if cell.value is not None:
                    assert whole.value is not None
                    assert not 0 < whole.value - cell.value < k


@given(people, living)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_stage_never_exceeds_a_shown_code_by_a_few(persons: list[Place], lives: list[set[str]]) -> None:
    """The people of one code of a stage only would otherwise be the difference of two bars."""
    made, told = of(persons, lives)
    found = shown(made, told)
    by_code = {each.code: each for each in found.codes}
    who: dict[str, set[str]] = {}
    for each in told:
        who.setdefault(each.code, set()).add(each.person)
    for stage in found.stages:
        if stage.count.value is None:
            continue
        assert stage.count.value % 5 == 0
        union = set().union(*(who.get(code, set()) for code in stage.codes))
        for code in stage.codes:
            if not by_code[code].count.hidden:
                assert not 0 < len(union - who[code]) < 5


def test_a_person_counts_once_however_often_they_tell() -> None:
    """Counts are of people, not of sentences or notes."""
    made = [Person(str(i), "ouest", "atelier", "2026-03") for i in range(20)]
    told = [Telling(str(i), "langue", o) for i in range(8) for o in ("x", "y", "z")]
    found = shown(made, told)
    assert next(each for each in found.codes if each.code == "langue").count.value == 8


def test_a_stage_does_not_show_what_one_workshop_alone_told() -> None:
    """The stage of a code that is kept back would show its people under another name."""
    made = [Person(str(i), "ouest", "atelier", "2026-03") for i in range(40)]
    lives = {"langue": range(20), "inadaptation": range(10, 30)}
    told = [Telling(str(i), code, "x") for code, who in lives.items() for i in who]
    assert all(stage.count.hidden for stage in shown(made, told).stages)
    again = [Telling("10", code, "y") for code in lives]
    assert [each.count.value for each in shown(made, [*told, *again]).stages if not each.count.hidden] == [30]


def test_one_workshop_alone_is_not_shown() -> None:
    """However large, everyone knows who was in it."""
    made = [Person(str(i), "ouest", "atelier", "2026-03") for i in range(40)]
    told = [Telling(str(i), "langue", "one workshop") for i in range(20)]
    assert next(each for each in shown(made, told).codes if each.code == "langue").count.hidden


def test_status_and_health_need_ten_people() -> None:
    """More harm, more people."""
    made = [Person(str(i), "ouest", "atelier", "2026-03") for i in range(40)]
    told = [Telling(str(i), code, o) for code in ("statut", "langue") for i in range(8) for o in ("x", "y")]
    counts = {each.code: each.count for each in shown(made, told).codes}
    assert counts["statut"].hidden
    assert counts["langue"].value == 8


def test_the_most_told_barrier_comes_first() -> None:
    """Sorted by what is shown; what is hidden is last, in no telling order."""
    made = [Person(str(i), "ouest", "atelier", "2026-03") for i in range(40)]
    told = [Telling(str(i), code, o) for code, n in (("langue", 8), ("cout", 20)) for i in range(n) for o in ("x", "y")]
    values = [each.count.value or 0 for each in shown(made, told).codes]
    assert values[:2] == [20, 8]
    assert all(one >= other for one, other in pairwise(values))


def test_looking_at_a_place_of_few_people_is_refused() -> None:
    """A filter that leaves four people shows those four."""
    places = ["ouest"] * 30 + ["centre"] * 4 + ["nord_est"] * 20
    made = [Person(str(i), place, "atelier", "2026-03") for i, place in enumerate(places)]
    found = shown(made, [])
    with pytest.raises(InvalidInput):
        dashboard.at_value(found, Axis.SECTOR, "centre")
    with pytest.raises(InvalidInput):
        dashboard.at_value(found, Axis.SECTOR, "nowhere")


def test_a_filter_shows_the_very_cells_of_the_table() -> None:
    """Two views of the same people never differ, so that neither can be taken from the other."""
    places = ["ouest"] * 30 + ["centre"] * 30
    made = [Person(str(i), place, "atelier", "2026-03") for i, place in enumerate(places)]
    told = [Telling(str(i), "cout", o) for i in (*range(10), *range(30, 42)) for o in ("x", "y")]
    found = shown(made, told)
    count, rows = dashboard.at_value(found, Axis.SECTOR, "ouest")
    assert count.value == 30
    cell = next(row.count for row in rows if row.code == "cout")
    assert cell == found.crossings[Axis.SECTOR].cells["cout", "ouest"]
    assert cell.value == 10


def test_the_dashboard_asks_for_its_permission(db: Database) -> None:
    """Whoever has no role sees nothing."""
    with pytest.raises(NotAllowed):
        dashboard.overview(db, Actor("x", "Personne inventée", frozenset()))


def test_an_empty_project_hides_everything(db: Database) -> None:
    """No note, no number."""
    found = dashboard.overview(db, privacy_actor())
    assert found.people.hidden
    assert found.months is None
    assert all(each.count.hidden for each in found.codes)


def test_what_is_hidden_never_claims_to_be_small() -> None:
    """38 of 40 is kept back as 2 is, and so is a cell that protects another: all say the same."""
    places = ["ouest"] * 20 + ["centre"] * 20
    made = [Person(str(i), place, "atelier", "2026-03") for i, place in enumerate(places)]
    lives = {"cout": range(38), "temps": range(2), "langue": (*range(9), *range(20, 23))}
    told = [Telling(str(i), code, o) for code, who in lives.items() for i in who for o in ("x", "y")]
    found = shown(made, told)
    counts = {each.code: each.count for each in found.codes}
    assert (str(counts["cout"]), str(counts["temps"]), str(counts["langue"])) == ("—", "—", "12")
    cells = found.crossings[Axis.SECTOR].cells
    assert {str(cells["langue", value]) for value in ("ouest", "centre")} == {"—"}
    everything = [*counts.values(), *cells.values(), *(each.count for each in found.stages)]
    assert not [cell for cell in everything if cell.hidden and "<" in str(cell)]


def test_people_met_nobody_said_where_stand_apart_from_elsewhere() -> None:
    """« Ailleurs » is a place; not knowing is none, and comes last."""
    places = [("autre", "appel", "2026-03"), (territory.UNKNOWN, "appel", "2026-03"), ("centre", "appel", "2026-03")]
    crossing = shown(*of(places * 10, [set()] * 30)).crossings[Axis.SECTOR]
    assert crossing.values == ("centre", "autre", territory.UNKNOWN)
    assert {value: each.value for value, each in crossing.people.items()} == dict.fromkeys(crossing.values, 10)
