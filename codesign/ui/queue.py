"""The queue of what there is to read: filters, how much is left, one card per note, the most doubtful first."""

from __future__ import annotations

from datetime import date

import streamlit as st

from codesign import accounts, barriers, territory
from codesign.barriers import QueueFilter, QueueRow, QueueState, Why
from codesign.i18n import N_, _, month, ngettext, number
from codesign.ui import forms, kept, page, paging
from codesign.ui.page import Here
from codesign.ui.words import quiet

SCREEN = "barriers_review"
PAGE_SIZE = 12
LONG = 1_000  # sentences: forty pages, which nobody reads in one sitting
STATES = {
    QueueState.TO_READ: N_("To read"),
    QueueState.DONE: N_("Entirely read"),
    QueueState.ALL: N_("All notes"),
}
REASONS = {
    Why.DISAGREEMENT: N_("Here because a rule and the model disagree"),
    Why.UNSURE: N_("Here because the machine doubts"),
    Why.DRAWN: N_("Here by today’s lot, so that nothing is never looked at"),
}
KINDS = {
    "accompagnement": N_("Shadowing"),
    "atelier": N_("Workshop"),
    "appel": N_("Listening call"),
    "document": N_("Document"),
}


def show(here: Here) -> None:
    """Draw the filters, the count of sentences to read and the notes."""
    st.query_params.clear()  # a link from a note to this same page leaves the note in the browser's address
    asked = _filters(here)
    with st.spinner(_("The machine reads the new notes…")):
        found = kept.read(here, barriers.queue, filter=asked)
    if not found.rows:
        _nothing(asked)
        return
    _summary(here, found)
    names = accounts.member_names(here.db)
    for row in paging.part(here, found.rows, PAGE_SIZE):
        _card(here, row, names.get(row.author_id or "", ""))
    paging.turn(here, len(found.rows), PAGE_SIZE)


def _filters(here: Here) -> QueueFilter:
    sectors = {each.id: each.label for each in territory.sectors()}
    names = accounts.member_names(here.db)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.segmented_control(
            _("State"),
            list(STATES),
            format_func=lambda each: _(STATES[each]),
            default=QueueState.TO_READ,
            key="queue_state",
        )
        with st.popover(_("Filters"), icon=":material/filter_list:"):
            kind = forms.choice(_("Occasion"), {each: _(label) for each, label in KINDS.items()}, key="queue_kind")
            sector = forms.choice(_("Sector"), sectors, key="queue_sector")
            author = forms.choice(_("Written by"), names, key="queue_author")
    documents = kind == "document"
    return QueueFilter(
        state or QueueState.TO_READ,
        occasion_kind=None if documents else kind,
        sector=sector,
        author_id=author,
        source_kind="document" if documents else None,
    )


def _nothing(asked: QueueFilter) -> None:
    if asked == QueueFilter():
        page.empty(_("Everything is read. New notes will come here by themselves."), icon="done_all")
    else:
        page.empty(_("No note fits these filters."), icon="filter_list_off")


def _summary(here: Here, found: barriers.Queue) -> None:
    count = ngettext("%(n)s sentence to read", "%(n)s sentences to read", found.to_read)
    notes = ngettext("in %(n)s note", "in %(n)s notes", len(found.rows))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(f"{count} {notes}", anchor=False)
        if found.to_read and st.button(_("Start reading"), type="primary", icon=":material/play_arrow:"):
            here.go(SCREEN, source=found.rows[0].source_id)
    if found.waiting:
        quiet(
            ngettext(
                "The machine has still to read %(n)s note; open this list again in a moment.",
                "The machine has still to read %(n)s notes; open this list again in a moment.",
                found.waiting,
            )
        )


def _card(here: Here, row: QueueRow, author: str) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.text(heading(row, author))
            # A button, not a link: the browser's address does not follow a link from a page to itself.
            if st.button(_("Read"), key=f"read_{row.source_id}", icon=":material/arrow_forward:"):
                here.go(SCREEN, source=row.source_id)
        page.prose(opening(row.opening))
        reason = [_(REASONS[row.why])] if row.to_read and row.why in REASONS else []
        long = [_("Very long text, slow to open")] if row.sentences > LONG else []
        quiet(" · ".join([progress(row), *long, *reason]))


def heading(row: QueueRow, author: str) -> str:
    """Return what names a note in the queue: occasion, month, sector, author."""
    name = note_name(row.occasion_kind or "document", row.month, row.sector)
    return f"{name} · {author}" if author else name


def note_name(occasion_kind: str, month_id: str | None, sector: str | None) -> str:
    """Return `Atelier · mars 2026 · Ouest`."""
    sectors = {each.id: each.label for each in territory.sectors()}
    return " · ".join(
        part for part in (_(KINDS[occasion_kind]), month_name(month_id), sectors.get(sector or "", "")) if part
    )


def opening(text: str, width: int = 150) -> str:
    """Return the first words of a text on one line, cut between two words."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[:width].rsplit(" ", 1)[0] + "…"


def progress(row: QueueRow) -> str:
    """Return what is left of a note, in words."""
    if not row.to_read:
        return _("Entirely read")
    left = ngettext("%(n)s sentence to read", "%(n)s sentences to read", row.to_read)
    of_all = _("of %(total)s", total=number(row.sentences))
    if not row.pending:
        return f"{left} {of_all}"
    return f"{left} {of_all} · {ngettext('%(n)s proposal', '%(n)s proposals', row.pending)}"


def month_name(value: str | None) -> str:
    """Return `mars 2026` for `2026-03`; nothing when there is no month."""
    return month(date.fromisoformat(f"{value}-01")) if value else ""
