"""A person withdraws: searches that members kept about them, or with words of theirs, are traces of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codesign import fieldnotes, media, nlp, privacy, storage
from codesign.accounts import MACHINE, Actor, Permission
from codesign.finding import saved_store, store
from codesign.i18n import N_
from codesign.storage import Database

_RUN = 4  # words in a row that nobody else said: fewer are found in many mouths


def preview_withdrawal(db: Database, participant_id: str) -> dict[str, int]:
    """Return what `erase_participant` would erase: message id of a kind of thing → how many."""
    found = _traces(db, participant_id)
    return {N_("Searches kept that name them or hold words of theirs"): len(found)} if found else {}


def erase_participant(db: Database, actor: Actor, participant_id: str) -> None:
    """Erase the kept searches that name a person or hold words of theirs, journal included; before the person goes.

    A search names them by its filter, or by a pseudonym in its words or its name, today's or an earlier one. Words
    are theirs when they stand in their notes, photos or sounds and nowhere else: a word that is not of everybody, or
    four words in a row.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        for row_id in _traces(db, participant_id):
            saved_store.erase(db, row_id, author=actor.id)


def forget_people(db: Database, actor: Actor, *, people: Iterable[str]) -> None:
    """Erase the kept searches whose filter names people who are gone: they may come late from another laptop.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        for row_id in saved_store.about(db, people):
            saved_store.erase(db, row_id, author=actor.id)


def _traces(db: Database, participant_id: str) -> tuple[str, ...]:
    about = set(saved_store.about(db, privacy.person_ids(db, participant_id)))
    held = {row_id: texts for row_id, texts in saved_store.said(db).items() if row_id not in about}
    if held:
        codes = privacy.all_codes(db, MACHINE, participant_id)
        own = [_words(text) for text in _texts(db, participant_id)]
        notes = fieldnotes.sources_of_participant(db, participant_id)
        about |= {
            row_id
            for row_id, texts in held.items()
            if any(_names(text, codes) or _is_theirs(db, _words(text), own, notes) for text in texts)
        }
    return tuple(sorted(about))


def _names(text: str, codes: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(code)}(?!-?\w)", text, re.IGNORECASE) for code in codes)


def _texts(db: Database, participant_id: str) -> list[str]:
    """Return what is held of a person's words, also where no consent allows reading it any more."""
    found = [
        str(value)
        for note in fieldnotes.notes_held(db, MACHINE, participant_id=participant_id)
        for value in note.answers.values()
        if isinstance(value, str)
    ]
    items = media.media_held(db, MACHINE, participant_id=participant_id)
    return found + [text for item in items for text in (item.alt, item.transcript) if text]


def _words(text: str) -> list[str]:
    return [nlp.fold(word) for word in nlp.WORD.findall(text)]


def _is_theirs(db: Database, asked: list[str], own: list[list[str]], notes: Iterable[str]) -> bool:
    known = {word for words in own for word in words}
    rare = [word for word in asked if len(word) > 2 and word in known and not privacy.is_common_word(word)]
    runs = [asked[i : i + _RUN] for i in range(len(asked) - _RUN + 1)]
    said = [run for run in runs if any(_holds(words, run) for words in own)]
    return any(not _others_say(db, part, notes) for part in (*([word] for word in rare), *said))


def _holds(words: list[str], run: list[str]) -> bool:
    return any(words[i : i + len(run)] == run for i in range(len(words) - len(run) + 1))


def _others_say(db: Database, run: list[str], notes: Iterable[str]) -> bool:
    match = " AND ".join(f'"{stem}"' for stem in dict.fromkeys(map(nlp.stem, run)) if stem)
    return bool(match) and any(_holds(_words(body), run) for body in store.bodies(db, match, besides=notes))
