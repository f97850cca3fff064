"""What a form is made of: fields, templates, kinds, and the places that are named everywhere.

A field that is `coded` belongs to the text that is read for barriers; every field of words is searched. `required`
means needed before a note is approved, never before it is saved. `xls_name` is the name in field forms and files.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
    """One question of a form. `label`, `help` and the labels of `options` are message ids."""

    id: str
    xls_name: str
    label: str
    help: str = ""
    type: FieldType = FieldType.LONG
    coded: bool = False
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether the answer is words."""
        return self.type in {FieldType.SHORT, FieldType.LONG}


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of note: `narrative` is the id of its main field, shown first and largest."""

    kind: NoteKind
    occasion_kind: OccasionKind
    xls_name: str
    label: str
    narrative: str
    fields: tuple[Field, ...]

    def field(self, field_id: str) -> Field:
        """Return one field by id; KeyError when the template has none."""
        return next((each for each in self.fields if each.id == field_id), None) or _missing(field_id)

    @property
    def text_fields(self) -> tuple[Field, ...]:
        """The fields of words, in order."""
        return tuple(each for each in self.fields if each.is_text)


def _missing(field_id: str) -> Field:
    raise KeyError(field_id)


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
