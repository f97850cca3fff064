"""The only SQL of this room: it reads the views of others, and nothing that a consent holds back."""

from __future__ import annotations

from codesign.dashboard.model import Person, Tally, Telling
from codesign.storage import Database


def tally(db: Database) -> Tally:
    """Return all that the counts are made from; each view is read once, which is most of what the dashboard costs.

    People are those of whom a note carries a code that people decided, as they were first met. A telling is asserted
    in a note and decided by people; documents count nobody.
    """
    notes = db.conn.execute(
        "SELECT id, person_key, sector, occasion_kind, month, occasion_id FROM v_fieldnotes_note ORDER BY month, id"
    ).fetchall()
    tags = db.conn.execute(
        "SELECT source_id, code, family = 'barrier' AND status = 'present' FROM v_barriers_tag"
    ).fetchall()
    coded = {source for source, _code, _told in tags}
    heard = {person for note, person, *_rest in notes if note in coded}
    first: dict[str, Person] = {}
    for _note, person, sector, occasion, month, _occasion_id in notes:
        if person in heard:
            first.setdefault(person, Person(person, sector, occasion, month))
    where = {note: (person, occasion_id) for note, person, *_rest, occasion_id in notes}
    told = {(*where[source], code) for source, code, is_told in tags if is_told and source in where}
    return Tally(
        people=tuple(first.values()),
        tellings=tuple(Telling(person, code, occasion_id) for person, occasion_id, code in sorted(told)),
        notes=len(notes),
        unread=sum(note not in coded for note, *_rest in notes),
    )
