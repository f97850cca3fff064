"""Scenarios on screen: the board, the journey as it is read, the forms of its head and steps."""

from __future__ import annotations

from typing import Any

import streamlit as st

from codesign import charts, partners, personas, scenarios
from codesign.accounts import Permission
from codesign.i18n import N_, _
from codesign.personas import State
from codesign.scenarios import FEELING_LABELS, LANE_LABELS, Lane, ScenarioDraft, ScenarioView, Step, StepDraft, StepView
from codesign.ui import design, figures, forms, page

HEAD_LABELS = {
    "title": N_("Title: what the new service changes"),
    "persona_ids": N_("For whom"),
    "barriers": N_("Barriers it answers"),
    "summary": N_("In a few sentences"),
    "hypothesis": N_("We believe that"),
    "indicator": N_("We will measure"),
    "target": N_("We are right if"),
}
STEP_LABELS = {
    "doing": N_("What the person does"),
    "feeling": N_("Feeling"),
    "touchpoint": N_("Touchpoint"),
    "barrier": N_("Barrier"),
    "service_id": N_("Partner service"),
}


def board(here: page.Here, found: tuple[ScenarioView, ...]) -> None:
    """Draw the scenarios as cards."""
    for view in found:
        with st.container(border=True, key=f"card_{view.scenario.id}"):
            st.header(design.plain(view.scenario.title), anchor=False)
            if view.scenario.draft.summary:
                page.prose(view.scenario.draft.summary)
            design.facts([_("For %(names)s", names=_names(view)) if view.personas else "", ", ".join(view.barriers)])
            with st.container(horizontal=True, vertical_alignment="center"):
                if view.editable:
                    design.state_badge(view.state)
                here.link("scenarios_board", _("Read"), icon=":material/menu_book:", scenario=view.scenario.id)
                here.link("scenarios_edit", _("Edit"), icon=":material/edit:", scenario=view.scenario.id)


def _names(view: ScenarioView) -> str:
    return ", ".join(f"{each.letter} · {each.title}" for each in view.personas)


def heading(here: page.Here, view: ScenarioView) -> None:
    """Draw what the scenario is about, for whom, and what is unsettled."""
    st.header(design.plain(view.scenario.title), anchor=False)
    if view.editable:
        with st.container(horizontal=True, vertical_alignment="center"):
            design.state_badge(view.state)
    if view.scenario.draft.summary:
        page.prose(view.scenario.draft.summary)
    for each in view.personas:
        # the title beside the link and not in it: a link stays on one line, and a phone would cut it
        with st.container(horizontal=True, vertical_alignment="center"):
            label = _("Persona %(letter)s", letter=each.letter)
            here.link("personas_board", label, icon=":material/groups:", persona=each.id)
            st.text(each.title)
    design.facts([_("Answers: %(names)s", names=", ".join(view.barriers)) if view.barriers else ""])
    for title in view.changed:
        st.warning(
            _("The persona “%(title)s” changed: check that the scenario still holds.", title=design.plain(title)),
            icon=":material/priority_high:",
        )
    if view.gone and view.editable:
        st.warning(_("A persona of this scenario no longer exists."), icon=":material/priority_high:")


def journey(view: ScenarioView) -> None:
    """Draw the emotional curves of today and tomorrow, then the steps of each."""
    if not view.today and not view.tomorrow:
        page.empty(_("No step yet. Edit the scenario to write today’s journey first."), icon="route")
        return
    curve(view)
    left, right = st.columns(2, gap="large")
    for column, lane, steps in ((left, Lane.TODAY, view.today), (right, Lane.TOMORROW, view.tomorrow)):
        with column:
            st.subheader(_(LANE_LABELS[lane]), anchor=False)
            for place, step in enumerate(steps, 1):
                with st.container(border=True, key=f"read_{step.step.id}"):
                    read_step(place, step)
            if not steps:
                st.caption(_("No step yet."))


def read_step(place: int, step: StepView) -> None:
    """Draw one step in full, as it reads on a phone."""
    draft = step.step.draft
    page.prose(f"{place}. {draft.doing}")
    st.caption(
        _("Feeling: %(sign)s, %(words)s", sign=scenarios.signed(draft.feeling), words=_(FEELING_LABELS[draft.feeling]))
    )
    design.facts(
        [
            _("Touchpoint: %(name)s", name=step.touchpoint) if step.touchpoint else "",
            _("Barrier: %(name)s", name=step.barrier) if step.barrier else "",
            _("Service: %(name)s", name=step.service) if step.service else "",
        ]
    )


