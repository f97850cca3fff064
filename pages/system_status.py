from __future__ import annotations

import streamlit as st

from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import page, system

here = page.open(
    _("System"),
    Permission.STEWARD,
    purpose=_("Keep the work of the team safe: backups, proof that all is whole, long work."),
)
system.measures(here)

st.subheader(_("Backups"), anchor=False)
system.backups(here)

st.subheader(_("Proof"), anchor=False)
st.write(_("Compares every row with the journal of who wrote what, and every photo with its fingerprint."))
system.proof(here)

st.subheader(_("Long work"), anchor=False)
system.work(here)

st.subheader(_("Help from a spaCy pipeline"), anchor=False)
system.pipeline(here)

st.subheader(_("Invented data or project"), anchor=False)
system.served(here)
