"""Who is spoken of, and what they agreed to: pseudonyms with banded attributes, and consent per purpose.

The attributes are those that research on access compares; each is a band or a short list, never a date, an address or
a name. Age starts at 18: a minor is not admitted, so that no note can rest on a consent that only a parent may give.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from codesign.errors import InvalidInput
from codesign.i18n import N_, TIME_ZONE

UNDISCLOSED = "undisclosed"

# attribute -> value -> message id; the sector is checked by form only, since its list belongs to the territory
ATTRIBUTES: Mapping[str, Mapping[str, str]] = {
    "age_group": {
        "18_24": N_("18 to 24"),
        "25_34": N_("25 to 34"),
        "35_49": N_("35 to 49"),
        "50_64": N_("50 to 64"),
        "65_plus": N_("65 and over"),
        UNDISCLOSED: N_("Not said"),
    },
    "gender": {"f": N_("Woman"), "m": N_("Man"), "other": N_("Another gender"), UNDISCLOSED: N_("Not said")},
    "mother_tongue": {
        "francais": N_("French"),
        "creole_haitien": N_("Haitian Creole"),
        "arabe": N_("Arabic"),
        "espagnol": N_("Spanish"),
        "italien": N_("Italian"),
        "anglais": N_("English"),
        "kabyle": N_("Kabyle"),
        "turc": N_("Turkish"),
        "vietnamien": N_("Vietnamese"),
        "autre": N_("Another language"),
        UNDISCLOSED: N_("Not said"),
    },
    "household": {
        "alone": N_("Lives alone"),
        "couple": N_("Couple"),
        "couple_children": N_("Couple with children"),
        "single_parent": N_("Single parent"),
        "other": N_("Another household"),
        UNDISCLOSED: N_("Not said"),
    },
    "immigration_period": {
        "born_here": N_("Born in Canada"),
        "before_2001": N_("Arrived before 2001"),
        "2001_2010": N_("Arrived from 2001 to 2010"),
        "2011_2020": N_("Arrived from 2011 to 2020"),
        "since_2021": N_("Arrived since 2021"),
        UNDISCLOSED: N_("Not said"),
    },
}
ATTRIBUTE_LABELS: Mapping[str, str] = {
    "age_group": N_("Age group"),
    "gender": N_("Gender"),
    "mother_tongue": N_("Mother tongue"),
    "household": N_("Household"),
    "immigration_period": N_("Immigration"),
    "sector": N_("Sector"),
}
_SECTOR = re.compile(r"[a-z][a-z_]{0,39}")


class ConsentMode(StrEnum):
    """How the person agreed."""

    ORAL = "oral"
    WRITTEN = "written"
    COLLECTIVE = "collective"  # read aloud to a workshop, each person free to leave
    NOT_APPLICABLE = "not_applicable"  # a public place observed without following anyone


class Purpose(StrEnum):
    """What a consent allows; each is asked for apart."""

    NOTE = "note"
    QUOTE = "quote"
    PHOTO = "photo"
    SOUND = "sound"
    PERSONA = "persona"
    RECONTACT = "recontact"


MODE_LABELS: Mapping[ConsentMode, str] = {
    ConsentMode.ORAL: N_("Oral"),
    ConsentMode.WRITTEN: N_("Written"),
    ConsentMode.COLLECTIVE: N_("Collective (workshop)"),
    ConsentMode.NOT_APPLICABLE: N_("Not applicable: public place, nobody followed"),
}
PURPOSE_LABELS: Mapping[Purpose, str] = {
    Purpose.NOTE: N_("Take notes"),
    Purpose.QUOTE: N_("Quote their exact words"),
    Purpose.PHOTO: N_("Photos (places and objects)"),
    Purpose.SOUND: N_("Sound recording"),
    Purpose.PERSONA: N_("Use in personas"),
    Purpose.RECONTACT: N_("Be met again"),
}
CONSENT_LABELS: Mapping[str, str] = {
    "participant_id": N_("Participant"),
    "mode": N_("How consent was given"),
    "language": N_("Language of the explanation"),
    "given_on": N_("Given on"),
    "expires_on": N_("Valid until"),
    "purposes": N_("What is allowed"),
    "text_read": N_("Text read aloud"),
    "reason": N_("Reason"),
    "withdrawn_on": N_("Withdrawn on"),
    "deleted": N_("In the bin"),
    "erased": N_("Erased"),
}


@dataclass(frozen=True, slots=True)
class Participant:
    """A person under a pseudonym. `version` is the base of the next edit."""

    id: str
    code: str
    attributes: Mapping[str, str]
    version: str


@dataclass(frozen=True, slots=True)
class ConsentDraft:
    """What a form says of a consent. `given_on` defaults to today; `reason` is for the mode `not_applicable`.

    `text_read` names the text that was read aloud (`ConsentText.key`), empty when none was.
    """

    participant_id: str | None = None
    mode: str = ConsentMode.ORAL
    language: str = "francais"
    given_on: date | None = None
    purposes: frozenset[str] = field(default_factory=lambda: frozenset({"note"}))
    reason: str = ""
    expires_on: date | None = None
    text_read: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """A recorded consent; `valid` when it holds today."""

    id: str
    participant_id: str | None
    mode: ConsentMode
    language: str
    given_on: date
    purposes: frozenset[Purpose]
    reason: str
    expires_on: date | None
    withdrawn_on: date | None
    recorded_by: str
    valid: bool
    version: str
    text_read: str = ""

    def allows(self, purpose: Purpose) -> bool:
        """Say whether `purpose` is allowed today."""
        return self.valid and purpose in self.purposes


def today() -> date:
    """Return the date on the clock of Montréal."""
    return datetime.now(UTC).astimezone(TIME_ZONE).date()


def participant_code(n: int) -> str:
    """Return the pseudonym number `n`, as written on the slip that the person keeps."""
    return f"P-{n:04d}"


def check_attributes(values: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes to keep; an empty one is "not said".

    Raises:
        InvalidInput: an unknown attribute, or a value outside its list.
    """
    kept = {}
    for name, value in values.items():
        wanted = value or UNDISCLOSED
        known = bool(_SECTOR.fullmatch(wanted)) if name == "sector" else wanted in ATTRIBUTES.get(name, {})
        if not known:
            raise InvalidInput(N_("This value is not one of the choices: choose one from the list."))
        kept[name] = wanted
    return kept