def curve(view: ScenarioView) -> None:
    """Draw the emotional curves, with their table."""
    lines = [(Lane.TODAY, view.today), (Lane.TOMORROW, view.tomorrow)]
    curves = [
        charts.Curve(_(LANE_LABELS[lane]), tuple((each.step.draft.doing, each.step.draft.feeling) for each in steps))
        for lane, steps in lines
        if steps
    ]
    ticks = [_(FEELING_LABELS[each]) for each in sorted(FEELING_LABELS)]
    figures.show(charts.curve(_headline(view), curves, ticks=ticks), "curve")


def _headline(view: ScenarioView) -> charts.Headline:
    """Return the finding: where each journey is at its lowest."""
    subtitle = _("Feeling at each step, from −2 to +2, as the team describes it")
    lows = [
        min((each.step.draft.feeling, place) for place, each in enumerate(steps, 1))
        for steps in (view.today, view.tomorrow)
        if steps
    ]
    if not any(each.step.draft.feeling for each in (*view.today, *view.tomorrow)):  # as steps are when they are made
        return charts.Headline(_("No feeling is set yet: choose one at each step"), subtitle)
    if len(lows) == 2:
        today, tomorrow = (scenarios.signed(low) for low, _place in lows)
        return charts.Headline(
            _("The lowest moment goes from %(today)s to %(tomorrow)s", today=today, tomorrow=tomorrow), subtitle
        )
    low, place = lows[0]
    return charts.Headline(
        _("The lowest moment is step %(n)s (%(sign)s)", n=place, sign=scenarios.signed(low)), subtitle
    )


def prototype(view: ScenarioView) -> None:
    """Draw what is tried, and what would show that it works."""
    draft, labels = view.scenario.draft, design.words(HEAD_LABELS)
    rows = (("hypothesis", draft.hypothesis), ("indicator", draft.indicator), ("target", draft.target))
    if any(value for _name, value in rows):
        with st.container(border=True):
            st.subheader(_("Prototype"), anchor=False)
            for name, value in rows:
                if value:
                    st.caption(labels[name])
                    page.prose(value)


def prints(here: page.Here, view: ScenarioView) -> None:
    """Draw the buttons that make the files of a journey."""
    if not here.actor.may(Permission.EXPORT_TEAM):
        return
    demo, scenario_id = here.settings.is_demo, view.scenario.id
    with st.popover(_("Download"), icon=":material/download:", key="scenario_prints"):
        here.download(
            _("Journey to print (PNG)"),
            lambda db, actor: scenarios.png(db, actor, scenario_id=scenario_id, demo=demo),
            "scenario.png",
            "image/png",
            key="scenario_png",
        )
        here.download(
            _("Text (Markdown)"),
            lambda db, actor: scenarios.markdown(db, actor, scenario_id=scenario_id, demo=demo).encode(),
            "scenario.md",
            "text/markdown",
            key="scenario_md",
        )


def publishing(here: page.Here, view: ScenarioView) -> None:
    """Draw the button that publishes, or takes back; only the coordination has it."""
    if not here.actor.may(Permission.PUBLISH):
        return
    kept = view.scenario
    if view.state is State.PUBLISHED:
        if st.button(_("Take back"), icon=":material/visibility_off:"):
            design.do(here, scenarios.unpublish_scenario, scenario_id=kept.id, said=_("It is a draft again."))
    elif st.button(_("Publish"), icon=":material/visibility:", type="primary"):
        said = _("Everybody who signs in may read it.")
        design.do(here, scenarios.publish_scenario, scenario_id=kept.id, base=kept.version, said=said)


def head_form(here: page.Here, key: str, kept: ScenarioDraft | None, label: str) -> ScenarioDraft | None:
    """Draw the form of a scenario's head; return what it holds when it is sent."""
    draft, labels = kept or ScenarioDraft(""), design.words(HEAD_LABELS)
    people = {each.id: f"{each.letter} · {each.title}" for each in personas.personas(here.db, here.actor)}
    with st.form(f"scenario_form_{key}", border=False, enter_to_submit=False):
        title = st.text_input(labels["title"], draft.title, key=f"title_{key}")
        chosen = forms.choices(labels["persona_ids"], people, draft.persona_ids, key=f"for_{key}")
        names = design.code_names("barrier")
        barriers = forms.choices(labels["barriers"], names, draft.barriers, key=f"barriers_{key}")
        summary = st.text_area(labels["summary"], draft.summary, height=90, key=f"summary_{key}")
        st.markdown(f"**{_('Prototype')}**")
        texts = [
            st.text_area(labels[name], getattr(draft, name), height=80, key=f"{name}_{key}")
            for name in ("hypothesis", "indicator", "target")
        ]
        if not st.form_submit_button(label, type="primary", icon=":material/save:"):
            return None
    return ScenarioDraft(title, tuple(chosen), tuple(barriers), summary, *texts)


