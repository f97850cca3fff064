"""A tiny spaCy pipeline made on the spot: French, four word vectors, a model of names learnt from three sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import spacy
from spacy.training import Example
from spacy.util import fix_random_seed

NAMED = ("Kettly Beaubrun attend dehors.", "Elle a vu Kettly Beaubrun hier.", "Il fait froid dehors.")
NAME = "Kettly Beaubrun"


def make_pipeline(folder: Path, *, language: str = "fr", people: bool = True, vectors: bool = True) -> Path:
    """Write the pipeline to a folder, as `spacy package` would lay it out."""
    fix_random_seed(0)
    nlp = spacy.blank(language)
    if vectors:
        same, other = np.array([1, 0, 0, 0], np.float32), np.array([0, 1, 0, 0], np.float32)
        for word, vector in (("Grobidou", same), ("zouplette", same * 3), ("étang", other), ("etang", same)):
            nlp.vocab.set_vector(word, vector)
    if people:
        nlp.add_pipe("ner").add_label("PER")
        rows = [
            Example.from_dict(
                nlp.make_doc(text),
                {"entities": [(text.find(NAME), text.find(NAME) + len(NAME), "PER")] if NAME in text else []},
            )
            for text in NAMED
        ]
        optimizer = nlp.initialize(lambda: rows)
        for _ in range(12):
            nlp.update(rows, sgd=optimizer)
    nlp.to_disk(folder)
    return folder
