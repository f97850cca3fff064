"""The only SQL on scenarios and steps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from codesign.errors import Conflict, NotFound
from codesign.i18n import N_
from codesign.personas import State
from codesign.scenarios.model import Lane, Scenario, ScenarioDraft, Step, StepDraft
from codesign.storage import Database, Entity, register, save

_TEXTS = ("title", "summary", "hypothesis", "indicator", "target")
SCENARIO = register(Entity("scenarios_scenario", (*_TEXTS, "state"), lists=("persona_ids", "barriers")))
STEP = register(
    Entity(
        "scenarios_step",
        ("scenario_id", "lane", "position", "doing", "feeling", "touchpoint", "barrier", "service_id"),
    )
)
_STEP = "SELECT id, version, scenario_id, position, lane, doing, feeling, touchpoint, barrier, service_id"


def add(db: Database, entity: Entity, row_id: str, values: Mapping[str, Any], author: str) -> bool:
    """Make a row; False when the same form had made it already."""
    try:
        save(db, entity, row_id, values, author=author, new=True)
    except Conflict:
        return False
    return True


def change(
    db: Database, entity: Entity, row_id: str, values: Mapping[str, Any], author: str, base: str | None = None
) -> str:
    """Write to a row; return its version."""
    return save(db, entity, row_id, values, author=author, base=base)


def scenario_values(draft: ScenarioDraft) -> dict[str, Any]:
    """Return the columns of a scenario's head."""
    return {
        **{name: getattr(draft, name) for name in _TEXTS},
        "persona_ids": list(draft.persona_ids),
        "barriers": list(draft.barriers),
    }


def step_values(draft: StepDraft) -> dict[str, Any]:
    """Return the columns that a step's form fills."""
    return {
        "lane": str(draft.lane),
        "doing": draft.doing,
        "feeling": draft.feeling,
        "touchpoint": draft.touchpoint,
        "barrier": draft.barrier,
        "service_id": draft.service_id,
    }


def scenario_ids(db: Database, *, binned: bool = False) -> tuple[str, ...]:
    """Return the ids of scenarios by title."""
    rows = db.conn.execute("SELECT id FROM scenarios_scenario WHERE deleted = ? ORDER BY title, id", [int(binned)])
    return tuple(row[0] for row in rows)


def scenario(db: Database, scenario_id: str) -> Scenario:
    """Return one scenario with its steps, in the bin or not.

    Raises:
        NotFound: no such scenario.
    """
    row = db.conn.execute(
        "SELECT version, state, persona_ids, barriers, title, summary, hypothesis, indicator, target"
        " FROM scenarios_scenario WHERE id = ?",
        [scenario_id],
    ).fetchone()
    if row is None:
        raise NotFound(N_("This scenario no longer exists. Go back to the list."))
    version, state, personas, barriers, *texts = row
    draft = ScenarioDraft(
        persona_ids=tuple(json.loads(personas)),
        barriers=tuple(json.loads(barriers)),
        **dict(zip(_TEXTS, texts, strict=True)),
    )
    return Scenario(scenario_id, version, State(state), draft, steps(db, scenario_id))


def steps(db: Database, scenario_id: str, *, binned: bool = False) -> tuple[Step, ...]:
    """Return the steps of a scenario, today's lane first, in order."""
    rows = db.conn.execute(
        f"{_STEP} FROM scenarios_step WHERE scenario_id = ? AND deleted = ? ORDER BY lane, position, id",
        [scenario_id, int(binned)],
    )
    return tuple(_step(row) for row in rows)


def step(db: Database, step_id: str) -> Step:
    """Return one step, in the bin or not.

    Raises:
        NotFound: no such step.
    """
    row = db.conn.execute(f"{_STEP} FROM scenarios_step WHERE id = ?", [step_id]).fetchone()
    if row is None:
        raise NotFound(N_("This step no longer exists. Reload the page."))
    return _step(row)


def _step(row: tuple[Any, ...]) -> Step:
    step_id, version, scenario_id, position, lane, doing, feeling, touchpoint, barrier, service_id = row
    draft = StepDraft(Lane(lane), doing, feeling, touchpoint, barrier, service_id)
    return Step(step_id, version, scenario_id, position, draft)


def scenarios_with(db: Database, persona_ids: frozenset[str]) -> tuple[str, ...]:
    """Return every scenario, binned ones too, made for one of these personas."""
    rows = db.conn.execute(
        "SELECT DISTINCT s.id FROM scenarios_scenario AS s, json_each(s.persona_ids) AS p"
        " WHERE p.value IN (SELECT value FROM json_each(?)) ORDER BY s.id",
        [json.dumps(sorted(persona_ids))],
    )
    return tuple(row[0] for row in rows)


def is_binned(db: Database, scenario_id: str) -> bool:
    """Say whether a scenario is in the bin."""
    row = db.conn.execute("SELECT deleted FROM scenarios_scenario WHERE id = ?", [scenario_id]).fetchone()
    return bool(row and row[0])


def service_names(db: Database) -> dict[str, str]:
    """Return service -> its name and its organisation's, for those that are offered."""
    rows = db.conn.execute("SELECT id, name, partner_name FROM v_partners_service")
    return {row_id: f"{name} — {partner}" for row_id, name, partner in rows}
