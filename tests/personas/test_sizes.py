"""How large personas are, for those outside the team: the set does not tell the few who are in none."""

from __future__ import annotations

from collections.abc import Callable

from builders import ANALYST, a_note, participant_of

from codesign import personas
from codesign.accounts import MACHINE, Actor
from codesign.personas import LineDraft, LineKind, PersonaDraft, Section
from codesign.storage import Database


def published(db: Database, notes: list[str], title: str) -> str:
    """Publish a persona made from the people of these notes."""
    people = [participant_of(db, each) for each in notes]
    made = personas.create_persona(db, MACHINE, draft=PersonaDraft(title), participant_ids=people)
    line = LineDraft(Section.FEELS, "De la lassitude", (), LineKind.INTERPRETATION)
    personas.add_line(db, MACHINE, persona_id=made, draft=line)
    base = personas.persona(db, MACHINE, persona_id=made).version
    personas.publish_persona(db, MACHINE, persona_id=made, base=base)
    return made


def test_the_size_that_would_tell_who_is_in_no_persona_is_kept_back(db: Database, actor: Callable[..., Actor]) -> None:
    """13 and 8 of 22 people, shown as 15 and 10, would leave nobody or one: the smaller one is not told."""
    notes = [a_note(db, f"Récit {n}.") for n in range(22)]
    large, small = published(db, notes[:13], "Treize"), published(db, notes[13:21], "Huit")
    committee = actor("comite")
    sizes = {view.id: view.people for view in personas.personas(db, committee)}
    assert (sizes[large].value, sizes[small].hidden) == (15, True)
    assert personas.people_text(sizes[small]) == "Nombre de personnes non montré"
    told = personas.portrait(db, committee, persona_id=small)
    assert (told.people, told.share, told.counts.rows, told.day.stops) == (sizes[small], None, (), ())
    assert not [each for each in told.attributes if each.parts]
    assert personas.persona(db, ANALYST, persona_id=small).people.value == 8


def test_sizes_are_told_where_people_are_shared_or_enough_are_left(db: Database, actor: Callable[..., Actor]) -> None:
    """Personas that overlap do not add up; and five people in none are no few."""
    notes = [a_note(db, f"Récit {n}.") for n in range(26)]
    first, second = published(db, notes[:13], "Treize"), published(db, notes[12:21], "Neuf")
    views = {view.id: view.people.value for view in personas.personas(db, actor("comite"))}
    assert views == {first: 15, second: 10}
