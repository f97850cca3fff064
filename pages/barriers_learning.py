from __future__ import annotations

import streamlit as st

from codesign import barriers
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import kept, learning, learning_rules, page

here = page.open(
    _("What the machine learns"),
    Permission.CODEBOOK_EDIT,
    purpose=_("Your decisions teach it. See what it made of them, put it right, go back when you wish."),
)
decided = kept.read(here, barriers.learnable, shared=Permission.CODEBOOK_EDIT)
state = barriers.learning_state(here.db, here.actor, decided=decided)
learning.training(here, state)

names = [_("Models"), _("Rules"), _("Lexicon")]
models, rules, words = st.tabs(names, key="learning_view", on_change="rerun")
with models:
    if kept.opened(here, models, "models"):
        st.subheader(_("How reliable it is"), anchor=False)
        learning.reliability(here)
        st.subheader(_("Models at hand"), anchor=False)
        learning.models(here, state)
with rules:
    if kept.opened(here, rules, "rules"):
        st.subheader(_("Rules that you refuse most"), anchor=False)
        learning_rules.rules(here)
with words:
    if kept.opened(here, words, "words"):
        st.subheader(_("What the rules do not find yet"), anchor=False)
        learning_rules.missed(here)
        learning_rules.own(here)
