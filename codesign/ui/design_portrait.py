"""What the data say of a persona’s people, on screen: counts beside everybody, a day, two readings, who they are."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import streamlit as st

from codesign import fieldnotes, personas
from codesign.i18n import _, ngettext
from codesign.personas import Act, Day, Panel, Portrait, Stop
from codesign.ui import design, forms, kept, page

_TRACK = "background:rgba(127,127,127,.18);height:{high}rem;border-radius:2px"
_FILL = "width:{wide:.0%};height:100%;background:{hue};border-radius:2px"
_QUIET = "font-size:.875rem;opacity:.8"
_LIST = "list-style:none;margin:0;padding:0;max-width:68ch"
_ITEM = (
    "position:relative;border-inline-start:2px solid rgba(127,127,127,.45);margin:0 0 0 .4rem;padding:0 0 1rem 1.1rem"
)
_LAST = "position:relative;border-inline-start:2px solid transparent;margin:0 0 0 .4rem;padding:0 0 .2rem 1.1rem"
_POINT = (
    "position:absolute;inset-inline-start:calc(-.4rem - 1px);top:.42rem;width:.7rem;height:.7rem;border-radius:50%;"
    "background:#56B4E9;border:1px solid #1D2730"
)
_GRID = "display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.5rem 2rem"
MAX_ACTS = 8
_PARTS = {"need": "needs", "strategy": "copes", "aspiration": "wants", "leader": "leaders"}  # a family and its part


def facts(told: Portrait) -> None:
    """Draw what is said under the title: share, solidity, last note, through whom people are heard."""
    design.facts(personas.facts(told))


def counted(told: Portrait, limit: int = 4) -> None:
    """Draw what the people live, each count over a bar of its length, set beside everybody."""
    for family, label in personas.FAMILY_LABELS.items():
        rows = told.counts.family(family, limit)
        if rows:
            st.markdown(f"**{_(label)}**")
            st.html("".join(_counted(told, row) for row in rows))
    if not told.counts.rows:
        st.caption(_("Nothing to count yet: codes appear once somebody has reviewed these people’s notes."))
        return
    if not told.exact:
        st.caption(_("Counts are rounded to 5; codes of too few people are not shown. One person may live several."))
    if any(told.trait(row.family, row.code) for row in told.counts.rows):
        st.caption(_("“about ×”: how many times as often as overall, said with caution: few people pull it towards 1."))


def _counted(told: Portrait, row: personas.Frequency) -> str:
    trait = told.trait(row.family, row.code)
    beside = personas.beside_text(trait)
    return bar(personas.code_label(row.family, row.code), str(row), row.fraction, beside)


def bar(name: str, words: str, fraction: float | None, more: str = "", hue: str = "#0072B2", high: float = 0.55) -> str:
    """Return a name, a bar of that part of the width (0–1; None: no bar), and words under it, as HTML."""
    if fraction is None:
        return f'<div style="{_QUIET};margin:0 0 .7rem">{escape(name)}{escape(_(": "))}{escape(words)}</div>'
    fill = _FILL.format(wide=fraction, hue=hue)
    drawn = f'<div style="{_TRACK.format(high=high)}" aria-hidden="true"><div style="{fill}"></div></div>'
    under = f'<div style="{_QUIET}">{escape(more)}</div>' if more else ""
    said = f'<div style="{_QUIET}">{escape(words)}</div>'
    return f'<div style="margin:0 0 .7rem"><div>{escape(name)}</div>{drawn}{said}{under}</div>'


def panels(told: Portrait) -> None:
    """Draw the readings of the barriers side by side, then who the people are; their day stands among the lines."""
    found = {panel.id: panel for panel in personas.panels(told)}
    for column, name in zip(st.columns(2, gap="large"), ("levesque", "non_recours"), strict=True):
        with column.container(border=True, key=f"panel_{name}"):
            _panel(found[name])
    with st.container(border=True, key="panel_attributes"):
        _panel(found["attributes"])


def _panel(panel: Panel) -> None:
    st.subheader(panel.heading, anchor=False)
    groups = {row.group: "" for row in panel.rows}
    for row in panel.rows:
        groups[row.group] += bar(row.label, row.text, row.fraction, row.more, "#009E73", 0.4)
    if groups:
        parts = (f'<div><div style="font-weight:600">{escape(name)}</div>{rows}</div>' for name, rows in groups.items())
        st.html(f'<div style="{_GRID if len(groups) > 1 else ""}">{"".join(parts)}</div>')
    if panel.note:
        st.caption(panel.note)


def day(here: page.Here, told: Day) -> None:
    """Draw the stops of the day along a line, what was seen there for those who may open the notes."""
    panel = personas.day_panel(told)
    if panel.rows:
        items = [_stop(row.label, row.words, last=row is panel.rows[-1]) for row in panel.rows]
        st.html(f'<ol style="{_LIST}" aria-label="{escape(panel.heading)}">{"".join(items)}</ol>')
    if panel.note:
        st.caption(panel.note)
    acts = sum(len(stop.acts) for stop in told.stops)
    if acts:
        label = ngettext("%(n)s moment seen", "%(n)s moments seen", acts)
        with st.popover(label, icon=":material/search:", type="tertiary", key="day_moments"):
            for stop in told.stops:
                _acts(here, stop)


def _stop(label: str, words: str, *, last: bool) -> str:
    return (
        f'<li style="{_LAST if last else _ITEM}"><span style="{_POINT}" aria-hidden="true"></span>'
        f'<div style="font-weight:600">{escape(label)}</div><div style="{_QUIET}">{escape(words)}</div></li>'
    )


def _acts(here: page.Here, stop: Stop) -> None:
    if not stop.acts:
        return
    st.markdown(f"**{personas.stop_label(stop)}**")
    for number, act in enumerate(stop.acts[:MAX_ACTS]):
        page.prose(" · ".join(_said(act)))
        with st.container(key=f"act_{stop.place}_{number}"):
            here.link("fieldnotes_note", _("Open the note"), icon=":material/description:", note=act.note_id)
    rest = len(stop.acts) - MAX_ACTS
    if rest > 0:
        st.caption(ngettext("%(n)s more", "%(n)s more", rest))


def _said(act: Act) -> Iterator[str]:
    if act.minute is not None:
        yield _("T+%(n)s min", n=act.minute)
    yield from (each for each in (act.text, act.interaction) if each)
    if act.touchpoint:
        yield _(dict(fieldnotes.PLACES)[act.touchpoint])


def excerpts(here: page.Here, view: personas.PersonaView, told: Portrait) -> None:
    """Draw what a count rests on, for those who build: the sentences of one code, read when it is chosen."""
    if not view.exact or not told.counts.rows:
        return
    names = design.any_code_names()
    codes = {
        f"{row.family}:{row.code}": names.get(f"{row.family}:{row.code}", row.code)
        for family in personas.FAMILY_LABELS
        for row in told.counts.family(family)
    }
    chosen = forms.choice(_("Read the excerpts of a count"), codes, key=f"excerpts_{view.id}")
    if not chosen:
        return
    wanted = personas.PassageFilter(code=chosen, persona_id=view.id)
    found = kept.read(here, personas.passages, wanted=wanted)
    for number, passage in enumerate(found[:MAX_ACTS]):
        page.prose(passage.evidence.quote, quote=True)
        with st.container(key=f"excerpt_{number}"):
            here.link(
                "fieldnotes_note", _("Open the note"), icon=":material/description:", note=passage.evidence.source_id
            )
    if len(found) > MAX_ACTS:
        st.caption(ngettext("%(n)s more", "%(n)s more", len(found) - MAX_ACTS))
    if not found:
        st.caption(_("These sentences stand in notes that you may not read."))


def unsaid(here: page.Here, view: personas.PersonaView, told: Portrait) -> None:
    """Say, to those who build, what people told that no line says yet."""
    waiting = []
    for family, part in _PARTS.items():
        rows = told.counts.family(family)
        if rows and not view.section(personas.Section(part)):
            waiting.append(_(personas.SECTION_LABELS[personas.Section(part)]))
    if view.exact and waiting:
        st.caption(
            ":material/edit_note: " + _("Told in the notes, not on the sheet yet: %(parts)s.", parts=", ".join(waiting))
        )
        here.link("personas_edit", _("Write these lines"), icon=":material/edit:", persona=view.id)
