"""The SQL of searches: which way to go about a question, then the question.

A search walks from the last recorded back and stops at the end of the page, so that common things cost nothing. What
is rare is taken by its own index: either the words, or the filter that leaves the fewest, each counted up to a bound.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from codesign.fieldnotes import NoteKind, OccasionKind
from codesign.finding.model import Found, ReviewState, Wanted
from codesign.storage import Database

FEW = 2000  # what an index leaves is looked at one by one up to here
_COLUMNS = {"kind": "kind", "occasion": "occasion_kind", "sector": "sector", "author": "author_id"}
_BEGUN = "EXISTS (SELECT 1 FROM v_barriers_decided d WHERE d.source_id = s.source_id)"
_LEFT = "EXISTS (SELECT 1 FROM v_barriers_unread u WHERE u.source_id = s.source_id)"
_REVIEW = {
    ReviewState.UNREAD: f"NOT {_BEGUN}",
    ReviewState.BEGUN: f"{_BEGUN} AND {_LEFT}",
    ReviewState.DONE: f"{_BEGUN} AND NOT {_LEFT}",
}
# The plus keeps SQLite with what was decided on this text: by the code it would look at all texts, for each.
_TAG = "EXISTS (SELECT 1 FROM v_barriers_held g WHERE g.source_id = s.source_id{more})"
_IN = "(SELECT value FROM json_each(?))"
Terms = list[tuple[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: what is wanted, the words for the index, the ids of the person, and what the reader may see.

    `said` tells a title and a text that have the phrases asked for, None where none is: the index knows no order.
    """

    wanted: Wanted
    match: str
    people: tuple[str, ...]
    reader: str
    cleared: bool
    everything: bool
    said: Callable[[str, str], bool] | None = None


def find(
    db: Database, asked: Asked, *, limit: int, before: int | None = None, after: int | None = None
) -> list[tuple[Found, str]]:
    """Return what is found and its text, last recorded first: what is earlier than `before`, or next after `after`."""
    terms = [*_shelf(asked), *_coding(asked.wanted), *_sight(asked)]
    rare = _rare(db, asked)
    if rare is not None:
        terms.insert(0, (f"s.rowid_ IN ({rare[0]})", rare[1]))
    if asked.match and rare is not None:
        # Asked whole, once: asked row by row, the index reads a common word from its beginning for each.
        terms.append(("s.rowid_ IN (SELECT w.rowid_ FROM v_fieldnotes_words w WHERE w.asked MATCH ?)", [asked.match]))
    elif asked.match:
        terms.insert(0, ("w.asked MATCH ?", [asked.match]))
    if (said := asked.said) is not None:
        db.register_function(lambda title, body: said(title, body), name="finding_said", replace=True)  # noqa: PLW0108 - SQLite counts its arguments
        terms.append(("finding_said(b.title, b.body)", []))
    source = "v_fieldnotes_words w CROSS JOIN v_fieldnotes_shelf s ON s.rowid_ = w.rowid_"
    key, source = ("w.rowid_", source) if asked.match and rare is None else ("s.rowid_", "v_fieldnotes_shelf s")
    for bound, sign in ((before, "<"), (after, ">")):
        if bound is not None:
            terms.append((f"{key} {sign} ?", [bound]))
    rows = db.conn.execute(
        f"""SELECT s.rowid_, s.source_id, s.source_kind, b.title, s.kind, s.occasion_kind, s.held_on, s.sector, p.code,
              s.author_id, s.cleared, b.body
            FROM {source} JOIN v_fieldnotes_body b ON b.rowid_ = s.rowid_
            LEFT JOIN v_privacy_alias a ON a.id = s.participant_id
            LEFT JOIN v_privacy_participant p ON p.id = a.participant_id
            WHERE {" AND ".join(term for term, _values in terms)}
            ORDER BY {key} {"ASC" if after is not None else "DESC"} LIMIT ?""",  # noqa: S608 - fragments of ours
        [*(value for _term, values in terms for value in values), limit],
    )
    return [_found(row) for row in rows]


def bodies(db: Database, match: str, *, besides: Iterable[str]) -> Iterator[str]:
    """Yield the texts that the index finds, those of the sources `besides` left aside."""
    rows = db.conn.execute(
        f"""SELECT b.body FROM v_fieldnotes_words w JOIN v_fieldnotes_body b ON b.rowid_ = w.rowid_
            WHERE w.asked MATCH ? AND b.source_id NOT IN {_IN}""",  # noqa: S608 - a fragment of ours
        [match, json.dumps(sorted(besides))],
    )
    return (str(body) for (body,) in rows)


def place(db: Database, source_id: str) -> int | None:
    """Return where a note or document stands in the order of results."""
    row = db.conn.execute("SELECT rowid_ FROM v_fieldnotes_shelf WHERE source_id = ?", [source_id]).fetchone()
    return int(row[0]) if row else None


