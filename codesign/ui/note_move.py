"""What a note belongs to, put right: the person and consent it rests on, and the occasion it was written in."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from codesign import fieldnotes, territory
from codesign.accounts import Permission
from codesign.fieldnotes import Field, FieldType, Note, Occasion, OccasionDraft
from codesign.i18n import _
from codesign.ui import capture, design, forms, people
from codesign.ui.page import Here

_FIELDS = tuple(each for each in fieldnotes.HEAD if each.id != "kind")  # the kind is that of the notes in it


def draw(here: Here, note: Note) -> None:
    """Draw both forms, folded, for those who may use them."""
    if note.may_edit:
        _person(here, note)
    if note.occasion.author_id == here.actor.id or here.actor.may(Permission.STEWARD):
        _occasion(here, note.occasion)


def _person(here: Here, note: Note) -> None:
    with st.expander(_("Move to another person or consent"), icon=":material/move_up:"):
        st.caption(_("The note waits for approval again."))
        key = f"move_{note.version}"
        subject = people.subject_form(here, key, note.occasion.held_on, newcomers=False)
        chosen = subject.consent_id is not None or subject.consent is not None or subject.unsaid
        if st.button(_("Move the note"), type="primary", disabled=not chosen, key="move"):
            if people.hold_back(here, key, unsaid=subject.unsaid):
                st.rerun()
            here.act(
                fieldnotes.reattach_note,
                note_id=note.id,
                participant_id=subject.participant_id,
                consent_id=subject.consent_id,
                consent=subject.consent,
                base=note.version,
                said=_("The note is moved."),
            )


def _occasion(here: Here, occasion: Occasion) -> None:
    labels = {each.id: each.label for each in _FIELDS}
    design.settle_conflict(here, occasion.id, fieldnotes.edit_occasion, labels, _names(), occasion_id=occasion.id)
    with st.expander(_("Correct the occasion"), icon=":material/event:"):
        st.caption(_("All the notes of this occasion share it."))
        base = design.seen(here, occasion.id, occasion.version, "occasion_{}_sector")
        with st.form(f"occasion_{occasion.id}", border=False):
            values = {each.id: _value(each, occasion, base) for each in _FIELDS}
            if st.form_submit_button(_("Save"), type="primary", key="save_occasion"):
                draft = OccasionDraft(occasion.kind.value, **values)
                said = _("The occasion is corrected.")
                design.save_edit(
                    here,
                    occasion.id,
                    fieldnotes.edit_occasion,
                    draft=draft,
                    base=base,
                    said=said,
                    occasion_id=occasion.id,
                )


def _value(field: Field, occasion: Occasion, base: str) -> Any:  # noqa: ANN401 - a form's value
    key = f"occasion_{base}_{field.id}"
    if field.id == "held_on":
        day = capture.answer(field, occasion.held_on.isoformat(), key)
        return date.fromisoformat(day) if day else occasion.held_on
    known = occasion.head[field.id]
    if field.id == "sector":
        return forms.choice(_(field.label), _sectors(), known, key=key) or known
    value = capture.answer(field, known, key)
    return known if value is None and field.type is FieldType.CHOICE else value


def _sectors() -> dict[str, str]:
    return {each.id: each.label for each in territory.sectors()}


def _names() -> dict[str, str]:
    """Return the choices of the head in words."""
    words = {value: _(label) for each in _FIELDS for value, label in each.options} | _sectors()
    return words | {territory.UNKNOWN: territory.sector_label(territory.UNKNOWN)}
