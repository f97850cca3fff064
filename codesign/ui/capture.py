"""Widgets of a note: its occasion, its answers by type of field, and the warning about identifiers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from codesign import fieldnotes, privacy, storage, territory
from codesign.errors import NotFound
from codesign.fieldnotes import Field, FieldType, FoundIdentifier, Note, NoteKind, Occasion, OccasionDraft, Template
from codesign.i18n import _, day, ngettext
from codesign.privacy import ConsentMode
from codesign.ui import drafts, forms, people, run
from codesign.ui.drafts import Form
from codesign.ui.page import Here

ROWS = 4
NARRATIVE_ROWS = 9
_NEW = "new"
_OF_WORKSHOP = ("workshop_type", "prompt")


def draft_id(here: Here) -> str:
    """Return the number of the note being written; it stands in the address, so that sending twice makes one."""
    try:
        return str(uuid.UUID(here.id("note") or ""))
    except ValueError:
        made = storage.uuid7()
        here.keep(note=made)
        return made


def open_draft(here: Here) -> Form:
    """Return the form of the note being written; a draft that was saved or erased is not written in again."""
    wanted = draft_id(here)
    if fieldnotes.drafts_over(here.db, here.actor, [wanted]) and not _exists(here, wanted):
        here.keep(note=None)
    return drafts.open_form(here, draft_id(here))


def _exists(here: Here, note_id: str) -> bool:
    try:
        fieldnotes.note(here.db, here.actor, note_id)
    except NotFound:
        return False
    return True


def is_saved(here: Here, note_id: str) -> bool:
    """Say that this very note is saved already, with the ways to go on; False while it is not."""
    try:
        note = fieldnotes.note(here.db, here.actor, note_id)
    except NotFound:
        return False
    st.success(_("The note %(code)s is saved.", code=note.code), icon=":material/check_circle:")
    here.link("fieldnotes_note", _("Open the note"), icon=":material/description:", note=note.id)
    if st.button(another(note.kind), type="primary"):
        start_next(here, note)
    return True


def another(kind: NoteKind) -> str:
    """Return the words of the button that goes on in the same occasion."""
    if kind is NoteKind.STORY:
        return _("Another story of the same workshop")
    return _("Write another note of the same occasion")


def start_next(here: Here, saved: Note, *, newcomer: bool = False) -> None:
    """Open a blank note in the same occasion, and say that the one before is saved, with the pseudonym made for it.

    The stories of one workshop share its head; what is chosen once for the workshop stays chosen, its consent too when
    the group gave it together. All else is blank.
    """
    person = saved.participant_code or "" if newcomer else ""
    made = storage.uuid7()
    here.state["last"] = (made, saved.id, saved.code, person)
    here.keep(note=made, occasion=saved.occasion.id)
    _carry(here, saved, Form(here, made).key)
    said = _("The note %(code)s is saved; new pseudonym: %(person)s.", code=saved.code, person=person)
    run.say_after_rerun(said if person else _("The note %(code)s is saved.", code=saved.code))
    st.rerun()


def _carry(here: Here, saved: Note, key: str) -> None:
    if saved.kind is not NoteKind.STORY:
        return
    for name in _OF_WORKSHOP:
        if saved.answers.get(name):
            st.session_state[f"{key}_{saved.kind}_{name}"] = saved.answers[name]
    consent = privacy.consent(here.db, here.actor, saved.consent_id)
    if consent.mode is ConsentMode.COLLECTIVE and saved.participant_id is None:
        people.same_group(key, consent.id)


def last_saved(here: Here, form_id: str) -> None:
    """Draw the way back to the note that was just saved, on the note that follows it, until it is put away."""
    following, note_id, code, person = here.state.get("last", ("", "", "", ""))
    if following != form_id:
        return
    if person:
        st.info(
            _("%(person)s is a new pseudonym: write it on the person’s slip.", person=person),
            icon=":material/badge:",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        here.link("fieldnotes_note", _("%(code)s is saved: open it", code=code), icon=":material/check:", note=note_id)
        if st.button(_("Put this away"), icon=":material/close:", type="tertiary", key=f"away_{note_id}"):
            here.state.pop("last")
            st.rerun()


def occasion_line(occasion: Occasion) -> str:
    """Return one line that tells an occasion from the others."""
    place = dict(fieldnotes.PLACES).get(occasion.head["place_type"], "")
    parts = (
        _(fieldnotes.OCCASION_LABELS[occasion.kind]),
        str(occasion.head["session_name"] or ""),
        day(occasion.held_on),
        territory.sector_label(occasion.head["sector"]),
        _(place) if occasion.head["place_type"] != "autre" else "",
    )
    return " · ".join(part for part in parts if part)


def pick_occasion(
    here: Here, form: Form, top: DeltaGenerator, below: DeltaGenerator
) -> tuple[Template, Occasion | OccasionDraft]:
    """Draw the choice of an occasion on `top`, and the head of a new one `below` the text, which comes first.

    The occasion stays in the address for the next note of the same workshop.
    """
    current, key = here.id("occasion"), form.key
    if current is not None:
        try:
            found = fieldnotes.occasion(here.db, here.actor, current)
        except NotFound:
            found = None
        if found is not None:
            with top, st.container(horizontal=True, vertical_alignment="center"):
                st.text(occasion_line(found))
                if st.button(
                    _("Another occasion"), icon=":material/swap_horiz:", type="tertiary", key=f"other_occasion_{key}"
                ):
                    here.keep(occasion=None)
                    st.rerun()
            return fieldnotes.TEMPLATE_OF[found.kind], found
    with top:
        kind = _kind(here, key)
    with below:
        draft = _new_occasion(kind, key, form.id)
    return fieldnotes.TEMPLATE_OF[fieldnotes.OccasionKind(draft.kind)], draft


def _kind(here: Here, key: str) -> str:
    """Draw the kind of occasion; one that was opened lately may go on, by whoever opened it."""
    kinds = {kind.value: _(label) for kind, label in fieldnotes.OCCASION_LABELS.items()}
    kind = forms.radio(_("Occasion"), kinds, "accompagnement", key=f"{key}_kind", horizontal=True) or "accompagnement"
    recent = {each.id: occasion_line(each) for each in fieldnotes.occasions(here.db, here.actor, kind=kind, limit=15)}
    if recent:
        chosen = forms.choice(_("Which one?"), {_NEW: _("A new one"), **recent}, _NEW, key=f"{key}_which_{kind}")
        if chosen not in {None, _NEW}:
            here.keep(occasion=chosen)
            st.rerun()
    return kind


def _new_occasion(kind: str, key: str, occasion_id: str) -> OccasionDraft:
    sectors = {each.id: each.label for each in territory.sectors()}
    left, right = st.columns(2)
    with left:
        held = forms.day_input(_("Day"), privacy.today(), key=f"{key}_held")
    with right:
        sector = forms.choice(_("Sector"), sectors, key=f"{key}_sector")
    return OccasionDraft(kind, held_on=held, sector=sector or territory.UNKNOWN, id=occasion_id)


def head_details(draft: OccasionDraft, key: str) -> dict[str, Any]:
    """Draw the rest of the head of a new occasion; return its values by field."""
    shown = [each for each in fieldnotes.HEAD if each.id not in {"kind", "held_on", "sector"}]
    with st.expander(_("More about the occasion"), icon=":material/event:"):
        found = {each.id: answer(each, getattr(draft, each.id), f"{key}_head_{each.id}") for each in shown}
    return {name: value if value is not None else getattr(draft, name) for name, value in found.items()}


def answer(field: Field, value: Any, key: str) -> Any:  # noqa: ANN401 - a form's value
    """Draw the widget of one field that is not a long text, and return what it holds."""
    label, help_text = _(field.label), _(field.help) if field.help else None
    if key in st.session_state:
        value = None  # the widget remembers; a default beside it would only be a warning in the log
    if field.is_text:
        return st.text_input(label, value or "", key=key, help=help_text) or ""
    options = {option: _(name) for option, name in field.options}
    match field.type:
        case FieldType.MULTI:
            return forms.choices(label, options, value or (), key=key, help=help_text)
        case FieldType.YES_NO:
            return _yes_no(label, value, key, help_text)
        case FieldType.DATE:
            known_day = date.fromisoformat(value) if value else None
            found = forms.day_input(label, known_day, key=key, hint=help_text)
            return found.isoformat() if found else None
        case FieldType.NUMBER:
            return st.number_input(label, 0, 10_000, value, 1, key=key, help=help_text, placeholder=_("A number"))
    return forms.choice(label, options, value, key=key, help=help_text)


def _yes_no(label: str, value: object, key: str, help_text: str | None) -> bool | None:
    words = {"yes": _("Yes"), "no": _("No")}
    known = None if value is None else "yes" if value else "no"
    chosen = forms.radio(label, words, known, key=key, help=help_text, horizontal=True)
    return None if chosen is None else chosen == "yes"


def _drawn(template: Template, field: Field, value: Any, form: Form) -> Any:  # noqa: ANN401 - a form's value
    """Draw one field of a template: a long text keeps each keystroke, the rest is kept with the form's choices."""
    if field.type is FieldType.LONG:
        rows = NARRATIVE_ROWS if field.id == template.narrative else ROWS
        return form.area(template.kind, field, value or "", rows=rows)
    return answer(field, value, f"{form.key}_{template.kind}_{field.id}")


