"""What the machine learns, in plain words: models at hand, how reliable they are, training."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from codesign import accounts, barriers, bootstrap
from codesign.accounts import MACHINE, Permission
from codesign.barriers import SHIPPED, Learning, ModelCard, Reliability, TeamFigures
from codesign.i18n import _, moment, ngettext, number, percent
from codesign.ui import kept, page
from codesign.ui.jobs_panel import jobs_panel
from codesign.ui.page import Here
from codesign.ui.words import plain, quiet

ENOUGH = 25  # decisions since the last training that make another one worth its two minutes


def training(here: Here, state: Learning) -> None:
    """Say what there is to learn, warn of what must be forgotten, and train."""
    if state.gone:
        st.warning(
            ngettext(
                "The model at work learnt sentences of %(n)s note that is no longer to be read (consent withdrawn, or"
                " bin). Train again now: they leave with it.",
                "The model at work learnt sentences of %(n)s notes that are no longer to be read (consent withdrawn, or"
                " bin). Train again now: they leave with it.",
                state.gone,
            ),
            icon=":material/person_remove:",
        )
    if state.trouble:
        st.warning(
            f"{plain(state.trouble)} {_('The model that comes with the project works meanwhile.')}",
            icon=":material/extension_off:",
        )
    st.markdown(plain(_told(state)))
    if state.job:
        jobs_panel(here, state.job)
    elif st.button(
        _("Train with our decisions"),
        type="primary",
        icon=":material/model_training:",
        disabled=not (state.decided or state.gone),
    ):
        here.act(barriers.ask_training, said=_("The machine learns; you may go on meanwhile."))
    if state.last and not state.job:
        with st.expander(_("The last training"), icon=":material/history:"):
            for line in bootstrap.outcome(state.last):
                st.text(line)


def _told(state: Learning) -> str:
    if not state.decided:
        return _(
            "Nothing to learn yet: decide on sentences in « Read and review codes », the machine learns from them."
        )
    lines = [
        ngettext("%(n)s decided sentence can be learnt.", "%(n)s decided sentences can be learnt.", state.decided),
        ngettext("%(n)s is new since the last training.", "%(n)s are new since the last training.", state.fresh),
    ]
    if state.fresh >= ENOUGH:
        lines.append(_("It is worth training again."))
    return " ".join(lines)


def models(here: Here, state: Learning) -> None:
    """List the models at hand, with what they did on decisions that they never learnt, and go back to one of them."""
    names = accounts.member_names(here.db)
    for card in state.cards:
        asked_by = (
            _("the command line") if card.asked_by == MACHINE.id else names.get(card.asked_by, _("Someone who left"))
        )
        title = _(
            "Model of %(when)s, asked by %(name)s", when=moment(datetime.fromisoformat(card.made_at)), name=asked_by
        )
        _model(
            here, card.id, title, figures(card), at_work=state.in_use == card.id, usable=card.id not in state.unusable
        )
    words = [_("Learnt from the corpus of invented notes and the lexicon, without any of your notes.")]
    _model(here, SHIPPED, _("Model that comes with the project"), words, at_work=state.in_use == SHIPPED, usable=True)


def _model(here: Here, model_id: str, title: str, words: list[str], *, at_work: bool, usable: bool) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(title)}**")
            if at_work:
                st.badge(_("At work"), icon=":material/check:", color="green")
            elif usable and st.button(_("Put back to work"), key=f"use_{model_id}", icon=":material/undo:"):
                said = _("This model is at work; the notes are read again.")
                here.act(barriers.choose_model, model_id=model_id, said=said)
        for line in words:
            st.text(line)
        if not usable:
            quiet(_("It learnt sentences that are no longer to be read: the next training erases it."))


def figures(card: ModelCard) -> list[str]:
    """Return what is known of a model, in plain words."""
    lines = [
        _(
            "Learnt %(n)s decided sentences of %(sources)s notes or documents.",
            n=number(card.sentences),
            sources=number(len(card.sources)),
        )
    ]
    if card.pipeline:
        lines.append(_("With the word vectors of %(name)s.", name=card.pipeline))
    lines.append(
        _on_decisions(card.new.team) if card.new.team.tells else _("Too few decisions are set apart to judge by them.")
    )
    if card.new.team.tells and card.old.team.tells:
        lines.append(_("The model before it: %(told)s", told=_on_decisions(card.old.team)))
    lines.append(
        _(
            "On the corpus, voices never heard: F1 %(new)s; %(old)s without your decisions.",
            new=number(card.new.corpus, 3),
            old=number(card.old.corpus, 3),
        )
    )
    return lines


def _on_decisions(team: TeamFigures) -> str:
    return _(
        "On %(sources)s notes that no model learns, it finds %(recall)s of what you coded, and %(precision)s of what it"
        " proposes is right.",
        sources=number(team.sources),
        recall=percent(team.counts.recall),
        precision=percent(team.counts.precision),
    )


def reliability(here: Here) -> None:
    """Say how often the team followed proposals, by how sure the machine said that it was."""
    bands = kept.read(here, barriers.reliability, shared=Permission.CODEBOOK_EDIT)
    known = [each for each in bands if each.decided]
    if not known:
        page.empty(
            _("Once you have decided on proposals, you will see here how often the machine is right."), icon="speed"
        )
        return
    for each in known:
        st.markdown(f"- {plain(_followed(each))}")
    quiet(_("Only notes that the model at work did not learn are counted."))


def _followed(each: Reliability) -> str:
    words = (
        _("When it says that it is sure at %(low)s or more", low=percent(each.low))
        if each.high > 1
        else _("When it says %(low)s to %(high)s", low=percent(each.low), high=percent(each.high))
    )
    times = ngettext("of %(n)s proposal", "of %(n)s proposals", each.decided)
    return _(
        "%(when)s, you follow it %(share)s of the time (%(right)s %(times)s).",
        when=words,
        share=percent(each.right / each.decided),
        right=number(each.right),
        times=times,
    )
