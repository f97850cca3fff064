"""Reads ``data/reference/codebook.toml``."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from codesign.codebook.model import Code, Codebook, Dimension, Family, NonTakeUp, check, check_forms
from codesign.errors import InvalidInput
from codesign.i18n import N_

CODEBOOK_FILE = Path(__file__).resolve().parents[2] / "data" / "reference" / "codebook.toml"
NON_TAKE_UP_FILE = CODEBOOK_FILE.with_name("non_recours.toml")


@lru_cache(maxsize=4)
def load_codebook(path: Path | None = None) -> Codebook:
    """Return the coding scheme of a file (the project's own by default), read once.

    Raises:
        InvalidInput: no such file, not TOML, a field missing or unknown, an id used twice, a barrier without dimension.
    """
    file = path or CODEBOOK_FILE
    try:
        content = file.read_bytes()
        table = tomllib.loads(content.decode())
        families = tuple(_family(row) for row in table["family"])
        dimensions = tuple(Dimension(**{**row, "codes": tuple(row["codes"])}) for row in table["dimension"])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise InvalidInput(
            N_("The file %(name)s cannot be read: %(reason)s"), name=file.name, reason=str(error)
        ) from error
    codebook = Codebook(families, dimensions, hashlib.sha256(content).hexdigest()[:12])
    check(codebook)
    return codebook


def _family(row: Mapping[str, Any]) -> Family:
    codes = tuple(
        Code(family=row["id"], **{**code, "typical": tuple(code.get("typical", ()))}) for code in row.get("code", [])
    )
    return Family(**{**{key: value for key, value in row.items() if key != "code"}, "codes": codes})


@lru_cache(maxsize=4)
def load_non_take_up(path: Path | None = None) -> tuple[NonTakeUp, ...]:
    """Return the forms of non-take-up (Warin 2010) with the barriers that speak of each, read once.

    Apart from the codebook: another reading of the same barriers changes nothing of what was coded.

    Raises:
        InvalidInput: no such file, not TOML, a field missing or unknown, a barrier in no form or in several.
    """
    file = path or NON_TAKE_UP_FILE
    try:
        table = tomllib.loads(file.read_bytes().decode())
        forms = tuple(
            NonTakeUp(**{**row, "codes": tuple(row["codes"])}, source=str(table["source"])) for row in table["form"]
        )
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise InvalidInput(
            N_("The file %(name)s cannot be read: %(reason)s"), name=file.name, reason=str(error)
        ) from error
    check_forms(forms, load_codebook())
    return forms
