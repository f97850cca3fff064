"""The spaCy language ``fr_qc``: light tokenizer, folded norms, own sentences; ``spacy.lang.fr`` is never imported."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from spacy.attrs import IDX, NORM, SENT_START
from spacy.language import BaseDefaults, Language
from spacy.tokens import Doc
from spacy.util import registry

from codesign.nlp.folding import fold
from codesign.nlp.sentences import split_offsets
from codesign.nlp.tokenizer import LightTokenizer, text_of

LANGUAGE_CODE = "fr_qc"
SENTENCES_KEY = "codesign_sentences"
_SURROGATES = re.compile("[\ud800-\udfff]")


@registry.tokenizers("codesign.light_tokenizer.v1")  # type: ignore[untyped-decorator]  # spaCy's own
def make_light_tokenizer() -> Callable[[Language], LightTokenizer]:
    """Return the factory that spaCy calls with the language."""

    def create(nlp: Language) -> LightTokenizer:
        return LightTokenizer(nlp.vocab)

    return create


class QuebecFrenchDefaults(BaseDefaults):
    """Folding is computed once per lexeme: spaCy keeps the result with the word."""

    config = {"nlp": {"tokenizer": {"@tokenizers": "codesign.light_tokenizer.v1"}}}  # type: ignore[assignment]  # noqa: RUF012 - spaCy's own shape
    lex_attr_getters = {NORM: fold}  # noqa: RUF012 - spaCy's own shape


@registry.languages(LANGUAGE_CODE)
class QuebecFrench(Language):  # type: ignore[no-untyped-call]  # spaCy's own
    """French of Québec, as spoken and as typed on a phone."""

    lang = LANGUAGE_CODE
    Defaults = QuebecFrenchDefaults


@Language.component("codesign_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Mark sentence starts on the tokens and keep the exact offsets for those who need them."""
    text = text_of(doc)
    offsets = split_offsets(text)
    doc.user_data[SENTENCES_KEY] = (len(text), offsets)
    if len(doc):
        marks = np.full(len(doc), -1, dtype=np.int64).astype(np.uint64)
        positions = doc.to_array([IDX]).ravel()
        starts = np.searchsorted(positions, np.array([start for start, _ in offsets], dtype=np.uint64))
        marks[starts[starts < len(doc)]] = 1
        marks[0] = 1
        doc.from_array([SENT_START], marks.reshape(-1, 1))  # type: ignore[arg-type]  # typed for thinc's arrays
    return doc


def new_language() -> Language:
    """Return a fresh ``fr_qc`` pipeline with the sentence splitter.

    The limit of one million characters that spaCy sets for parsers is lifted: nothing here grows faster than the text.
    """
    nlp = QuebecFrench()
    nlp.max_length = 2**31
    nlp.add_pipe("codesign_sentences")
    return nlp


def safe_text(text: str) -> str:
    """Replace lone surrogates, which no UTF-8 store can hold, by U+FFFD: same length, same offsets."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def sentence_spans(doc: Doc) -> list[tuple[int, int]]:
    """Return the sentence offsets of a ``Doc``, from any pipeline, computed when the splitter did not run."""
    text = text_of(doc)
    length, known = doc.user_data.get(SENTENCES_KEY, (None, []))
    return known if length == len(text) else split_offsets(text)
