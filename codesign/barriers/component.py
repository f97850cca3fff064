"""The registered spaCy component ``codesign_barriers``, and the ready pipeline.

After the component has run, ``doc.spans["barriers"]`` holds one span per evidence, its label the code, with
``span._.codesign_family``, ``codesign_status``, ``codesign_score`` and ``codesign_rule``; ``doc._.codesign_proposals``
holds the proposals by sentence. It may be added to any pipeline:
``spacy.blank("fr").add_pipe("codesign_barriers")`` after
``import codesign.barriers``.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from codesign import nlp
from codesign.barriers.model import Proposal
from codesign.barriers.tagger import Tagger, default_tagger, rule_tagger

SPANS_KEY = "barriers"
_LOCK = Lock()

Doc.set_extension("codesign_proposals", default=(), force=True)
for _name in ("family", "status", "score", "rule"):
    Span.set_extension(f"codesign_{_name}", default=None, force=True)


class BarrierComponent:
    """Adds the proposals for a document's text; the tokens may be those of any pipeline."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Add the proposals to the document."""
        proposals = self._tagger.tag(doc.text, nlp.sentence_spans(doc))
        doc._.codesign_proposals = tuple(proposals)
        doc.spans[SPANS_KEY] = _span_group(doc, proposals)
        return doc


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
    """Propose codes for each sentence of a text, without building a ``Doc``.

    Offsets are code points of ``text`` as received. Safe to call from several threads; linear in the length.
    """
    return tuple(default_tagger().tag(text, nlp.split_offsets(text)))


def propose_by_rules(text: str) -> tuple[Proposal, ...]:
    """Propose what the rules alone find, with their own scores: what the tests of the lexicon judge."""
    return tuple(rule_tagger().tag(text, nlp.split_offsets(text)))
