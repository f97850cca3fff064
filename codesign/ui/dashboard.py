"""The figures of the dashboard: masked counts in, findings in sentences out. Nothing here sees a raw count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from codesign import barriers, charts, codebook, fieldnotes, territory
from codesign.barriers import BARRIER
from codesign.charts import Bar, Chart, Headline
from codesign.dashboard import Axis, CodeCount, Overview
from codesign.fieldnotes import OccasionKind
from codesign.i18n import N_, _, language, month, ngettext
from codesign.privacy import Masked
from codesign.ui import codes, kept, page
from codesign.ui.page import Here

_SHORT = {"accompagnement": N_("Accomp."), "atelier": N_("Workshop"), "appel": N_("Call")}
EVIDENCE = 12  # sentences shown: enough to judge a barrier, few enough to read
_MONTHS = (
    N_("Jan."), N_("Feb."), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("Aug."), N_("Sept."), N_("Oct."), N_("Nov."), N_("Dec."),
)  # fmt: skip


def value_label(axis: Axis, value: str) -> str:
    """Return the name of a sector, a kind of occasion or a month."""
    if axis is Axis.SECTOR:
        return territory.sector_label(value)
    if axis is Axis.OCCASION:
        return _(fieldnotes.OCCASION_LABELS[OccasionKind(value)])
    return month(date.fromisoformat(f"{value}-01"))


def period(found: Overview) -> str:
    """Return the months that the figures cover, in words."""
    if found.months is None:
        return _("no note yet") if found.people.hidden else _("period not shown")
    first, last = (value_label(Axis.MONTH, each) for each in found.months)
    return first if first == last else _("%(first)s to %(last)s", first=first, last=last)


def measure(found: Overview, people: Masked, when: str = "") -> str:
    """Return what is counted, of how many people, over which months (or `when`, the one month that is looked at)."""
    return _("Distinct people who tell it · n = %(n)s people · %(period)s", n=people, period=when or period(found))


def hint() -> str:
    """Say what a hidden number means, and how people are counted."""
    return _("Hatched (—): not shown, because too few people stand there or so that no other number can be worked out.")


def _bar(each: CodeCount) -> Bar:
    share = f" · {each.share}" if each.share else ""
    return _masked_bar(codes.label(BARRIER, each.code), each.count, hue=codes.hue(BARRIER, each.code), more=share)


def _masked_bar(label: str, count: Masked, *, hue: str | None = None, more: str = "") -> Bar:
    return Bar(label, count.value, masked=count.hidden, text=f"{count}{more}", hue=hue)


def barriers_chart(
    found: Overview, rows: Sequence[CodeCount], people: Masked, where: str = "", when: str = ""
) -> Chart:
    """Return the bars by code, `where` and `when` they stand; the title names the barrier that most people tell."""
    shown = [each for each in rows if not each.count.hidden]
    if not shown:
        title = _("Too few people yet to show any barrier.")
    elif where:
        name = codes.label(BARRIER, shown[0].code)
        title = _("%(where)s: “%(barrier)s” comes first.", where=where, barrier=name)
    else:
        name = codes.label(BARRIER, shown[0].code)
        title = _("“%(barrier)s” is the barrier that most people tell.", barrier=name)
    headline = Headline(title, measure(found, people, when))
    return charts.bars(headline, [_bar(each) for each in rows], label=_("Barrier"), unit=_("People"))


def path_chart(found: Overview) -> Chart:
    """Return the path of access; the title names the stage where it breaks for most people."""
    names = {each.id: each.ability(language()) for each in codebook.load_codebook().dimensions}
    shown = [each for each in found.stages if not each.count.hidden]
    title = _("Too few people yet to show where the path breaks.")
    if shown:
        worst = max(shown, key=lambda each: each.count.value or 0)
        title = _("The path breaks mostly here: %(stage)s.", stage=names[worst.stage].lower())
    rows = [_masked_bar(names[each.stage], each.count) for each in found.stages]
    about = _("%(measure)s · rounded to the nearest 5", measure=measure(found, found.people))
    headline = Headline(title, about)
    return charts.path(headline, rows, label=_("Stage of access"), unit=_("People"))


def grid_chart(found: Overview, axis: Axis) -> Chart:
    """Return codes by the values of one axis; the title names the greatest cell."""
    crossing = found.crossings[axis]
    names = [_head(axis, value) for value in crossing.values]
    rows = {
        codes.label(BARRIER, each.code): [
            _masked_bar(name, crossing.cells[each.code, value])
            for name, value in zip(names, crossing.values, strict=True)
        ]
        for each in found.codes
    }
    shown = [
        (_weight(axis, cell, crossing.people[key[1]]), key)
        for key, cell in crossing.cells.items()
        if cell.value is not None and key[1] != territory.UNKNOWN
    ]
    title = _("Too few people yet to compare.")
    if shown:
        _most, (code, value) = max(shown)
        name, place = codes.label(BARRIER, code), value_label(axis, value)
        title = _("“%(barrier)s” weighs most in the sector %(place)s.", barrier=name, place=place)
        if axis is Axis.OCCASION:
            title = _("“%(barrier)s” is told mostly here: %(place)s.", barrier=name, place=place)
    headline = Headline(title, measure(found, found.people))
    return charts.grid(headline, rows, names, label=_("Barrier"))


def _weight(axis: Axis, cell: Masked, people: Masked) -> float:
    """Return what makes a cell the greatest: sectors differ in size, so that a share of those who were heard there."""
    if axis is not Axis.SECTOR:
        return cell.value or 0
    return (cell.value or 0) / people.value if people.value else 0.0


def _head(axis: Axis, value: str) -> str:
    """Return the head of a column, short enough for a phone."""
    return _(_SHORT[value]) if axis is Axis.OCCASION and value in _SHORT else value_label(axis, value)


def months_chart(found: Overview, code: str) -> Chart:
    """Return one barrier by the month in which its people were first met."""
    crossing = found.crossings[Axis.MONTH]
    rows = [_masked_bar(_(_MONTHS[int(value[5:7]) - 1]), crossing.cells[code, value]) for value in crossing.values]
    counts = [(crossing.cells[code, value].value or 0, value) for value in crossing.values]
    best = max(counts, default=(0, ""))
    name = codes.label(BARRIER, code)
    title = _("“%(barrier)s”: too few people in any one month to show it.", barrier=name)
    if best[0]:
        where = value_label(Axis.MONTH, best[1])
        title = _("“%(barrier)s”: most of its people were met in %(month)s.", barrier=name, month=where)
    headline = Headline(title, _("Distinct people, by the month in which they were first met"))
    return charts.columns(headline, rows, label=_("Month"), unit=_("People"))


def evidence(here: Here, code: str) -> None:
    """Draw the sentences that a barrier rests on, those that the reader may open, each with its note."""
    tags = kept.read(here, barriers.evidence, family=BARRIER, code=code)
    name = codes.label(BARRIER, code)
    with st.expander(_("Open the evidence of “%(barrier)s”", barrier=name), icon=":material/format_quote:"):
        if not tags:
            st.caption(_("No sentence that you may read."))
        for tag in tags[:EVIDENCE]:
            page.prose(tag.quote, quote=True)
            if tag.source_kind == "note":
                here.link("fieldnotes_note", _("Open the note"), icon=":material/description:", note=tag.source_id)
        if len(tags) > EVIDENCE:
            left = len(tags) - EVIDENCE
            st.caption(ngettext("And %(n)s other sentence.", "And %(n)s other sentences.", left))
