"""Planned visits: from a gap to somebody who goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from codesign import storage, territory
from codesign.accounts import Actor
from codesign.errors import Conflict, InvalidInput, NotFound
from codesign.storage import Database
from codesign.territory import VisitDraft, VisitState

DRAFT = VisitDraft(
    ("age_group/65_plus",), "Travailleuse de rue", "nord_est", "parc", date(2026, 5, 4), "Après le dîner"
)


@pytest.fixture
def worker(actor: Callable[..., Actor]) -> Actor:
    """Somebody of the field."""
    return actor("terrain")


def test_a_visit_is_planned_done_and_planned_again(db: Database, worker: Actor) -> None:
    """What became of it stays with it."""
    made = storage.uuid7()
    assert territory.plan_visit(db, worker, draft=DRAFT, id=made) == made
    territory.plan_visit(db, worker, draft=DRAFT, id=made)  # a double click
    (visit,) = territory.visits(db, worker)
    assert (visit.draft, visit.state) == (DRAFT, VisitState.PLANNED)
    for state in (VisitState.DONE, VisitState.PLANNED, VisitState.CANCELLED):
        territory.settle_visit(db, worker, visit_id=made, state=state)
        assert territory.visits(db, worker)[0].state is state


def test_an_edit_of_an_old_version_is_refused(db: Database, worker: Actor) -> None:
    """Nobody's plan is written over."""
    made = territory.plan_visit(db, worker, draft=DRAFT)
    base = territory.visits(db, worker)[0].version
    territory.edit_visit(db, worker, visit_id=made, draft=replace(DRAFT, planned_on=None), base=base)
    assert territory.visits(db, worker)[0].draft.planned_on is None
    with pytest.raises(Conflict):
        territory.edit_visit(db, worker, visit_id=made, draft=DRAFT, base=base)
    with pytest.raises(NotFound):
        territory.settle_visit(db, worker, visit_id="personne", state=VisitState.DONE)


@pytest.mark.parametrize(
    "wrong",
    [{"aims": ()}, {"aims": ("age_group/fantômes",)}, {"who": " "}, {"sector": "lune"}, {"place_type": "<b>"}],
)
def test_a_visit_says_whom_it_is_for_who_goes_and_where(db: Database, worker: Actor, wrong: dict[str, object]) -> None:
    """Without that it is a wish."""
    with pytest.raises(InvalidInput):
        territory.plan_visit(db, worker, draft=replace(DRAFT, **wrong))  # type: ignore[arg-type]


def test_visits_come_by_day_those_without_one_last(db: Database, worker: Actor) -> None:
    """The next one first."""
    for on in (None, date(2026, 6, 1), date(2026, 5, 1)):
        territory.plan_visit(db, worker, draft=replace(DRAFT, planned_on=on))
    assert [each.draft.planned_on for each in territory.visits(db, worker)] == [
        date(2026, 5, 1),
        date(2026, 6, 1),
        None,
    ]


def test_a_visit_that_names_somebody_is_refused_until_it_is_said_to_name_nobody(db: Database, worker: Actor) -> None:
    """No approval comes after: the action itself looks, whatever door the words come by."""
    named = replace(DRAFT, note="Demander Fatoumata Diop au 514-555-0123.")
    made = territory.plan_visit(db, worker, draft=DRAFT)
    base = territory.visits(db, worker)[0].version
    with pytest.raises(InvalidInput, match="Fatoumata"):
        territory.plan_visit(db, worker, draft=named)
    with pytest.raises(InvalidInput, match="Fatoumata"):
        territory.edit_visit(db, worker, visit_id=made, draft=named, base=base)
    aside = ("name:Fatoumata Diop", "phone:514-555-0123")
    with pytest.raises(InvalidInput, match="514"):
        territory.edit_visit(db, worker, visit_id=made, draft=named, base=base, aside=aside[:1])
    assert [each.draft for each in territory.visits(db, worker)] == [DRAFT]
    territory.edit_visit(db, worker, visit_id=made, draft=named, base=base, aside=aside)
    assert territory.visits(db, worker)[0].draft == named
