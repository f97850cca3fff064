"""Passages that point at people: replaced in a note, and brought to agreement over the whole corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codesign import privacy, storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound
from codesign.fieldnotes import store, text_store
from codesign.fieldnotes.actions import edit_note
from codesign.fieldnotes.fields import NoteKind
from codesign.fieldnotes.reads import visible_row
from codesign.fieldnotes.rules import note_identifiers
from codesign.i18n import N_
from codesign.privacy import FreeText, IdentifierType
from codesign.storage import Database

_MARKS = ' \t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}«“"—–-'  # between the end of a sentence and the next word
_CLOSED = re.compile(r"(?:[\n!?…]|[^\W\d]{3,}\W?\.)[»”)]?\Z")  # « M. » and « Dr. » end no sentence
_GONE = N_("This no longer exists. Go back to the list.")
MAX_REPLACEMENT = 80


@dataclass(frozen=True, slots=True)
class OpenPassage:
    """Words that may point at someone and that nobody settled, in all the notes where they stand.

    `masked` says that the same name was replaced by a token elsewhere: it was forgotten here.
    """

    type: IdentifierType
    text: str
    note_ids: tuple[str, ...]
    masked: bool

    @property
    def key(self) -> str:
        """What tells these words from others."""
        return f"{self.type.value}:{self.text}"


def check_replacement(by: str) -> str:
    """Return what is written in the place of a passage.

    Raises:
        InvalidInput: nothing, or longer than a role.
    """
    clean = storage.clean_text(by, limit=2_000).strip()
    if not clean or len(clean) > MAX_REPLACEMENT or "\n" in clean:
        raise InvalidInput(N_("Write a role in a few words, for instance “the neighbour”."))
    return clean


def replaced(text: str, words: str, by: str) -> str:
    """Return `text` with each `words` that stands alone replaced; a name inside another word stays.

    What opens a sentence begins with a capital.
    """

    def put(match: re.Match[str]) -> str:
        before = text[: match.start()].rstrip(_MARKS)
        return by[:1].upper() + by[1:] if not before or _CLOSED.search(before[-12:]) else by

    return re.sub(rf"(?<!\w)(?<!\w-){re.escape(words)}(?!\w|-\w)", put, text)


def replace_passage(db: Database, actor: Actor, *, note_id: str, words: str, by: str, base: str | None = None) -> str:
    """Replace words in every answer of a saved note; return its new version. Its history keeps what was there.

    Raises:
        NotAllowed: somebody else's note (the coordination may). NotFound: these words are not in it.
    """
    with storage.transaction(db):
        row = visible_row(db, actor, note_id)
        changed = _changed(row["answers"], words, check_replacement(by))
        if not changed:
            raise NotFound(_GONE)
        return edit_note(db, actor, note_id=note_id, answers=changed, base=base)


def replace_everywhere(db: Database, actor: Actor, *, words: str, by: str) -> int:
    """Replace words in all the notes that hold them; return how many notes changed: each waits for approval again.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    clean = check_replacement(by)
    with storage.transaction(db):
        found = {note_id: _changed(answers, words, clean) for note_id, _kind, answers, _known in store.answers(db)}
        for note_id, changed in found.items():
            if changed:
                edit_note(db, actor, note_id=note_id, answers=changed)
        return sum(map(bool, found.values()))


def dismiss_everywhere(db: Database, actor: Actor, *, passage: OpenPassage) -> int:
    """Say that words point at nobody in all the notes where they stand open; return how many.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        for note_id in passage.note_ids:
            row = visible_row(db, actor, note_id)
            keys = sorted({*row["dismissed_identifiers"], passage.key})
            store.save_note(db, note_id, {"dismissed_identifiers": keys}, author=actor.id)
    return len(passage.note_ids)


def open_passages(db: Database, actor: Actor) -> tuple[OpenPassage, ...]:
    """Return what remains unsettled in the whole corpus: forgotten names first, then the most frequent.

    Notes in the bin and those whose consent ended are left out: nobody reads them.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    rows = store.answers(db)
    known = privacy.tokens_in(str(text) for _id, _kind, answers, _keys in rows for text in answers.values())
    forgotten = privacy.known_names(db, known)
    places: dict[tuple[IdentifierType, str], dict[str, None]] = {}
    masked = set()
    for note_id, kind, answers, dismissed in rows:
        for each in note_identifiers(NoteKind(kind), answers, dismissed):
            if not each.dismissed:
                places.setdefault((each.type, each.text), {})[note_id] = None
        for words in _forgotten(answers, forgotten):
            key = (IdentifierType.NAME, words)
            if f"{IdentifierType.NAME.value}:{words}" not in dismissed:
                places.setdefault(key, {})[note_id] = None
                masked.add(key)
    found = [OpenPassage(kind, text, tuple(ids), (kind, text) in masked) for (kind, text), ids in places.items()]
    return tuple(sorted(found, key=lambda each: (not each.masked, -len(each.note_ids), each.type, each.text)))


def free_texts(db: Database, actor: Actor) -> tuple[tuple[FreeText, ...], tuple[FreeText, ...]]:
    """Return what is typed in notes, and what documents say, for the pass over the corpus; as `open_passages`.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    notes = (
        FreeText(note_id, tuple(text for text in answers.values() if isinstance(text, str)), frozenset(dismissed))
        for note_id, _kind, answers, dismissed in store.answers(db)
    )
    documents = (FreeText(row_id, (title, text)) for row_id, title, text in text_store.whole_documents(db))
    return tuple(notes), tuple(documents)


def _forgotten(answers: Mapping[str, Any], find: Callable[[str], Iterator[tuple[int, int]]]) -> set[str]:
    texts = [value for value in answers.values() if isinstance(value, str)]
    return {text[start:end] for text in texts for start, end in find(text)}


def _changed(answers: Mapping[str, Any], words: str, by: str) -> dict[str, str]:
    """Return the answers that change when the words are replaced."""
    texts = {name: value for name, value in answers.items() if isinstance(value, str)}
    done = {name: replaced(value, words, by) for name, value in texts.items()}
    return {name: value for name, value in done.items() if value != texts[name]}
