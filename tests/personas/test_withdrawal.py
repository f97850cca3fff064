"""A participant withdraws: nothing of theirs stays on a persona, nor in the journal."""

from __future__ import annotations

from builders import FEAR, WORKER, a_note, a_tag, consent_of, participant_of, passage

from codesign import personas, privacy, storage
from codesign.accounts import Actor
from codesign.personas import LineDraft, Section, State, Trace
from codesign.storage import Database

SECRET = "Mon voisin m’a tout raconté au parc."


def everything(db: Database) -> str:
    """Every value of every table of this room and of the journal, as one text."""
    tables = ["journal", "personas_persona", "personas_source", "personas_line"]
    return "\n".join(str(row) for table in tables for row in db.execute(f"SELECT * FROM {table}"))  # noqa: S608 - ours


def test_a_withdrawal_leaves_no_word_and_no_name(
    db: Database, designer: Actor, steward: Actor, persona_id: str, notes: list[str]
) -> None:
    """Quotes go, lines lose their sentences and say so, the persona returns to review; the journal forgets."""
    note_id = a_note(db, SECRET)
    a_tag(db, note_id)
    person = participant_of(db, note_id)
    people = [*(participant_of(db, each) for each in notes), person]
    personas.choose_people(db, designer, persona_id=persona_id, participant_ids=people, note_ids=[note_id])
    secret = passage(note_id, SECRET)
    personas.add_quote(db, designer, persona_id=persona_id, evidence=secret, section=Section.SAYS)
    binned = personas.add_quote(db, designer, persona_id=persona_id, evidence=secret, section=Section.SAYS)
    personas.bin_line(db, designer, line_id=binned)
    both = LineDraft(Section.LIVES, "Appuyée deux fois", (secret, passage(notes[0])))
    alone = LineDraft(Section.LIVES, "Appuyée une fois", (secret,))
    for draft in (both, alone):
        personas.add_line(db, designer, persona_id=persona_id, draft=draft)
    base = personas.persona(db, steward, persona_id=persona_id).version
    personas.publish_persona(db, steward, persona_id=persona_id, base=base)

    expected = Trace(personas=1, lines=2, quotes=2)
    assert personas.preview_withdrawal(db, person) == expected
    assert personas.concerned(db, person) == {persona_id}
    assert personas.erase_participant(db, steward, person) == expected

    view = personas.persona(db, designer, persona_id=persona_id)
    assert (view.state, view.people.value) == (State.TO_REVIEW, 6)
    told = {line.text: (line.to_review, [each.source_id for each in line.passages]) for line in view.lines}
    assert told == {"Appuyée deux fois": (False, [notes[0]]), "Appuyée une fois": (True, [])}
    left = everything(db)
    assert FEAR in left
    own = db.execute("SELECT value FROM journal WHERE entity LIKE 'personas_%' AND value IS NOT NULL").fetchall()
    kept = "\n".join(value for (value,) in own)
    assert SECRET not in kept
    assert person not in kept
    assert note_id not in kept
    assert personas.preview_withdrawal(db, person) == Trace(0, 0, 0)
    assert list(storage.check_database(db)) == []


def test_a_consent_withdrawn_before_hides_nothing_from_the_erasing(
    db: Database, designer: Actor, steward: Actor, persona_id: str, notes: list[str]
) -> None:
    """The note left the views with its consent; its words must still leave the persona."""
    person = participant_of(db, notes[0])
    personas.add_quote(db, designer, persona_id=persona_id, evidence=passage(notes[0]), section=Section.SAYS)
    privacy.withdraw_consent(db, WORKER, consent_id=consent_of(db, notes[0]))
    assert personas.erase_participant(db, steward, person).quotes == 1
    assert db.execute("SELECT count(*) FROM personas_line").fetchone() == (0,)


def test_a_sentence_taken_out_of_a_line_before_leaves_the_journal_too(
    db: Database, designer: Actor, steward: Actor, persona_id: str, notes: list[str]
) -> None:
    """The line no longer rests on it, but its past versions still hold the words."""
    note_id = a_note(db, SECRET)
    person, secret = participant_of(db, note_id), passage(note_id, SECRET)
    draft = LineDraft(Section.LIVES, "Appuyée autrement depuis", (secret, passage(notes[0])))
    line_id = personas.add_line(db, designer, persona_id=persona_id, draft=draft)
    personas.remove_evidence(db, designer, line_id=line_id, evidence=secret)
    personas.erase_participant(db, steward, person)
    own = db.execute("SELECT value FROM journal WHERE entity = 'personas_line' AND value IS NOT NULL").fetchall()
    kept = "\n".join(value for (value,) in own)
    assert SECRET not in kept
    assert note_id not in kept
    assert [line.text for line in personas.persona(db, designer, persona_id=persona_id).lines] == [draft.text]
    assert list(storage.check_database(db)) == []
