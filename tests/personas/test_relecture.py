"""Relecture: what the people concerned say of a sheet, and what it does to the sheet and to every file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from builders import FEAR, a_participant, participant_of, passage

from codesign import bootstrap, exchange, personas, privacy, storage
from codesign.accounts import Actor
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.personas import (
    Answer,
    Audience,
    LineDraft,
    LineKind,
    Listener,
    PersonaDraft,
    ReadingForm,
    RelectureDraft,
    Section,
    Standing,
    State,
)
from codesign.personas.relecture import digest, first_digest
from codesign.storage import Database

CLAIM = "Elles ont peur d’y retourner"


@pytest.fixture
def worker(actor: Callable[..., Actor]) -> Actor:
    """Somebody of the field, who reads personas back."""
    return actor("terrain")


@pytest.fixture
def sheet(db: Database, designer: Actor, notes: list[str], persona_id: str) -> dict[str, str]:
    """A claim, an interpretation and a quote on the persona; their ids, and the persona's."""
    claim = LineDraft(Section.LIVES, CLAIM, tuple(passage(each) for each in notes[:2]))
    thought = LineDraft(Section.THINKS, "Mieux vaut se taire")
    return {
        "persona": persona_id,
        "claim": personas.add_line(db, designer, persona_id=persona_id, draft=claim),
        "thought": personas.add_line(db, designer, persona_id=persona_id, draft=thought),
        "quote": personas.add_quote(
            db, designer, persona_id=persona_id, evidence=passage(notes[0]), section=Section.SAYS
        ),
    }


def told(
    answer: Answer = Answer.RECOGNISED, people: int = 2, person: str | None = None, **lines: Answer
) -> RelectureDraft:
    """A relecture with two people; lines by id."""
    return RelectureDraft(
        Listener.GROUP, ReadingForm.GROUP, privacy.today(), answer, people, person, dict(lines), "« Oui, c’est ça. »"
    )


def read(db: Database, who: Actor, sheet: dict[str, str], draft: RelectureDraft) -> str:
    """Record a relecture."""
    return personas.record_relecture(db, who, persona_id=sheet["persona"], draft=draft)


def standing(db: Database, who: Actor, sheet: dict[str, str]) -> Standing:
    """What the relectures make of the sheet."""
    return personas.persona(db, who, persona_id=sheet["persona"]).standing


def publish(db: Database, who: Actor, persona_id: str) -> None:
    """Publish what stands."""
    base = personas.persona(db, who, persona_id=persona_id).version
    personas.publish_persona(db, who, persona_id=persona_id, base=base)


def test_two_people_who_recognise_it_are_needed(
    db: Database, designer: Actor, worker: Actor, sheet: dict[str, str]
) -> None:
    """One person alone is not those concerned."""
    assert standing(db, designer, sheet) is Standing.MISSING
    read(db, worker, sheet, told(people=1))
    assert standing(db, designer, sheet) is Standing.ONCE
    read(db, worker, sheet, told(people=1))
    assert standing(db, designer, sheet) is Standing.RECOGNISED


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer.NUANCE, Standing.NUANCE),
        (Answer.CONTESTED, Standing.CONTESTED),
        (Answer.REMOVE, Standing.REMOVE),
    ],
)
def test_the_worst_answer_names_the_sheet(
    db: Database, designer: Actor, worker: Actor, sheet: dict[str, str], answer: Answer, expected: Standing
) -> None:
    """A majority does not silence one who contests."""
    read(db, worker, sheet, told(people=9))
    read(db, worker, sheet, told(answer, people=1))
    assert standing(db, designer, sheet) is expected


def test_a_contested_line_keeps_the_sheet_from_being_simply_recognised(
    db: Database, designer: Actor, worker: Actor, sheet: dict[str, str]
) -> None:
    """Recognised as a whole, but for one line."""
    read(db, worker, sheet, told(**{sheet["claim"]: Answer.CONTESTED}))
    assert standing(db, designer, sheet) is Standing.NUANCE
    view = personas.persona(db, designer, persona_id=sheet["persona"])
    assert next(each for each in view.lines if each.id == sheet["claim"]).answers == ((Answer.CONTESTED, 1),)


