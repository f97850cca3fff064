"""Form widgets in the house's words: Streamlit's own English never shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.runtime.state import get_session_state
from streamlit.runtime.uploaded_file_manager import UploadedFile

from codesign.i18n import _, number

MAX_UPLOAD_MB = 20
UPLOADERS = "_uploaders"  # keys of the file pickers drawn in this tab: Streamlit refuses to be given their value


def _forget_unknown(key: str | None, ids: Sequence[str]) -> None:
    """Let go of a value put back in a widget whose choices no longer have it: Streamlit would stop the page."""
    if key is None:
        return
    value = st.session_state.get(key)
    if isinstance(value, list):
        kept = [each for each in value if each in ids]
        if kept != value:
            st.session_state[key] = kept
    elif value is not None and value not in ids:
        del st.session_state[key]


def _begins(key: str | None, value: Any) -> Any:  # noqa: ANN401 - what a widget holds
    """Return what a widget begins with: `value`, or what was chosen in it since.

    A field that the browser draws late (in a popover that opens after another run) shows what it begins with, and
    sends that: a form opened to change one word would empty the others. What was put back under its key during this
    run goes before both: Streamlit shows it by itself, and would only log a warning about a default beside it.
    """
    if key is None or key not in st.session_state:
        return value
    return None if get_session_state().is_new_state_value(key) else st.session_state[key]


def choice(
    label: str,
    options: Mapping[str, str],
    value: str | None = None,
    *,
    key: str | None = None,
    **more: Any,  # noqa: ANN401 - Streamlit's own options
) -> str | None:
    """Draw a list to choose one id from, by its label; None until something is chosen."""
    ids = list(options)
    _forget_unknown(key, ids)
    start = None if value is None else _begins(key, value)  # one that begins empty can be emptied again
    index = ids.index(start) if start in ids else None
    more.setdefault("placeholder", _("Choose…"))
    return st.selectbox(label, ids, index=index, format_func=lambda each: options.get(each, each), key=key, **more)


def choices(
    label: str,
    options: Mapping[str, str],
    values: Sequence[str] = (),
    *,
    key: str | None = None,
    **more: Any,  # noqa: ANN401 - Streamlit's own options
) -> list[str]:
    """Draw a list to choose several ids from, by their labels."""
    ids = list(options)
    _forget_unknown(key, ids)
    more.setdefault("placeholder", _("Choose one or more…"))
    start = _begins(key, list(values))
    default = None if start is None else [each for each in start if each in options]
    return st.multiselect(
        label, ids, default=default, format_func=lambda each: options.get(each, each), key=key, **more
    )


def radio(
    label: str,
    options: Mapping[str, str],
    value: str | None = None,
    *,
    key: str | None = None,
    **more: Any,  # noqa: ANN401 - Streamlit's own options
) -> str | None:
    """Draw a few choices side by side or below one another; None until something is chosen."""
    ids = list(options)
    _forget_unknown(key, ids)
    start = None if value is None else _begins(key, value)
    index = ids.index(start) if start in ids else None
    return st.radio(label, ids, index=index, format_func=lambda each: options.get(each, each), key=key, **more)


def segments(label: str, options: Mapping[str, str], *, key: str) -> str | None:
    """Draw a few short choices in one row, each one touch away; touched again, it is taken back."""
    ids = list(options)
    _forget_unknown(key, ids)
    return st.segmented_control(label, ids, format_func=lambda each: options.get(each, each), key=key)


def box(label: str, ticked: bool, *, key: str) -> bool:  # noqa: FBT001 - as Streamlit's own
    """Draw a box to tick; what is kept under its key goes before `ticked`."""
    return st.checkbox(label, bool(_begins(key, ticked)), key=key)


def uploader(
    label: str, types: Sequence[str], *, key: str, several: bool = False, hint: str = "", most: int = MAX_UPLOAD_MB
) -> list[UploadedFile]:
    """Draw the file picker; what may be given stands in its label, since Streamlit's own words are English."""
    kinds = ", ".join(f".{each}" for each in types)
    st.session_state.setdefault(UPLOADERS, set()).add(key)
    size = _("%(kinds)s; up to %(n)s MB", kinds=kinds, n=number(most))
    found = st.file_uploader(
        f"{label} ({size})",
        list(types),
        accept_multiple_files=several,
        key=key,
        help=hint or None,
        max_upload_size=most,
    )
    if found is None:
        return []
    return list(found) if isinstance(found, list) else [found]


def day_input(label: str, value: date | None = None, *, key: str | None = None, hint: str | None = None) -> date | None:
    """Draw a day. Any that exists reaches the server, where a rule refuses it in the reader's language.

    « today » is never left to the widget: it would be the server's day, a day ahead of Montréal each evening.

    With bounds, the browser refuses it in English, keeps it on screen and sends the day before it.
    """
    start = None if value is None else _begins(key, value)
    found = st.date_input(label, start, min_value=date.min, max_value=date.max, format="YYYY-MM-DD", key=key, help=hint)
    return found if isinstance(found, date) else None


def packed(value: object) -> Any:  # noqa: ANN401 - what JSON holds
    """Return what a widget holds as JSON; None when it is not a choice to keep."""
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, list | tuple):
        return [each for each in value if isinstance(each, str)]
    return value if isinstance(value, bool | str | int | float) else None


def unpacked(value: Any) -> Any:  # noqa: ANN401 - what a widget holds
    """Return the value of a widget from what `packed` made."""
    return date.fromisoformat(value["date"]) if isinstance(value, Mapping) else value
