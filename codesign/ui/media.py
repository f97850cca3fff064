"""Photos and sounds of a note: taken or chosen, blurred by hand, described, listened to, approved, erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from codesign import fieldnotes, media, privacy, storage
from codesign.errors import UserError
from codesign.fieldnotes import Note
from codesign.i18n import _, ngettext, number
from codesign.media import MediaItem, MediaKind
from codesign.ui import forms, hiding, page, run
from codesign.ui.components import answer_of, blur_picture
from codesign.ui.media_list import listed, warn
from codesign.ui.page import Here
from codesign.ui.people import Subject

PHOTOS = ("jpg", "jpeg", "png", "heic", "heif", "webp")
SOUNDS = ("m4a", "mp3", "wav", "ogg", "opus")
_CAMERA, _FILE = "camera", "file"
_PICTURE = "picture"
_PICKERS = ("camera", "photo")


@dataclass(frozen=True)
class _Place:
    """The note that photos and sounds go to: its number, what its consent allows, and that consent while unsaved."""

    here: Here
    note_id: str
    allowed: frozenset[MediaKind]
    consent: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the keys of its widgets begin with: not as the form's, whose choices are kept with the draft."""
        return f"media_{self.note_id}_{self.here.actor.id[-12:]}"

    def turn(self, name: str) -> str:
        """Return the key of a picker, another one after each file: the one before is forgotten."""
        return f"{self.key}_{name}_{self.here.state.get(self.key + name, 0)}"

    def next_turn(self, name: str) -> None:
        """Forget the file that was chosen."""
        self.here.state[self.key + name] = self.here.state.get(self.key + name, 0) + 1


def capture(here: Here, note_id: str, subject: Subject) -> None:
    """Draw the photos and sounds of a note that is being written, and the way to add some as its consent allows."""
    allowed = frozenset(each for each in MediaKind if _allows(here, subject, each))
    place = _Place(here, note_id, allowed, {"consent_id": subject.consent_id, "consent": subject.consent})
    items = media.note_media(here.db, here.actor, note_id).items
    with st.expander(_heading(items), icon=":material/photo_camera:", expanded=bool(items)):
        _unsaved_warning(items, allowed)
        listed(here, items)
        _add(place)


def unkept(here: Here) -> bool:
    """Say that a photo was chosen and not kept, where the note is about to be saved; nothing is saved then."""
    waits = bool(here.state.get(_PICTURE))
    if waits:
        with st.bottom.container():
            st.warning(
                _("Nothing is saved yet: a photo waits. Keep it or take it away, then save the note."),
                icon=":material/photo_camera:",
            )
    return waits


def _heading(items: Sequence[MediaItem]) -> str:
    title = _("Photos and sounds")
    return f"{title} ({number(len(items))})" if items else title


def _allows(here: Here, subject: Subject, kind: MediaKind) -> bool:
    if subject.consent_id is not None:
        return privacy.consent(here.db, here.actor, subject.consent_id).allows(kind.purpose)
    return media.draft_allows(subject.consent, kind.purpose)


def _unsaved_warning(items: Sequence[MediaItem], allowed: frozenset[MediaKind]) -> None:
    if any(each.kind not in allowed for each in items):
        st.warning(
            _("The consent chosen above does not allow all of these: once the note is saved, nobody will see them."),
            icon=":material/lock:",
        )


def of_note(here: Here, note: Note) -> None:
    """Draw the photos and sounds of a saved note; whoever may edit it adds and erases."""
    found = media.note_media(here.db, here.actor, note.id)
    if not (found.items or found.unconsented or found.waiting or note.may_edit):
        return
    st.subheader(_("Photos and sounds"), anchor=False)
    listed(here, found.items)
    if found.waiting:
        page.quiet(ngettext("%(n)s waits for approval.", "%(n)s wait for approval.", found.waiting))
    if found.unconsented:
        _unconsented(here, note, found.unconsented)
    if note.may_edit:
        consent = privacy.consent(here.db, here.actor, note.consent_id)
        allowed = frozenset(each for each in MediaKind if consent.allows(each.purpose))
        with st.expander(_("Add a photo or a sound"), icon=":material/add_a_photo:"):
            _add(_Place(here, note.id, allowed))


def _unconsented(here: Here, note: Note, n: int) -> None:
    told = ngettext(
        "%(n)s photo or sound is hidden: the consent does not allow it, or no longer does.",
        "%(n)s photos or sounds are hidden: the consent does not allow them, or no longer does.",
        n,
    )
    st.warning(told, icon=":material/lock:")
    question = _("Erase what the consent does not allow? It cannot be brought back.")
    if note.may_edit and here.confirm("erase_unconsented", _("Erase them"), question):
        here.act(media.erase_unconsented, note_id=note.id, said=_("Erased."))


def apart(here: Here, but: str) -> None:
    """List the notes that the person began with a photo or a sound and no words, each to be taken up again."""
    known = {each.id for each in fieldnotes.drafts(here.db, here.actor)} | {but}
    for note_id, n in media.media_apart(here.db, here.actor):
        if note_id in known:
            continue
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.text(ngettext("%(n)s photo or sound without a note", "%(n)s photos or sounds without a note", n))
            here.link("fieldnotes_new", _("Resume"), icon=":material/edit:", note=note_id)
            question = _("Erase these photos and sounds? They cannot be brought back.")
            if here.confirm(f"let_go_{note_id}", _("Erase"), question):
                here.act(media.discard_draft, draft_id=note_id, said=_("Erased."))


