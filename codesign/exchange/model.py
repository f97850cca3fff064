"""What comes in and what goes out: rows of a file, what will be done with them, what left and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from codesign.i18n import N_


class RowState(StrEnum):
    """What an import will do, or did, with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WAITING = "waiting"
    REFUSED = "refused"


ROW_STATES: Mapping[RowState, str] = MappingProxyType(
    {
        RowState.NEW: N_("New notes"),
        RowState.CHANGED: N_("Changed notes"),
        RowState.SAME: N_("Already here, unchanged"),
        RowState.WAITING: N_("Wait for a consent"),
        RowState.REFUSED: N_("Refused"),
    }
)


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """What is taken where a row does not say: kind of note, day, sector, consent (empty: none was given)."""

    kind: str = "story"
    held_on: date | None = None
    sector: str = "autre"
    consent: str = ""


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A row of a file, understood. `person` is a pseudonym of ours, or a label of the file for someone new."""

    external_id: str
    text: str
    kind: str
    held_on: date | None
    sector: str
    place_type: str
    consent: str
    purposes: frozenset[str]
    person: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What becomes of one row. `reason` is a message id, filled from `params`, when it is refused."""

    line: int
    external_id: str
    state: RowState
    excerpt: str
    reason: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import will do, or did, row by row."""

    source: str
    rows: tuple[ImportRow, ...]

    @property
    def counts(self) -> dict[RowState, int]:
        """How many rows of each state, none left out."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in RowState}


@dataclass(frozen=True, slots=True)
class WaitingNote:
    """An imported text that nobody may read in the notes until a consent is recorded for it."""

    id: str
    source: str
    external_id: str
    imported_at: str
    draft: NoteDraft
    version: str


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """A line of the register of exports. `what` is a message id."""

    at: str
    member: str
    what: str
    format: str
    notes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file ready to leave."""

    name: str
    mime: str
    data: bytes
