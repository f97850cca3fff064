from __future__ import annotations

import streamlit as st

from codesign import storage
from codesign.accounts import Permission
from codesign.fieldnotes import QUICK, QUICK_FIELD
from codesign.i18n import _
from codesign.ui import capture, draft_list, drafts, page, run

here = page.open(
    _("Quick note"),
    Permission.NOTE_RECORD,
    purpose=_("A few words before they are forgotten. It is not a note yet: nobody else sees it."),
)
form = capture.open_draft(here)
form.area(QUICK, QUICK_FIELD, rows=6)
page.quiet(_("It becomes a note later, when you say of what kind, with the person’s consent."))
drafts.let_go(form)
with st.bottom.container():
    if st.button(_("Keep it and write another"), type="primary", width="stretch", icon=":material/bolt:"):
        kept = form.draft is not None and form.draft.words
        here.keep(note=storage.uuid7() if kept else form.id)
        run.say_after_rerun(_("It waits below.") if kept else _("Nothing is written yet."))
        st.rerun()
draft_list.waiting(here, but=form.id)
