"""What an open tab shows when its person may not go on: the sign-in ended, or the screen is locked."""

from __future__ import annotations

import html
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from codesign import accounts, storage
from codesign.accounts import Session
from codesign.config import Settings
from codesign.errors import UserError
from codesign.i18n import _
from codesign.ui import forms, run

_KEPT = "_kept_while_locked"
_REFUSED = "_refused_at_the_lock"
_AT, _LEFT = "_at", "_left"
LOCK_BUTTON = "sidebar_lock"
_TYPED = (str, int, float, date, datetime, time, list, tuple)


def pass_by(screen: str) -> None:
    """Remember where this tab is: `st.context.url` no longer says it once the menu that names the screens is gone."""
    ids = urlencode(st.query_params.to_dict())
    st.session_state[_AT] = f"/{screen}" + (f"?{ids}" if ids else "")
    st.session_state.pop(_LEFT, None)


def leave(db: storage.Database, sid: str) -> None:
    """End this sign-in because its person asked to."""
    accounts.sign_out(db, sid)
    st.session_state[_LEFT] = True
    st.rerun()


def ended() -> None:
    """Say that the sign-in ended, and nothing else; signing in again leads back here, after leaving to the start."""
    left = st.session_state.get(_LEFT, False)
    back = "/" if left else st.session_state.get(_AT, "/")
    said = run.said()
    st.navigation([st.Page(lambda: None, title=_("Sign in"), url_path="door", default=True)], position="hidden")
    st.title(_("The session is closed") if left else _("Your session has ended"), anchor=False)
    if said:  # what ended the session, a restored database for one, said how it went
        st.success(said, icon=":material/check_circle:")
    st.write(_("What was saved is safe. Sign in again to go on."))
    if not left:
        st.write(_("A note that you were writing is kept on this device."))
    _link("/auth/login?" + urlencode({"next": back}), _("Sign in"))
    st.html("<style>[data-testid=stSidebar], [data-testid=stExpandSidebarButton] { display: none }</style>")


def lock(db: storage.Database, sid: str) -> None:
    """Lock this sign-in; what was typed in the tab is put aside."""
    st.session_state[_KEPT] = {name: value for name, value in st.session_state.items() if _is_typed(name, value)}
    accounts.lock(db, sid)
    st.rerun()


def locked(settings: Settings, session: Session) -> None:
    """Ask for the password of the member who locked the screen; the address stays what it was."""
    st.title(_("Locked screen"), anchor=False)
    st.write(_("What was being typed is kept. Only the person who locked the screen can open it."))
    with st.form("unlock"):
        st.text(_("Locked by %(name)s.", name=session.member.name))
        password = st.text_input(_("Password"), type="password", autocomplete="current-password")
        sent = st.form_submit_button(_("Unlock"), type="primary")
        if sent and _unlocked(settings, session, password):
            st.rerun()
        if _REFUSED in st.session_state:  # said until the next try: a run that nobody asked for must not wipe it
            st.error(st.session_state[_REFUSED], icon=":material/error:")
    _link("/auth/logout", _("Sign out"))
    st.html(
        "<style>[data-testid=InputInstructions] { display: none }</style>"
    )  # English, and over the field on a phone


def restore() -> None:
    """Put back what was typed before the screen was locked."""
    st.session_state.pop(_REFUSED, None)  # unlocked from another tab
    for name, value in st.session_state.pop(_KEPT, {}).items():
        st.session_state[name] = value


def _link(target: str, text: str) -> None:
    """Draw a link that leaves the app in the same tab; Streamlit's own links would open another one."""
    st.html(f'<p><a href="{html.escape(target)}" style="color:inherit">{html.escape(text)}</a></p>')


def _unlocked(settings: Settings, session: Session, password: str) -> bool:
    try:
        with storage.open_database(settings.database) as db:
            accounts.unlock(db, session.sid, password=password, address=st.context.ip_address or "")
    except UserError as error:
        st.session_state[_REFUSED] = str(error)
        return False
    st.session_state.pop(_REFUSED, None)
    return True


def _is_typed(name: str | int, value: Any) -> bool:  # noqa: ANN401 - whatever a widget holds
    """Say whether a widget may be given this value back (Streamlit refuses it for buttons and uploads)."""
    plain = not isinstance(value, list) or all(isinstance(each, str | int | float) for each in value)
    never = {_KEPT, _REFUSED, _AT, LOCK_BUTTON, *st.session_state.get(forms.UPLOADERS, ())}
    return isinstance(value, _TYPED) and value is not False and plain and name not in never
