"""Widgets that show notes: lists with filters, one note as it reads, its state, its history, search results."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import streamlit as st

from codesign import fieldnotes, territory
from codesign.accounts import Permission
from codesign.fieldnotes import FieldType, HistoryLine, Note, NoteFilter, NoteRow, Segment
from codesign.i18n import _, day, language, moment, month, ngettext
from codesign.ui import forms, page, timeline
from codesign.ui.page import Here

STEP = 20
_MINE, _TEAM = "mine", "team"
_MARK = '<mark style="background:#F6E3A1;color:#10171D;padding:0 .1em">'  # softer than the browser's own yellow


def month_name(value: str) -> str:
    """Return `mars 2026` for `2026-03`."""
    return _month_in(value, language())


# Babel takes a third of a millisecond for a date, and a list of notes draws a hundred at each run.
@lru_cache(maxsize=1024)
def _month_in(value: str, _language: str) -> str:
    return month(date.fromisoformat(f"{value}-01"))


@lru_cache(maxsize=4096)
def _day_in(value: date, _language: str) -> str:
    return day(value)


def filters(here: Here) -> NoteFilter:
    """Draw the filters of a list of notes; what is left empty does not narrow."""
    scope = _MINE
    if here.actor.may(Permission.NOTE_READ_CLEARED):
        scopes = {_MINE: _("Mine"), _TEAM: _("The whole team's")}
        scope = forms.radio(_("Whose notes?"), scopes, _MINE, key="notes_scope", horizontal=True) or _MINE
    kinds = {kind.value: _(template.label) for kind, template in fieldnotes.TEMPLATES.items()}
    months = {each: month_name(each) for each in fieldnotes.months(here.db, here.actor)}
    states = {"open": _("To be approved"), "cleared": _("Approved"), "binned": _("In the bin")}
    with st.expander(_("Filter"), icon=":material/filter_list:"):
        kind = forms.choice(_("Kind of note"), kinds, key="notes_kind", placeholder=_("All"))
        sectors = {each.id: each.label for each in territory.sectors()}
        sector = forms.choice(_("Sector"), sectors, key="notes_sector", placeholder=_("All"))
        when = forms.choice(_("Month"), months, key="notes_month", placeholder=_("All"))
        state = forms.choice(_("State"), states, key="notes_state", placeholder=_("All"))
    return NoteFilter(
        kind=kind,
        sector=sector,
        month=when,
        author_id=here.actor.id if scope == _MINE else None,
        cleared={"open": False, "cleared": True}.get(state or ""),
        binned=state == "binned",
        limit=int(here.state.get("shown", STEP)) + 1,
    )


def listing(here: Here, rows: Sequence[NoteRow]) -> None:
    """Show notes one below the other, twenty at a time; one row more than shown says that there are more."""
    shown = int(here.state.get("shown", STEP))
    if len(rows) > shown:
        st.caption(_("The %(n)s most recent", n=shown))
    else:
        st.caption(ngettext("%(n)s note", "%(n)s notes", len(rows)))
    sectors = {each.id: each.label for each in territory.sectors()}
    for row in rows[:shown]:
        card(here, row, sectors.get(row.sector) or territory.sector_label(row.sector))
    if len(rows) > shown and st.button(_("Show more"), width="stretch"):
        here.state["shown"] = shown + STEP
        st.rerun()


def card(here: Here, row: NoteRow, sector: str) -> None:
    """Show one note of a list: what it is, how it begins, and the way in."""
    with st.container(border=True):
        parts = (
            _(fieldnotes.TEMPLATES[row.kind].label),
            _day_in(row.held_on, language()),
            sector,
            row.participant_code or "",
            "" if row.author_id == here.actor.id else row.author_name,
        )
        st.caption(" · ".join(part for part in parts if part))
        st.text(row.excerpt)
        with st.container(horizontal=True, vertical_alignment="center"):
            state_badge(cleared=row.cleared, binned=row.binned)
            here.link("fieldnotes_note", _("Open %(code)s", code=row.code), icon=":material/open_in_new:", note=row.id)


def state_badge(*, cleared: bool, binned: bool) -> None:
    """Show where a note stands, in words and colour."""
    if binned:
        st.badge(_("In the bin"), icon=":material/delete:", color="orange")
    elif cleared:
        st.badge(_("Approved"), icon=":material/verified:", color="green")
    else:
        st.badge(_("To be approved"), icon=":material/hourglass_empty:", color="gray")


def body(note: Note) -> None:
    """Show what a note holds, field by field, as text."""
    first = next((each.id for each in note.template.fields if each.by_moment), "")
    for field in note.template.fields:
        if field.id == first:
            timeline.draw(note)
        value = note.answers.get(field.id)
        if value not in (None, "", []):
            st.caption(_(field.label))
            if field.is_text:
                page.prose(str(value))
            else:
                st.text(shown(note.template, field.id, value))


def shown(template: fieldnotes.Template, field_id: str, value: Any) -> str:  # noqa: ANN401 - a form's value
    """Return an answer in the reader's words."""
    if value is None:
        return _("(empty)")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field_id == "kind":
        return _(template.label)
    field = template.find(field_id)
    if field is not None and field.type is FieldType.DATE:
        return day(date.fromisoformat(str(value)))
    labels = {option: _(label) for option, label in field.options} if field else {}
    values = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(each), str(each)) for each in values)


