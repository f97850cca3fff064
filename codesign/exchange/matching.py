"""What a row of a file is to us.

Two files may have the same name and both begin at 1: work saved here is not overwritten on the word of a name and a
number. It takes the same person, and a note that still says what came in.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from codesign import fieldnotes, privacy
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotFound
from codesign.exchange import store
from codesign.exchange.model import NoteDraft, RowState, WaitingNote
from codesign.exchange.moments import taken_back
from codesign.exchange.rows import answers_of, words_id
from codesign.exchange.store import Imported
from codesign.fieldnotes import HeldAnswers
from codesign.i18n import N_
from codesign.storage import Database

_ALIKE = 0.6  # a correction keeps most words; two notes about one subject share under half of theirs
_ANOTHER_PERSON = N_("This id came in before for another person. Check the file: another one may have the same name.")
_ANOTHER_TEXT = N_("This id came in before with quite another text. Rename the file if it comes from elsewhere.")


class Known:
    """The participants by pseudonym, looked up when a row names one: most files name none of ours."""

    def __init__(self, db: Database, actor: Actor) -> None:
        self._db, self._actor = db, actor

    def get(self, code: str) -> str | None:
        """Return the participant of a pseudonym, one that was merged into another included, or None.

        Raises:
            InvalidInput: two laptops gave the code: a row does not say which of the two people it means.
        """
        return privacy.person_of_slip(self._db, self._actor, code=code)

    def possible(self, code: str) -> frozenset[str]:
        """Return everybody whom a pseudonym may mean."""
        return privacy.people_of_slip(self._db, self._actor, code=code)


def known_person(known: Known, code: str) -> str:
    """Return the participant of a pseudonym.

    Raises:
        InvalidInput: there is none, or more than one.
    """
    found = known.get(code)
    if found is None:
        raise InvalidInput(N_("There is no participant %(code)s."), code=code)
    return found


def former_id(db: Database, actor: Actor, source: str, draft: NoteDraft) -> str:
    """Return the id under which a row came in when its column of ids was taken otherwise; empty for any other row."""
    if not draft.former_ids or _here(db, source, draft.external_id):
        return ""
    was = (each for each in draft.former_ids if _was(db, actor, source, each, draft))
    return next((each for each in was if not _found_its_id(db, source, each)), "")


def _found_its_id(db: Database, source: str, external_id: str) -> bool:
    """Say whether another row took this id over already: of two that say the same, the second is somebody else's."""
    before = store.imported(db, source, external_id)
    return before is not None and bool(before.note_id) and store.count_ids(db, before.note_id) > 1


def came_as(db: Database, source: str, draft: NoteDraft) -> str:
    """Return the other id under which this row is known, and its files came in; empty when there is none."""
    now = store.imported(db, source, draft.external_id)
    for each in draft.former_ids if now is not None and now.note_id else ():
        before = store.imported(db, source, each)
        if now is not None and before is not None and before.note_id == now.note_id:
            return each
    waits = store.held(db, source, draft.external_id) if draft.former_ids and now is None else None
    return next(iter(waits.draft.former_ids), "") if waits is not None else ""


def _here(db: Database, source: str, external_id: str) -> bool:
    return store.imported(db, source, external_id) is not None or store.held(db, source, external_id) is not None


def _was(db: Database, actor: Actor, source: str, external_id: str, draft: NoteDraft) -> bool:
    """Say whether the row of an id is this one: an id of its words is; a number is where the words bear it out.

    Of a row that was withdrawn no words are left: its number is enough, so that nothing of the person comes back.
    """
    before = store.imported(db, source, external_id)
    if external_id == words_id(draft.text):
        named = before is not None and before.person_print and draft.person and not draft.person.startswith("P-")
        if named and before is not None and before.person_print != store.person_print(db, source, draft.person):
            return False  # the same few words, said by somebody else
        return _here(db, source, external_id)
    said = answers_of(draft)
    if before is not None and before.note_id:
        with suppress(NotFound):
            held = fieldnotes.held_answers(db, actor, note_id=before.note_id).answers
            return before.text_print == answers_print(db, draft) or alike(_all_words(held), _all_words(said))
    waits = store.held(db, source, external_id) if before is None else None
    return before is not None or (waits is not None and alike(_all_words(answers_of(waits.draft)), _all_words(said)))


