"""A search from the wish to the persona: who counts, what is kept, what a withdrawal leaves."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import a_note, a_tag, participant_of
from planted_notes import plant

from codesign import bootstrap, codebook, fieldnotes, jobs, personas, privacy, storage
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.fieldnotes import NoteFilter
from codesign.jobs import JobState, Progress
from codesign.personas import Findings, LineDraft, Method, Outcome, PersonaDraft, Section, State
from codesign.personas.search import table
from codesign.storage import Database

WISH: dict[str, Any] = {"groups": None, "asked_by": "quelqu’un"}


@pytest.fixture(scope="module")
def planted(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the invented people, made once."""
    path = tmp_path_factory.mktemp("planted") / "planted.db"
    shutil.copy(migrated, path)
    return plant(path)


@pytest.fixture
def path(planted: Path, tmp_path: Path) -> Path:
    """A copy of this test's own."""
    return Path(shutil.copy(planted, tmp_path / "codesign.db"))


@pytest.fixture
def people(path: Path) -> Iterator[Database]:
    """It, open."""
    with storage.open_database(path) as db:
        yield db


def silent(_done: int, _total: int, _message: str = "") -> None:
    """Follow nothing."""


def search(db: Database, actor: Actor, **wish: object) -> Findings:
    """Search now, with few draws; return what is seen."""
    personas.find_personas(db, {**WISH, **wish}, silent, rounds=2)
    found = personas.findings(db, actor)
    assert found is not None
    return found


def test_a_search_tells_groups_in_words(people: Database, designer: Actor) -> None:
    """Three groups of eleven, each with its two barriers, and everything that would make them again."""
    found = search(people, designer)
    assert (found.outcome, found.people, found.outside, found.stale) == (Outcome.FOUND, 33, 0, False)
    assert [group.people for group in found.groups] == [11, 11, 11]
    leading = [{each.frequency.code for each in group.leading("barrier")} for group in found.groups]
    assert sorted(map(sorted, leading)) == [
        ["confiance", "isolement"],
        ["cout", "transport"],
        ["information", "langue"],
    ]
    trait = found.groups[0].traits[0]
    assert (
        str(trait.frequency)
        == "11 personnes sur 11 (100\N{NO-BREAK SPACE}%), contre 33\N{NO-BREAK SPACE}% dans l’ensemble"
    )
    assert trait.low < 1 <= trait.high
    assert all(group.jaccard > 0.9 and not group.few for group in found.groups)
    assert found.data_hash
    assert found.codebook
    assert found.until[:2] == "20"
    assert personas.findings(people, designer) == found


def test_the_same_wish_on_the_same_data_is_answered_at_once(people: Database, designer: Actor) -> None:
    """Another wish, or one more code, is another search."""
    first = personas.find_personas(people, WISH, silent, rounds=2)
    again = personas.find_personas(people, WISH, silent, rounds=2)
    assert (again["run"], again["again"]) == (first["run"], True)
    wished = search(people, designer, groups=2)
    assert (wished.run_id != first["run"], wished.wish, wished.chosen, len(wished.groups)) == (True, 2, 3, 2)
    personas.find_personas(people, WISH, silent, rounds=2)
    assert personas.findings(people, designer).run_id == first["run"]  # type: ignore[union-attr]
    a_tag(people, a_note(people), "temps")
    assert personas.findings(people, designer).stale  # type: ignore[union-attr]
    assert personas.find_personas(people, WISH, silent, rounds=2)["again"] is False


def test_only_decided_codes_with_consent_for_personas_count(people: Database) -> None:
    """Not a code that is absent, nor another family, nor a note without that consent."""
    before = table(people)
    for note_id, code, family, status in (
        (a_note(people, purposes=("note",)), "temps", "barrier", "present"),
        (a_note(people), "temps", "barrier", "absent"),
        (a_note(people), codebook.load_codebook().family("touchpoint").codes[0].id, "touchpoint", "present"),
    ):
        a_tag(people, note_id, code, family=family, status=status)
    assert table(people).hash() == before.hash()
    assert table(people).codes.shape == before.codes.shape == (33, 6)