def step_form(here: page.Here, key: str, lane: Lane, kept: StepDraft | None, label: str) -> StepDraft | None:
    """Draw the form of a step; return what it holds when it is sent."""
    draft, labels = kept or StepDraft(lane, ""), design.words(STEP_LABELS)
    offered = {each.id: f"{each.name} — {each.partner_name}" for each in partners.services(here.db, here.actor)}
    with st.form(f"step_form_{key}", border=False, enter_to_submit=False):
        doing = st.text_area(labels["doing"], draft.doing, height=80, key=f"doing_{key}")
        feeling = st.select_slider(
            labels["feeling"],
            sorted(FEELING_LABELS),
            draft.feeling,
            format_func=lambda each: f"{scenarios.signed(each)} {_(FEELING_LABELS[each])}",
            key=f"feeling_{key}",
        )
        touchpoint = forms.choice(
            labels["touchpoint"], design.code_names("touchpoint"), draft.touchpoint, key=f"touch_{key}"
        )
        barrier = forms.choice(labels["barrier"], design.code_names("barrier"), draft.barrier, key=f"barrier_{key}")
        service = forms.choice(labels["service_id"], offered, draft.service_id, key=f"service_{key}")
        if not st.form_submit_button(label, type="primary", icon=":material/save:"):
            return None
    return StepDraft(lane, doing, int(feeling), touchpoint, barrier, service)


def names(here: page.Here) -> dict[str, str]:
    """Return ids and codes in words, to show two versions side by side."""
    people = {each.id: f"{each.letter} · {each.title}" for each in personas.personas(here.db, here.actor)}
    offered = {each.id: f"{each.name} — {each.partner_name}" for each in partners.services(here.db, here.actor)}
    return {**design.code_names("touchpoint"), **design.code_names("barrier"), **people, **offered}


def lane_editor(here: page.Here, view: ScenarioView, lane: Lane) -> None:
    """Draw the steps of one lane with their forms, order and removal, then the form of the next one."""
    steps = view.today if lane is Lane.TODAY else view.tomorrow
    scenario_id = view.scenario.id
    may_copy = lane is Lane.TOMORROW and view.today and not steps
    if may_copy and st.button(_("Begin with a copy of today’s journey"), icon=":material/content_copy:"):
        design.do(here, scenarios.copy_today, scenario_id=scenario_id, said=_("Now change what will be different."))
    for place, step in enumerate(steps, 1):
        design.settle_conflict(here, step.step.id, scenarios.edit_step, STEP_LABELS, names(here), step_id=step.step.id)
        with st.container(border=True, key=f"step_{step.step.id}"):
            read_step(place, step)
            _step_tools(here, step.step, first=place == 1, last=place == len(steps))
    with st.expander(_("Add a step"), icon=":material/add:", expanded=not steps):
        key = design.new_id(here, f"step_{lane}")
        draft = step_form(here, key, lane, None, _("Add the step"))
        wishes: dict[str, Any] = {"scenario_id": scenario_id, "draft": draft, "id": key}
        if draft is not None and design.do(here, scenarios.add_step, rerun=False, **wishes):
            design.done(here, f"step_{lane}")
            st.rerun()


def _step_tools(here: page.Here, step: Step, *, first: bool, last: bool) -> None:
    with st.container(horizontal=True):
        if st.button(
            _("Earlier"), key=f"up_{step.id}", icon=":material/arrow_upward:", type="tertiary", disabled=first
        ):
            design.do(here, scenarios.move_step, step_id=step.id, by=-1)
        if st.button(
            _("Later"), key=f"down_{step.id}", icon=":material/arrow_downward:", type="tertiary", disabled=last
        ):
            design.do(here, scenarios.move_step, step_id=step.id, by=1)
        with st.popover(_("Edit"), icon=":material/edit:", type="tertiary", key=f"edit_{step.id}"):
            base = design.seen(here, step.id, step.version, "doing")
            draft = step_form(here, base, step.draft.lane, step.draft, _("Save the step"))
            if draft is not None:
                said = _("The step is saved.")
                design.save_edit(here, step.id, scenarios.edit_step, draft=draft, base=base, said=said, step_id=step.id)
        design.bin_button(
            here, f"bin_{step.id}", scenarios.bin_step, scenarios.restore_step, {"step_id": step.id}, _("Remove")
        )
