"""Notes that one has not finished, and quick notes that wait to become one: each to be taken up again or erased."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from codesign import fieldnotes
from codesign.fieldnotes import DRAFT_DAYS, QUICK_TEXT, Draft
from codesign.i18n import _, day, moment, ngettext
from codesign.ui import drafts, page
from codesign.ui.page import Here

_SOON = timedelta(days=3)


def unfinished(here: Here, *, but: str | None = None, of: str | None = None, most: int | None = None) -> None:
    """List the person's own drafts (but one; or those `of` one note), each to be taken up again or erased.

    Their words are not shown: the screen may be shared.
    """
    mine = fieldnotes.drafts(here.db, here.actor)
    found = [each for each in mine if each.id != but and of in {None, each.note_id}]
    if not found:
        return
    title = ngettext("You have %(n)s unfinished note", "You have %(n)s unfinished notes", len(found))
    with st.container(border=True):
        st.markdown(f":material/edit_note: **{title}**")
        for each in found if most is None else found[:most]:
            _line(here, each)
        if most is not None and len(found) > most:
            here.link("fieldnotes_mine", _("See them all"), icon=":material/notes:")
        page.quiet(_("A draft that nobody touches for %(n)s days is erased.", n=DRAFT_DAYS))


def typed_after(here: Here, note_id: str) -> None:
    """Say where the words are that another tab sent after this note was saved."""
    for each in fieldnotes.typed_after(here.db, here.actor, draft_id=note_id):
        with st.container(border=True):
            st.text(_("What you typed afterwards is in an unfinished note."))
            _line(here, each)


def _line(here: Here, each: Draft) -> None:
    kind = fieldnotes.TEMPLATES[each.kind].label if each.kind else ""
    kind = _("Quick note") if each.is_quick else _(kind) if kind else ""
    what = _("Edit of %(code)s", code=fieldnotes.note_code(each.note_id)) if each.note_id else kind
    size = ngettext("%(n)s word", "%(n)s words", each.words)
    ends = _("until %(day)s", day=day(each.expires_at.date()))
    st.text(" · ".join((what, moment(each.touched_at), size, ends)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Resume"), key=f"resume_{each.id}", icon=":material/edit:"):
            _go_on(here, each)
        question = _("Erase this draft? Its text cannot be brought back.")
        if here.confirm(f"discard_{each.id}", _("Erase"), question):
            drafts.discard(here, each.id)


def _go_on(here: Here, each: Draft) -> None:
    if each.note_id:
        here.go("fieldnotes_note", note=each.note_id, draft=each.id)
    if each.is_quick:
        here.go("fieldnotes_quick", note=each.id)
    occasion = each.choices.get(drafts.OCCASION)
    here.go("fieldnotes_new", note=each.id, **({drafts.OCCASION: occasion} if occasion else {}))


def waiting(here: Here, *, but: str) -> None:
    """List one's quick notes (but the one being written): read, make a note of, or erase; what ends soon says so.

    Their words show only when asked for: the screen may be shared.
    """
    found = [each for each in fieldnotes.drafts(here.db, here.actor) if each.is_quick and each.id != but]
    if not found:
        page.empty(_("The quick notes that you keep will wait here."), icon="bolt")
        return
    st.subheader(ngettext("%(n)s quick note waits", "%(n)s quick notes wait", len(found)), anchor=False)
    for each in found:
        with st.container(border=True):
            _quick(here, each)
    page.quiet(_("Nobody else sees them, and nothing is made of them. Untouched for %(n)s days, they are erased.",
                 n=DRAFT_DAYS))  # fmt: skip


def _quick(here: Here, each: Draft) -> None:
    size = ngettext("%(n)s word", "%(n)s words", each.words)
    st.text(" · ".join((moment(each.touched_at), size)))
    ends = _("Erased on %(day)s if nothing is made of it.", day=day(each.expires_at.date()))
    if each.expires_at - datetime.now(UTC) < _SOON:
        st.warning(ends, icon=":material/hourglass_bottom:")
    else:
        st.caption(ends)
    if st.toggle(_("Show the words"), key=f"read_{each.id}"):
        page.prose(each.texts[QUICK_TEXT].text)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover(_("Make a note of it…"), icon=":material/edit_note:", key=f"turn_{each.id}"):
            st.text(_("The consent is asked for there, and the note is saved only with it."))
            for kind, template in fieldnotes.TEMPLATES.items():
                if st.button(_(template.label), key=f"turn_{each.id}_{kind}", width="stretch"):
                    turn(here, each.id, kind)
        if st.button(_("Go on writing"), key=f"quick_{each.id}", icon=":material/edit:"):
            here.go("fieldnotes_quick", note=each.id)
        question = _("Erase this draft? Its text cannot be brought back.")
        if here.confirm(f"discard_{each.id}", _("Erase"), question):
            drafts.discard(here, each.id)


def turn(here: Here, draft_id: str, kind: str) -> None:
    """Make the beginning of a note of this kind out of a quick note, and go there."""
    made = here.act(fieldnotes.turn_quick_note, draft_id=draft_id, kind=kind, rerun=False)
    if made.value:
        drafts.Form(here, draft_id).over()
        here.go("fieldnotes_new", note=made.value)
