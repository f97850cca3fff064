"""A note that comes from an offline page: read with suspicion, then recorded by the very actions of the screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound
from codesign.fieldnotes import Field, FieldType, Note, NoteKind, OccasionDraft, Template
from codesign.i18n import N_, _
from codesign.privacy import ATTRIBUTE_LABELS, ATTRIBUTES, ConsentDraft, ConsentMode
from codesign.storage import Database
from codesign.ui import people

_BROKEN = N_("This note is not of the shape that the page sends. Open the page again with the network, then try again.")
_HEAD = {each.id: each for each in fieldnotes.HEAD if each.id != "kind"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the page is told of a note that the server has.

    `checks` counts the passages that may identify someone; `person` is the pseudonym just given, empty if none was;
    `kept` are the questions of the occasion where somebody's newer answer stands in place of the phone's.
    """

    id: str
    code: str
    checks: int = 0
    person: str = ""
    kept: tuple[str, ...] = ()


def receive(db: Database, actor: Actor, sent: Mapping[str, Any]) -> Arrival:
    """Record what an offline page sends and say how the note is called; sent again, nothing is written.

    That a number has arrived is known by its draft, which is over, later by the note itself or by its tombstone: an
    answer that was lost makes no second note, even when the first was changed, binned or erased meanwhile.

    Raises:
        InvalidInput: something needed is missing or wrong; nothing was written.
        Conflict: somebody else's note has this number.
    """
    actor.require(Permission.NOTE_RECORD)
    note_id = fieldnotes.check_id(_word(sent, "id"))
    with storage.transaction(db):
        if note_id in fieldnotes.drafts_over(db, actor, [note_id]) or _is_here(db, actor, note_id):
            return _known(db, actor, note_id)
        parts, kept = _parts(db, actor, sent)
        fieldnotes.keep_draft_choices(db, actor, draft_id=note_id, choices={})  # over with the note: the mark above
        fieldnotes.record_note(db, actor, id=note_id, **parts)
        return replace(_known(db, actor, note_id, newcomer=parts["new_participant"] is not None), kept=kept)


def _is_here(db: Database, actor: Actor, note_id: str) -> bool:
    try:
        return fieldnotes.note(db, actor, note_id).author_id == actor.id
    except NotFound:
        return False


def _known(db: Database, actor: Actor, note_id: str, *, newcomer: bool = False) -> Arrival:
    try:
        note: Note = fieldnotes.note(db, actor, note_id)
    except NotFound:  # erased since, as the person asked
        return Arrival(note_id, fieldnotes.note_code(note_id))
    open_ones = {each.key for each in note.unresolved}
    person = note.participant_code or "" if newcomer else ""
    return Arrival(note_id, note.code, len(open_ones), person)


