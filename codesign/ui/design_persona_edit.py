"""Building a persona on screen: whom it is made from, what they share, its lines and the quotes to choose from."""

from __future__ import annotations

from typing import Any

import streamlit as st

from codesign import personas
from codesign.i18n import N_, _, ngettext
from codesign.personas import Candidate, Evidence, LineDraft, LineKind, LineView, PersonaView, Section
from codesign.ui import design, design_personas, forms, page

HEAD_LABELS = {"letter": N_("Letter"), "title": N_("Title"), "tagline": N_("In one sentence")}
LINE_LABELS = {"section": N_("Part of the sheet"), "text": N_("Line")}
OCCASIONS = {"accompagnement": N_("Shadowing"), "atelier": N_("Workshop"), "appel": N_("Listening call")}
PAGE_SIZE = 12


def head(here: page.Here, view: PersonaView) -> None:
    """Draw the form of title, letter and tagline, and the way to the bin."""
    base = design.seen(here, view.id, view.version, "ptitle")
    with st.form(f"head_{base}", border=False, enter_to_submit=False):
        title = st.text_input(_("Title: what these people come up against"), view.title, key=f"ptitle_{base}")
        tagline = st.text_area(_("In one sentence"), view.tagline, height=80, key=f"tagline_{base}")
        letters = {each: each for each in personas.LETTERS}
        letter = forms.choice(_("Letter"), letters, view.letter, key=f"letter_{base}") or view.letter
        if st.form_submit_button(_("Save the title"), type="primary", icon=":material/save:"):
            draft = personas.PersonaDraft(title, tagline, letter)
            design.save_edit(
                here, view.id, personas.edit_persona,
                draft=draft, base=base, said=_("The title is saved."), persona_id=view.id,
            )  # fmt: skip
    if here.confirm(f"bin_{view.id}", _("Put the persona in the bin"), _("You can take it back from the board.")):
        design.do(here, personas.bin_persona, persona_id=view.id, rerun=False)
        here.go("personas_board")


def people(here: page.Here, view: PersonaView) -> None:
    """Draw the choice of people, and what those chosen share, before anything is saved."""
    found = personas.candidates(here.db, here.actor)
    if not found:
        page.empty(_("Nobody to choose yet: a note with consent for personas must come first."), icon="person_search")
        here.link("fieldnotes_new", _("Write a note"), icon=":material/edit_note:")
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        chosen = _choice(here, view, found)
    with right, st.container(border=True):
        who = _split(chosen)
        counts = personas.frequencies(here.db, here.actor, **who)
        st.subheader(personas.people_text(counts.people), anchor=False)
        if (counts.people.value or 0) < personas.MIN_PEOPLE:
            st.caption(_("Under %(least)s people a persona stays a draft.", least=personas.MIN_PEOPLE))
        design_personas.frequency_list(counts, 4)


def _choice(here: page.Here, view: PersonaView, found: tuple[Candidate, ...]) -> list[str]:
    kept = [f"participant:{each}" for each in view.participant_ids] + [f"note:{each}" for each in view.note_ids]
    code, sector = st.columns(2)
    with code:
        wanted = forms.choice(_("Who live"), design.any_code_names(), key="people_code")
    with sector:
        where = forms.choice(_("Sector"), design.sector_names(), key="people_sector")
    base = design.seen(here, f"people_{view.id}", view.people_version, "people")
    key = f"people_{base}"
    held = st.session_state.get(key, kept)
    names = {f"{each.kind}:{each.id}": candidate_name(each) for each in found}
    shown = {
        f"{each.kind}:{each.id}"
        for each in found
        if (not wanted or wanted in each.codes) and (not where or where in each.sectors)
    }
    options = {ref: name for ref, name in names.items() if ref in shown or ref in held}
    chosen = forms.choices(
        _("People and notes"), options, kept, key=key, help=_("The filters shorten this list."), wrap=True
    )
    rest = [ref for ref in options if ref not in chosen]
    add = save = st.container(horizontal=True)
    if rest and (wanted or where):
        label = _("Add these %(n)s", n=len(rest))
        add.button(label, icon=":material/group_add:", on_click=_add_all, args=(key, [*chosen, *rest]))
    if save.button(_("Save the choice"), type="primary", icon=":material/save:", disabled=chosen == kept):
        said = _("The people are chosen.")
        who = _split(chosen)
        design.do(here, personas.choose_people, persona_id=view.id, base=base, said=said, **who)
    return chosen


