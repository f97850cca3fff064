"""Keys of sentences, states, and which choices a sentence allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import nlp
from codesign.barriers.model import TagStatus
from codesign.barriers.review import (
    Action,
    Choice,
    Decision,
    KeyedSentence,
    SentenceState,
    Suggestion,
    assemble,
    check_choice,
    keyed,
)
from codesign.errors import InvalidInput

HERE = KeyedSentence("k-1", 0, 10, "Une phrase")


def proposed(code: str, family: str = "barrier") -> Suggestion:
    """What the machine proposes, invented."""
    return Suggestion("k-1", family, code, TagStatus.PRESENT, 0.8, "rule", (), "v1")


def decided(action: Action, code: str = "", family: str = "barrier") -> Decision:
    """What a person decided, invented."""
    kept = "" if action is Action.NOTHING else family
    status = None if action is Action.NOTHING else TagStatus.PRESENT
    when = "2026-03-03T12:00:00.000+00:00"
    return Decision("d", "s", "k-1", "Une phrase", kept, code, status, action, "rule", "v1", "", "m", when, "g", False)


def test_the_same_sentence_twice_has_two_keys() -> None:
    """A decision on the first must not fall on the second."""
    first, second = keyed(nlp.sentences("Elle attend. Elle attend."))
    assert first.key.split("-")[0] == second.key.split("-")[0]
    assert first.key != second.key


def test_spaces_between_words_do_not_change_a_key() -> None:
    """A space typed twice is no other sentence."""
    assert keyed(nlp.sentences("Elle  attend."))[0].key == keyed(nlp.sentences("Elle attend."))[0].key


@given(st.lists(st.sampled_from(["Elle attend.", "Il pleut.", "Pis là ?", "Rien !"]), max_size=8), st.data())
def test_a_sentence_added_in_front_changes_no_other_key(chosen: list[str], data: st.DataObject) -> None:
    """Decisions hold on to keys: an edit elsewhere must not lose them."""
    at = data.draw(st.integers(0, len(chosen)))
    before = {each.key for each in keyed(nlp.sentences("\n".join(chosen)))}
    longer = [*chosen[:at], "Une phrase toute neuve.", *chosen[at:]]
    after = {each.key for each in keyed(nlp.sentences("\n".join(longer)))}
    assert before <= after


@given(st.text(max_size=80))
def test_offsets_of_keyed_sentences_give_back_their_text(text: str) -> None:
    """Nearly every bug of this field is an offset."""
    assert all(text[each.start : each.end] == each.text for each in keyed(nlp.sentences(text)))


@pytest.mark.parametrize(
    ("suggestions", "decisions", "state"),
    [
        ([], [], SentenceState.TO_READ),
        ([proposed("langue")], [], SentenceState.TO_READ),
        ([proposed("langue")], [decided(Action.ACCEPT, "langue")], SentenceState.DECIDED),
        ([proposed("langue")], [decided(Action.REJECT, "langue")], SentenceState.NOTHING),
        ([proposed("langue")], [decided(Action.ADD, "cout")], SentenceState.TO_READ),
        ([proposed("logement", "need")], [decided(Action.ADD, "cout")], SentenceState.DECIDED),
        ([proposed("langue")], [decided(Action.NOTHING)], SentenceState.NOTHING),
        ([], [decided(Action.NOTHING), decided(Action.ADD, "cout")], SentenceState.DECIDED),
    ],
)
def test_a_sentence_is_read_once_no_proposed_barrier_is_left(
    suggestions: list[Suggestion], decisions: list[Decision], state: SentenceState
) -> None:
    """« Nothing here » is a decision, and not the same as « not read yet »; needs and places do not hold it back."""
    assert assemble(HERE, suggestions, decisions).state is state


def test_nothing_to_code_settles_every_proposal() -> None:
    """One key says no to all of them."""
    sentence = assemble(HERE, [proposed("langue"), proposed("clsc", "touchpoint")], [decided(Action.NOTHING)])
    assert sentence.pending == ()


@pytest.mark.parametrize(
    "choice",
    [
        Choice("k-1", Action.ACCEPT, "barrier", "cout"),
        Choice("k-1", Action.REJECT, "barrier", "cout"),
        Choice("k-1", Action.CHANGE, "barrier", "cout", TagStatus.ABSENT),
        Choice("k-1", Action.CHANGE, "barrier", "langue"),
    ],
)
def test_a_choice_that_does_not_fit_the_sentence_is_refused(choice: Choice) -> None:
    """What nobody proposed cannot be accepted, and a change needs a status."""
    with pytest.raises(InvalidInput):
        check_choice(choice, assemble(HERE, [proposed("langue")], []))


def test_accepting_keeps_the_proposed_status() -> None:
    """One key press, no question."""
    sentence = assemble(HERE, [proposed("langue")], [])
    assert check_choice(Choice("k-1", Action.ACCEPT, "barrier", "langue"), sentence) is TagStatus.PRESENT
