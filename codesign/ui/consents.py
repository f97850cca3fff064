"""Widgets of one participant: attributes, consents with their history, merge of two pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import streamlit as st

from codesign import accounts, privacy
from codesign.accounts import Actor, Permission
from codesign.i18n import _, day, moment
from codesign.privacy import (
    ATTRIBUTE_LABELS,
    CONSENT_LABELS,
    MODE_LABELS,
    PURPOSE_LABELS,
    Consent,
    ConsentMode,
    Participant,
    Purpose,
)
from codesign.storage import Database
from codesign.ui import design, forms, page, paging, people
from codesign.ui.page import Here

PAGE_SIZE = 20


def newcomer(here: Here) -> None:
    """Draw the form that gives someone a pseudonym."""
    with st.expander(_("Add a person"), icon=":material/person_add:"), st.form("newcomer", border=False):
        st.caption(_("Only what was said. The person keeps a slip with the code; no name is kept anywhere."))
        values: dict[str, Any] = people.attributes_form("newcomer")
        if st.form_submit_button(_("Give a pseudonym"), type="primary"):
            added = here.act(privacy.add_participant, rerun=False, **values)
            if added.value:
                here.go("privacy_participants", person=added.value)


def find(here: Here, found: Sequence[Participant]) -> None:
    """Draw the short way to someone of a long list: by typing a part of their pseudonym."""
    if len(found) > PAGE_SIZE:
        who = forms.choice(_("Participant"), people.by_label(found), key="find_person")
        if who:
            here.go("privacy_participants", person=who)


def cards(here: Here, found: Sequence[Participant]) -> None:
    """Show the people of a list, one below the other, a page at a time."""
    for each in paging.part(here, found, PAGE_SIZE):
        card(here, each)
    paging.turn(here, len(found), PAGE_SIZE)


def card(here: Here, person: Participant) -> None:
    """Show one person of the list."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.text(people.person_label(person))
        here.link("privacy_participants", _("Open %(code)s", code=person.code), person=person.id)


def attributes(here: Here, person: Participant) -> None:
    """Draw the attributes, to be corrected; both versions where a colleague corrected them meanwhile."""
    if not privacy.may_correct(here.db, here.actor, person.id):
        return
    names = {value: label for name in ATTRIBUTE_LABELS for value, label in people.attribute_options(name).items()}
    design.settle_conflict(here, person.id, _correct, ATTRIBUTE_LABELS, names, participant_id=person.id)
    with st.expander(_("Correct the facts"), icon=":material/edit:"):
        base = design.seen(here, person.id, person.version, "edit_{}_" + next(iter(ATTRIBUTE_LABELS)))
        with st.form(f"edit_{person.id}", border=False):
            values = people.attributes_form(f"edit_{base}", person.attributes)
            if st.form_submit_button(_("Save"), type="primary"):
                said, draft = _("The facts are saved."), SimpleNamespace(**values)
                design.save_edit(here, person.id, _correct, draft=draft, base=base, said=said, participant_id=person.id)


def _correct(db: Database, actor: Actor, *, participant_id: str, draft: SimpleNamespace, base: str) -> str:
    return privacy.edit_participant(db, actor, participant_id=participant_id, base=base, **vars(draft))


def listing(here: Here, person: Participant) -> None:
    """Show the consents of a person and the form of a new one."""
    st.subheader(_("Consents"), anchor=False)
    found = privacy.consents(here.db, here.actor, participant_id=person.id)
    if not found:
        page.empty(_("No consent yet: nothing may be noted about this person."), icon="how_to_reg")
    for consent in found:
        _consent(here, consent)
    with st.expander(_("Record a consent"), icon=":material/add:"):
        key = f"consent_{person.id}_{len(found)}"
        draft = people.consent_form(key, collective=False, asked=people.asked(here, key), notes=False)
        if st.button(_("Record the consent"), type="primary"):
            if people.hold_back(here, key, unsaid=not draft.mode):
                st.rerun()
            kept = replace(draft, participant_id=person.id)
            here.act(privacy.record_consent, draft=kept, said=_("The consent is recorded."))


def _consent(here: Here, consent: Consent) -> None:
    with st.container(border=True):
        if consent.valid:
            st.badge(_("Valid"), icon=":material/check_circle:", color="green")
        elif consent.withdrawn_on:
            st.badge(_("Withdrawn on %(day)s", day=day(consent.withdrawn_on)), icon=":material/block:", color="orange")
        else:
            st.badge(_("Expired"), icon=":material/event_busy:", color="orange")
        st.text(people.consent_line(consent))
        if consent.recorded_by == here.actor.id or here.actor.may(Permission.STEWARD):
            _changes(here, consent)
        if privacy.may_trace(here.actor, consent):
            _history(here, consent)


