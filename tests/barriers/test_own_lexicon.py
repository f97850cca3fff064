"""The team's own wordings and silenced rules, and what review tells of each rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codesign import barriers, fieldnotes, jobs
from codesign.accounts import MACHINE, Actor
from codesign.barriers import Action, Choice
from codesign.errors import InvalidInput, NotFound
from codesign.storage import Database

FORM = {
    "code": "statut",
    "pattern": "(grobidou|zouplette) [pas] signé",
    "kind": "phrase",
    "example": "Son grobidou pas signé l’a bloquée.",
    "near_miss": "Un grobidou tout neuf.",
}
TOLD = "Elle montre une zouplette pas signée au comptoir."
LANGUAGE = "Elle ne parle pas français."


def found(db: Database, reviewer: Actor, note: str) -> set[tuple[str, str]]:
    """What the rules propose of barriers on a note: code and rule."""
    return {
        (each.code, span.rule_id)
        for sentence in barriers.review(db, reviewer, note).sentences
        for each in sentence.suggestions
        for span in each.evidence
        if each.family == "barrier" and each.origin == "rule"
    }


def choose(db: Database, reviewer: Actor, note: str, action: Action, code: str = "langue") -> None:
    """Decide on the first sentence of a note."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    wish = Choice(where, action, *(() if action is Action.NOTHING else ("barrier", code)))
    barriers.decide(db, reviewer, source_id=note, choice=wish)


def test_a_wording_of_the_team_works_beside_the_shipped_ones(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """The next reading finds it, its name stands in the evidence, and taking it off takes it away."""
    note, before = a_note(f"{TOLD} {LANGUAGE}"), barriers.version_of(db)
    shipped = found(db, reviewer, note)
    wording = barriers.add_wording(db, reviewer, **FORM, id="0192f0c0-0000-7000-8000-0000000000aa")
    assert barriers.add_wording(db, reviewer, **FORM, id=wording) == wording
    (own,) = barriers.own_wordings(db, reviewer)
    assert barriers.version_of(db) not in {before, barriers.tagger_version()}
    assert found(db, reviewer, note) == shipped | {("statut", own.rule)}
    assert [each.kind for each in jobs.all_jobs(db)] == ["retag"]
    barriers.remove_wording(db, reviewer, wording_id=wording)
    assert barriers.version_of(db) == before
    assert found(db, reviewer, note) == shipped


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"example": ""}, "Écrivez la formulation"),
        ({"code": "météo"}, "grille"),
        ({"kind": "block"}, "négation"),
        ({"pattern": "(grobidou"}, ""),
        ({"example": "Rien de tel ici."}, "n’est pas trouvée"),
        ({"near_miss": "Le grobidou signé."}, "contre-exemple"),
        ({"example": "Elle montre une zouplette pas signée au comptoir !"}, "phrase d’une note"),
    ],
)
def test_a_wording_passes_the_tests_of_the_lexicon_or_is_refused(
    db: Database, reviewer: Actor, a_note: Callable[..., str], wrong: dict[str, str], said: str
) -> None:
    """A rule without an example that it finds is an opinion; a sentence of a note would outlive a withdrawal."""
    choose(db, reviewer, a_note(TOLD), Action.NOTHING)
    with pytest.raises(InvalidInput) as refused:
        barriers.add_wording(db, reviewer, **{**FORM, **wrong})
    assert said in str(refused.value)
    assert barriers.own_wordings(db, reviewer) == ()


@pytest.mark.parametrize(
    ("pattern", "example", "near_miss", "said"),
    [
        ("1", "Il en faut 1 de plus.", "Rien de plus.", "Écrivez des mots"),
        ("a*", "Elle attend.", "Pluie.", "Écrivez des mots"),
        ("{avoir}", "Elle a un rendez-vous.", "Rien de tel.", "trop peu"),
        ("pas", "Il ne vient pas.", "Rien de tel.", "trop peu"),
    ],
)
def test_a_wording_that_says_too_little_is_refused(
    db: Database, reviewer: Actor, pattern: str, example: str, near_miss: str, said: str
) -> None:
    """It would propose its code on every note, and each proposal costs somebody's time."""
    form = {**FORM, "pattern": pattern, "example": example, "near_miss": near_miss}
    with pytest.raises(InvalidInput) as refused:
        barriers.add_wording(db, reviewer, **form)
    assert said in str(refused.value)


