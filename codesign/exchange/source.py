"""What was read of a file before anything is understood: its columns, its rows as text, its photos by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codesign.errors import InvalidInput
from codesign.exchange.model import MediaFile, Notice, SourceKind
from codesign.i18n import N_

COLLECTED = "collecte"  # rows of field tools are known by their own number, whichever file they come in


@dataclass(frozen=True, slots=True)
class Record:
    """One row: text by column. `key` is the number that the field tool gave it; `refused` says why it stays out.

    `moments` are the rows of its repeated group of moments, in order, each text by part (see `repeated`).
    """

    line: int
    cells: Mapping[str, str]
    key: str = ""
    refused: Notice | None = None
    moments: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that a row names, or that lies in the folder of a row: `part` is its name in the archive, or empty.

    `line` is that of the row, 0 when the row is in another file; `key` the number that the field tool gave the row.
    """

    line: int
    key: str
    name: str
    part: str = ""
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read. `name` is what its rows are known under, with their ids, when they come again.

    `wanted` are the photos and sounds that its rows name.
    """

    kind: SourceKind
    name: str
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    media: tuple[MediaFile, ...] = ()
    notices: tuple[Notice, ...] = ()
    wanted: tuple[Wanted, ...] = ()


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
