from __future__ import annotations

import streamlit as st

from codesign import bootstrap, privacy
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import forms, page, people, receipts

here = page.open(
    _("Withdrawals"),
    Permission.STEWARD,
    purpose=_("Someone asks that what concerns them be erased: see what goes, confirm, hand over the receipt."),
)
if "receipt" in here.state:
    receipts.show(here, here.state["receipt"])
    if st.button(_("Done"), type="primary"):
        here.state.pop("receipt")
        st.rerun()
    st.stop()

found = privacy.participants(here.db, here.actor)
if not found:
    page.empty(_("Nobody is registered: there is nothing to erase."), icon="person_remove")
    st.stop()

st.info(
    _("To stop one use only (a quote, a photo, a persona), change the consent of the person instead."),
    icon=":material/tune:",
)
here.link("privacy_participants", _("People and consents"), icon=":material/how_to_reg:")
codes = {each.id: each.code for each in found}
chosen = forms.choice(_("Who withdraws?"), people.by_label(found), key="who")
if chosen is None:
    st.stop()

st.subheader(_("What will be erased"), anchor=False)
preview = bootstrap.preview_withdrawal(here.db, here.actor, chosen)
receipts.counts(preview)
receipts.merged(here, chosen)
st.warning(
    _("This cannot be undone. Notes, quotes, codes and history of this person leave the database for good."),
    icon=":material/delete_forever:",
)
typed = st.text_input(_("To confirm, type the code %(code)s", code=codes[chosen]), key=f"typed_{chosen}")
if st.button(_("Erase everything"), type="primary", disabled=typed.strip().casefold() != codes[chosen].casefold()):
    done = here.act(bootstrap.withdraw, participant_id=chosen, rerun=False)
    if done.value:
        here.state["receipt"] = done.value
        st.rerun()
