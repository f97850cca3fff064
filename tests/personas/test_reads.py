"""What each reader sees of personas: the team its work, everybody else what was published, masked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import ANALYST, FEAR, WORKER, a_note, a_tag, consent_of, participant_of, passage

from codesign import personas, privacy, territory
from codesign.accounts import Actor
from codesign.errors import NotFound
from codesign.personas import LineDraft, PassageFilter, Section, State
from codesign.storage import Database


@pytest.fixture
def sheet(db: Database, designer: Actor, steward: Actor, persona_id: str, notes: list[str]) -> str:
    """A published persona: a claim on two people, one on six, an interpretation, a quote."""
    few, many = tuple(map(passage, notes[:2])), tuple(map(passage, notes))
    for draft in (
        LineDraft(Section.LIVES, "Deux personnes l’ont dit", few),
        LineDraft(Section.LIVES, "Six personnes l’ont dit", many),
        LineDraft(Section.FEELS, "De la lassitude"),
    ):
        personas.add_line(db, designer, persona_id=persona_id, draft=draft)
    personas.add_quote(db, designer, persona_id=persona_id, evidence=passage(notes[0]), section=Section.SAYS)
    base = personas.persona(db, steward, persona_id=persona_id).version
    personas.publish_persona(db, steward, persona_id=persona_id, base=base)
    return persona_id


@pytest.mark.parametrize("role", ["comite", "terrain"])
def test_the_others_see_only_what_is_published(
    db: Database, actor: Callable[..., Actor], steward: Actor, sheet: str, role: str
) -> None:
    """A draft is not in their list, nor behind its address."""
    who = actor(role)
    assert [each.id for each in personas.personas(db, who)] == [sheet]
    personas.unpublish_persona(db, steward, persona_id=sheet)
    assert personas.personas(db, who) == ()
    with pytest.raises(NotFound):
        personas.persona(db, who, persona_id=sheet)


def test_the_steering_group_sees_no_note_and_no_small_count(
    db: Database, actor: Callable[..., Actor], sheet: str
) -> None:
    """No passage, no pseudonym, no number from 1 to 4."""
    view = personas.persona(db, actor("comite"), persona_id=sheet)
    assert (view.participant_ids, view.note_ids, view.people_version, view.exact) == ((), (), "", False)
    assert all(line.passages == () and line.sentences is None for line in view.lines)
    by_text = {line.text: line.people for line in view.lines}
    assert by_text["Deux personnes l’ont dit"].hidden
    assert str(by_text["Deux personnes l’ont dit"]) == "—"
    assert by_text["Six personnes l’ont dit"].value == 5
    assert view.people.value == 5
    counts = personas.persona_frequencies(db, actor("comite"), persona_id=sheet)
    assert [(row.code, row.count.value) for row in counts.rows] == [("confiance", 5)]
    assert not counts.exact


def test_what_a_line_leaves_out_is_small_too(
    db: Database, designer: Actor, actor: Callable[..., Actor], steward: Actor, sheet: str, notes: list[str]
) -> None:
    """A line on five of the six says who the sixth is: its count is hidden, in the file as on the screen."""
    draft = LineDraft(Section.LIVES, "Cinq personnes l’ont dit", tuple(map(passage, notes[:5])))
    personas.add_line(db, designer, persona_id=sheet, draft=draft)
    personas.publish_persona(
        db, steward, persona_id=sheet, base=personas.persona(db, steward, persona_id=sheet).version
    )
    for view in (
        personas.persona(db, actor("comite"), persona_id=sheet),
        personas.published(db, steward, persona_id=sheet),
    ):
        shown = {line.text: str(line.people) for line in view.lines}
        assert shown["Cinq personnes l’ont dit"] == shown["Deux personnes l’ont dit"] == "—"
        assert shown["Six personnes l’ont dit"] == "5"
    five = [participant_of(db, each) for each in notes[:5]]
    personas.choose_people(db, designer, persona_id=sheet, participant_ids=five, note_ids=[])
    view = personas.published(db, steward, persona_id=sheet)
    shown = {line.text: str(line.people) for line in view.lines}
    assert (shown["Cinq personnes l’ont dit"], shown["Six personnes l’ont dit"]) == ("5", "—")


def test_the_team_sees_the_sentences(db: Database, designer: Actor, sheet: str, notes: list[str]) -> None:
    """Each line opens what it rests on, with the true counts."""
    view = personas.persona(db, designer, persona_id=sheet)
    first = view.section(Section.LIVES)[0]
    assert [each.source_id for each in first.passages] == notes[:2]
    assert (first.sentences, first.people.value, first.people.hidden) == (2, 2, False)


def test_a_withdrawn_consent_works_at_once(
    db: Database, designer: Actor, actor: Callable[..., Actor], sheet: str, notes: list[str]
) -> None:
    """The quote is gone, the claim has lost a sentence, and the published sheet is no longer readable outside."""
    privacy.withdraw_consent(db, WORKER, consent_id=consent_of(db, notes[0]))
    view = personas.persona(db, designer, persona_id=sheet)
    assert view.state is State.TO_REVIEW
    quote = next(line for line in view.lines if line.section is Section.SAYS)
    assert (quote.gone, quote.text) == (True, "")
    assert view.section(Section.LIVES)[0].lost == 1
    assert personas.personas(db, actor("comite")) == ()


def test_a_persona_in_the_bin_is_not_published(db: Database, actor: Callable[..., Actor], sheet: str) -> None:
    """Its address no longer answers those outside the team."""
    personas.bin_persona(db, ANALYST, persona_id=sheet)
    with pytest.raises(NotFound):
        personas.persona(db, actor("comite"), persona_id=sheet)


def test_published_reads_the_same_for_whoever_asks(
    db: Database, steward: Actor, actor: Callable[..., Actor], sheet: str
) -> None:
    """What the coordination exports is what the steering group reads."""
    mine = personas.published(db, steward, persona_id=sheet)
    theirs = personas.published(db, actor("comite"), persona_id=sheet)
    assert mine == theirs


def test_candidates_are_those_who_agreed(db: Database, designer: Actor, notes: list[str]) -> None:
    """Participants by pseudonym with their codes; nobody without consent for personas."""
    refused = a_note(db, purposes=("note", "quote"))
    found = personas.candidates(db, designer)
    people = {each.id: each for each in found}
    assert participant_of(db, refused) not in people
    assert [each.pseudonym for each in found] == sorted(each.pseudonym for each in found)
    one = people[participant_of(db, notes[0])]
    assert (one.kind, one.notes, one.sectors, one.codes) == ("participant", 1, ("ouest",), {"barrier:confiance"})


def test_a_sector_that_nobody_said_is_no_sector(
    db: Database, designer: Actor, persona_id: str, notes: list[str]
) -> None:
    """Neither « Ailleurs » nor a word of the machine: nothing is shown."""
    note = a_note(db, "Le bus est loin.", sector=territory.UNKNOWN)
    a_tag(db, note, "transport")
    one = next(each for each in personas.candidates(db, designer) if each.id == participant_of(db, note))
    assert one.sectors == ()
    (found,) = personas.passages(db, designer, wanted=PassageFilter(participant_id=one.id))
    assert found.sector == ""


def test_sentences_are_found_by_code_sector_person_and_words(
    db: Database, designer: Actor, persona_id: str, notes: list[str]
) -> None:
    """Each filter alone keeps what it says, and all together still do."""
    east = a_note(db, "Le bus est loin.", sector="nord_est")
    a_tag(db, east, "transport")

    def count(**wanted: object) -> int:
        return len(personas.passages(db, designer, wanted=PassageFilter(**wanted)))

    assert count() == 11
    assert count(code="barrier:confiance") == 6
    assert count(sector="nord_est") == 1
    assert count(participant_id=participant_of(db, notes[0])) == 1
    assert count(words="LE BUS") == 5
    assert count(persona_id=persona_id) == 6
    assert count(persona_id=persona_id, code="barrier:transport") == 0
    assert count(code="barrier:transport", words="loin", sector="nord_est", quotable=True) == 1


def test_sentences_that_one_may_not_read_are_not_offered(db: Database, designer: Actor, notes: list[str]) -> None:
    """A designer picks from cleared notes; a researcher from all; what is not cleared is not quotable."""
    hidden = a_note(db, cleared=False)
    a_tag(db, hidden, "langue")
    wanted = PassageFilter(code="barrier:langue")
    assert personas.passages(db, designer, wanted=wanted) == ()
    (found,) = personas.passages(db, ANALYST, wanted=wanted)
    assert (found.evidence.quote, found.quotable, found.codes) == (FEAR, False, ("barrier:langue",))
    own = a_note(db, cleared=False, author=designer)
    a_tag(db, own, "cout")
    assert len(personas.passages(db, designer, wanted=PassageFilter(code="barrier:cout"))) == 1


def test_a_passage_of_somebody_else_is_pointed_out(
    db: Database, designer: Actor, actor: Callable[..., Actor], sheet: str, notes: list[str]
) -> None:
    """A sheet "made from six people" that quotes a seventh says so to those who build it, and to nobody else."""
    view = personas.persona(db, designer, persona_id=sheet)
    assert [line.outside for line in view.lines] == [0, 0, 0, 0]
    people = [participant_of(db, each) for each in notes[1:]]
    personas.choose_people(db, designer, persona_id=sheet, participant_ids=people, note_ids=[])
    view = personas.persona(db, designer, persona_id=sheet)
    assert [line.outside for line in view.lines] == [1, 1, 1, 0]
    personas.choose_people(db, designer, persona_id=sheet, participant_ids=people, note_ids=notes[:1])
    assert sum(line.outside for line in personas.persona(db, designer, persona_id=sheet).lines) == 0
    assert sum(line.outside for line in personas.published(db, designer, persona_id=sheet).lines) == 0
