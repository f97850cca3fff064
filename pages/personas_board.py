import streamlit as st

from codesign import personas
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import design, design_kit, design_personas, design_portrait, design_search, kept, page

if st.query_params.get("persona"):
    design.wide()
here = page.open(
    _("Personas"),
    Permission.DASHBOARD_SEE,
    purpose=_("Groups of people whom services do not reach: what they live, in their words."),
)
editor = here.actor.may(Permission.PERSONA_EDIT)

persona_id = here.id("persona")
if persona_id:
    view = design.found(personas.persona, here, persona_id=persona_id)
    here.link("personas_board", _("All personas"), icon=":material/arrow_back:")
    if view is None:
        st.stop()
    told = kept.read(here, personas.portrait, persona_id=view.id)
    design_personas.heading(view, told)
    design_search.origin(here, view)
    with st.container(horizontal=True, vertical_alignment="center"):
        here.link("personas_edit", _("Edit"), icon=":material/edit:", persona=view.id)
        here.link("personas_relecture", _("Relecture"), icon=":material/hearing:", persona=view.id)
        design_personas.prints(here, view)
        design_kit.presenting(view)
        design_personas.publishing(here, view)
    left, right = st.columns([3, 2], gap="large")
    with left:
        design_personas.sheet(here, view, told)
        if not view.lines:
            page.empty(_("No line yet. Edit the persona to choose quotes and write its lines."), icon="edit_note")
    with right, st.container(border=True):
        st.subheader(_("How many live it"), anchor=False)
        design_portrait.counted(told)
        design_portrait.excerpts(here, view, told)
    design_portrait.panels(told)
    st.stop()

if editor:
    with st.popover(_("Make a persona"), icon=":material/add:", type="primary"):
        key = design.new_id(here, "persona")
        with st.form("new_persona", border=False):
            title = st.text_input(
                _("Title: what these people come up against"),
                placeholder=_("Those who are sent from one counter to the next"),
            )
            sent = st.form_submit_button(_("Make it"), type="primary")
        if sent and here.act(personas.create_persona, draft=personas.PersonaDraft(title), id=key, rerun=False):
            design.done(here, "persona")
            here.go("personas_edit", persona=key)
    here.link("personas_search", _("Find personas in the data"), icon=":material/travel_explore:")
    design.offer_undo(here, personas.restore_persona, _("A persona is in the bin."))

views = kept.read(here, personas.personas)
if views:
    design_kit.wall(views)
    design_personas.board(here, views)
elif editor:
    page.empty(
        _("No persona yet. Make one: choose at least 5 people, look at what they share, then let them speak."),
        icon="groups",
    )
else:
    page.empty(_("No persona is published yet. They will be here once the coordination has read them."), icon="groups")

if editor:
    design.bin_list(here, personas.binned_personas(here.db, here.actor), personas.restore_persona, "persona_id")
