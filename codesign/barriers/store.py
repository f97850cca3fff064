"""The only SQL on this room's tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from codesign import storage
from codesign.barriers.model import Evidence, Proposal, TagStatus
from codesign.barriers.review import Action, Decision, KeyedSentence, Suggestion
from codesign.storage import Database

DECISION = storage.register(
    storage.Entity(
        "barriers_decision",
        scalars=(
            "source_id",
            "source_kind",
            "sentence_key",
            "quote",
            "family",
            "code",
            "status",
            "action",
            "origin",
            "rule",
            "tagger_version",
            "memo",
            "decided_by",
            "decided_at",
            "gesture",
            "undone",
        ),
    )
)
_DECISION_COLUMNS = tuple(field.name for field in fields(Decision))
_COLUMNS = ", ".join(_DECISION_COLUMNS)


def marks(values: Sequence[object]) -> str:
    """Return as many question marks as values."""
    return ", ".join("?" * len(values))


# --- texts and what the machine read of them -------------------------------------------------------------------------


def stale_sources(db: Database, tagger_version: str, source_ids: Sequence[str] | None) -> list[str]:
    """Return the sources whose text or tagger changed since the machine read them, the latest first."""
    only = "" if source_ids is None else f" AND t.source_id IN ({marks(source_ids)})"
    rows = db.conn.execute(
        "SELECT t.source_id FROM v_fieldnotes_text t LEFT JOIN barriers_source r"  # noqa: S608 - question marks only
        " ON r.source_id = t.source_id AND r.text_version = t.version AND r.tagger_version = ?"
        f" WHERE r.source_id IS NULL{only} ORDER BY t.source_id DESC",
        [tagger_version, *(source_ids or ())],
    )
    return [str(row[0]) for row in rows]


def text_of(db: Database, source_id: str) -> tuple[str, str, Any] | None:
    """Return kind, text and version of a source, or None when it is not to be read (binned, consent withdrawn)."""
    row = db.conn.execute(
        "SELECT source_kind, text, version FROM v_fieldnotes_text WHERE source_id = ?", [source_id]
    ).fetchone()
    return (str(row[0]), str(row[1]), row[2]) if row else None


def replace_derived(
    db: Database,
    source_id: str,
    *,
    version: Any,  # noqa: ANN401 - whatever fieldnotes counts versions with
    tagger_version: str,
    sentences: Sequence[KeyedSentence],
    proposals: Iterable[tuple[str, Proposal]],
) -> None:
    """Put what the machine read of one text in the place of its earlier reading."""
    forget_derived(db, [source_id])
    db.conn.execute(
        "INSERT INTO barriers_source (source_id, text_version, tagger_version) VALUES (?, ?, ?)",
        [source_id, version, tagger_version],
    )
    db.conn.executemany(
        'INSERT INTO barriers_sentence (source_id, sentence_key, text_version, start, "end") VALUES (?, ?, ?, ?, ?)',
        [(source_id, each.key, version, each.start, each.end) for each in sentences],
    )
    db.conn.executemany(
        "INSERT OR IGNORE INTO barriers_proposal (source_id, sentence_key, family, code, status, score, origin,"
        " evidence, text_version, tagger_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(source_id, key, *_proposal_cells(each), version, tagger_version) for key, each in proposals],
    )


def _proposal_cells(each: Proposal) -> tuple[str, str, str, float, str, str]:
    evidence = json.dumps([[e.start, e.end, e.rule_id] for e in each.evidence], ensure_ascii=False)
    return each.family, each.code, str(each.status), each.score, each.origin, evidence


def forget_derived(db: Database, source_ids: Sequence[str]) -> None:
    """Remove what the machine read of these sources."""
    for source_id in source_ids:
        db.conn.execute("DELETE FROM barriers_proposal WHERE source_id = ?", [source_id])
        db.conn.execute("DELETE FROM barriers_sentence WHERE source_id = ?", [source_id])
        db.conn.execute("DELETE FROM barriers_source WHERE source_id = ?", [source_id])


def proposal_count(db: Database, source_ids: Sequence[str]) -> int:
    """Return how many proposals there are for these sources."""
    row = db.conn.execute(
        f"SELECT count(*) FROM barriers_proposal WHERE source_id IN ({marks(source_ids)})",  # noqa: S608 - question marks only
        list(source_ids),
    ).fetchone()
    return int(row[0])


def sentence_spans(db: Database, source_id: str) -> list[tuple[str, int, int]]:
    """Return key, start, end of the sentences of a source, in the order of the text."""
    return db.conn.execute(
        'SELECT sentence_key, start, "end" FROM barriers_sentence WHERE source_id = ? ORDER BY start', [source_id]
    ).fetchall()


def suggestions(db: Database, source_id: str) -> dict[str, list[Suggestion]]:
    """Return the proposals of a source by sentence: barriers first, the surest first."""
    found: dict[str, list[Suggestion]] = defaultdict(list)
    rows = db.conn.execute(
        "SELECT sentence_key, family, code, status, score, origin, evidence, tagger_version FROM barriers_proposal"
        " WHERE source_id = ? ORDER BY family <> 'barrier', family, score DESC, code",
        [source_id],
    )
    for key, family, code, status, score, origin, evidence, version in rows:
        spans = tuple(Evidence(*each) for each in json.loads(evidence))
        found[key].append(Suggestion(key, family, code, TagStatus(status), score, origin, spans, version))
    return found


# --- decisions -------------------------------------------------------------------------------------------------------


def _decision(row: Sequence[Any]) -> Decision:
    values = dict(zip(_DECISION_COLUMNS, row, strict=True))
    values["status"] = TagStatus(values["status"]) if values["status"] else None
    return Decision(**{**values, "action": Action(values["action"]), "undone": bool(values["undone"])})


def add_decision(db: Database, decision_id: str, values: Mapping[str, Any], author: str) -> None:
    """Record one decision in the journal and in its table."""
    storage.save(db, DECISION, decision_id, {**values, "undone": 0}, author=author, new=True)


def set_undone(db: Database, decision_id: str, author: str) -> None:
    """Take a decision back; it stays readable."""
    storage.save(db, DECISION, decision_id, {"undone": 1}, author=author)


def standing(db: Database, source_id: str) -> dict[str, list[Decision]]:
    """Return the decisions that count now, by sentence, oldest first."""
    found: dict[str, list[Decision]] = defaultdict(list)
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM barriers_standing WHERE source_id = ? ORDER BY decided_at, rowid_",  # noqa: S608 - names of ours
        [source_id],
    )
    for row in rows:
        each = _decision(row)
        found[each.sentence_key].append(each)
    return found


def decisions(db: Database, source_id: str, sentence_key: str | None = None) -> list[Decision]:
    """Return every decision of a source, or of one of its sentences, the latest first, undone ones too."""
    only = "" if sentence_key is None else " AND sentence_key = ?"
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM barriers_decision WHERE source_id = ? AND NOT deleted{only}"  # noqa: S608 - names of ours
        " ORDER BY decided_at DESC, rowid_ DESC",
        [source_id] if sentence_key is None else [source_id, sentence_key],
    )
    return [_decision(row) for row in rows]


def of_gesture(db: Database, gesture: str) -> list[Decision]:
    """Return the decisions that one press of a button made."""
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM barriers_decision WHERE gesture = ? ORDER BY rowid_",  # noqa: S608 - names of ours
        [gesture],
    )
    return [_decision(row) for row in rows]


def gestures(db: Database, source_id: str, author: str, limit: int = 50) -> tuple[str, ...]:
    """Return the gestures of one person on a source that may be undone, the latest last."""
    rows = db.conn.execute(
        "SELECT gesture FROM barriers_decision WHERE source_id = ? AND decided_by = ? AND NOT undone AND NOT deleted"
        " GROUP BY gesture ORDER BY max(decided_at) DESC, max(rowid_) DESC LIMIT ?",
        [source_id, author, limit],
    )
    return tuple(reversed([str(row[0]) for row in rows]))


def latest_moment(db: Database, source_id: str) -> str:
    """Return when the latest decision on a source was made, or an empty string."""
    row = db.conn.execute(
        "SELECT coalesce(max(decided_at), '') FROM barriers_decision WHERE source_id = ?", [source_id]
    ).fetchone()
    return str(row[0])


def decision_ids(db: Database, source_ids: Sequence[str]) -> list[str]:
    """Return the ids of every decision on these sources, undone ones too."""
    found: list[str] = []
    for source_id in source_ids:
        rows = db.conn.execute("SELECT id FROM barriers_decision WHERE source_id = ?", [source_id])
        found.extend(str(row[0]) for row in rows)
    return found


def erase_decision(db: Database, decision_id: str, author: str) -> None:
    """Remove a decision and its values in the journal."""
    storage.erase(db, DECISION, decision_id, author=author)
