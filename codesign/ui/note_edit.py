"""Editing a note: the version that was opened is the base, and when someone saved meanwhile both versions show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import streamlit as st

from codesign import fieldnotes, storage
from codesign.fieldnotes import Note
from codesign.i18n import _
from codesign.ui import capture, drafts, guard, moments, notes, page, run
from codesign.ui.drafts import Form
from codesign.ui.page import Here

_EDIT, _CONFLICT = "edit", "conflict"
_IS_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def going_on(here: Here, note: Note) -> bool:
    """Say whether this note is being edited on this screen, or was and its draft stands in the address."""
    if not note.may_edit:
        return False
    wanted = here.id("draft")
    if wanted and here.state.get(_EDIT, {}).get("key") != wanted:
        _resume(here, note, wanted)
    return bool(here.state.get(_EDIT, {}).get("note") == note.id)


def start(here: Here, note: Note) -> None:
    """Open the form on the present version."""
    _open(here, note, storage.uuid7(), note.version)
    st.rerun()


def stop(here: Here) -> None:
    """Close the form."""
    here.state.pop(_EDIT, None)
    here.state.pop(_CONFLICT, None)
    here.keep(draft=None)


def _resume(here: Here, note: Note, draft_id: str) -> None:
    """Open the form again on the version that the draft began from, or the present one when only the device knows."""
    known = fieldnotes.draft(here.db, here.actor, draft_id)
    over = fieldnotes.drafts_over(here.db, here.actor, [draft_id])
    if over or not _IS_ID.fullmatch(draft_id) or (known is not None and known.note_id != note.id):
        stop(here)
        return
    _open(here, note, draft_id, (known.version if known else None) or note.version)


def _open(here: Here, note: Note, key: str, base: str) -> None:
    here.state[_EDIT] = {
        "note": note.id,
        "base": base,
        "answers": dict(note.answers),
        "known": {each.key for each in note.identifiers},  # they have their own place on the reading screen
        "key": key,
    }
    here.state.pop(_CONFLICT, None)
    here.keep(draft=key)


def draw(here: Here, note: Note) -> None:
    """Draw the form, or both versions after a conflict."""
    opened = here.state[_EDIT]
    form = drafts.open_form(here, opened["key"], note_id=note.id, version=opened["base"])
    if _CONFLICT in here.state:
        _settle(here, note, form)
        return
    answers = capture.narrative(note.template, form, opened["answers"])
    answers |= moments.draw(form, note.template, opened["answers"])
    answers |= capture.others(note.template, form, opened["answers"])
    fresh = [each for each in capture.found_in(note.kind, answers, form.key) if each.key not in opened["known"]]
    guard.warn(form, note.template, fresh, answers)
    form.keep_choices()
    if st.button(_("Leave without saving"), type="tertiary"):
        stop(here)
        drafts.discard(here, form.id)
    if capture.save_bar(form.key, fresh):
        dismissed = [each.key for each in fresh if each.dismissed]
        _save(here, note, form, _changed(opened["answers"], answers), opened["base"], dismissed)


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    blank: tuple[Any, ...] = (None, "", [])
    return {
        name: value
        for name, value in after.items()
        if value != before.get(name) and not (value in blank and before.get(name) in blank)
    }


def _save(here: Here, note: Note, form: Form, mine: dict[str, Any], base: str, dismissed: Sequence[str]) -> None:
    done = here.act(
        fieldnotes.edit_note,
        note_id=note.id,
        answers=mine,
        dismissed_identifiers=dismissed,
        base=base,
        draft_id=form.id,
        rerun=False,
        quiet=True,
    )
    if done:
        form.over()
        stop(here)
        run.say_after_rerun(_("The note is saved."))
        st.rerun()
    elif done.theirs:
        theirs = done.theirs.get("answers")
        version = done.theirs["version"]
        here.state[_CONFLICT] = {"mine": mine, "theirs": theirs, "version": version, "dismissed": dismissed}
        st.rerun()
    elif done.error is not None:
        with st.bottom.container():  # beside the button, however long the form is
            page.trouble(done.error)


def _settle(here: Here, note: Note, form: Form) -> None:
    """Show both versions where the person's own changes differ; the choice is a new edit on top of the saved one."""
    conflict = here.state[_CONFLICT]
    mine, theirs = conflict["mine"], conflict["theirs"]
    labels = notes.edit_labels(note, mine)
    chosen = page.both_versions(mine, theirs, labels, key="note_versions")
    if chosen == "mine":
        here.state.pop(_CONFLICT)
        _save(here, note, form, mine, conflict["version"], conflict["dismissed"])
    elif chosen == "theirs":
        stop(here)
        drafts.discard(here, form.id)
