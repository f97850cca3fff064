"""The masking engine: what it hides, what it may show, and that nothing hidden follows by subtraction."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.privacy import masking
from codesign.privacy.masking import (
    Masked,
    mask_parts,
    mask_series,
    mask_table,
    masked_count,
    masked_share,
    rounded,
    rounded_parts,
)

counts = st.integers(0, 40)
grids = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=5)
)


@pytest.mark.parametrize(
    ("n", "shown"), [(0, "< 5"), (1, "< 5"), (4, "< 5"), (5, "5"), (1234, "1\N{NO-BREAK SPACE}234")]
)
def test_a_count_under_five_is_hidden_zero_included(n: int, shown: str) -> None:
    """Nobody in a small group says something of everyone in it."""
    assert str(masked_count(n)) == shown


@pytest.mark.parametrize(("n", "total", "hidden"), [(20, 20, False), (19, 20, True), (16, 20, True), (15, 20, False)])
def test_all_but_a_few_is_hidden_too(n: int, total: int, hidden: bool) -> None:
    """19 of 20 points at the one who is not counted; 20 of 20 points at nobody more than at another."""
    assert masked_count(n, total=total).hidden is hidden


def test_all_of_them_is_hidden_where_harm_is_greater() -> None:
    """All twenty live this: it says of each one of them what each would rather not have said."""
    assert masked_count(20, masking.threshold("statut"), total=20) == masking.kept_back(10)
    assert masked_count(10, masking.threshold("statut"), total=20).value == 10
    assert masked_share(40, 40, masking.threshold("sante")) is None
    assert masked_count(20, masking.threshold("langue"), total=20).value == 20


def test_harm_raises_the_threshold() -> None:
    """Status and health need ten people."""
    assert masking.threshold("statut") == 10
    assert masking.threshold("langue") == 5
    assert str(masked_count(7, masking.threshold("sante"))) == "< 10"


@pytest.mark.parametrize(
    ("n", "total", "share"),
    [
        (9, 19, None),
        (3, 40, None),
        (39, 40, None),
        (13, 40, "30\N{NO-BREAK SPACE}%"),
        (40, 40, "100\N{NO-BREAK SPACE}%"),
    ],
)
def test_a_share_needs_twenty_people_and_is_rounded_to_five_points(n: int, total: int, share: str | None) -> None:
    """A percentage of a small base, or an exact one, gives the count away."""
    assert masked_share(n, total) == share


@pytest.mark.parametrize(("value", "shown"), [(None, None), (7, 5), (8, 10), (12, 10)])
def test_outside_the_team_counts_are_rounded_to_base_five(value: int | None, shown: int | None) -> None:
    """What is hidden stays hidden."""
    assert rounded(Masked(value)).value == shown


def test_counts_that_overlap_are_judged_one_by_one() -> None:
    """A person may live several barriers, so no sum gives a hidden one away."""
    shown = mask_series({"langue": 30, "temps": 3, "cout": 38}, total=40)
    assert {key: cell.value for key, cell in shown.items()} == {"langue": 30, "temps": None, "cout": None}


def test_the_worked_example_hides_four_cells() -> None:
    """3 is small; 9 would give it back in its row, then 6 and 8 in their columns."""
    table = mask_table({"r1": {"a": 12, "b": 3, "c": 9}, "r2": {"a": 7, "b": 6, "c": 8}})
    assert [cell.value for cell in table.cells.values()] == [12, None, None, 7, None, None]
    assert [cell.value for cell in table.row_totals.values()] == [24, 21]
    assert [cell.value for cell in table.column_totals.values()] == [19, 9, 17]
    assert table.total.value == 45


def test_only_a_count_hidden_for_its_smallness_says_that_it_is_small() -> None:
    """9 hidden to protect 3 is not under 5; and 3 must not be told from 9."""
    table = mask_table({"r1": {"a": 12, "b": 3, "c": 9}, "r2": {"a": 7, "b": 6, "c": 8}})
    assert {str(cell) for cell in table.cells.values() if cell.hidden} == {"—"}
    assert {cell for cell in table.cells.values() if cell.hidden} == {masking.kept_back()}
    parts, _total = mask_parts({"ouest": 30, "centre": 12, "autre": 2})
    assert [str(cell) for cell in parts.values()] == ["30", "—", "—"]
    assert masked_count(19, total=20) == masked_count(3, total=20) == masking.kept_back()
    assert str(masked_count(3)) == "< 5"
    assert str(rounded(masked_count(3, total=20))) == "—"


def test_parts_of_a_whole_never_hide_a_single_one() -> None:
    """One hidden sector of four would be the total less the other three."""
    parts, total = mask_parts({"ouest": 30, "centre": 12, "nord_est": 20, "autre": 2})
    assert {key: cell.value for key, cell in parts.items()} == {
        "ouest": 30,
        "centre": None,
        "nord_est": 20,
        "autre": None,
    }
    assert total.value == 64


def test_a_part_kept_back_for_another_reason_does_not_follow_either() -> None:
    """19 of the 20 people of a sector: the cell is large, yet it points at the one who is left."""
    parts, total = mask_parts({"ouest": 30, "centre": 19, "nord_est": 40}, hidden={"centre"})
    assert {key for key, cell in parts.items() if cell.hidden} == {"centre", "ouest"}
    assert total.value == 89


def test_an_empty_table_shows_nothing() -> None:
    """No notes yet: no cell, and a hidden total."""
    assert mask_table({}).total.hidden


@given(grids)
def test_no_hidden_cell_follows_by_subtraction(grid: list[list[int]]) -> None:
    """In each published line: no hidden cell, or at least two that add up to five."""
    table = mask_table({i: dict(enumerate(row)) for i, row in enumerate(grid)})
    width = len(grid[0])
    lines = [([table.cells[i, j] for j in range(width)], grid[i], table.row_totals[i]) for i in range(len(grid))]
    lines += [
        ([table.cells[i, j] for i in range(len(grid))], [row[j] for row in grid], table.column_totals[j])
        for j in range(width)
    ]
    lines.append((list(table.row_totals.values()), [sum(row) for row in grid], table.total))
    lines.append((list(table.column_totals.values()), [sum(row[j] for row in grid) for j in range(width)], table.total))
    for cells, values, margin in lines:
        assert all(cell.hidden for cell, n in zip(cells, values, strict=True) if n < 5)
        gone = [n for cell, n in zip(cells, values, strict=True) if cell.hidden]
        if gone and not margin.hidden:
            assert len(gone) >= 2
            assert sum(gone) >= 5
        if margin.hidden:
            assert gone


def test_a_hidden_part_is_not_held_between_close_bounds() -> None:
    """Sectors of 30, 5 and 5 people, 12 shown of 20: each of the two others would lie between 3 and 5."""
    parts, total = mask_parts(
        {"ouest": 12, "centre": 4, "nord_est": 4}, limits={"ouest": 30, "centre": 5, "nord_est": 5}
    )
    assert [cell.value for cell in parts.values()] == [None, None, None]
    assert total.value == 20
    parts, _total = mask_parts(
        {"ouest": 12, "centre": 4, "nord_est": 4}, limits={"ouest": 30, "centre": 9, "nord_est": 9}
    )
    assert parts["ouest"].value == 12


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=6), st.sampled_from([5, 10]))
def test_no_hidden_part_is_held_within_less_than_the_threshold(parts: list[tuple[int, int]], k: int) -> None:
    """Whoever knows the total, the shown parts and how many people stand in each cannot come close to a hidden one."""
    limits = {i: n + more for i, (n, more) in enumerate(parts)}
    shown, total = mask_parts({i: n for i, (n, _more) in enumerate(parts)}, k=k, limits=limits)
    gone = [i for i, cell in shown.items() if cell.hidden]
    if total.hidden:
        return
    left = sum(parts[i][0] for i in gone)
    for i in gone:
        low = max(0, left - sum(limits[j] for j in gone if j != i))
        assert min(limits[i], left) - low >= min(k, limits[i])


@given(grids)
def test_no_hidden_cell_of_a_table_is_held_within_less_than_five(grid: list[list[int]]) -> None:
    """Its row and its column, each with what is shown, leave it a span of five or more."""
    table = mask_table({i: dict(enumerate(row)) for i, row in enumerate(grid)})
    rows, columns = range(len(grid)), range(len(grid[0]))

    def most(place: tuple[int, int]) -> float:
        """What is left of its row, and of its column, once the shown cells are taken away."""
        lines = [
            ([(place[0], j) for j in columns], table.row_totals[place[0]]),
            ([(i, place[1]) for i in rows], table.column_totals[place[1]]),
        ]
        return min(
            (
                total.value - sum(table.cells[each].value or 0 for each in line)
                for line, total in lines
                if not total.hidden and total.value is not None
            ),
            default=math.inf,
        )

    for (i, j), cell in table.cells.items():
        row = table.row_totals[i]
        if cell.hidden and row.value is not None:
            left = row.value - sum(table.cells[i, other].value or 0 for other in columns)
            rest = sum(most((i, other)) for other in columns if other != j and table.cells[i, other].hidden)
            assert most((i, j)) - max(0, left - rest) >= 5


def test_sizes_of_groups_do_not_tell_the_few_who_stand_in_none() -> None:
    """23 of 24, shown as 25, leave nobody or one; 21 of 23, shown as 20, leave 1 to 5: any of five numbers."""
    assert rounded_parts({"a": 23}, 24) == {"a": masking.kept_back()}
    assert rounded_parts({"a": 21}, 23)["a"].value == 20
    assert rounded_parts({"a": 24}, 24)["a"].value == 25
    assert rounded_parts({"a": 18}, 24)["a"].value == 20
    assert {key: each.value for key, each in rounded_parts({"a": 23, "b": 13}, 37).items()} == {"a": 25, "b": None}
    assert str(rounded_parts({"a": 3}, 40)["a"]) == "< 5"


@given(st.lists(st.integers(5, 60), min_size=1, max_size=4), st.integers(1, 4))
def test_a_reader_of_rounded_sizes_is_left_with_five_numbers_of_those_in_no_group(sizes: list[int], rest: int) -> None:
    """Tried against every set of sizes that would be shown alike: bounds by the least and the most of each."""
    total = sum(sizes) + rest
    shown = rounded_parts(dict(enumerate(sizes)), total).values()
    least = sum(0 if each.value is None else max(5, each.value - 2) for each in shown)
    most = sum(total if each.value is None else each.value + 2 for each in shown)
    assert (total - least) - max(0, total - most) + 1 >= 5
