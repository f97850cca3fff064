"""Part of the System screen: which database the app serves, and the way to the other one."""

from __future__ import annotations

import streamlit as st

from codesign.i18n import _
from codesign.ui import switching
from codesign.ui.page import Here


def switch_panel(here: Here) -> None:
    """Draw what is open now and the switch, which asks first and signs everyone out."""
    demo = here.settings.is_demo
    st.subheader(_("Open database"), anchor=False)
    st.text(_("The invented data, to explore.") if demo else _("The project of the team."))
    label = _("Open the project") if demo else _("Open the invented data")
    question = _("Everyone is signed out, and signs in again to the other database. Nothing is deleted.")
    if here.confirm("switch_database", label, question, icon="swap_horiz"):
        here.act(switching.switch_database, settings=here.settings, demo=not demo)
