"""What sets a group apart, and what became of the published groups, on figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from codesign.personas.compare import Kept, compare
from codesign.personas.explain import absent, lift, pairs, traits, wilson


def refs(*numbers: int) -> frozenset[tuple[str, str]]:
    """People by number."""
    return frozenset(("participant", str(each)) for each in numbers)


def test_a_lift_is_shrunk_by_fifteen_people_who_live_like_everybody() -> None:
    """18 of 24 against 22 %: (18 + 3.3) / 39 / 0.22."""
    assert lift(18, 24, 0.22) == pytest.approx((18 + 15 * 0.22) / 39 / 0.22)
    assert lift(3, 10, 0.3) == pytest.approx(1)


def test_an_interval_is_wilson_s() -> None:
    """3 of 60 is 1.7 to 13.7 %, as the reference for the method gives it."""
    low, high = wilson(3, 60)
    assert (round(low, 3), round(high, 3)) == (0.017, 0.137)
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_trait_leads_from_half_as_much_again_and_five_people() -> None:
    """Four people lead nothing, however rare the code elsewhere."""
    counts = [("barrier", "cout", 18, 24), ("need", "logement", 4, 4), ("barrier", "temps", 6, 25)]
    found = {each.frequency.code: each for each in traits(24, 100, counts)}
    assert found["cout"].leading
    assert str(found["cout"].frequency).startswith("18 personnes sur 24")
    assert not found["logement"].leading
    assert found["logement"].lift > 1.5
    assert not found["temps"].leading
    assert absent(24, 100, [("barrier", "langue", 0, 30), *counts]) == (("barrier", "langue"),)
    assert traits(0, 100, counts) == ()


def test_of_two_halves_each_is_held_against_the_other() -> None:
    """Half of everybody cannot be twice what everybody is: 30 of 72 against 10 of 61 leads, 20 against 10 does not."""
    counts = [("barrier", "stigmatisation", 30, 40), ("barrier", "cout", 20, 30), ("barrier", "temps", 14, 46)]
    found = {each.frequency.code: each for each in traits(72, 133, counts)}
    assert found["stigmatisation"].lift < 1.5
    assert found["stigmatisation"].leading
    assert not found["cout"].leading
    assert not found["temps"].leading


def test_halves_drawn_by_lot_have_next_to_nothing_of_their_own() -> None:
    """One code in a hundred at most, where nothing sets people apart."""
    led = told = 0
    for seed in range(60):
        drawn = np.random.default_rng(seed)
        lived = drawn.random((133, 24)) < drawn.uniform(0.05, 0.4, 24)
        inside, overall = lived[:72].sum(axis=0), lived.sum(axis=0)
        found = traits(72, 133, [("barrier", str(code), int(inside[code]), int(overall[code])) for code in range(24)])
        told += len(found)
        led += sum(each.leading for each in found)
    assert told > 1_000
    assert led <= told / 100


def test_pairs_are_of_five_people_at_least() -> None:
    """Four people who live both could be pointed at."""
    cost, time, fear = ("barrier", "cout"), ("barrier", "temps"), ("barrier", "confiance")
    assert pairs([{cost, time}] * 5 + [{cost, fear}] * 4) == ((cost, time, 5),)


def test_a_group_found_again_says_how_many_left_and_came() -> None:
    """Numbers only; nobody is named."""
    found = compare({"A": refs(1, 2, 3, 4, 5)}, {0: refs(2, 3, 4, 5, 6, 7), 1: refs(1, 8, 9, 10, 11)})
    assert found.kept == (Kept("A", 0, 4, 1, 2, 4 / 7),)
    assert (found.new, found.gone, found.split, found.merged, found.moved) == ((1,), (), (), (), 1)


def test_split_merged_and_gone_are_told_apart() -> None:
    """One in two, two in one, and one nowhere."""
    split = compare({"A": refs(*range(12))}, {0: refs(*range(6)), 1: refs(*range(6, 12))})
    assert (split.split, split.kept, split.new, split.gone) == ((("A", (0, 1)),), (), (), ())
    merged = compare({"A": refs(*range(6)), "B": refs(*range(6, 12))}, {0: refs(*range(12))})
    assert (merged.merged, merged.kept, merged.new, merged.gone) == (((0, ("A", "B")),), (), (), ())
    gone = compare({"A": refs(*range(6)), "B": frozenset()}, {0: refs(*range(20, 30))})
    assert (gone.gone, gone.new) == (("A", "B"), (0,))