def _add_all(key: str, refs: list[str]) -> None:
    st.session_state[key] = refs


def _split(chosen: list[str]) -> dict[str, Any]:
    pairs = [ref.split(":", 1) for ref in chosen]
    return {
        "participant_ids": tuple(ref for kind, ref in pairs if kind == "participant"),
        "note_ids": tuple(ref for kind, ref in pairs if kind == "note"),
    }


def candidate_name(each: Candidate) -> str:
    """Return what a participant, or a note without pseudonym, is called in a list."""
    sectors = design.sector_names()
    where = ", ".join(sectors.get(sector, sector) for sector in each.sectors)
    if each.kind == "note":
        what = _("Note without pseudonym")
        occasion = _(OCCASIONS.get(each.occasion_kind, each.occasion_kind))
        return " · ".join(part for part in (what, occasion, where, design.month_name(each.month)) if part)
    return " · ".join(
        part for part in (each.pseudonym, where, ngettext("%(n)s note", "%(n)s notes", each.notes)) if part
    )


def lines(here: page.Here, view: PersonaView) -> None:
    """Draw the lines beside the sentences to choose from."""
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.subheader(_("Sheet"), anchor=False)
        design.offer_undo(here, personas.restore_line, _("A line is in the bin."))
        _new_line(here, view)
        for section in Section:
            found = view.section(section)
            if found:
                st.markdown(f"**{_(personas.SECTION_LABELS[section])}**")
            for line in found:
                with st.container(border=True, key=f"line_{line.id}"):
                    _line(here, line, alone=len(found) == 1)
    with right:
        st.subheader(_("What they said and lived"), anchor=False)
        _passages(here, view)


def held(here: page.Here) -> list[Evidence]:
    """Return the sentences put aside to rest the next line on."""
    kept: list[Evidence] = here.state.setdefault(f"held_{here.id('persona')}", [])
    return kept


def _new_line(here: page.Here, view: PersonaView) -> None:
    kept = held(here)
    with st.expander(_("Write a line"), icon=":material/add:", expanded=bool(kept) or not view.lines):
        for i, each in enumerate(kept):
            words, away = st.columns([5, 1], vertical_alignment="center")
            with words:
                page.prose(each.quote, quote=True)
            if away.button(_("Leave out"), key=f"away_{i}", type="tertiary"):
                kept.pop(i)
                st.rerun()
        key = design.new_id(here, "line")
        with st.form(f"line_form_{key}", border=False, enter_to_submit=False):
            section = forms.choice(_("Part of the sheet"), design.words(personas.SECTION_LABELS), Section.LIVES)
            text = st.text_area(_("Line"), height=90)
            if kept:
                st.caption(
                    ngettext("Rests on %(n)s excerpt put aside.", "Rests on %(n)s excerpts put aside.", len(kept))
                )
            else:
                st.caption(_("Without an excerpt, the line is marked as an interpretation of the team."))
                st.caption(_("A story becomes one line for each sentence: each can then have its own excerpts."))
            sent = st.form_submit_button(_("Add the line"), type="primary", icon=":material/save:")
        if sent:
            draft = LineDraft(Section(section or Section.LIVES), text, tuple(kept))
            story = draft.section is Section.STORY and not kept
            wishes: dict[str, Any] = {"text": text} if story else {"draft": draft}
            made = personas.tell_story if story else personas.add_line
            if design.do(here, made, persona_id=view.id, id=key, rerun=False, **wishes):
                kept.clear()
                design.done(here, "line")
                st.rerun()


def _line(here: page.Here, line: LineView, *, alone: bool) -> None:
    parts = design.words(personas.SECTION_LABELS)
    design.settle_conflict(here, line.id, personas.edit_line, LINE_LABELS, parts, line_id=line.id)
    design_personas.read_line(here, line)
    with st.container(horizontal=True):
        if not alone:
            for by, icon, label in ((-1, "arrow_upward", _("Move up")), (1, "arrow_downward", _("Move down"))):
                if st.button(label, key=f"move{by}_{line.id}", icon=f":material/{icon}:", type="tertiary"):
                    design.do(here, personas.move_line, line_id=line.id, by=by)
        if line.kind is not LineKind.QUOTE:
            with st.popover(_("Edit"), icon=":material/edit:", type="tertiary", key=f"edit_{line.id}"):
                _line_form(here, line)
        design.bin_button(
            here, f"bin_{line.id}", personas.bin_line, personas.restore_line, {"line_id": line.id}, _("Remove")
        )


