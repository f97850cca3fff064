import streamlit as st

from codesign import personas
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import kept, page, relecture

here = page.open(
    _("Relecture with the people concerned"),
    Permission.RELECTURE_ANSWER,
    purpose=_("Before a persona speaks for people, they read it back: what is theirs stays, what is not leaves."),
)
found = kept.read(here, personas.to_read_back)
persona_id = here.id("persona")
if persona_id:
    here.link("personas_relecture", _("All relectures"), icon=":material/arrow_back:")
    view = next((each for each in found if each.id == persona_id), None)
    if view is None:
        st.warning(_("This persona no longer exists. Go back to the list."), icon=":material/search_off:")
        st.stop()
    here.link("personas_board", _("Read the sheet"), icon=":material/menu_book:", persona=view.id)
    relecture.screen(here, view)
    st.stop()
if not found:
    page.empty(_("No persona to read back yet. They will be here as soon as the team makes one."), icon="hearing")
    st.stop()
relecture.listing(here, found)
