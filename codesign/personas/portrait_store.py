"""The SQL that describes the people of a persona, through the public views of other rooms."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from codesign.privacy import ATTRIBUTE_LABELS
from codesign.storage import Database


class Behind(NamedTuple):
    """A note behind a persona: who it is about, its month, through whom the person is heard in it."""

    note_id: str
    person_key: str
    participant_id: str | None
    month: str
    voice: str


def behind(db: Database, participant_ids: Iterable[str], note_ids: Iterable[str]) -> tuple[Behind, ...]:
    """Return every note of the choice whose consent allows personas, oldest first."""
    rows = db.conn.execute(
        """SELECT n.id, n.person_key, n.participant_id, n.month, v.voice
           FROM v_fieldnotes_note AS n JOIN v_fieldnotes_voice AS v ON v.note_id = n.id
           WHERE n.allows_persona = 1 AND (n.id IN (SELECT value FROM json_each(?)) OR n.participant_id IN
             (SELECT participant_id FROM v_privacy_alias WHERE id IN (SELECT value FROM json_each(?))))
           ORDER BY n.month, n.id""",
        [json.dumps(list(note_ids)), json.dumps(list(participant_ids))],
    )
    return tuple(Behind(*row) for row in rows)


def attributes(db: Database, participant_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return participant -> attribute -> value, for those who have a pseudonym still."""
    names = tuple(ATTRIBUTE_LABELS)
    rows = db.conn.execute(
        f"""SELECT id, {", ".join(names)} FROM v_privacy_participant
            WHERE id IN (SELECT value FROM json_each(?))""",  # noqa: S608 - names of ours
        [json.dumps(list(participant_ids))],
    )
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def published(db: Database) -> dict[str, frozenset[str]]:
    """Return each published persona → the keys of the people it counts; the notes are gone through once."""
    notes = db.conn.execute(
        "SELECT id, participant_id, person_key FROM v_fieldnotes_note WHERE allows_persona = 1"
    ).fetchall()
    rows = db.conn.execute(
        """SELECT s.persona_id, coalesce(a.participant_id, s.ref_id)
           FROM personas_persona AS p JOIN personas_source AS s ON s.persona_id = p.id AND s.deleted = 0
           LEFT JOIN v_privacy_alias AS a ON a.id = s.ref_id AND s.kind = 'participant'
           WHERE p.deleted = 0 AND p.state = 'published' ORDER BY s.persona_id"""
    )
    chosen: dict[str, set[str]] = {}
    for persona_id, ref in rows:
        chosen.setdefault(persona_id, set()).add(ref)
    return {
        persona_id: frozenset(key for note, person, key in notes if note in refs or person in refs)
        for persona_id, refs in chosen.items()
    }