def test_where_a_wording_would_be_found_is_told_before_it_is_kept(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """Sentences of the texts that may be read, how many and some; nothing is written."""
    a_note(f"{TOLD} {LANGUAGE}")
    a_note(LANGUAGE)
    told = barriers.wording_reach(db, reviewer, code="statut", pattern=FORM["pattern"], kind="phrase")
    assert (told.seen, told.found, told.examples) == (3, 1, (TOLD,))
    assert barriers.own_wordings(db, reviewer) == ()


def test_a_sentence_that_nobody_decided_on_is_no_example_either(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """It would outlive a withdrawal as much as one that was read."""
    a_note(f"Avant. {FORM['example']} Après.")
    with pytest.raises(InvalidInput, match="phrase d’une note"):
        barriers.add_wording(db, reviewer, **FORM)


def test_a_wording_that_says_it_is_over_denies(db: Database, reviewer: Actor, a_note: Callable[..., str]) -> None:
    """Its example must come out absent."""
    form: dict[str, Any] = {
        **FORM,
        "kind": "resolved",
        "pattern": "grobidou réglé",
        "example": "Le grobidou est réglé.",
    }
    with pytest.raises(InvalidInput, match="n’est pas trouvée"):
        barriers.add_wording(db, reviewer, **form)
    barriers.add_wording(db, reviewer, **{**form, "pattern": "grobidou est réglé"})


def test_a_silenced_rule_proposes_nothing_until_it_may_again(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """For this project only, and one click back."""
    note = a_note(LANGUAGE)
    rules = {rule for _code, rule in found(db, reviewer, note)}
    assert rules
    for rule in rules:
        barriers.silence_rule(db, reviewer, rule=rule)
        barriers.silence_rule(db, reviewer, rule=rule)
    assert found(db, reviewer, note) == set()
    assert {each.rule for each in barriers.rule_records(db, reviewer) if each.silenced} == rules
    for rule in rules:
        barriers.restore_rule(db, reviewer, rule=rule)
    assert {rule for _code, rule in found(db, reviewer, note)} == rules
    with pytest.raises(NotFound):
        barriers.silence_rule(db, reviewer, rule="météo-01")


def test_rules_are_judged_by_what_people_did_with_them(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """Accepted, refused, or « nothing » on the whole sentence; the worst first, with sentences."""
    notes = [a_note(LANGUAGE) for _ in range(4)]
    for note, action in zip(notes, (Action.ACCEPT, Action.REJECT, Action.NOTHING, Action.ACCEPT), strict=True):
        choose(db, reviewer, note, action)
    (record,) = [each for each in barriers.rule_records(db, reviewer) if each.code == "langue"][:1]
    assert (record.right, record.refused, record.examples, record.silenced) == (2, 2, (LANGUAGE,), False)
    assert record.example


def test_words_taken_out_of_a_note_are_not_shown_beside_a_rule(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """They may have named somebody."""
    note = a_note(LANGUAGE)
    choose(db, reviewer, note, Action.REJECT)
    assert any(LANGUAGE in each.examples for each in barriers.rule_records(db, reviewer))
    version = fieldnotes.note(db, MACHINE, note).version
    fieldnotes.edit_note(db, MACHINE, note_id=note, answers={"observed": "Le facteur passe."}, base=version)
    assert barriers.rule_records(db, reviewer) == ()


def test_words_that_come_again_where_no_rule_found_a_code_are_proposed(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """With the sentences they come from; common words and words of one sentence are left out."""
    for text in ("Le Zouplétage a mangé la journée.", "Encore un zouplétage ce matin.", "Il pleuvait des clous."):
        choose(db, reviewer, a_note(text), Action.ADD, "temps")
    (proposed,) = barriers.missed_words(db, reviewer)
    assert (proposed.code, proposed.words, proposed.sentences) == ("temps", "zouplétage", 2)
    assert len(proposed.examples) == 2


def test_reliability_counts_what_the_model_at_work_did_not_learn(
    db: Database, reviewer: Actor, a_note: Callable[..., str]
) -> None:
    """Of proposals shown at a score, how many were taken."""
    for action in (Action.ACCEPT, Action.REJECT):
        choose(db, reviewer, a_note(LANGUAGE), action)
    bands = barriers.reliability(db, reviewer)
    assert (bands[0].low, bands[0].high) == (0.0, 0.4)
    assert (sum(each.decided for each in bands), sum(each.right for each in bands)) == (2, 1)
