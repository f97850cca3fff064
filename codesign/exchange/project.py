"""The whole project in one file for the team: notes, decisions and, told apart, what the machine proposes."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from codesign import barriers, codebook, fieldnotes, media, privacy, storage, territory
from codesign.accounts import Actor, Permission
from codesign.barriers import BARRIER, ReviewedSentence, TagStatus
from codesign.errors import InvalidInput
from codesign.exchange import contents_store, store
from codesign.exchange.model import ExportEntry, ExportFile
from codesign.exchange.tables import write_table
from codesign.fieldnotes import NoteRow
from codesign.i18n import N_, _, language, month
from codesign.privacy import Purpose
from codesign.storage import Database

SCHEMA = "codesign-project/1"
CSV_COLUMNS = (
    "id", "type", "mois", "secteur", "personne", "champ", "text", "labels", "autres_codages", "propositions", "version",
)  # fmt: skip
MIMES = {"json": "application/json", "csv": "text/csv", "md": "text/markdown"}
EXACT_WORDS = "quotes"  # the field of the templates that says « only if quoting was agreed to »
_STATUSES = {TagStatus.ABSENT: N_("absent"), TagStatus.HYPOTHETICAL: N_("hypothetical")}
Told = Callable[[int, int], None]
# before a mark that makes a list, or an address that readers of Markdown turn into a link by themselves
_LIVE = re.compile(r"^\d*(?=[-+=.)])|(?=://|@)|(?<=www)(?=\.)|(?:mailto|xmpp)(?=:)", re.IGNORECASE)


def export_project(
    db: Database, actor: Actor, *, kind: str, demo: bool = False, progress: Told | None = None
) -> ExportFile:
    """Return the notes that the person may read, with their coding, as `json`, `csv` or `md`; the register keeps it.

    Pseudonyms and months only; ids are random at each export, since ours tell when a note was made. What people
    decided and what the machine proposes never stand in one list; proposals are for those who review.

    Raises:
        NotAllowed: the role does not export. InvalidInput: an unknown format.
    """
    actor.require(Permission.EXPORT_TEAM)
    if kind not in MIMES:
        raise InvalidInput(N_("Unknown format: %(format)s. Choose json, csv or md."), format=kind)
    notes = list(_notes(db, actor, progress))
    data = {"json": _json, "csv": _csv, "md": _markdown}[kind](notes, demo)
    contents_store.remember(db, data, [row.id for row in fieldnotes.notes(db, actor)], "interne", actor.id)
    log(db, actor, N_("Whole project"), kind, len(notes), data)
    return ExportFile(f"codesign-{storage.now()[:10]}.{kind}", MIMES[kind], data)


def log(db: Database, actor: Actor, what: str, kind: str, notes: int, data: bytes) -> None:
    """Put a file that leaves in the register of exports: who, when, what, and its fingerprint."""
    store.log_export(db, ExportEntry(storage.now(), actor.id, what, kind, notes, hashlib.sha256(data).hexdigest()))


def _notes(db: Database, actor: Actor, progress: Told | None) -> Iterator[dict[str, Any]]:
    rows = sorted(fieldnotes.notes(db, actor), key=lambda row: (row.month, row.id))
    for done, row in enumerate(rows, 1):
        yield _note(db, actor, row)
        if progress is not None:
            progress(done, len(rows))


def _note(db: Database, actor: Actor, row: NoteRow) -> dict[str, Any]:
    note = fieldnotes.note(db, actor, row.id)
    kept_back = _not_to_quote(db, actor, note)
    sentences = _with_fields(db, actor, row.id, _sentences(db, actor, row.id))
    return {
        "id": str(uuid.uuid4()),
        "kind": str(note.kind),
        "month": row.month,
        "sector": row.sector,
        "place": row.place_type,
        "person": row.participant_code,
        "cleared": note.cleared,
        "answers": {
            name: value
            for name, value in note.answers.items()
            if value not in ("", [], None) and name not in kept_back and not fieldnotes.parts_of(name)
        },
        "moments": [moment_line(each) for each in fieldnotes.moments_of(note.answers, quotable=note.quotable)],
        "sentences": [each for each in sentences if each["field"] not in kept_back.values()],
        "media": [media_line(each) for each in media.note_media(db, actor, row.id).items],
    }


def _not_to_quote(db: Database, actor: Actor, note: fieldnotes.Note) -> dict[str, str]:
    """Return id and label of the field of exact words, which leaves only when the consent allows quoting today."""
    if privacy.consent(db, actor, note.consent_id).allows(Purpose.QUOTE):
        return {}
    return {each.id: _(each.label) for each in note.template.fields if each.id == EXACT_WORDS}


def moment_line(moment: fieldnotes.Moment) -> dict[str, Any]:
    """Return a moment as a file of words tells it; its id, which would tell when it was typed, stays in the house."""
    return {name: value for name, value in asdict(moment).items() if name != "id" and value not in (None, "")}


def media_line(item: media.MediaItem) -> dict[str, Any]:
    """Return a photo or a sound as a file of words lists it; its content stays in the house."""
    kept: dict[str, Any] = {"kind": str(item.kind), "alt": item.alt, "format": item.format, "size": item.size}
    if item.kind is media.MediaKind.SOUND:
        return kept | {"seconds": item.seconds, "transcript": item.transcript}
    return kept | {"width": item.width, "height": item.height, "hidden_areas": item.hidden}


def _with_fields(db: Database, actor: Actor, note_id: str, sentences: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say with each sentence which field of the note it stands in."""
    if not sentences:
        return []
    sections = fieldnotes.source_text(db, actor, note_id).sections
    places = [next((each for each in sections if each.start <= one["start"] < each.end), None) for one in sentences]
    return [{**one, "field": _(place.label) if place else ""} for one, place in zip(sentences, places, strict=True)]


