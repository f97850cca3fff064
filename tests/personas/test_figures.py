"""Counts of people: exact for those who build, nothing under the threshold for everybody else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codesign.i18n import percent
from codesign.personas.figures import exact_frequencies, masked_frequencies
from codesign.privacy import kept_back

CODES = st.sampled_from(["langue", "cout", "confiance", "statut", "sante", "temps"])
SENSITIVE = {"statut", "sante"}


@st.composite
def counted(draw: st.DrawFn) -> tuple[int, int, list[tuple[str, str, int, int]]]:
    """People of a persona, people in all, and counts that fit them."""
    people = draw(st.integers(0, 60))
    total = people + draw(st.integers(0, 200))
    rows = []
    for code in draw(st.lists(CODES, unique=True)):
        inside = draw(st.integers(0, people))
        rows.append(("barrier", code, inside, inside + draw(st.integers(0, total - people))))
    return people, total, rows


@given(counted())
def test_no_published_count_is_under_the_threshold(case: tuple[int, int, list[tuple[str, str, int, int]]]) -> None:
    """Nor what is left of the persona: 23 of 24 says who the other one is."""
    people, _total, rows = case
    true = {code: inside for _family, code, inside, _overall in rows}
    found = masked_frequencies(*case)
    assert found.people.value is None or found.people.value >= 5
    for row in found.rows:
        least = 10 if row.code in SENSITIVE else 5
        assert row.count.value == 5 * round(true[row.code] / 5)
        assert true[row.code] >= least
        rest = people - true[row.code]
        assert (rest == 0 and least == 5) or rest >= least
        assert row.share is None or people >= 20


@given(counted())
def test_outside_the_team_nothing_tells_counts_that_round_alike_apart(
    case: tuple[int, int, list[tuple[str, str, int, int]]],
) -> None:
    """The share and the length of a bar follow from the rounded counts, not from the true ones."""
    found = masked_frequencies(*case)
    assert found.people.value is None or found.people.value % 5 == 0
    for row in found.rows:
        assert row.fraction == (row.count.value or 0) / (row.people.value or 1)
        assert row.share is None or row.share == percent(round(20 * row.fraction) / 20)


@given(counted())
def test_a_hidden_code_cannot_be_told_from_one_that_nobody_lives(
    case: tuple[int, int, list[tuple[str, str, int, int]]],
) -> None:
    """What is not shown is left out: dropping every such code from the data changes nothing of the sheet."""
    people, total, rows = case
    found = masked_frequencies(*case)
    shown = {row.code for row in found.rows}
    assert masked_frequencies(people, total, [each for each in rows if each[1] in shown]) == found


def test_the_team_reads_the_counts_in_one_sentence() -> None:
    """The example of the method: 18 of 24, against 22 % overall."""
    found = exact_frequencies(24, 100, [("barrier", "langue", 18, 22), ("barrier", "cout", 0, 40)])
    (row,) = found.rows
    assert (row.count.value, row.people.value, row.fraction) == (18, 24, 0.75)
    assert "18" in str(row)
    assert "24" in str(row)
    assert "75\u00a0%" in str(row).replace("\u202f", "\u00a0")
    assert "22\u00a0%" in str(row).replace("\u202f", "\u00a0")


def test_nobody_means_no_line() -> None:
    """No division by nobody, on either side."""
    assert exact_frequencies(0, 0, []).rows == ()
    assert masked_frequencies(0, 0, []).rows == ()
    assert exact_frequencies(0, 3, [("barrier", "cout", 0, 3)]).rows == ()


def test_a_share_is_said_only_where_it_may_be() -> None:
    """Under 20 people a percentage would be a count in disguise; the words shrink with what they may say."""
    (row,) = masked_frequencies(12, 30, [("barrier", "langue", 6, 9)]).rows
    assert row.share is None
    assert "%" not in str(row)
    assert "%" not in row.brief
    (row,) = masked_frequencies(25, 28, [("barrier", "langue", 15, 25)]).rows
    assert row.overall is None
    assert "%" in str(row)
    assert "%" in row.brief


def test_the_share_of_everybody_does_not_tell_the_few_outside_who_live_it() -> None:
    """20 of 40 people are outside: 2 or 18 of them are told by nothing; all of them, or 8, point at nobody."""
    for others, said in ((2, False), (18, False), (20, True), (8, True)):
        (row,) = masked_frequencies(20, 40, [("barrier", "cout", 10, 10 + others)]).rows
        assert (row.overall is not None) is said
        assert (row.reference is not None) is said


def test_where_the_people_are_not_counted_nothing_of_them_is() -> None:
    """A number of people that is kept back would follow from shares of it."""
    assert masked_frequencies(23, 24, [("barrier", "cout", 12, 13)], size=kept_back()).rows == ()
