"""The parts of a moment, and the template of an accompaniment, which is made of moments; what templates share."""

from __future__ import annotations

from codesign.fieldnotes.fields import PLACES, Field, FieldType, NoteKind, OccasionKind, Template
from codesign.fieldnotes.moments import LEVELS, SAID, SUPPOSED
from codesign.i18n import N_

QUOTES = Field(
    "quotes", "citations", N_("Exact words"), N_("Only if quoting was agreed to."), coded=True, by_moment=("quote",)
)
INTERPRETED = Field(
    "interpreted",
    "interprete",
    N_("I think"),
    N_("Your reading of it, apart from what happened."),
    required=True,
)
QUESTIONS = Field("questions", "questions", N_("I wonder"), N_("What remains to be understood."), required=True)
SAFETY = Field(
    "safety_followup",
    "suivi_securite",
    N_("A risk or distress was noticed"),
    N_("Yes or no only; the details belong to the safety protocol (811, 911)."),
    FieldType.YES_NO,
    required=True,
)

_LEVELS = (N_("discouraged"), N_("uneasy"), N_("neither well nor badly"), N_("rather well"), N_("relieved, confident"))
# What was seen, and the words said, are read for barriers; what the observer thinks of it is not: a barrier that only
# the observer supposes would count as lived.
_MOMENT = (
    Field("minute", "minute", N_("Minutes since the start"), N_("“T+20” is 20."), FieldType.NUMBER),
    Field(
        "activity", "activite", N_("Activity"), N_("In a few words: “waits at the desk”."), FieldType.SHORT, coded=True
    ),
    Field(
        "observed", "observe_moment", N_("Observed"), N_("What you see and hear, without explaining it."), coded=True
    ),
    Field("quote", "citation_moment", N_("Exact words"), N_("Only if quoting was agreed to."), coded=True),
    Field("emotion", "emotion", N_("Emotion"), "", FieldType.CHOICE, options=tuple(zip(LEVELS, _LEVELS, strict=True))),
    Field(
        "emotion_basis",
        "emotion_source",
        N_("Said or supposed"),
        "",
        FieldType.CHOICE,
        options=((SAID, N_("Said by the person")), (SUPPOSED, N_("Supposed"))),
    ),
    Field("place_type", "lieu_moment", N_("Where"), N_("Never an address."), FieldType.CHOICE, options=PLACES),
    Field(
        "interaction",
        "interaction",
        N_("With whom, in what tone"),
        N_("Roles, never names: “clerk”, “neighbour”."),
        FieldType.SHORT,
        coded=True,
    ),
    Field("touchpoint", "point_contact", N_("Point of contact"), "", FieldType.CHOICE, options=PLACES),
    Field("interpreted", "interprete_moment", N_("Interpreted"), N_("What you think of it.")),
    Field("question", "question_moment", N_("Question"), N_("What you wonder.")),
)

SHADOWING = Template(
    NoteKind.SHADOWING,
    OccasionKind.ACCOMPAGNEMENT,
    "observation",
    N_("Accompaniment"),
    "observed",
    (
        Field(
            "intention",
            "intention",
            N_("What the person tries to do"),
            N_("In their words."),
            coded=True,
            required=True,
        ),
        Field(
            "observed",
            "observe",
            N_("What you saw or heard"),
            N_("What happened, in order, without explaining it."),
            coded=True,
            required=True,
        ),
        Field(
            "steps",
            "etapes",
            N_("Steps"),
            N_("One line per moment: “T+20 min: place, activity”."),
            coded=True,
            required=True,
            by_moment=("activity", "observed"),
        ),
        Field(
            "interactions",
            "interactions",
            N_("With whom, and in what tone"),
            N_("Roles, never names: “clerk”, “neighbour”."),
            coded=True,
            by_moment=("interaction",),
        ),
        Field(
            "touchpoints",
            "points_contact",
            N_("Points of contact"),
            "",
            FieldType.MULTI,
            required=True,
            options=PLACES,
            by_moment=("touchpoint",),
        ),
        Field(
            "objects_channels",
            "objets_canaux",
            N_("Objects, forms, channels"),
            N_("Phone, portal, paper."),
            FieldType.SHORT,
        ),
        Field(
            "emotions",
            "emotions",
            N_("Emotions"),
            N_("Said rather than supposed; note at which step, from −2 to +2."),
            by_moment=("emotion",),
        ),
        Field(
            "observed_barriers",
            "freins_observes",
            N_("What got in the way"),
            N_("The fact first."),
            coded=True,
            required=True,
        ),
        Field("workarounds", "debrouille", N_("How they got around it"), "", coded=True),
        QUOTES,
        INTERPRETED,
        QUESTIONS,
        Field(
            "reflexivity",
            "reflexivite",
            N_("My place in it"),
            N_("My biases, my effect: clothing, status, language, unease."),
            required=True,
        ),
        SAFETY,
        Field(
            "reread_on",
            "relu_le",
            N_("Read again on"),
            N_("Within 24 hours if possible."),
            FieldType.DATE,
            required=True,
        ),
    ),
    moments=_MOMENT,
)
