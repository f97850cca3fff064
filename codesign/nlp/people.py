"""Names found by a trained French pipeline, where one is installed beside the platform; none is needed."""

from __future__ import annotations

from functools import lru_cache

import spacy
from spacy.language import Language

PIPELINES = ("fr_core_news_lg", "fr_core_news_md", "fr_core_news_sm")
_UNUSED = ("parser", "tagger", "morphologizer", "lemmatizer", "attribute_ruler", "senter")


@lru_cache(maxsize=1)
def _trained() -> Language | None:
    name = next((each for each in PIPELINES if spacy.util.is_package(each)), None)
    return spacy.load(name, exclude=list(_UNUSED)) if name else None


def person_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the passages that an installed `fr_core_news` pipeline takes for people; none where none is installed.

    Offsets are code points, end exclusive. Nothing is ever downloaded.
    """
    pipeline = _trained()
    if pipeline is None:
        return ()
    return tuple((each.start_char, each.end_char) for each in pipeline(text[:1_000_000]).ents if each.label_ == "PER")
