"""The only SQL on participants and consents; rows ↔ model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from codesign import storage
from codesign.privacy.model import (
    ATTRIBUTE_LABELS,
    UNDISCLOSED,
    Consent,
    ConsentMode,
    Participant,
    Purpose,
    participant_code,
)
from codesign.storage import Change, Database

PARTICIPANT = storage.register(
    storage.Entity("privacy_participant", scalars=("code", *ATTRIBUTE_LABELS, "merged_into"))
)
CONSENT = storage.register(
    storage.Entity(
        "privacy_consent",
        scalars=(
            "participant_id", "mode", "language", "given_on", "expires_on", "withdrawn_on", "reason", "recorded_by",
            "text_read",
        ),
        lists=("purposes",),
    )
)  # fmt: skip

_PERSON = f"SELECT id, code, {', '.join(ATTRIBUTE_LABELS)}, version FROM privacy_participant"  # noqa: S608 - names of ours
_CONSENT = """SELECT c.id, v.participant_id, c.mode, c.language, c.given_on, c.purposes, c.reason, c.expires_on,
  c.withdrawn_on, c.recorded_by, v.valid, c.version, coalesce(c.text_read, '')
  FROM privacy_consent c JOIN v_privacy_consent v ON v.id = c.id"""
_ALIASES = """SELECT id FROM v_privacy_alias
  WHERE participant_id = (SELECT participant_id FROM v_privacy_alias WHERE id = ?)"""


def next_code(db: Database) -> str:
    """Take the next pseudonym: a number given once is never given again, even after an erasure or a merge.

    The table itself keeps the sequence up to the codes that come from elsewhere (see `m005_sequence`).
    """
    (n,) = db.conn.execute(
        "UPDATE privacy_sequence SET last = last + 1 WHERE name = 'participant' RETURNING last"
    ).fetchone()
    return participant_code(n)


def last_number(db: Database) -> int:
    """Return the greatest number that a pseudonym was given, erased ones too."""
    (n,) = db.conn.execute("SELECT last FROM privacy_sequence WHERE name = 'participant'").fetchone()
    return int(n)


def keep_last_number(db: Database, n: int) -> None:
    """Give out no number up to `n` again."""
    db.conn.execute("UPDATE privacy_sequence SET last = max(last, ?) WHERE name = 'participant'", [n])


def save_participant(
    db: Database, row_id: str, values: Mapping[str, Any], *, author: str, base: str | None = None, new: bool = False
) -> str:
    """Write a participant; attributes left out of a new one are not said."""
    blank = dict.fromkeys(ATTRIBUTE_LABELS, UNDISCLOSED) if new else {}
    return storage.save(db, PARTICIPANT, row_id, {**blank, **values}, author=author, base=base, new=new)


def save_consent(
    db: Database, row_id: str, values: Mapping[str, Any], *, author: str, base: str | None = None, new: bool = False
) -> str:
    """Write a consent."""
    return storage.save(db, CONSENT, row_id, values, author=author, base=base, new=new)


def participants(db: Database) -> tuple[Participant, ...]:
    """Return the pseudonyms in use, by code."""
    rows = db.conn.execute(f"{_PERSON} WHERE deleted = 0 AND merged_into IS NULL ORDER BY code")
    return tuple(_participant(row) for row in rows)


def participant(db: Database, participant_id: str) -> Participant | None:
    """Return the pseudonym in use that `participant_id` leads to, through a merge if there was one."""
    row = db.conn.execute(
        f"{_PERSON} WHERE id = (SELECT participant_id FROM v_privacy_alias WHERE id = ?) AND deleted = 0",  # noqa: S608 - names of ours
        [participant_id],
    ).fetchone()
    return _participant(row) if row else None


def alias_ids(db: Database, participant_id: str) -> tuple[str, ...]:
    """Return every id that means this person: the one in use first, then those merged into it."""
    rows = db.conn.execute(f"{_ALIASES} ORDER BY id <> participant_id, id", [participant_id])
    return tuple(row_id for (row_id,) in rows)


def merged_into(db: Database, participant_id: str) -> tuple[tuple[str, str], ...]:
    """Return code and id of the pseudonyms that were merged into this one, by code."""
    rows = db.conn.execute(
        "SELECT code, id FROM privacy_participant WHERE merged_into = ? ORDER BY code", [participant_id]
    )
    return tuple((code, row_id) for code, row_id in rows)


def consent(db: Database, consent_id: str) -> Consent | None:
    """Return one consent."""
    row = db.conn.execute(f"{_CONSENT} WHERE c.id = ? AND c.deleted = 0", [consent_id]).fetchone()
    return _consent(row) if row else None


def consents(db: Database, participant_id: str | None = None) -> tuple[Consent, ...]:
    """Return the consents, newest first: all, or those of one person under any pseudonym."""
    where, params = "", []
    if participant_id is not None:
        where = f"AND c.participant_id IN ({_ALIASES})"
        params = [participant_id]
    rows = db.conn.execute(f"{_CONSENT} WHERE c.deleted = 0 {where} ORDER BY c.given_on DESC, c.id DESC", params)
    return tuple(_consent(row) for row in rows)


def collective_consents(db: Database, given_on: str) -> tuple[Consent, ...]:
    """Return the consents that a whole workshop gave on a day, newest first."""
    rows = db.conn.execute(
        f"{_CONSENT} WHERE c.deleted = 0 AND c.participant_id IS NULL AND c.mode = 'collective' AND c.given_on = ?"
        " ORDER BY c.id DESC",
        [given_on],
    )
    return tuple(_consent(row) for row in rows)


def consent_history(db: Database, consent_id: str) -> tuple[Change, ...]:
    """Return what changed in a consent, oldest first."""
    return storage.history(db, CONSENT, consent_id)


def recorders(db: Database, participant_id: str) -> frozenset[str]:
    """Return the members who gave this person a pseudonym or recorded a consent of theirs."""
    gave = {storage.history(db, PARTICIPANT, row_id)[0].author for row_id in alias_ids(db, participant_id)}
    return frozenset(gave | {each.recorded_by for each in consents(db, participant_id)})


def consent_ids_of(db: Database, participant_id: str) -> tuple[str, ...]:
    """Return the ids of all consents of one person, binned ones too."""
    ids = alias_ids(db, participant_id)
    marks = ", ".join("?" * len(ids))
    rows = db.conn.execute(f"SELECT id FROM privacy_consent WHERE participant_id IN ({marks})", ids)  # noqa: S608 - marks only
    return tuple(row_id for (row_id,) in rows)


def erase_rows(db: Database, participant_id: str, *, author: str) -> None:
    """Erase a person's consents and pseudonyms, rows and journal values."""
    for consent_id in consent_ids_of(db, participant_id):
        storage.erase(db, CONSENT, consent_id, author=author)
    for row_id in reversed(alias_ids(db, participant_id)):
        storage.erase(db, PARTICIPANT, row_id, author=author)


