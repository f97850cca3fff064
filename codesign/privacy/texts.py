"""Texts of consent that are read aloud, in the languages of the neighbourhood; data that the team validates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from codesign.config import ROOT
from codesign.privacy.model import Purpose

_FOLDER = ROOT / "data" / "reference" / "consent"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is read to a person before they agree: its language, its parts, one question per purpose.

    `mother_tongue` is the value of that language among the attributes of a person; `validated_by` is empty until the
    team has had the text read by someone whose language it is. `form` holds the words of the paper form.
    """

    language: str
    name: str
    mother_tongue: str
    version: int
    right_to_left: bool
    validated_by: str
    title: str
    paragraphs: tuple[str, ...]
    questions: Mapping[Purpose, str]
    form: Mapping[str, str]

    @property
    def key(self) -> str:
        """What a consent keeps of the text that was read: language and version."""
        return f"{self.language}/{self.version}"


@lru_cache(maxsize=1)
def consent_texts() -> Mapping[str, ConsentText]:
    """Return the texts by language, French first."""
    found = [_read(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]
    found.sort(key=lambda each: (each.language != "fr", each.language))
    return {each.language: each for each in found}


def _read(text: str) -> ConsentText:
    data = tomllib.loads(text)
    return ConsentText(
        language=data["language"],
        name=data["name"],
        mother_tongue=data["mother_tongue"],
        version=data["version"],
        right_to_left=data.get("right_to_left", False),
        validated_by=data["validated_by"],
        title=data["title"],
        paragraphs=tuple(data["paragraphs"]),
        questions={Purpose(name): question for name, question in data["questions"].items()},
        form=data["form"],
    )
