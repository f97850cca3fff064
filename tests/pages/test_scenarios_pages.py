"""The screens of scenarios, opened by each role as the browser would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from codesign import scenarios
from codesign.accounts import Actor
from codesign.i18n import _
from codesign.scenarios import Lane, ScenarioDraft, StepDraft
from codesign.storage import Database

Screen = Callable[..., AppTest]
ALL = ["terrain", "analyse", "design", "comite", "coordination"]
EDITORS = ["analyse", "design", "coordination"]


def texts(app: AppTest) -> str:
    """All that the page says, as one text."""
    parts: list[Any] = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning]
    return "\n".join([str(each.value) for each in parts] + [each.proto.body for each in app.get("html")])


def button(app: AppTest, label: str) -> Any:
    """The first button of that name."""
    return next(each for each in app.button if each.label == label)


@pytest.fixture
def designer(actor: Callable[..., Actor]) -> Actor:
    """A service designer."""
    return actor("design")


@pytest.fixture
def scenario_id(db: Database, designer: Actor) -> str:
    """A draft with two steps today and one tomorrow."""
    draft = ScenarioDraft("Une *voisine* accompagne", (), ("confiance",), "Résumé", "Si… alors…", "Visites", "5 sur 10")
    made = scenarios.create_scenario(db, designer, draft=draft)
    for lane, doing, feeling in (
        (Lane.TODAY, "Appelle <b>seule</b>", -1),
        (Lane.TODAY, "Renonce", -2),
        (Lane.TOMORROW, "Y va accompagnée", 2),
    ):
        step = StepDraft(lane, doing, feeling, "clsc", "disponibilite")
        scenarios.add_step(db, designer, scenario_id=made, draft=step)
    return made


def doings(db: Database, who: Actor, scenario_id: str) -> list[str]:
    """What the person does today, in order."""
    found = scenarios.scenario(db, who, scenario_id=scenario_id).today
    return [each.step.draft.doing for each in found]


@pytest.mark.parametrize("role", ALL)
def test_the_board_opens_for_everybody(screen: Screen, scenario_id: str, role: str) -> None:
    """Drafts stand on it for those who write only."""
    app = screen("scenarios_board", role)
    assert not app.exception
    assert app.title[0].value == _("Scenarios")
    assert ("voisine" in texts(app)) == (role in EDITORS)
    assert (_("Make it") in [each.label for each in app.button]) == (role in EDITORS)


@pytest.mark.parametrize("role", ALL)
def test_the_journey_opens_once_published(
    screen: Screen, db: Database, actor: Callable[..., Actor], scenario_id: str, role: str
) -> None:
    """With its curve, its table and its steps; words of people are never read as tags."""
    steward = actor("coordination")
    base = scenarios.scenario(db, steward, scenario_id=scenario_id).version
    scenarios.publish_scenario(db, steward, scenario_id=scenario_id, base=base)
    app = screen("scenarios_board", role, ids={"scenario": scenario_id})
    assert not app.exception
    told = texts(app)
    assert "Y va accompagnée" in told
    assert "Si… alors…" in told
    assert "<b>seule" not in told
    assert len(app.dataframe) == 1
    assert (_("Take back") in [each.label for each in app.button]) == (role == "coordination")


def test_steps_without_feelings_make_no_finding(screen: Screen, db: Database, designer: Actor) -> None:
    """« From 0 to 0 » would say that tomorrow changes nothing."""
    made = scenarios.create_scenario(db, designer, draft=ScenarioDraft("Sans ressenti", (), (), "", "", "", ""))
    for lane in (Lane.TODAY, Lane.TOMORROW):
        scenarios.add_step(db, designer, scenario_id=made, draft=StepDraft(lane, "Appelle", 0, "clsc", "disponibilite"))
    app = screen("scenarios_board", "design", ids={"scenario": made})
    assert not app.exception
    told = texts(app)
    assert _("No feeling is set yet: choose one at each step") in told
    assert _("The lowest moment goes from %(today)s to %(tomorrow)s", today="0", tomorrow="0") not in told


@pytest.mark.parametrize("role", ["terrain", "comite"])
def test_a_draft_is_not_behind_its_address(screen: Screen, scenario_id: str, role: str) -> None:
    """A link copied from a colleague opens nothing that was not published."""
    app = screen("scenarios_board", role, ids={"scenario": scenario_id})
    assert not app.exception
    assert "accompagn" not in texts(app)
    assert len(app.warning) == 1
    with pytest.raises(ValueError, match="page"):
        screen("scenarios_edit", role, ids={"scenario": scenario_id})


@pytest.mark.parametrize("role", EDITORS)
def test_the_editor_opens(screen: Screen, scenario_id: str, role: str) -> None:
    """On today's steps; a link cut short leads back."""
    app = screen("scenarios_edit", role, ids={"scenario": scenario_id})
    assert not app.exception
    assert app.title[0].value == _("Edit a scenario")
    assert "Renonce" in texts(app)
    assert not screen("scenarios_edit", role).exception


