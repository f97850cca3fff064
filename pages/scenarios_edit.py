import streamlit as st

from codesign import scenarios
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import design, design_scenarios, page

here = page.open(
    _("Edit a scenario"),
    Permission.SCENARIO_EDIT,
    purpose=_("Write today’s journey step by step, then tomorrow’s, then what would show that it works."),
)
scenario_id = here.id("scenario")
view = design.found(scenarios.scenario, here, scenario_id=scenario_id) if scenario_id else None
if view is None or scenario_id is None:
    here.link("scenarios_board", _("All scenarios"), icon=":material/arrow_back:")
    st.stop()

design_scenarios.heading(here, view)
here.link("scenarios_board", _("Read the journey"), icon=":material/menu_book:", scenario=scenario_id)
design.settle_conflict(
    here,
    scenario_id,
    scenarios.edit_scenario,
    design_scenarios.HEAD_LABELS,
    design_scenarios.names(here),
    scenario_id=scenario_id,
)
design.offer_undo(here, scenarios.restore_step, _("A step was removed."))

STEPS = {"today": _("1. Today"), "tomorrow": _("2. Tomorrow"), "head": _("3. People and prototype")}
step = st.segmented_control(
    _("Step"),
    list(STEPS),
    default="today",
    format_func=lambda each: STEPS[each],
    required=True,
    key=f"step_{scenario_id}",
    label_visibility="collapsed",
    width="stretch",
)
if step != "head":
    design_scenarios.lane_editor(here, view, scenarios.Lane(step or "today"))
    st.stop()

kept = view.scenario
base = design.seen(here, scenario_id, kept.version, "title")
draft = design_scenarios.head_form(here, base, kept.draft, _("Save the scenario"))
if draft is not None:
    design.save_edit(
        here,
        scenario_id,
        scenarios.edit_scenario,
        draft=draft,
        base=base,
        said=_("The scenario is saved."),
        scenario_id=scenario_id,
    )
if here.confirm(f"bin_{scenario_id}", _("Put the scenario in the bin"), _("You can take it back from the board.")):
    here.act(scenarios.bin_scenario, scenario_id=scenario_id, rerun=False)
    here.go("scenarios_board")
