"""Shares of reference on screen: where they come from, and for the coordination the form and the history."""

from __future__ import annotations

import streamlit as st

from codesign import accounts, territory
from codesign.accounts import Permission
from codesign.i18n import N_, _, day, local_time, ngettext, number
from codesign.privacy import ATTRIBUTE_LABELS
from codesign.territory import Reference, ReferenceDraft
from codesign.ui import design, gaps, page, tables

LABELS = {
    "year": N_("Year"),
    "geography": N_("Territory"),
    "source": N_("Source"),
    "url": N_("Web page"),
    "verified": N_("Read at the source"),
    "shares": N_("Shares (%)"),
}


def screen(here: page.Here) -> None:
    """Draw each reference: its shares, its source, and the way to correct it."""
    found = territory.references(here.db)
    used = {each.id for each in territory.compared(found)}
    page.quiet(
        _("The finest complete reference of each attribute is the one that is used. The coordination may give others.")
    )
    for each in found:
        name = f"{_(ATTRIBUTE_LABELS[each.attribute])} · {_brief(each)}"
        state = _("used") if each.id in used and each.complete else "" if each.complete else _("incomplete")
        with st.expander(" · ".join(part for part in (name, state) if part), icon=_icon(each)):
            _shares(each)
            gaps.source(each)
            if each.url:
                st.link_button(_("Web page"), each.url, type="tertiary", icon=":material/open_in_new:")
            if here.actor.may(Permission.STEWARD):
                _edit(here, each)


def _brief(of: Reference) -> str:
    return ngettext("%(n)s group", "%(n)s groups", len(of.groups)) + f", {of.year}"


def _icon(of: Reference) -> str:
    return ":material/edit_square:" if of.edited else ":material/percent:" if of.complete else ":material/help:"


def _shares(of: Reference) -> None:
    rows = [
        {
            "group": gaps.group_label(of, each),
            "share": "—" if each.share is None else number(each.share, 1),
            "verified": "—" if each.share is None else _("yes") if each.verified else _("no"),
        }
        for each in of.groups
    ]
    heads = {"group": _("Group"), "share": _("Published share (%)"), "verified": _("Read at the source")}
    tables.table(heads, rows, key=f"shares_{of.id}")


def _edit(here: page.Here, of: Reference) -> None:
    row_id = f"reference_{of.id}"
    names = {each.id: gaps.group_label(of, each) for each in of.groups}
    design.settle_conflict(here, row_id, territory.edit_reference, LABELS, names, reference_id=of.id)
    base = design.seen(here, row_id, of.version, f"year_{of.id}_{{}}")
    draft = _form(f"{of.id}_{base}", of)
    if draft is not None:
        design.save_edit(
            here, row_id, territory.edit_reference,
            draft=draft, base=base, said=_("The shares are saved."), reference_id=of.id,
        )  # fmt: skip
    if of.edited and st.button(_("Come back to the published shares"), key=f"reset_{of.id}", icon=":material/undo:"):
        design.do(
            here,
            territory.reset_reference,
            reference_id=of.id,
            base=of.version,
            said=_("The published shares are back."),
        )
    _history(here, of)


def _form(key: str, of: Reference) -> ReferenceDraft | None:
    with st.form(f"reference_{key}", border=True, enter_to_submit=False):
        shares = {
            each.id: st.number_input(
                gaps.group_label(of, each), 0.0, 100.0, each.share, step=0.1, format="%.1f", key=f"{each.id}_{key}",
                placeholder=_("Unknown"),
            )
            for each in of.groups
        }  # fmt: skip
        year = st.number_input(_(LABELS["year"]), 1990, 2100, of.year, key=f"year_{key}")
        place = st.text_input(_(LABELS["geography"]), of.geography, key=f"geography_{key}")
        source = st.text_input(_(LABELS["source"]), of.source, key=f"source_{key}")
        url = st.text_input(_(LABELS["url"]), of.url, key=f"url_{key}", placeholder="https://")
        sure = st.checkbox(_("I read these shares at their source"), key=f"verified_{key}")
        if not st.form_submit_button(_("Save the shares"), type="primary", icon=":material/save:"):
            return None
    return ReferenceDraft(shares, int(year), place, source, url, sure)


def _history(here: page.Here, of: Reference) -> None:
    changes = territory.reference_history(here.db, here.actor, reference_id=of.id)
    if not changes:
        return
    names = {each.id: each.name for each in accounts.members(here.db, here.actor)}
    groups = {f"shares/{each.id}": gaps.group_label(of, each) for each in of.groups}
    said = {**{name: _(label) for name, label in LABELS.items()}, **groups, "deleted": _("Published shares back")}
    st.markdown(f"**{_('History')}**")
    rows = [
        {
            "at": day(local_time(each.at).date()),
            "who": names.get(each.author, _("Somebody")),
            "what": said[each.field],
            "before": _shown(each.before),
            "after": _shown(each.after),
        }
        for each in reversed(changes)
        if each.field in said and each.before != each.after and not (each.field == "deleted" and each.before is None)
    ]
    heads = {"at": _("Day"), "who": _("By"), "what": _("What"), "before": _("Before"), "after": _("After")}
    tables.table(heads, rows, key=f"history_{of.id}")


def _shown(value: object) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number(value, 1) if isinstance(value, float) else str(value)
