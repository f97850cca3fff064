"""Searches that one keeps: opened, named, renamed, deleted and taken back."""

from __future__ import annotations

import streamlit as st

from codesign import finding
from codesign.finding import SavedSearch, Wanted
from codesign.i18n import _, ngettext
from codesign.storage import uuid7
from codesign.ui.page import Here


def keep(here: Here, wanted: Wanted) -> None:
    """Draw the form that keeps what is asked under a name."""
    if any(each.wanted == wanted for each in finding.searches(here.db, here.actor)):
        return
    row = here.state.setdefault("new_search", uuid7())
    with (
        st.popover(_("Keep this search"), icon=":material/bookmark_add:", key=f"find_keep_{row}"),
        st.form(f"find_save_{row}", border=False),
    ):
        name = st.text_input(_("Name of the search"), key=f"find_name_{row}", max_chars=80)
        if st.form_submit_button(_("Keep it"), type="primary"):
            done = here.act(finding.save_search, id=row, name=name, wanted=wanted, rerun=False)
            if done:
                here.state.pop("new_search", None)
                st.rerun()


def listing(here: Here) -> None:
    """Draw the searches that the person keeps, each with the ways to open, rename and delete it."""
    gone = here.state.get("deleted_search")
    if gone:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("The search is deleted."))
            if st.button(_("Undo"), icon=":material/undo:", key="find_undo"):
                here.state.pop("deleted_search")
                here.act(finding.restore_search, search_id=gone, said=_("It is back."))
    kept = finding.searches(here.db, here.actor)
    if not kept:
        return
    title = ngettext("%(n)s search kept", "%(n)s searches kept", len(kept))
    with st.expander(title, icon=":material/bookmark:", key="find_saved"):
        for each in kept:
            _line(here, each)


def _line(here: Here, each: SavedSearch) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        here.link("fieldnotes_search", each.name, icon=":material/search:", **finding.kept(each.wanted))
        with st.popover(_("Rename"), icon=":material/edit:", key=f"find_rename_{each.id}"):
            with st.form(f"find_renaming_{each.version}", border=False):
                name = st.text_input(_("Name of the search"), each.name, max_chars=80)
                sent = st.form_submit_button(_("Save"), type="primary")
            if sent:
                here.act(finding.rename_search, search_id=each.id, name=name, said=_("It has its new name."))
        if st.button(_("Delete"), icon=":material/delete:", key=f"find_delete_{each.id}", type="tertiary"):
            here.state["deleted_search"] = each.id
            here.act(finding.delete_search, search_id=each.id)
