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
