"""The only SQL of this room: it reads the views of others, and nothing that a consent holds back."""

from __future__ import annotations

from codesign.dashboard.model import HeardPerson, Person, Tally, Telling
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


ATTRIBUTES = ("age_group", "gender", "mother_tongue", "household", "immigration_period", "sector")


def heard(db: Database) -> tuple[tuple[HeardPerson, ...], int]:
    """Return the distinct people of whom a note may be read, and how many notes bear no pseudonym."""
    direct: dict[str, bool] = {}
    unnamed = 0
    for person, spoke in db.conn.execute(
        "SELECT n.participant_id, t.direct FROM v_fieldnotes_note AS n"
        " LEFT JOIN v_fieldnotes_teller AS t ON t.note_id = n.id"
    ):
        if person is None:
            unnamed += 1
        else:
            direct[person] = direct.get(person, False) or bool(spoke)
    people = [
        HeardPerson(dict(zip(ATTRIBUTES, values, strict=True)), direct[person])
        for person, *values in db.conn.execute(f"SELECT id, {', '.join(ATTRIBUTES)} FROM v_privacy_participant")  # noqa: S608 - names of ours
        if person in direct
    ]
    return tuple(people), unnamed