def test_steps_are_added_moved_removed_and_taken_back(
    screen: Screen, db: Database, designer: Actor, scenario_id: str
) -> None:
    """The four gestures of the editor, saved each time."""
    app = screen("scenarios_edit", "design", ids={"scenario": scenario_id})
    new = [each for each in app.text_area if each.label == _("What the person does")][-1]
    new.input("Attend dehors")
    button(app, _("Add the step")).click()
    app.run()
    assert doings(db, designer, scenario_id)[-1] == "Attend dehors"
    [each for each in app.button if each.label == _("Earlier")][-1].click()
    app.run()
    assert doings(db, designer, scenario_id)[1] == "Attend dehors"
    button(app, _("Remove")).click()
    app.run()
    assert doings(db, designer, scenario_id) == ["Attend dehors", "Renonce"]
    button(app, _("Undo")).click()
    app.run()
    assert not app.exception
    assert doings(db, designer, scenario_id) == ["Appelle <b>seule</b>", "Attend dehors", "Renonce"]


def test_two_people_who_edit_a_step_are_shown_both(
    screen: Screen, db: Database, designer: Actor, scenario_id: str
) -> None:
    """The second one chooses; nothing was overwritten before."""
    app = screen("scenarios_edit", "design", ids={"scenario": scenario_id})
    step = scenarios.scenario(db, designer, scenario_id=scenario_id).today[0].step
    theirs = StepDraft(Lane.TODAY, "Leur version")
    scenarios.edit_step(db, designer, step_id=step.id, draft=theirs, base=step.version)
    app.text_area[0].input("Ma version")
    button(app, _("Save the step")).click()
    app.run()
    assert "Ma version" in texts(app)
    assert doings(db, designer, scenario_id)[0] == "Leur version"
    button(app, _("Keep mine")).click()
    app.run()
    assert not app.exception
    assert doings(db, designer, scenario_id)[0] == "Ma version"


def test_a_scenario_is_made_by_clicking(screen: Screen, db: Database, designer: Actor) -> None:
    """From an empty board to a head that is saved, and to the bin."""
    app = screen("scenarios_board", "design")
    assert len(app.info) == 1
    app.text_input[0].input("Une ligne dans sa langue")
    button(app, _("Make it")).click()
    app.run()
    (made,) = scenarios.scenarios(db, designer)
    app = screen("scenarios_edit", "design", ids={"scenario": made.id})
    app.segmented_control[0].set_value("head")
    app.run()
    next(each for each in app.text_area if each.label == _("We believe that")).input("Si on répond en créole…")
    button(app, _("Save the scenario")).click()
    app.run()
    assert not app.exception
    assert scenarios.scenario(db, designer, scenario_id=made.id).scenario.draft.hypothesis == "Si on répond en créole…"
    button(app, _("Yes, go on")).click()
    app.run()
    assert scenarios.scenarios(db, designer) == ()


def test_the_coordination_publishes(screen: Screen, db: Database, designer: Actor, scenario_id: str) -> None:
    """And takes back."""
    app = screen("scenarios_board", "coordination", ids={"scenario": scenario_id})
    button(app, _("Publish")).click()
    app.run()
    assert str(scenarios.scenario(db, designer, scenario_id=scenario_id).state) == "published"
    button(app, _("Take back")).click()
    app.run()
    assert not app.exception
    assert str(scenarios.scenario(db, designer, scenario_id=scenario_id).state) == "draft"
