"""Choosing on screen what each column of a file holds."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from codesign.exchange import ColumnMap, FileLook, SourceKind, column_targets
from codesign.fieldnotes import TEMPLATES
from codesign.i18n import _
from codesign.ui import forms, page
from codesign.ui.words import quiet

_FIXED = {SourceKind.TEXT, SourceKind.KOBO_MEDIA}
_SILENT = ("_", "meta/", "formhub/")  # what field tools write for themselves
_CENTRAL = frozenset({
    "KEY", "SubmissionDate", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status",
    "ReviewState", "DeviceID", "Edits", "FormVersion", "meta-instanceID", "meta-instanceName",
})  # fmt: skip  # the same, in tables of ODK Central
_OF_CENTRAL = {SourceKind.ODK_CSV, SourceKind.ODK_ZIP}
_TOLD = 30  # names of columns told in one line


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the columns are taken for, and whether the person said so: it is remembered then."""

    map: ColumnMap
    by_hand: bool


def choose(look: FileLook, key: str) -> Chosen | None:
    """Draw the choice of columns, folded while it is not needed; None while it cannot stand as it is."""
    if look.kind is SourceKind.KOBO_MEDIA:
        st.info(
            _("Photos and sounds alone: they go to the rows that are here already. Bring the answers in first."),
            icon=":material/info:",
        )
    if look.kind in _FIXED:
        return Chosen(look.chosen, by_hand=False)
    if look.lacking:
        st.warning(_("Say which column holds the main text of the note."), icon=":material/view_column:")
    elif look.remembered:
        quiet(_("The columns are taken as they were chosen the last time."))
    if not st.toggle(_("Choose the columns"), value=bool(look.lacking), key=f"columns_{key}"):
        return None if look.lacking else Chosen(look.chosen, by_hand=False)
    kinds = {str(kind): _(template.label) for kind, template in TEMPLATES.items()}
    kind = forms.choice(
        _("Kind of note, where a row does not say"), kinds, look.chosen.kind or "story", key=f"kind_{key}"
    )
    found = _each(look, key, kind or "story")
    twice = {target for target in found.values() if list(found.values()).count(target) > 1}
    for target in sorted(twice):
        st.error(_("Two columns are chosen for “%(what)s”: keep one.", what=_label(target)), icon=":material/error:")
    chosen = ColumnMap({target: column for column, target in found.items()}, kind or "")
    usable = not twice and any(target == "text" or target.startswith("answer.") for target in found.values())
    return Chosen(chosen, by_hand=True) if usable else None


def tell_left_aside(look: FileLook, chosen: ColumnMap) -> None:
    """Say which columns hold something that will not come in."""
    taken = {*chosen.columns.values()}
    left = [
        each
        for each in look.columns
        if look.examples.get(each) and each not in taken and not _speaks_to_nobody(look, each)
        and each not in look.naming  # these photos and sounds come in
        and not any(each.startswith(f"{parent}/") for parent in taken)
    ]  # fmt: skip
    if left and look.kind not in _FIXED:
        names = ", ".join(left[:_TOLD]) + ("…" if len(left) > _TOLD else "")
        st.info(page.plain(_("Columns left aside: %(names)s", names=names)), icon=":material/view_column:")


def _speaks_to_nobody(look: FileLook, column: str) -> bool:
    """Say whether a field tool wrote this column for itself."""
    return column.startswith(_SILENT) or (look.kind in _OF_CENTRAL and column in _CENTRAL)


def _each(look: FileLook, key: str, kind: str) -> dict[str, str]:
    """Draw one choice a column; return column → target for those that are not left aside."""
    mine = {each.id for each in TEMPLATES[next(k for k in TEMPLATES if str(k) == kind)].fields}
    labels = {"": _("Left aside")}
    for name in column_targets():
        field = name.removeprefix("answer.")
        if field == name or field in mine or name in look.chosen.columns:
            labels[name] = _label(name)
    taken = {column: target for target, column in look.chosen.columns.items()}
    found = dict[str, str]()
    names = [each for each in (*look.columns, *taken) if each in taken or not _speaks_to_nobody(look, each)]
    for place, column in enumerate(dict.fromkeys(names)):
        example = look.examples.get(column, "")
        label = page.plain(f"{column} — {example}" if example else column)
        target = forms.choice(label, labels, taken.get(column, ""), key=f"col_{key}_{place}")
        if target:
            found[column] = target
    return found


def _label(target: str) -> str:
    group, label = column_targets()[target]
    return f"{_(group)} · {_(label)}"
