"""The registered spaCy component ``codesign_barriers``, and the ready pipeline.

After the component has run, ``doc.spans["barriers"]`` holds one span per evidence, its label the code, with
``span._.codesign_family``, ``codesign_status``, ``codesign_score`` and ``codesign_rule``; ``doc._.codesign_proposals``
holds the proposals by sentence. It may be added to any pipeline:
``spacy.blank("fr").add_pipe("codesign_barriers")`` after
``import codesign.barriers``.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from threading import Lock
from typing import Any

from spacy.attrs import IDX, LENGTH, ORTH
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from codesign import nlp
from codesign.barriers.model import Proposal
from codesign.barriers.tagger import Tagger, default_tagger

SPANS_KEY = "barriers"
_LOCK = Lock()

Doc.set_extension("codesign_proposals", default=(), force=True)
for _name in ("family", "status", "score", "rule"):
    Span.set_extension(f"codesign_{_name}", default=None, force=True)


class BarrierComponent:
    """Reads the tokens of a ``Doc``; keeps, per spelling, whether any rule starts from it."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._spelling: dict[int, tuple[str, bool]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Add the proposals to the document."""
        proposals = self.read(doc, nlp.sentence_spans(doc)) if len(doc) else []
        doc._.codesign_proposals = tuple(proposals)
        doc.spans[SPANS_KEY] = _span_group(doc, proposals)
        return doc

    def read(self, doc: Doc, sentences: list[tuple[int, int]]) -> list[Proposal]:
        """Return the proposals of a document that is cut into ``sentences`` (offsets in its text)."""
        columns = doc.to_array([ORTH, IDX, LENGTH])
        keys = columns[:, 0].tolist()
        starts = columns[:, 1].tolist()
        lengths = columns[:, 2].tolist()
        proposals: list[Proposal] = []
        known = self._learn(doc, keys)
        marked = [at for at, key in enumerate(keys) if known[key][1]]
        for sentence, tokens in _marked_sentences(sentences, starts, marked):
            first, last = tokens
            here = [known[key][0] for key in keys[first:last]]
            offsets = (starts[first:last], lengths[first:last])
            proposals += self._tagger.tag_sentence(here, offsets, sentence)
        return proposals

    def _learn(self, doc: Doc, keys: list[int]) -> dict[int, tuple[str, bool]]:
        for key in set(keys).difference(self._spelling):
            token = doc.vocab.strings[key]
            self._spelling[key] = (token, bool(self._tagger.words[token][1]))
        return self._spelling


def _marked_sentences(
    sentences: list[tuple[int, int]], starts: list[int], marked: list[int]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the sentences that hold an anchor, with the range of their tokens; one walk over both lists."""
    found = []
    at = 0
    for start, end in sentences:
        while at < len(marked) and starts[marked[at]] < start:
            at += 1
        if at == len(marked):
            break
        if starts[marked[at]] < end:
            found.append(((start, end), (bisect_left(starts, start), bisect_left(starts, end))))
    return found


def _span_group(doc: Doc, proposals: list[Proposal]) -> SpanGroup:
    group = SpanGroup(doc, name=SPANS_KEY)
    for proposal in proposals:
        for evidence in proposal.evidence:
            span: Any = doc.char_span(evidence.start, evidence.end, label=proposal.code, alignment_mode="expand")
            span._.codesign_family = proposal.family
            span._.codesign_status = proposal.status.value
            span._.codesign_score = proposal.score
            span._.codesign_rule = evidence.rule_id
            group.append(span)
    return group


@Language.factory("codesign_barriers")
def create_component(nlp: Language, name: str) -> BarrierComponent:  # noqa: ARG001 - the signature is spaCy's
    """Return the component on the project's lexicon."""
    return BarrierComponent(default_tagger())


@cache
def _pipeline() -> Language:
    language = nlp.new_language()
    language.add_pipe("codesign_barriers")
    return language


def load_tagger() -> Language:
    """Return the shared ``fr_qc`` pipeline with sentences and barriers; built once, at the first call."""
    with _LOCK:
        return _pipeline()


def propose(text: str) -> tuple[Proposal, ...]:
    """Propose codes for each sentence of a text.

    Offsets are code points of ``text`` as received. Safe to call from several threads; linear in the length.
    """
    with _LOCK:
        pipeline = _pipeline()
        component: Any = pipeline.get_pipe("codesign_barriers")
        doc = pipeline.make_doc(nlp.safe_text(text))  # no span is built: the proposals hold the offsets
        return tuple(component.read(doc, nlp.split_offsets(text))) if len(doc) else ()
