from __future__ import annotations

from dataclasses import replace

import streamlit as st

from codesign import fieldnotes
from codesign.accounts import Permission
from codesign.fieldnotes import OccasionDraft
from codesign.i18n import _
from codesign.ui import capture, page, people

here = page.open(
    _("New note"), Permission.NOTE_RECORD, purpose=_("Write what happened. Everything but the consent can wait.")
)
draft = capture.draft_id(here)
if capture.is_saved(here, draft):
    st.stop()

capture.last_saved(here)
top, text, about, where = (st.container() for _place in range(4))
template, occasion = capture.pick_occasion(here, draft, top, where)
with text:
    answers = capture.narrative(template, draft)
with about:
    subject = people.subject_form(here, draft, occasion.held_on)
answers |= capture.details(template, draft)
if isinstance(occasion, OccasionDraft):
    occasion = replace(occasion, **capture.head_details(occasion, draft))

found = capture.found_in(template.kind, answers, draft)
with text:
    capture.warn(template, found, draft)
if capture.save_bar(draft, found, held=capture.is_held(here, draft)):
    if capture.first_look(here, draft, found):
        st.rerun()
    saved = here.act(
        fieldnotes.record_note,
        id=draft,
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
        capture.start_next(here, fieldnotes.note(here.db, here.actor, saved.value))
