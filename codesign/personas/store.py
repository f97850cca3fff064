"""The only SQL on personas; what other rooms know is read through their public views."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from codesign.errors import Conflict, NotFound
from codesign.i18n import N_
from codesign.personas.figures import FAMILIES
from codesign.personas.model import Evidence, Line, LineKind, Material, Method, Persona, Section, State
from codesign.storage import Database, Entity, register, rows_mentioning, save
from codesign.storage import erase as erase_row

PERSONA = register(Entity("personas_persona", ("title", "letter", "tagline", "method", "state", "sealed")))
SOURCE = register(Entity("personas_source", ("persona_id", "kind", "ref_id")))
LINE = register(Entity("personas_line", ("persona_id", "section", "position", "text", "kind"), lists=("evidence",)))

_MATERIAL = """SELECT n.id, t.text, n.person_key, n.participant_id, n.author_id, n.sector, n.month,
        n.cleared, n.allows_quote, n.allows_persona
    FROM v_fieldnotes_note AS n JOIN v_fieldnotes_text AS t ON t.source_id = n.id"""
_SECTIONS = {section: place for place, section in enumerate(Section)}


def add(db: Database, entity: Entity, row_id: str, values: Mapping[str, Any], author: str) -> bool:
    """Make a row; False when the same form had made it already."""
    try:
        save(db, entity, row_id, values, author=author, new=True)
    except Conflict:
        return False
    return True


def change(
    db: Database, entity: Entity, row_id: str, values: Mapping[str, Any], author: str, base: str | None = None
) -> str:
    """Write to a row; return its version."""
    return save(db, entity, row_id, values, author=author, base=base)


def erase(db: Database, entity: Entity, row_id: str, author: str) -> None:
    """Remove a row and its values in the journal."""
    erase_row(db, entity, row_id, author=author)


def line_values(line: Line) -> dict[str, Any]:
    """Return the columns of a line."""
    return {
        "persona_id": line.persona_id,
        "section": str(line.section),
        "position": line.position,
        "text": line.text,
        "kind": str(line.kind),
        "evidence": [asdict(each) for each in line.evidence],
    }


def persona_ids(db: Database, *, binned: bool = False) -> tuple[str, ...]:
    """Return the ids of personas by letter, then age."""
    rows = db.conn.execute("SELECT id FROM personas_persona WHERE deleted = ? ORDER BY letter, id", [int(binned)])
    return tuple(row[0] for row in rows)


def letters(db: Database) -> frozenset[str]:
    """Return the letters that are taken."""
    return frozenset(row[0] for row in db.conn.execute("SELECT letter FROM personas_persona WHERE deleted = 0"))


def persona(db: Database, persona_id: str) -> Persona:
    """Return one persona as it is kept, in the bin or not, its lines not judged.

    Raises:
        NotFound: no such persona.
    """
    row = db.conn.execute(
        "SELECT version, title, letter, tagline, method, state, sealed FROM personas_persona WHERE id = ?", [persona_id]
    ).fetchone()
    if row is None:
        raise NotFound(N_("This persona no longer exists. Go back to the list."))
    version, title, letter, tagline, method, state, sealed = row
    chosen = sources(db, persona_id)
    return Persona(
        persona_id,
        version,
        title,
        letter,
        tagline,
        Method(method),
        State(state),
        participant_ids=tuple(ref for kind, ref in chosen if kind == "participant"),
        note_ids=tuple(ref for kind, ref in chosen if kind == "note"),
        people_version=people_version(db, persona_id),
        lines=lines(db, persona_id),
        sealed=sealed or "",
    )  # fmt: skip - the row above reads as one


def sources(db: Database, persona_id: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return (kind, id) of each participant and note chosen -> ids of the rows that say so.

    Pseudonyms found to be one person meanwhile count as the one that was kept.
    """
    rows = db.conn.execute(
        "SELECT s.kind, coalesce(a.participant_id, s.ref_id), s.id FROM personas_source AS s"
        " LEFT JOIN v_privacy_alias AS a ON a.id = s.ref_id AND s.kind = 'participant'"
        " WHERE s.persona_id = ? AND s.deleted = 0 ORDER BY s.id",
        [persona_id],
    )
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, ref, row_id in rows:
        found[kind, ref] = (*found.get((kind, ref), ()), row_id)
    return found


