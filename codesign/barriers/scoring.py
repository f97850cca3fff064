"""How far what is proposed agrees with what was labelled: plain counts, no opinion."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from codesign.barriers.model import TagStatus

Labels = Mapping[str, TagStatus]
_DRAWS = 500
_SEED = 14


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """One sentence: the note that it is of, its labels, what was proposed for it."""

    note: str
    text: str
    labels: Labels
    proposed: Labels


@dataclass(frozen=True, slots=True)
class Counts:
    """Right, proposed and labelled: of one code or of all."""

    right: int
    proposed: int
    labelled: int

    @property
    def precision(self) -> float:
        """Share of what is proposed that is right."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Share of what is labelled that is found."""
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.proposed + self.labelled
        return 2 * self.right / both if both else 0.0


def by_code(sentences: Iterable[ScoredSentence], codes: Sequence[str]) -> dict[str, Counts]:
    """Count each code, whatever its status."""
    right, proposed, labelled = Counter[str](), Counter[str](), Counter[str]()
    for each in sentences:
        proposed.update(each.proposed.keys())
        labelled.update(each.labels.keys())
        right.update(each.proposed.keys() & each.labels.keys())
    return {code: Counts(right[code], proposed[code], labelled[code]) for code in codes}


def together(counts: Iterable[Counts]) -> Counts:
    """Add the counts of several codes (micro)."""
    each = list(counts)
    return Counts(sum(c.right for c in each), sum(c.proposed for c in each), sum(c.labelled for c in each))


def macro_f1(counts: Iterable[Counts]) -> float:
    """Mean F1 of the codes that are labelled or proposed at all."""
    scores = [each.f1 for each in counts if each.proposed or each.labelled]
    return sum(scores) / len(scores) if scores else 0.0


def any_code(sentences: Iterable[ScoredSentence]) -> Counts:
    """Count sentences with some barrier, whichever."""
    pairs = [(bool(each.proposed), bool(each.labels)) for each in sentences]
    return Counts(sum(map(all, pairs)), sum(found for found, _ in pairs), sum(held for _, held in pairs))


def statuses(sentences: Iterable[ScoredSentence]) -> tuple[int, int]:
    """Return how many codes found have the right status, and how many codes were found."""
    found = [
        each.proposed[code] is each.labels[code] for each in sentences for code in each.proposed.keys() & each.labels
    ]
    return sum(found), len(found)


def interval(sentences: Sequence[ScoredSentence], codes: Sequence[str]) -> tuple[float, float]:
    """Return the 95 % interval of the micro F1, by drawing notes with replacement (percentiles, fixed seed)."""
    notes: dict[str, list[ScoredSentence]] = {}
    for each in sentences:
        notes.setdefault(each.note, []).append(each)
    counts = [together(by_code(note, codes).values()) for note in notes.values()]
    draw = random.Random(_SEED)  # noqa: S311 - a resampling, not a secret
    scores = sorted(together(draw.choices(counts, k=len(counts))).f1 for _ in range(_DRAWS))
    return scores[round(_DRAWS * 0.025)], scores[round(_DRAWS * 0.975) - 1]


def confusions(sentences: Iterable[ScoredSentence]) -> list[tuple[str, str, int, str]]:
    """Return (labelled, proposed instead, times, one sentence), the most frequent first; « - » stands for nothing."""
    times, example = Counter[tuple[str, str]](), dict[tuple[str, str], str]()
    for each in sentences:
        missed = sorted(each.labels.keys() - each.proposed.keys()) or ["-"]
        wrong = sorted(each.proposed.keys() - each.labels.keys()) or ["-"]
        for pair in ((label, other) for label in missed for other in wrong if (label, other) != ("-", "-")):
            times[pair] += 1
            example.setdefault(pair, each.text)
    return [
        (*pair, count, example[pair]) for pair, count in sorted(times.items(), key=lambda item: (-item[1], item[0]))
    ]
