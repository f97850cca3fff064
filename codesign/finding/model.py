"""What a search asks for and what it finds; a kept search is the asking alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from codesign.errors import InvalidInput
from codesign.fieldnotes import NoteKind, OccasionKind, Segment
from codesign.i18n import N_

MAX_WORDS, MAX_NAME = 200, 80
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class ReviewState(StrEnum):
    """Where the coding of a text stands: nobody began, somebody began, every sentence was read."""

    UNREAD = "unread"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is left empty does not narrow. Days are ISO, `code` is `family:code`.

    `status` is that of the code, or of any code; `approved` is `yes` or `no`. A document has no occasion, sector, day
    or person: to ask for one of these is to ask for notes.
    """

    words: str = ""
    kind: str = ""
    occasion: str = ""
    sector: str = ""
    since: str = ""
    until: str = ""
    code: str = ""
    status: str = ""
    person: str = ""
    author: str = ""
    approved: str = ""
    review: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is asked."""
        return not kept(self)


NAMES = tuple(each.name for each in fields(Wanted))


@dataclass(frozen=True, slots=True)
class Found:
    """One note or document found, with the passage that answers. `at` is its place in the order of results."""

    at: int
    source_id: str
    source_kind: str
    title: str
    kind: NoteKind | None
    occasion_kind: OccasionKind | None
    held_on: str | None
    sector: str | None
    person_code: str
    author_id: str
    author_name: str
    cleared: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A page of results, last recorded first; `more` when there are others after them."""

    found: tuple[Found, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The results before and after one of them: (kind, id), None at either end."""

    before: tuple[str, str] | None
    after: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that a member keeps under a name: what is asked, never what was found."""

    id: str
    name: str
    wanted: Wanted
    version: str


def kept(wanted: Wanted) -> dict[str, str]:
    """Return what is asked by name, empty things left out: what an address or a row holds."""
    return {name: getattr(wanted, name) for name in NAMES if getattr(wanted, name)}


def wanted_of(values: Mapping[str, str]) -> Wanted:
    """Return what `values` ask; what is unknown or not of its shape is left out: an address is typed by anybody."""
    found = {name: str(values[name]).strip()[:MAX_WORDS] for name in NAMES if values.get(name)}
    shapes: dict[str, set[str]] = {
        "kind": {*NoteKind},
        "occasion": {*OccasionKind},
        "review": {*ReviewState},
        "approved": {"yes", "no"},
    }
    for name, allowed in shapes.items():
        if name in found and found[name] not in allowed:
            del found[name]
    for name in ("since", "until"):
        if name in found and not _DAY.fullmatch(found[name]):
            del found[name]
    return Wanted(**found)


def check_name(name: str) -> str:
    """Return the name of a kept search, cleaned.

    Raises:
        InvalidInput: there is none, or it is too long.
    """
    clean = " ".join(name.split())
    if not clean:
        raise InvalidInput(N_("Give this search a name, to find it again."))
    if len(clean) > MAX_NAME:
        raise InvalidInput(N_("Keep the name short: %(n)s characters at most."), n=MAX_NAME)
    return clean
