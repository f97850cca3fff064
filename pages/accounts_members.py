from __future__ import annotations

import streamlit as st

from codesign import accounts
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import members, page

here = page.open(
    _("Members"), Permission.MEMBERS, purpose=_("Invite the team, give each person their roles, close an account.")
)
members.show_code(here)
chosen = here.id("member")
if chosen:
    members.edit(here, accounts.member(here.db, here.actor, member_id=chosen))
    st.stop()
members.invite(here)
everyone = accounts.members(here.db, here.actor)
members.listing(here, everyone)
if len(everyone) == 1:
    page.empty(_("You are alone for now. Invite someone: they choose their own password."), icon="group_add")
