from __future__ import annotations

import streamlit as st

from codesign import accounts
from codesign.i18n import _, ngettext
from codesign.ui import page

here = page.open(_("My account"), purpose=_("Change your password, or sign out of the screens that you left open."))

st.text(here.actor.name)

with st.form("password", clear_on_submit=False):
    st.subheader(_("Change my password"), anchor=False)
    old = st.text_input(_("Current password"), type="password", autocomplete="current-password")
    new = st.text_input(_("New password"), type="password", autocomplete="new-password")
    page.quiet(_("At least 10 characters, any of them. Four ordinary words in a row work well."))
    again = st.text_input(_("New password, once more"), type="password", autocomplete="new-password")
    sent = st.form_submit_button(_("Change the password"), type="primary")
if sent and new != again:
    st.error(_("The two new passwords differ. Nothing was changed."), icon=":material/error:")
elif sent:
    here.act(
        accounts.change_password,
        old=old,
        new=new,
        sid=here.sid,
        said=_("Your password is changed. Your other screens are signed out."),
    )

st.subheader(_("Screens where I am signed in"), anchor=False)
others = accounts.open_sessions(here.db, here.actor) - 1
st.write(
    ngettext("This one, and %(n)s other.", "This one, and %(n)s others.", others) if others else _("Only this one.")
)
if others and here.confirm(
    "others_out",
    _("Sign out everywhere else"),
    _("The other screens will ask for the password again. What was saved there is safe."),
    icon="logout",
):
    here.act(accounts.sign_out_everywhere, keep=here.sid, said=_("The other screens are signed out."))