def _changes(here: Here, consent: Consent) -> None:
    if not consent.valid:
        if consent.withdrawn_on and st.button(
            _("Undo the withdrawal"), key=f"back_{consent.id}", icon=":material/undo:"
        ):
            here.act(
                privacy.restore_consent, consent_id=consent.id, base=consent.version, said=_("The consent holds again.")
            )
        return
    labels = {"purposes": CONSENT_LABELS["purposes"]}
    words = {str(each): _(label) for each, label in PURPOSE_LABELS.items()}
    design.settle_conflict(here, consent.id, _allow, labels, words, consent_id=consent.id)
    with st.container(horizontal=True):
        if consent.mode is not ConsentMode.NOT_APPLICABLE:
            with st.popover(_("Change what is allowed"), icon=":material/tune:"):
                _purposes(here, consent)
        if here.confirm(
            f"withdraw_{consent.id}",
            _("Withdraw"),
            _("Withdraw this consent?"),
            _("The notes that rest on it leave every view at once, yours too. Nothing is erased: this can be undone."),
        ):
            here.act(
                privacy.withdraw_consent,
                consent_id=consent.id,
                base=consent.version,
                said=_("The consent is withdrawn."),
            )


def _purposes(here: Here, consent: Consent) -> None:
    base = design.seen(here, consent.id, consent.version, f"purposes_{{}}_{Purpose.NOTE}")
    chosen = people.purposes_form(f"purposes_{base}", consent.purposes)
    if st.button(_("Save"), key=f"save_{base}", type="primary"):
        said, draft = _("The consent is changed."), SimpleNamespace(purposes=tuple(sorted(chosen)))
        design.save_edit(here, consent.id, _allow, draft=draft, base=base, said=said, consent_id=consent.id)


def _allow(db: Database, actor: Actor, *, consent_id: str, draft: SimpleNamespace, base: str) -> str:
    return privacy.edit_consent(db, actor, consent_id=consent_id, purposes=frozenset(draft.purposes), base=base)


def _history(here: Here, consent: Consent) -> None:
    names = accounts.member_names(here.db)
    with st.expander(_("History"), icon=":material/history:"):
        for change in reversed(privacy.consent_history(here.db, here.actor, consent.id)):
            if change.field in {"participant_id", "recorded_by"} or not (change.before or change.after):
                continue
            who = names.get(change.author) or _("Unknown member")
            st.caption(f"{moment(change.at)} · {who} · {_(CONSENT_LABELS[change.field])}")
            before, after = (_shown(change.field, value) for value in (change.before, change.after))
            st.text(after if change.before is None else f"{before}\n→ {after}")


def _shown(field: str, value: object) -> str:
    if value in (None, "", []):
        return _("(empty)")
    match field:
        case "purposes" if isinstance(value, list):
            return ", ".join(_(PURPOSE_LABELS[Purpose(each)]) for each in value)
        case "mode":
            return _(MODE_LABELS[ConsentMode(str(value))])
        case "given_on" | "expires_on" | "withdrawn_on":
            return day(date.fromisoformat(str(value)))
        case "language":
            return people.attribute_options("mother_tongue").get(str(value), str(value))
    return {True: _("Yes"), False: _("No")}[value] if isinstance(value, bool) else str(value)


def merge(here: Here, person: Participant) -> None:
    """Draw the merge of another pseudonym into this one, and the way back, for the coordination."""
    if not here.actor.may(Permission.STEWARD):
        return
    for code, merged_id in privacy.merged_codes(here.db, here.actor, person.id):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_("Also known as %(code)s", code=code))
            if st.button(_("Separate again"), key=f"separate_{merged_id}", icon=":material/undo:"):
                here.act(privacy.separate_participant, merged=merged_id, said=_("They are two people again."))
    everyone = privacy.participants(here.db, here.actor)
    others = {each.id: people.person_label(each) for each in everyone if each.id != person.id}
    if others:
        _merge_form(here, person, others)


def _merge_form(here: Here, person: Participant, others: Mapping[str, str]) -> None:
    with st.expander(_("Two pseudonyms, one person?"), icon=":material/merge:"):
        other = forms.choice(_("The same person as %(code)s", code=person.code), others, key=f"merge_{person.id}")
        if here.confirm(
            f"merge_yes_{person.id}",
            _("Merge"),
            _("Say that both are one person?"),
            _("The notes and consents of the other read as those of %(code)s. This can be undone.", code=person.code),
            disabled=other is None,
        ):
            here.act(
                privacy.merge_participants, kept=person.id, merged=other, said=_("The two pseudonyms are one person.")
            )
