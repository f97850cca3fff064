"""The page frame: opens each screen, checks who may see it, and carries out what people ask for.

A page reads `page.open(title, permission)`, then reads through front doors, draws, and acts by `here.act(action, …)`.
"""

from __future__ import annotations

import html
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar

import streamlit as st

from codesign.accounts import Actor, Permission
from codesign.config import Settings
from codesign.errors import Conflict, NotAllowed, UserError
from codesign.i18n import N_, _
from codesign.storage import Database, open_database
from codesign.ui import run, safety
from codesign.ui.screens import FIELD
from codesign.ui.words import plain, quiet

__all__ = ["Here", "Outcome", "both_versions", "empty", "fault", "open", "plain", "prose", "quiet", "trouble"]

_log = logging.getLogger("codesign.ui")
T = TypeVar("T")
_SERIF = (
    "font-family:'Noto Serif',Georgia,serif;line-height:1.6;max-width:68ch;white-space:pre-wrap;overflow-wrap:anywhere;"
    "margin:0"
)


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What came of an action: its value, or the error that was shown. `bool(outcome)` says whether it worked."""

    ok: bool
    value: T | None = None
    error: UserError | None = None

    def __bool__(self) -> bool:
        return self.ok

    @property
    def theirs(self) -> Mapping[str, object]:
        """The version that someone else saved meanwhile, after a conflict; empty otherwise."""
        return self.error.current if isinstance(self.error, Conflict) else {}


class Here:
    """Where the person is: the run's database and actor, and the ways to act and to go elsewhere."""

    def __init__(self, of: run.Run) -> None:
        self._run = of

    @property
    def db(self) -> Database:
        """The run's connection."""
        return self._run.db

    @property
    def actor(self) -> Actor:
        """The member who looks."""
        return self._run.actor

    @property
    def settings(self) -> Settings:
        """Where things are."""
        return self._run.settings

    @property
    def sid(self) -> str:
        """The sign-in of this screen, as `accounts` knows it."""
        return self._run.sid

    @property
    def state(self) -> dict[str, Any]:
        """A small dictionary of this screen's own, kept while the browser tab is open."""
        kept: dict[str, Any] = st.session_state.setdefault(f"_state_{self._run.screen}", {})
        return kept

    def act(
        self,
        action: Callable[..., T],
        *,
        said: str | None = None,
        rerun: bool = True,
        quiet: bool = False,
        **wishes: object,
    ) -> Outcome[T]:
        """Do `action(db, actor, **wishes)`; on success say `said` and run the page again (unless `rerun` is False).

        What the person can mend is shown here in their language and nothing they typed is lost; a conflict can be
        shown by `both_versions` (`quiet` leaves the showing to the page). Anything else is logged with a number that
        the person can quote.
        """
        if not self._run.still_good():
            st.rerun()
        try:
            value = action(self.db, self.actor, **wishes)
        except UserError as error:
            if not quiet:
                trouble(error)
            return Outcome(ok=False, error=error)
        except Exception as error:  # noqa: BLE001 - the last net: logged whole, told politely
            fault(error)
            return Outcome(ok=False)
        if rerun:
            run.say_after_rerun(said or "")
            st.rerun()
        if said:
            st.toast(said, icon=":material/check_circle:")
        return Outcome(ok=True, value=value)

    def id(self, name: str) -> str | None:
        """Return the id that the address carries under `name`."""
        value = st.query_params.get(name)
        return str(value) if value else None

    def keep(self, **ids: str | None) -> None:
        """Write ids into the address without leaving the page (None removes one)."""
        for name, value in ids.items():
            if value is None:
                st.query_params.pop(name, None)
            elif st.query_params.get(name) != value:
                st.query_params[name] = value

    def may_open(self, name: str) -> bool:
        """Say whether the person may open the screen of that name."""
        return name in self._run.pages

    def go(self, name: str, **ids: str) -> None:
        """Leave for another screen, ids in its address; stays when the person may not open it."""
        if name in self._run.pages:
            st.switch_page(self._run.pages[name], query_params=ids or None)

    def link(self, name: str, label: str, *, icon: str | None = None, **ids: str) -> None:
        """Draw a link to another screen; nothing when the person may not open it."""
        if name in self._run.pages:
            st.page_link(self._run.pages[name], label=label, icon=icon, query_params=ids or None)

    def confirm(
        self, key: str, label: str, question: str, what_goes: str = "", *, icon: str = "delete", disabled: bool = False
    ) -> bool:
        """Draw a button for what cannot easily be undone; it asks once, says what goes, and returns True on yes."""
        with st.popover(label, icon=f":material/{icon}:", disabled=disabled, key=f"{key}_ask"):
            st.text(question)
            if what_goes:
                st.text(what_goes)
            return st.button(_("Yes, go on"), key=key, type="primary")

    def download(
        self,
        label: str,
        build: Callable[[Database, Actor], bytes],
        name: str,
        mime: str,
        **more: Any,  # noqa: ANN401 - Streamlit's own options
    ) -> None:
        """Draw a button that builds a file when it is pressed, on a connection of its own, and hands it over.

        The page may have been open for long: the sign-in is read again when the button is pressed, as in `act`.
        """
        path, of = self.settings.database, self._run

        def data() -> bytes:
            with open_database(path) as db:
                if not of.still_good(db):
                    raise NotAllowed(N_("Your session has ended"))
                return build(db, of.actor)

        st.download_button(label, data, file_name=name, mime=mime, on_click="ignore", **more)


