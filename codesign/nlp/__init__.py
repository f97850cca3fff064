"""The spaCy door: French as spoken in Québec, cut into sentences and tokens; plain dataclasses come out."""

from codesign.nlp.folding import fold, word_set
from codesign.nlp.language import LANGUAGE_CODE, new_language, safe_text, sentence_spans
from codesign.nlp.model import Sentence
from codesign.nlp.people import person_spans
from codesign.nlp.sentences import sentences, split_offsets
from codesign.nlp.tokenizer import tokens

__all__ = [
    "LANGUAGE_CODE",
    "Sentence",
    "fold",
    "new_language",
    "person_spans",
    "safe_text",
    "sentence_spans",
    "sentences",
    "split_offsets",
    "tokens",
    "word_set",
]
