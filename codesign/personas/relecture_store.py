"""The only SQL on relectures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from codesign.personas import store
from codesign.personas.model import Line, LineKind
from codesign.personas.relecture import Answer, Listener, ReadingForm, Relecture, digest, first_digest
from codesign.storage import Database, Entity, erase, history, register, save, successor

RELECTURE = register(
    Entity(
        "personas_relecture",
        ("persona_id", "participant_id", "presented_to", "form", "held_on", "people", "answer", "remark", "follow_up"),
        maps=("answers",),
        lists=("seen",),
    )
)
_ROWS = (
    f"SELECT {', '.join(f'r.{name}' for name in ('id', 'version', *RELECTURE.columns))} FROM personas_relecture AS r"  # noqa: S608 - names of ours
)


def relectures(db: Database, persona_id: str, *, binned: bool = False) -> tuple[Relecture, ...]:
    """Return the relectures of a persona, newest first."""
    rows = db.conn.execute(
        f"{_ROWS} WHERE r.persona_id = ? AND r.deleted = ? ORDER BY r.held_on DESC, r.id DESC",
        [persona_id, int(binned)],
    )
    found = tuple(_relecture(row) for row in rows)
    return _renamed(db, persona_id, found) if found else ()


def _renamed(db: Database, persona_id: str, found: Iterable[Relecture]) -> tuple[Relecture, ...]:
    """Return relectures with today's digests of the words that stand on the persona; rows keep those of their day."""
    rows = db.conn.execute(
        "SELECT text FROM personas_line WHERE persona_id = ?1 UNION SELECT title FROM personas_persona WHERE id = ?1"
        " UNION SELECT tagline FROM personas_persona WHERE id = ?1",
        [persona_id],
    )
    now = {first_digest(persona_id, text): digest(persona_id, text) for (text,) in rows if text}
    return tuple(
        replace(
            each,
            seen=frozenset(now.get(words, words) for words in each.seen),
            answers={now.get(words, words): answer for words, answer in each.answers.items()},
        )
        for each in found
    )


def find(db: Database, relecture_id: str) -> Relecture | None:
    """Return one relecture, in the bin or not."""
    row = db.conn.execute(f"{_ROWS} WHERE r.id = ?", [relecture_id]).fetchone()
    return _relecture(row) if row else None


def naming(db: Database, participant_ids: Iterable[str]) -> tuple[Relecture, ...]:
    """Return the relectures that name one of these pseudonyms, binned ones too."""
    rows = db.conn.execute(
        f"{_ROWS} WHERE r.participant_id IN (SELECT value FROM json_each(?)) ORDER BY r.id",  # noqa: S608 - names of ours
        [json.dumps(list(participant_ids))],
    )
    return tuple(_relecture(row) for row in rows)


def remarks(db: Database) -> tuple[tuple[str, str, str], ...]:
    """Return persona, remark and follow-up of every relecture, oldest first."""
    rows = db.conn.execute("SELECT persona_id, remark, follow_up FROM personas_relecture WHERE deleted = 0 ORDER BY id")
    return tuple(rows.fetchall())


def participant_exists(db: Database, participant_id: str) -> bool:
    """Say whether this pseudonym is in use."""
    return db.conn.execute("SELECT 1 FROM v_privacy_participant WHERE id = ?", [participant_id]).fetchone() is not None


def forget(db: Database, participant_ids: Iterable[str], author: str) -> int:
    """Erase the relectures that name these pseudonyms, journal values included; return how many."""
    found = naming(db, participant_ids)
    for each in found:
        erase(db, RELECTURE, each.id, author=author)
    return len(found)


def forget_words(db: Database, persona_id: str, texts: Iterable[str], author: str) -> None:
    """Take the digests of words that are erased out of every relecture of a persona, and out of the journal."""
    gone = {make(persona_id, text) for text in texts for make in (digest, first_digest)}
    for binned in (False, True):
        for each in relectures(db, persona_id, binned=binned):
            if gone & {*each.seen, *each.answers}:
                erase(db, RELECTURE, each.id, author=author)
                values = {**row_values(each), "deleted": binned}
                values["seen"] = [kept for kept in values["seen"] if kept not in gone]
                values["answers"] = {kept: answer for kept, answer in values["answers"].items() if kept not in gone}
                save(db, RELECTURE, successor(each.id), values, author=author, new=True)


def quoted(db: Database, line: Line) -> frozenset[str]:
    """Return all that a line ever said while it was a quote, today's words left out where it is none any more."""
    kind, text, found = "", "", set[str]()
    for change in history(db, store.LINE, line.id):
        kind, text = (change.after if change.field == name else old for name, old in (("kind", kind), ("text", text)))
        if kind == LineKind.QUOTE and text:
            found.add(str(text))
    return frozenset(found if line.kind is LineKind.QUOTE else found - {line.text})


def row_values(of: Relecture) -> dict[str, Any]:
    """Return the columns of a relecture."""
    return {
        "persona_id": of.persona_id,
        "participant_id": of.participant_id,
        "presented_to": str(of.presented_to),
        "form": str(of.form),
        "held_on": of.held_on.isoformat(),
        "people": of.people,
        "answer": str(of.answer),
        "remark": of.remark,
        "follow_up": of.follow_up,
        "answers": {words: str(answer) for words, answer in of.answers.items()},
        "seen": sorted(of.seen),
    }


def change(db: Database, relecture_id: str, values: Mapping[str, Any], author: str, base: str | None = None) -> str:
    """Write to a relecture; return its version."""
    return save(db, RELECTURE, relecture_id, values, author=author, base=base)


def _relecture(row: tuple[Any, ...]) -> Relecture:
    content = RELECTURE.decode(row[1:])
    content.pop("deleted")
    return Relecture(
        id=str(row[0]),
        version=str(row[1]),
        persona_id=content["persona_id"],
        presented_to=Listener(content["presented_to"]),
        form=ReadingForm(content["form"]),
        held_on=date.fromisoformat(content["held_on"]),
        answer=Answer(content["answer"]),
        people=int(content["people"]),
        participant_id=content["participant_id"],
        remark=content["remark"],
        follow_up=content["follow_up"],
        seen=frozenset(content["seen"]),
        answers={words: Answer(answer) for words, answer in content["answers"].items()},
    )
