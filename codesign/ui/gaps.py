"""Who was not heard yet, on screen: a finding, its figure, and from each gap the way to a visit."""

from __future__ import annotations

import streamlit as st

from codesign import charts, dashboard, territory
from codesign.accounts import Permission
from codesign.charts import Chart, Headline, Share
from codesign.dashboard import VERDICT_LABELS, AttributeGap, EmptyCrossing, Gaps, GroupGap, Verdict
from codesign.i18n import N_, _, ngettext, number, percent
from codesign.privacy import ATTRIBUTE_LABELS, Masked
from codesign.territory import Reference, ReferenceGroup, VisitState
from codesign.ui import design, figures, forms, kept, page, people

SCREEN = "territory_gaps"
VISITS, REFERENCES = "visits", "references"
_HEADS = (N_("Group"), N_("Heard"), N_("Share heard (95 % interval)"), N_("Share of reference"))


def group_label(reference: Reference, group: ReferenceGroup) -> str:
    """Return the name of a group of a reference."""
    names = people.attribute_options(reference.attribute)
    return group.label or ", ".join(names.get(each, each) for each in group.values)


def aim(reference: Reference, group: ReferenceGroup) -> str:
    """Return a group as a visit names whom it is for."""
    return f"{reference.attribute}/{group.id}"


def aim_labels() -> dict[str, str]:
    """Return aim → its name, under its attribute, for every group of every reference."""
    return {
        aim(reference, group): f"{_(ATTRIBUTE_LABELS[reference.attribute])}{_(': ')}{group_label(reference, group)}"
        for reference in territory.published()
        for group in reference.groups
    }


def may_visit(here: page.Here) -> bool:
    """Say whether the person plans visits."""
    return here.actor.may(Permission.NOTE_RECORD)


def finding(found: AttributeGap) -> str:
    """Return what an attribute shows, in a sentence."""
    if not found.reference.complete:
        return _("Reference incomplete: nothing to compare with yet.")
    if any(each.verdict is Verdict.UNSAID for each in found.groups):
        return _("Too often not said to conclude.")
    if found.under:
        return missing(found.reference, found.under[0])
    if all(each.verdict in {Verdict.EARLY, Verdict.TINY, Verdict.HIDDEN} for each in found.groups):
        return _("Too few people yet to say who is missing.")
    return _("No gap that chance would not explain.")


def missing(reference: Reference, of: GroupGap) -> str:
    """Return the sentence of an under-heard group: how many were heard, at equal shares, and are missing."""
    heard, wanted = of.heard.value or 0, round(of.expected or 0)
    said = ngettext(
        "%(group)s: %(n)s person heard; at equal shares, %(expected)s.",
        "%(group)s: %(n)s people heard; at equal shares, %(expected)s.",
        heard,
        group=group_label(reference, of.group),
        expected=number(wanted),
    )
    return f"{said} " + ngettext("About %(n)s is missing.", "About %(n)s are missing.", of.missing)


def chart(found: AttributeGap) -> Chart:
    """Return the figure of an attribute; its title is the finding."""
    rows = [
        Share(
            group_label(found.reference, each.group),
            _said(each),
            each.share,
            each.low,
            each.high,
            each.target,
            wanting=each.verdict is Verdict.UNDER,
        )
        for each in found.groups
    ]
    n = _("n = %(n)s people", n=found.known)
    legend = _("Dot and line: share heard, with its interval.")
    if found.reference.complete:
        legend += " " + _("Tick: share of reference.")
    group, heard, share, target = (_(each) for each in _HEADS)
    return charts.shares(Headline(finding(found), f"{legend} {n}"), rows, (group, heard, share, target))


def _said(of: GroupGap) -> str:
    if of.heard.hidden:
        return str(of.heard)
    heard = ngettext("%(n)s heard", "%(n)s heard", of.heard.value or 0)
    if of.expected is None:
        return heard
    return _("%(heard)s, %(expected)s at equal shares", heard=heard, expected=number(round(of.expected)))


def source(of: Reference) -> None:
    """Say where the shares of reference come from, and how sure they are."""
    where = _("Reference: %(place)s, %(year)s.", place=of.geography, year=str(of.year))
    said = _("Source: %(source)s.", source=of.source) if of.source else ""
    sure = ""
    if of.complete:
        unsure = [group_label(of, each) for each in of.groups if not each.verified]
        sure = _("Not verified: %(groups)s.", groups=", ".join(unsure)) if unsure else _("Verified at the source.")
    page.quiet(" ".join(each for each in (where, said, sure, of.note) if each))


def screen(here: page.Here) -> None:
    """Draw who is missing among the people heard, or that nobody was heard yet."""
    found = read(here)
    if not found.people.value:
        said = _("Nobody was heard yet, or too few people to show: the gaps will appear with the notes.")
        page.empty(said, icon="groups")
        here.link("fieldnotes_new", _("Write a first note"), icon=":material/edit_note:")
        return
    page.quiet(heard(found.people))
    board(here, found)
    if found.unnamed.value:
        page.quiet(_("Notes without a pseudonym, of whom nothing is known: %(n)s.", n=found.unnamed))


