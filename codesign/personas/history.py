"""What people changed on a sheet: who, when, before and after. Exact words of participants are never part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from codesign import accounts
from codesign.accounts import Actor, Permission
from codesign.i18n import N_
from codesign.personas import relecture_store, store
from codesign.personas.model import Line
from codesign.storage import Change, Database, history

FIELD_LABELS = {"title": N_("Title"), "tagline": N_("In one sentence"), "text": N_("Line"), "deleted": N_("Line")}


@dataclass(frozen=True, slots=True)
class SheetChange:
    """One change of a sheet as the team reads it.

    `line_id` is None for the title and the sentence under it. `before` is empty for what was written anew, `after` for
    what was removed. `label` is a message id.
    """

    at: datetime
    author_id: str
    author_name: str
    line_id: str | None
    label: str
    before: str
    after: str


def sheet_history(db: Database, actor: Actor, persona_id: str) -> tuple[SheetChange, ...]:
    """Return what changed in the title and the lines of a persona, newest first; lines that were removed too.

    A line is left out while it was somebody's exact words: their consent decides where these are read.

    Raises:
        NotAllowed: not one of those who build personas.
        NotFound: no such persona.
    """
    actor.require(Permission.PERSONA_EDIT)
    persona = store.persona(db, persona_id)
    names = accounts.member_names(db)
    found = [
        _change(each, names, None)
        for each in history(db, store.PERSONA, persona.id)
        if each.field in {"title", "tagline"} and (each.before or "") != (each.after or "") and not each.erased
    ]
    for binned in (False, True):
        for line in store.lines(db, persona_id, binned=binned):
            found += [_change(each, names, line.id) for each in _told(db, line)]
    found.sort(key=lambda each: each.at)
    return tuple(found[::-1])  # of one moment, what was written last comes first


def _told(db: Database, line: Line) -> Iterator[Change]:
    """Yield how the words of a line changed, came and went, but for the words of participants."""
    never = relecture_store.quoted(db, line)
    text = ""
    for change in history(db, store.LINE, line.id):
        if change.field == "text":
            before, text = text, str(change.after or "")
            if {before, text}.isdisjoint(never) and not change.erased:
                yield Change(change.at, change.author, "text", before, text)
        elif change.field == "deleted" and bool(change.before) != bool(change.after) and text not in never:
            words = (text, "") if change.after else ("", text)
            yield Change(change.at, change.author, "deleted", *words)


def _change(of: Change, names: dict[str, str], line_id: str | None) -> SheetChange:
    label = FIELD_LABELS[of.field]
    return SheetChange(
        of.at, of.author, names.get(of.author, ""), line_id, label, str(of.before or ""), str(of.after or "")
    )
