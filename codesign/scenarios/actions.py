"""What people do with scenarios. An edit of a published one sends it back to review."""

from __future__ import annotations

from dataclasses import replace

from codesign import codebook, partners, personas
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound
from codesign.i18n import N_
from codesign.personas import State
from codesign.scenarios import store
from codesign.scenarios.model import (
    MAX_DOING,
    MAX_TEXT,
    MAX_TITLE,
    Lane,
    ScenarioDraft,
    StepDraft,
    check_feeling,
)
from codesign.storage import Database, clean_text, transaction, uuid7


def create_scenario(db: Database, actor: Actor, *, draft: ScenarioDraft, id: str | None = None) -> str:  # noqa: A002 - house name of a form's id
    """Make a draft; return its id. The same `id` sent twice makes one."""
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        scenario_id = id or uuid7()
        values = {**store.scenario_values(_clean_head(db, actor, draft)), "state": str(State.DRAFT)}
        store.add(db, store.SCENARIO, scenario_id, values, actor.id)
        return scenario_id


def edit_scenario(db: Database, actor: Actor, *, scenario_id: str, draft: ScenarioDraft, base: str) -> str:
    """Change the head of a scenario; return its version.

    Raises:
        Conflict: somebody saved another version since `base`.
    """
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        known = store.scenario(db, scenario_id).draft.persona_ids
        values = store.scenario_values(_clean_head(db, actor, draft, known))
        version = store.change(db, store.SCENARIO, scenario_id, values, actor.id, base)
        return _back_to_review(db, actor, scenario_id) if version != base else version


def bin_scenario(db: Database, actor: Actor, *, scenario_id: str) -> None:
    """Put a scenario in the bin; a published one leaves the published list at once."""
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        store.change(db, store.SCENARIO, scenario_id, {"deleted": True}, actor.id)
        _back_to_review(db, actor, scenario_id)


def restore_scenario(db: Database, actor: Actor, *, scenario_id: str) -> None:
    """Take a scenario out of the bin."""
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        store.change(db, store.SCENARIO, scenario_id, {"deleted": False}, actor.id)


def add_step(db: Database, actor: Actor, *, scenario_id: str, draft: StepDraft, id: str | None = None) -> str:  # noqa: A002 - same
    """Add a step at the end of its lane; return its id. The same `id` sent twice makes one."""
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        scenario = store.scenario(db, scenario_id)
        position = max((step.position for step in scenario.lane(draft.lane)), default=-1) + 1
        step_id = id or uuid7()
        values = {
            **store.step_values(_clean_step(db, actor, draft)),
            "scenario_id": scenario_id,
            "position": position,
        }
        if store.add(db, store.STEP, step_id, values, actor.id):
            _back_to_review(db, actor, scenario_id)
        return step_id


def edit_step(db: Database, actor: Actor, *, step_id: str, draft: StepDraft, base: str) -> str:
    """Change a step; return its version. Moved to the other lane, it goes to the end of it.

    Raises:
        Conflict: somebody saved another version since `base`.
    """
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        before = store.step(db, step_id)
        values = store.step_values(_clean_step(db, actor, draft, before.draft.service_id))
        if draft.lane is not before.draft.lane:
            lane = store.scenario(db, before.scenario_id).lane(draft.lane)
            values["position"] = max((step.position for step in lane), default=-1) + 1
        version = store.change(db, store.STEP, step_id, values, actor.id, base)
        _back_to_review(db, actor, before.scenario_id)
        return version


def move_step(db: Database, actor: Actor, *, step_id: str, by: int) -> None:
    """Move a step earlier (-1) or later (+1) in its lane; at the end of the lane nothing happens."""
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        step = store.step(db, step_id)
        order = list(store.scenario(db, step.scenario_id).lane(step.draft.lane))
        places = [each.id for each in order]
        if step_id not in places or not 0 <= places.index(step_id) + by < len(order):
            return
        order.insert(places.index(step_id) + by, order.pop(places.index(step_id)))
        for position, each in enumerate(order):
            if each.position != position:
                store.change(db, store.STEP, each.id, {"position": position}, actor.id)
        _back_to_review(db, actor, step.scenario_id)


def bin_step(db: Database, actor: Actor, *, step_id: str) -> None:
    """Remove a step; `restore_step` brings it back to its place."""
    _bin_step(db, actor, step_id, deleted=True)


def restore_step(db: Database, actor: Actor, *, step_id: str) -> None:
    """Bring a removed step back."""
    _bin_step(db, actor, step_id, deleted=False)