def board(here: page.Here, found: Gaps) -> None:
    """Draw one attribute with its figure and gaps, then the crossings that nobody stands in."""
    choices = {each.reference.attribute: _(ATTRIBUTE_LABELS[each.reference.attribute]) for each in found.attributes}
    worst = max(found.attributes, key=lambda each: max([group.missing for group in each.under], default=0))
    last = here.state.get("attribute", worst.reference.attribute)
    chosen = forms.radio(_("Look at"), choices, last, key="gap_attribute", horizontal=True)
    one = next((each for each in found.attributes if each.reference.attribute == chosen), worst)
    here.state["attribute"] = one.reference.attribute
    drawn = kept.chart(here, lambda: chart(one), "gap", one.reference.id, found.exact)  # others see rounded counts
    figures.show(drawn, f"gap_{one.reference.id}")
    if not one.reference.complete and here.actor.may(Permission.STEWARD):
        here.link(SCREEN, _("Give the shares of reference"), icon=":material/percent:", view=REFERENCES)
    _wanting(here, one)
    _facts(one)
    source(one.reference)
    _verdicts(one)
    if found.exact:
        crossings(here, found.crossings)


def _wanting(here: page.Here, of: AttributeGap) -> None:
    """Draw what may be done about the figure: its title says the first gap already, the others are said here."""
    for place, each in enumerate(of.under):
        aims = (aim(of.reference, each.group),)
        if place:
            _gap(here, missing(of.reference, each), aims)
        elif may_visit(here):
            _way(here, aims)
    for each in of.groups:
        if each.proxy_only:
            label = group_label(of.reference, each.group)
            said = _("%(group)s: heard only through somebody else. Nobody spoke for themselves.", group=label)
            _gap(here, said, (aim(of.reference, each.group),))
    if of.under and not may_visit(here):
        page.quiet(
            _(
                "Do you know a place, or somebody whom they trust, where these people could be met? Tell the"
                " coordination: the team plans the visits."
            )
        )


def _facts(of: AttributeGap) -> None:
    if of.coverage is not None:
        page.quiet(
            _(
                "Coverage gap: %(share)s. This is the part of the people heard who would have to be others for shares"
                " to be equal.",
                share=percent(of.coverage),
            )
        )
    if of.unsaid.hidden or of.unsaid.value:
        page.quiet(_("Not said, and left out of the shares: %(n)s.", n=of.unsaid))


def _verdicts(of: AttributeGap) -> None:
    """Say of which groups nothing may be said, and why."""
    quiet = (Verdict.EARLY, Verdict.TINY, Verdict.HIDDEN)
    for verdict in quiet:
        names = [group_label(of.reference, each.group) for each in of.groups if each.verdict is verdict]
        if names and of.reference.complete:
            page.quiet(_(VERDICT_LABELS[verdict]) + _(": ") + ", ".join(names))


def crossings(here: page.Here, found: tuple[EmptyCrossing, ...]) -> None:
    """Draw the crossings of attributes that nobody heard stands in."""
    st.subheader(_("Crossings where nobody was heard"), anchor=False)
    if not found:
        page.quiet(_("None that counts for at least 2 %."))
    for each in found:
        names = " × ".join(group_label(reference, group) for reference, group in each.aims)
        said = ngettext(
            "%(names)s: nobody heard; at equal shares, about %(n)s person.",
            "%(names)s: nobody heard; at equal shares, about %(n)s people.",
            max(1, round(each.expected)),
            names=names,
        )
        _gap(here, said, tuple(aim(reference, group) for reference, group in each.aims))
    if found:
        page.quiet(
            _(
                "These shares are the product of the shares of each attribute, as if one had nothing to do with the"
                " other: an order of size, no more."
            )
        )


def _gap(here: page.Here, said: str, aims: tuple[str, ...]) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(design.plain(said), width="stretch")
        if may_visit(here):
            _way(here, aims)


def _way(here: page.Here, aims: tuple[str, ...]) -> None:
    here.link(SCREEN, _("Plan a visit"), icon=":material/event:", view=VISITS, aims="+".join(aims))
    visits = [each for each in kept.read(here, territory.visits) if each.state is VisitState.PLANNED]
    if any({*aims} <= {*each.draft.aims} for each in visits):
        page.quiet(_("A visit is planned already."))


def limits() -> None:
    """Say what no count of the census can show."""
    page.quiet(
        _(
            "The census itself undercounts those we look for: people without status or without a fixed address. To hear"
            " some people more than their share is a choice, never a mistake."
        )
    )


def read(here: page.Here) -> Gaps:
    """Return the gaps as this person may see them, read once while nothing changes."""
    shared = Permission.NOTE_RECORD if may_visit(here) else Permission.DASHBOARD_SEE  # the team, or everybody else
    return kept.read(here, dashboard.gaps, shared=shared)


def heard(of: Masked) -> str:
    """Return how many people were heard, in words."""
    return _("People heard under a pseudonym: %(n)s.", n=of)