def check_consent(draft: ConsentDraft, *, again: bool = False) -> dict[str, object]:
    """Return the columns of the consent that `draft` says; sent `again`, it may be over by now.

    Raises:
        InvalidInput: unknown mode or purpose, no purpose, a date to come, an end that is past, or the rules of
            `not_applicable` are broken.
    """
    if not draft.mode:
        raise InvalidInput(N_("Say how consent was given: choose one of the answers."))
    try:
        mode = ConsentMode(draft.mode)
        purposes = sorted(Purpose(each) for each in draft.purposes)
    except ValueError as error:
        raise InvalidInput(N_("This value is not one of the choices: choose one from the list.")) from error
    given = draft.given_on or today()
    if given > today():
        raise InvalidInput(N_("The consent is dated in the future. Check the date."))
    if draft.expires_on is not None and draft.expires_on < given:
        raise InvalidInput(N_("The consent would end before it was given. Check the dates."))
    if not again and draft.expires_on is not None and draft.expires_on < today():
        raise InvalidInput(N_("The consent would be over already: its end is before today. Check the end date."))
    if mode is ConsentMode.NOT_APPLICABLE:
        _check_not_applicable(draft)
        purposes = [Purpose.NOTE]
    if not purposes:
        raise InvalidInput(N_("Say what the consent allows: tick at least one purpose."))
    return {
        "mode": mode.value,
        "language": draft.language,
        "given_on": given.isoformat(),
        "purposes": [each.value for each in purposes],
        "reason": draft.reason,
        "expires_on": draft.expires_on.isoformat() if draft.expires_on else None,
        "text_read": draft.text_read[:20] or None,
    }


def _check_not_applicable(draft: ConsentDraft) -> None:
    if draft.participant_id is not None:
        raise InvalidInput(
            N_("A note about a participant needs their consent. Without consent, observe the place and nobody in it.")
        )
    if not draft.reason.strip():
        raise InvalidInput(N_("Say why no consent is needed, for instance: a waiting room, nobody followed."))
