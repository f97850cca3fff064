"""SQL that reads over many sources: the tags that hold, and the queue of what is left to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from codesign.barriers.model import TagStatus
from codesign.barriers.review import QueueFilter, QueueRow, QueueState, Tag
from codesign.storage import Database

_CHUNK = 500  # question marks at once: SQLite counts them
_TAG_NAMES = tuple(field.name for field in fields(Tag))
_TAG_COLUMNS = ", ".join(f'"{name}"' for name in _TAG_NAMES)

# What a reader may open: everything, or one's own and what is cleared, or one's own only.
ALL, CLEARED, OWN = "all", "cleared", "own"
_READABLE = {
    ALL: "1",
    CLEARED: "(n.id IS NULL OR n.cleared OR n.author_id = :reader)",
    OWN: "(n.author_id = :reader)",
}


def readable(db: Database, source_ids: Sequence[str], reach: str, reader: str) -> list[str]:
    """Keep the sources that the reader may open; documents have no author and count as cleared."""
    if reach == ALL:
        return list(source_ids)
    found: list[str] = []
    for first in range(0, len(source_ids), _CHUNK):
        part = source_ids[first : first + _CHUNK]
        names = ", ".join(f":s{i}" for i in range(len(part)))
        rows = db.conn.execute(
            "SELECT t.source_id FROM v_fieldnotes_text t LEFT JOIN v_fieldnotes_note n ON n.id = t.source_id"  # noqa: S608 - names of ours
            f" WHERE t.source_id IN ({names}) AND {_READABLE[reach]}",
            {"reader": reader, **{f"s{i}": value for i, value in enumerate(part)}},
        )
        found.extend(str(row[0]) for row in rows)
    return found


def tags(db: Database, source_ids: Sequence[str]) -> list[Tag]:
    """Return the tags of these sources, in the order of each text."""
    found: list[Tag] = []
    for first in range(0, len(source_ids), _CHUNK):
        part = source_ids[first : first + _CHUNK]
        rows = db.conn.execute(
            f"SELECT {_TAG_COLUMNS} FROM v_barriers_tag WHERE source_id IN ({', '.join('?' * len(part))})"  # noqa: S608 - names of ours
            " ORDER BY source_id, start, family, code",
            list(part),
        )
        found.extend(map(_tag, rows))
    return found


def _tag(row: Sequence[Any]) -> Tag:
    values = dict(zip(_TAG_NAMES, row, strict=True))
    return Tag(**{**values, "status": TagStatus(values["status"])})


def tags_of_code(db: Database, family: str, code: str, status: str | None) -> list[Tag]:
    """Return the tags of one code, whatever the source."""
    only = "" if status is None else " AND status = ?"
    rows = db.conn.execute(
        f"SELECT {_TAG_COLUMNS} FROM v_barriers_tag WHERE family = ? AND code = ?{only} ORDER BY source_id, start",  # noqa: S608 - names of ours
        [family, code] if status is None else [family, code, status],
    )
    return [_tag(row) for row in rows]


def free_codes(db: Database, family: str) -> list[str]:
    """Return the codes that people wrote in a family of free words, the most used first."""
    rows = db.conn.execute(
        "SELECT code, count(*) FROM barriers_standing WHERE family = ? AND action IN ('accept', 'change', 'add')"
        " GROUP BY code ORDER BY count(*) DESC, code LIMIT 200",
        [family],
    )
    return [str(row[0]) for row in rows]


# A proposal is settled as soon as one decision that was not undone is about it or says « nothing »: which one is the
# latest changes the tags, not what is left to read. So the queue needs no `barriers_standing`, which costs more.
_QUEUE = """
WITH pending AS (
  SELECT p.source_id, p.sentence_key, count(*) AS n, min(p.score) AS lowest,
         sum(p.origin = 'rule' AND p.score < 0.5) AS disagreements, sum(p.score BETWEEN 0.35 AND 0.65) AS unsure
  FROM barriers_proposal p
  WHERE p.family = 'barrier' AND NOT EXISTS (
    SELECT 1 FROM barriers_decision d WHERE d.source_id = p.source_id AND d.sentence_key = p.sentence_key
      AND NOT d.deleted AND NOT d.undone AND (d.action = 'nothing' OR (d.family = p.family AND d.code = p.code)))
  GROUP BY p.source_id, p.sentence_key),
read AS (SELECT DISTINCT source_id, sentence_key FROM barriers_decision WHERE NOT deleted AND NOT undone),
counts AS (
  SELECT s.source_id, count(*) AS sentences, sum(q.n IS NOT NULL OR r.sentence_key IS NULL) AS to_read,
         coalesce(sum(q.n), 0) AS pending, min(q.lowest) AS lowest,
         coalesce(sum(q.disagreements), 0) AS disagreements, coalesce(sum(q.unsure), 0) AS unsure
  FROM barriers_sentence s
  LEFT JOIN pending q ON q.source_id = s.source_id AND q.sentence_key = s.sentence_key
  LEFT JOIN read r ON r.source_id = s.source_id AND r.sentence_key = s.sentence_key
  GROUP BY s.source_id)
SELECT t.source_id, t.source_kind, n.occasion_kind, n.month, n.sector, n.author_id, substr(t.text, 1, 160),
       c.sentences, c.to_read, c.pending, c.lowest, c.disagreements, c.unsure
FROM v_fieldnotes_text t
JOIN counts c ON c.source_id = t.source_id
LEFT JOIN v_fieldnotes_note n ON n.id = t.source_id
WHERE {readable} AND (:kind IS NULL OR t.source_kind = :kind)
  AND (:occasion IS NULL OR n.occasion_kind = :occasion) AND (:sector IS NULL OR n.sector = :sector)
  AND (:author IS NULL OR n.author_id = :author) AND {state}
ORDER BY c.to_read = 0, c.pending DESC, c.lowest IS NULL, c.lowest, t.source_id
"""
_STATES = {QueueState.TO_READ: "c.to_read > 0", QueueState.DONE: "c.to_read = 0", QueueState.ALL: "1"}


def queue(db: Database, asked: QueueFilter, reach: str, reader: str) -> list[QueueRow]:
    """Return the sources as asked; `ordering` says in which order they are read."""
    statement = _QUEUE.format(readable=_READABLE[reach], state=_STATES[asked.state])
    rows = db.conn.execute(
        statement,
        {
            "reader": reader,
            "kind": asked.source_kind,
            "occasion": asked.occasion_kind,
            "sector": asked.sector,
            "author": asked.author_id,
        },
    )
    return [QueueRow(*row) for row in rows]
