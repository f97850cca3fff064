"""One person's data, for whoever asks to see what is held of them, and the sheets of personas and scenarios."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from codesign import barriers, fieldnotes, media, personas, privacy, scenarios, storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound
from codesign.exchange import contents_store
from codesign.exchange.model import ExportFile, WaitingNote
from codesign.exchange.project import log, media_line, moment_line
from codesign.exchange.withdrawal import waiting_of
from codesign.i18n import N_
from codesign.personas import Audience
from codesign.storage import Database


def export_participant(db: Database, actor: Actor, *, participant_id: str) -> ExportFile:
    """Return all that the platform holds of one person, as JSON that they can read; it is put in the register.

    Notes of the bin and of consents withdrawn are hidden from the team, not from the person: they are held still.

    Raises:
        NotAllowed: not of the coordination. NotFound: there is nobody of this id.
    """
    actor.require(Permission.STEWARD)
    person = privacy.participant(db, actor, participant_id)
    notes = fieldnotes.notes_held(db, actor, participant_id=participant_id)
    content = {
        "schema": "codesign-person/1",
        "made_at": storage.now(),
        "code": person.code,
        "attributes": dict(person.attributes),
        "indigenous_identity": privacy.identity_of(db, actor, participant_id=person.id),
        "consents": [_consent(each) for each in privacy.consents(db, actor, participant_id=participant_id)],
        "notes": [_note(db, actor, each) for each in notes],
        "photos_and_sounds": [media_line(each) for each in media.media_held(db, actor, participant_id=participant_id)],
        "relectures": [_relecture(each) for each in personas.relectures_held(db, actor, participant_id=participant_id)],
        "waiting_for_consent": [_waiting(db, actor, each) for each in waiting_of(db, participant_id)],
    }
    data = (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode("utf-8", "replace")
    log(db, actor, N_("Data of one person"), "json", len(notes), data)
    return ExportFile(f"{person.code}.json", "application/json", data)


def _relecture(relecture: personas.Relecture) -> dict[str, Any]:
    return {
        "day": relecture.held_on.isoformat(),
        "form": str(relecture.form),
        "answer": str(relecture.answer),
        "lines": sorted(str(each) for each in relecture.answers.values()),
        "remark": relecture.remark,
        "follow_up": relecture.follow_up,
    }


def _consent(consent: privacy.Consent) -> dict[str, Any]:
    kept = asdict(consent)
    for name in ("id", "participant_id", "recorded_by", "version"):
        del kept[name]
    return {**kept, "mode": str(consent.mode), "purposes": sorted(consent.purposes)}


def _note(db: Database, actor: Actor, note: fieldnotes.Note) -> dict[str, Any]:
    """Return one note as its person may read it."""
    return {
        "kind": str(note.kind),
        "day": note.occasion.held_on.isoformat(),
        "occasion": {name: value for name, value in note.occasion.head.items() if value not in (None, "")},
        "in_the_bin": note.binned,
        "answers": {name: value for name, value in note.answers.items() if not fieldnotes.parts_of(name)},
        "moments": [moment_line(each) for each in note.moments],
        "codes": [
            {"text": each.quote, "family": each.family, "code": each.code, "status": str(each.status)}
            for each in barriers.codes_held(db, actor, note.id)
        ],
    }


def _waiting(db: Database, actor: Actor, waits: WaitingNote) -> dict[str, Any]:
    """Return a text that came in without consent; its label and id in the file may name someone else."""
    return {
        "kind": waits.draft.kind,
        "imported_at": waits.imported_at,
        "day": waits.draft.held_on,
        "text": waits.draft.text,
        "photos_and_sounds": [media_line(each) for each in media.media_waiting(db, actor, waiting_id=waits.id)],
    }


def export_sheet(db: Database, actor: Actor, *, sheet_id: str, kind: str, demo: bool) -> tuple[ExportFile, ...]:
    """Return one persona (`png`, `md`, `json`) or one scenario (`png`, `md`) by its id; it is put in the register.

    One file per page for the card of a persona, in order; one file otherwise.

    Raises:
        NotAllowed: the role does not export. NotFound: neither a persona nor a scenario. InvalidInput: the format.
    """
    actor.require(Permission.EXPORT_TEAM)
    found = _persona(db, actor, sheet_id, kind, demo=demo) or _scenario(db, actor, sheet_id, kind, demo=demo)
    if not found:
        raise NotFound(N_("There is no persona and no scenario of this id."))
    behind = personas.behind(db, sheet_id)
    for each in found:
        log(db, actor, N_("Persona or scenario"), kind, 0, each.data)
        if behind:
            contents_store.remember(db, each.data, behind, str(Audience.TEAM), actor.id)
    return found


def _persona(db: Database, actor: Actor, row_id: str, kind: str, *, demo: bool) -> tuple[ExportFile, ...]:
    try:
        personas.persona(db, actor, persona_id=row_id)
    except NotFound:
        return ()
    if kind == "png":
        pages = personas.png(db, actor, persona_id=row_id, demo=demo)
        return tuple(ExportFile(_page_name("persona", n), "image/png", data) for n, data in enumerate(pages, 1))
    if kind == "md":
        text = personas.markdown(db, actor, persona_id=row_id, demo=demo)
        return (ExportFile("persona.md", "text/markdown", text.encode("utf-8")),)
    if kind == "json":
        text = personas.as_json(db, actor, persona_id=row_id, demo=demo)
        return (ExportFile("persona.json", "application/json", text.encode("utf-8")),)
    raise InvalidInput(N_("Unknown format: %(format)s. Choose png, md or json."), format=kind)


def _page_name(stem: str, number: int) -> str:
    return f"{stem}.png" if number == 1 else f"{stem}-{number}.png"


def _scenario(db: Database, actor: Actor, row_id: str, kind: str, *, demo: bool) -> tuple[ExportFile, ...]:
    try:
        scenarios.scenario(db, actor, scenario_id=row_id)
    except NotFound:
        return ()
    if kind == "png":
        data = scenarios.png(db, actor, scenario_id=row_id, demo=demo)
        return (ExportFile("scenario.png", "image/png", data),)
    if kind == "md":
        text = scenarios.markdown(db, actor, scenario_id=row_id, demo=demo)
        return (ExportFile("scenario.md", "text/markdown", text.encode("utf-8")),)
    raise InvalidInput(N_("Unknown format: %(format)s. Choose png or md."), format=kind)
