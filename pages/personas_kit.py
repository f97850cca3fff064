import streamlit as st

from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import design, design_kit, page

design.wide()
here = page.open(
    _("Persona kit"),
    Permission.EXPORT_TEAM,
    purpose=_("Files that designers, partners and meetings can work with. Nothing leaves before you press the button."),
)
left, right = st.columns([3, 4], gap="large")
with left:
    audience = design_kit.wish(here)
    found = design_kit.ready(here, audience)
    if found:
        chosen = design_kit.which(here, found)
        design_kit.archive(here, audience, chosen)
        design_kit.contents()
        design_kit.wall(found)
    here.link("personas_board", _("All personas"), icon=":material/arrow_back:")
with right:
    if found:
        design_kit.look(here, audience, found)
    else:
        page.empty(
            _("No persona may leave for them yet. The coordination publishes those that are ready."), icon="groups"
        )
