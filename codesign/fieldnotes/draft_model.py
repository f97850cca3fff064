"""Notes being written: what they hold, and what a browser sends of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from codesign.fieldnotes.fields import Field, NoteKind
from codesign.fieldnotes.moments import MOMENTS, name_of
from codesign.fieldnotes.templates import TEMPLATES
from codesign.i18n import N_

DRAFT_DAYS = 14  # a text that nobody consented to yet does not stay for ever, on the server or on a device

QUICK = "quick"  # a quick note has one field, and is of no kind yet
QUICK_FIELD = Field("text", "note_rapide", N_("What you want to keep"), N_("A few words; the rest can wait."))
QUICK_TEXT = f"{QUICK}/{QUICK_FIELD.id}"


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """What a browser sends of a note being written: one field's text, and how it stands to what came before.

    `writer` is the browser, `rev` counts its keystrokes in this field; `base` is the `seq` of the text that it showed
    before. `note_id` and `version` name the note that is being edited, None for a new one.
    """

    draft_id: str
    field: str
    text: str
    rev: int
    writer: str
    base: int = 0
    note_id: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class DraftText:
    """One field of a draft as the server has it: the latest text, who wrote it, and up to which `rev` each is kept.

    `apart` holds texts that another browser wrote without having seen this one, by the name under which one is dropped.
    """

    text: str
    seq: int
    writer: str
    acks: Mapping[str, int]
    apart: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A note being written: its texts by field (`kind/field`), and the choices of its form, by name."""

    id: str
    note_id: str | None
    version: str | None
    choices: Mapping[str, Any]
    texts: Mapping[str, DraftText]
    started_at: datetime
    touched_at: datetime

    @property
    def written(self) -> Mapping[str, str]:
        """Its words by field (`kind/field`): the long texts, and the short ones that stand among the choices."""
        found = {name: each.text for name, each in self.texts.items()}
        for kind, template in TEMPLATES.items():
            for field in template.text_fields:
                short = self.choices.get(f"{kind}_{field.id}")
                if isinstance(short, str):
                    found.setdefault(f"{kind}/{field.id}", short)
            for moment_id, parts in moment_choices(self.choices, kind).items():
                short_parts = (each.id for each in template.moments if each.is_text and each.id in parts)
                found |= {f"{kind}/{name_of(moment_id, part)}": str(parts[part]) for part in short_parts}
        return found

    @property
    def is_quick(self) -> bool:
        """Whether it is a quick note, that no kind of note was chosen for yet."""
        return QUICK_TEXT in self.texts

    @property
    def words(self) -> int:
        """How many words are in it: a list on a shared screen shows that, not the words."""
        return sum(len(each.split()) for each in self.written.values())

    @property
    def kind(self) -> NoteKind | None:
        """The kind of note that the longest text is for; None without text."""
        written = {name: words for name, words in self.written.items() if name != QUICK_TEXT}
        name = max(written, key=lambda each: len(written[each]), default="")
        return NoteKind(name.partition("/")[0]) if name else None

    def kinds_but(self, kind: NoteKind) -> tuple[NoteKind, ...]:
        """Return the other kinds of note that words of it were typed for, in the order of the templates."""
        found = {name.partition("/")[0] for name, words in self.written.items() if words.strip()}
        return tuple(each for each in TEMPLATES if each.value in found and each is not kind)

    @property
    def expires_at(self) -> datetime:
        """When it is erased unless someone goes on with it."""
        return self.touched_at + timedelta(days=DRAFT_DAYS)


def moment_choices(choices: Mapping[str, Any], kind: NoteKind) -> dict[str, dict[str, Any]]:
    """Return what was chosen of each moment of a note being written: its id → part → value; `gone` once taken out."""
    start = f"{kind}_{MOMENTS}/"
    found = {name.removeprefix(start): value for name, value in choices.items() if name.startswith(start)}
    return {moment_id: json.loads(value) for moment_id, value in found.items() if isinstance(value, str)}
