from __future__ import annotations

from collections import Counter

import streamlit as st

from codesign import fieldnotes
from codesign.accounts import Permission
from codesign.i18n import _, number
from codesign.privacy import IDENTIFIER_LABELS
from codesign.ui import engagement, guard, page, paging, remaining

PAGE_SIZE = 20
here = page.open(
    _("Protection of people"),
    Permission.STEWARD,
    purpose=_("See what may still point at someone in all the notes, and settle it once for all of them."),
)
st.info(
    _("Notes without a passage left are de-identified as far as this program sees. They are never anonymous: a story"
      " may be enough to know someone."),
    icon=":material/visibility:",
)  # fmt: skip
if st.button(_("Settle the passages of the notes"), type="primary", icon=":material/search_check:"):
    here.state["passages"] = True
if here.state.get("passages"):
    with st.spinner(_("Reading every note…")):
        found = fieldnotes.open_passages(here.db, here.actor)
    if found:
        kinds = Counter(each.type for each in found)
        st.text(
            " · ".join(
                f"{_(label)} : {number(kinds[kind])}" for kind, label in IDENTIFIER_LABELS.items() if kinds[kind]
            )
        )
        for n, each in enumerate(paging.part(here, found, PAGE_SIZE)):
            guard.open_passage(here, each, n)
        paging.turn(here, len(found), PAGE_SIZE)
    else:
        st.success(_("Nothing is left to settle in the notes."), icon=":material/check_circle:")
st.divider()
remaining.screen(here)
st.divider()
engagement.agreements(here)