def _line_form(here: page.Here, line: LineView) -> None:
    kept = held(here)
    base = design.seen(here, line.id, line.version, "line")
    with st.form(f"edit_form_{base}", border=False, enter_to_submit=False):
        parts = design.words(personas.SECTION_LABELS)
        section = forms.choice(_("Part of the sheet"), parts, line.section, key=f"part_{base}")
        text = st.text_area(_("Line"), line.text, height=90, key=f"line_{base}")
        options = {str(i): each.quote for i, each in enumerate(line.passages)}
        left = forms.choices(_("Excerpts that it rests on"), options, list(options)) if options else []
        add = (
            st.checkbox(
                ngettext("Add the %(n)s excerpt put aside", "Add the %(n)s excerpts put aside", len(kept)), value=True
            )
            if kept
            else False
        )
        if not st.form_submit_button(_("Save the line"), type="primary", icon=":material/save:"):
            return
    passages = (*(line.passages[int(i)] for i in left), *(kept if add else ()))
    draft = LineDraft(Section(section or line.section), text, passages)
    aside = list(kept)
    if add:
        kept.clear()  # before the save, which runs the page again; put back below when nothing was saved
    design.save_edit(
        here, line.id, personas.edit_line,
        draft=draft, base=base, said=_("The line is saved."), line_id=line.id,
    )  # fmt: skip
    kept[:] = aside


def _passages(here: page.Here, view: PersonaView) -> None:
    wanted = _filters(view)
    found = personas.passages(here.db, here.actor, wanted=wanted)
    if not found:
        page.empty(_("No sentence passes. Loosen the filters, or review the codes of more notes."), icon="filter_alt")
        return
    count = int(here.state.get("shown", PAGE_SIZE))
    st.caption(
        ngettext(
            "%(shown)s of %(n)s sentence", "%(shown)s of %(n)s sentences", len(found), shown=min(count, len(found))
        )
    )
    names = design.any_code_names()
    sectors = design.sector_names()
    for i, passage in enumerate(found[:count]):
        with st.container(border=True, key=f"passage_{i}"):
            page.prose(passage.evidence.quote, quote=True)
            facts = [
                *(names.get(code, "") for code in passage.codes),
                passage.pseudonym.replace("-", "\N{NON-BREAKING HYPHEN}"),
            ]
            design.facts([*facts, sectors.get(passage.sector, passage.sector), design.month_name(passage.month)])
            _use(here, view, passage, str(i))
    if len(found) > count and st.button(_("Show more"), icon=":material/expand_more:", width="stretch"):
        here.state["shown"] = count + PAGE_SIZE
        st.rerun()


def _filters(view: PersonaView) -> personas.PassageFilter:
    only = st.toggle(_("Only the people of this persona"), value=bool(view.participant_ids or view.note_ids))
    code, sector = st.columns(2)
    with code:
        wanted = forms.choice(_("Code"), design.any_code_names(), key="passage_code")
    with sector:
        where = forms.choice(_("Sector"), design.sector_names(), key="passage_sector")
    words = st.text_input(_("Words"), key="passage_words")
    quotable = st.toggle(_("Only what may be quoted"), value=False)
    moments = st.toggle(
        _("Moments seen"), value=False, help=_("What was seen, done and said in the moments of accompaniments.")
    )
    return personas.PassageFilter(
        wanted or "", where or "", "", view.id if only else "", words.strip(), quotable=quotable, moments=moments
    )


def _use(here: page.Here, view: PersonaView, passage: personas.Passage, key: str) -> None:
    kept = held(here)
    taken = any(each.same(passage.evidence) for each in kept)
    with st.container(horizontal=True):
        if st.button(_("Put aside"), key=f"hold_{key}", icon=":material/bookmark_add:", disabled=taken):
            kept.append(passage.evidence)
            st.rerun()
        if passage.quotable and st.button(_("Quote"), key=f"quote_{key}", icon=":material/format_quote:"):
            design.do(
                here,
                personas.add_quote,
                persona_id=view.id,
                evidence=passage.evidence,
                section=Section.SAYS,
                said=_("The quote is on the sheet."),
            )
        here.link("fieldnotes_note", _("Open the note"), note=passage.evidence.source_id)