def test_a_persona_is_made_from_a_group(people: Database, designer: Actor) -> None:
    """Its people are chosen, its origin is kept, and the same form sent twice makes one."""
    found = search(people, designer)
    made = [
        personas.create_from_group(
            people, designer, run_id=found.run_id, number=0, draft=PersonaDraft("Trouvée"), id="11" * 16
        )
        for _twice in range(2)
    ]
    view = personas.persona(people, designer, persona_id=made[0])
    assert made[0] == made[1]
    assert (view.method, view.people.value, len(view.participant_ids)) == (Method.FOUND, 11, 11)
    assert personas.findings(people, designer).groups[0].persona_ids == (made[0],)  # type: ignore[union-attr]
    origin = personas.provenances(people, designer)[made[0]]
    assert (origin.run_id, origin.number, origin.until, origin.outdated) == (found.run_id, 0, found.until, False)
    a_tag(people, a_note(people), "temps")
    assert not personas.provenances(people, designer)[made[0]].outdated
    a_tag(people, a_note(people, participant_id=view.participant_ids[0]), "temps")
    assert personas.provenances(people, designer)[made[0]].outdated
    assert list(storage.check_journal(people)) == []


def test_a_group_that_is_not_there_makes_nothing(people: Database, designer: Actor) -> None:
    """A link kept too long says so."""
    found = search(people, designer)
    for run_id, number in (("nothing", 0), (found.run_id, 7)):
        with pytest.raises(NotFound):
            personas.create_from_group(people, designer, run_id=run_id, number=number, draft=PersonaDraft("Rien"))


def test_a_withdrawn_person_leaves_every_search(people: Database, designer: Actor, steward: Actor) -> None:
    """Of the search that was done they leave no trace, its counts go down, and the next one does not see them."""
    found = search(people, designer)
    made = personas.create_from_group(people, designer, run_id=found.run_id, number=0, draft=PersonaDraft("Trouvée"))
    gone = personas.persona(people, designer, persona_id=made).participant_ids[0]
    bootstrap.withdraw(people, steward, gone)
    after = personas.findings(people, designer)
    assert after is not None
    assert (after.people, after.stale, after.groups[0].people) == (32, True, 10)
    assert people.execute("SELECT count(*) FROM personas_run_member WHERE ref_id = ?", [gone]).fetchone()[0] == 0
    assert personas.provenances(people, designer)[made].outdated
    assert search(people, designer).people == 32


def test_consent_that_ends_takes_people_out_of_the_counts(people: Database, designer: Actor, steward: Actor) -> None:
    """Without any new search: counts are made at each reading. Under five people, no persona can be made."""
    found = search(people, designer)
    run = personas.create_from_group(people, designer, run_id=found.run_id, number=0, draft=PersonaDraft("Trouvée"))
    for person in personas.persona(people, designer, persona_id=run).participant_ids[:7]:
        for consent in privacy.consents(people, steward, participant_id=person):
            privacy.withdraw_consent(people, steward, consent_id=consent.id)
    after = personas.findings(people, designer)
    assert after is not None
    assert (after.groups[0].people, after.groups[0].few) == (4, True)


def test_a_new_search_is_set_beside_what_is_published(people: Database, designer: Actor, steward: Actor) -> None:
    """The published persona is found again; a hand-made one no longer counts once a found one is published."""
    found = search(people, designer)
    assert found.change.new == (0, 1, 2)
    made = personas.create_from_group(people, designer, run_id=found.run_id, number=1, draft=PersonaDraft("Trouvée"))
    personas.add_line(people, designer, persona_id=made, draft=LineDraft(Section.LIVES, "Une lecture de l’équipe"))
    base = personas.persona(people, steward, persona_id=made).version
    personas.publish_persona(people, steward, persona_id=made, base=base)
    change = personas.findings(people, designer).change  # type: ignore[union-attr]
    assert [(each.persona_id, each.number, each.both, each.left, each.came) for each in change.kept] == [
        (made, 1, 11, 0, 0)
    ]
    assert (change.new, change.gone, change.moved) == ((0, 2), (), 0)


def test_a_published_persona_that_went_back_to_review_is_still_compared(
    people: Database, designer: Actor, steward: Actor
) -> None:
    """Too few of its people are left for it to stand: that is what a new search must tell, not « a new group »."""
    found = search(people, designer)
    made = personas.create_from_group(people, designer, run_id=found.run_id, number=1, draft=PersonaDraft("Trouvée"))
    personas.add_line(people, designer, persona_id=made, draft=LineDraft(Section.LIVES, "Une lecture de l’équipe"))
    view = personas.persona(people, steward, persona_id=made)
    personas.publish_persona(people, steward, persona_id=made, base=view.version)
    for person in view.participant_ids[:7]:
        (note,) = fieldnotes.notes(people, steward, filter=NoteFilter(participant_id=person))
        fieldnotes.bin_note(people, steward, note_id=note.id)
    assert personas.persona(people, steward, persona_id=made).state is State.TO_REVIEW
    for _before_seals in range(2):
        change = personas.findings(people, designer).change  # type: ignore[union-attr]
        assert [(each.persona_id, each.number, each.both, each.left) for each in change.kept] == [(made, 1, 4, 0)]
        assert change.new == (0, 2)
        people.conn.execute("UPDATE personas_persona SET sealed = NULL")  # as those of before prints of sheets