def people_version(db: Database, persona_id: str) -> str:
    """Return what changes each time somebody chooses or removes people."""
    row = db.conn.execute("SELECT max(version) FROM personas_source WHERE persona_id = ?", [persona_id]).fetchone()
    return str(row[0] or "")


def lines(db: Database, persona_id: str, *, binned: bool = False) -> tuple[Line, ...]:
    """Return the lines of a persona in reading order, not judged."""
    rows = db.conn.execute(
        "SELECT id, version, persona_id, section, position, text, kind, evidence FROM personas_line"
        " WHERE persona_id = ? AND deleted = ?",
        [persona_id, int(binned)],
    )
    found = [_line(row) for row in rows]
    return tuple(sorted(found, key=lambda line: (_SECTIONS[line.section], line.position, line.id)))


def line(db: Database, line_id: str) -> Line:
    """Return one line, in the bin or not, not judged.

    Raises:
        NotFound: no such line.
    """
    row = db.conn.execute(
        "SELECT id, version, persona_id, section, position, text, kind, evidence FROM personas_line WHERE id = ?",
        [line_id],
    ).fetchone()
    if row is None:
        raise NotFound(N_("This line no longer exists. Reload the page."))
    return _line(row)


def _line(row: tuple[Any, ...]) -> Line:
    line_id, version, persona_id, section, position, text, kind, evidence = row
    passages = tuple(Evidence(**each) for each in json.loads(evidence))
    return Line(line_id, version, persona_id, Section(section), position, text, LineKind(kind), passages)


def materials(db: Database, source_ids: Iterable[str]) -> dict[str, Material]:
    """Return the notes among `source_ids` that may be read today, by id."""
    rows = db.conn.execute(f"{_MATERIAL} WHERE n.id IN (SELECT value FROM json_each(?))", [_json(source_ids)])  # noqa: S608 - ours
    return {row[0]: Material(*row[:7], *map(bool, row[7:])) for row in rows}


def lines_resting_on(db: Database, note_ids: Iterable[str]) -> tuple[Line, ...]:
    """Return every line, binned ones too, with a passage of one of these notes."""
    rows = db.conn.execute(
        "SELECT DISTINCT l.id, l.version, l.persona_id, l.section, l.position, l.text, l.kind, l.evidence"
        " FROM personas_line AS l, json_each(l.evidence) AS e"
        " WHERE json_extract(e.value, '$.source_id') IN (SELECT value FROM json_each(?)) ORDER BY l.id",
        [_json(note_ids)],
    )
    return tuple(_line(row) for row in rows)


def lines_that_rested_on(db: Database, note_ids: Iterable[str]) -> tuple[Line, ...]:
    """Return every line, binned ones too, of which a past version alone has a passage of one of these notes."""
    notes = tuple(note_ids)
    past = rows_mentioning(db, LINE, "evidence", notes) if notes else frozenset()
    rows = db.conn.execute(
        "SELECT id, version, persona_id, section, position, text, kind, evidence FROM personas_line"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [_json(past - {line.id for line in lines_resting_on(db, notes)})],
    )
    return tuple(_line(row) for row in rows)


