"""Relecture: the people concerned read a persona back, whole and line by line, and say whether it is theirs.

An answer is about words, not about a row: it holds while the words stand as they were read, wherever they stand on the
sheet, and no longer once they change. Wordings are kept as digests, so that no answer keeps a quote of its own.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.personas.model import Persona

MIN_READERS = 2
MAX_READERS = 200
MAX_REMARK = 1_500
_WORD = re.compile(r"[^\W_]+")


class Answer(StrEnum):
    """What the people concerned say of a sheet or of a line."""

    RECOGNISED = "reconnu"
    NUANCE = "a_nuancer"
    CONTESTED = "conteste"
    REMOVE = "a_retirer"


class Listener(StrEnum):
    """To whom a persona was presented."""

    PERSON = "person"
    GROUP = "group"
    RELATIVE = "relative"
    WORKER = "worker"
    LEADER = "leader"


class ReadingForm(StrEnum):
    """How it was presented."""

    TOGETHER = "together"
    GROUP = "group"
    PHONE = "phone"
    WRITTEN = "written"


class Standing(StrEnum):
    """What the relectures make of a sheet as it stands."""

    MISSING = "missing"
    OUTDATED = "outdated"
    ONCE = "once"
    RECOGNISED = "recognised"
    NUANCE = "nuance"
    CONTESTED = "contested"
    REMOVE = "remove"


ANSWER_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Answer.RECOGNISED: N_("Recognised"),
        Answer.NUANCE: N_("To be nuanced"),
        Answer.CONTESTED: N_("Contested"),
        Answer.REMOVE: N_("To be removed"),
    }
)
LISTENER_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Listener.PERSON: N_("A person concerned"),
        Listener.GROUP: N_("A group of people concerned"),
        Listener.RELATIVE: N_("Someone close"),
        Listener.WORKER: N_("Community worker"),
        Listener.LEADER: N_("Leader in the community"),
    }
)
FORM_LABELS: Mapping[str, str] = MappingProxyType(
    {
        ReadingForm.TOGETHER: N_("Read together, in person"),
        ReadingForm.GROUP: N_("In a group or a workshop"),
        ReadingForm.PHONE: N_("By telephone"),
        ReadingForm.WRITTEN: N_("In writing"),
    }
)
STANDING_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Standing.MISSING: N_("Not read back yet with the people concerned"),
        Standing.OUTDATED: N_("Changed since it was read back with the people concerned"),
        Standing.ONCE: N_("Read back with one person only"),
        Standing.RECOGNISED: N_("Recognised by people concerned"),
        Standing.NUANCE: N_("Read back with people concerned: to be nuanced"),
        Standing.CONTESTED: N_("Contested by people concerned"),
        Standing.REMOVE: N_("People concerned ask that it be removed"),
    }
)
_WORST = (Answer.REMOVE, Answer.CONTESTED, Answer.NUANCE)
_STANDING = {Answer.REMOVE: Standing.REMOVE, Answer.CONTESTED: Standing.CONTESTED, Answer.NUANCE: Standing.NUANCE}


@dataclass(frozen=True, slots=True)
class RelectureDraft:
    """What the form of a relecture holds. `lines` are line → answer; `participant_id` only with a pseudonym."""

    presented_to: Listener
    form: ReadingForm
    held_on: date
    answer: Answer
    people: int = 1
    participant_id: str | None = None
    lines: Mapping[str, Answer] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Relecture:
    """A relecture as it is kept: `seen` are digests of the words that were on the sheet, `answers` digest → answer.

    `follow_up` says what the team did of it.
    """

    id: str
    version: str
    persona_id: str
    presented_to: Listener
    form: ReadingForm
    held_on: date
    answer: Answer
    people: int
    participant_id: str | None
    remark: str
    follow_up: str
    seen: frozenset[str]
    answers: Mapping[str, Answer]


def digest(persona_id: str, text: str) -> str:
    """Return the digest of a wording: the same for the same words of the same persona.

    Case, accents, spaces and signs do not count: a full stop added to words that people asked to remove brings none of
    them back.
    """
    plain = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return _digest(persona_id, " ".join(_WORD.findall(plain)) or text.strip())


def first_digest(persona_id: str, text: str) -> str:
    """Return the digest that this wording had until signs and accents were left out: rows hold it for good."""
    return _digest(persona_id, " ".join(text.casefold().split()))


def _digest(persona_id: str, said: str) -> str:
    return hashlib.sha256(f"{persona_id}\x1f{said}".encode()).hexdigest()[:32]


def vetoed(found: Iterable[Relecture]) -> frozenset[str]:
    """Return the digests of the wordings that somebody asked to remove: one is enough."""
    return frozenset(words for each in found for words, answer in each.answers.items() if answer is Answer.REMOVE)


def tally(found: Iterable[Relecture]) -> dict[str, Counter[Answer]]:
    """Return digest → how many relectures gave each answer."""
    counted: dict[str, Counter[Answer]] = {}
    for each in found:
        for words, answer in each.answers.items():
            counted.setdefault(words, Counter())[answer] += 1
    return counted


def on_sheet(persona: Persona, found: Sequence[Relecture]) -> frozenset[str]:
    """Return the digests of all that a sheet says: title, tagline, lines that stand and that nobody asked to remove."""
    texts = (persona.title, persona.tagline, *(line.text for line in persona.lines if not line.to_review))
    return frozenset(digest(persona.id, text) for text in texts if text) - vetoed(found)


def standing(persona: Persona, found: Sequence[Relecture]) -> Standing:
    """Return what the relectures make of a persona as it stands.

    Those count that were given on all the words that are on it now: what was taken away since changes nothing, what was
    added or reworded does. The worst answer names it; it is recognised once two people at least were shown it.
    """
    now = on_sheet(persona, found)
    current = [each for each in found if now <= each.seen]
    if not current:
        return Standing.OUTDATED if found else Standing.MISSING
    worst = next((answer for answer in _WORST if any(each.answer is answer for each in current)), None)
    if worst is not None:
        return _STANDING[worst]
    counted = tally(found)
    if any(counted[words][answer] for words in now & counted.keys() for answer in (Answer.CONTESTED, Answer.NUANCE)):
        return Standing.NUANCE
    return Standing.RECOGNISED if sum(each.people for each in current) >= MIN_READERS else Standing.ONCE


def check(draft: RelectureDraft, today: date) -> None:
    """Refuse what no relecture can be.

    Raises:
        InvalidInput: a day to come, or nobody who read.
    """
    if draft.held_on > today:
        raise InvalidInput(N_("The relecture is dated in the future. Check the date."))
    if not 1 <= draft.people <= MAX_READERS:
        raise InvalidInput(N_("Say how many people read it: from 1 to %(most)s."), most=MAX_READERS)