def test_a_found_persona_in_review_does_not_hide_the_set_made_by_hand(
    people: Database, designer: Actor, steward: Actor
) -> None:
    """What is published now is what a search is set beside."""
    found = search(people, designer)
    made = personas.create_from_group(people, designer, run_id=found.run_id, number=1, draft=PersonaDraft("Trouvée"))
    chosen = personas.create_from_group(people, designer, run_id=found.run_id, number=0, draft=PersonaDraft("Main"))
    people.conn.execute("UPDATE personas_persona SET method = 'manual' WHERE id = ?", [chosen])
    for each in (made, chosen):
        personas.add_line(people, designer, persona_id=each, draft=LineDraft(Section.LIVES, "Une lecture de l’équipe"))
        base = personas.persona(people, steward, persona_id=each).version
        personas.publish_persona(people, steward, persona_id=each, base=base)
    for person in personas.persona(people, steward, persona_id=made).participant_ids[:7]:
        (note,) = fieldnotes.notes(people, steward, filter=NoteFilter(participant_id=person))
        fieldnotes.bin_note(people, steward, note_id=note.id)
    change = personas.findings(people, designer).change  # type: ignore[union-attr]
    assert [(each.persona_id, each.number) for each in change.kept] == [(chosen, 0)]


def test_too_few_people_or_none_still_leave_something_to_say(db: Database, designer: Actor) -> None:
    """Frequencies and pairs, no group, no persona."""
    assert personas.findings(db, designer) is None
    assert search(db, designer).outcome is Outcome.TOO_FEW
    for _n in range(6):
        note_id = a_note(db)
        a_tag(db, note_id, "cout")
        a_tag(db, note_id, "transport")
    found = search(db, designer)
    assert (found.outcome, found.groups, found.people) == (Outcome.TOO_FEW, (), 6)
    assert [(row.code, row.count.value, row.overall) for row in found.overall.rows] == [
        ("cout", 6, None),
        ("transport", 6, None),
    ]
    assert [n for _one, _two, n in found.pairs] == [6]


@pytest.mark.parametrize("role", ["terrain", "comite"])
def test_searching_is_for_those_who_build(people: Database, actor: Callable[..., Actor], role: str) -> None:
    """Raw counts of groups are theirs alone."""
    other = actor(role)
    for door in (personas.ask_search, personas.findings, personas.provenances):
        with pytest.raises(NotAllowed):
            door(people, other)


def test_a_number_of_groups_has_bounds(people: Database, designer: Actor) -> None:
    """One group, or eleven, is not a wish that can be granted."""
    for groups in (1, 11):
        with pytest.raises(InvalidInput):
            personas.ask_search(people, designer, groups=groups)


def test_a_search_that_is_stopped_leaves_nothing(people: Database, path: Path, designer: Actor) -> None:
    """Stopped while it runs, at its next step: no search is kept."""
    job_id = personas.ask_search(people, designer)

    def stopped(db: Database, params: dict[str, Any], progress: Progress) -> dict[str, Any]:
        def step(done: int, total: int, message: str = "") -> None:
            if done == 1:
                jobs.request_cancel(people, designer, job_id=job_id)
                time.sleep(0.35)  # progress is looked at three times a second
            progress(done, total, message)

        return personas.find_personas(db, params, step, rounds=2)

    assert jobs.work_once(path, {personas.KIND: stopped})
    assert jobs.job(people, job_id).state is JobState.CANCELLED
    assert personas.findings(people, designer) is None


def test_two_pseudonyms_of_one_person_are_one(people: Database, designer: Actor, steward: Actor) -> None:
    """Merged after the search: one person fewer, without searching again."""
    found = search(people, designer)
    made = personas.create_from_group(people, designer, run_id=found.run_id, number=0, draft=PersonaDraft("Trouvée"))
    kept, other = personas.persona(people, designer, persona_id=made).participant_ids[:2]
    privacy.merge_participants(people, steward, kept=kept, merged=other)
    after = personas.findings(people, designer)
    assert after is not None
    assert (after.people, after.groups[0].people) == (32, 10)


def test_notes_without_pseudonym_stand_for_one_person_each(people: Database) -> None:
    """Rows follow people; the fixture gives each a pseudonym."""
    assert all(kind == "participant" for kind, _ref in table(people).refs)
    assert participant_of(people, a_note(people))
