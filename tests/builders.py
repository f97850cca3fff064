"""Invented material for tests, recorded through the actions that people use. Nobody here exists."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from io import BytesIO

from PIL import Image

from codesign import barriers, fieldnotes, media, privacy, storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import OccasionDraft
from codesign.personas import Evidence
from codesign.privacy import ConsentDraft
from codesign.storage import Database

WORKER = Actor("00000000-0000-7000-8000-000000000001", "Travailleuse inventée", frozenset({Role.FIELD}))
ANALYST = Actor("00000000-0000-7000-8000-000000000002", "Chercheur inventé", frozenset({Role.ANALYSIS}))
ALL_PURPOSES = ("note", "quote", "persona")
FEAR = "Elle a peur d’y retourner."


def a_participant(db: Database, **attributes: str) -> str:
    """Give somebody invented a pseudonym; return their id."""
    return privacy.add_participant(db, WORKER, **attributes)


def a_note(
    db: Database,
    text: str = FEAR,
    *,
    participant_id: str | None = None,
    purposes: Iterable[str] = ALL_PURPOSES,
    cleared: bool = True,
    author: Actor = WORKER,
    sector: str = "ouest",
) -> str:
    """Record a call about one person (somebody new unless given); return its id, its occasion's too, as on screen."""
    person = participant_id or a_participant(db)
    number = storage.uuid7()
    note_id = fieldnotes.record_note(
        db,
        author,
        id=number,
        kind="listening_call",
        occasion=OccasionDraft(kind="appel", sector=sector, id=number),
        answers={"how_is": text},
        participant_id=person,
        consent=ConsentDraft(participant_id=person, purposes=frozenset(purposes)),
    )
    if cleared:
        fieldnotes.clear_note(db, ANALYST, note_id=note_id)
    return note_id


def a_picture(size: tuple[int, int] = (320, 240), *, seed: int = 0) -> bytes:
    """Return an invented picture as a file: coloured bands, not the same for each seed."""
    picture = Image.new("RGB", size, (40 + seed * 17 % 200, 120, 200 - seed * 31 % 180))
    for band in range(0, size[0], 24):
        picture.paste((band * 7 % 256, 60, 90), (band, 0, band + 12, size[1]))
    out = BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def a_photo(db: Database, note_id: str, *, author: Actor = WORKER, seed: int = 0, alt: str = "Un formulaire") -> str:
    """Keep an invented photo in a note whose consent allows it; return its id."""
    return media.keep_photo(db, author, id=storage.uuid7(), note_id=note_id, data=a_picture(seed=seed), alt=alt)


def a_wav(seconds: float = 1.0, *, about: bytes = b"") -> bytes:
    """Return an invented sound, silence; `about` is written in it as the author's name would be."""
    samples, about = bytes(int(8000 * seconds) * 2), about + b" " * (len(about) % 2)
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    told = (
        struct.pack("<4sI4s", b"LIST", 4 + 8 + len(about), b"INFO") + struct.pack("<4sI", b"IART", len(about)) + about
    )
    parts = b"WAVEfmt " + struct.pack("<I", len(form)) + form + (told if about else b"")
    parts += b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(parts)) + parts


def a_tag(
    db: Database, note_id: str, code: str = "confiance", *, family: str = "barrier", status: str = "present"
) -> None:
    """Put a code on the first sentence of a note, as a researcher does."""
    sentence = barriers.review(db, ANALYST, note_id).sentences[0]
    choice = barriers.Choice(
        sentence.key, barriers.Action.ADD, family=family, code=code, status=barriers.TagStatus(status)
    )
    barriers.decide(db, ANALYST, source_id=note_id, choice=choice)


def participant_of(db: Database, note_id: str) -> str:
    """Return whom a note is about."""
    found = fieldnotes.note(db, ANALYST, note_id).participant_id
    assert found is not None
    return found


def consent_of(db: Database, note_id: str) -> str:
    """Return the consent that a note rests on."""
    return fieldnotes.note(db, ANALYST, note_id).consent_id


def passage(note_id: str, quote: str = FEAR, start: int = 0) -> Evidence:
    """Return a passage of a note, as a persona's line rests on it."""
    return Evidence(note_id, start, start + len(quote), quote)
