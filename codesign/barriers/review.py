"""Proposal, decision, tag: what the machine suggests, what a person did with it, what holds now."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from codesign.barriers.model import Evidence, TagStatus
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.nlp import Sentence

BARRIER = "barrier"
MAX_FREE_CODE = 80
MAX_MEMO = 2_000


class Action(StrEnum):
    """What a person decides. `NOTHING` is about the whole sentence, the others about one code of it."""

    ACCEPT = "accept"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"
    NOTHING = "nothing"


TAGGING = frozenset({Action.ACCEPT, Action.CHANGE, Action.ADD})  # the actions after which the code holds


class SentenceState(StrEnum):
    """Where the review of a sentence stands: not read yet, read and coded, read and found without any code."""

    TO_READ = "to_read"
    DECIDED = "decided"
    NOTHING = "nothing"


class QueueState(StrEnum):
    """Which sources the queue shows."""

    TO_READ = "to_read"
    DONE = "done"
    ALL = "all"


class Why(StrEnum):
    """Why a source stands where it does in the queue."""

    DISAGREEMENT = "disagreement"  # a rule proposes what the model believes wrong
    UNSURE = "unsure"
    DRAWN = "drawn"  # by lot, the same for everybody all day
    PROPOSALS = "proposals"
    NOTHING_PROPOSED = "nothing_proposed"


@dataclass(frozen=True, slots=True)
class KeyedSentence:
    """A sentence of the current text with the key that decisions hold on to."""

    key: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose on the screen: an action on one sentence and, unless `NOTHING`, on one code of it."""

    sentence_key: str
    action: Action
    family: str = ""
    code: str = ""
    status: TagStatus | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as recorded: who, when, why. `gesture` joins the decisions made by one press of one button."""

    id: str
    source_id: str
    sentence_key: str
    quote: str
    family: str
    code: str
    status: TagStatus | None
    action: Action
    origin: str
    tagger_version: str
    memo: str
    decided_by: str
    decided_at: str
    gesture: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """A code that people put on a sentence and that holds now. Offsets are those of the current text of the source."""

    source_id: str
    source_kind: str
    sentence_key: str
    start: int
    end: int
    quote: str
    family: str
    code: str
    status: TagStatus
    decided_by: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stored proposal of the machine for one sentence of the current text."""

    sentence_key: str
    family: str
    code: str
    status: TagStatus
    score: float
    origin: str
    evidence: tuple[Evidence, ...]
    tagger_version: str


@dataclass(frozen=True, slots=True)
class ReviewedSentence:
    """A sentence with what the machine proposes and what people decided.

    `pending` are the proposals that nobody decided on; `decisions` are those that count now, one per code.
    """

    key: str
    start: int
    end: int
    text: str
    state: SentenceState
    pending: tuple[Suggestion, ...]
    suggestions: tuple[Suggestion, ...]
    decisions: tuple[Decision, ...]

    @property
    def tags(self) -> tuple[Decision, ...]:
        """The decisions after which a code holds."""
        return tuple(each for each in self.decisions if each.action in TAGGING)

    @property
    def rejected(self) -> tuple[Decision, ...]:
        """The codes that people refused."""
        return tuple(each for each in self.decisions if each.action is Action.REJECT)


@dataclass(frozen=True, slots=True)
class Review:
    """One source opened for review. `undoable` are the gestures of the reader on it, the latest last."""

    source_id: str
    source_kind: str
    title: str
    sections: tuple[tuple[str, int, int], ...]
    sentences: tuple[ReviewedSentence, ...]
    undoable: tuple[str, ...]

    @property
    def to_read(self) -> int:
        """How many sentences nobody has settled yet."""
        return sum(each.state is SentenceState.TO_READ for each in self.sentences)

    def sentence(self, key: str | None) -> ReviewedSentence | None:
        """Return the sentence of that key, or None."""
        return next((each for each in self.sentences if each.key == key), None)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the reader asked the queue for; None means « any »."""

    state: QueueState = QueueState.TO_READ
    occasion_kind: str | None = None
    sector: str | None = None
    author_id: str | None = None
    source_kind: str | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One source in the queue. `pending` counts undecided barrier proposals, `lowest` is the least certain of them.

    Of these, `disagreements` counts rules' proposals that the model believes wrong, `unsure` those of a middling score.
    """

    source_id: str
    source_kind: str
    occasion_kind: str | None
    month: str | None
    sector: str | None
    author_id: str | None
    opening: str
    sentences: int
    to_read: int
    pending: int
    lowest: float | None
    disagreements: int = 0
    unsure: int = 0
    why: Why = Why.PROPOSALS


@dataclass(frozen=True, slots=True)
class Queue:
    """What there is to read. `waiting` counts the sources that the machine has not read yet."""

    rows: tuple[QueueRow, ...]
    waiting: int

    @property
    def to_read(self) -> int:
        """Sentences to read, over all the rows."""
        return sum(row.to_read for row in self.rows)


def keyed(sentences: Iterable[Sentence]) -> tuple[KeyedSentence, ...]:
    """Give each sentence its key: a hash of its words and which occurrence it is in the text.

    A key says nothing of where the sentence stands, so that it outlives edits made anywhere else in the text.
    """
    seen: Counter[str] = Counter()
    found = []
    for each in sentences:
        words = " ".join(each.text.split())
        digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        seen[digest] += 1
        found.append(KeyedSentence(f"{digest}-{seen[digest]}", each.start, each.end, each.text))
    return tuple(found)


def assemble(
    sentence: KeyedSentence, suggestions: Sequence[Suggestion], decisions: Sequence[Decision]
) -> ReviewedSentence:
    """Join what is known of one sentence; `decisions` are those that count now, oldest first."""
    nothing = any(each.action is Action.NOTHING for each in decisions)
    settled = {(each.family, each.code) for each in decisions}
    pending = () if nothing else tuple(each for each in suggestions if (each.family, each.code) not in settled)
    if not decisions or any(each.family == BARRIER for each in pending):
        state = SentenceState.TO_READ
    elif any(each.action in TAGGING for each in decisions):
        state = SentenceState.DECIDED
    else:
        state = SentenceState.NOTHING
    return ReviewedSentence(
        sentence.key, sentence.start, sentence.end, sentence.text, state, pending, tuple(suggestions), tuple(decisions)
    )


def check_choice(choice: Choice, sentence: ReviewedSentence) -> TagStatus | None:
    """Return the status that the decision records.

    Raises:
        InvalidInput: the action does not fit what the sentence holds (accepting what nobody proposed, changing the
            status of a code that is not there).
    """
    if choice.action is Action.NOTHING:
        return None
    proposed = {(each.family, each.code): each.status for each in sentence.suggestions}
    held = {(each.family, each.code): each.status for each in sentence.tags}
    code = (choice.family, choice.code)
    if choice.action is Action.ADD:
        return choice.status or TagStatus.PRESENT
    if code not in proposed and code not in held:
        raise InvalidInput(N_("This code is no longer on the sentence. Look again, then decide."))
    if choice.action is Action.ACCEPT:
        return proposed.get(code) or held[code]
    if choice.action is Action.REJECT:
        return held.get(code) or proposed.get(code)
    if choice.status is None:
        raise InvalidInput(N_("Choose a status: present, absent or hypothetical."))
    return choice.status
