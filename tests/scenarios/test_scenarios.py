"""Service scenarios: journeys of today and tomorrow, kept in order, read by those who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from builders import WORKER, a_note, a_participant, consent_of, participant_of, passage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from codesign import partners, personas, privacy, scenarios, storage
from codesign.accounts import Actor
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound
from codesign.partners import PartnerDraft, ServiceDraft
from codesign.personas import PersonaDraft, Section, State
from codesign.scenarios import Lane, ScenarioDraft, StepDraft
from codesign.storage import Database

HEAD = ScenarioDraft("Une voisine accompagne", (), ("confiance",), "Résumé", "Si… alors…", "Visites", "5 sur 10")


@pytest.fixture
def designer(actor: Callable[..., Actor]) -> Actor:
    """A service designer."""
    return actor("design")


@pytest.fixture
def steward(actor: Callable[..., Actor]) -> Actor:
    """The coordination."""
    return actor("coordination")


@pytest.fixture
def notes(db: Database) -> list[str]:
    """Notes about five invented people."""
    return [a_note(db) for _n in range(5)]


@pytest.fixture
def persona_id(db: Database, designer: Actor, steward: Actor, notes: list[str]) -> str:
    """A published persona made from them."""
    made = personas.create_persona(db, designer, draft=PersonaDraft("Celles qui n’osent plus"), note_ids=notes)
    personas.add_quote(db, designer, persona_id=made, evidence=passage(notes[0]), section=Section.SAYS)
    base = personas.persona(db, steward, persona_id=made).version
    personas.publish_persona(db, steward, persona_id=made, base=base)
    return made


@pytest.fixture
def scenario_id(db: Database, designer: Actor, persona_id: str) -> str:
    """A draft for that persona, with one step of today."""
    made = scenarios.create_scenario(db, designer, draft=replace(HEAD, persona_ids=(persona_id,)))
    step = StepDraft(Lane.TODAY, "Appelle le CLSC", -2, "clsc", "disponibilite")
    scenarios.add_step(db, designer, scenario_id=made, draft=step)
    return made


def doings(db: Database, who: Actor, scenario_id: str, lane: Lane = Lane.TODAY) -> list[str]:
    """What the person does, in order."""
    found = scenarios.scenario(db, who, scenario_id=scenario_id).scenario.lane(lane)
    return [step.draft.doing for step in found]


def publish(db: Database, steward: Actor, scenario_id: str) -> None:
    """Publish what stands."""
    base = scenarios.scenario(db, steward, scenario_id=scenario_id).scenario.version
    scenarios.publish_scenario(db, steward, scenario_id=scenario_id, base=base)


def test_what_is_written_is_read_back(db: Database, designer: Actor, scenario_id: str, persona_id: str) -> None:
    """Head, persona, barriers and steps, with their codes in words."""
    view = scenarios.scenario(db, designer, scenario_id=scenario_id)
    assert view.scenario.draft == replace(HEAD, persona_ids=(persona_id,))
    assert [each.id for each in view.personas] == [persona_id]
    assert len(view.barriers) == 1
    assert (view.state, view.changed, view.gone, view.tomorrow) == (State.DRAFT, (), 0, ())
    assert view.today[0].touchpoint
    assert view.today[0].barrier
    assert view.today[0].service == ""


def test_a_double_click_makes_one(db: Database, designer: Actor) -> None:
    """The same form twice: one scenario, one step."""
    key, other = storage.uuid7(), storage.uuid7()
    for _n in range(2):
        scenarios.create_scenario(db, designer, draft=HEAD, id=key)
        scenarios.add_step(db, designer, scenario_id=key, draft=StepDraft(Lane.TODAY, "Appelle"), id=other)
    assert [len(each.today) for each in scenarios.scenarios(db, designer)] == [1]


MOVES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from([-1, 1])), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_moving_steps_keeps_each_of_them_once(db: Database, designer: Actor, moves: list[tuple[int, int]]) -> None:
    """The order is that of the same moves in a list; nothing is lost or doubled, nor past the ends."""
    scenario_id = scenarios.create_scenario(db, designer, draft=HEAD)
    ids = [
        scenarios.add_step(db, designer, scenario_id=scenario_id, draft=StepDraft(Lane.TODAY, text)) for text in "abcde"
    ]
    expected = list("abcde")
    for which, by in moves:
        scenarios.move_step(db, designer, step_id=ids[which], by=by)
        here = expected.index("abcde"[which])
        if 0 <= here + by < 5:
            expected.insert(here + by, expected.pop(here))
    assert doings(db, designer, scenario_id) == expected


def test_a_removed_step_comes_back_to_its_place(db: Database, designer: Actor, scenario_id: str) -> None:
    """Undo puts it where it was."""
    second = scenarios.add_step(db, designer, scenario_id=scenario_id, draft=StepDraft(Lane.TODAY, "Attend"))
    scenarios.add_step(db, designer, scenario_id=scenario_id, draft=StepDraft(Lane.TODAY, "Renonce"))
    scenarios.bin_step(db, designer, step_id=second)
    assert doings(db, designer, scenario_id) == ["Appelle le CLSC", "Renonce"]
    scenarios.move_step(db, designer, step_id=second, by=1)
    scenarios.restore_step(db, designer, step_id=second)
    assert doings(db, designer, scenario_id) == ["Appelle le CLSC", "Attend", "Renonce"]


def test_tomorrow_may_begin_as_today(db: Database, designer: Actor, scenario_id: str) -> None:
    """A copy to change, once: what is written of tomorrow is never written over."""
    scenarios.copy_today(db, designer, scenario_id=scenario_id)
    assert doings(db, designer, scenario_id, Lane.TOMORROW) == ["Appelle le CLSC"]
    with pytest.raises(InvalidInput):
        scenarios.copy_today(db, designer, scenario_id=scenario_id)
    empty = scenarios.create_scenario(db, designer, draft=HEAD)
    with pytest.raises(InvalidInput):
        scenarios.copy_today(db, designer, scenario_id=empty)


def test_a_step_moved_to_the_other_lane_goes_to_its_end(db: Database, designer: Actor, scenario_id: str) -> None:
    """And the second of two edits is shown the first."""
    scenarios.copy_today(db, designer, scenario_id=scenario_id)
    (step,) = scenarios.scenario(db, designer, scenario_id=scenario_id).scenario.lane(Lane.TODAY)
    draft = StepDraft(Lane.TOMORROW, "Une voisine vient", 2)
    scenarios.edit_step(db, designer, step_id=step.id, draft=draft, base=step.version)
    assert doings(db, designer, scenario_id, Lane.TOMORROW) == ["Appelle le CLSC", "Une voisine vient"]
    with pytest.raises(Conflict) as conflict:
        scenarios.edit_step(db, designer, step_id=step.id, draft=draft, base=step.version)
    assert conflict.value.current["doing"] == "Une voisine vient"


def test_the_second_of_two_edits_of_the_head_is_shown_the_first(
    db: Database, designer: Actor, scenario_id: str
) -> None:
    """Nothing is overwritten."""
    base = scenarios.scenario(db, designer, scenario_id=scenario_id).scenario.version
    scenarios.edit_scenario(db, designer, scenario_id=scenario_id, draft=replace(HEAD, title="Deux"), base=base)
    with pytest.raises(Conflict) as conflict:
        scenarios.edit_scenario(db, designer, scenario_id=scenario_id, draft=HEAD, base=base)
    assert conflict.value.current["title"] == "Deux"


def test_a_service_that_left_the_list_may_stay_in_a_step(db: Database, designer: Actor, scenario_id: str) -> None:
    """Correcting a word does not force another service; a new step cannot choose one that is gone."""
    partner = partners.add_partner(db, designer, draft=PartnerDraft("Clinique inventée"))
    service = partners.add_service(db, designer, draft=ServiceDraft(partner, "Accueil"))
    draft = StepDraft(Lane.TODAY, "Y va", 0, service_id=service)
    step_id = scenarios.add_step(db, designer, scenario_id=scenario_id, draft=draft)
    assert scenarios.scenario(db, designer, scenario_id=scenario_id).today[1].service == "Accueil — Clinique inventée"
    partners.bin_service(db, designer, service_id=service)
    step = scenarios.scenario(db, designer, scenario_id=scenario_id).today[1]
    assert step.service == ""
    scenarios.edit_step(db, designer, step_id=step_id, draft=replace(draft, doing="Y retourne"), base=step.step.version)
    with pytest.raises(InvalidInput):
        scenarios.add_step(db, designer, scenario_id=scenario_id, draft=draft)


@pytest.mark.parametrize(
    "draft",
    [
        StepDraft(Lane.TODAY, " "),
        StepDraft(Lane.TODAY, "a", 3),
        StepDraft(Lane.TODAY, "a", touchpoint="lune"),
        StepDraft(Lane.TODAY, "a", barrier="clsc"),
        StepDraft(Lane.TODAY, "a", service_id="rien"),
        StepDraft(Lane.TODAY, "x" * 301),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(
    db: Database, designer: Actor, scenario_id: str, draft: StepDraft
) -> None:
    """Codes of the codebook, feelings of the scale, services of the list."""
    with pytest.raises(InvalidInput):
        scenarios.add_step(db, designer, scenario_id=scenario_id, draft=draft)


@pytest.mark.parametrize("change", [{"title": ""}, {"barriers": ("lune",)}, {"persona_ids": ("rien",)}])
def test_a_head_that_makes_no_sense_is_refused(db: Database, designer: Actor, change: dict[str, object]) -> None:
    """A title, codes and personas that exist."""
    with pytest.raises(InvalidInput):
        scenarios.create_scenario(db, designer, draft=replace(HEAD, **change))


def test_publishing_waits_for_the_personas(
    db: Database, designer: Actor, steward: Actor, scenario_id: str, persona_id: str
) -> None:
    """A published scenario would name a persona that nobody outside may read yet."""
    personas.unpublish_persona(db, steward, persona_id=persona_id)
    with pytest.raises(InvalidInput):
        publish(db, steward, scenario_id)
    empty = scenarios.create_scenario(db, designer, draft=HEAD)
    with pytest.raises(InvalidInput):
        publish(db, steward, empty)
    scenarios.bin_scenario(db, designer, scenario_id=scenario_id)
    with pytest.raises(NotFound):
        publish(db, steward, scenario_id)


def test_the_others_read_what_is_published(
    db: Database, designer: Actor, steward: Actor, actor: Callable[..., Actor], scenario_id: str
) -> None:
    """And only as long as it stands: an edit, the bin, a persona taken back close it."""
    who = actor("comite")
    assert scenarios.scenarios(db, who) == ()
    publish(db, steward, scenario_id)
    assert scenarios.scenario(db, who, scenario_id=scenario_id).editable is False
    scenarios.add_step(db, designer, scenario_id=scenario_id, draft=StepDraft(Lane.TODAY, "Attend"))
    with pytest.raises(NotFound):
        scenarios.scenario(db, who, scenario_id=scenario_id)
    publish(db, steward, scenario_id)
    scenarios.unpublish_scenario(db, steward, scenario_id=scenario_id)
    assert scenarios.scenarios(db, who) == ()
    publish(db, steward, scenario_id)
    scenarios.bin_scenario(db, designer, scenario_id=scenario_id)
    with pytest.raises(NotFound):
        scenarios.scenario(db, who, scenario_id=scenario_id)
    assert len(scenarios.binned_scenarios(db, designer)) == 1
    scenarios.restore_scenario(db, designer, scenario_id=scenario_id)
    assert scenarios.scenarios(db, designer)[0].state is State.TO_REVIEW


def test_a_persona_that_changed_flags_its_scenarios(
    db: Database, steward: Actor, actor: Callable[..., Actor], scenario_id: str, persona_id: str, notes: list[str]
) -> None:
    """A consent withdrawn under a quote reaches the scenario at once."""
    publish(db, steward, scenario_id)
    privacy.withdraw_consent(db, WORKER, consent_id=consent_of(db, notes[0]))
    view = scenarios.scenario(db, steward, scenario_id=scenario_id)
    assert (view.state, view.changed) == (State.TO_REVIEW, ("Celles qui n’osent plus",))
    assert scenarios.scenarios(db, actor("comite")) == ()
    personas.bin_persona(db, steward, persona_id=persona_id)
    assert scenarios.scenario(db, steward, scenario_id=scenario_id).gone == 1


def test_a_withdrawal_flags_the_scenarios(db: Database, steward: Actor, scenario_id: str, notes: list[str]) -> None:
    """Nothing of a person stands in a scenario, but what it was made for has changed."""
    publish(db, steward, scenario_id)
    person = participant_of(db, notes[0])
    assert scenarios.preview_withdrawal(db, person) == 1
    assert scenarios.erase_participant(db, steward, person) == 1
    assert scenarios.scenario(db, steward, scenario_id=scenario_id).scenario.state is State.TO_REVIEW
    assert scenarios.preview_withdrawal(db, a_participant(db)) == 0


def test_the_board_says_the_same_in_both_forms(db: Database, designer: Actor, scenario_id: str) -> None:
    """The Markdown holds every word of the picture; people's bars do not break its tables."""
    step = StepDraft(Lane.TOMORROW, "Une voisine vient | avec *elle*", 2)
    scenarios.add_step(db, designer, scenario_id=scenario_id, draft=step)
    text = scenarios.markdown(db, designer, scenario_id=scenario_id, demo=True, on=date(2026, 3, 3))
    told = ("Une voisine accompagne", "Appelle le CLSC", "−2", "+2", "Si… alors…", "5 sur 10", "\\| avec \\*elle")
    assert [words for words in told if words not in text] == []
    assert all(line.count(" | ") == 5 for line in text.splitlines() if line.startswith("| 1"))
    content = scenarios.board(db, designer, scenario_id=scenario_id, demo=True, on=date(2026, 3, 3))
    assert content.watermark
    assert content.watermark in text


