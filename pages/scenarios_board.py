import streamlit as st

from codesign import scenarios
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import design, design_scenarios, kept, page

if st.query_params.get("scenario"):
    design.wide()
here = page.open(
    _("Scenarios"),
    Permission.DASHBOARD_SEE,
    purpose=_("What people live today, what they could live tomorrow, and how we will know."),
)
editor = here.actor.may(Permission.SCENARIO_EDIT)

scenario_id = here.id("scenario")
if scenario_id:
    view = design.found(scenarios.scenario, here, scenario_id=scenario_id)
    here.link("scenarios_board", _("All scenarios"), icon=":material/arrow_back:")
    if view is None:
        st.stop()
    design_scenarios.heading(here, view)
    with st.container(horizontal=True, vertical_alignment="center"):
        here.link("scenarios_edit", _("Edit"), icon=":material/edit:", scenario=scenario_id)
        design_scenarios.prints(here, view)
        design_scenarios.publishing(here, view)
    design_scenarios.journey(view)
    design_scenarios.prototype(view)
    st.stop()

if editor:
    with st.popover(_("Make a scenario"), icon=":material/add:", type="primary"):
        key = design.new_id(here, "scenario")
        with st.form("new_scenario", border=False):
            title = st.text_input(
                _("Title: what the new service changes"), placeholder=_("A neighbour comes along to the first visit")
            )
            sent = st.form_submit_button(_("Make it"), type="primary")
        draft = scenarios.ScenarioDraft(title)
        if sent and here.act(scenarios.create_scenario, draft=draft, id=key, rerun=False):
            design.done(here, "scenario")
            here.go("scenarios_edit", scenario=key)

views = kept.read(here, scenarios.scenarios)
if views:
    design_scenarios.board(here, views)
elif editor:
    page.empty(_("No scenario yet. Make one: choose a persona, write today’s journey, then tomorrow’s."), icon="route")
else:
    page.empty(_("No scenario is published yet. They will be here once the coordination has read them."), icon="route")

if editor:
    design.bin_list(here, kept.read(here, scenarios.binned_scenarios), scenarios.restore_scenario, "scenario_id")