def rows_naming(db: Database, ref_ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return (row id, persona id) of each choice of one of these participants or notes, binned ones too."""
    rows = db.conn.execute(
        "SELECT id, persona_id FROM personas_source WHERE ref_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [_json(ref_ids)],
    )
    return tuple((row_id, persona_id) for row_id, persona_id in rows)


def is_binned(db: Database, entity: Entity, row_id: str) -> bool:
    """Say whether a row is in the bin."""
    row = db.conn.execute(f"SELECT deleted FROM {entity.table} WHERE id = ?", [row_id]).fetchone()  # noqa: S608 - ours
    return bool(row and row[0])


def _json(values: Iterable[str]) -> str:
    return json.dumps(list(values))


_CHOSEN = """(n.participant_id IN
        (SELECT participant_id FROM v_privacy_alias WHERE id IN (SELECT value FROM json_each(:participants)))
    OR n.id IN (SELECT value FROM json_each(:notes)))"""
_NAMED = "t.source_kind = 'note' AND t.status = 'present' AND n.allows_persona = 1"


def people(db: Database, participant_ids: Iterable[str], note_ids: Iterable[str]) -> tuple[int, int]:
    """Return how many distinct people the choice counts, and how many there are in all, consent for personas given."""
    row = db.conn.execute(
        f"""SELECT count(DISTINCT CASE WHEN {_CHOSEN} THEN n.person_key END), count(DISTINCT n.person_key)
            FROM v_fieldnotes_note AS n WHERE n.allows_persona = 1""",  # noqa: S608 - fragments of ours
        {"participants": _json(participant_ids), "notes": _json(note_ids)},
    ).fetchone()
    return int(row[0]), int(row[1])


class Telling(NamedTuple):
    """A code that a person of the team put on a note, and whom the note is about."""

    family: str
    code: str
    person_key: str
    participant_id: str | None
    source_id: str


CodeCounts = tuple[tuple[str, str, int, int], ...]


def tellings(db: Database) -> tuple[Telling, ...]:
    """Return who tells what, consent for personas given: the view of tags is read once, however many are counted."""
    rows = db.conn.execute(
        f"""SELECT DISTINCT t.family, t.code, n.person_key, n.participant_id, t.source_id
            FROM v_barriers_tag AS t JOIN v_fieldnotes_note AS n ON n.id = t.source_id
            WHERE {_NAMED} AND t.family IN (SELECT value FROM json_each(?))""",  # noqa: S608 - fragments of ours
        [_json(FAMILIES)],
    )
    return tuple(Telling(*row) for row in rows)


def code_counts(
    db: Database, told: Iterable[Telling], participant_ids: Iterable[str], note_ids: Iterable[str]
) -> CodeCounts:
    """Return (family, code, distinct people of the choice, distinct people in all) for each code that is told."""
    rows = db.conn.execute(
        "SELECT participant_id FROM v_privacy_alias WHERE id IN (SELECT value FROM json_each(?))",
        [_json(participant_ids)],
    )
    people, notes = {row[0] for row in rows}, set(note_ids)
    inside: dict[tuple[str, str], set[str]] = {}
    overall: dict[tuple[str, str], set[str]] = {}
    for each in told:
        overall.setdefault((each.family, each.code), set()).add(each.person_key)
        if each.participant_id in people or each.source_id in notes:
            inside.setdefault((each.family, each.code), set()).add(each.person_key)
    found = [(*key, len(inside.get(key, ())), len(who)) for key, who in overall.items()]
    return tuple(sorted(found, key=lambda row: (-row[2], -row[3], row[1])))


def coded_passages(db: Database) -> tuple[tuple[str, str, int, int, str, str], ...]:
    """Return each coded sentence of a note with consent for personas, newest note first.

    Columns: note, sentence, start, end, exact words, `family:code` of each code joined by commas.
    """
    rows = db.conn.execute(
        f"""SELECT t.source_id, t.sentence_key, t.start, t."end", t.quote,
                group_concat(DISTINCT t.family || ':' || t.code)
            FROM v_barriers_tag AS t JOIN v_fieldnotes_note AS n ON n.id = t.source_id
            WHERE {_NAMED}
            GROUP BY t.source_id, t.sentence_key, t.start, t."end", t.quote
            ORDER BY n.month DESC, t.source_id, t.start""",  # noqa: S608 - fragments of ours
    )
    return tuple(tuple(row) for row in rows)


class NoteRow(NamedTuple):
    """A note whose consent allows personas, as the public view tells it."""

    id: str
    participant_id: str | None
    sector: str | None
    month: str
    occasion_kind: str


def note_rows(db: Database) -> tuple[NoteRow, ...]:
    """Return each note whose consent allows personas, newest first."""
    rows = db.conn.execute(
        "SELECT id, participant_id, sector, month, occasion_kind FROM v_fieldnotes_note"
        " WHERE allows_persona = 1 ORDER BY month DESC, id"
    )
    return tuple(NoteRow(*row) for row in rows)


def participant_codes(db: Database) -> dict[str, str]:
    """Return participant -> pseudonym, such as P-0042."""
    return dict(db.conn.execute("SELECT id, code FROM v_privacy_participant ORDER BY code").fetchall())
