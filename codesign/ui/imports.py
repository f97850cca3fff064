"""Bringing notes in on screen: look at the file, choose its columns, let the worker do it, take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from codesign import exchange, storage
from codesign.accounts import Actor
from codesign.errors import NotFound, UserError
from codesign.exchange import (
    MEDIA_STATES,
    NOTE_TYPES,
    ROW_STATES,
    SOURCE_LABELS,
    Batch,
    FileLook,
    ImportDefaults,
    ImportReport,
    ImportRow,
    MediaFile,
    MediaState,
    RowState,
    SourceKind,
)
from codesign.fieldnotes import TEMPLATES, note_code
from codesign.i18n import _, moment, ngettext, number
from codesign.privacy import MODE_LABELS
from codesign.storage import Database
from codesign.ui import columns, forms, page, receipts, tables
from codesign.ui.jobs_panel import jobs_panel
from codesign.ui.page import Here
from codesign.ui.transfers import MODES
from codesign.ui.words import quiet

T = TypeVar("T")
_ORDER = (
    MediaState.REFUSED,
    MediaState.MISSING,
    MediaState.WAITING,
    MediaState.NEW,
    MediaState.CHANGED,
    MediaState.SAME,
)
_MAX_MB = 200  # a workshop's photos in one archive; the file is in memory while it is looked at
_TOLD = 8  # reasons of refusals told in full above the table, and lines named for each
_SHOWN = 300  # rows of a preview, the refused ones first: nobody reads more, and a phone would hold them all


def notes(here: Here) -> None:
    """Draw the import of notes: forms to collect with, what a row that does not say gets, and each file."""
    _at_work(here)
    _forms(here)
    st.write(_("Look first, then bring in. Nothing is written before you press the button."))
    modes: dict[str, str] = {"": _("None: the note waits"), **{each: _(MODE_LABELS[each]) for each in MODES}}
    consent = forms.radio(_("Consent, where a row does not say"), modes, "", key="consent") or ""
    for file in forms.uploader(
        _("Notes"),
        NOTE_TYPES,
        key="notes",
        several=True,
        most=_MAX_MB,
        hint=_("Tables, KoboToolbox, ODK Central, or one text."),
    ):
        with st.container(border=True):
            st.subheader(page.plain(file.name), anchor=False)
            _file(here, file, ImportDefaults(consent=consent))


def _at_work(here: Here) -> None:
    """Follow the import that was just asked for."""
    number_ = here.id("import")
    if number_ is None:
        return
    try:
        job = jobs_panel(here, number_)
    except NotFound:
        here.keep(**{"import": None})
        return
    if job.state.is_over:
        exchange.drop_file(here.settings.arrivals, number_)
        _counts({state: n for state, n in job.result.items() if n})
        quiet(_("It can be undone whole in “Imports made”."))


def _forms(here: Here) -> None:
    """Offer the forms that collect without a network."""
    with st.expander(_("Collect with ODK Collect or KoboToolbox"), icon=":material/phone_android:"):
        st.write(
            _(
                "These forms ask what our own screens ask, in French and in English, and stop when the person does not"
                " agree. What they collect comes back in here without anything to choose."
            )
        )
        with st.container(horizontal=True):
            for kind, template in TEMPLATES.items():
                here.download(
                    _("Form: %(kind)s", kind=_(template.label)),
                    _form(kind),
                    f"{template.xls_name}.xlsx",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    icon=":material/download:",
                    key=f"form_{kind}",
                )
        quiet(_("No photo, sound or position is asked for: add photos on the note’s screen, where faces are hidden."))


def _form(kind: str) -> Callable[[Database, Actor], bytes]:
    """Return what builds the form of a kind of note when its button is pressed."""
    return lambda _db, _actor: exchange.xlsform(kind).data


def _file(here: Here, file: UploadedFile, defaults: ImportDefaults) -> None:
    """Draw one file: what it is, its columns, what becomes of its rows, and the button."""
    data = file.getvalue()
    try:
        look = _kept(here, "look", exchange.look_into, name=file.name, data=data)
        _about(look)
        chosen = columns.choose(look, file.file_id)
        if chosen is None:
            return
        columns.tell_left_aside(look, chosen.map)
        taken = {"name": file.name, "defaults": defaults, "columns": chosen.map}
        found = _kept(here, "preview", exchange.preview_notes, data=data, **taken)
        report(found)
    except UserError as error:
        st.error(page.plain(str(error)), icon=":material/error:")
        return
    counts = found.counts
    seen = found.media
    idle = not (counts[RowState.NEW] or counts[RowState.CHANGED] or counts[RowState.WAITING])
    idle = idle and not (seen[MediaState.NEW] or seen[MediaState.WAITING] or seen[MediaState.CHANGED])
    if st.button(_("Bring these notes in"), key=f"go_{file.file_id}", type="primary", disabled=idle):
        folder, kept = here.settings.arrivals, chosen.map if chosen.by_hand else None
        wanted = {**taken, "columns": kept}
        asked = here.act(exchange.ask_import, folder=folder, data=data, rerun=False, **wanted)
        if asked:
            here.keep(**{"import": asked.value})
            st.rerun()


def _about(look: FileLook) -> None:
    """Say what the file is and what is odd about it."""
    st.write(_("%(kind)s, rows: %(n)s", kind=_(SOURCE_LABELS[look.kind]), n=number(look.rows)))
    for each in look.notices:
        st.warning(page.plain(_(each.message, **each.params)), icon=":material/info:")


def _media(files: Sequence[MediaFile]) -> None:
    """List the photos and sounds with what becomes of each, those that do not come in first."""
    if not files:
        return
    quiet(
        _(
            "Each photo is made again from its pixels: the position and whatever the phone wrote stay behind. Nobody"
            " hid the faces yet: look at each on its note, hide what must be, describe it, then approve it."
        )
    )
    with st.expander(_("Photos and sounds: %(n)s", n=number(len(files))), icon=":material/photo_library:"):
        first = sorted(files, key=lambda each: _ORDER.index(each.state))[:_SHOWN]
        rows = [
            {
                "name": each.name,
                "line": str(each.line or ""),
                "state": _state(each.state),
                "why": _(each.why.message, **each.why.params),
            }
            for each in first
        ]
        heads = {"name": _("File"), "line": _("Line"), "state": _("What becomes of it"), "why": _("Why")}
        tables.read(heads, rows, alt=_("Photos and sounds of the file"))


def _kept(here: Here, what: str, read: Callable[..., T], *, data: bytes, **wishes: object) -> T:
    """Return what a read says of a file; read again when the file, a choice or the database changed, not by a click."""
    kept: dict[tuple[object, ...], T] = here.state.setdefault("previews", {})
    mark = storage.changes(here.settings.database)
    about = [repr(value) for name, value in sorted(wishes.items())]
    key = (mark, what, hashlib.sha256(data).hexdigest(), *about)
    if key not in kept:
        for old in [each for each in kept if each[0] != mark]:
            del kept[old]
        kept[key] = read(here.db, here.actor, data=data, **wishes)
    return kept[key]


def report(found: ImportReport) -> None:
    """Show what an import will do: how many of each, and why rows are refused."""
    _counts({str(state): n for state, n in (*found.counts.items(), *found.media.items()) if n})
    _media(found.files)
    refused = [row for row in found.rows if row.state is RowState.REFUSED]
    _refusals(refused)
    rows = [
        {
            "line": row.line,
            "id": row.external_id,
            "state": _(ROW_STATES[row.state]),
            "text": row.excerpt,
            "why": _(row.reason, **row.params) if row.reason else "",
        }
        for row in [*refused, *(each for each in found.rows if each.state is not RowState.REFUSED)][:_SHOWN]
    ]
    if not rows:
        return
    heads = {"line": _("Line"), "state": _("What becomes of it"), "why": _("Why"), "text": _("Text"), "id": _("Id")}
    tables.read(heads, rows, alt=_("Rows of the file, the refused ones first"))
    if len(found.rows) > _SHOWN:
        quiet(_("The first %(n)s rows are shown, the refused ones first.", n=number(_SHOWN)))


def _refusals(refused: Sequence[ImportRow]) -> None:
    """Tell the reasons in full, each once with its lines: a cell of the table cuts them."""
    lines: dict[str, list[str]] = {}
    for row in refused:
        lines.setdefault(_(row.reason, **row.params), []).append(str(row.line))
    told = [
        ngettext("Line %(lines)s: %(why)s", "Lines %(lines)s: %(why)s", len(at), lines=_few(at), why=why)
        for why, at in lines.items()
    ]
    for each in told[:_TOLD]:
        st.markdown(page.plain(each))
    if len(told) > _TOLD:
        with st.expander(_("The other reasons")):
            for each in told[_TOLD:_SHOWN]:
                st.markdown(page.plain(each))


def _few(lines: Sequence[str]) -> str:
    """Return the first numbers of lines; hundreds of them would say nothing."""
    return ", ".join(lines[:_TOLD]) + ("…" if len(lines) > _TOLD else "")


def _counts(counts: Mapping[str, int]) -> None:
    """Show how many of each: rows as figures, photos and sounds in words, too long for a figure on a phone."""
    rows = {state: n for state, n in counts.items() if state in set(RowState)}
    for column, (state, n) in zip(st.columns(max(len(rows), 1)), rows.items(), strict=False):
        column.metric(_state(state), number(n), border=True, height="stretch")  # a long label makes its card taller
    for state, n in counts.items():
        if state not in rows:
            st.text("– " + _("%(what)s: %(n)s", what=_state(state), n=number(n)))


def _state(state: str) -> str:
    """Return what becomes of a row, a photo or a sound, in words."""
    return _(ROW_STATES[RowState(state)] if state in set(RowState) else MEDIA_STATES[MediaState(state)])


def made(here: Here) -> None:
    """Show the imports that were made, each with the way to undo it whole."""
    found = exchange.imports(here.db, here.actor)
    if not found:
        page.empty(_("Nothing was brought in yet."), icon="move_to_inbox")
    for each in found:
        with st.container(border=True):
            _batch(here, each)


def _batch(here: Here, batch: Batch) -> None:
    counts = ", ".join(f"{_state(state)}{_(': ')}{number(n)}" for state, n in batch.counts.items() if n)
    kind = _(SOURCE_LABELS[SourceKind(batch.kind)])
    when = moment(datetime.fromisoformat(batch.at))
    st.markdown(f"**{page.plain(when)}** · {page.plain(kind)} · {page.plain(batch.member or _('command line'))}")
    st.text(counts)
    if batch.undone_at:
        quiet(_("Undone on %(when)s.", when=moment(datetime.fromisoformat(batch.undone_at))))
        return
    if here.state.get("undoing") != batch.id:
        if st.button(_("Undo this import…"), key=f"look_{batch.id}", icon=":material/undo:"):
            here.state["undoing"] = batch.id
            st.rerun()
        return
    _undo(here, batch)


def _undo(here: Here, batch: Batch) -> None:
    """Say what would go and what would stay, then ask."""
    plan = exchange.preview_undo(here.db, here.actor, batch_id=batch.id)
    st.write(_("This would be erased for good:"))
    receipts.counts(plan.gone)
    if plan.kept:
        st.write(_("These notes are kept:"))
        for note_id, why in list(plan.kept.items())[:_SHOWN]:
            here.link("fieldnotes_note", note_code(note_id), icon=":material/description:", note=note_id)
            quiet(_(why))  # below: a link has one line, and a phone cuts it
    question = _("Erase what this import brought in? The same file may come in again afterwards.")
    if here.confirm(f"undo_{batch.id}", _("Undo this import"), question):
        here.act(exchange.undo_import, batch_id=batch.id, said=_("The import is undone."))
    if st.button(_("Leave it as it is"), key=f"leave_{batch.id}"):
        here.state.pop("undoing", None)
        st.rerun()
