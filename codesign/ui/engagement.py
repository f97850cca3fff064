"""Agreements with Indigenous communities, and what a person says of their identity: only while one is in force."""

from __future__ import annotations

import streamlit as st

from codesign import privacy
from codesign.i18n import _, day
from codesign.privacy import IDENTITIES, UNDISCLOSED, Participant
from codesign.ui import forms
from codesign.ui.page import Here


def agreements(here: Here) -> None:
    """Draw the agreements, and the form of a new one."""
    st.subheader(_("Indigenous identity"), anchor=False)
    st.markdown(
        _("It is not noted unless a community has agreed to it (chapter 9 of TCPS 2; ownership, control, access and"
          " possession). What is noted then appears in no figure, persona or export.")
    )  # fmt: skip
    for each in privacy.engagements(here.db, here.actor):
        with st.container(border=True):
            st.text(f"{each.community}\n{each.agreement}\n{day(each.agreed_on)}")
            if each.ended_on:
                st.badge(_("Ended on %(day)s", day=day(each.ended_on)), icon=":material/event_busy:", color="orange")
            elif here.confirm(
                f"end_{each.id}", _("End"), _("End this agreement? Identity is no longer asked nor shown.")
            ):
                here.act(privacy.end_engagement, engagement_id=each.id, said=_("The agreement is ended."))
    with (
        st.expander(_("Record an engagement agreement"), icon=":material/handshake:"),
        st.form("engagement", border=False),
    ):
        community = st.text_input(_("Community or organisation"))
        agreement = st.text_input(_("Name of the agreement, and where it is kept"))
        agreed = forms.day_input(_("Agreed on"), privacy.today())
        if st.form_submit_button(_("Record the agreement"), type="primary") and agreed is not None:
            here.act(
                privacy.record_engagement,
                community=community,
                agreement=agreement,
                agreed_on=agreed,
                said=_("The agreement is recorded."),
            )


def identity(here: Here, person: Participant) -> None:
    """Draw what a person said of their identity; nothing while no agreement is in force."""
    if not privacy.identity_open(here.db) or not privacy.may_correct(here.db, here.actor, person.id):
        return
    with st.expander(_("Indigenous identity"), icon=":material/diversity_3:"):
        st.caption(_("Only if the person says it themself. It stays on this page."))
        known = privacy.identity_of(here.db, here.actor, participant_id=person.id)
        options = {value: _(label) for value, label in IDENTITIES.items()}
        chosen = forms.choice(_("What the person says"), options, known or UNDISCLOSED, key=f"identity_{person.id}")
        if st.button(_("Save"), key=f"save_identity_{person.id}"):
            value, said = chosen or UNDISCLOSED, _("The facts are saved.")
            here.act(privacy.note_identity, participant_id=person.id, identity=value, said=said)
