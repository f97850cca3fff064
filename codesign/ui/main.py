"""The Streamlit script: who is here, what they may open, and the screen they asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from codesign.config import load_settings
from codesign.errors import UserError
from codesign.i18n import _, using_language
from codesign.ui import door, run, sidebar
from codesign.ui import page as frame
from codesign.ui.screens import SCREENS, Screen, home_of, screens_of


def _home(target: StreamlitPage) -> Callable[[], None]:
    """Return the page at `/`: it only leads to the right screen for the role, which keeps one address of its own."""

    def home() -> None:
        st.switch_page(target)

    return home


def _page(screen: Screen) -> StreamlitPage:
    """Return the page without an icon: Streamlit would have the browser fetch it from a font service as favicon."""
    return st.Page(
        screen.path,
        title=_(screen.title),
        url_path=screen.name,
        visibility="visible" if screen.listed else "hidden",
    )


def _closed(screen: Screen) -> StreamlitPage:
    """Return what stands at the address of a screen that the person may not open, in place of Streamlit's English."""

    def refusal() -> None:
        frame.open(_(screen.title), screen.permission)

    return st.Page(refusal, title=_(screen.title), url_path=screen.name, visibility="hidden")


def _navigate(of: run.Run) -> StreamlitPage:
    """Make known the screens of the person's roles, and refusals in place of the others; return the one they are on."""
    screens = screens_of(of.actor)
    closed = [_closed(screen) for screen in SCREENS if screen not in screens]
    pages = {screen.name: _page(screen) for screen in screens}
    home = st.Page(_home(pages[home_of(of.actor)]), title=_("Home"), url_path="home", default=True, visibility="hidden")
    chosen = st.navigation([home, *pages.values(), *closed], position="hidden")
    of.pages = pages
    shown = next((screen for screen in screens if pages[screen.name] == chosen), None)
    if shown is not None:
        of.screen, of.group = shown.name, shown.group
        door.pass_by(shown.name)
    return chosen


def _run() -> None:
    settings = load_settings()
    of = run.begin(settings)
    if of is None:
        door.ended()
        return
    token = run.current.set(of)
    try:
        chosen = _navigate(of)
        if of.session.locked:
            door.locked(settings, of.session)
            return
        door.restore()
        sidebar.draw(of)
        chosen.run()
    except UserError as error:
        frame.trouble(error)
    finally:
        run.current.reset(token)
        of.close()


with using_language(run.chosen_language()):
    _run()
