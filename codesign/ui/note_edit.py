"""Editing a note: the version that was opened is the base, and when someone saved meanwhile both versions show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from codesign import fieldnotes, storage
from codesign.fieldnotes import Note
from codesign.i18n import _
from codesign.ui import capture, notes, page, run
from codesign.ui.page import Here

_EDIT, _CONFLICT = "edit", "conflict"


def going_on(here: Here, note: Note) -> bool:
    """Say whether this note is being edited on this screen."""
    return note.may_edit and here.state.get(_EDIT, {}).get("note") == note.id


def start(here: Here, note: Note) -> None:
    """Open the form on the present version."""
    here.state[_EDIT] = {
        "note": note.id,
        "base": note.version,
        "answers": dict(note.answers),
        "known": {each.key for each in note.identifiers},  # they have their own place on the reading screen
        "key": storage.uuid7(),
    }
    here.state.pop(_CONFLICT, None)
    st.rerun()


def stop(here: Here) -> None:
    """Close the form."""
    here.state.pop(_EDIT, None)
    here.state.pop(_CONFLICT, None)


def draw(here: Here, note: Note) -> None:
    """Draw the form, or both versions after a conflict."""
    if _CONFLICT in here.state:
        _settle(here, note)
        return
    opened = here.state[_EDIT]
    answers = capture.all_fields(note.template, opened["answers"], opened["key"])
    fresh = [each for each in capture.found_in(note.kind, answers, opened["key"]) if each.key not in opened["known"]]
    capture.warn(note.template, fresh, opened["key"])
    if st.button(_("Leave without saving"), type="tertiary"):
        stop(here)
        st.rerun()
    if capture.save_bar(opened["key"], fresh):
        dismissed = [each.key for each in fresh if each.dismissed]
        _save(here, note, _changed(opened["answers"], answers), opened["base"], dismissed)


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    blank: tuple[Any, ...] = (None, "", [])
    return {
        name: value
        for name, value in after.items()
        if value != before.get(name) and not (value in blank and before.get(name) in blank)
    }


def _save(here: Here, note: Note, mine: dict[str, Any], base: str, dismissed: Sequence[str]) -> None:
    done = here.act(
        fieldnotes.edit_note,
        note_id=note.id,
        answers=mine,
        dismissed_identifiers=dismissed,
        base=base,
        rerun=False,
        quiet=True,
    )
    if done:
        stop(here)
        run.say_after_rerun(_("The note is saved."))
        st.rerun()
    elif done.theirs:
        theirs = done.theirs.get("answers")
        version = done.theirs["version"]
        here.state[_CONFLICT] = {"mine": mine, "theirs": theirs, "version": version, "dismissed": dismissed}
        st.rerun()
    elif done.error is not None:
        st.error(str(done.error), icon=":material/error:")


def _settle(here: Here, note: Note) -> None:
    """Show both versions where the person's own changes differ; the choice is a new edit on top of the saved one."""
    conflict = here.state[_CONFLICT]
    mine, theirs = conflict["mine"], conflict["theirs"]
    labels = {name: label for name, label in notes.edit_labels(note).items() if name in mine}
    chosen = page.both_versions(mine, theirs, labels, key="note_versions")
    if chosen == "mine":
        here.state.pop(_CONFLICT)
        _save(here, note, mine, conflict["version"], conflict["dismissed"])
    elif chosen == "theirs":
        stop(here)
        st.rerun()
