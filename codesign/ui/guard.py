"""What may point at someone, shown where it stands in the text, each to be replaced by one touch or set aside."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from codesign import fieldnotes, privacy
from codesign.fieldnotes import FieldType, FoundIdentifier, Note, OpenPassage, Template
from codesign.i18n import _
from codesign.privacy import IDENTIFIER_LABELS, IdentifierType
from codesign.storage import Database
from codesign.ui import moments
from codesign.ui.drafts import Form
from codesign.ui.page import Here

_MARK = '<mark style="background:#ffe08a;color:inherit;padding:0 .15em;border-radius:.2em">'
_AROUND = 60


def in_place(text: str, start: int, end: int) -> str:
    """Return the passage as HTML, marked, with a few words around it; everything else is escaped."""
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before = ("…" if left else "") + html.escape(text[left:start])
    after = html.escape(text[end:right]) + ("…" if right < len(text) else "")
    return (
        '<p lang="fr" style="white-space:pre-line;max-width:68ch;line-height:1.6;margin:0">'
        f"{before}{_MARK}{html.escape(text[start:end])}</mark>{after}</p>"
    )


def choices(db: Database, kind: IdentifierType, words: str) -> list[str]:
    """Return what may stand in the place of a passage: its token or its kind first, then roles for a name."""
    first = privacy.replacement(db, kind, words)
    return [first, *(_(role) for role in privacy.ROLES)] if kind is IdentifierType.NAME else [first]


def warn(form: Form, template: Template, found: Sequence[FoundIdentifier], answers: Mapping[str, Any]) -> None:
    """Show what may point at a person in a note being written."""
    once = {each.key: each for each in found}
    if not once:
        return
    st.warning(
        _("Does this point at someone? Replace it by one touch, or say that it does not."),
        icon=":material/person_alert:",
    )
    for each in once.values():
        with st.container(border=True):
            st.html(in_place(str(answers.get(each.field) or ""), each.start, each.end))
            st.caption(f"{_(IDENTIFIER_LABELS[each.type])} · {_(template.field(each.field).label)}")
            if not each.dismissed:
                _replace_draft(form, template, each, answers)
            st.checkbox(_("It does not identify anyone"), key=f"{form.key}_not_{each.key}")


def free_text(here: Here, key: str, *texts: str) -> tuple[str, ...] | None:
    """Return the passages set aside of what somebody typed, for the action; None while they have to be looked at.

    The press that saves shows it; pressed again on the same words, the person has decided. Drawn in place of saving,
    so that the form stands above with what was typed in it.
    """
    found = [(text, each) for text in texts for each in privacy.find_identifiers(text)]
    words = frozenset(text[each.start : each.end] for text, each in found)
    if words <= here.state.pop(f"guard_{key}", frozenset()):
        return tuple(f"{each.type.value}:{text[each.start : each.end]}" for text, each in found)
    here.state[f"guard_{key}"] = words
    st.warning(
        _("Does this point at someone? Write a role instead, or press again if it does not: nothing is saved yet."),
        icon=":material/person_alert:",
    )
    for text, each in found:
        with st.container(border=True):
            st.html(in_place(text, each.start, each.end))
            st.caption(_(IDENTIFIER_LABELS[each.type]))
    return None


def _replace_draft(form: Form, template: Template, each: FoundIdentifier, answers: Mapping[str, Any]) -> None:
    key = f"guard_{form.key}_{each.key}"

    def short_fields() -> None:
        """A short field's words live in its widget, which changes before it is drawn again."""
        by = st.session_state.get(key)
        for field in template.fields:
            name = f"{form.key}_{template.kind}_{field.id}"
            if by and field.is_text and field.type is not FieldType.LONG and st.session_state.get(name):
                st.session_state[name] = fieldnotes.replaced(st.session_state[name], each.text, by)
        if by:
            moments.replace_words(form, template, each.text, by)

    by = st.pills(_("Replace by"), choices(form.here.db, each.type, each.text), key=key, on_change=short_fields)
    if by is None:
        return
    for field in template.spread(answers):
        text = answers.get(field.id)
        if field.type is FieldType.LONG and isinstance(text, str):
            new = fieldnotes.replaced(text, each.text, by)
            if new != text:
                form.put(template.kind, field.id, new)
    st.rerun()


def saved(here: Here, note: Note) -> None:
    """Show what may point at someone in a saved note, with the ways to settle it."""
    once = {each.key: each for each in note.unresolved}
    if not once:
        return
    st.warning(
        _("These passages may identify someone. The note cannot be approved until each is replaced by a role, or set"
          " aside because it identifies nobody."),
        icon=":material/person_alert:",
    )  # fmt: skip
    for key, each in once.items():
        with st.container(border=True):
            st.html(in_place(str(note.answers.get(each.field) or ""), each.start, each.end))
            st.caption(_(IDENTIFIER_LABELS[each.type]))
            if note.may_edit:
                by = st.pills(
                    _("Replace by"), choices(here.db, each.type, each.text), key=f"guard_{note.version}_{key}"
                )
                if by:
                    here.act(
                        fieldnotes.replace_passage,
                        note_id=note.id,
                        words=each.text,
                        by=by,
                        base=note.version,
                        said=_("Replaced."),
                    )
            if (note.may_edit or note.may_clear) and st.button(_("It identifies nobody"), key=f"dismiss_{key}"):
                here.act(
                    fieldnotes.dismiss_identifier, note_id=note.id, key=key, base=note.version, said=_("Set aside.")
                )


def open_passage(here: Here, each: OpenPassage, n: int) -> None:
    """Show words that nobody settled, with the notes where they stand and what settles them in all of these."""
    with st.container(border=True):
        st.text(f"« {each.text} »")
        kind = _(IDENTIFIER_LABELS[each.type])
        st.caption(_("%(kind)s · replaced elsewhere, forgotten here", kind=kind) if each.masked else kind)
        with st.container(horizontal=True):
            for note_id in each.note_ids[:5]:
                here.link("fieldnotes_note", fieldnotes.note_code(note_id), note=note_id)
            if len(each.note_ids) > 5:
                st.caption(_("and %(n)s more", n=len(each.note_ids) - 5))
        by = st.pills(_("Replace everywhere by"), choices(here.db, each.type, each.text), key=f"all_{n}_{each.key}")
        if by:
            here.state.pop("passages", None)
            here.act(fieldnotes.replace_everywhere, words=each.text, by=by, said=_("Replaced."))
        if st.button(_("It identifies nobody"), key=f"none_{n}_{each.key}"):
            here.state.pop("passages", None)
            here.act(fieldnotes.dismiss_everywhere, passage=each, said=_("Set aside."))
