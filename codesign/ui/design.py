"""What the screens of personas, scenarios and partners share: names of codes, states, undo, prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from codesign import codebook, territory
from codesign.errors import NotFound
from codesign.i18n import _, language, month
from codesign.personas import STATE_LABELS, State
from codesign.storage import uuid7
from codesign.ui import page

T = TypeVar("T")
STATE_COLOURS = {State.DRAFT: "gray", State.PUBLISHED: "green", State.TO_REVIEW: "orange"}
STATE_ICONS = {State.DRAFT: "edit_note", State.PUBLISHED: "visibility", State.TO_REVIEW: "priority_high"}


def code_names(family: str) -> dict[str, str]:
    """Return code -> its name, in the codebook's order."""
    return {code.id: code.label(language()) for code in codebook.load_codebook().family(family).codes}


def any_code_names() -> dict[str, str]:
    """Return `family:code` -> its name, for the families that are counted."""
    return {
        f"{family}:{code}": name
        for family in ("barrier", "need", "strategy", "aspiration", "touchpoint", "leader")
        for code, name in code_names(family).items()
    }


def sector_names() -> dict[str, str]:
    """Return sector -> its name."""
    return {sector.id: sector.label for sector in territory.sectors()}


def month_name(value: str) -> str:
    """Return `2026-03` as people say it."""
    return month(date.fromisoformat(f"{value}-01")) if value else ""


def wide() -> None:
    """Give a screen the whole width, for two things read side by side."""
    st.set_page_config(layout="wide")


def words(labels: Mapping[str, str]) -> dict[str, str]:
    """Return a room's labels in the reader's language."""
    return {str(key): _(label) for key, label in labels.items()}


def state_badge(state: State) -> None:
    """Draw where a persona or a scenario stands."""
    st.badge(_(STATE_LABELS[state]), icon=f":material/{STATE_ICONS[state]}:", color=STATE_COLOURS[state])  # type: ignore[arg-type]


def new_id(here: page.Here, key: str) -> str:
    """Return the id that the next form of that name will give, the same until `done`: a double click makes one row."""
    return str(here.state.setdefault(f"new_{key}", uuid7()))


def done(here: page.Here, key: str) -> None:
    """Let the next form of that name make another row."""
    here.state.pop(f"new_{key}", None)


def offer_undo(here: page.Here, restore: Callable[..., object], said: str) -> None:
    """Draw, after something went to the bin, one button that takes it back; `remember_undo` keeps what it needs."""
    kept = here.state.get("undo")
    if not kept or kept["restore"] != restore.__name__:
        return
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.caption(said)
    if right.button(_("Undo"), icon=":material/undo:", key=f"undo_{restore.__name__}", width="stretch"):
        here.state.pop("undo")
        do(here, restore, said=_("It is back."), **kept["ids"])


def remember_undo(here: page.Here, restore: Callable[..., object], **ids: str) -> None:
    """Keep what `offer_undo` needs to take the last thing out of the bin."""
    here.state["undo"] = {"restore": restore.__name__, "ids": ids}


def bin_button(
    here: page.Here,
    key: str,
    action: Callable[..., object],
    restore: Callable[..., object],
    ids: Mapping[str, Any],
    label: str | None = None,
) -> None:
    """Draw the button that puts something in the bin and offers to take it back."""
    if st.button(label or _("Put in the bin"), icon=":material/delete:", key=key):
        remember_undo(here, restore, **ids)
        if not do(here, action, said=_("It is in the bin."), **ids):
            here.state.pop("undo", None)


def found(read: Callable[..., T], here: page.Here, **ids: Any) -> T | None:  # noqa: ANN401 - ids, whose names each read chooses
    """Return what the address asks for; when it is not there, say so politely and return None."""
    try:
        return read(here.db, here.actor, **ids)
    except NotFound as error:
        st.warning(str(error), icon=":material/search_off:")
        return None


