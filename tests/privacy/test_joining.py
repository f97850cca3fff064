"""Codes typed from a slip after the work of two laptops met."""

from __future__ import annotations

import pytest

from codesign import privacy
from codesign.accounts import MACHINE
from codesign.errors import InvalidInput
from codesign.privacy import store
from codesign.storage import Database


@pytest.fixture
def two(db: Database) -> tuple[str, str]:
    """Two people to whom two laptops gave one number."""
    first, second = privacy.add_participant(db, MACHINE), privacy.add_participant(db, MACHINE)
    store.save_participant(db, second, {"code": "P-0001"}, author="machine")
    privacy.settle_pseudonyms(db, MACHINE)
    return first, second


def test_a_number_that_one_person_has_means_them(db: Database) -> None:
    """As it is typed, in small letters too; a number that nobody has means nobody."""
    person = privacy.add_participant(db, MACHINE)
    assert privacy.person_of_slip(db, MACHINE, code=" p-0001 ") == person
    assert privacy.person_of_slip(db, MACHINE, code="P-000") is None
    assert privacy.person_of_slip(db, MACHINE, code="") is None


def test_a_number_that_two_people_hold_asks_which(db: Database, two: tuple[str, str]) -> None:
    """Nothing of one is written to the other; the end of the number tells them."""
    with pytest.raises(InvalidInput, match=f"P-0001-{two[0][-4:]}.*P-0001-{two[1][-4:]}"):
        privacy.person_of_slip(db, MACHINE, code="P-0001")
    assert [privacy.person_of_slip(db, MACHINE, code=f"p-0001-{each[-4:]}") for each in two] == list(two)
    assert privacy.person_of_slip(db, MACHINE, code="P-0001-zzzz") is None


def test_the_slip_of_who_left_does_not_mean_the_other(db: Database, two: tuple[str, str]) -> None:
    """The first withdrew; whoever comes with the number may still be either."""
    privacy.erase_participant(db, MACHINE, two[0])
    with pytest.raises(InvalidInput, match="P-0001"):
        privacy.person_of_slip(db, MACHINE, code="P-0001")


def test_two_numbers_found_to_be_one_person_ask_nothing(db: Database, two: tuple[str, str]) -> None:
    """Merged, both slips mean the person in use."""
    privacy.merge_participants(db, MACHINE, kept=two[0], merged=two[1])
    assert privacy.person_of_slip(db, MACHINE, code="P-0001") == two[0]