def _parts(db: Database, actor: Actor, sent: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what `record_note` takes, each value of the type that its field has; and `Arrival.kept`."""
    try:
        template = fieldnotes.TEMPLATES[NoteKind(_word(sent, "kind"))]
    except ValueError as error:
        raise InvalidInput(_BROKEN) from error
    occasion_id = fieldnotes.check_id(_word(sent, "occasion"))
    head, kept = _merged(_head_here(db, actor, occasion_id), _head_values(_map(sent, "head")), sent)
    occasion = OccasionDraft(template.occasion_kind.value, id=occasion_id, **head)
    parts = {
        "kind": template.kind.value,
        "occasion": occasion,
        "answers": _answers(template, _map(sent, "answers")),
        **_subject(db, actor, _map(sent, "subject"), occasion.held_on),
    }
    return parts, tuple(_(_HEAD[name].label) for name in kept)


def _head_here(db: Database, actor: Actor, occasion_id: str) -> dict[str, Any] | None:
    """Return what the server knows of the occasion; None when this note is its first."""
    try:
        found = fieldnotes.occasion(db, actor, occasion_id)
    except NotFound:
        return None
    return {name: found.head.get(name) for name in _HEAD} | {"held_on": found.held_on}


def _merged(
    here: Mapping[str, Any] | None, told: Mapping[str, Any], sent: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the head as it will stand, and where a newer answer stays in place of the phone's.

    `known` is the head that the note began with. What it still says was typed for an earlier note and changes nothing;
    what the person changed counts, unless somebody else changed it too. A page that sends no `known` is an older one:
    all that it says counts. What the phone leaves blank takes nothing away.
    """
    if here is None:
        return dict(told), ()
    head = {name: value for name, value in here.items() if value not in (None, "")}
    if "known" not in sent:
        return {**head, **told}, ()
    known, kept = _head_values(_map(sent, "known")), []
    for name, value in told.items():
        if value in (here.get(name), known.get(name)):
            continue
        if head.get(name) in (None, known.get(name)):
            head[name] = value
        else:
            kept.append(name)
    return head, tuple(kept)


def _head_values(head: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: _shaped(_HEAD.get(name), value) for name, value in head.items() if value not in (None, "")}
    if "held_on" in found:
        found["held_on"] = _day(found["held_on"])
    return found


def _answers(template: Template, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers, each of its field's type; the action refuses one that the form no longer has."""
    found = {}
    for name, value in answers.items():
        field = template.find(name)
        found[name] = value if field is None else _shaped(field, value)
    return found


def _shaped(field: Field | None, value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    if field is None:
        raise InvalidInput(_BROKEN)
    if value is None:
        return None
    match field.type:
        case FieldType.MULTI:
            fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
        case FieldType.YES_NO:
            fits = isinstance(value, bool)
        case FieldType.NUMBER:
            fits = isinstance(value, int) and not isinstance(value, bool)
        case _:
            fits = isinstance(value, str)
    if not fits:
        raise InvalidInput(_BROKEN)
    return value


def _subject(db: Database, actor: Actor, said: Mapping[str, Any], on: date | None) -> dict[str, Any]:
    """Return whom the note is about and the consent that was asked for with it; a consent of before is not presumed."""
    who = _word(said, "who")
    if who == "nobody":
        consent = ConsentDraft(mode=ConsentMode.NOT_APPLICABLE, given_on=on, reason=_word(said, "reason"))
        return {"participant_id": None, "new_participant": None, "consent": consent}
    consent = _consent(said, on)
    if people.is_unsaid(consent):
        raise InvalidInput(
            N_("A note needs a consent: say how it was given, and tick “Take notes” if it was agreed to.")
        )
    if who == "new":
        return {"participant_id": None, "new_participant": _attributes(_map(said, "attributes")), "consent": consent}
    if who not in {"without", "code"}:
        raise InvalidInput(N_("A note needs a consent: choose whom it is about."))
    person = _person(db, actor, _word(said, "code")) if who == "code" else None
    return {"participant_id": person, "new_participant": None, "consent": consent}


def _consent(said: Mapping[str, Any], on: date | None) -> ConsentDraft:
    purposes, ends = said.get("purposes", []), _word(said, "expires_on")
    language, read = _word(said, "language") or "francais", _word(said, "text_read")
    known = {each.key for each in privacy.consent_texts().values()} | {""}
    if not isinstance(purposes, list) or not all(isinstance(each, str) for each in purposes):
        raise InvalidInput(_BROKEN)
    if language not in ATTRIBUTES["mother_tongue"] or len(read) > 20:
        raise InvalidInput(_BROKEN)
    return ConsentDraft(
        mode=_word(said, "mode"),
        given_on=on,
        purposes=frozenset(purposes),
        language=language,
        text_read=read if read in known else "",  # a text of another version is not one that the register can show
        expires_on=_day(ends) if ends else None,
    )


def _attributes(said: Mapping[str, Any]) -> dict[str, str]:
    if not set(said) <= set(ATTRIBUTE_LABELS) or not all(isinstance(each, str) for each in said.values()):
        raise InvalidInput(_BROKEN)
    return dict(said)


def _person(db: Database, actor: Actor, code: str) -> str:
    found = privacy.person_of_slip(db, actor, code=code)
    if found is None:
        raise InvalidInput(N_("Nobody has the pseudonym “%(code)s”. Look at the person’s slip."), code=code[:20])
    return found


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise InvalidInput(N_("This date does not exist. Write it as year-month-day.")) from error


def _word(of: Mapping[str, Any], name: str) -> str:
    value = of.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidInput(_BROKEN)
    return value


def _map(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = of.get(name, {})
    if not isinstance(value, Mapping):
        raise InvalidInput(_BROKEN)
    return value
