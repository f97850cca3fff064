"""The head that all notes of one occasion share."""

from __future__ import annotations

from collections.abc import Mapping

from codesign.fieldnotes.fields import PLACES, Field, FieldType, OccasionKind
from codesign.i18n import N_

OCCASION_LABELS: Mapping[OccasionKind, str] = {
    OccasionKind.ACCOMPAGNEMENT: N_("Accompaniment"),
    OccasionKind.WORKSHOP: N_("Workshop"),
    OccasionKind.CALL: N_("Listening call"),
}

HEAD: tuple[Field, ...] = (
    Field(
        "kind",
        "occasion",
        N_("Occasion"),
        "",
        FieldType.CHOICE,
        required=True,
        options=tuple((kind.value, label) for kind, label in OCCASION_LABELS.items()),
    ),
    Field(
        "held_on",
        "date_jour",
        N_("Day"),
        N_("The day stays inside the team; elsewhere only the month is shown."),
        FieldType.DATE,
        required=True,
    ),
    Field("sector", "secteur", N_("Sector"), "", FieldType.CHOICE, required=True),
    Field(
        "place_type",
        "type_lieu",
        N_("Type of place"),
        N_("Never an address."),
        FieldType.CHOICE,
        required=True,
        options=PLACES,
    ),
    Field("duration_min", "duree_min", N_("Duration (minutes)"), "", FieldType.NUMBER, required=True),
    Field(
        "mode",
        "mode",
        N_("In person or remote"),
        "",
        FieldType.CHOICE,
        required=True,
        options=(("in_person", N_("In person")), ("remote", N_("Remote"))),
    ),
    Field("people_count", "participants_nb", N_("Number of people"), "", FieldType.NUMBER),
    Field("exchange_language", "langue_echange", N_("Language spoken"), "", FieldType.SHORT, required=True),
    Field(
        "interpreter",
        "interprete_type",
        N_("Interpreter"),
        "",
        FieldType.CHOICE,
        required=True,
        options=(("none", N_("None")), ("relative", N_("A relative")), ("professional", N_("A professional"))),
    ),
    Field(
        "observer_role",
        "observateur_role",
        N_("Role of the person who writes"),
        N_("A role, never a name."),
        FieldType.SHORT,
        required=True,
    ),
    Field("organisation", "organisme", N_("Organisation"), "", FieldType.SHORT, required=True),
    Field("team", "equipe", N_("Team present"), N_("Roles, never names."), FieldType.SHORT),
    Field(
        "session_name",
        "nom_seance",
        N_("Name of the session"),
        N_("For instance “Circle of March 3”."),
        FieldType.SHORT,
    ),
)
