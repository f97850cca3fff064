"""What a row of a file is to us.

Two files may have the same name and both begin at 1: work saved here is not overwritten on the word of a name and a
number. It takes the same person, and a note that still says what came in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from codesign import fieldnotes, privacy
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotFound
from codesign.exchange import store
from codesign.exchange.model import NoteDraft, RowState, WaitingNote
from codesign.exchange.store import Imported
from codesign.i18n import N_
from codesign.storage import Database

_ALIKE = 0.6  # a correction keeps most words; two notes about one subject share under half of theirs
_ANOTHER_PERSON = N_("This id came in before for another person. Check the file: another one may have the same name.")
_ANOTHER_TEXT = N_("This id came in before with quite another text. Rename the file if it comes from elsewhere.")


def codes(db: Database, actor: Actor) -> dict[str, str]:
    """Return pseudonym → participant, pseudonyms that were merged into another included."""
    found = {}
    for each in privacy.participants(db, actor):
        found[each.code] = each.id
        found.update((code, each.id) for code, _row_id in privacy.merged_codes(db, actor, each.id))
    return found


def known_person(known: Mapping[str, str], code: str) -> str:
    """Return the participant of a pseudonym.

    Raises:
        InvalidInput: there is none.
    """
    if code not in known:
        raise InvalidInput(N_("There is no participant %(code)s."), code=code)
    return known[code]


def row_state(db: Database, actor: Actor, source: str, draft: NoteDraft, known: Mapping[str, str]) -> RowState:
    """Say what a row is to us.

    Raises:
        InvalidInput: it would overwrite what was saved here, or bring back what was withdrawn.
    """
    if draft.person.startswith("P-"):
        known_person(known, draft.person)
    before = store.imported(db, source, draft.external_id)
    if before is not None:
        return _against_note(db, actor, source, before, draft, known)
    waits = store.held(db, source, draft.external_id)
    if waits is not None:
        _check_waiting(waits, draft)
        if not draft.consent:
            return RowState.SAME if waits.draft.text == draft.text else RowState.CHANGED
    return RowState.NEW if draft.consent else RowState.WAITING


def _against_note(
    db: Database, actor: Actor, source: str, before: Imported, draft: NoteDraft, known: Mapping[str, str]
) -> RowState:
    note = _note(db, actor, before)
    if note.kind != draft.kind or note.binned:
        raise InvalidInput(N_("This note is in the bin, or of another kind than in the file."))
    if draft.person and not _same_person(db, source, before, note, draft, known):
        raise InvalidInput(_ANOTHER_PERSON)
    held = str(note.answers.get(note.template.narrative) or "")
    if draft.text == held or store.text_print(db, draft.text) == before.text_print:
        return RowState.SAME
    if store.text_print(db, held) != before.text_print:
        raise InvalidInput(N_("This note was corrected here since it came in: change it on its screen."))
    if not draft.person and before.person_print != store.person_print(db, source, ""):
        raise InvalidInput(_ANOTHER_PERSON)
    if not alike(held, draft.text):
        raise InvalidInput(_ANOTHER_TEXT)
    return RowState.CHANGED


def _note(db: Database, actor: Actor, before: Imported) -> fieldnotes.Note:
    try:
        return fieldnotes.note(db, actor, before.note_id)
    except NotFound as error:
        raise InvalidInput(
            N_("This note was withdrawn, or its consent no longer holds: it does not come back.")
        ) from error


def _same_person(
    db: Database, source: str, before: Imported, note: fieldnotes.Note, draft: NoteDraft, known: Mapping[str, str]
) -> bool:
    if draft.person.startswith("P-"):
        return known[draft.person] == note.participant_id
    # a row that came in before labels left a print cannot say whom it named; its text cannot be changed either
    return not before.person_print or before.person_print == store.person_print(db, source, draft.person)


def _check_waiting(waits: WaitingNote, draft: NoteDraft) -> None:
    """Refuse a row that would erase the text of someone else that waits."""
    if waits.draft.person != draft.person:
        raise InvalidInput(_ANOTHER_PERSON)
    if not alike(waits.draft.text, draft.text):
        raise InvalidInput(_ANOTHER_TEXT)


def alike(one: str, other: str) -> bool:
    """Say whether one text may be a correction of the other: most words, counted as often as they stand, are common."""
    words = [Counter(re.findall(r"\w+", text.lower())) for text in (one, other)]
    common = (words[0] & words[1]).total()
    return one == other or 2 * common >= _ALIKE * (words[0].total() + words[1].total())
