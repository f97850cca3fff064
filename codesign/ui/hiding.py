"""Hiding faces and papers on a picture: what the drawing component is given, what it says, and photos kept already."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import streamlit as st

from codesign import drawing, media
from codesign.i18n import _
from codesign.media import Box, MediaItem, MediaKind
from codesign.ui.components import answer_of, blur_picture
from codesign.ui.page import Here
from codesign.ui.words import quiet

_PREVIEW = 1100  # pixels: enough to see a face, little to send


def on_kept(here: Here, item: MediaItem) -> None:
    """Draw, once asked for, the way to hide something of a photo that is kept: one that an import brought, mostly."""
    if item.kind is not MediaKind.PHOTO or not item.may_edit:
        return
    opened = f"hiding_{item.id}"
    if not st.toggle(_("Hide faces and papers"), key=opened):
        return
    picture = shown(media.media_file(here.db, here.actor, item.id).read_bytes())
    key = f"blur_{item.id}_{item.version}"
    areas = areas_of(answer_of(key, "areas"), item.id)
    quiet(_("Draw a rectangle over each with a finger or the mouse. Once it is hidden, nothing brings it back."))
    blur_picture({"id": item.id, "picture": picture, "areas": areas, "words": words()}, key)
    if st.button(_("Hide these for good"), key=f"hide_{item.id}", type="primary", disabled=not areas):
        here.act(media.hide_in_photo, item_id=item.id, hidden=areas, base=item.version, said=_("Hidden for good."))


def shown(data: bytes) -> str:
    """Return a picture for the screen, made safe and small, as an address of its own."""
    safe = drawing.safe_photo(data, longest=_PREVIEW)
    return "data:image/jpeg;base64," + base64.b64encode(safe.data).decode("ascii")


def areas_of(said: object, item_id: str) -> list[Box]:
    """Return the rectangles that the browser drew on this picture; anything else is none."""
    if not isinstance(said, Mapping) or said.get("id") != item_id or not isinstance(said.get("areas"), list):
        return []
    found = [each for each in said["areas"] if isinstance(each, list | tuple) and len(each) == 4]
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in found]


def words() -> dict[str, str]:
    """Return what the picture to be hidden in part says to people; `{n}` is filled there."""
    return {
        "picture": _("The photo. Draw rectangles on it, or add them with the button below and set them by numbers."),
        "add": _("Add a rectangle by numbers"),
        "area": _("Rectangle {n}"),
        "numbers": _("Set by numbers (%)"),
        "left": _("From the left"),
        "top": _("From the top"),
        "width": _("Width"),
        "height": _("Height"),
        "remove": _("Take away"),
        "none": _("Nothing is hidden yet."),
        "one": _("1 rectangle hidden"),
        "several": _("{n} rectangles hidden"),
    }
