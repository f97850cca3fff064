from __future__ import annotations

import streamlit as st

from codesign import fieldnotes
from codesign.accounts import Permission
from codesign.i18n import _
from codesign.ui import capture, draft_list, finding, guard, media, note_edit, note_move, notes, page

here = page.open(_("Note"), Permission.NOTE_READ_OWN)
note_id = here.id("note")
if note_id is None:
    page.empty(_("Choose a note in the list."), icon="notes")
    here.link("fieldnotes_mine", _("My notes"), icon=":material/notes:")
    st.stop()

note = fieldnotes.note(here.db, here.actor, note_id)
finding.reading(here, note.id)
with st.container(horizontal=True, vertical_alignment="center"):
    st.subheader(f"{note.code} · {_(note.template.label)}", anchor=False)
    notes.state_badge(cleared=note.cleared, binned=note.binned)
st.text(capture.occasion_line(note.occasion))
st.caption(" · ".join(part for part in (note.participant_code, note.author_name) if part))

if note.binned:
    st.info(_("This note is in the bin: nobody else sees it."), icon=":material/delete:")
    if note.may_edit and st.button(_("Take it out of the bin"), type="primary", icon=":material/undo:"):
        here.act(fieldnotes.restore_note, note_id=note.id, base=note.version, said=_("The note is back."))
    notes.body(note)
    st.stop()

if note_edit.going_on(here, note):
    note_edit.draw(here, note)
    st.stop()

if note.may_edit:
    draft_list.unfinished(here, of=note.id)
guard.saved(here, note)
notes.todo(note)
notes.body(note)
media.of_note(here, note)
st.divider()
with st.container(horizontal=True):
    if note.may_edit and st.button(_("Edit"), type="primary", icon=":material/edit:"):
        note_edit.start(here, note)
    if note.may_clear and not note.cleared and st.button(_("Approve for the team"), icon=":material/verified:"):
        here.act(fieldnotes.clear_note, note_id=note.id, base=note.version, said=_("The team can read this note."))
    if note.may_clear and note.cleared and st.button(_("Take the approval back"), icon=":material/undo:"):
        here.act(fieldnotes.unclear_note, note_id=note.id, base=note.version, said=_("The approval is taken back."))
    here.link("barriers_review", _("See the codes"), icon=":material/fact_check:", source=note.id)
    finding.printing(f"print_{note.id}")
    if note.may_edit and here.confirm(
        "bin", _("Put in the bin"), _("Put this note in the bin?"), _("It leaves every view; you can take it back.")
    ):
        here.act(fieldnotes.bin_note, note_id=note.id, base=note.version, said=_("The note is in the bin."))
note_move.draw(here, note)
notes.history(here, note)
