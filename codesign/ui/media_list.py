"""Photos and sounds that were kept: seen, heard, described, approved, erased."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from codesign import media
from codesign.i18n import _, number
from codesign.media import MediaItem, MediaKind
from codesign.privacy import IDENTIFIER_LABELS
from codesign.ui import hiding, note_media, page
from codesign.ui.page import Here

_FRAME = "max-width:100%;max-height:70vh;width:auto;height:auto;border-radius:.375rem;display:block"


def listed(here: Here, items: Sequence[MediaItem]) -> None:
    """Show photos and sounds one below the other, with what the person may do about each."""
    for each in items:
        with st.container(border=True):
            st.html(_player(each) if each.kind is MediaKind.SOUND else _picture(each))
            page.quiet(_facts(each))
            if each.may_edit:
                _words(here, each)
            elif each.transcript or each.alt:
                page.prose("\n\n".join(words for words in (each.alt, each.transcript) if words))
            hiding.on_kept(here, each)
            with st.container(horizontal=True):
                _approval(here, each)
                _erase(here, each)


def _picture(item: MediaItem) -> str:
    alt = "" if item.decorative else html.escape(item.alt, quote=True)
    return (
        f'<img src="{note_media.address(item)}" alt="{alt}" width="{item.width}" height="{item.height}"'
        f' style="{_FRAME}">'
    )


def _player(item: MediaItem) -> str:
    name = html.escape(item.alt or _("Sound"), quote=True)
    address = note_media.address(item)
    return f'<audio controls preload="metadata" src="{address}" aria-label="{name}" style="width:100%"></audio>'


def _facts(item: MediaItem) -> str:
    if item.kind is MediaKind.SOUND:
        minutes, seconds = divmod(item.seconds, 60)
        length = _("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=seconds)
        return " · ".join((length, item.format.upper(), _("%(n)s KB", n=number(max(1, item.size // 1000)))))
    hidden = [_("%(n)s hidden", n=item.hidden)] if item.hidden else []
    return " · ".join((f"{item.width} × {item.height}", *hidden, _("%(n)s KB", n=number(max(1, item.size // 1000)))))


def _words(here: Here, item: MediaItem) -> None:
    """Draw the words that go with a photo or a sound, to be changed where they stand."""
    photo = item.kind is MediaKind.PHOTO
    if photo and not item.alt:
        st.info(_("It came in with a file: nobody looked at it yet."), icon=":material/visibility:")
    label = _("What the photo shows") if photo else _("What this sound is (optional)")
    alt = st.text_input(label, item.alt, key=f"alt_{item.id}", max_chars=media.MAX_ALT)
    transcript = ""
    if not photo:
        transcript = st.text_area(
            _("What is said in it"), item.transcript, key=f"said_{item.id}", height=120,
            help=_("Roles, never names. The transcript is read with the note, and not coded yet."),
        )  # fmt: skip
    fields = ((media.ALT, alt), (media.TRANSCRIPT, transcript))
    dismissed = [key for name, text in fields for key in warn(name, text, item.id, item.dismissed)]
    changed = (alt, transcript) != (item.alt, item.transcript) or bool(dismissed)
    if changed and st.button(_("Save these words"), key=f"describe_{item.id}", type="primary"):
        here.act(
            media.describe, item_id=item.id, alt=alt, transcript=transcript, dismissed=dismissed, base=item.version,
            said=_("The words are saved."),
        )  # fmt: skip


def warn(field: str, text: str, key: str, known: Sequence[str] = ()) -> list[str]:
    """Show what may point at a person in these words; return what the person says does not."""
    found = {each.key: each for each in media.found_identifiers(field, text, known) if not each.dismissed}
    if not found:
        return []
    st.warning(
        _("Does this point at someone? Replace it by a role (“the neighbour”), or say that it does not."),
        icon=":material/person_alert:",
    )
    said = []
    for name, each in found.items():
        st.text(f"« {each.text} »\n{_(IDENTIFIER_LABELS[each.type])}")
        if st.checkbox(_("It does not identify anyone"), key=f"not_{key}_{field}_{name}"):
            said.append(name)
    return said


def _approval(here: Here, item: MediaItem) -> None:
    if item.cleared:
        st.badge(_("Approved"), icon=":material/verified:", color="green")
        if item.may_clear and st.button(_("Take the approval back"), key=f"unclear_{item.id}", icon=":material/undo:"):
            here.act(media.unclear_media, item_id=item.id, base=item.version, said=_("The approval is taken back."))
    elif item.may_clear and st.button(_("Approve it for the team"), key=f"clear_{item.id}", icon=":material/verified:"):
        here.act(media.clear_media, item_id=item.id, base=item.version, said=_("The team can see it."))


def _erase(here: Here, item: MediaItem) -> None:
    if not item.may_edit:
        return
    photo = item.kind is MediaKind.PHOTO
    question = _("Erase this photo? It cannot be brought back.") if photo else _(
        "Erase this sound? It cannot be brought back."
    )  # fmt: skip
    if here.confirm(f"erase_{item.id}", _("Erase"), question):
        here.act(media.erase_media, item_id=item.id, said=_("Erased."))