# --- adding ----------------------------------------------------------------------------------------------------------


def _add(place: _Place) -> None:
    for kind, ask, no in (
        (MediaKind.PHOTO, _photo, _("Photos need their own consent: tick it with the consent of the note.")),
        (MediaKind.SOUND, _sound, _("Recordings need their own consent: tick it with the consent of the note.")),
    ):
        if kind in place.allowed:
            ask(place)
        else:
            page.quiet(no)


def _secure() -> bool:
    """Say whether the browser lets a page use the camera and the microphone: it does under TLS or on the machine."""
    url = st.context.url or ""
    return url.startswith("https:") or any(url.startswith(f"http://{each}") for each in ("localhost", "127.0.0.1"))


def _source(place: _Place, name: str, label: str, live: str) -> str | None:
    """Draw where the file comes from; the camera and the microphone only where the browser gives them."""
    ways = {_CAMERA: live, _FILE: _("Choose a file")}
    if not _secure():
        page.quiet(_("Without a secure address, the browser gives neither camera nor microphone: choose a file."))
        ways.pop(_CAMERA)
    return forms.radio(label, ways, key=f"{place.key}_{name}_source", horizontal=True)


def _photo(place: _Place) -> None:
    source = _source(place, "photo", _("Add a photo"), _("Take a photo"))
    page.quiet(_("Places and objects, without faces. The position and whatever the phone wrote in it are removed."))
    chosen: UploadedFile | None = None
    if source == _CAMERA:
        chosen = st.camera_input(_("Camera"), key=place.turn("camera"), label_visibility="collapsed")
    elif source == _FILE:
        chosen = next(iter(forms.uploader(_("Photo"), PHOTOS, key=place.turn("photo"))), None)
    if chosen is None:
        place.here.state.pop(_PICTURE, None)
    else:
        _blurring(place, chosen)


def _blurring(place: _Place, chosen: UploadedFile) -> None:
    """Draw the picture, to be hidden in part and described, and the button that keeps it."""
    known = place.here.state.setdefault(_PICTURE, {})
    if known.get("file") != chosen.file_id:
        known.clear()
        try:
            known |= {"file": chosen.file_id, "id": storage.uuid7(), "shown": hiding.shown(chosen.getvalue())}
        except UserError as error:
            page.trouble(error)
            return
    key = f"blur_{known['id']}"
    areas = hiding.areas_of(answer_of(key, "areas"), known["id"])
    st.markdown(f"**{_('Hide faces and papers')}**")
    page.quiet(
        _("Draw a rectangle over each with a finger or the mouse. Once the photo is kept, nothing brings it back.")
    )
    blur_picture({"id": known["id"], "picture": known["shown"], "areas": areas, "words": hiding.words()}, key)
    alt = st.text_input(
        _("What the photo shows"), key=f"alt_{known['id']}", max_chars=media.MAX_ALT,
        help=_("Read aloud to those who cannot see it. If it adds nothing to the words, write “decorative”."),
    )  # fmt: skip
    dismissed = warn(media.ALT, alt, known["id"])
    page.quiet(_("Not kept yet."))
    with st.container(horizontal=True):
        keep = st.button(_("Keep the photo"), type="primary", icon=":material/save:", key=f"keep_{known['id']}")
        if st.button(_("Do not keep it"), type="tertiary", key=f"leave_{known['id']}"):
            known.clear()
            _next(place, _PICKERS, _("The photo is not kept."))
    if keep:
        done = place.here.act(
            media.keep_photo, id=known["id"], note_id=place.note_id, data=chosen.getvalue(), alt=alt, hidden=areas,
            dismissed=dismissed, rerun=False, **place.consent,
        )  # fmt: skip
        if done:
            known.clear()
            _next(place, _PICKERS, _("The photo is kept."))


def _sound(place: _Place) -> None:
    source = _source(place, "sound", _("Add a sound"), _("Record"))
    chosen: UploadedFile | None = None
    if source == _CAMERA:
        page.quiet(_("Ten minutes at most at a time. It is kept as soon as you stop."))
        chosen = st.audio_input(_("Recording"), key=place.turn("microphone"), label_visibility="collapsed")
    elif source == _FILE:
        chosen = next(iter(forms.uploader(_("Sound"), SOUNDS, key=place.turn("sound"))), None)
    if chosen is None:
        return
    ids: dict[str, str] = place.here.state.setdefault("sounds", {})
    item_id = ids.setdefault(chosen.file_id, storage.uuid7())
    done = place.here.act(
        media.keep_sound, id=item_id, note_id=place.note_id, data=chosen.getvalue(), rerun=False, **place.consent
    )
    if done:
        _next(place, ("microphone", "sound"), _("The sound is kept. You can write what is said in it."))


def _next(place: _Place, names: Sequence[str], said: str) -> None:
    for each in names:
        place.next_turn(each)
    run.say_after_rerun(said)
    st.rerun()
