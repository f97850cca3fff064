"""The three templates, each defined once: the forms, checks, exports and field tools are made from these."""

from __future__ import annotations

from collections.abc import Mapping

from codesign.fieldnotes.fields import Field, FieldType, NoteKind, OccasionKind, Template
from codesign.fieldnotes.shadowing import INTERPRETED, QUESTIONS, QUOTES, SAFETY, SHADOWING
from codesign.i18n import N_

STORY = Template(
    NoteKind.STORY,
    OccasionKind.WORKSHOP,
    "recit",
    N_("Story"),
    "story",
    (
        Field(
            "workshop_type",
            "atelier_type",
            N_("Type of workshop"),
            "",
            FieldType.CHOICE,
            required=True,
            options=(
                ("anecdotes", N_("Anecdote circle")),
                ("map", N_("Map of the neighbourhood")),
                ("path", N_("Path or timeline")),
                ("photovoice", N_("Photovoice")),
                ("cooking", N_("Cooking and talk")),
                ("object", N_("Object")),
                ("what_if", N_("“What if”")),
                ("prototyping", N_("Prototyping")),
                ("other", N_("Another type")),
            ),
        ),
        Field(
            "prompt",
            "amorce",
            N_("Opening used"),
            N_("“Tell me about a time when you wanted help…”"),
            FieldType.SHORT,
            required=True,
        ),
        Field(
            "teller_role",
            "role_conteur",
            N_("Who tells"),
            "",
            FieldType.CHOICE,
            required=True,
            options=(
                ("concerned", N_("Person concerned")),
                ("relative", N_("Relative")),
                ("worker", N_("Worker")),
                ("leader", N_("Leader in the community")),
            ),
        ),
        Field(
            "reported",
            "rapporte",
            N_("Lived or reported"),
            "",
            FieldType.CHOICE,
            required=True,
            options=(("lived", N_("Lived by the person who tells")), ("reported", N_("Reported of someone else"))),
        ),
        Field(
            "story",
            "recit",
            N_("Story"),
            N_("One event, as it was told: 5 to 15 sentences."),
            coded=True,
            required=True,
        ),
        Field("teller_title", "titre_conteur", N_("Title given by the person"), "", FieldType.SHORT),
        Field(
            "service_context",
            "contexte_service",
            N_("Service or place concerned"),
            N_("The service, nobody in it."),
            FieldType.SHORT,
        ),
        Field(
            "change",
            "changement",
            N_("What changed"),
            N_("Better, worse or nothing; for whom it matters, and why."),
            coded=True,
            required=True,
        ),
        Field("issue", "enjeu", N_("Issue raised"), "", coded=True, required=True),
        Field("need", "besoin", N_("What they needed"), N_("In their words."), coded=True),
        Field("obstacles", "frein", N_("What stood in the way of help"), N_("The fact first."), coded=True),
        Field("strategy", "strategie", N_("How they manage today"), "", coded=True),
        Field("aspiration", "aspiration", N_("What they would want"), "", coded=True),
        Field(
            "reconnect",
            "ou_renouer",
            N_("Where and how to renew the tie"),
            N_("A place or a person, as proposed by the person."),
            coded=True,
        ),
        Field("leader_role", "leader_role", N_("Who people turn to"), N_("A role, never a name."), FieldType.SHORT),
        Field(
            "sharing",
            "accord_partage",
            N_("May be shared with"),
            "",
            FieldType.CHOICE,
            required=True,
            options=(("team", N_("The team")), ("partners", N_("The partners")), ("public", N_("Everyone"))),
            default="team",
        ),
        Field(
            "wants_return",
            "restitution",
            N_("Wants to read it again or be told what follows"),
            "",
            FieldType.YES_NO,
            required=True,
        ),
        Field(
            "facilitator_reflexivity",
            "animateur_reflexivite",
            N_("The group: dynamics, silences, absent people"),
            N_("Who did not speak?"),
            required=True,
        ),
        SAFETY,
    ),
    head_required=("people_count",),
)

LISTENING_CALL = Template(
    NoteKind.LISTENING_CALL,
    OccasionKind.CALL,
    "appel",
    N_("Listening call"),
    "how_is",
    (
        Field(
            "initiative",
            "initiative",
            N_("Who called whom"),
            "",
            FieldType.CHOICE,
            required=True,
            options=(
                ("person", N_("The person called")),
                ("team", N_("The team called")),
                ("acquaintance", N_("Through an acquaintance")),
            ),
        ),
        Field(
            "time_of_day",
            "moment",
            N_("Time of day"),
            "",
            FieldType.CHOICE,
            required=True,
            options=(
                ("morning", N_("Morning")),
                ("afternoon", N_("Afternoon")),
                ("evening", N_("Evening")),
                ("night", N_("Night")),
            ),
        ),
        Field("how_is", "comment_va", N_("How the person is"), N_("In their words."), coded=True, required=True),
        Field("stated_needs", "besoins_dits", N_("What they need"), "", coded=True, required=True),
        Field("attempts", "essais", N_("What they tried, and what happened"), "", coded=True, required=True),
        QUOTES,
        Field("observed", "observe", N_("Heard"), N_("Tone, silences, sounds around."), coded=True, required=True),
        INTERPRETED,
        QUESTIONS,
        Field(
            "followup",
            "suite",
            N_("What was promised"),
            N_("By the month, without any phone number or address."),
            required=True,
        ),
        Field("wants_callback", "rappel", N_("Wants to be called again"), "", FieldType.YES_NO),
        SAFETY,
    ),
)

TEMPLATES: Mapping[NoteKind, Template] = {each.kind: each for each in (SHADOWING, STORY, LISTENING_CALL)}
TEMPLATE_OF: Mapping[OccasionKind, Template] = {each.occasion_kind: each for each in TEMPLATES.values()}
