"""Rules of personas that need no database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import InvalidInput
from codesign.personas import Evidence, LineDraft, LineKind, Section, State
from codesign.personas.model import (
    LETTERS,
    Line,
    Material,
    check_letter,
    find_passage,
    judged,
    kind_of,
    next_letter,
    shown_state,
)


def material(text: str, *, quote: bool = True, persona: bool = True, cleared: bool = True) -> Material:
    """A note as the views tell it."""
    return Material("n", text, "p", "p", "a", "ouest", "2026-03", cleared, quote, persona)


def quote_line(text: str, *evidence: Evidence) -> Line:
    """A quote as it is kept."""
    return Line("l", "v", "p", Section.SAYS, 0, text, LineKind.QUOTE, evidence)


@given(st.text(min_size=1), st.text(), st.text())
def test_a_passage_that_is_found_is_an_exact_substring(quote: str, before: str, after: str) -> None:
    """Whatever moved in the note, what is returned stands there, letter by letter."""
    text = before + quote + after
    found = find_passage(Evidence("n", 3, 3 + len(quote), quote), material(text), quoting=True)
    assert found is not None
    assert text[found.start : found.end] == found.quote == quote


@given(st.text(), st.text(min_size=1), st.integers(-5, 50), st.integers(-5, 50))
def test_words_that_are_not_in_the_note_are_never_found(text: str, quote: str, start: int, end: int) -> None:
    """No offset makes a quote of words that nobody said."""
    found = find_passage(Evidence("n", start, end, quote), material(text), quoting=False)
    assert (found is None) == (quote not in text)


@pytest.mark.parametrize("missing", ["quote", "persona", "cleared"])
def test_a_quote_needs_both_consents_and_a_cleared_note(missing: str) -> None:
    """One of the three missing takes the words away, and they are not even kept in the object."""
    line = quote_line("Mot", Evidence("n", 0, 3, "Mot"))
    assert judged(line, {"n": material("Mot")}).text == "Mot"
    lost = judged(line, {"n": material("Mot", **{missing: False})})
    assert (lost.text, lost.gone, lost.to_review, lost.lost) == ("", True, True, 1)


def test_a_quote_whose_words_differ_from_its_passage_is_gone() -> None:
    """A line changed behind the back of the rules is not shown as somebody's words."""
    assert judged(quote_line("Autre", Evidence("n", 0, 3, "Mot")), {"n": material("Mot")}).gone


def test_evidence_needs_no_consent_for_quotes() -> None:
    """A claim counts sentences; it does not repeat them."""
    line = Line("l", "v", "p", Section.LIVES, 0, "Peur", LineKind.EVIDENCE, (Evidence("n", 0, 3, "Mot"),))
    assert not judged(line, {"n": material("Mot", quote=False, cleared=False)}).to_review
    assert judged(line, {"n": material("Mot", persona=False)}).to_review
    assert judged(line, {}).to_review


def test_an_interpretation_is_never_to_review() -> None:
    """It rests on nobody's words to begin with, and says so."""
    assert not judged(Line("l", "v", "p", Section.FEELS, 0, "Peur", LineKind.INTERPRETATION), {}).to_review


def test_a_line_without_evidence_is_an_interpretation() -> None:
    """The form need not ask; but it cannot claim evidence, or words, and bring none."""
    assert kind_of(LineDraft(Section.FEELS, "Lasse")) is LineKind.INTERPRETATION
    assert kind_of(LineDraft(Section.LIVES, "Lasse", (Evidence("n", 0, 3, "Mot"),))) is LineKind.EVIDENCE
    for section in (Section.FEELS, Section.LIVES):
        for kind in (LineKind.EVIDENCE, LineKind.QUOTE):
            with pytest.raises(InvalidInput):
                kind_of(LineDraft(section, "Lasse", (), kind))


@pytest.mark.parametrize("section", [Section.THINKS, Section.FEELS])
def test_what_people_think_or_feel_is_an_interpretation_whatever_it_rests_on(section: Section) -> None:
    """Nobody sees it: sentences support the reading, they do not make it a fact; exact words stand elsewhere."""
    passages = (Evidence("n", 0, 3, "Mot"),)
    assert kind_of(LineDraft(section, "Lasse", passages)) is LineKind.INTERPRETATION
    assert kind_of(LineDraft(section, "Lasse", passages, LineKind.EVIDENCE)) is LineKind.INTERPRETATION
    older = Line("l", "v", "p", section, 0, "Peur", LineKind.EVIDENCE, passages)
    read = judged(older, {"n": material("Mot")})
    assert (read.kind, read.evidence) == (LineKind.INTERPRETATION, passages)
    with pytest.raises(InvalidInput):
        kind_of(LineDraft(section, "Mot", passages, LineKind.QUOTE))


def test_a_published_persona_that_lost_support_is_to_review() -> None:
    """Nobody has to remember to take it back: the state that is shown follows the evidence."""
    whole = quote_line("Mot", Evidence("n", 0, 3, "Mot"))
    assert shown_state(State.PUBLISHED, (whole,), 5) is State.PUBLISHED
    assert shown_state(State.PUBLISHED, (whole,), 4) is State.TO_REVIEW
    assert shown_state(State.PUBLISHED, (judged(whole, {}),), 5) is State.TO_REVIEW
    assert shown_state(State.DRAFT, (), 0) is State.DRAFT


def test_letters_go_from_a_to_z() -> None:
    """The next free one is offered; anything else is refused."""
    assert next_letter(frozenset()) == "A"
    assert next_letter(frozenset("AB")) == "C"
    assert next_letter(frozenset(LETTERS)) == "A"
    for wrong in ("", "a", "AB", "É", "1"):
        with pytest.raises(InvalidInput):
            check_letter(wrong)
