"""What is kept between runs: reads and figures that cost much, until anybody writes to the database, or the day ends.

Every key holds the database file, the mark of its content, the day (consents end with a day) and the language; and the
person with their roles, unless the read is the same for all whom a permission lets in. So nothing passes from one role
to another, and nothing older than the last write is shown. What is kept is handed out as it is, without a copy: reads
return frozen values.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

import streamlit as st

from codesign import charts, storage
from codesign.accounts import Permission
from codesign.i18n import language
from codesign.privacy import today
from codesign.ui import figures
from codesign.ui.page import Here

T = TypeVar("T")


class OpenContainer(Protocol):
    """A container of Streamlit that knows whether it is open."""

    @property
    def open(self) -> bool | None:
        """Whether it is open; None where Streamlit does not follow it."""


_SECONDS = 3600  # what nobody can reach any more leaves the memory


def read(here: Here, what: Callable[..., T], *, shared: Permission | None = None, **wishes: Hashable) -> T:
    """Return `what(db, actor, **wishes)`, read once while nothing changes.

    `shared` says that whoever holds this permission reads the same thing; it is checked here, kept or not.

    Raises:
        NotAllowed: the person does not hold `shared`; or as `what`.
    """
    if shared is not None:
        here.actor.require(shared)
    who = (str(shared),) if shared is not None else (here.actor.id, *sorted(here.actor.roles))
    key = (*_content(here), who, f"{what.__module__}.{what.__qualname__}", tuple(sorted(wishes.items())))
    found: T = _read(repr(key), lambda: what(here.db, here.actor, **wishes))
    return found


def chart(here: Here, make: Callable[..., charts.Chart], *about: Hashable) -> charts.Chart:
    """Return `make()`, drawn once for each content, theme and `about`, which names all that the figure is made from.

    Only for figures of counts that are the same for everybody who may open the screen.
    """
    ink = figures.ink()
    return _chart(repr((*_content(here), ink, about)), lambda: figures.inked(make(), ink))


def opened(here: Here, part: OpenContainer, name: str) -> bool:
    """Say whether a tab or an expander was opened since one came to this screen: what nobody opened is not drawn.

    Once drawn it stays so, shut or not: Streamlit forgets what was typed in a field that a run does not draw.
    """
    seen: set[str] = here.state.setdefault("opened", set())
    if part.open:
        seen.add(name)
    return name in seen


def _content(here: Here) -> tuple[str, ...]:
    path = here.settings.database
    return str(path), storage.changes(path), today().isoformat(), language()


@st.cache_resource(max_entries=128, ttl=_SECONDS, show_spinner=False)
def _read(key: str, _make: Callable[[], Any]) -> Any:  # noqa: ANN401, ARG001 - the key is what Streamlit looks for
    return _make()


@st.cache_resource(max_entries=128, ttl=_SECONDS, show_spinner=False)
def _chart(key: str, _make: Callable[[], charts.Chart]) -> charts.Chart:  # noqa: ARG001 - as above
    return _make()
