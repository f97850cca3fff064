"""The registered spaCy component ``codesign_barriers``, and the ready pipeline.

After the component has run, ``doc.spans["barriers"]`` holds one span per evidence, its label the code, with
``span._.codesign_family``, ``codesign_status``, ``codesign_score`` and ``codesign_rule``; ``doc._.codesign_proposals``
holds the proposals by sentence. It may be added to any pipeline:
``spacy.blank("fr").add_pipe("codesign_barriers")`` after
``import codesign.barriers``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
from spacy.attrs import IDX, LENGTH
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import minibatch

from codesign import nlp
from codesign.barriers.model import Proposal
from codesign.barriers.tagger import Tagger, default_tagger, rule_tagger

SPANS_KEY = "barriers"
_LOCK = Lock()

_TOGETHER = 8  # documents tagged together
_TOLD = ("family", "status", "score", "rule")

Doc.set_extension("codesign_proposals", default=(), force=True)


class _Names(dict[str, str]):
    """The name under which what is told of the spans of a code is kept.

    It is kept as spaCy keeps its own, so that it moves with merged documents; but spaCy tells two spans of the same
    words apart by nothing, and here two codes often have the same word as evidence.
    """

    def __missing__(self, code: str) -> str:
        return self.setdefault(code, f"codesign_{code}")


_NAMES = _Names()


def _teller(place: int) -> Callable[[Span], object]:
    def tell(span: Span) -> object:
        kept: dict[Any, Any] = span.doc.user_data
        told = kept.get(("._.", _NAMES[span.label_], span.start_char, span.end_char))
        return None if told is None else told[place]

    return tell


for _place, _name in enumerate(_TOLD):
    Span.set_extension(f"codesign_{_name}", getter=_teller(_place), force=True)


class BarrierComponent:
    """Adds the proposals for a document's text; the tokens may be those of any pipeline."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Add the proposals to the document."""
        return _told(doc, self._tagger.tag(nlp.text_of(doc), nlp.sentence_spans(doc)))

    def pipe(self, stream: Iterable[Doc], batch_size: int = _TOGETHER) -> Iterator[Doc]:
        """Add the proposals to documents, some together: short ones then take less time."""
        for docs in minibatch(stream, size=min(batch_size, _TOGETHER)):  # type: ignore[no-untyped-call]
            found = self._tagger.tag_all([(nlp.text_of(doc), nlp.sentence_spans(doc)) for doc in docs])
            yield from map(_told, docs, found)


def _told(doc: Doc, proposals: list[Proposal]) -> Doc:
    doc._.codesign_proposals = tuple(proposals)
    doc.spans[SPANS_KEY] = _span_group(doc, proposals)
    return doc


def _span_group(doc: Doc, proposals: list[Proposal]) -> SpanGroup:
    shown = [(proposal, evidence) for proposal in proposals for evidence in proposal.evidence]
    if not shown:
        return SpanGroup(doc, name=SPANS_KEY)
    kept: dict[Any, Any] = doc.user_data
    begins, lengths = doc.to_array([IDX, LENGTH]).astype(np.int64).T
    first = np.searchsorted(begins, [evidence[0] for _, evidence in shown], side="right") - 1
    end = np.searchsorted(begins, [evidence[1] for _, evidence in shown])
    from_to = zip(begins[first].tolist(), (begins + lengths)[end - 1].tolist(), strict=True)
    for (proposal, evidence), (start, stop) in zip(shown, from_to, strict=True):
        told = (proposal.family, proposal.status.value, proposal.score, evidence.rule_id)
        kept["._.", _NAMES[proposal.code], start, stop] = told
    labels = {code: doc.vocab.strings.add(code) for code in {proposal.code for proposal in proposals}}
    codes = [labels[proposal.code] for proposal, _ in shown]
    spans = [Span(doc, *each) for each in zip(first.tolist(), end.tolist(), codes, strict=True)]
    return SpanGroup(doc, name=SPANS_KEY, spans=spans)


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
