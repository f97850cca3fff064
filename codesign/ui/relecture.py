"""Relecture on screen: the sheet as it is read aloud, an answer for the whole and for each line, and what was told."""

from __future__ import annotations

import streamlit as st

from codesign import personas, privacy
from codesign.i18n import N_, _, day, ngettext
from codesign.personas import (
    ANSWER_LABELS,
    FORM_LABELS,
    LISTENER_LABELS,
    Answer,
    Listener,
    PersonaView,
    ReadingForm,
    Relecture,
    RelectureDraft,
    Section,
    Standing,
)
from codesign.ui import design, forms, guard, page

ICONS = {
    Answer.RECOGNISED: "verified",
    Answer.NUANCE: "tune",
    Answer.CONTESTED: "feedback",
    Answer.REMOVE: "block",
}
_COLOURS = {Standing.RECOGNISED: "green", Standing.MISSING: "gray", Standing.ONCE: "gray", Standing.OUTDATED: "gray"}
_STANDING_ICONS = {
    Standing.RECOGNISED: "verified",
    Standing.MISSING: "hearing_disabled",
    Standing.OUTDATED: "history",
    Standing.ONCE: "hearing",
    Standing.NUANCE: "tune",
    Standing.CONTESTED: "feedback",
    Standing.REMOVE: "block",
}
_SHORT = {
    Standing.MISSING: N_("Not read back yet"),
    Standing.OUTDATED: N_("Changed since its relecture"),
    Standing.ONCE: N_("Read back once only"),
    Standing.RECOGNISED: N_("Recognised by those concerned"),
    Standing.NUANCE: N_("Read back: to be nuanced"),
    Standing.CONTESTED: N_("Contested when read back"),
    Standing.REMOVE: N_("To be removed, they say"),
}
QUESTIONS = (N_("Is it right?"), N_("Is it respectful?"), N_("What is missing?"))


def badge(view: PersonaView) -> None:
    """Draw what the people concerned made of a sheet, or that nobody asked them; short enough for a phone."""
    st.badge(
        _(_SHORT[view.standing]),
        help=_(personas.STANDING_LABELS[view.standing]),
        icon=f":material/{_STANDING_ICONS[view.standing]}:",
        color=_COLOURS.get(view.standing, "orange"),  # type: ignore[arg-type]
    )


def removed(view: PersonaView) -> None:
    """Say how many lines left the sheet because people concerned asked for it."""
    if view.removed:
        st.caption(
            ngettext(
                ":material/block: %(n)s line is off the sheet: people concerned asked that it be removed.",
                ":material/block: %(n)s lines are off the sheet: people concerned asked that they be removed.",
                view.removed,
            )
        )


def listing(here: page.Here, found: tuple[PersonaView, ...]) -> None:
    """Draw the personas with what the people concerned made of them, each with the way to its relecture."""
    for view in found:
        with st.container(border=True, key=f"relecture_{view.id}"):
            st.header(f"{view.letter} · {design.plain(view.title)}", anchor=False)
            with st.container(horizontal=True, vertical_alignment="center"):
                design.state_badge(view.state)
                badge(view)
            here.link("personas_relecture", _("Read it back"), icon=":material/hearing:", persona=view.id)


