"""Reads the lexicon: ``data/reference/lexicon/*.toml``, one file per barrier code, one per other family.

``<code>.toml`` holds ``[[entry]]`` tables (id, code, kind, pattern, example, near_miss), ``sets.toml`` the named sets
of the pattern language, ``verbs.toml`` the generated verb forms.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from codesign.barriers.model import Entry, Kind
from codesign.errors import InvalidInput
from codesign.i18n import N_

LEXICON_FOLDER = Path(__file__).resolve().parents[2] / "data" / "reference" / "lexicon"
_FAMILY_OF_FILE = {
    "needs": "need",
    "touchpoints": "touchpoint",
    "leaders": "leader",
    "strategies": "strategy",
    "aspirations": "aspiration",
}
_TOOLS = frozenset({"sets", "verbs"})


@dataclass(frozen=True)
class Lexicon:
    """All the wordings, and what their patterns refer to; ``version`` changes with any content."""

    entries: tuple[Entry, ...]
    verbs: Mapping[str, tuple[str, ...]]
    sets: Mapping[str, str]
    version: str

    def of_code(self, family: str, code: str) -> tuple[Entry, ...]:
        """Return the wordings of one code."""
        return tuple(entry for entry in self.entries if (entry.family, entry.code) == (family, code))


@lru_cache(maxsize=4)
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read every file of the folder (the project's own by default).

    Raises:
        InvalidInput: a file that is not TOML, a field missing or unknown, an id used twice.
    """
    files = sorted((folder or LEXICON_FOLDER).glob("*.toml"))
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    for file in files:
        content = file.read_bytes()
        digest.update(file.name.encode() + b"\0" + content)
        try:
            tables[file.stem] = tomllib.loads(content.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InvalidInput(
                N_("The file %(name)s cannot be read: %(reason)s"), name=file.name, reason=str(error)
            ) from error
    entries = tuple(
        _entry(row, stem) for stem, table in tables.items() if stem not in _TOOLS for row in table.get("entry", [])
    )
    _refuse_duplicates(entries)
    verbs = {verb: tuple(forms.split()) for verb, forms in tables.get("verbs", {}).items()}
    return Lexicon(entries, verbs, tables.get("sets", {}), digest.hexdigest()[:12])


def _entry(row: Mapping[str, Any], stem: str) -> Entry:
    try:
        return Entry(family=_FAMILY_OF_FILE.get(stem, "barrier"), **{**row, "kind": Kind(row["kind"])})
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(
            N_("The file %(name)s cannot be read: %(reason)s"), name=f"{stem}.toml", reason=f"{row.get('id')}: {error}"
        ) from error


def _refuse_duplicates(entries: tuple[Entry, ...]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise InvalidInput(N_("The lexicon uses the id %(id)s twice."), id=entry.id)
        seen.add(entry.id)
