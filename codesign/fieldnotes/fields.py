"""What a form is made of: fields, templates, kinds, and the places that are named everywhere.

A field that is `coded` belongs to the text that is read for barriers; every field of words is searched. `required`
means needed before a note is approved, never before it is saved. `xls_name` is the name in field forms and files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from codesign.fieldnotes.moments import in_order, name_of, parts_of
from codesign.i18n import N_


class FieldType(StrEnum):
    """What an answer is."""

    SHORT = "short"
    LONG = "long"
    CHOICE = "choice"
    MULTI = "multi"
    YES_NO = "yes_no"
    DATE = "date"
    NUMBER = "number"


class NoteKind(StrEnum):
    """What a note is: an accompaniment observed, a story as told, a listening call."""

    SHADOWING = "shadowing"
    STORY = "story"
    LISTENING_CALL = "listening_call"


class OccasionKind(StrEnum):
    """What brought people together; each kind has its own kind of note."""

    ACCOMPAGNEMENT = "accompagnement"
    WORKSHOP = "atelier"
    CALL = "appel"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `label`, `help` and the labels of `options` are message ids.

    `by_moment` names the parts of a moment that answer it too: it counts as filled by them, and a form asks for its
    long text only when one was written before. `default` is what a new note starts with.
    """

    id: str
    xls_name: str
    label: str
    help: str = ""
    type: FieldType = FieldType.LONG
    coded: bool = False
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    by_moment: tuple[str, ...] = ()
    default: str = ""

    @property
    def is_text(self) -> bool:
        """Whether the answer is words."""
        return self.type in {FieldType.SHORT, FieldType.LONG}


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of note: `narrative` is the id of its main field, shown first and largest.

    `moments` are the parts of each moment, for a note that goes along a time; `head_required` are fields of the
    occasion that this kind needs before approval, besides those that all need.
    """

    kind: NoteKind
    occasion_kind: OccasionKind
    xls_name: str
    label: str
    narrative: str
    fields: tuple[Field, ...]
    moments: tuple[Field, ...] = ()
    head_required: tuple[str, ...] = ()

    def find(self, field_id: str) -> Field | None:
        """Return one field by id, or one part of a moment by its whole name; None when the template has none."""
        named = parts_of(field_id)
        if named is None:
            return next((each for each in self.fields if each.id == field_id), None)
        part = next((each for each in self.moments if each.id == named[1]), None)
        return replace(part, id=field_id) if part else None

    def field(self, field_id: str) -> Field:
        """Return one field as `find` does; KeyError when the template has none."""
        found = self.find(field_id)
        if found is None:
            raise KeyError(field_id)
        return found

    @property
    def text_fields(self) -> tuple[Field, ...]:
        """The fields of words, in order, without those of moments."""
        return tuple(each for each in self.fields if each.is_text)

    def spread(self, names: Iterable[str]) -> tuple[Field, ...]:
        """Return the fields in order, and where moments stand, the parts of each that `names` tells of, by time.

        `names` is the map of answers (its values give the times), or names alone.
        """
        first = next((each.id for each in self.fields if each.by_moment), None)
        found: list[Field] = []
        for each in self.fields:
            if each.id == first:
                answers = names if isinstance(names, Mapping) else dict.fromkeys(names)
                ids = in_order(answers)
                found += [replace(part, id=name_of(one, part.id)) for one in ids for part in self.moments]
            found.append(each)
        return tuple(found)


PLACES: tuple[tuple[str, str], ...] = (
    ("ecole", N_("School")),
    ("garderie", N_("Day care")),
    ("epicerie", N_("Grocery or corner store")),
    ("lieu_culte", N_("Place of worship")),
    ("parc", N_("Park")),
    ("bibliotheque", N_("Library")),
    ("logement_social", N_("Social housing")),
    ("organisme", N_("Community organisation")),
    ("clsc", N_("CLSC or clinic")),
    ("pharmacie", N_("Pharmacy")),
    ("rue", N_("Street")),
    ("en_ligne", N_("On line")),
    ("autre", N_("Another place")),
)
