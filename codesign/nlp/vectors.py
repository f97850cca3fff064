"""Word vectors of a trained spaCy pipeline that the team installed, looked up by folded word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from codesign.nlp.folding import fold

Floats = NDArray[np.float32]


class WordVectors:
    """Vectors of length 1 by folded word: of the spellings that fold alike, the first of the pipeline's table counts.

    Attributes:
        name: The pipeline, as the setting names it.
        size: Numbers per vector.
    """

    def __init__(self, name: str, pipeline: Language) -> None:
        self.name = name
        table = pipeline.vocab.vectors
        self.size: int = table.shape[1]
        self._data = np.asarray(table.data, np.float32)
        strings, self._rows = pipeline.vocab.strings, dict[str, int]()
        for key, row in table.key2row.items():
            self._rows.setdefault(fold(strings[key]), row)

    def of(self, words: Sequence[str]) -> tuple[Floats, Floats]:
        """Return the vectors of folded words (words × size, nothing for an unknown word), and 1 where there is one."""
        at = [self._rows.get(word, -1) for word in words]
        rows = np.array(at, np.intp)
        found = np.zeros((len(words), self.size), np.float32)
        found[rows >= 0] = self._data[rows[rows >= 0]]
        lengths = np.sqrt((found**2).sum(axis=1, keepdims=True))
        return found / np.maximum(lengths, 1e-9), (lengths.ravel() > 0).astype(np.float32)