def test_a_change_of_words_makes_a_relecture_old_and_a_removal_does_not(
    db: Database, designer: Actor, worker: Actor, sheet: dict[str, str]
) -> None:
    """They recognised what they were shown, no more."""
    read(db, worker, sheet, told())
    personas.bin_line(db, designer, line_id=sheet["thought"])
    assert standing(db, designer, sheet) is Standing.RECOGNISED
    personas.add_line(db, designer, persona_id=sheet["persona"], draft=LineDraft(Section.WANTS, "Un guichet humain"))
    assert standing(db, designer, sheet) is Standing.OUTDATED


def test_a_line_to_be_removed_leaves_the_sheet_and_every_file(
    db: Database, designer: Actor, worker: Actor, steward: Actor, sheet: dict[str, str]
) -> None:
    """One veto is enough; those who write see it, with the reason."""
    publish(db, steward, sheet["persona"])
    read(db, worker, sheet, told(**{sheet["claim"]: Answer.REMOVE}))
    ours = personas.persona(db, designer, persona_id=sheet["persona"])
    assert [each.text for each in ours.lines if each.vetoed] == [CLAIM]
    assert ours.removed == 1
    assert ours.state is State.PUBLISHED
    for view in (
        personas.published(db, designer, persona_id=sheet["persona"]),
        personas.persona(db, worker, persona_id=sheet["persona"]),
        personas.to_read_back(db, worker)[0],
    ):
        assert CLAIM not in [each.text for each in view.lines]
    assert CLAIM not in personas.markdown(db, designer, persona_id=sheet["persona"], demo=False)
    (handout,) = personas.handouts(db, steward, audience=Audience.PARTNERS, demo=False)
    assert CLAIM not in json.dumps([line.text for part in handout.sheet.sections for line in part.lines])
    assert handout.sheet.relecture == "Reconnue par des personnes concernées"


def test_a_veto_is_on_the_words_wherever_they_come_back(
    db: Database, designer: Actor, worker: Actor, sheet: dict[str, str]
) -> None:
    """Typing the same words again does not go round it; other words do, and so does binning a mistaken relecture."""
    made = read(db, worker, sheet, told(**{sheet["thought"]: Answer.REMOVE}))
    again = LineDraft(Section.FEELS, "  mieux VAUT se taire ")
    line_id = personas.add_line(db, designer, persona_id=sheet["persona"], draft=again)
    vetoed = [each.id for each in personas.persona(db, designer, persona_id=sheet["persona"]).lines if each.vetoed]
    assert sorted(vetoed) == sorted([sheet["thought"], line_id])
    base = next(
        each.version for each in personas.persona(db, designer, persona_id=sheet["persona"]).lines if each.id == line_id
    )
    other = LineDraft(Section.FEELS, "Elles gardent cela pour elles")
    personas.edit_line(db, designer, line_id=line_id, draft=other, base=base)
    assert personas.persona(db, designer, persona_id=sheet["persona"]).removed == 1
    personas.bin_relecture(db, worker, relecture_id=made)
    assert personas.persona(db, designer, persona_id=sheet["persona"]).removed == 0
    personas.restore_relecture(db, worker, relecture_id=made)
    assert personas.persona(db, designer, persona_id=sheet["persona"]).removed == 1


@pytest.mark.parametrize("again", ["Mieux vaut se taire.", "« mieux vaut, se TAIRE ! »", "mieux vaut — se táire"])
def test_a_sign_or_an_accent_brings_no_refused_words_back(
    db: Database, designer: Actor, worker: Actor, sheet: dict[str, str], again: str
) -> None:
    """A full stop is no other wording."""
    read(db, worker, sheet, told(**{sheet["thought"]: Answer.REMOVE}))
    line_id = personas.add_line(db, designer, persona_id=sheet["persona"], draft=LineDraft(Section.FEELS, again))
    view = personas.persona(db, designer, persona_id=sheet["persona"])
    assert {each.id for each in view.lines if each.vetoed} == {sheet["thought"], line_id}