def consents_held(db: Database, consent_ids: Iterable[str]) -> tuple[str, ...]:
    """Return those of these consents that exist, binned ones too."""
    rows = db.conn.execute(
        "SELECT id FROM privacy_consent WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(consent_ids))]
    )
    return tuple(row_id for (row_id,) in rows)


def erase_consent(db: Database, consent_id: str, *, author: str) -> None:
    """Erase a consent, journal values included."""
    storage.erase(db, CONSENT, consent_id, author=author)


def salt(db: Database) -> str:
    """Return the salt of tokens, in hexadecimal."""
    (found,) = db.conn.execute("SELECT salt FROM privacy_salt").fetchone()
    return str(found)


def settle(db: Database) -> None:
    """Carry the write-ahead log into the file and empty it: no copy of erased text stays beside the database."""
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _participant(row: tuple[Any, ...]) -> Participant:
    row_id, code, *values, version = row
    return Participant(row_id, code, dict(zip(ATTRIBUTE_LABELS, values, strict=True)), version)


def _consent(row: tuple[Any, ...]) -> Consent:
    row_id, person, mode, language, given, purposes, reason, expires, withdrawn, by, valid, version, text_read = row
    return Consent(
        id=row_id,
        participant_id=person,
        mode=ConsentMode(mode),
        language=language,
        given_on=date.fromisoformat(given),
        purposes=frozenset(Purpose(each) for each in json.loads(purposes)),
        reason=reason,
        expires_on=date.fromisoformat(expires) if expires else None,
        withdrawn_on=date.fromisoformat(withdrawn) if withdrawn else None,
        recorded_by=by,
        valid=bool(valid),
        version=version,
        text_read=text_read,
    )
