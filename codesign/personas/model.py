"""Personas: what a group of people have in common, each line on the sentences that it rests on.

The evidence of a line is judged each time it is read, never once for all: a consent withdrawn, a note corrected or
put in the bin takes its sentences away from every line at that moment, without anybody having to remember.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from codesign.errors import InvalidInput
from codesign.i18n import N_

MIN_PEOPLE = 5  # a persona of fewer people could point at one of them
MAX_TITLE = 120
MAX_TAGLINE = 300
MAX_LINE = 1_500
SUPPOSED = frozenset({"thinks", "feels"})  # parts of the sheet that nobody sees: always the team's reading
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Method(StrEnum):
    """How the group was made: chosen by the team, or found in the data."""

    MANUAL = "manual"
    FOUND = "found"


class State(StrEnum):
    """Where a persona or a scenario stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    TO_REVIEW = "to_review"


class Section(StrEnum):
    """The parts of the sheet, in the order in which they are read."""

    LIVES = "lives"
    NEEDS = "needs"
    COPES = "copes"
    WANTS = "wants"
    TOUCHPOINTS = "touchpoints"
    LEADERS = "leaders"
    DAY = "day"
    SAYS = "says"
    DOES = "does"
    THINKS = "thinks"
    FEELS = "feels"
    STORY = "story"


class LineKind(StrEnum):
    """What a line claims: shown by sentences, the team's reading, or somebody's exact words."""

    EVIDENCE = "evidence"
    INTERPRETATION = "interpretation"
    QUOTE = "quote"


class Audience(StrEnum):
    """For whom files are made: the team; partners; anybody."""

    TEAM = "interne"
    PARTNERS = "partenaires"
    PUBLIC = "public"


AUDIENCE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Audience.TEAM: N_("The team"),
        Audience.PARTNERS: N_("Partners of the project"),
        Audience.PUBLIC: N_("Anybody"),
    }
)
METHOD_LABELS: Mapping[str, str] = MappingProxyType(
    {Method.MANUAL: N_("Made by hand"), Method.FOUND: N_("Found in the data")}
)
STATE_LABELS: Mapping[str, str] = MappingProxyType(
    {State.DRAFT: N_("Draft"), State.PUBLISHED: N_("Published"), State.TO_REVIEW: N_("To be reviewed")}
)
KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        LineKind.EVIDENCE: N_("With evidence"),
        LineKind.INTERPRETATION: N_("Interpretation"),
        LineKind.QUOTE: N_("Quote"),
    }
)
SECTION_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Section.LIVES: N_("What they live"),
        Section.NEEDS: N_("Their needs"),
        Section.COPES: N_("How they get by"),
        Section.WANTS: N_("What they hope for"),
        Section.TOUCHPOINTS: N_("Where to meet again"),
        Section.LEADERS: N_("Whom they turn to"),
        Section.DAY: N_("An ordinary day"),
        Section.SAYS: N_("They say"),
        Section.DOES: N_("They do"),
        Section.THINKS: N_("They think"),
        Section.FEELS: N_("They feel"),
        Section.STORY: N_("A story"),
    }
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a note: `quote` stands in its text at `start`–`end` (code points, end exclusive)."""

    source_id: str
    start: int
    end: int
    quote: str
    sentence_key: str = ""

    def same(self, other: Evidence) -> bool:
        """Say whether both are the same words of the same note."""
        return (self.source_id, self.quote) == (other.source_id, other.quote)


@dataclass(frozen=True, slots=True)
class Material:
    """What a note that may still be used gives: its text, what its consent allows, and who is behind it."""

    source_id: str
    text: str
    person_key: str
    participant_id: str | None
    author_id: str
    sector: str | None
    month: str
    cleared: bool
    allows_quote: bool
    allows_persona: bool

    @property
    def quotable(self) -> bool:
        """Whether its words may stand on a sheet: consent for quotes and personas, and identifiers checked."""
        return self.allows_persona and self.allows_quote and self.cleared


@dataclass(frozen=True, slots=True)
class PersonaDraft:
    """What the head of the form holds. The title says the barrier, never a name."""

    title: str
    tagline: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class LineDraft:
    """What the form of a line holds. Without `kind`, evidence decides: none makes it an interpretation."""

    section: Section
    text: str
    evidence: tuple[Evidence, ...] = ()
    kind: LineKind | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet. `lost` counts the passages that may no longer be used; they are not in `evidence`."""

    id: str
    version: str
    persona_id: str
    section: Section
    position: int
    text: str
    kind: LineKind
    evidence: tuple[Evidence, ...] = ()
    lost: int = 0

    @property
    def gone(self) -> bool:
        """A quote whose words may no longer be used: its text is not kept in this object."""
        return self.kind is LineKind.QUOTE and not self.evidence

    @property
    def to_review(self) -> bool:
        """A claim that has nothing left to rest on."""
        return self.kind is not LineKind.INTERPRETATION and not self.evidence


