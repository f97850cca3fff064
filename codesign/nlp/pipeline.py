"""A trained spaCy pipeline that the team installed beside the platform; none is needed, nothing is ever downloaded.

The setting (``config.Settings.pipeline``) names a package (« fr_core_news_md ») or the folder of a pipeline. Its names
of people help the guard of identifiers, its word vectors may be one more view of the sentence model.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language

from codesign.config import load_settings
from codesign.errors import InvalidInput, UserError
from codesign.i18n import N_
from codesign.nlp.vectors import WordVectors

PIPELINES = ("fr_core_news_lg", "fr_core_news_md", "fr_core_news_sm")
_UNUSED = ("parser", "tagger", "morphologizer", "lemmatizer", "attribute_ruler", "senter")
_log = logging.getLogger("codesign.nlp")


@dataclass(frozen=True, slots=True)
class PipelineUse:
    """What a pipeline gives: word vectors (how many, their size; 0 for none), and whether it finds people."""

    name: str
    vectors: int
    size: int
    people: bool


def check_pipeline(name: str) -> PipelineUse:
    """Load a pipeline and return what it gives.

    Raises:
        InvalidInput: it is not installed, cannot be read, is not French, or gives nothing of use here.
    """
    pipeline = _load(name)
    table = pipeline.vocab.vectors
    count, size = table.shape if len(table.key2row) else (0, 0)
    found = PipelineUse(name, int(count), int(size), _finds_people(pipeline))
    if pipeline.lang not in {"fr", "xx"}:
        raise InvalidInput(
            N_("The pipeline %(name)s is for another language (%(language)s)."), name=name, language=pipeline.lang
        )
    if not (found.vectors or found.people):
        raise InvalidInput(
            N_("The pipeline %(name)s has neither word vectors nor names of people: it adds nothing here."), name=name
        )
    return found


def word_vectors(name: str) -> WordVectors:
    """Return the word vectors of a pipeline, loaded once.

    Raises:
        InvalidInput: as `check_pipeline`, or it has no vectors.
    """
    if not check_pipeline(name).vectors:
        raise InvalidInput(N_("The pipeline %(name)s has no word vectors."), name=name)
    return _vectors(name)


@lru_cache(maxsize=1)
def _vectors(name: str) -> WordVectors:
    return WordVectors(name, _load(name))


def person_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the passages that the pipeline of the setting takes for people; none where none is installed.

    Without a setting, an installed `fr_core_news` is used. A setting that no longer loads leaves a line in the log and
    the guard without it: nobody may be kept from writing a note. Offsets are code points, end exclusive.
    """
    name = load_settings().pipeline or _installed()
    if not name:
        return ()
    try:
        pipeline = _load(name)
    except UserError as error:
        _warn(str(error))
        return ()
    if not _finds_people(pipeline):
        return ()
    return tuple((each.start_char, each.end_char) for each in pipeline(text[:1_000_000]).ents if each.label_ == "PER")


@lru_cache(maxsize=4)
def _warn(words: str) -> None:
    _log.warning("Names are looked for without the pipeline: %s", words)


@lru_cache(maxsize=1)
def _installed() -> str:
    return next((each for each in PIPELINES if spacy.util.is_package(each)), "")


def _finds_people(pipeline: Language) -> bool:
    return any(name in {"ner", "entity_ruler"} for name in pipeline.pipe_names)


@lru_cache(maxsize=2)
def _load(name: str) -> Language:
    """Load what the guard and the model use of a pipeline."""
    if not (spacy.util.is_package(name) or (Path(name) / "config.cfg").is_file()):
        raise InvalidInput(
            N_(
                "The spaCy pipeline %(name)s is not installed on this machine. Install it (python -m spacy download"
                " fr_core_news_md, or its wheel by pip), give the folder that holds it, or empty the setting."
            ),
            name=name,
        )
    try:
        return spacy.load(name, exclude=list(_UNUSED))
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise InvalidInput(
            N_("The spaCy pipeline %(name)s cannot be read: %(reason)s"), name=name, reason=str(error).splitlines()[0]
        ) from error