def _shelf(asked: Asked) -> Terms:
    """What the shelf itself tells; the plus keeps SQLite from choosing an index that `_rare` did not choose."""
    wanted = asked.wanted
    terms: Terms = [("+s.deleted = 0", [])]
    terms += [
        (f"+s.{column} = ?", [getattr(wanted, name)]) for name, column in _COLUMNS.items() if getattr(wanted, name)
    ]
    if wanted.since:
        terms.append(("+s.held_on >= ?", [wanted.since]))
    if wanted.until:
        terms.append(("+s.held_on <= ?", [wanted.until]))
    if wanted.approved:
        terms.append(("+s.source_kind = 'note' AND +s.cleared = ?", [int(wanted.approved == "yes")]))
    if wanted.person:
        terms.append((f"+s.participant_id IN {_IN}", [json.dumps(asked.people)]))
    return terms


def _coding(wanted: Wanted) -> Terms:
    family, _colon, code = wanted.code.partition(":")
    more, values = "", list[Any]()
    if wanted.code:
        more, values = " AND +g.family = ? AND +g.code = ?", [family, code]
    if wanted.status:
        more, values = f"{more} AND +g.status = ?", [*values, wanted.status]
    terms: Terms = [(_TAG.format(more=more), values)] if more else []
    return [*terms, *([(_REVIEW[ReviewState(wanted.review)], [])] if wanted.review else [])]


def _sight(asked: Asked) -> Terms:
    """What the reader may see; whether the consent holds today is asked of the consent itself, last."""
    seen = "(? OR (? AND +s.cleared) OR (+s.source_kind = 'note' AND +s.author_id = ?))"
    held = """(+s.source_kind = 'document'
               OR EXISTS (SELECT 1 FROM v_privacy_consent c WHERE c.id = s.consent_id AND c.allows_note))"""
    return [(seen, [asked.everything, asked.cleared, asked.reader]), (held, [])]


def _rare(db: Database, asked: Asked) -> tuple[str, list[Any]] | None:
    """Return the choice of rows that leaves the fewest, when that is few and fewer than the words leave."""
    ways = _ways(asked)
    counts = {way: _count(db, *way_values) for way, way_values in enumerate(ways)}
    best = min(counts, key=lambda way: counts[way], default=None)
    if best is None or counts[best] >= FEW:
        return None
    words = "SELECT 1 FROM v_fieldnotes_words w WHERE w.asked MATCH ?"
    if asked.match and _count(db, words, [asked.match]) <= counts[best]:
        return None
    return ways[best]


def _ways(asked: Asked) -> list[tuple[str, list[Any]]]:
    wanted, shelf = asked.wanted, "SELECT rowid_ FROM v_fieldnotes_shelf WHERE"
    ways: list[tuple[str, list[Any]]] = [
        (f"{shelf} {column} = ?", [getattr(wanted, name)]) for name, column in _COLUMNS.items() if getattr(wanted, name)
    ]
    if wanted.since or wanted.until:
        ways.append((f"{shelf} held_on BETWEEN ? AND ?", [wanted.since or "0", wanted.until or "9"]))
    if wanted.approved:
        ways.append((f"{shelf} cleared = ?", [int(wanted.approved == "yes")]))
    if wanted.person:
        ways.append((f"{shelf} participant_id IN {_IN}", [json.dumps(asked.people)]))
    if not (asked.cleared or asked.everything):
        ways.append((f"{shelf} author_id = ?", [asked.reader]))
    decided = "SELECT t.rowid_ FROM v_barriers_decided d CROSS JOIN v_fieldnotes_shelf t ON t.source_id = d.source_id"
    if wanted.code:
        family, _colon, code = wanted.code.partition(":")
        ways.append((f"{decided} WHERE d.family = ? AND d.code = ?", [family, code]))
    return ways


def _count(db: Database, choice: str, values: list[Any]) -> int:
    (n,) = db.conn.execute(f"SELECT count(*) FROM ({choice} LIMIT {FEW})", values).fetchone()  # noqa: S608 - ours
    return int(n)


def _found(row: tuple[Any, ...]) -> tuple[Found, str]:
    at, source_id, source_kind, title, kind, occasion, held, sector, code, author, cleared, body = row
    return (
        Found(
            at=at,
            source_id=source_id,
            source_kind=source_kind,
            title=title,
            kind=NoteKind(kind) if kind else None,
            occasion_kind=OccasionKind(occasion) if occasion else None,
            held_on=held,
            sector=sector,
            person_code=code or "",
            author_id=author,
            author_name="",
            cleared=bool(cleared),
            segments=(),
        ),
        body,
    )
