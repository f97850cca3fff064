"""What the machine learns from review: decided sentences, models and their figures, the rule that replaces one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from codesign.barriers.examples import Worth
from codesign.barriers.model import OWN_RULE, TagStatus
from codesign.barriers.scoring import Counts, together

SHIPPED = "shipped"  # the model that comes with the project
KEPT = 5  # trained models at hand
LEAST_ANSWERS, LEAST_SOURCES = 20, 3  # below, decisions set apart say nothing of a model
TOLERANCE = 0.005  # of the micro F1 on the corpus: half a point is less than what another choice of voices changes
_APART = 5  # one source in so many is never learnt
_REFUSED, _UNASKED = 2.0, 0.5


class Verdict(StrEnum):
    """What became of a model that was trained."""

    TAKEN = "taken"
    FORCED = "forced"  # the model before it held sentences that are gone: it could not stay
    WORSE_ON_DECISIONS = "worse_on_decisions"
    WORSE_ON_CORPUS = "worse_on_corpus"

    @property
    def is_taken(self) -> bool:
        """Whether the model was put to work."""
        return self in (Verdict.TAKEN, Verdict.FORCED)


@dataclass(frozen=True, slots=True)
class DecidedSentence:
    """A sentence on which people decided: codes that hold, codes refused, and whether nothing is left to decide."""

    source_id: str
    text: str
    held: Mapping[str, TagStatus]
    refused: frozenset[str]
    nothing: bool
    settled: bool

    @property
    def worth(self) -> Worth:
        """How much each answer teaches: what nobody was asked about, half in a settled sentence, else nothing."""
        sure = {**dict.fromkeys(self.held, 1.0), **dict.fromkeys(self.refused, _REFUSED)}
        others = 1.0 if self.nothing else _UNASKED if self.settled else 0.0
        return Worth(sure, others, float(bool(self.held) or self.settled))

    def counts(self, proposed: Collection[str]) -> Counts:
        """Count proposed codes against the answers that are known; the others are left out."""
        right = len(self.held.keys() & set(proposed))
        wrong = set(proposed) - self.held.keys()
        return Counts(right, right + len(wrong if self.settled else wrong & self.refused), len(self.held))


def is_apart(source_id: str) -> bool:
    """Tell the sources whose decisions no model ever learns: the same ones for ever, one in five."""
    return int(hashlib.sha256(source_id.encode()).hexdigest()[:8], 16) % _APART == 0


def sentence_print(model_id: str, source_id: str, text: str) -> str:
    """Return what tells a learnt sentence again without holding a word of it; another model gives another print."""
    return hashlib.sha256(f"{model_id}\x1f{source_id}\x1f{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """How a model fares on decisions set apart: counts, and from how many sources."""

    counts: Counts
    sources: int

    @property
    def tells(self) -> bool:
        """Whether there are enough of them to say anything."""
        return self.sources >= LEAST_SOURCES and self.counts.proposed + self.counts.labelled >= LEAST_ANSWERS


def team_figures(answers: Iterable[tuple[str, Counts]]) -> TeamFigures:
    """Add the counts of sentences, given with their source."""
    known = list(answers)
    return TeamFigures(together(each for _, each in known), len({source for source, _ in known}))


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """Micro F1 on voices of the corpus that a fit never saw, and how the model fares on decisions set apart."""

    corpus: float
    team: TeamFigures


def judge(old: ModelFigures, new: ModelFigures, *, must_go: bool = False) -> Verdict:
    """Decide whether a new model replaces the one at work; both are judged on the same sentences.

    Not worse: the F1 on the team's decisions does not fall, where there are enough of them to tell; and the corpus
    loses no more than ``TOLERANCE``. A point difference, since a bound would ask for proof that a small team cannot
    give, and a model equal to the old one holds newer decisions. ``must_go``: the old one may not stay.
    """
    if new.corpus < old.corpus - TOLERANCE:
        return Verdict.WORSE_ON_CORPUS
    if new.team.tells and new.team.counts.f1 < old.team.counts.f1:
        return Verdict.WORSE_ON_DECISIONS
    return Verdict.FORCED if must_go else Verdict.TAKEN


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of a trained model: its manifest.

    ``name`` and ``data`` are short hashes of its weights and of all that it learnt; ``sources`` are the notes and
    documents whose decided sentences it learnt; ``apart`` counts decided sentences that only judged it. ``learnt`` is
    source → prints of these sentences (see ``sentence_print``); empty for models of before they were kept.
    """

    id: str
    made_at: str
    asked_by: str
    name: str
    data: str
    lexicon: str
    pipeline: str
    sentences: int
    apart: int
    sources: tuple[str, ...]
    old: ModelFigures
    new: ModelFigures
    verdict: Verdict
    learnt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Learning:
    """Where learning stands: models at hand, the newest first, and the one at work (``SHIPPED`` or an id).

    ``fresh`` counts sentences decided since the model at work was trained; ``gone`` the notes that it learnt and that
    are no longer to be read as they were (consent withdrawn, bin, a learnt sentence taken out): it is then to be
    trained again. ``trouble`` says why the chosen
    model cannot work here. ``last`` is the latest training, taken or not.
    """

    cards: tuple[ModelCard, ...]
    in_use: str
    decided: int
    fresh: int
    gone: int
    unusable: frozenset[str]
    trouble: str
    job: str | None
    last: ModelCard | None


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How often people took or refused what a rule proposed, with sentences where they refused it.

    ``example`` is the invented sentence that the lexicon gives for it.
    """

    rule: str
    code: str
    pattern: str
    example: str
    right: int
    refused: int
    silenced: bool
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a wording would be found in the project's latest texts: sentences looked at, found, and some of them."""

    seen: int
    found: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissedWords:
    """Words that come again in sentences where people added a code by hand and no rule had found it."""

    code: str
    words: str
    sentences: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of proposals shown with a score from ``low`` to ``high``, how many people decided on, and took."""

    low: float
    high: float
    decided: int
    right: int


@dataclass(frozen=True, slots=True)
class OwnWording:
    """A wording that the team added to the lexicon; ``rule`` is the name that its proposals carry."""

    id: str
    code: str
    kind: str
    pattern: str
    example: str
    near_miss: str
    added_by: str
    added_at: str

    @property
    def rule(self) -> str:
        """The name of the rule, as it stands in evidence."""
        return f"{OWN_RULE}{self.id[-12:]}"