def todo(note: Note) -> None:
    """List what remains to be filled before the note is approved."""
    if note.missing and not note.cleared:
        with st.expander(_("To complete before approval"), icon=":material/checklist:"):
            st.text("\n".join(f"– {_(field.label)}" for field in note.missing))


def history(here: Here, note: Note) -> None:
    """Show who changed what, and when; an older value can be taken again, as a new edit."""
    lines = fieldnotes.note_history(here.db, here.actor, note.id)
    with st.expander(_("History"), icon=":material/history:"):
        for i, line in enumerate(lines):
            if line.before is not None or line.after not in (
                None,
                False,
                [],
            ):  # what a new note starts with says nothing
                _history_line(here, note, line, i)


def _history_line(here: Here, note: Note, line: HistoryLine, i: int) -> None:
    field_id = line.field.partition("/")[2] or line.field
    what = f"{timeline.when(note, field_id)}{_(line.label)}"
    st.caption(f"{moment(line.at)} · {line.author_name or _('Unknown member')} · {what}")
    if line.field.endswith("_id") or line.field == "cleared_by":
        return
    before, after = (shown(note.template, field_id, value) for value in (line.before, line.after))
    st.text(after if line.before is None else f"{before}\n→ {after}")
    older = line.field.startswith("answers/") and line.before not in (None, note.answers.get(field_id))
    if not (older and note.may_edit):
        return
    if st.button(_("Take the older text again"), key=f"older_{i}", type="tertiary", icon=":material/undo:"):
        here.act(
            fieldnotes.edit_note,
            note_id=note.id,
            answers={field_id: line.before},
            base=note.version,
            said=_("The older text is back; the other one stays in the history."),
        )


def marked(segments: Sequence[Segment]) -> str:
    """Return a passage as HTML with the words found between marks; the words themselves are escaped."""
    pieces = (f"{_MARK}{html.escape(each.text)}</mark>" if each.marked else html.escape(each.text) for each in segments)
    return f'<p style="white-space:pre-line;max-width:68ch;line-height:1.6;margin:0">{"".join(pieces)}</p>'


def edit_labels(note: Note, names: Iterable[str]) -> Mapping[str, str]:
    """Return the labels of these of a note's fields by id; a part of a moment says which moment."""
    found = {name: note.template.find(name) for name in names}
    return {name: f"{timeline.when(note, name)}{_(field.label)}" for name, field in found.items() if field}
