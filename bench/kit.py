"""How long a persona kit takes: five invented personas, every format, beside the pictures of their cards alone.

`.venv/bin/python bench/kit.py` prints wall and CPU seconds of one run in one process, and the size of the archive.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from _common import need, table, write
from builders import FEAR, a_note, a_tag, participant_of, passage

from codesign import bootstrap, exchange, personas, storage
from codesign.accounts import MACHINE
from codesign.personas import Audience, LineDraft, PersonaDraft, Section
from codesign.storage import Database

PERSONAS, PEOPLE = 5, 10
CLAIM = "On les renvoie d’un guichet à l’autre; chaque service pense que c’est l’autre qui s’en occupe."


@contextmanager
def invented() -> Iterator[Database]:
    """A database with five published personas of ten people, a line in each part of the sheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kit.db"
        bootstrap.prepare(path)
        with storage.open_database(path) as db:
            notes = [a_note(db, f"{FEAR} Récit {n}.") for n in range(PEOPLE)]
            for note_id in notes:
                a_tag(db, note_id, "confiance")
            for n in range(PERSONAS):
                one_persona(db, n, notes)
            yield db


def one_persona(db: Database, number: int, notes: list[str]) -> None:
    """Write and publish one persona."""
    people = [participant_of(db, each) for each in notes]
    made = personas.create_persona(db, MACHINE, draft=PersonaDraft(f"Persona {number}"), participant_ids=people)
    for section in Section:
        draft = LineDraft(section, CLAIM, tuple(map(passage, notes)))
        personas.add_line(db, MACHINE, persona_id=made, draft=draft)
    for note_id in notes[:2]:
        personas.add_quote(db, MACHINE, persona_id=made, evidence=passage(note_id), section=Section.SAYS)
    base = personas.persona(db, MACHINE, persona_id=made).version
    personas.publish_persona(db, MACHINE, persona_id=made, base=base)


def timed(work: Callable[[], object]) -> tuple[float, float, object]:
    """Return the wall and CPU seconds of `work`, and what it gave."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    made = work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, made


def main() -> None:
    """Measure and print."""
    with invented() as db:
        ids = [each.id for each in personas.personas(db, MACHINE)]
        need(len(ids) == PERSONAS, "The invented personas are not all there.")
        cards = timed(lambda: [personas.png(db, MACHINE, persona_id=each, demo=True) for each in ids])
        kit = timed(lambda: exchange.export_kit(db, MACHINE, audience=Audience.PUBLIC, demo=True))
    size = len(kit[2].data) / 1e6  # type: ignore[attr-defined]
    rows = [("five cards, pictures alone", *cards[:2], ""), ("kit of five, every format", *kit[:2], f"{size:.1f} MB")]
    table(("work", "wall s", "CPU s", "size"), rows)
    write("kit", {"cards": cards[:2], "kit": kit[:2], "megabytes": size})


if __name__ == "__main__":
    main()
