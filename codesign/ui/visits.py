"""Planned visits on screen: the form, and the list with what became of each."""

from __future__ import annotations

import streamlit as st

from codesign import territory
from codesign.i18n import N_, _, day
from codesign.territory import VISIT_STATE_LABELS, Visit, VisitDraft, VisitState
from codesign.ui import design, forms, gaps, guard, page, run

LABELS = {
    "aims": N_("Whom to hear"),
    "who": N_("Who goes"),
    "sector": N_("Sector"),
    "place_type": N_("Touchpoint"),
    "planned_on": N_("Day"),
    "note": N_("Note"),
}
_ICONS = {VisitState.PLANNED: "event", VisitState.DONE: "event_available", VisitState.CANCELLED: "event_busy"}
_COLOURS = {VisitState.PLANNED: "blue", VisitState.DONE: "green", VisitState.CANCELLED: "gray"}


def screen(here: page.Here) -> None:
    """Draw the form of a new visit, then the visits."""
    wanted = tuple((here.id("aims") or "").split("+")) if here.id("aims") else ()
    found = territory.visits(here.db, here.actor)
    with st.expander(_("Plan a visit"), icon=":material/add:", expanded=bool(wanted) or not found):
        key = design.new_id(here, "visit")
        known = gaps.aim_labels()
        named = [each.removeprefix("sector/") for each in wanted if each in known and each.startswith("sector/")]
        sector = named[0] if len(named) == 1 else territory.UNKNOWN  # of those to hear: where they are met, most often
        blank = VisitDraft(tuple(each for each in wanted if each in known), "", sector)
        draft = form(f"{key}_{here.id('aims') or ''}", blank, _("Plan the visit"))
        aside = guard.free_text(here, key, draft.who, draft.note) if draft is not None else None
        if aside is not None and here.act(territory.plan_visit, draft=draft, id=key, aside=aside, rerun=False):
            design.done(here, "visit")
            here.keep(aims=None)
            run.say_after_rerun(_("The visit is planned."))
            st.rerun()
    planned = [each for each in found if each.state is VisitState.PLANNED]
    if not planned:
        page.empty(_("No visit is planned. Each gap has a button that begins one."), icon="event")
    for each in planned:
        _visit(here, each)
    settled = [each for each in found if each.state is not VisitState.PLANNED]
    if settled:
        st.subheader(_("Done or cancelled"), anchor=False)
    for each in settled:
        _visit(here, each)


def form(key: str, kept: VisitDraft, label: str) -> VisitDraft | None:
    """Draw the form of a visit; return what it holds when it is sent."""
    with st.form(f"visit_form_{key}", border=False, enter_to_submit=False):
        aims = forms.choices(_(LABELS["aims"]), gaps.aim_labels(), kept.aims, key=f"aims_{key}")
        who = st.text_input(_(LABELS["who"]), kept.who, key=f"who_{key}", help=_("A role, such as street worker."))
        sectors = {territory.UNKNOWN: territory.sector_label(territory.UNKNOWN), **design.sector_names()}
        sector = forms.choice(_(LABELS["sector"]), sectors, kept.sector, key=f"vsector_{key}")
        places = {"": _("Not chosen yet"), **design.code_names("touchpoint")}
        place = forms.choice(_(LABELS["place_type"]), places, kept.place_type, key=f"vplace_{key}")
        on = forms.day_input(_(LABELS["planned_on"]), kept.planned_on, key=f"von_{key}")
        note = st.text_area(
            _(LABELS["note"]), kept.note, key=f"vnote_{key}", height=100, help=_("No name of anybody, no address.")
        )
        if not st.form_submit_button(label, type="primary", icon=":material/save:"):
            return None
    return VisitDraft(tuple(aims), who, sector or territory.UNKNOWN, place or "", on, note)


def _visit(here: page.Here, visit: Visit) -> None:
    draft, known = visit.draft, gaps.aim_labels()
    design.settle_conflict(here, visit.id, territory.edit_visit, LABELS, _names(), visit_id=visit.id)
    with st.container(border=True, key=f"visit_{visit.id}"):
        st.markdown(f"**{design.plain(' · '.join(known.get(each, each) for each in draft.aims))}**")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(
                _(VISIT_STATE_LABELS[visit.state]),
                icon=f":material/{_ICONS[visit.state]}:",
                color=_COLOURS[visit.state],  # type: ignore[arg-type]
            )
            places = design.code_names("touchpoint")
            design.facts(
                (
                    day(draft.planned_on) if draft.planned_on else _("No day yet"),
                    draft.who,
                    territory.sector_label(draft.sector),
                    places.get(draft.place_type, draft.place_type),
                )
            )
        if draft.note:
            page.prose(draft.note)
        _ways(here, visit)


def _ways(here: page.Here, visit: Visit) -> None:
    """Draw what may become of a visit."""
    with st.container(horizontal=True):
        for state, label, said in (
            (VisitState.DONE, _("It was done"), _("The visit is done.")),
            (VisitState.CANCELLED, _("Cancel it"), _("The visit is cancelled.")),
            (VisitState.PLANNED, _("Plan it again"), _("The visit is planned again.")),
        ):
            shown = (state is VisitState.PLANNED) != (visit.state is VisitState.PLANNED)
            if shown and st.button(label, key=f"{state}_{visit.id}", icon=f":material/{_ICONS[state]}:"):
                design.do(here, territory.settle_visit, visit_id=visit.id, state=state, said=said)
        if visit.state is VisitState.PLANNED:
            with st.popover(_("Edit"), icon=":material/edit:"):
                base = design.seen(here, visit.id, visit.version, "who")
                draft = form(base, visit.draft, _("Save the visit"))
                aside = guard.free_text(here, f"edit_{visit.id}", draft.who, draft.note) if draft is not None else None
                if aside is not None:
                    design.save_edit(
                        here, visit.id, territory.edit_visit,
                        draft=draft, base=base, said=_("The visit is saved."), visit_id=visit.id, aside=aside,
                    )  # fmt: skip


def _names() -> dict[str, str]:
    return {**gaps.aim_labels(), **design.sector_names(), **design.code_names("touchpoint")}