def narrative(template: Template, form: Form, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Draw the main field of a template, first and largest."""
    field = template.field(template.narrative)
    return {field.id: _drawn(template, field, (values or {}).get(field.id), form)}


def details(template: Template, form: Form) -> dict[str, Any]:
    """Draw the other fields of a new note, folded; empty ones do not keep a note from being saved."""
    with st.expander(_("More details"), icon=":material/more_horiz:"):
        return others(template, form, {each.id: each.default for each in template.fields if each.default})


def others(template: Template, form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Draw every field but the main one, each with its present value; long ones that moments tell, only when filled."""
    shown = [each for each in template.fields if each.id != template.narrative]
    if template.moments:
        told = {each.id for each in shown if each.by_moment and each.type is FieldType.LONG}
        shown = [
            each
            for each in shown
            if each.id not in told or form.kept(template.kind, each.id, str(values.get(each.id) or ""))
        ]
    return {each.id: _drawn(template, each, values.get(each.id), form) for each in shown}


def found_in(kind: NoteKind, answers: Mapping[str, Any], key: str) -> tuple[FoundIdentifier, ...]:
    """Return what may point at a person in answers being typed; ticked ones count as dismissed."""
    texts = {name: value for name, value in answers.items() if isinstance(value, str)}
    found = fieldnotes.note_identifiers(kind, texts, ())
    ticked = [each.key for each in found if st.session_state.get(f"{key}_not_{each.key}")]
    return fieldnotes.note_identifiers(kind, texts, ticked)


def save_bar(key: str, found: Sequence[FoundIdentifier], *, held: bool = False, unsaid: bool = False) -> bool:
    """Draw the button that saves, always at the bottom of the screen; say what is still to be looked at.

    `key` is the number of the form: the second press of a double click never reaches the next form.
    `held` says that the note was not saved at the first press, because of what may identify someone;
    `unsaid` that it was not because something of the consent is not answered.
    """
    open_ones = {each.key for each in found if not each.dismissed}
    with st.bottom.container():
        if unsaid:
            st.warning(
                _("Nothing is saved yet: something of the consent is missing, above."), icon=":material/how_to_reg:"
            )
        if open_ones and held:
            st.warning(_("Nothing is saved yet: look at what is marked, then save."), icon=":material/person_alert:")
        elif open_ones:
            st.caption(
                ngettext(
                    "%(n)s passage may identify someone: see above.",
                    "%(n)s passages may identify someone: see above.",
                    len(open_ones),
                )
            )
        return st.button(_("Save the note"), type="primary", width="stretch", icon=":material/save:", key=f"save_{key}")


def is_held(here: Here, key: str) -> bool:
    """Say whether this note was held back at the first press."""
    return bool(here.state.get(f"seen_{key}"))


def first_look(here: Here, key: str, found: Sequence[FoundIdentifier]) -> bool:
    """Say whether passages that may identify someone stand there for the first press: they are shown, not yet saved."""
    open_ones = {each.key for each in found if not each.dismissed}
    seen: set[str] = here.state.setdefault(f"seen_{key}", set())
    fresh = open_ones - seen
    seen |= open_ones
    return bool(fresh)
