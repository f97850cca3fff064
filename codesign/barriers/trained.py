"""The whole training: corpus and lexicon in, the file of the sentence model out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from codesign import codebook
from codesign.barriers import examples, training
from codesign.barriers.corpus import load_corpus
from codesign.barriers.lexicon import load_lexicon
from codesign.barriers.tagger import rule_tagger
from codesign.barriers.weights import MODEL_FILE, to_bytes


@dataclass(frozen=True)
class Trained:
    """What training gives: the content of the file, and what weights said of voices that they had never seen."""

    content: bytes
    unseen: training.Unseen


def train_model(progress: Callable[[int, int], None] | None = None, output: Path | None = None) -> Trained:
    """Train on the project's corpus and lexicon; write the file (the project's own, or ``output``) at the end.

    The same corpus, lexicon and versions of libraries give the same bytes. Less than two minutes of CPU. The running
    process keeps the model that it has: a new one counts from the next start.
    """
    codes = [code.id for code in codebook.load_codebook().family("barrier").codes]
    corpus = load_corpus(codes)
    weights, unseen = training.train(
        codes,
        examples.read_sentences(corpus.learn, rule_tagger()),
        examples.read_extra(codes, load_lexicon(), rule_tagger()),
        progress,
    )
    content = to_bytes(weights)
    target = output or MODEL_FILE
    unfinished = target.with_name(f".{target.name}.part")
    unfinished.write_bytes(content)
    unfinished.replace(target)
    return Trained(content, unseen)
