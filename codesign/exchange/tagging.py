"""Tagging files without a database: sentences in, proposed codes out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from codesign import barriers
from codesign.exchange.files import decode, read_bytes, writing
from codesign.exchange.tables import read_table

COLUMNS = ("id", "start", "end", "code", "status", "score", "origin", "evidence", "version")
BARRIER = "barrier"


def tag_file(
    source: Path,
    output: Path,
    *,
    families: bool = False,
    reader: barriers.Reader | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Propose codes for each text of `source` (a CSV with `id,text`, or one text); return how many rows were written.

    One row per sentence and code, offsets in code points of the text as it stands in the file; `evidence` is
    `start:end:rule` of each wording found. With `families`, all the other families of the
    codebook too, and their `family` in a last column. `reader` is the tagger that reads; the shipped one when left out.

    Raises:
        InvalidInput: a file that cannot be read, or an output that cannot be written. Unavailable: the disk refused.
    """
    texts = _texts(source)
    reader = reader or barriers.shipped_reader()
    rows = 0
    with writing(output) as unfinished, unfinished.open("w", encoding="utf-8", errors="replace", newline="") as out:
        writer = csv.writer(out)
        writer.writerow((*COLUMNS, "family") if families else COLUMNS)
        for done, (text_id, text) in enumerate(texts):
            found = list(_rows(text_id, text, reader, families=families))
            writer.writerows(found)
            rows += len(found)
            if progress is not None:
                progress(done + 1, len(texts))
    return rows


def _texts(source: Path) -> Sequence[tuple[str, str]]:
    data = read_bytes(source)
    if source.suffix.lower() == ".csv":
        return [(row["id"], row["text"]) for row in read_table(data, source.name, needed=("id", "text"))]
    return [(source.stem, decode(data, source.name))]


def _rows(text_id: str, text: str, reader: barriers.Reader, *, families: bool) -> Iterator[tuple[object, ...]]:
    for each in reader.propose(text):
        if each.family != BARRIER and not families:
            continue
        words = ";".join(f"{part.start}:{part.end}:{part.rule_id}" for part in each.evidence)
        shown = (each.code, each.status, f"{each.score:.3f}", each.origin, words, reader.version)
        row = (text_id, each.start, each.end, *shown)
        yield (*row, each.family) if families else row
