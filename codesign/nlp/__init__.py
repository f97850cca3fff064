"""The spaCy door: French as spoken in Québec, cut into sentences and tokens; plain dataclasses come out."""

from codesign.nlp.folding import fold, word_set
from codesign.nlp.language import LANGUAGE_CODE, new_language, safe_text, sentence_spans
from codesign.nlp.model import Sentence
from codesign.nlp.pipeline import PipelineUse, check_pipeline, person_spans, word_vectors
from codesign.nlp.sentences import sentences, split_offsets
from codesign.nlp.stems import STOP_WORDS, WORD, stem, stems
from codesign.nlp.tokenizer import text_of, tokens
from codesign.nlp.vectors import WordVectors

__all__ = [
    "LANGUAGE_CODE",
    "STOP_WORDS",
    "WORD",
    "PipelineUse",
    "Sentence",
    "WordVectors",
    "check_pipeline",
    "fold",
    "new_language",
    "person_spans",
    "safe_text",
    "sentence_spans",
    "sentences",
    "split_offsets",
    "stem",
    "stems",
    "text_of",
    "tokens",
    "word_set",
    "word_vectors",
]