@dataclass(frozen=True, slots=True)
class Persona:
    """A persona with its lines in reading order; `people_version` is the base for choosing people again."""

    id: str
    version: str
    title: str
    letter: str
    tagline: str
    method: Method
    state: State
    participant_ids: tuple[str, ...] = ()
    note_ids: tuple[str, ...] = ()
    people_version: str = ""
    lines: tuple[Line, ...] = ()
    sealed: str = ""

    @property
    def seal(self) -> str:
        """The print of what the sheet says now and rests on; `sealed` keeps that of what was published."""
        said = [
            [
                str(line.section),
                str(line.kind),
                line.text,
                sorted((each.source_id, each.quote) for each in line.evidence),
            ]
            for line in self.lines
        ]
        packed = json.dumps([self.id, self.title, self.tagline, said], ensure_ascii=False)
        return hashlib.sha256(packed.encode()).hexdigest()[:32]

    @property
    def lost(self) -> int:
        """How many passages the lines have lost."""
        return sum(line.lost for line in self.lines)

    def section(self, section: Section) -> tuple[Line, ...]:
        """Return the lines of one part, quotes that are gone left out."""
        return tuple(line for line in self.lines if line.section is section and not line.gone)


def find_passage(evidence: Evidence, material: Material | None, *, quoting: bool) -> Evidence | None:
    """Return the passage where it stands now, or None when it may not be used or is no longer in the note."""
    if material is None or not (material.quotable if quoting else material.allows_persona):
        return None
    if evidence.quote and material.text[evidence.start : evidence.end] == evidence.quote:
        return evidence
    start = material.text.find(evidence.quote) if evidence.quote else -1
    return None if start < 0 else replace(evidence, start=start, end=start + len(evidence.quote))


def judged(line: Line, materials: Mapping[str, Material]) -> Line:
    """Return the line as it stands today: lost passages taken out and counted, words of a lost quote removed."""
    quoting = line.kind is LineKind.QUOTE
    found = [find_passage(each, materials.get(each.source_id), quoting=quoting) for each in line.evidence]
    kept = tuple(each for each in found if each is not None)
    kind = LineKind.INTERPRETATION if line.section in SUPPOSED and not quoting else line.kind
    if quoting:
        kept = tuple(each for each in kept if each.quote == line.text)
    text = line.text if kept or not quoting else ""
    return replace(line, text=text, kind=kind, evidence=kept, lost=len(line.evidence) - len(kept))


def shown_state(state: State, lines: tuple[Line, ...], people: int, *, sealed: bool = True) -> State:
    """Return the state to act on: what was published goes back to review by itself once it no longer stands.

    It lost support, or people; or it is not what was `sealed`: no published line changes in silence.
    """
    if state is State.PUBLISHED and (people < MIN_PEOPLE or not sealed or any(line.lost for line in lines)):
        return State.TO_REVIEW
    return state


def check_letter(letter: str) -> None:
    """Refuse what is not one capital letter A–Z.

    Raises:
        InvalidInput: anything else.
    """
    if len(letter) != 1 or letter not in LETTERS:
        raise InvalidInput(N_("The letter of a persona is one capital letter, A to Z."))


def next_letter(taken: frozenset[str]) -> str:
    """Return the first letter that no persona has; A again when all are taken."""
    return next((letter for letter in LETTERS if letter not in taken), LETTERS[0])


def kind_of(draft: LineDraft) -> LineKind:
    """Return what the line claims. What people think or feel is an interpretation, whatever it rests on.

    Raises:
        InvalidInput: it claims evidence or exact words and brings no passage.
    """
    kind = draft.kind or (LineKind.EVIDENCE if draft.evidence else LineKind.INTERPRETATION)
    if kind is LineKind.QUOTE and not draft.evidence:
        raise InvalidInput(N_("A quote comes from a note: choose the sentence that it is."))
    if kind is LineKind.EVIDENCE and not draft.evidence:
        raise InvalidInput(N_("Choose at least one sentence that shows this, or mark the line as an interpretation."))
    if draft.section not in SUPPOSED:
        return kind
    if kind is LineKind.QUOTE:
        raise InvalidInput(N_("What people said stands under “They say”: what they think or feel is a reading of it."))
    return LineKind.INTERPRETATION
