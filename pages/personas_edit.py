import streamlit as st

from codesign import personas
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import design, design_history, design_persona_edit, design_personas, design_search, page

design.wide()
here = page.open(
    _("Edit a persona"),
    Permission.PERSONA_EDIT,
    purpose=_("Choose people, look at what they share, then write lines that rest on what they said."),
)
persona_id = here.id("persona")
view = design.found(personas.persona, here, persona_id=persona_id) if persona_id else None
if view is None:
    here.link("personas_board", _("All personas"), icon=":material/arrow_back:")
    st.stop()

design_personas.heading(view)
design_search.origin(here, view)
here.link("personas_board", _("Read the sheet"), icon=":material/menu_book:", persona=view.id)
if view.state is personas.State.PUBLISHED:
    st.caption(_("Published: what you change here goes back to the coordination before others read it."))
design.settle_conflict(here, view.id, personas.edit_persona, design_persona_edit.HEAD_LABELS, {}, persona_id=view.id)

STEPS = {
    "people": (_("1. People"), design_persona_edit.people),
    "lines": (_("2. Lines and quotes"), design_persona_edit.lines),
    "title": (_("3. Title"), design_persona_edit.head),
}
first = "lines" if view.participant_ids or view.note_ids else "people"
step = st.segmented_control(
    _("Step"),
    list(STEPS),
    default=here.id("step") if here.id("step") in STEPS else first,
    format_func=lambda each: STEPS[each][0],
    required=True,
    key=f"step_{view.id}",
    label_visibility="collapsed",
    width="stretch",
)
STEPS[step or first][1](here, view)
design_history.history(here, view)
