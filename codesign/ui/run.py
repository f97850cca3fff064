"""One run of the script: whose it is, on which database, and what it may open."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from codesign import accounts, storage
from codesign.accounts import Actor, Session
from codesign.config import Settings
from codesign.i18n import DEFAULT_LANGUAGE
from codesign.storage import Database

_SAID = "_said"


@dataclass
class Run:
    """What a page needs to know; the connection that proved the sign-in serves the run and is closed after it."""

    settings: Settings
    sid: str
    session: Session
    _db: Database | None = None
    pages: Mapping[str, StreamlitPage] = field(default_factory=dict)
    screen: str = ""
    group: str = ""

    @property
    def actor(self) -> Actor:
        """The member whose run it is."""
        return self.session.actor

    @property
    def db(self) -> Database:
        """The run's own connection. A fragment that runs again after the page's run gets a new one."""
        if self._db is None:
            self._db = storage.connect(self.settings.database)
        return self._db

    def close(self) -> None:
        """Close the connection."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def still_good(self, db: Database | None = None) -> bool:
        """Say whether the person may go on: the sign-in is read again, so that ending it takes effect at once.

        A thread other than the run's brings its own connection.
        """
        found = accounts.session_of(self.db if db is None else db, self.sid)
        return found is not None and not found.locked and found.member.roles == self.session.member.roles


current: ContextVar[Run | None] = ContextVar("run", default=None)


def begin(settings: Settings) -> Run | None:
    """Return the run of whoever is signed in, on the connection that proved it; None when nobody is."""
    sid = signed_in_as()
    db = storage.connect(settings.database)
    try:
        session = accounts.session_of(db, sid) if sid else None
    except BaseException:
        db.close()
        raise
    if session is None:
        db.close()
        return None
    return Run(settings, sid, session, db)


def signed_in_as() -> str:
    """Return the SHA-256 of the sign-in's token, as the identity middleware proved it; empty when nobody is.

    This is the only place that reads `st.user`: `server.trustedUserHeaders` is an experimental setting of Streamlit,
    and the fallback would be the same look-up from `st.context.cookies`.
    """
    return str(st.user.get("sid") or "")


def chosen_language() -> str:
    """Return the language of this run."""
    return os.environ.get("CODESIGN_LANGUAGE") or DEFAULT_LANGUAGE


def say_after_rerun(text: str) -> None:
    """Keep a short message for the next run of this browser tab."""
    st.session_state[_SAID] = text


def said() -> str:
    """Return the message that was kept, once."""
    return str(st.session_state.pop(_SAID, ""))
