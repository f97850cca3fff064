"""Looking for personas in the data, on screen: the wish, the work under way, and what was found in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import streamlit as st

from codesign import jobs, personas
from codesign.i18n import _, ago, ngettext, number, percent
from codesign.jobs import JobState
from codesign.personas import Findings, Group, Outcome, PersonaDraft, Solidity, Trait
from codesign.ui import design, design_personas, forms, kept, page
from codesign.ui.jobs_panel import jobs_panel

SOLIDITY_COLOURS = {
    Solidity.VERY_SOLID: "green",
    Solidity.SOLID: "green",
    Solidity.TO_CONFIRM: "orange",
    Solidity.LEAD: "gray",
}
FEW_PEOPLE = 150  # under this, only the largest of planted groups are found


def ask(here: page.Here) -> None:
    """Draw the button that starts a search, or the search under way."""
    job = next((each for each in jobs.all_jobs(here.db) if each.kind == personas.KIND), None)
    if job is not None and not job.state.is_over:
        if job.asked_by == here.actor.id:
            jobs_panel(here, job.id)
        else:
            st.info(
                _("Somebody of the team is searching now. What is found will stand here."), icon=":material/search:"
            )
        return
    if job is not None and job.state is not JobState.DONE and job.asked_by == here.actor.id:
        jobs_panel(here, job.id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        numbers = {str(n): number(n) for n in range(2, personas.MAX_GROUPS + 1)}
        wish = forms.choice(_("Number of groups"), numbers, key="groups", placeholder=_("Let the data choose"))
        if st.button(_("Search the data"), type="primary", icon=":material/travel_explore:"):
            here.act(personas.ask_search, groups=int(wish) if wish else None, said=_("The search has begun."))


def results(here: page.Here) -> None:
    """Draw the last search."""
    found = kept.read(here, personas.findings)
    if found is None:
        page.empty(_("Nobody has searched yet."), icon="travel_explore")
        return
    _summary(found)
    for group in found.groups:
        with st.container(border=True, key=f"group_{group.number}"):
            _group(here, found, group)
    if found.outcome is Outcome.FOUND:
        _change(here, found)
    else:
        _what_can_be_said(found)
    _method(found)


def _summary(found: Findings) -> None:
    st.subheader(_verdict(found), anchor=False)
    until = _until(found.until)
    people = ngettext("%(n)s person with codes", "%(n)s people with codes", found.people)
    design.facts([until, people, _("Searched %(ago)s", ago=ago(datetime.fromisoformat(found.made_at)))])
    if found.stale:
        st.warning(
            _("The data changed since this search. Search again to see today’s groups."), icon=":material/update:"
        )
    if found.outcome is Outcome.TOO_FEW:
        st.write(
            _(
                "Under %(least)s people, groups would be drawn by chance: such data are for reading."
                " Here is what can be said already.",
                least=personas.MIN_TO_FIT,
            )
        )
    elif found.outcome is Outcome.NO_STRUCTURE:
        st.write(_("People live these things in too many combinations for groups to be more than chance."))
    else:
        _about_groups(found)


def _verdict(found: Findings) -> str:
    if found.outcome is Outcome.FOUND:
        return ngettext("%(n)s group found", "%(n)s groups found", len(found.groups))
    if found.outcome is Outcome.TOO_FEW:
        return _("Too few people to look for personas")
    return _("These data do not allow personas to be told apart")


def _about_groups(found: Findings) -> None:
    if found.wish is not None:
        st.write(
            _("The team asked for %(wish)s groups; the data prefer %(chosen)s.", wish=found.wish, chosen=found.chosen)
        )
    n = len(found.groups)
    if n < (found.wish or found.chosen):
        st.write(
            ngettext(
                "Only %(n)s group has %(least)s people or more.",
                "Only %(n)s groups have %(least)s people or more.",
                n,
                least=personas.MIN_PEOPLE,
            )
        )
    if found.outside:
        st.write(ngettext("%(n)s person fits no group.", "%(n)s people fit no group.", found.outside))
    if found.people < FEW_PEOPLE:
        st.caption(_("Under %(n)s people, only the largest groups can be seen: others may exist.", n=FEW_PEOPLE))


def _until(month: str) -> str:
    return _("Data up to %(month)s", month=design.month_name(month)) if month else ""


def _name(code: tuple[str, str]) -> str:
    return design.code_names(code[0]).get(code[1], code[1])


def _group(here: page.Here, found: Findings, group: Group) -> None:
    leading = [*group.leading("barrier"), *group.leading("need")]
    words = ", ".join(_name((each.frequency.family, each.frequency.code)) for each in leading[:2])
    title = _("Group %(n)s", n=group.number + 1)
    st.subheader(f"{title} · {words}" if words else title, anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        share = _("%(n)s of %(people)s people (%(share)s)", n=group.people, people=found.people, share=group.share)
        st.caption(share)
        word = _(personas.SOLIDITY_LABELS[group.solidity])
        st.badge(word, color=SOLIDITY_COLOURS[group.solidity], help=_solid_help(found, group))  # type: ignore[arg-type]
    for family, label in (("barrier", _("Barriers that set them apart")), ("need", _("Needs that set them apart"))):
        _traits(label, group.leading(family))
    if group.missing:
        st.caption(_("Rarer here than elsewhere: %(names)s", names=", ".join(map(_name, group.missing))))
    if not leading:
        st.caption(_("Nothing sets these people apart: they are those who resemble no other group."))
    elif group.few:
        st.caption(
            _("Fewer than %(n)s of these people are left: no persona can be made from them.", n=personas.MIN_PEOPLE)
        )
    else:
        _make(here, found, group, words)
    for persona_id in group.persona_ids:
        here.link("personas_board", _("Persona made from this group"), icon=":material/groups:", persona=persona_id)


def _solid_help(found: Findings, group: Group) -> str:
    return _(
        "The same people come back together at %(jaccard)s when %(rounds)s other meetings are imagined.",
        jaccard=percent(group.jaccard),
        rounds=found.rounds,
    )


def _traits(label: str, found: Iterable[Trait]) -> None:
    rows = tuple(found)
    if rows:
        st.markdown(f"**{label}**")
        st.html("".join(_row(each) for each in rows))


def _row(each: Trait) -> str:
    more = _(
        "%(lift)s times as often as overall; share likely between %(low)s and %(high)s",
        lift=number(each.lift, 1),
        low=percent(each.low),
        high=percent(each.high),
    )
    name = _name((each.frequency.family, each.frequency.code))
    return design_personas.bar(name, f"{each.frequency}<br>{more}", each.frequency.fraction)


def _make(here: page.Here, found: Findings, group: Group, words: str) -> None:
    with st.popover(_("Make the persona from this group"), icon=":material/add:", key=f"make_{group.number}"):
        key = design.new_id(here, f"found_{group.number}")
        with st.form(f"make_form_{group.number}", border=False):
            title = st.text_input(
                _("Title: what these people come up against"), words, key=f"found_title_{found.run_id}_{group.number}"
            )
            sent = st.form_submit_button(_("Make it"), type="primary")
        if sent and here.act(
            personas.create_from_group,
            run_id=found.run_id,
            number=group.number,
            draft=PersonaDraft(title),
            id=key,
            rerun=False,
        ):
            design.done(here, f"found_{group.number}")
            here.go("personas_edit", persona=key)


def _change(here: page.Here, found: Findings) -> None:
    st.subheader(_("Beside the published personas"), anchor=False)
    change = found.change
    if not (change.kept or change.split or change.merged or change.gone):
        st.caption(_("No persona is published yet: there is nothing to compare with."))
        return
    letters = {view.id: view.letter for view in kept.read(here, personas.personas)}
    lines = [
        _(
            "Persona %(letter)s is found again in group %(n)s: %(both)s people in both, %(left)s left, %(came)s came.",
            letter=letters.get(each.persona_id, "?"),
            n=each.number + 1,
            both=each.both,
            left=each.left,
            came=each.came,
        )
        for each in change.kept
    ]  # fmt: skip - the message and what fills it
    for persona_id, parts in change.split:
        names = ", ".join(str(each + 1) for each in parts)
        lines.append(
            _(
                "Persona %(letter)s is split between groups %(groups)s.",
                letter=letters.get(persona_id, "?"),
                groups=names,
            )
        )
    for n, ids in change.merged:
        names = ", ".join(letters.get(each, "?") for each in ids)
        lines.append(_("Group %(n)s brings together personas %(letters)s.", n=n + 1, letters=names))
    lines += [_("Group %(n)s is new.", n=each + 1) for each in change.new]
    lines += [
        _("Persona %(letter)s has no group of its own in this search.", letter=letters.get(each, "?"))
        for each in change.gone
    ]
    if change.moved:
        lines.append(
            ngettext("%(n)s person in all changed groups.", "%(n)s people in all changed groups.", change.moved)
        )
    st.markdown("\n".join(f"- {line}" for line in lines))


def _what_can_be_said(found: Findings) -> None:
    st.subheader(_("What people live, all together"), anchor=False)
    design_personas.frequency_list(found.overall, 6)
    if found.pairs:
        st.markdown(f"**{_('Barriers that come together')}**")
        said = (
            ngettext("%(names)s: %(n)s person", "%(names)s: %(n)s people", n, names=f"{_name(one)} + {_name(two)}")
            for one, two, n in found.pairs
        )
        st.markdown("\n".join(f"- {each}" for each in said))


def _method(found: Findings) -> None:
    with st.expander(_("How this was done"), icon=":material/science:"):
        st.write(
            _(
                "People who live the same codes are put together. The result is first compared with tables"
                " in which each person keeps their number of codes and each code its number of people, but"
                " chance decides who lives what: without a clear difference, no group is shown. The number"
                " of groups is the one that foretells best people left aside. Age, origin or sector are"
                " never looked at."
            )
        )
        facts = [_("Seed %(seed)s", seed=found.seed), _("Codebook %(version)s", version=found.codebook)]
        if found.gate is not None:
            facts.append(_("Difference from chance: %(n)s standard deviations (at least 2.5)", n=number(found.gate, 1)))
        design.facts([*facts, _("%(n)s draws", n=found.rounds), _("Data %(hash)s", hash=found.data_hash)])


def origin(here: page.Here, view: personas.PersonaView) -> None:
    """Say where a persona that was found comes from, and whether its people's notes say something else since."""
    if not view.exact or view.method is not personas.Method.FOUND:
        return
    found = kept.read(here, personas.provenances).get(view.id)
    if found is None:
        return
    st.caption(_until(found.until))
    if found.outdated:
        st.warning(
            _("The codes of these people changed since this persona was found. Search again, then read it anew."),
            icon=":material/update:",
        )