def row_state(db: Database, actor: Actor, source: str, draft: NoteDraft, known: Known) -> RowState:
    """Say what a row is to us.

    Raises:
        InvalidInput: it would overwrite what was saved here, or bring back what was withdrawn.
    """
    before = store.imported(db, source, draft.external_id)
    if draft.person.startswith("P-") and (before is None or not known.possible(draft.person)):
        known_person(known, draft.person)
    if before is not None:
        return _against_note(db, actor, source, before, draft, known)
    waits = store.held(db, source, draft.external_id)
    if waits is not None:
        _check_waiting(waits, draft)
        if not draft.consent:
            return RowState.SAME if answers_of(waits.draft) == answers_of(draft) else RowState.CHANGED
    return RowState.NEW if draft.consent else RowState.WAITING


def _against_note(
    db: Database, actor: Actor, source: str, before: Imported, draft: NoteDraft, known: Known
) -> RowState:
    note = _note(db, actor, before)
    if note.kind != draft.kind or note.binned:
        raise InvalidInput(N_("This note is in the bin, or of another kind than in the file."))
    if draft.person and not _same_person(db, source, before, note, draft, known):
        raise InvalidInput(_ANOTHER_PERSON)
    said = taken_back(answers_of(draft), note.answers)
    held = {name: note.answers.get(name) for name in said}
    if _content(draft.kind, said) == _content(draft.kind, held) or answers_print(db, draft) == before.text_print:
        return RowState.SAME
    if store.text_print(db, _content(draft.kind, held)) != before.text_print:
        raise InvalidInput(N_("This note was corrected here since it came in: change it on its screen."))
    if not draft.person and before.person_print != store.person_print(db, source, ""):
        raise InvalidInput(_ANOTHER_PERSON)
    if not alike(_all_words(held), _all_words(said)):
        raise InvalidInput(_ANOTHER_TEXT)
    return RowState.CHANGED


def _note(db: Database, actor: Actor, before: Imported) -> HeldAnswers:
    try:
        return fieldnotes.held_answers(db, actor, note_id=before.note_id)
    except NotFound as error:
        raise InvalidInput(
            N_("This note was withdrawn, or its consent no longer holds: it does not come back.")
        ) from error


def _same_person(
    db: Database, source: str, before: Imported, note: HeldAnswers, draft: NoteDraft, known: Known
) -> bool:
    if draft.person.startswith("P-"):
        return note.participant_id in known.possible(draft.person)
    # a row that came in before labels left a print cannot say whom it named; its text cannot be changed either
    return not before.person_print or before.person_print == store.person_print(db, source, draft.person)


def _check_waiting(waits: WaitingNote, draft: NoteDraft) -> None:
    """Refuse a row that would erase the text of someone else that waits."""
    if waits.draft.person != draft.person:
        raise InvalidInput(_ANOTHER_PERSON)
    if not alike(_all_words(answers_of(waits.draft)), _all_words(answers_of(draft))):
        raise InvalidInput(_ANOTHER_TEXT)


def answers_print(db: Database, draft: NoteDraft) -> str:
    """Return the print of all that a row answers."""
    return store.text_print(db, _content(draft.kind, answers_of(draft)))


def _content(kind: str, answers: Mapping[str, Any]) -> str:
    """Return answers as one text to compare: the narrative itself where there is nothing else."""
    kept = {name: value for name, value in answers.items() if value not in (None, "", [])}
    narrative = fieldnotes.TEMPLATES[fieldnotes.NoteKind(kind)].narrative
    return str(kept[narrative]) if set(kept) == {narrative} else json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _all_words(answers: Mapping[str, Any]) -> str:
    return " ".join(value for value in answers.values() if isinstance(value, str))


def alike(one: str, other: str) -> bool:
    """Say whether one text may be a correction of the other: most words, counted as often as they stand, are common."""
    words = [Counter(re.findall(r"\w+", text.lower())) for text in (one, other)]
    common = (words[0] & words[1]).total()
    return one == other or 2 * common >= _ALIKE * (words[0].total() + words[1].total())
