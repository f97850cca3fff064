from __future__ import annotations

from dataclasses import replace

import streamlit as st

from codesign import fieldnotes
from codesign.accounts import Permission
from codesign.fieldnotes import OccasionDraft
from codesign.i18n import _
from codesign.ui import capture, draft_list, drafts, guard, media, moments, page, people

here = page.open(
    _("New note"),
    Permission.NOTE_RECORD,
    purpose=_("Write what happened. All but your words and the consent can wait."),
)
form = capture.open_draft(here)
if capture.is_saved(here, form.id):
    draft_list.typed_after(here, form.id)
    st.stop()

with st.container():  # always one block: what comes and goes above the text would build its field anew
    capture.last_saved(here, form.id)
    if st.button(_("Quick note: one field, the rest later"), icon=":material/bolt:", width="stretch"):
        here.go("fieldnotes_quick")
    draft_list.unfinished(here, but=form.id, most=2)
    media.apart(here, but=form.id)
top, text, about, where = (st.container() for _place in range(4))
template, occasion = capture.pick_occasion(here, form, top, where)
with text:
    form.turn_to(template.kind)
    answers = capture.narrative(template, form) | moments.draw(form, template)
with about:
    subject = people.subject_form(here, form.key, occasion.held_on)
    media.capture(here, form.id, subject)
answers |= capture.details(template, form)
if isinstance(occasion, OccasionDraft):
    occasion = replace(occasion, **capture.head_details(occasion, form.key))

found = capture.found_in(template.kind, answers, form.key)
with text:
    guard.warn(form, template, found, answers)
form.keep_choices(subject.participant_id)
drafts.let_go(form)
unsaid = subject.unsaid and people.asked(here, form.key)
if capture.save_bar(form.key, found, held=capture.is_held(here, form.key), unsaid=unsaid):
    if capture.first_look(here, form.key, found):
        st.rerun()
    if people.hold_back(here, form.key, unsaid=subject.unsaid):
        st.rerun()
    if media.unkept(here):
        st.stop()
    with st.bottom.container():  # a refusal stands beside the button, however long the form is
        saved = here.act(
            fieldnotes.record_note,
            id=form.id,
            kind=template.kind,
            occasion=occasion if isinstance(occasion, OccasionDraft) else occasion.id,
            answers=answers,
            participant_id=subject.participant_id,
            new_participant=subject.new_participant,
            consent_id=subject.consent_id,
            consent=subject.consent,
            dismissed_identifiers=[each.key for each in found if each.dismissed],
            rerun=False,
        )
    if saved.value:
        form.over()
        note = fieldnotes.note(here.db, here.actor, saved.value)
        capture.start_next(here, note, newcomer=subject.new_participant is not None)