def open(title: str, permission: Permission | None = None, *, purpose: str = "") -> Here:  # noqa: A001 - house name
    """Open a screen: check the permission, draw title, purpose, demo banner and, in the field, the safety card.

    A script that was not started by the menu of `codesign/ui/main.py` stops here: nobody was checked.
    """
    of = run.current.get()
    if of is None:
        st.stop()
    _say_address()
    _banner(of.settings)
    st.title(title, anchor=False)
    try:
        if permission is not None:
            of.actor.require(permission)
    except NotAllowed as error:
        _refuse(error)
    if purpose:
        st.markdown(f":gray[{plain(purpose)}]")
    if of.group == FIELD:
        safety.card()
    said = run.said()
    if said:
        st.toast(said, icon=":material/check_circle:")
    return Here(of)


def _say_address() -> None:
    """Tell the browser the address that this run answers; it does nothing where it has it already.

    A link to another state of the same screen reaches the server but not the browser's address (Streamlit 1.67): the
    next touch would ask for the address without it, and a form just opened would be gone.
    """
    st.query_params.from_dict(st.query_params.to_dict())


def _banner(settings: Settings) -> None:
    if settings.is_demo:
        words = _("**Invented data**: nothing real in here, nor to be typed.")  # short: one line on a phone
        st.warning(f":small[{words}]", icon=":material/science:")


def _refuse(error: UserError) -> NoReturn:
    st.error(str(error), icon=":material/lock:")
    st.stop()


def trouble(error: UserError) -> None:
    """Tell the person what they can mend."""
    st.error(str(error), icon=":material/error:")


def fault(error: Exception) -> None:
    """Log a fault of ours under a number, and tell the person politely."""
    reference = secrets.token_hex(3).upper()
    _log.error("Fault %s", reference, exc_info=error)
    st.error(
        _(
            "Something went wrong on our side; what was saved before is safe. Try again; if it happens again, give the"
            " coordination this number: %(reference)s.",
            reference=reference,
        ),
        icon=":material/error:",
    )


def prose(text: str, *, quote: bool = False) -> None:
    """Show what a person said or wrote, as text and nothing else, set for reading."""
    tag = "blockquote" if quote else "p"
    side = ";border-left:3px solid #0B5C7A;padding-left:1rem" if quote else ""
    st.html(f'<{tag} dir="auto" style="{_SERIF}{side}">{html.escape(text)}</{tag}>')


def empty(text: str, *, icon: str = "inbox") -> None:
    """Say what will stand here once there is something."""
    st.info(text, icon=f":material/{icon}:")


def both_versions(
    mine: Mapping[str, object], theirs: Mapping[str, object], labels: Mapping[str, str], *, key: str = "versions"
) -> str | None:
    """Show one's own version beside the saved one, field by field where they differ.

    Returns `mine` or `theirs` when the person chooses, None until then. Saving one's own again takes
    `theirs["version"]` as its base.
    """
    st.warning(
        _("Someone saved another version meanwhile. Nothing of theirs or yours is lost: compare, then choose."),
        icon=":material/compare_arrows:",
    )
    choices = (
        ("mine", _("Your version"), _("Keep mine"), mine),
        ("theirs", _("Saved version"), _("Keep theirs"), theirs),
    )
    chosen = None
    for column, (name, heading, button, values) in zip(st.columns(2, border=True), choices, strict=True):
        with column:
            st.subheader(heading, anchor=False)
            for field, label in labels.items():
                if mine.get(field) != theirs.get(field):
                    quiet(label)
                    prose(_shown(values.get(field)))
            if st.button(button, key=f"{key}_{name}", width="stretch"):
                chosen = name
    return chosen


def _shown(value: object) -> str:
    if value in (None, "", [], ()):
        return _("(empty)")
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
