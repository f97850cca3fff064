"""The side of every screen: who is signed in, where they may go by what they do, and the two ways to leave.

The menu is drawn here rather than by `st.navigation`, whose grouped list is not a valid list for screen readers and
has links too low for a thumb.
"""

from __future__ import annotations

from html import escape
from itertools import groupby

import streamlit as st

from codesign.accounts import Permission
from codesign.i18n import _, day
from codesign.privacy import today
from codesign.ui import door, drafts, terrain, words
from codesign.ui.components import folding_menu
from codesign.ui.run import Run
from codesign.ui.screens import ROLE_NAMES, screens_of


def draw(of: Run) -> None:
    """Draw the side."""
    with st.sidebar:
        roles = ", ".join(_(name) for role, name in ROLE_NAMES.items() if role in of.actor.roles)
        st.markdown(f"**{words.plain(of.actor.name)}**  \n:small[{words.plain(roles)}]")
        if st.button(_("Lock the screen"), icon=":material/lock:", key=door.LOCK_BUTTON, width="stretch"):
            door.lock(of.db, of.sid)
        _menu(of)
        if of.actor.may(Permission.NOTE_RECORD):  # outside Streamlit: it opens without a server
            title = escape(_("Write without a network"))
            st.html(f'<p><a class="cd-offline" href="{terrain.HOME}" target="_self">{title}</a></p>')
        st.divider()
        if st.button(_("Sign out"), icon=":material/logout:", key="sidebar_out", width="stretch"):
            door.leave(of.db, of.sid)
        drafts.keeper(of)
        folding_menu(
            {
                "words": {"fold": _("Fold the menu"), "unfold": _("Unfold the menu"), "choose": _("Choose a file")},
                "paper": _("Platform of co-design research · %(day)s", day=day(today())),
            },
            "sidebar_folding",
        )


def _menu(of: Run) -> None:
    listed = [screen for screen in screens_of(of.actor) if screen.listed]
    for group, screens in groupby(listed, key=lambda screen: screen.group):
        st.markdown(f":small[**{words.plain(_(group))}**]")
        with st.container(gap="small"):
            for screen in screens:
                st.page_link(of.pages[screen.name], icon=f":material/{screen.icon}:", width="stretch")
