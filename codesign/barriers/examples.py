"""What the sentence model learns from: sentences cut into words, with their labels and what the rules find in them.

Examples of the lexicon are positive sentences of their code, near misses are sentences without any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from codesign import nlp
from codesign.barriers.corpus import LabelledSentence, load_lines, load_pairs
from codesign.barriers.lexicon import Lexicon
from codesign.barriers.matching import split_words
from codesign.barriers.model import Kind, TagStatus
from codesign.barriers.suggester import BARRIER
from codesign.barriers.tagger import Tagger


class Worth(NamedTuple):
    """How much the answers of one sentence count: of some codes, of the others, of « some barrier »."""

    codes: Mapping[str, float]
    others: float = 1.0
    some: float = 1.0


WHOLE = Worth({})  # a sentence that somebody labelled from end to end
LINE = Worth({}, 0.4, 0.1)  # a short line: five in six carry a barrier, where notes have two in five (decision 0039)


@dataclass(frozen=True)
class Examples:
    """Sentences cut into words, what the rules found in each, their labels (None: the status is not known), voices.

    ``worth`` says how much each answer counts.
    """

    words: list[list[str]]
    ruled: list[dict[str, TagStatus]]
    labels: list[dict[str, TagStatus | None]]
    voices: list[str]
    worth: list[Worth]

    def __add__(self, other: Examples) -> Examples:
        return Examples(
            self.words + other.words,
            self.ruled + other.ruled,
            self.labels + other.labels,
            self.voices + other.voices,
            self.worth + other.worth,
        )


def words_of(text: str) -> list[str]:
    """Return the folded words of a sentence, as the rules and the model read them."""
    return [word for stretch in text.split() for _, token in nlp.tokens(stretch) for word in split_words(token)]


def read_sentences(sentences: Iterable[LabelledSentence], rules: Tagger) -> Examples:
    """Read labelled sentences, each alone, with the rules alone."""
    found = Examples([], [], [], [], [])
    for each in sentences:
        found.words.append(words_of(each.text))
        proposals = rules.tag(each.text, [(0, len(each.text))])
        found.ruled.append({p.code: p.status for p in proposals if p.family == BARRIER})
        found.labels.append(dict(each.labels))
        found.voices.append(each.voice)
        found.worth.append(WHOLE)
    return found


def read_lexicon(lexicon: Lexicon) -> Examples:
    """Read the examples and near misses of the lexicon; what the rules find in them says nothing and is left out."""
    entries = [each for each in lexicon.entries if each.family == BARRIER and each.kind is not Kind.BLOCK]
    texts = [each.example for each in entries] + [each.near_miss for each in entries]
    labels: list[dict[str, TagStatus | None]] = [{each.code: None} for each in entries]
    empty: list[dict[str, TagStatus]] = [{} for _ in texts]
    words = [words_of(text) for text in texts]
    return Examples(words, empty, labels + [{} for _ in entries], [""] * len(texts), [WHOLE] * len(texts))


def read_extra(codes: Sequence[str], lexicon: Lexicon, rules: Tagger) -> Examples:
    """Read what teaches beside the corpus, and never judges: the lexicon's own sentences, pairs, short lines."""
    lines = read_sentences(load_lines(codes), rules)
    lines = replace(lines, worth=[LINE] * len(lines.words))
    return read_lexicon(lexicon) + read_sentences(load_pairs(codes), rules) + lines