def bin_list(here: page.Here, binned: Iterable[Any], restore: Callable[..., object], name: str) -> None:
    """Draw what is in the bin, each with the button that takes it back."""
    rows = tuple(binned)
    if not rows:
        return
    with st.expander(_("In the bin (%(n)s)", n=len(rows)), icon=":material/delete:"):
        for row in rows:
            left, right = st.columns([3, 1], vertical_alignment="center")
            left.text(row.title)
            if right.button(_("Take back"), key=f"back_{row.id}", icon=":material/undo:", width="stretch"):
                here.act(restore, said=_("It is back."), **{name: row.id})


def plain(text: str) -> str:
    """Return people's text so that a label or a caption shows it as it is, on one line."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>#$~|:" else each for each in " ".join(text.split()))


def facts(values: Iterable[str]) -> None:
    """Draw short facts side by side, quietly; empty ones are left out."""
    shown = [plain(value) for value in values if value]
    if shown:
        st.caption(" · ".join(shown))


def seen(here: page.Here, row_id: str, version: str, probe: str) -> str:
    """Return the version that the person saw when the form opened, which its widgets bear in their keys.

    A rerun must not trade it for a colleague's newer one: what was typed would go, and their save be written over.
    `probe` is the key of the form's first widget without the version (at its end, or where `{}` stands): gone from the
    screen, the form opens anew.
    """
    kept = here.state.get(f"seen_{row_id}")
    key = probe if "{}" in probe else f"{probe}_{{}}"
    if kept is None or key.format(kept) not in st.session_state:
        kept = here.state[f"seen_{row_id}"] = version
    return str(kept)


def do(here: page.Here, action: Callable[..., Any], **wishes: Any) -> page.Outcome[Any]:  # noqa: ANN401 - passed on to `act`
    """Act, and let every form take up the versions that come of it."""
    kept = {key: here.state.pop(key) for key in list(here.state) if key.startswith("seen_")}
    outcome = here.act(action, **wishes)
    if not outcome:
        here.state.update(kept)
    return outcome


def save_edit(
    here: page.Here,
    row_id: str,
    action: Callable[..., object],
    *,
    draft: object,
    base: str,
    said: str,
    **ids: Any,  # noqa: ANN401 - ids, whose names each action chooses
) -> None:
    """Save a form; when somebody saved another version meanwhile, keep both for `settle_conflict`."""
    outcome = do(here, action, said=said, quiet=True, draft=draft, base=base, **ids)
    if outcome.theirs:
        here.state["conflict"] = {"key": row_id, "draft": draft, "theirs": dict(outcome.theirs), "ids": ids}
        here.state.pop(f"seen_{row_id}", None)
        st.rerun()
    if outcome.error is not None:
        st.error(str(outcome.error), icon=":material/error:")


def settle_conflict(
    here: page.Here,
    key: str,
    action: Callable[..., object],
    labels: Mapping[str, str],
    names: Mapping[str, str],
    **ids: Any,  # noqa: ANN401 - same
) -> None:
    """Show one's own version beside the saved one, until the person chooses; `names` says ids and codes in words."""
    pending = here.state.get("conflict")
    if not pending or pending["key"] != key:
        return
    draft, theirs = pending["draft"], pending["theirs"]
    mine = {field: _named(getattr(draft, field, None), names) for field in labels}
    saved = {field: _named(theirs.get(field), names) for field in labels}
    chosen = page.both_versions(mine, saved, words(labels), key=f"conflict_{key}")
    if chosen == "theirs":
        here.state.pop("conflict")
        st.rerun()
    if chosen == "mine":

        def keep(*who: Any, **wishes: Any) -> object:  # noqa: ANN401 - passed on
            made = action(*who, **wishes)
            here.state.pop("conflict", None)  # only what was saved is forgotten
            return made

        wishes = {**pending["ids"], **ids}
        refused = do(here, keep, said=_("Your version is saved."), draft=draft, base=str(theirs["version"]), **wishes)
        if refused.theirs:  # a third version came meanwhile: it is shown before anything is chosen
            here.state["conflict"] = {**pending, "theirs": dict(refused.theirs)}
            st.rerun()


def _named(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, Mapping):
        return [f"{names.get(key, key)}{_(': ')}{each}" for key, each in value.items()]
    if isinstance(value, list | tuple):
        return [names.get(each, each) for each in value]
    return names.get(value, value) if isinstance(value, str) else value
