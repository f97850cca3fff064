"""The SQL on occasions and notes; rows ↔ model. The derived texts are written in the same transaction as the note."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from codesign import storage
from codesign.fieldnotes import text_store
from codesign.fieldnotes.fields import NoteKind, OccasionKind
from codesign.fieldnotes.head import HEAD
from codesign.fieldnotes.model import NoteFilter, NoteRow, Occasion
from codesign.fieldnotes.moments import MOMENTS
from codesign.storage import Change, Database

_HEAD_COLUMNS = tuple(each.id for each in HEAD)
OCCASION = storage.register(storage.Entity("fieldnotes_occasion", scalars=(*_HEAD_COLUMNS, "month", "author_id")))
NOTE = storage.register(
    storage.Entity(
        "fieldnotes_note",
        scalars=("kind", "occasion_id", "participant_id", "consent_id", "author_id", "cleared", "cleared_by"),
        maps=("answers",),
        lists=("dismissed_identifiers",),
    )
)

_OCCASION = f"SELECT id, version, author_id, month, {', '.join(_HEAD_COLUMNS)} FROM fieldnotes_occasion"  # noqa: S608 - names of ours
_HELD = """FROM fieldnotes_note n
  JOIN fieldnotes_occasion o ON o.id = n.occasion_id
  JOIN v_privacy_consent c ON c.id = n.consent_id{only}
  LEFT JOIN v_privacy_alias a ON a.id = n.participant_id
  LEFT JOIN v_privacy_participant p ON p.id = a.participant_id"""
# A note whose consent does not hold is nowhere, for nobody; a binned one is in the bin of those who may restore it.
_NOTES = _HELD.format(only=" AND c.allows_note")
_EXCERPT = 160
# What the list chooses by stands on the shelf (see m007_shelf), never in the rows of notes.
_LISTED = """FROM fieldnotes_shelf s
  JOIN v_privacy_consent c ON c.id = s.consent_id AND c.allows_note
  LEFT JOIN v_privacy_alias a ON a.id = s.participant_id
  LEFT JOIN v_privacy_participant p ON p.id = a.participant_id
  LEFT JOIN fieldnotes_note n ON n.id = s.source_id LEFT JOIN fieldnotes_text t ON t.rowid_ = s.rowid_"""
_VISIBLE = "(? OR s.author_id = ? OR (? AND s.cleared))"
_CHOSEN_BY = ("occasion_id", "author_id", "month", "sector", "kind", "occasion_kind", "cleared")


def save_occasion(
    db: Database, row_id: str, values: Mapping[str, Any], *, author: str, base: str | None = None, new: bool = False
) -> str:
    """Write an occasion."""
    return storage.save(db, OCCASION, row_id, values, author=author, base=base, new=new)


def save_note(
    db: Database, row_id: str, values: Mapping[str, Any], *, author: str, base: str | None = None, new: bool = False
) -> str:
    """Write a note, and the texts derived from it; return its new version."""
    with storage.transaction(db):
        version = storage.save(db, NOTE, row_id, values, author=author, base=base, new=new)
        if "answers" in values:
            kind, answers = db.conn.execute(
                "SELECT kind, answers FROM fieldnotes_note WHERE id = ?", [row_id]
            ).fetchone()
            text_store.put_note(db, row_id, NoteKind(kind), json.loads(answers))
        return version


def occasion(db: Database, occasion_id: str) -> Occasion | None:
    """Return one occasion."""
    row = db.conn.execute(f"{_OCCASION} WHERE id = ? AND deleted = 0", [occasion_id]).fetchone()
    return _occasion(row) if row else None


def occasions(db: Database, kind: str | None, limit: int) -> tuple[Occasion, ...]:
    """Return the latest occasions, newest first."""
    rows = db.conn.execute(
        f"{_OCCASION} WHERE deleted = 0 AND (?1 IS NULL OR kind = ?1) ORDER BY held_on DESC, id DESC LIMIT ?2",
        [kind, limit],
    )
    return tuple(_occasion(row) for row in rows)


def notes(db: Database, wanted: NoteFilter, *, reader: str, cleared: bool, everything: bool) -> tuple[NoteRow, ...]:
    """Return notes, newest first: those of `reader`; with `cleared`, approved ones; with `everything`, all."""
    terms, params = _chosen(db, wanted)
    rows = db.conn.execute(
        f"""SELECT s.source_id, s.kind, s.occasion_id, s.occasion_kind, s.held_on, s.month, s.sector, o.place_type,
              a.participant_id, p.code, s.author_id, s.cleared, s.deleted, substr(t.body, 1, {_EXCERPT}), n.version
            {_LISTED} LEFT JOIN fieldnotes_occasion o ON o.id = s.occasion_id
            WHERE s.source_kind = 'note' AND {" AND ".join(terms)} AND {_VISIBLE}
            ORDER BY s.source_id DESC LIMIT ?""",
        [*params, everything, reader, cleared, -1 if wanted.limit is None else wanted.limit],
    )
    return tuple(_row(row) for row in rows)


def _chosen(db: Database, wanted: NoteFilter) -> tuple[list[str], list[Any]]:
    """Return the conditions of a filter and their values; the narrowest alone may choose the index (see `_few`)."""
    asked = {name: getattr(wanted, name) for name in _CHOSEN_BY if getattr(wanted, name) is not None}
    asked["deleted"] = int(wanted.binned)
    few = min(asked, key=lambda name: _few(db, name, asked[name]))
    terms = [f"{'' if name == few and wanted.participant_id is None else '+'}s.{name} = ?" for name in asked]
    params: list[Any] = list(asked.values())
    if wanted.participant_id is not None:
        terms.append(
            "s.participant_id IN (SELECT id FROM v_privacy_alias"
            " WHERE participant_id = (SELECT participant_id FROM v_privacy_alias WHERE id = ?))"
        )
        params.append(wanted.participant_id)
    return terms, params


def _few(db: Database, column: str, value: Any) -> int:  # noqa: ANN401 - what a filter holds
    """Return how many sources have this value, counted no further than tells a narrow choice from a wide one."""
    (n,) = db.conn.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM fieldnotes_shelf WHERE {column} = ? LIMIT 1000)",  # noqa: S608 - a name of ours
        [value],
    ).fetchone()
    return int(n)


def note(db: Database, note_id: str, *, held: bool = False) -> dict[str, Any] | None:
    """Return the columns of one note, binned or not, through merges; None unless its consent holds (or `held`)."""
    cursor = db.conn.execute(
        f"""SELECT n.id, n.kind, n.occasion_id, a.participant_id, p.code AS participant_code, n.consent_id,
              n.author_id, n.cleared, n.cleared_by, n.deleted, n.answers, n.dismissed_identifiers, n.version,
              c.allows_quote
            {_HELD.format(only="") if held else _NOTES} WHERE n.id = ?""",
        [note_id],
    )
    row = cursor.fetchone()
    if row is None:
        return None
    found = dict(zip((each[0] for each in cursor.description), row, strict=True))
    return found | {name: json.loads(found[name]) for name in ("answers", "dismissed_identifiers")}


def answers(db: Database) -> tuple[tuple[str, str, dict[str, Any], list[str]], ...]:
    """Return id, kind, answers and dismissed identifiers of every note that is read, oldest first."""
    rows = db.conn.execute(
        f"SELECT n.id, n.kind, n.answers, n.dismissed_identifiers {_NOTES} WHERE NOT n.deleted ORDER BY n.id"
    )
    return tuple((row_id, kind, json.loads(words), json.loads(keys)) for row_id, kind, words, keys in rows)


def moments(db: Database, note_ids: Iterable[str]) -> tuple[tuple[str, str, bool, dict[str, Any], bool], ...]:
    """Return id, author, approved or not, answers and leave to quote of those of these notes that tell moments."""
    rows = db.conn.execute(
        f"""SELECT n.id, n.author_id, n.cleared, n.answers, c.allows_quote {_NOTES}
            WHERE NOT n.deleted AND n.id IN (SELECT value FROM json_each(?)) AND instr(n.answers, ?)
            ORDER BY n.id""",  # noqa: S608 - names of ours
        [json.dumps(list(note_ids)), f'"{MOMENTS}/'],
    )
    return tuple((note, author, bool(seen), json.loads(said), bool(quote)) for note, author, seen, said, quote in rows)


def note_exists(db: Database, note_id: str) -> bool:
    """Say whether the id is taken, whatever hides the note."""
    return db.conn.execute("SELECT 1 FROM fieldnotes_note WHERE id = ?", [note_id]).fetchone() is not None


def months(db: Database) -> tuple[str, ...]:
    """Return the months that have notes, latest first: from one to the next by the index, not through the notes."""
    rows = db.conn.execute(
        """WITH RECURSIVE each (month) AS (
             SELECT max(month) FROM fieldnotes_shelf
             UNION ALL SELECT (SELECT max(month) FROM fieldnotes_shelf WHERE month < each.month) FROM each
             WHERE each.month IS NOT NULL)
           SELECT month FROM each WHERE EXISTS (
             SELECT 1 FROM fieldnotes_shelf s JOIN v_privacy_consent c ON c.id = s.consent_id AND c.allows_note
             WHERE s.month = each.month AND +s.deleted = 0)"""
    )
    return tuple(month for (month,) in rows)


def history(db: Database, note_id: str) -> tuple[Change, ...]:
    """Return what changed in a note, oldest first."""
    return storage.history(db, NOTE, note_id)


def sources_of(db: Database, participant_id: str) -> tuple[str, ...]:
    """Return the ids of every note of one person, hidden and binned ones too, under any of their pseudonyms."""
    rows = db.conn.execute(
        """SELECT n.id FROM v_privacy_alias a JOIN fieldnotes_note n ON n.participant_id = a.id
           WHERE a.participant_id = (SELECT participant_id FROM v_privacy_alias WHERE id = ?)""",
        [participant_id],
    )
    return tuple(source_id for (source_id,) in rows)


def erase_note(db: Database, note_id: str, *, author: str) -> None:
    """Erase a note: row, journal values, derived texts, search index."""
    with storage.transaction(db):
        text_store.forget(db, note_id)
        storage.erase(db, NOTE, note_id, author=author)


def versions(db: Database, note_ids: Iterable[str]) -> dict[str, str]:
    """Return id → version of the notes of these ids, whatever hides them."""
    rows = db.conn.execute(
        "SELECT id, version FROM fieldnotes_note WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(note_ids))],
    )
    return dict(rows.fetchall())


def consents_needed(db: Database, consent_ids: Iterable[str], besides: Iterable[str]) -> frozenset[str]:
    """Return those of these consents that a note rests on, whatever hides it, `besides` these notes."""
    rows = db.conn.execute(
        "SELECT DISTINCT consent_id FROM fieldnotes_note WHERE consent_id IN (SELECT value FROM json_each(?))"
        " AND id NOT IN (SELECT value FROM json_each(?))",
        [json.dumps(list(consent_ids)), json.dumps(list(besides))],
    )
    return frozenset(consent_id for (consent_id,) in rows)


def empty_occasions(db: Database, occasion_ids: Iterable[str]) -> tuple[str, ...]:
    """Return those of these occasions that no note belongs to, a binned or hidden one neither."""
    rows = db.conn.execute(
        "SELECT id FROM fieldnotes_occasion AS o WHERE id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM fieldnotes_note AS n WHERE n.occasion_id = o.id)",
        [json.dumps(list(occasion_ids))],
    )
    return tuple(row_id for (row_id,) in rows)


def erase_occasion(db: Database, occasion_id: str, *, author: str) -> None:
    """Erase an occasion, journal values included."""
    storage.erase(db, OCCASION, occasion_id, author=author)


def rebuild_texts(db: Database) -> None:
    """Make every derived text again, for instance after rows came from another laptop."""
    with storage.transaction(db):
        text_store.clear(db)
        rows = db.conn.execute("SELECT id, kind, answers FROM fieldnotes_note ORDER BY rowid_").fetchall()
        for note_id, kind, answers in rows:
            text_store.put_note(db, note_id, NoteKind(kind), json.loads(answers))
        text_store.put_documents(db)


def _occasion(row: tuple[Any, ...]) -> Occasion:
    row_id, version, author_id, month, *cells = row
    head = dict(zip(_HEAD_COLUMNS, cells, strict=True))
    held = date.fromisoformat(head["held_on"])
    return Occasion(row_id, OccasionKind(head["kind"]), held, month, head, author_id, version)


def _row(row: tuple[Any, ...]) -> NoteRow:
    (row_id, kind, occasion_id, occasion_kind, held, month, sector, place, person, code, author, cleared, binned,
     excerpt, version) = row  # fmt: skip
    return NoteRow(
        id=row_id,
        kind=NoteKind(kind),
        occasion_id=occasion_id,
        occasion_kind=OccasionKind(occasion_kind),
        held_on=date.fromisoformat(held),
        month=month,
        sector=sector,
        place_type=place,
        participant_id=person,
        participant_code=code,
        author_id=author,
        author_name="",
        cleared=bool(cleared),
        binned=bool(binned),
        excerpt=" ".join((excerpt or "").split()),
        version=version,
    )
