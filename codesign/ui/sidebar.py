"""The foot of the menu: who is signed in, and the two ways to leave the screen."""

from __future__ import annotations

import streamlit as st

from codesign import accounts
from codesign.i18n import _
from codesign.ui import door
from codesign.ui.run import Run
from codesign.ui.screens import ROLE_NAMES


def draw(of: Run) -> None:
    """Draw name, roles, « lock » and « sign out »."""
    with st.sidebar:
        st.divider()
        st.text(of.actor.name)
        st.caption(", ".join(_(name) for role, name in ROLE_NAMES.items() if role in of.actor.roles))
        if st.button(_("Lock the screen"), icon=":material/lock:", key="sidebar_lock", width="stretch"):
            door.lock(of.db, of.sid)
        if st.button(_("Sign out"), icon=":material/logout:", key="sidebar_out", width="stretch"):
            accounts.sign_out(of.db, of.sid)
            st.rerun()
