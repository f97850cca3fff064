"""The whole lexicon on the labelled corpus: a wording that is wrong too often does not stay.

Part W2 and the gold set are not read: they measure, and nobody tunes on them.
"""

from collections import Counter
from functools import cache

from codesign.barriers import load_lexicon, propose_by_rules
from codesign.barriers.corpus import load_corpus
from codesign.codebook import load_codebook

LEAST_HITS = 5
LEAST_PRECISION = 0.7
CODES = [code.id for code in load_codebook().family("barrier").codes]


@cache
def hits() -> tuple[Counter[str], Counter[str]]:
    """Sentences on which each wording proposes its code, and those on which the code is right, whatever the status."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for sentence in load_corpus(CODES).learn:
        for proposal in propose_by_rules(sentence.text):
            if proposal.family == "barrier":
                rules = {evidence.rule_id for evidence in proposal.evidence}
                found.update(rules)
                right.update(rules if proposal.code in sentence.labels else ())
    return found, right


def test_every_wording_is_right_seven_times_in_ten_on_the_corpus() -> None:
    """Near misses are the opinion of whoever writes the wording; the corpus was written without sight of it."""
    found, right = hits()
    wrong = {
        rule: f"{right[rule]} right of {count}"
        for rule, count in found.items()
        if count >= LEAST_HITS and right[rule] / count < LEAST_PRECISION
    }
    assert wrong == {}


def test_the_corpus_meets_a_fair_part_of_the_lexicon() -> None:
    """Wordings that nobody ever uses would make the lexicon look larger than it is."""
    found, _right = hits()
    barriers = [entry for entry in load_lexicon().entries if entry.family == "barrier"]
    assert sum(found[entry.id] > 0 for entry in barriers) >= len(barriers) / 3
