"""Three laptops, one of them an hour late: whatever is handed to whom and when, all end with the same rows.

`pytest tests/bootstrap/test_convergence.py --hypothesis-profile deep` looks much longer than the suite does.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from builders import ANALYST, WORKER, a_note, a_photo, consent_of, participant_of, passage
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from laptops import a_laptop, clock, everything_said, hand, open_questions, rows, settle_all

from codesign import bootstrap, fieldnotes, personas, privacy, storage
from codesign.accounts import MACHINE
from codesign.errors import UserError
from codesign.personas import LineDraft, PersonaDraft, Section
from codesign.storage import Database

DEEP = settings().max_examples > 100
# In the suite the same plays each time, told as they are: looking for the smallest one would take minutes.
PLAYS = settings() if DEEP else settings(max_examples=4, derandomize=True, phases=[Phase.explicit, Phase.generate])
Step = tuple[int, str, int, int]
VERBS = (
    "note", "note", "again", "edit", "edit", "edit", "bin", "clear", "narrow", "withdraw", "merge", "quote", "photo",
    "choose", "hand", "hand", "hand", "since",
)  # fmt: skip
# Somebody withdraws on the first laptop; the two others go on writing about them, and hand that over late.
LATE = [
    (0, "withdraw", 0, 0), (1, "again", 0, 0), (1, "edit", 0, 0), (2, "photo", 0, 0), (2, "edit", 0, 0),
    (1, "quote", 0, 0), (1, "hand", 0, 0), (2, "hand", 0, 0), (0, "hand", 0, 1), (2, "note", 0, 0), (1, "hand", 0, 2),
]  # fmt: skip
STEP = st.tuples(
    st.integers(0, 2),
    st.sampled_from(VERBS),
    st.integers(0, 2**16),
    st.integers(0, 2),
)


class Play:
    """The three laptops, and which words were said about whom."""

    def __init__(self, folder: Path, migrated: Path) -> None:
        self.laptops = [a_laptop(folder, migrated, name) for name in ("a", "b", "c")]
        self.late = (0.0, -60.0, 7.5)
        self.words: defaultdict[str, list[str]] = defaultdict(list)
        self.n = 0

    def do(self, step: Step) -> None:
        """Let something happen on one laptop; what is not possible there is refused, and that is all."""
        where, verb, pick, other = step
        db = self.laptops[where]
        if verb in {"hand", "since"}:  # never refused between laptops of one project
            if where != other:
                hand(db, self.laptops[other], everything=verb == "hand")
            return
        with suppress(UserError, IndexError, ZeroDivisionError), clock(self.late[where]):
            getattr(self, verb)(db, lambda found: found[pick % len(found)])

    def say(self, person: str) -> str:
        """Return new words about somebody."""
        self.n += 1
        self.words[person].append(f"parole{self.n:04d}x")
        return f"Elle dit parole{self.n:04d}x."

    def a_person(self, db: Database, pick: Callable[[list[str]], str]) -> str:
        """Pick somebody known on this laptop."""
        return pick([each.id for each in privacy.participants(db, MACHINE)])

    def one_note(self, db: Database, pick: Callable[[list[str]], str]) -> str:
        """Pick a note known on this laptop."""
        return pick(sorted(each.id for each in fieldnotes.notes(db, MACHINE)))

    def note(self, db: Database, _pick: Callable[[list[str]], str]) -> None:
        """Record a note about somebody new."""
        person = privacy.add_participant(db, WORKER)
        a_note(db, self.say(person), participant_id=person, purposes=("note", "quote", "persona", "photo"))

    def again(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """Record another note about somebody."""
        person = self.a_person(db, pick)
        a_note(db, self.say(person), participant_id=person, purposes=("note", "photo"))

    def edit(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """Correct a note."""
        note = fieldnotes.note(db, MACHINE, self.one_note(db, pick))
        answers = {"how_is": self.say(note.participant_id or "")}
        fieldnotes.edit_note(db, WORKER, note_id=note.id, answers=answers, base=note.version)

    def bin(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """Put a note in the bin."""
        fieldnotes.bin_note(db, WORKER, note_id=self.one_note(db, pick))

    def clear(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """Approve a note."""
        fieldnotes.clear_note(db, ANALYST, note_id=self.one_note(db, pick))

    def narrow(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """End a consent."""
        privacy.withdraw_consent(db, MACHINE, consent_id=consent_of(db, self.one_note(db, pick)))

    def withdraw(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """Somebody withdraws from everything."""
        bootstrap.withdraw(db, MACHINE, self.a_person(db, pick))

    def merge(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """Two pseudonyms are found to be one person."""
        kept, merged = self.a_person(db, pick), self.a_person(db, lambda found: pick([*found[1:], found[0]]))
        privacy.merge_participants(db, MACHINE, kept=kept, merged=merged)

    def quote(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """Make a persona that rests on a note."""
        note_id = self.one_note(db, pick)
        draft = PersonaDraft("Personne inventée")
        people = [participant_of(db, note_id)]
        persona_id = personas.create_persona(db, ANALYST, draft=draft, participant_ids=people)
        text = fieldnotes.source_text(db, MACHINE, note_id).text
        line = LineDraft(next(iter(Section)), "Une ligne inventée.", (passage(note_id, text),))
        personas.add_line(db, ANALYST, persona_id=persona_id, draft=line)

    def photo(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """Keep a photo in a note."""
        self.n += 1
        a_photo(db, self.one_note(db, pick), seed=self.n)

    def choose(self, db: Database, pick: Callable[[list[str]], str]) -> None:
        """Settle a conflict."""
        fork = bootstrap.open_forks(db, MACHINE)[0]
        bootstrap.settle_fork(db, MACHINE, fork=fork, chosen=pick([each.id for each in fork.versions]))


@example(steps=LATE)
@given(steps=st.lists(STEP, min_size=12, max_size=30))
@settings(PLAYS, deadline=None)
def test_three_laptops_end_with_the_same_rows_and_nothing_of_who_withdrew(migrated: Path, steps: list[Step]) -> None:
    """Partial, repeated and crossed hand-overs, one clock an hour late: same rows, same questions, all whole."""
    folder = Path(tempfile.mkdtemp(prefix="laptops-"))
    play = Play(folder, migrated)
    try:
        for step in ((0, "note", 0, 0), (0, "note", 0, 0), (0, "hand", 0, 1), (0, "hand", 0, 2), *steps):
            play.do(step)
        settle_all(play.laptops)
        first = play.laptops[0]
        for db in play.laptops:
            assert bootstrap.verify(storage.file_of(db)) == ()
            assert rows(db) == rows(first)
            assert open_questions(db) == open_questions(first)
            said, gone = everything_said(db), {row_id for _table, row_id in storage.tombstones(db)}
            left = [word for person, words in play.words.items() if person in gone for word in words if word in said]
            assert left == []
    finally:
        for db in play.laptops:
            db.close()
        shutil.rmtree(folder)
