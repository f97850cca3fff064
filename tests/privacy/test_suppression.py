"""Complementary suppression against a reader who adds and subtracts all that is published, by linear programming."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from codesign.privacy.masking import K, mask_parts, mask_table
from codesign.privacy.suppression import Known, Place, span, suppressed, with_margins

ENOUGH = 100.0  # a span that no published number bounds
counts = st.integers(0, 25)
grids = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=4)
)


def worked_out(grid: Sequence[Sequence[int]], hidden: Collection[Place], place: Place, known: Known) -> float:
    """How far apart the least and the most are that a reader works out for a hidden place of a grid with margins."""
    height, width = len(grid), len(grid[0])
    number = {(i, j): i * width + j for i in range(height) for j in range(width)}
    rows = [[*((i, j) for j in range(width - 1)), (i, width - 1)] for i in range(height)]
    rows += [[*((i, j) for i in range(height - 1)), (height - 1, j)] for j in range(width)]
    sums = np.zeros((len(rows), len(number)))
    for line, places in enumerate(rows):
        for each in places[:-1]:
            sums[line, number[each]] = 1
        sums[line, number[places[-1]]] = -1
    bounds = [known.bounds(each) if each in hidden else (grid[each[0]][each[1]],) * 2 for each in number]
    least, most = (
        linprog(sign * np.eye(len(number))[number[place]], A_eq=sums, b_eq=np.zeros(len(rows)), bounds=bounds)
        for sign in (1, -1)
    )
    assert least.status == 0
    return ENOUGH if most.status else min(ENOUGH, -most.fun - least.fun)


@given(grids, st.sampled_from([5, 10]))
@settings(max_examples=60, deadline=None)
def test_whoever_solves_all_lines_together_is_left_with_a_wide_span(grid: list[list[int]], k: int) -> None:
    """Rows and columns together say more than each alone: nothing small is held closer than the threshold."""
    full = with_margins(grid)
    hidden = suppressed(full, k, (), Known())
    assert {(i, j) for i, row in enumerate(full) for j, n in enumerate(row) if n < k} <= hidden
    for place in hidden:
        assert worked_out(full, hidden, place, Known()) >= k - 1e-6


@given(grids, st.data())
@settings(max_examples=60, deadline=None)
def test_the_span_is_the_one_that_linear_programming_finds(grid: list[list[int]], data: st.DataObject) -> None:
    """Whatever is hidden and whatever is known besides: the engine bounds each cell exactly."""
    full = with_margins(grid)
    every = [(i, j) for i in range(len(full)) for j in range(len(full[0]))]
    hidden = data.draw(st.sets(st.sampled_from(every), min_size=1))
    inner = [(i, j) for i, j in every if i < len(full) - 1 and j < len(full[0]) - 1]
    bounded = data.draw(st.lists(st.tuples(st.sampled_from(inner), st.integers(0, 9), st.booleans()), max_size=4))
    most = {(i, j): full[i][j] + more for (i, j), more, above in bounded if above}
    least = {(i, j): max(0, full[i][j] - less) for (i, j), less, above in bounded if not above}
    known = Known(most, least)
    for place in hidden:
        mine = span(full, hidden, place, known, ENOUGH)
        assert mine == pytest.approx(worked_out(full, hidden, place, known))


def test_three_parts_of_every_size_never_give_a_small_one_away() -> None:
    """Every triple up to 8, tried against every triple that would be published alike: five possible numbers or more."""
    for parts in product(range(9), repeat=3):
        shown, total = mask_parts(dict(enumerate(parts)))
        alike = [
            other
            for other in product(range(25), repeat=2)
            if total.value is not None and all(shown[i].value in (None, other[i]) for i in range(2))
        ]
        for place in range(3):
            if parts[place] >= K or total.value is None:
                continue
            last = [total.value - sum(other) for other in alike]
            kept = [n >= 0 and shown[2].value in (None, n) for n in last]
            if place == 2:
                possible = {n for n, good in zip(last, kept, strict=True) if good}
            else:
                possible = {other[place] for other, good in zip(alike, kept, strict=True) if good}
            assert len(possible) >= K, parts


def test_who_knows_more_is_shown_less() -> None:
    """A hidden square of 0, 6, 6 and 0 may go from 0 to 6; where two cells hold 3 at most it may not, and more goes."""
    grid = with_margins([[20, 0, 6], [20, 6, 0], [20, 20, 20]])
    hidden = suppressed(grid, 5, (), Known())
    assert hidden == {(0, 1), (0, 2), (1, 1), (1, 2)}
    known = Known(most={(0, 1): 3, (1, 2): 3})
    assert worked_out(grid, hidden, (0, 2), known) == pytest.approx(3)
    assert hidden < suppressed(grid, 5, (), known)


def test_somebody_stands_in_every_part_that_is_named() -> None:
    """Two sectors named for five people: each holds 1 to 4, so that the five may not be said either."""
    parts = {"ouest": 2, "centre": 3}
    assert mask_parts(parts)[1].value == 5
    assert mask_parts(parts, listed=True)[1].hidden
    shown, total = mask_parts({"ouest": 30, "centre": 3, "nord_est": 9}, listed=True)
    assert (shown["ouest"].value, total.value) == (30, 42)


def test_an_endless_span_is_cut_where_it_is_enough() -> None:
    """Nothing published: any number is possible, and the search for bounds ends."""
    grid = with_margins([[1, 2]])
    every = {(i, j) for i in range(2) for j in range(3)}
    assert span(grid, every, (0, 0), Known(), 5) == 5
    assert span(grid, every, (0, 0), Known()) == math.inf


def test_a_table_hides_by_both_of_its_margins() -> None:
    """One small cell in each of two rows and columns: a square is hidden, the rest stays."""
    table = mask_table(
        {"a": {"x": 3, "y": 20, "z": 30}, "b": {"x": 20, "y": 8, "z": 40}, "c": {"x": 9, "y": 7, "z": 6}}
    )
    gone = {place for place, cell in table.cells.items() if cell.hidden}
    assert ("a", "x") in gone
    assert len(gone) == 4
    assert not any(cell.hidden for cell in (*table.row_totals.values(), *table.column_totals.values()))