def test_a_veto_of_before_signs_were_left_out_holds(
    db: Database, designer: Actor, worker: Actor, sheet: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows keep the digest of their day, and travel with it: it means the same words."""
    with monkeypatch.context() as before:
        for room in ("relecture", "relectures"):
            before.setattr(import_module(f"codesign.personas.{room}"), "digest", first_digest)
        read(db, worker, sheet, told(**{sheet["thought"]: Answer.REMOVE, sheet["claim"]: Answer.NUANCE}))
    view = personas.persona(db, designer, persona_id=sheet["persona"])
    assert {each.id for each in view.lines if each.vetoed} == {sheet["thought"]}
    assert standing(db, designer, sheet) is Standing.NUANCE


def test_publication_says_that_the_relecture_is_missing_and_refuses_what_people_want_gone(
    db: Database, worker: Actor, steward: Actor, sheet: dict[str, str]
) -> None:
    """Without a relecture it says so everywhere; against one it is not done, and what was published goes back."""
    publish(db, steward, sheet["persona"])
    said = personas.sheet(db, steward, persona_id=sheet["persona"], demo=False)
    assert said.relecture == "Pas encore relue avec les personnes concernées"
    read(db, worker, sheet, told(Answer.REMOVE))
    assert personas.persona(db, steward, persona_id=sheet["persona"]).state is State.TO_REVIEW
    with pytest.raises(InvalidInput):
        publish(db, steward, sheet["persona"])


def test_a_sheet_of_which_every_line_is_refused_is_not_published(
    db: Database, worker: Actor, steward: Actor, sheet: dict[str, str]
) -> None:
    """There would be nothing to read."""
    lines = {sheet[name]: Answer.REMOVE for name in ("claim", "thought", "quote")}
    read(db, worker, sheet, told(**lines))
    with pytest.raises(InvalidInput):
        publish(db, steward, sheet["persona"])


def test_the_field_reads_back_drafts_with_counts_masked_and_no_passage(
    db: Database, worker: Actor, sheet: dict[str, str]
) -> None:
    """A relecture comes before publication; what is shown of a draft is what may leave."""
    (view,) = personas.to_read_back(db, worker)
    assert view.state is State.DRAFT
    assert not view.exact
    assert all(not each.passages for each in view.lines)
    with pytest.raises(NotFound):
        personas.persona(db, worker, persona_id=sheet["persona"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": 0},
        {"people": 1000},
        {"held_on": None},
        {"participant_id": "personne"},
        {"lines": {"x": Answer.NUANCE}},
    ],
)
def test_what_no_relecture_can_be_is_refused(
    db: Database, worker: Actor, sheet: dict[str, str], wrong: dict[str, object]
) -> None:
    """A day to come, nobody, a pseudonym or a line that is not there."""
    if "held_on" in wrong:
        wrong = {"held_on": privacy.today() + timedelta(days=1)}
    with pytest.raises((InvalidInput, NotFound)):
        read(db, worker, sheet, replace(told(), **wrong))  # type: ignore[arg-type]


def test_the_same_form_sent_twice_makes_one_and_what_came_of_it_is_kept(
    db: Database, worker: Actor, sheet: dict[str, str]
) -> None:
    """A double click is not two readings."""
    for _twice in range(2):
        personas.record_relecture(
            db, worker, persona_id=sheet["persona"], draft=told(), id="0192f0c0-0000-7000-8000-000000000000"
        )
    (found,) = personas.relectures(db, worker, persona_id=sheet["persona"])
    personas.follow_up_relecture(db, worker, relecture_id=found.id, text=" Ligne reformulée ", base=found.version)
    assert personas.relectures(db, worker, persona_id=sheet["persona"])[0].follow_up == "Ligne reformulée"


def test_a_persona_in_the_bin_is_not_read_back_and_the_steering_group_reads_none(
    db: Database, designer: Actor, worker: Actor, actor: Callable[..., Actor], sheet: dict[str, str]
) -> None:
    """Answers are the team's to keep."""
    with pytest.raises(NotAllowed):
        personas.relectures(db, actor("comite"), persona_id=sheet["persona"])
    personas.bin_persona(db, designer, persona_id=sheet["persona"])
    with pytest.raises(NotFound):
        read(db, worker, sheet, told())


def test_a_person_who_withdraws_takes_their_relecture_along(
    db: Database, worker: Actor, steward: Actor, sheet: dict[str, str]
) -> None:
    """Named by a pseudonym, merged ones too; told in the preview and in what is held of them; gone from the journal."""
    person, other = a_participant(db), a_participant(db)
    read(db, worker, sheet, told(person=other))
    privacy.merge_participants(db, steward, kept=person, merged=other)
    stays = read(db, worker, sheet, told())
    assert bootstrap.preview_withdrawal(db, steward, person)["Relectures"] == 1
    held = json.loads(exchange.export_participant(db, steward, participant_id=person).data)
    assert [each["answer"] for each in held["relectures"]] == ["reconnu"]
    assert personas.standing_behind(db, [person, other]) >= {other}
    bootstrap.withdraw(db, steward, person)
    assert [each.id for each in personas.relectures(db, worker, persona_id=sheet["persona"])] == [stays]
    assert not any(other in str(value) for (value,) in db.conn.execute("SELECT value FROM journal"))
    assert list(storage.check_journal(db)) == []


def test_relectures_forget_the_words_of_a_quote_that_is_erased(
    db: Database, designer: Actor, worker: Actor, steward: Actor, notes: list[str], sheet: dict[str, str]
) -> None:
    """Not even a digest is left by which the exact words could be confirmed; the other answers stay."""
    read(db, worker, sheet, told(**{sheet["quote"]: Answer.NUANCE, sheet["claim"]: Answer.RECOGNISED}))
    words = digest(sheet["persona"], FEAR)
    assert any(words in str(row) for row in db.conn.execute("SELECT value FROM journal"))
    bootstrap.withdraw(db, steward, participant_of(db, notes[0]))
    assert not any(words in str(row) for row in db.conn.execute("SELECT value FROM journal"))
    (found,) = personas.relectures(db, worker, persona_id=sheet["persona"])
    assert list(found.answers.values()) == [Answer.RECOGNISED]


def test_relectures_forget_every_wording_that_a_quote_had(
    db: Database, designer: Actor, worker: Actor, steward: Actor, notes: list[str], sheet: dict[str, str]
) -> None:
    """The quote was cut shorter since: what was read back first is as much theirs as what stands today."""
    longer = digest(sheet["persona"], FEAR)
    read(db, worker, sheet, told(**{sheet["quote"]: Answer.NUANCE}))
    (line,) = [
        each for each in personas.persona(db, designer, persona_id=sheet["persona"]).lines if each.id == sheet["quote"]
    ]
    shorter = LineDraft(Section.SAYS, "Elle a peur", (passage(notes[0], "Elle a peur"),), LineKind.QUOTE)
    personas.edit_line(db, designer, line_id=line.id, draft=shorter, base=line.version)
    bootstrap.withdraw(db, steward, participant_of(db, notes[0]))
    assert not any(longer in str(row) for row in db.conn.execute("SELECT value FROM journal"))


def test_people_erased_on_another_laptop_leave_with_their_relecture(
    db: Database, worker: Actor, steward: Actor, sheet: dict[str, str]
) -> None:
    """The bundle says who is gone; the relecture was recorded here meanwhile."""
    person = a_participant(db)
    read(db, worker, sheet, told(person=person))
    personas.drop_sources(db, steward, source_ids=[person])
    assert personas.relectures(db, worker, persona_id=sheet["persona"]) == ()


def test_the_same_words_on_another_persona_are_another_matter(
    db: Database, designer: Actor, worker: Actor, sheet: dict[str, str]
) -> None:
    """The same words on another persona were read back by nobody."""
    read(db, worker, sheet, told(**{sheet["thought"]: Answer.REMOVE}))
    other = personas.create_persona(db, designer, draft=PersonaDraft("Celles qui n’osent plus"))
    personas.add_line(db, designer, persona_id=other, draft=LineDraft(Section.THINKS, "Mieux vaut se taire"))
    view = personas.persona(db, designer, persona_id=other)
    assert (view.removed, view.standing) == (0, Standing.MISSING)


def test_a_name_in_a_remark_is_refused_by_the_action_itself(db: Database, worker: Actor, sheet: dict[str, str]) -> None:
    """Remarks are shown without an approval: neither they nor their follow-up name somebody unseen."""
    named = replace(told(), remark="Mme Fatoumata Diop dit que c’est elle.")
    with pytest.raises(InvalidInput, match="Fatoumata"):
        personas.record_relecture(db, worker, persona_id=sheet["persona"], draft=named)
    aside = ("name:Fatoumata Diop",)
    made = personas.record_relecture(db, worker, persona_id=sheet["persona"], draft=named, aside=aside)
    (kept,) = personas.relectures(db, worker, persona_id=sheet["persona"])
    text = "Vu avec Fatoumata Diop."
    with pytest.raises(InvalidInput, match="Fatoumata"):
        personas.follow_up_relecture(db, worker, relecture_id=made, text=text, base=kept.version)
    personas.follow_up_relecture(db, worker, relecture_id=made, text=text, base=kept.version, aside=aside)
