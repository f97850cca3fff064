"""What people see of scenarios: the team all of them, everybody else what was published."""

from __future__ import annotations

from dataclasses import dataclass

from codesign import codebook, personas
from codesign.accounts import Actor, Permission
from codesign.errors import NotFound
from codesign.i18n import N_, language
from codesign.personas import State
from codesign.scenarios import store
from codesign.scenarios.model import Scenario, Step
from codesign.storage import Database


@dataclass(frozen=True, slots=True)
class StepView:
    """A step with its codes and service in words; empty where there is none."""

    step: Step
    touchpoint: str
    barrier: str
    service: str


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A scenario as one reader may see it.

    `personas` are those the reader may see; `changed` are titles of personas that need a review, or how many are gone.
    """

    scenario: Scenario
    state: State
    personas: tuple[personas.PersonaView, ...]
    barriers: tuple[str, ...]
    today: tuple[StepView, ...]
    tomorrow: tuple[StepView, ...]
    changed: tuple[str, ...]
    gone: int
    editable: bool

    @property
    def id(self) -> str:
        """The scenario's id."""
        return self.scenario.id

    @property
    def version(self) -> str:
        """The base of the next edit of its head."""
        return self.scenario.version

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self.scenario.title


def scenarios(db: Database, actor: Actor) -> tuple[ScenarioView, ...]:
    """Return the scenarios that the reader may see, by title."""
    actor.require(Permission.DASHBOARD_SEE)
    found = _views(db, actor, store.scenario_ids(db))
    return tuple(view for view in found if view.editable or view.state is State.PUBLISHED)


def scenario(db: Database, actor: Actor, *, scenario_id: str) -> ScenarioView:
    """Return one scenario.

    Raises:
        NotFound: no such scenario, or not for this reader to see.
    """
    actor.require(Permission.DASHBOARD_SEE)
    view = _views(db, actor, (scenario_id,))[0]
    if not view.editable and (view.state is not State.PUBLISHED or store.is_binned(db, scenario_id)):
        raise NotFound(N_("This scenario no longer exists. Go back to the list."))
    return view


def binned_scenarios(db: Database, actor: Actor) -> tuple[ScenarioView, ...]:
    """Return the scenarios in the bin."""
    actor.require(Permission.SCENARIO_EDIT)
    return _views(db, actor, store.scenario_ids(db, binned=True))


def _views(db: Database, actor: Actor, ids: tuple[str, ...]) -> tuple[ScenarioView, ...]:
    if not ids:
        return ()  # the personas' sheets cost more than all that is drawn of an empty list
    seen = {each.id: each for each in personas.personas(db, actor)}
    services = store.service_names(db)
    return tuple(_view(actor, store.scenario(db, each), seen, services) for each in ids)


def _view(
    actor: Actor, kept: Scenario, seen: dict[str, personas.PersonaView], services: dict[str, str]
) -> ScenarioView:
    found = tuple(seen[each] for each in kept.draft.persona_ids if each in seen)
    gone = len(kept.draft.persona_ids) - len(found)
    changed = tuple(each.title for each in found if each.state is State.TO_REVIEW)
    unsettled = gone or any(each.state is not State.PUBLISHED for each in found)
    state = State.TO_REVIEW if kept.state is State.PUBLISHED and unsettled else kept.state
    views = {step.id: _step_view(step, services) for step in kept.steps}
    return ScenarioView(
        scenario=kept,
        state=state,
        personas=found,
        barriers=tuple(_label("barrier", code) for code in kept.draft.barriers),
        today=tuple(views[step.id] for step in kept.steps if step.draft.lane == "today"),
        tomorrow=tuple(views[step.id] for step in kept.steps if step.draft.lane == "tomorrow"),
        changed=changed,
        gone=gone,
        editable=actor.may(Permission.SCENARIO_EDIT),
    )


def _step_view(step: Step, services: dict[str, str]) -> StepView:
    draft = step.draft
    return StepView(
        step,
        _label("touchpoint", draft.touchpoint),
        _label("barrier", draft.barrier),
        services.get(draft.service_id or "", ""),
    )


def _label(family: str, code: str | None) -> str:
    known = {each.id: each for each in codebook.load_codebook().family(family).codes}
    return known[code].label(language()) if code in known else code or ""
