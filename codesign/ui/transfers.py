"""Parts of the screens of imports, exports and system: previews, registers, checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import PurePath

import streamlit as st

from codesign import exchange, fieldnotes, media, personas
from codesign.accounts import Actor
from codesign.exchange import ExportFile, WaitingNote
from codesign.fieldnotes import TEMPLATES, NoteKind
from codesign.i18n import _, moment, ngettext
from codesign.media import MediaItem, MediaKind
from codesign.privacy import MODE_LABELS, PURPOSE_LABELS, ConsentDraft, ConsentMode, Purpose
from codesign.storage import Database
from codesign.ui import forms, page, tables
from codesign.ui.page import Here
from codesign.ui.words import quiet

MODES = (ConsentMode.ORAL, ConsentMode.WRITTEN, ConsentMode.COLLECTIVE)


def add_document(db: Database, actor: Actor, *, name: str, data: bytes, title: str = "") -> str:
    """Keep a document from its file and return its id; for those who code, one at a time.

    Raises:
        NotAllowed: the role does not review. InvalidInput: it cannot be read, has no words, or is already here.
    """
    text = exchange.document_text(name, data)
    return fieldnotes.import_document(db, actor, title=title or PurePath(name).stem, text=text, filename=name)


def bring_document(here: Here, *, name: str, data: bytes) -> None:
    """Import a document; the reason of a refusal holds the name of the file, which is shown as words."""
    done = here.act(exchange.import_document, name=name, data=data, said=_("The document is in."), quiet=True)
    if done.error is not None:
        st.error(page.plain(str(done.error)), icon=":material/error:")


def waiting(here: Here, notes: tuple[WaitingNote, ...]) -> None:
    """Show the texts that wait for a consent, each with the way to record it or to erase the text."""
    for note in notes:
        came = media.media_waiting(here.db, here.actor, waiting_id=note.id)
        with st.expander(page.plain(_told(note, came)), icon=":material/hourglass_empty:"):
            quiet(_("File: %(name)s · row: %(row)s", name=note.source, row=note.external_id))
            page.prose(note.draft.text)
            with st.form(f"consent_{note.id}", border=False):
                mode = forms.radio(
                    _("How consent was given"), {each: _(MODE_LABELS[each]) for each in MODES}, key=f"mode_{note.id}"
                )
                purposes = forms.choices(
                    _("What is allowed"),
                    {each: _(PURPOSE_LABELS[each]) for each in Purpose},
                    [Purpose.NOTE],
                    key=f"purposes_{note.id}",
                )
                sent = st.form_submit_button(_("Record the consent and keep the note"), type="primary")
            if sent and mode is None:
                st.error(_("Say how the consent was given."), icon=":material/error:")
            elif sent:
                draft = ConsentDraft(mode=mode or "", purposes=frozenset(purposes))
                here.act(exchange.admit, waiting_id=note.id, consent=draft, said=_("The note is kept."))
            question = _("The consent will not come: erase this text for good?")
            if here.confirm(f"discard_{note.id}", _("Erase this text"), question):
                here.act(exchange.discard, waiting_id=note.id, said=_("The text is erased."))


def _told(note: WaitingNote, came: Sequence[MediaItem]) -> str:
    """Return what tells a text that waits from the others: its kind, when and by whom it came, what came with it."""
    parts = [
        _(TEMPLATES[NoteKind(note.draft.kind)].label),
        _("came on %(when)s", when=moment(datetime.fromisoformat(note.imported_at))),
        note.member or _("command line"),
    ]
    photos = sum(each.kind is MediaKind.PHOTO for each in came)
    sounds = len(came) - photos
    parts += [ngettext("%(n)s photo waits", "%(n)s photos wait", photos)] if photos else []
    parts += [ngettext("%(n)s sound waits", "%(n)s sounds wait", sounds)] if sounds else []
    return " · ".join(parts)


def project_file(kind: str, *, demo: bool) -> Callable[[Database, Actor], bytes]:
    """Return what builds the file of the whole project when its button is pressed."""
    return lambda db, actor: exchange.export_project(db, actor, kind=kind, demo=demo).data


def person_file(participant_id: str) -> Callable[[Database, Actor], bytes]:
    """Return what builds the file of one person's data when its button is pressed."""

    def build(db: Database, actor: Actor) -> bytes:
        made: ExportFile = exchange.export_participant(db, actor, participant_id=participant_id)
        return made.data

    return build


def register(here: Here) -> None:
    """Show what left the platform, latest first."""
    recalled = exchange.recalled(here.db, here.actor)
    for_whom = {str(audience): _(label) for audience, label in personas.AUDIENCE_LABELS.items()}
    rows = [
        {
            "at": moment(datetime.fromisoformat(each.at)),
            "what": " · ".join(part for part in (_(each.what), each.format, for_whom.get(each.audience, "")) if part),
            "who": each.member or _("command line"),
            "notes": each.notes,
            "copies": _("To be replaced") if each.sha256 in recalled else "",
            "print": each.sha256[:8],
        }
        for each in exchange.exports(here.db, here.actor)
    ]
    if not rows:
        st.caption(_("Nothing has left yet."))
        return
    columns = {
        "at": _("When"),
        "what": _("What"),
        "who": _("Who"),
        "notes": _("Notes"),
        "copies": _("Copies"),
        "print": _("Fingerprint"),
    }
    if recalled:  # what is to be done comes first: on a phone the last columns are out of sight
        columns = {"copies": columns["copies"], **columns}
        st.warning(_("Copies marked “To be replaced” hold words of somebody who withdrew: have them deleted."))
    tables.table(columns, rows, alt=_("Register of exports"))
