from __future__ import annotations

import streamlit as st

from codesign import fieldnotes
from codesign.accounts import Permission
from codesign.fieldnotes import NoteFilter
from codesign.i18n import _
from codesign.ui import draft_list, notes, page

here = page.open(
    _("My notes"), Permission.NOTE_READ_OWN, purpose=_("Read a note again, complete it, or take one out of the bin.")
)
if here.actor.may(Permission.NOTE_RECORD):
    draft_list.unfinished(here)
wanted = notes.filters(here)
rows = fieldnotes.notes(here.db, here.actor, filter=wanted)
if rows:
    notes.listing(here, rows)
elif wanted == NoteFilter(author_id=wanted.author_id, limit=wanted.limit):
    page.empty(_("The notes that you save will be here."), icon="notes")
    here.link("fieldnotes_new", _("Write a note"), icon=":material/edit_note:")
else:
    st.info(_("No note has all of this. Take a filter away."), icon=":material/filter_list_off:")