def screen(here: page.Here, view: PersonaView) -> None:
    """Draw the sheet with the form, then what was told before."""
    st.header(f"{view.letter} · {design.plain(view.title)}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        design.state_badge(view.state)
        badge(view)
    if view.tagline:
        page.prose(view.tagline)
    page.quiet(_("Read it aloud, line by line, in the language of the person. Then ask:") + " " + _questions())
    key = design.new_id(here, f"relecture_{view.id}")
    draft = _form(here, view, key)
    aside = guard.free_text(here, key, draft.remark) if draft is not None else None
    if aside is not None:
        sent = design.do(
            here, personas.record_relecture, persona_id=view.id, draft=draft, id=key, aside=aside, rerun=False,
            said=_("The relecture is saved."),
        )  # fmt: skip
        if sent:
            design.done(here, f"relecture_{view.id}")
            st.rerun()
    design.offer_undo(here, personas.restore_relecture, _("A relecture is in the bin."))
    found = personas.relectures(here.db, here.actor, persona_id=view.id)
    if found:
        st.subheader(_("What was told"), anchor=False)
    codes = {each.id: each.code for each in privacy.participants(here.db, here.actor)}
    for each in found:
        _told(here, each, codes)


def _questions() -> str:
    return " ".join(_(each) for each in QUESTIONS)


def _form(here: page.Here, view: PersonaView, key: str) -> RelectureDraft | None:
    answers = design.words(ANSWER_LABELS)
    with st.form(f"relecture_form_{key}", border=False, enter_to_submit=False):
        lines = {each: _line_answer(view, each, answers, key) for each in Section if view.section(each)}
        st.subheader(_("The whole sheet"), anchor=False)
        whole = forms.radio(_("What do they say of it?"), answers, key=f"whole_{key}", horizontal=True)
        remark = st.text_area(
            _("In their words"), key=f"remark_{key}", height=100, help=_("No name of anybody, no address.")
        )
        st.subheader(_("The relecture"), anchor=False)
        to = forms.choice(_("Presented to"), design.words(LISTENER_LABELS), Listener.PERSON, key=f"to_{key}")
        form = forms.choice(_("How it was done"), design.words(FORM_LABELS), ReadingForm.TOGETHER, key=f"form_{key}")
        people = st.number_input(_("How many people"), 1, 200, 1, key=f"people_{key}")
        on = forms.day_input(_("Date"), privacy.today(), key=f"on_{key}") or privacy.today()
        known = {each.id: each.code for each in privacy.participants(here.db, here.actor)}
        help_ = _("Only if the person has a pseudonym here: their relecture then goes with them, should they withdraw.")
        person = forms.choice(_("Pseudonym (optional)"), known, key=f"person_{key}", help=help_)
        if not st.form_submit_button(_("Save the relecture"), type="primary", icon=":material/save:"):
            return None
    if whole is None:
        st.error(_("Say what they make of the whole sheet: choose one of the answers."), icon=":material/error:")
        return None
    told = {line: Answer(answer) for part in lines.values() for line, answer in part.items() if answer}
    return RelectureDraft(
        Listener(to or Listener.PERSON),
        ReadingForm(form or ReadingForm.TOGETHER),
        on,
        Answer(whole),
        int(people),
        person,
        told,
        remark,
    )


def _line_answer(view: PersonaView, section: Section, answers: dict[str, str], key: str) -> dict[str, str | None]:
    """Draw the lines of one part, each with its answer; return them by line."""
    st.subheader(_(personas.SECTION_LABELS[section]), anchor=False)
    found = {}
    for line in view.section(section):
        with st.container(border=True):
            page.prose(line.text, quote=line.kind is personas.LineKind.QUOTE)
            found[line.id] = forms.choice(
                _("What do they say of this line?"), answers, key=f"line_{line.id}_{key}", placeholder=_("No answer")
            )
    return found


def _told(here: page.Here, each: Relecture, codes: dict[str, str]) -> None:
    with st.container(border=True, key=f"told_{each.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(_(ANSWER_LABELS[each.answer]), icon=f":material/{ICONS[each.answer]}:", color=_colour(each.answer))  # type: ignore[arg-type]
            design.facts(
                (
                    day(each.held_on),
                    _(LISTENER_LABELS[each.presented_to]),
                    _(FORM_LABELS[each.form]),
                    ngettext("%(n)s person", "%(n)s people", each.people),
                    codes.get(each.participant_id or "", "").replace("-", "\N{NON-BREAKING HYPHEN}"),
                )
            )
        if each.remark:
            page.prose(each.remark, quote=True)
        if each.answers:
            counted = [(answer, sum(said is answer for said in each.answers.values())) for answer in Answer]
            design.facts(f"{_(ANSWER_LABELS[answer])}{_(': ')}{n}" for answer, n in counted if n)
        if each.follow_up:
            page.quiet(_("What came of it") + _(": ") + each.follow_up)
        with st.container(horizontal=True):
            with st.popover(_("What came of it"), icon=":material/reply:", type="tertiary", key=f"follow_{each.id}"):
                _follow_up(here, each)
            design.bin_button(
                here, f"bin_{each.id}", personas.bin_relecture, personas.restore_relecture, {"relecture_id": each.id}
            )


def _colour(answer: Answer) -> str:
    return "green" if answer is Answer.RECOGNISED else "orange"


def _follow_up(here: page.Here, each: Relecture) -> None:
    base = design.seen(here, each.id, each.version, "after")
    with st.form(f"follow_form_{base}", border=False, enter_to_submit=False):
        text = st.text_area(_("What the team did of it"), each.follow_up, key=f"after_{base}", height=100)
        sent = st.form_submit_button(_("Save"), type="primary", icon=":material/save:")
    aside = guard.free_text(here, f"after_{each.id}", text) if sent else None
    if aside is not None:
        design.do(
            here, personas.follow_up_relecture, relecture_id=each.id, text=text, base=base, aside=aside,
            said=_("It is saved."),
        )  # fmt: skip
