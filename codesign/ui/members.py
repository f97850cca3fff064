"""Parts of the screen where the coordination looks after the members."""

from __future__ import annotations

from typing import Any

import streamlit as st

from codesign import accounts, storage
from codesign.accounts import Member, Role
from codesign.i18n import N_, _
from codesign.ui import page, run
from codesign.ui.page import Here
from codesign.ui.screens import ROLE_NAMES

ROLE_HINTS: dict[Role, str] = {
    Role.FIELD: N_("records notes, stories and consents; re-reads their own"),
    Role.ANALYSIS: N_("reads all notes, reviews the codes, builds personas"),
    Role.DESIGN: N_("personas, scenarios, exports; sees notes cleared for the team"),
    Role.STEERING: N_("sees the dashboard and what is published, never a note"),
    Role.COORDINATION: N_("members, consents, publication, backups: everything"),
}


def role_names(member: Member) -> str:
    """Return the member's roles in words."""
    return ", ".join(_(name) for role, name in ROLE_NAMES.items() if role in member.roles)


def fields(prefix: str, name: str = "", login: str = "", roles: frozenset[Role] = frozenset()) -> dict[str, Any]:
    """Draw the fields of a member within a form; return what they hold."""
    labels = {str(role): f"{_(ROLE_NAMES[role])} – {_(ROLE_HINTS[role])}" for role in ROLE_NAMES}
    wanted = {
        "name": st.text_input(_("Name, as the team knows them"), name, key=f"{prefix}_name", autocomplete="off"),
        "login": st.text_input(_("Sign-in name"), login, key=f"{prefix}_login", autocomplete="off"),
    }
    page.quiet(_("Short, without spaces; capitals make no difference."))
    st.markdown(_("Roles"))
    chosen = [role for role, label in labels.items() if st.checkbox(label, Role(role) in roles, key=f"{prefix}_{role}")]
    return {**wanted, "roles": frozenset(Role(role) for role in chosen)}


def invite(here: Here) -> None:
    """Draw the form that invites someone; the next one begins blank, or roles ticked before would go to the next."""
    row_id = here.state.setdefault("invite_id", storage.uuid7())
    with st.expander(_("Invite someone"), icon=":material/person_add:", expanded=False):
        with st.form(f"invite_{row_id}", border=False):
            wishes = fields(f"invite_{row_id}")
            sent = st.form_submit_button(_("Invite and show the code"), type="primary")
        if sent:  # here, so that what must be mended is told beside the form
            outcome = here.act(accounts.invite_member, id=row_id, rerun=False, **wishes)
            if outcome:
                here.state.pop("invite_id")
                here.state["code"] = (str(wishes["name"]), str(wishes["login"]), outcome.value)
                st.rerun()


def show_code(here: Here) -> None:
    """Show the code that was just made, over the page wherever it was scrolled to, until it was noted."""
    if "code" not in here.state:
        return
    name, login, code = here.state["code"]

    def card() -> None:
        st.code(code, language=None)
        st.write(_("Give it by voice or on paper. It is shown only now, and works once within 24 hours."))
        st.text(_("Sign-in name: %(login)s", login=login))
        st.text(_("Where: the sign-in page, “I have a one-time code”."))
        if st.button(_("The code is noted"), type="primary"):
            here.state.pop("code")
            st.rerun()

    st.dialog(_("One-time code for %(name)s", name=page.plain(name)), dismissible=False)(card)()


def listing(here: Here, members: tuple[Member, ...]) -> None:
    """Draw one line per member with its way to change."""
    for member in members:
        with st.container(border=True, key=f"member_{member.id}", gap="xsmall"):
            words, button = st.columns([4, 1], vertical_alignment="center")
            words.markdown(f"**{page.plain(member.name)}**")
            gone = "" if member.active else " · " + _("deactivated")
            with words:
                page.quiet(f"{member.login} · {role_names(member)}{gone}")
            if button.button(_("Change"), key=f"change_{member.id}", width="stretch"):
                here.keep(member=member.id)
                st.rerun()


def edit(here: Here, member: Member) -> None:
    """Draw the form that changes a member, and what may be done with their account.

    The form belongs to the version that was opened: a run in between must not take a newer one for it.
    """
    opened = here.state.setdefault("opened", member)
    if opened.id != member.id:
        opened = here.state["opened"] = member
    with st.form(f"edit_{opened.version}"):
        st.subheader(page.plain(opened.name), anchor=False)
        wishes = fields(f"edit_{opened.version}", opened.name, opened.login, opened.roles)
        sent = st.form_submit_button(_("Save"), type="primary")
    if sent:
        _save(here, member.id, opened.version, wishes)
    _settle(here, member.id)
    with st.container(horizontal=True):
        _account(here, member)
    if st.button(_("Back to the list"), icon=":material/arrow_back:", type="tertiary"):
        _close(here)


def _close(here: Here) -> None:
    for name in ("opened", "mine", "theirs"):
        here.state.pop(name, None)
    here.keep(member=None)
    st.rerun()


def _save(here: Here, member_id: str, base: str, wishes: dict[str, Any]) -> None:
    outcome = here.act(accounts.edit_member, member_id=member_id, base=base, rerun=False, **wishes)
    if outcome.theirs:
        here.state.update(mine=wishes, theirs=dict(outcome.theirs))
    elif outcome:
        run.say_after_rerun(_("Saved."))
        _close(here)


def _settle(here: Here, member_id: str) -> None:
    """After a conflict: both versions, and the choice."""
    if "theirs" not in here.state:
        return
    mine, theirs = here.state["mine"], here.state["theirs"]
    labels = {"name": _("Name, as the team knows them"), "login": _("Sign-in name"), "roles": _("Roles")}
    shown = [{**each, "roles": sorted(_(ROLE_NAMES[Role(role)]) for role in each["roles"])} for each in (mine, theirs)]
    chosen = page.both_versions(shown[0], shown[1], labels)
    if chosen == "mine":
        _save(here, member_id, theirs["version"], mine)
    elif chosen == "theirs":
        _close(here)


def _account(here: Here, member: Member) -> None:
    if not member.active:
        if st.button(_("Reactivate"), icon=":material/person_check:"):
            here.act(accounts.reactivate_member, member_id=member.id, said=_("The account is open again."))
        return
    asked = _("This person’s password stops working, and they are signed out.")
    if member.id != here.actor.id and here.confirm(f"code_{member.id}", _("New one-time code"), asked, icon="key"):
        outcome = here.act(accounts.make_code, member_id=member.id, rerun=False)
        if outcome:
            here.state["code"] = (member.name, member.login, outcome.value)
            st.rerun()
    asked = _("This person is signed out of every device. Text that is not yet sent stays on the device.")
    if here.confirm(f"out_{member.id}", _("Sign out everywhere"), asked, icon="logout"):
        here.act(accounts.sign_out_everywhere, member_id=member.id, said=_("Signed out everywhere."))
    question = _("This person will be signed out at once and cannot sign in. What they wrote stays.")
    if here.confirm(f"deactivate_{member.id}", _("Deactivate"), question, icon="person_off"):
        here.act(accounts.deactivate_member, member_id=member.id, said=_("The account is deactivated."))
