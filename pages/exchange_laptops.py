from __future__ import annotations

import streamlit as st

from codesign import bootstrap
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import laptops, page

here = page.open(
    _("Between laptops"),
    Permission.STEWARD,
    purpose=_("Bring together the work of laptops that had no network, without losing anything on either side."),
)
if here.settings.is_demo:
    st.info(_("These are the invented data: bundles are for the project’s own work."), icon=":material/info:")
forks = bootstrap.open_forks(here.db, here.actor)
settle = _("To settle (%(n)s)", n=len(forks)) if forks else _("To settle")
settling = settle if here.state.pop("settling", False) else None  # its name changes with each choice: it stays open
tabs = st.tabs([_("Give"), _("Receive"), settle], default=settling)
with tabs[0]:
    laptops.give(here)
with tabs[1]:
    laptops.take(here)
with tabs[2]:
    laptops.conflicts(here, forks)
