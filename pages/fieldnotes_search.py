from __future__ import annotations

import streamlit as st

from codesign import fieldnotes
from codesign.accounts import Permission
from codesign.i18n import _, ngettext
from codesign.ui import notes, page

LIMIT = 50
here = page.open(
    _("Search"), Permission.NOTE_READ_OWN, purpose=_("Find words in the notes and documents that you may read.")
)
query = st.text_input(
    _("Words to find"),
    key="search_words",
    placeholder=_("For instance: doctor waiting list"),
    help=_("All the words must be there; accents and capitals do not matter."),
)
if query:
    found = fieldnotes.search(here.db, here.actor, query, limit=LIMIT)
    if not found:
        st.info(_("Nothing has all these words. Try fewer, or only their beginning."), icon=":material/search_off:")
    elif len(found) == LIMIT:
        st.caption(_("The %(n)s most recent; add a word to narrow.", n=LIMIT))
    else:
        st.caption(ngettext("%(n)s passage, most recent first", "%(n)s passages, most recent first", len(found)))
    for each in found:
        notes.hit(here, each)
else:
    page.empty(_("What you look for will be shown here with the words around it."), icon="search")
