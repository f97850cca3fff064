"""What the tagger reads and what it proposes: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

ORIGIN_RULE = "rule"
ORIGIN_MODEL = "model"
OWN_RULE = "own-"  # how the names of rules begin that a team added


class TagStatus(StrEnum):
    """Whether the text asserts, denies or only imagines what a code stands for."""

    PRESENT = "present"
    ABSENT = "absent"
    HYPOTHETICAL = "hypothetical"


class Kind(StrEnum):
    """How a wording of the lexicon behaves with a negation.

    ``RESOURCE``: a means whose lack is the barrier; fires only with a cue of lack. ``PROBLEM``: an obstacle, which a
    negation denies. ``PHRASE``: a complete wording with its own negation inside. ``RESOLVED``: says the contrary.
    ``BLOCK``: cancels the hits of its code that it overlaps.
    """

    RESOURCE = "resource"
    PROBLEM = "problem"
    PHRASE = "phrase"
    RESOLVED = "resolved"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Entry:
    """One wording of the lexicon, with a sentence that must match and a near miss that must not."""

    id: str
    family: str
    code: str
    kind: Kind
    pattern: str
    example: str
    near_miss: str


class Evidence(NamedTuple):
    """The words that made a rule fire, or that pull the model most: offsets in the whole text, in code points.

    The end is exclusive; ``rule_id`` is « model » for the words of a suggestion.
    """

    start: int
    end: int
    rule_id: str


class Proposal(NamedTuple):
    """A code that the machine proposes for a sentence; a person decides.

    ``start`` and ``end`` delimit the sentence in the whole text (code points, end exclusive); ``score`` is between
    0 and 1: for barriers a calibrated probability that the code is right, whatever its status (without a trained model,
    and for other families, it grows with the number of rules that agree and is only meant for ordering).
    ``origin`` is « rule » or « model ».
    """

    start: int
    end: int
    family: str
    code: str
    status: TagStatus
    score: float
    origin: str
    evidence: tuple[Evidence, ...]