def test_the_board_is_a_picture(db: Database, designer: Actor, scenario_id: str) -> None:
    """Tabloid, landscape, 300 dpi."""
    data = scenarios.png(db, designer, scenario_id=scenario_id, demo=True, on=date(2026, 3, 3))
    with Image.open(BytesIO(data)) as image:
        assert image.size == (5100, 3300)


EDIT = {"terrain": False, "analyse": True, "design": True, "comite": False, "coordination": True}
PUBLISH = {"terrain": False, "analyse": False, "design": False, "comite": False, "coordination": True}


@pytest.mark.parametrize("role", EDIT)
def test_who_may_do_what(
    db: Database, actor: Callable[..., Actor], steward: Actor, scenario_id: str, role: str
) -> None:
    """Researchers and designers write, the coordination publishes, everybody reads what is published."""
    who = actor(role)
    step = scenarios.scenario(db, steward, scenario_id=scenario_id).today[0].step

    def base() -> str:
        return scenarios.scenario(db, steward, scenario_id=scenario_id).scenario.version

    write: list[Callable[[], object]] = [
        lambda: scenarios.create_scenario(db, who, draft=HEAD),
        lambda: scenarios.edit_scenario(db, who, scenario_id=scenario_id, draft=HEAD, base=base()),
        lambda: scenarios.add_step(db, who, scenario_id=scenario_id, draft=StepDraft(Lane.TODAY, "a")),
        lambda: scenarios.edit_step(db, who, step_id=step.id, draft=StepDraft(Lane.TODAY, "b"), base=step.version),
        lambda: scenarios.move_step(db, who, step_id=step.id, by=1),
        lambda: scenarios.bin_step(db, who, step_id=step.id),
        lambda: scenarios.restore_step(db, who, step_id=step.id),
        lambda: scenarios.copy_today(db, who, scenario_id=scenario_id),
        lambda: scenarios.markdown(db, who, scenario_id=scenario_id, demo=False),
        lambda: scenarios.bin_scenario(db, who, scenario_id=scenario_id),
        lambda: scenarios.binned_scenarios(db, who),
        lambda: scenarios.restore_scenario(db, who, scenario_id=scenario_id),
    ]
    coordinate: list[Callable[[], object]] = [
        lambda: scenarios.publish_scenario(db, who, scenario_id=scenario_id, base=base()),
        lambda: scenarios.unpublish_scenario(db, who, scenario_id=scenario_id),
        lambda: scenarios.erase_participant(db, who, a_participant(db)),
    ]
    for verbs, allowed in ((write, EDIT[role]), (coordinate, PUBLISH[role])):
        for verb in verbs:
            if allowed:
                verb()
            else:
                with pytest.raises(NotAllowed):
                    verb()
    scenarios.scenarios(db, who)
