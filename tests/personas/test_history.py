"""What changed on a sheet: who, when, before and after, and no exact word of anybody."""

from __future__ import annotations

import pytest
from builders import FEAR, WORKER, consent_of, passage

from codesign import personas, privacy
from codesign.accounts import MACHINE, Actor
from codesign.errors import NotAllowed
from codesign.personas import LineDraft, PersonaDraft, Section
from codesign.storage import Database


def told(db: Database, actor: Actor, persona_id: str) -> list[tuple[str, str, str]]:
    """Label, before and after of each change, newest first."""
    return [(each.label, each.before, each.after) for each in personas.sheet_history(db, actor, persona_id)]


def test_a_line_is_followed_from_its_first_words_to_its_removal(
    db: Database, designer: Actor, steward: Actor, persona_id: str
) -> None:
    """And back: what was removed by mistake is written again, under the name of whoever did it."""
    first = LineDraft(Section.STORY, "Elle attend.")
    line = personas.add_line(db, designer, persona_id=persona_id, draft=first)
    base = personas.persona(db, designer, persona_id=persona_id).lines[0].version
    personas.edit_line(db, steward, line_id=line, draft=LineDraft(Section.STORY, "Elle attend un an."), base=base)
    personas.bin_line(db, designer, line_id=line)
    personas.restore_line(db, designer, line_id=line)
    assert told(db, designer, persona_id)[:4] == [
        ("Line", "", "Elle attend un an."),
        ("Line", "Elle attend un an.", ""),
        ("Line", "Elle attend.", "Elle attend un an."),
        ("Line", "", "Elle attend."),
    ]
    found = personas.sheet_history(db, designer, persona_id)
    assert [each.author_id for each in found[:4]] == [designer.id, designer.id, steward.id, designer.id]


def test_moving_a_line_or_resting_it_on_a_passage_changes_no_words(
    db: Database, designer: Actor, persona_id: str, notes: list[str]
) -> None:
    """The history is of words."""
    line = personas.add_line(db, designer, persona_id=persona_id, draft=LineDraft(Section.STORY, "Elle attend."))
    before = told(db, designer, persona_id)
    personas.add_evidence(db, designer, line_id=line, evidence=passage(notes[0]))
    assert told(db, designer, persona_id) == before


def test_the_title_is_followed_too(db: Database, designer: Actor, persona_id: str) -> None:
    """With the sentence under it."""
    view = personas.persona(db, designer, persona_id=persona_id)
    draft = PersonaDraft("Celles qui attendent", "Un an, parfois deux.", view.letter)
    personas.edit_persona(db, designer, persona_id=persona_id, draft=draft, base=view.version)
    found = told(db, designer, persona_id)
    assert ("Title", "Celles qui n’osent plus", "Celles qui attendent") in found
    assert ("In one sentence", "", "Un an, parfois deux.") in found
    assert all(before or after for _label, before, after in found)  # nothing is told of what was empty and stays so


def test_exact_words_are_never_in_it_withdrawn_or_not(
    db: Database, designer: Actor, persona_id: str, notes: list[str]
) -> None:
    """A quote comes and goes with the consent of who said it; a history would outlive it."""
    personas.add_quote(db, designer, persona_id=persona_id, evidence=passage(notes[0]), section=Section.SAYS)
    assert FEAR not in str(personas.sheet_history(db, designer, persona_id))
    privacy.withdraw_consent(db, MACHINE, consent_id=consent_of(db, notes[0]))
    assert FEAR not in str(personas.sheet_history(db, designer, persona_id))


def test_only_those_who_build_personas_read_it(db: Database, persona_id: str) -> None:
    """A field worker reads the sheet, not its making."""
    with pytest.raises(NotAllowed):
        personas.sheet_history(db, WORKER, persona_id)
