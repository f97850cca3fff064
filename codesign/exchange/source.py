"""What was read of a file before anything is understood: its columns, its rows as text, its photos by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codesign.errors import InvalidInput
from codesign.exchange.model import MediaFile, Notice, SourceKind
from codesign.i18n import N_

COLLECTED = "collecte"  # rows of field tools are known by their own number, whichever file they come in


@dataclass(frozen=True, slots=True)
class Record:
    """One row: text by column. `key` is the number that the field tool gave it; `refused` says why it stays out."""

    line: int
    cells: Mapping[str, str]
    key: str = ""
    refused: Notice | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read. `name` is what its rows are known under, with their ids, when they come again."""

    kind: SourceKind
    name: str
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    media: tuple[MediaFile, ...] = ()
    notices: tuple[Notice, ...] = ()
    parts: str = "/"
    named: Mapping[str, str] = field(default_factory=dict)


def check_header(columns: tuple[str, ...], name: str) -> None:
    """Refuse a table in which a cell could belong to two columns.

    Raises:
        InvalidInput: no column, or two of the same name.
    """
    seen = set[str]()
    for column in columns:
        if column and column in seen:
            raise InvalidInput(
                N_("%(name)s: two columns are named “%(column)s”. Export it again with the names of groups."),
                name=name,
                column=column[:60],
            )
        seen.add(column)
    if not any(columns):
        raise InvalidInput(N_("%(name)s holds no table: its first line names no column."), name=name)
