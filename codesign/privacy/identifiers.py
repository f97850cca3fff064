"""Identifiers found in a text before it is saved: what points at one person has no place in a note.

Structured identifiers only; names are another matter. The patterns rather warn once too often: the person decides, and
says « ce n'en est pas un » where the machine is wrong. 811, 911 and 211 are services, not identifiers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from codesign.i18n import N_


class IdentifierType(StrEnum):
    """What kind of thing points at a person."""

    EMAIL = "email"
    HEALTH_NUMBER = "nam"
    SOCIAL_INSURANCE = "nas"
    PHONE = "phone"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"


IDENTIFIER_LABELS: Mapping[IdentifierType, str] = {
    IdentifierType.EMAIL: N_("E-mail address"),
    IdentifierType.HEALTH_NUMBER: N_("Health insurance number"),
    IdentifierType.SOCIAL_INSURANCE: N_("Social insurance number"),
    IdentifierType.PHONE: N_("Phone number"),
    IdentifierType.POSTAL_CODE: N_("Postal code"),
    IdentifierType.ADDRESS: N_("Civic address"),
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something at `text[start:end]` that may point at a person."""

    type: IdentifierType
    start: int
    end: int


def luhn(digits: str) -> bool:
    """Say whether the last digit is the check of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for i, digit in enumerate(reversed(digits)):
        n = int(digit) * (1 + i % 2)
        total += n - 9 if n > 9 else n
    return total % 10 == 0


_STREET = (
    r"rue|r\.|boul(?:evard)?\.?|bd|avenue|av\.?|chemin|ch\.|place|pl\.|rang|c[oô]te|mont[eé]e|croissant|impasse|"
    r"terrasse|promenade|all[eé]e|route"
)
_PATTERNS: tuple[tuple[IdentifierType, re.Pattern[str]], ...] = (
    (IdentifierType.EMAIL, re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")),
    (IdentifierType.HEALTH_NUMBER, re.compile(r"(?<!\w)[A-Za-z]{4}[ \-.]?\d{4}[ \-.]?\d{4}(?!\d)")),
    (
        IdentifierType.PHONE,
        re.compile(
            r"(?<![\d\w])(?:\+?1[ .\-–]?)?(?:\([2-9]\d{2}\)|[2-9]\d{2})[ .\-–  ]{0,2}[2-9]\d{2}[ .\-–  ]?\d{4}(?!\d)"
            r"|(?<![\d\w])\+(?!1[ .\-–(]?\(?[2-9])\d{1,3}(?:[ .\-–  ]?\d{1,4}){2,5}(?!\d)"
        ),
    ),
    (IdentifierType.SOCIAL_INSURANCE, re.compile(r"(?<!\d)\d{3}[ \-.  ]?\d{3}[ \-.  ]?\d{3}(?!\d)")),
    (
        IdentifierType.POSTAL_CODE,
        re.compile(r"(?<!\w)[ABCEGHJ-NPRSTVXYabceghj-nprstvxy]\d[A-Za-z][ \- ]?\d[A-Za-z]\d(?!\w)"),
    ),
    (
        IdentifierType.ADDRESS,
        re.compile(
            rf"(?<![\w/])\d{{1,5}}[A-Za-z]?,? +(?:(?:de )?(?:la|l['’]|le|du|des|de) ?)?(?:{_STREET})(?![A-Za-zÀ-ÿ])"
            r"(?: +[\wÀ-ÿ'’.-]{1,30}){1,4}",
            re.IGNORECASE,
        ),
    ),
)
_NAS_WORD = re.compile(r"(?:\bNAS\b|assurance[ -]sociale)\W{0,3}(?:\w+\W{1,3}){0,2}$", re.IGNORECASE)


def _social_insurance(text: str, match: re.Match[str]) -> bool:
    """Nine digits are one when their check digit is right, or when the words before say so."""
    digits = re.sub(r"\D", "", match.group())
    return luhn(digits) or bool(_NAS_WORD.search(text[max(0, match.start() - 60) : match.start()]))


_CONFIRMED: Mapping[IdentifierType, Callable[[str, re.Match[str]], bool]] = {
    IdentifierType.SOCIAL_INSURANCE: _social_insurance,
}


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return what may point at a person in `text`, in order; where two kinds overlap, the first kind of the list."""
    found: list[Identifier] = []
    for kind, pattern in _PATTERNS:
        confirmed = _CONFIRMED.get(kind)
        for match in pattern.finditer(text):
            if confirmed is None or confirmed(text, match):
                _insert(found, Identifier(kind, match.start(), match.end()))
    return tuple(found)


def _insert(found: list[Identifier], new: Identifier) -> None:
    """Put `new` in its place among passages that are in order and apart, unless it overlaps one of them."""
    at = bisect_left(found, new.start, key=lambda each: each.start)
    clear_before = at == 0 or found[at - 1].end <= new.start
    clear_after = at == len(found) or new.end <= found[at].start
    if clear_before and clear_after:
        found.insert(at, new)