def copy_today(db: Database, actor: Actor, *, scenario_id: str) -> None:
    """Begin tomorrow's journey as a copy of today's, so that only what changes is written.

    Raises:
        InvalidInput: tomorrow's journey has steps already, or today's has none.
    """
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        scenario = store.scenario(db, scenario_id)
        if scenario.lane(Lane.TOMORROW) or not scenario.lane(Lane.TODAY):
            raise InvalidInput(N_("Write today’s journey first; tomorrow’s must still be empty."))
        for step in scenario.lane(Lane.TODAY):
            add_step(db, actor, scenario_id=scenario_id, draft=replace(step.draft, lane=Lane.TOMORROW))


def publish_scenario(db: Database, actor: Actor, *, scenario_id: str, base: str) -> str:
    """Let everybody who signs in read the scenario; return its version.

    Raises:
        InvalidInput: it has no step, or one of its personas is not published.
        Conflict: somebody changed it since `base`: read again before publishing.
    """
    actor.require(Permission.PUBLISH)
    with transaction(db):
        scenario = store.scenario(db, scenario_id)
        if store.is_binned(db, scenario_id):
            raise NotFound(N_("This scenario no longer exists. Go back to the list."))
        if not scenario.steps:
            raise InvalidInput(N_("Not published: write at least one step first."))
        states = {each.id: each.state for each in personas.personas(db, actor)}
        if any(states.get(each) is not State.PUBLISHED for each in scenario.draft.persona_ids):
            raise InvalidInput(N_("Not published: publish its personas first, or take them out of the scenario."))
        return store.change(db, store.SCENARIO, scenario_id, {"state": str(State.PUBLISHED)}, actor.id, base)


def unpublish_scenario(db: Database, actor: Actor, *, scenario_id: str) -> str:
    """Take a scenario back among the drafts; return its version."""
    actor.require(Permission.PUBLISH)
    with transaction(db):
        return store.change(db, store.SCENARIO, scenario_id, {"state": str(State.DRAFT)}, actor.id)


def preview_withdrawal(db: Database, participant_id: str) -> int:
    """Count the scenarios that a participant's withdrawal sends back to review: nothing of a person stands in them."""
    return len(store.scenarios_with(db, personas.concerned(db, participant_id)))


def erase_participant(db: Database, actor: Actor, participant_id: str) -> int:
    """Flag the scenarios whose personas are about to change; return how many. Runs before the personas' own part."""
    actor.require(Permission.STEWARD)
    with transaction(db):
        found = store.scenarios_with(db, personas.concerned(db, participant_id))
        for scenario_id in found:
            store.change(db, store.SCENARIO, scenario_id, {"state": str(State.TO_REVIEW)}, actor.id)
        return len(found)


def _bin_step(db: Database, actor: Actor, step_id: str, *, deleted: bool) -> None:
    actor.require(Permission.SCENARIO_EDIT)
    with transaction(db):
        store.change(db, store.STEP, step_id, {"deleted": deleted}, actor.id)
        _back_to_review(db, actor, store.step(db, step_id).scenario_id)


def _back_to_review(db: Database, actor: Actor, scenario_id: str) -> str:
    scenario = store.scenario(db, scenario_id)
    if scenario.state is not State.PUBLISHED:
        return scenario.version
    return store.change(db, store.SCENARIO, scenario_id, {"state": str(State.TO_REVIEW)}, actor.id)


def _clean_head(db: Database, actor: Actor, draft: ScenarioDraft, known: tuple[str, ...] = ()) -> ScenarioDraft:
    kept = replace(
        draft,
        title=clean_text(draft.title, limit=MAX_TITLE),
        summary=clean_text(draft.summary, limit=MAX_TEXT),
        hypothesis=clean_text(draft.hypothesis, limit=MAX_TEXT),
        indicator=clean_text(draft.indicator, limit=MAX_TEXT),
        target=clean_text(draft.target, limit=MAX_TEXT),
    )
    if not kept.title:
        raise InvalidInput(N_("Write a title: what the new service changes."))
    for code in draft.barriers:
        _check_code("barrier", code)
    new = set(draft.persona_ids) - set(known)
    if new - {each.id for each in personas.personas(db, actor)}:
        raise InvalidInput(N_("One of these personas no longer exists. Choose again."))
    return kept


def _clean_step(db: Database, actor: Actor, draft: StepDraft, known: str | None = None) -> StepDraft:
    doing = clean_text(draft.doing, limit=MAX_DOING)
    if not doing:
        raise InvalidInput(N_("Write what the person does at this step."))
    check_feeling(draft.feeling)
    for family, code in (("touchpoint", draft.touchpoint), ("barrier", draft.barrier)):
        if code is not None:
            _check_code(family, code)
    offered = {each.id for each in partners.services(db, actor)}
    if draft.service_id not in {None, known, *offered}:
        raise InvalidInput(N_("This service is no longer in the list. Choose another."))
    return replace(draft, doing=doing)


def _check_code(family: str, code: str) -> None:
    if code not in {each.id for each in codebook.load_codebook().family(family).codes}:
        raise InvalidInput(N_("“%(value)s” is not in the list."), value=code)
