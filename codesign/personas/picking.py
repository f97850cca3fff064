"""What there is to build from: people and notes whose consent allows personas, and their coded sentences."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from codesign import fieldnotes, territory
from codesign.accounts import Actor, Permission
from codesign.personas import store
from codesign.personas.model import Evidence, Material
from codesign.personas.sight import may_read
from codesign.storage import Database


@dataclass(frozen=True, slots=True)
class Candidate:
    """A participant, or a note without pseudonym, that a persona may be made from; `codes` are `family:code`."""

    kind: str
    id: str
    pseudonym: str
    occasion_kind: str
    month: str
    sectors: tuple[str, ...]
    notes: int
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class PassageFilter:
    """Which sentences to offer; what is empty does not filter. `persona_id` keeps to its own people.

    `moments` offers what was seen and said in the moments of accompaniments instead of coded sentences.
    """

    code: str = ""
    sector: str = ""
    participant_id: str = ""
    persona_id: str = ""
    words: str = ""
    quotable: bool = False
    moments: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A coded sentence that the reader may use; `quotable` when its exact words may stand on the sheet."""

    evidence: Evidence
    codes: tuple[str, ...]
    pseudonym: str
    sector: str
    month: str
    quotable: bool


def candidates(db: Database, actor: Actor) -> tuple[Candidate, ...]:
    """Return those who may be chosen: participants by pseudonym, then notes without one, newest first."""
    actor.require(Permission.PERSONA_EDIT)
    pseudonyms = store.participant_codes(db)
    codes = _codes_by_note(db)
    rows: dict[tuple[str, str], list[store.NoteRow]] = {}
    for row in store.note_rows(db):
        if row.participant_id is None or row.participant_id in pseudonyms:
            key = ("participant", row.participant_id) if row.participant_id else ("note", row.id)
            rows.setdefault(key, []).append(row)
    found = [
        Candidate(
            kind=kind,
            id=ref_id,
            pseudonym=pseudonyms.get(ref_id, ""),
            occasion_kind=notes[0].occasion_kind,
            month=notes[0].month,
            sectors=tuple(sorted({note.sector for note in notes if note.sector and note.sector != territory.UNKNOWN})),
            notes=len(notes),
            codes=frozenset().union(*(codes.get(note.id, frozenset()) for note in notes)),
        )
        for (kind, ref_id), notes in rows.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.kind != "participant", each.pseudonym)))


def passages(db: Database, actor: Actor, *, wanted: PassageFilter) -> tuple[Passage, ...]:
    """Return the coded sentences that pass the filter and that the reader may read, newest note first."""
    actor.require(Permission.PERSONA_EDIT)
    rows, said = _seen(db, actor) if wanted.moments else (store.coded_passages(db), None)
    materials = store.materials(db, {row[0] for row in rows})
    pseudonyms = store.participant_codes(db)
    chosen = store.sources(db, wanted.persona_id).keys() if wanted.persona_id else None
    found = []
    for source_id, key, start, end, quote, codes in rows:
        material = materials.get(source_id)
        if material is None or not may_read(actor, material) or material.text[start:end] != quote:
            continue
        passage = Passage(
            Evidence(source_id, start, end, quote, key),
            tuple(sorted(filter(None, codes.split(",")))),
            pseudonyms.get(material.participant_id or "", ""),
            "" if material.sector in {None, territory.UNKNOWN} else str(material.sector),
            material.month,
            material.quotable and (said is None or (source_id, quote) in said),
        )
        if _passes(passage, material, wanted, chosen):
            found.append(passage)
    return tuple(found)


def _seen(
    db: Database, actor: Actor
) -> tuple[tuple[tuple[str, str, int, int, str, str], ...], AbstractSet[tuple[str, str]]]:
    """Return what was seen, done and said in moments, where it stands in its note, newest note first, without codes.

    And (note, words) of what was said: what the observer wrote of somebody is not theirs to be quoted as.
    """
    notes = [row.id for row in store.note_rows(db)]
    told = fieldnotes.moments(db, actor, note_ids=notes)
    materials = store.materials(db, told)
    found = []
    for note_id in (each for each in notes if each in told and each in materials):
        for moment in told[note_id]:
            for words in dict.fromkeys((moment.activity, moment.observed, moment.quote)):
                start = materials[note_id].text.find(words) if words else -1
                if words and start >= 0:
                    found.append((note_id, "", start, start + len(words), words, ""))
    said = {(note_id, each.quote) for note_id, moments in told.items() for each in moments if each.quote}
    return tuple(found), said


def _passes(
    passage: Passage, material: Material, wanted: PassageFilter, chosen: AbstractSet[tuple[str, str]] | None
) -> bool:
    ours = {("participant", material.participant_id or ""), ("note", material.source_id)}
    return (
        (not wanted.code or wanted.code in passage.codes)
        and (not wanted.sector or wanted.sector == passage.sector)
        and (not wanted.participant_id or wanted.participant_id == material.participant_id)
        and (not wanted.quotable or passage.quotable)
        and (not wanted.words or wanted.words.casefold() in passage.evidence.quote.casefold())
        and (chosen is None or bool(ours & chosen))
    )


def _codes_by_note(db: Database) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for source_id, _key, _start, _end, _quote, codes in store.coded_passages(db):
        found[source_id] = found.get(source_id, frozenset()) | frozenset(codes.split(","))
    return found