def _sentences(db: Database, actor: Actor, note_id: str) -> list[dict[str, Any]]:
    if actor.may(Permission.TAG_REVIEW):
        return [_sentence(each) for each in barriers.review(db, actor, note_id).sentences]
    tags = barriers.tags_of(db, actor, [note_id])
    return [
        {"start": tag.start, "end": tag.end, "text": tag.quote, "decisions": [_code(tag.family, tag.code, tag.status)]}
        for tag in tags
    ]


def _sentence(sentence: ReviewedSentence) -> dict[str, Any]:
    return {
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "state": str(sentence.state),
        "decisions": [_code(each.family, each.code, each.status or "") for each in sentence.tags],
        "proposals": [
            {**_code(each.family, each.code, each.status), "score": each.score, "version": each.tagger_version}
            for each in sentence.pending
        ],
    }


def _code(family: str, code: str, status: str) -> dict[str, Any]:
    return {"family": family, "code": code, "status": str(status)}


def _json(notes: Sequence[Mapping[str, Any]], demo: bool) -> bytes:  # noqa: FBT001 - one of three ways to write
    content = {
        "schema": SCHEMA,
        "made_at": storage.now(),
        "invented_data": demo,
        "codebook": codebook.load_codebook().version,
        "tagger": barriers.tagger_version(),
        "notes": notes,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _csv(notes: Sequence[Mapping[str, Any]], _demo: bool) -> bytes:  # noqa: FBT001 - same reason
    """One row per sentence: `id,text,labels` are those that `evaluate` reads."""
    return write_table(CSV_COLUMNS, (row for note in notes for row in _csv_rows(note)))


def _csv_rows(note: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for i, sentence in enumerate(note["sentences"], 1):
        decided, proposed = sentence["decisions"], sentence.get("proposals", [])
        yield {
            "id": f"{note['id']}-{i}",
            "type": note["kind"],
            "mois": note["month"],
            "secteur": note["sector"],
            "personne": note["person"] or "",
            "champ": sentence["field"],
            "text": sentence["text"],
            "labels": _labels(each for each in decided if each["family"] == BARRIER),
            "autres_codages": _labels(each for each in decided if each["family"] != BARRIER),
            "propositions": _labels(proposed),
            "version": next((each["version"] for each in proposed), ""),
        }


def _labels(codes: Iterator[Mapping[str, Any]] | Sequence[Mapping[str, Any]]) -> str:
    return ";".join(f"{each['code']}:{each['status']}" for each in codes)


def _markdown(notes: Sequence[Mapping[str, Any]], demo: bool) -> bytes:  # noqa: FBT001 - same reason
    parts = [f"# {_('Field notes of the project')}"]
    parts += [f"**{_('Invented data')}**"] if demo else []
    for n, note in enumerate(notes, 1):
        who = note["person"] or _("no participant")
        parts.append(f"## {n}. {_month(note['month'])} · {territory.sector_label(note['sector'])} · {who}")
        for sentence in note["sentences"]:
            parts.append("> " + _escaped(sentence["text"]))
            decided, proposed = sentence["decisions"], sentence.get("proposals", [])
            if decided:
                parts.append(f"- {_('Decided')}{_(': ')}{_words(decided)}")
            if proposed:
                parts.append(f"- {_('Proposed by the machine, not decided')}{_(': ')}{_words(proposed)}")
        parts += [f"- {_escaped(_told(each))}" for each in note["moments"]]
        for each in note["media"]:
            told = " · ".join(_escaped(words) for words in (each["alt"], each.get("transcript", "")) if words)
            parts.append(f"- {_(media.KIND_LABELS[each['kind']])}{_(': ')}{told}")
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _told(moment: Mapping[str, Any]) -> str:
    """Return a moment in one line, as the reading screen tells it: what is thought of it stays apart, and named so."""
    template = fieldnotes.TEMPLATES[fieldnotes.NoteKind.SHADOWING]
    labels = {each.id: _(each.label) for each in template.moments}
    places = dict(fieldnotes.PLACES)
    when = _("T+%(n)s min", n=moment["minute"]) if "minute" in moment else _("no time")
    parts = [when, _(places[moment["place_type"]]) if "place_type" in moment else "", moment.get("activity", "")]
    parts += [moment.get("interaction", ""), moment.get("observed", ""), moment.get("quote", "")]
    named = {"touchpoint": _(places[moment["touchpoint"]]) if "touchpoint" in moment else "", **_felt(moment)}
    named |= {name: moment.get(name, "") for name in ("interpreted", "question")}
    parts += [f"{labels[name]}{_(': ')}{words}" for name, words in named.items() if words]
    return " · ".join(part for part in parts if part)


def _felt(moment: Mapping[str, Any]) -> dict[str, str]:
    if "emotion" not in moment:
        return {}
    sign = f"{moment['emotion']:+d}".replace("-", "−") if moment["emotion"] else "0"
    how = {True: _("said"), False: _("supposed")}[moment["emotion_said"]] if "emotion_said" in moment else ""
    return {"emotion": f"{sign} ({how})" if how else sign}


def _month(value: str) -> str:
    return month(date.fromisoformat(f"{value}-01")) if value else "—"


def _words(codes: Sequence[Mapping[str, Any]]) -> str:
    """Return codes as people read them: their name, and the status where it is not plain presence."""
    names = {
        (each.id, code.id): code.label(language()) for each in codebook.load_codebook().families for code in each.codes
    }
    parts = []
    for each in codes:
        name = names.get((each["family"], each["code"]), each["code"])
        said = _(_STATUSES[TagStatus(each["status"])]) if each["status"] in _STATUSES else ""
        parts.append(f"{name} ({said})" if said else name)
    return ", ".join(parts)


def _escaped(text: str) -> str:
    """Words of people are words: nothing of them is read as Markdown, HTML or an address to click on."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    marked = "".join(f"\\{mark}" if mark in "\\`*_[]#|~!" else mark for mark in plain)
    return _LIVE.sub(r"\g<0>\\", marked)
