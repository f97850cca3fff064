"""Personas on screen: the board, the sheet as it is read, and its prints."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from codesign import drawing, exchange, personas
from codesign.accounts import Actor, Permission
from codesign.i18n import _
from codesign.personas import Frequencies, LineKind, LineView, PersonaView, Portrait, Section, Standing, State
from codesign.storage import Database
from codesign.ui import design, design_portrait, kept, page, present, relecture

_PRINTS = "persona_prints"
KIND_ICONS = {
    LineKind.EVIDENCE: "fact_check",
    LineKind.INTERPRETATION: "psychology_alt",
    LineKind.QUOTE: "format_quote",
}


@st.cache_data(max_entries=64, show_spinner=False)
def avatar(seed: str, size: int = 192) -> bytes:
    """Return the abstract shape of a persona; drawn once, since it never changes."""
    return drawing.avatar(seed, size)


def _shape_name(view: PersonaView) -> str:
    return _("Abstract shape, persona %(letter)s", letter=view.letter)


def board(here: page.Here, found: tuple[PersonaView, ...]) -> None:
    """Draw the personas as cards, two a row."""
    counts = kept.read(here, personas.board_frequencies)
    for start in range(0, len(found), 2):
        for column, view in zip(st.columns(2), found[start : start + 2], strict=False):
            with column.container(border=True, key=f"card_{view.id}"):
                _card(here, view, counts.get(view.id))
    if not all(view.exact for view in found):
        page.quiet(_("Numbers of people are rounded to 5."))


def _card(here: page.Here, view: PersonaView, counts: Frequencies | None) -> None:
    shape, words = st.columns([1, 3], vertical_alignment="center")
    shape.image(avatar(view.id), width=96, alt=_shape_name(view))
    with words:
        st.header(f"{view.letter} · {design.plain(view.title)}", anchor=False)
        st.caption(personas.people_text(view.people))
    if view.tagline:
        page.prose(view.tagline)
    if counts is not None:  # None: made by somebody else since the list was read
        names = design.code_names("barrier")
        design.facts(names.get(row.code, row.code) for row in counts.family("barrier", 3))
    with st.container(horizontal=True, vertical_alignment="center"):
        if view.exact:
            design.state_badge(view.state)
        here.link("personas_board", _("Read"), icon=":material/menu_book:", persona=view.id)
        here.link("personas_edit", _("Edit"), icon=":material/edit:", persona=view.id)


def heading(view: PersonaView, told: Portrait | None = None) -> None:
    """Draw who the sheet is about, with what is `told` of its people where that is read too."""
    shape, words = st.columns([1, 5], vertical_alignment="center")
    shape.image(avatar(view.id), width=120, alt=_shape_name(view))
    with words:
        st.header(f"{view.letter} · {design.plain(view.title)}", anchor=False)
        with st.container(horizontal=True, vertical_alignment="center"):
            if view.exact:
                design.state_badge(view.state)
            st.badge(_(personas.METHOD_LABELS[view.method]), icon=":material/handyman:", color="gray")
            relecture.badge(view)
            st.caption(personas.people_text(view.people))
        if told is not None:
            design_portrait.facts(told)
    if view.unsealed:
        st.warning(
            _("This is no longer what was published: somebody changed a line since. Read it, then publish it again."),
            icon=":material/lock_open:",
        )
    if view.tagline:
        page.prose(view.tagline)


def frequency_list(counts: Frequencies, limit: int = 4) -> None:
    """Draw what the people live, each count in words over a bar of its length."""
    for family, label in personas.FAMILY_LABELS.items():
        rows = counts.family(family, limit)
        if rows:
            st.markdown(f"**{_(label)}**")
            names = design.code_names(family)
            st.html("".join(bar(names.get(row.code, row.code), str(row), row.fraction) for row in rows))
    if not counts.rows:
        st.caption(_("Nothing to count yet: codes appear once somebody has reviewed these people’s notes."))
    elif not counts.exact:
        st.caption(_("Counts are rounded to 5; codes of too few people are not shown. One person may live several."))


def bar(name: str, words: str, fraction: float) -> str:
    """Return a name, a bar of that part of the width (0–1), and words under it; all of them ours, as HTML."""
    return (
        f'<div style="margin:0 0 .6rem"><div>{name}</div>'
        '<div style="background:rgba(127,127,127,.18);height:.55rem;border-radius:2px" aria-hidden="true">'
        f'<div style="width:{fraction:.0%};height:100%;background:#0072B2;border-radius:2px"></div></div>'
        f'<div style="font-size:.875rem;opacity:.8">{words}</div></div>'
    )


def sheet(here: page.Here, view: PersonaView, told: Portrait) -> None:
    """Draw the lines of a persona by part, each opening what it rests on; the day goes on along a line of time."""
    for section in Section:
        lines = [line for line in view.section(section) if not line.vetoed]
        if lines or section is Section.DAY:
            st.subheader(_(personas.SECTION_LABELS[section]), anchor=False)
        for line in lines:
            read_line(here, line)
        if section is Section.DAY:
            design_portrait.day(here, told.day)
    relecture.removed(view)
    design_portrait.unsaid(here, view, told)


def read_line(here: page.Here, line: LineView) -> None:
    """Draw one line: its words, what kind of claim it is, and its evidence."""
    if line.gone:
        st.warning(_("This quote may no longer be used: its consent, or its note, changed."), icon=":material/block:")
        return
    page.prose(line.text, quote=line.kind is LineKind.QUOTE)
    with st.container(horizontal=True, vertical_alignment="center"):
        if line.to_review:
            st.badge(_("To be reviewed"), icon=":material/priority_high:", color="orange")
        else:
            st.caption(f":material/{KIND_ICONS[line.kind]}: {personas.detail(line)}")
        if line.lost and not line.to_review:
            st.badge(_("Lost part of its evidence"), icon=":material/priority_high:", color="orange")
        if line.vetoed:
            st.badge(_("Off the sheet: to be removed"), icon=":material/block:", color="orange")
        elif line.answers:
            design.facts(f"{_(personas.ANSWER_LABELS[answer])}{_(': ')}{n}" for answer, n in line.answers)
        if line.outside:
            st.badge(_("Outside the group: %(n)s", n=line.outside), icon=":material/person_off:", color="orange")
        if line.passages:
            with st.popover(_("Evidence"), icon=":material/search:", type="tertiary", key=f"why_{line.id}"):
                evidence(here, line)


def evidence(here: page.Here, line: LineView) -> None:
    """Draw the sentences that a line rests on, each with the way to its note."""
    for passage in line.passages:
        page.prose(passage.quote, quote=True)
        here.link("fieldnotes_note", _("Open the note"), icon=":material/description:", note=passage.source_id)
    hidden = (line.sentences or 0) - len(line.passages)
    if hidden > 0:
        st.caption(_("%(n)s more in notes that you may not read.", n=hidden))


def prints(here: page.Here, view: PersonaView) -> None:
    """Draw the way to the sheet on paper, for everybody, and the buttons that make its files."""
    st.link_button(
        _("Print"),
        present.address(view.id, paper=True),
        icon=":material/print:",
        help=_("The sheet on letter paper, small counts hidden."),
    )
    if not here.actor.may(Permission.EXPORT_TEAM):
        return
    demo, name = here.settings.is_demo, f"persona-{view.letter}"
    with st.popover(_("Download"), icon=":material/download:", key=_PRINTS, on_change="rerun"):
        st.caption(_("Small counts are hidden in every file."))
        asked = st.button(_("Card to print (PNG)"), icon=":material/image:", key="persona_card", on_click=_fold_prints)
        for label, kind, mime in (
            (_("Text (Markdown)"), "md", "text/markdown"),
            (_("Data (JSON)"), "json", "application/json"),
        ):
            here.download(label, _sheet_file(view.id, kind, demo=demo), f"{name}.{kind}", mime)
        here.link("personas_kit", _("All formats, for whom you choose"), icon=":material/folder_zip:", persona=view.id)
    if asked:
        st.dialog(_("Card to print"), width="large")(_card_pages)(here, view)


def _fold_prints() -> None:
    """Close the list of files, which would stand over the card."""
    st.session_state[_PRINTS] = False


def _sheet_file(persona_id: str, kind: str, *, demo: bool) -> Callable[[Database, Actor], bytes]:
    """Return what builds one file of a sheet when its button is pressed; it goes into the register of exports."""
    return lambda db, actor: exchange.export_sheet(db, actor, sheet_id=persona_id, kind=kind, demo=demo)[0].data


def _card_pages(here: page.Here, view: PersonaView) -> None:
    drawn = personas.png(here.db, here.actor, persona_id=view.id, demo=here.settings.is_demo)
    for number, data in enumerate(drawn, 1):
        label = _("Download page %(n)s of %(total)s", n=number, total=len(drawn))
        name = f"persona-{view.letter}-{number}.png"
        st.download_button(label, data, name, "image/png", key=f"page_{number}", type="primary", on_click="ignore")
        st.image(data, alt=_("Card of the persona; the text file says the same"))


def publishing(here: page.Here, view: PersonaView) -> None:
    """Draw the button that publishes, or takes back; only the coordination has it."""
    if not here.actor.may(Permission.PUBLISH):
        return
    if view.state is State.PUBLISHED:
        if st.button(_("Take back"), icon=":material/visibility_off:"):
            here.act(personas.unpublish_persona, persona_id=view.id, said=_("It is a draft again."))
    elif _publish_asked(view):
        here.act(
            personas.publish_persona,
            persona_id=view.id,
            base=view.version,
            seal=view.seal,
            said=_("Everybody who signs in may read it, small counts hidden."),
        )


def _publish_asked(view: PersonaView) -> bool:
    """Draw the button that publishes; where the people concerned did not recognise the sheet, it says so first."""
    label, icon = _("Publish"), ":material/visibility:"
    if view.standing is Standing.RECOGNISED:
        return st.button(label, icon=icon, type="primary")
    with st.popover(label, icon=icon, type="primary", key="publish_ask"):
        st.markdown(f"**{_(personas.STANDING_LABELS[view.standing])}.**")
        st.text(_("It can be published so: the sheet and every file will say it."))
        return st.button(_("Publish all the same"), icon=icon, key="publish_anyway")
