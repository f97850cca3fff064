"""What the review desk is told and what it answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.barriers import Action, Choice, Decision, Evidence, Review, ReviewedSentence, SentenceState, Suggestion
from codesign.barriers import TagStatus as Status
from codesign.ui import codes, desk

UUID = "0a1b2c3d-0000-4000-8000-000000000001"
TEXT = "😀 Elle ne parle pas français, dit-elle."


def suggestion(start: int, end: int, code: str = "langue", family: str = "barrier") -> Suggestion:
    """What the machine proposes, invented."""
    return Suggestion("k", family, code, Status.PRESENT, 0.8, "rule", (Evidence(start, end, "r"),), "v")


def decision(action: Action, code: str = "langue", **more: object) -> Decision:
    """What a person decided, invented."""
    values = {
        "id": "d", "source_id": "s", "sentence_key": "k", "quote": TEXT, "family": "barrier", "code": code,
        "status": Status.PRESENT, "action": action, "origin": "rule", "tagger_version": "v", "memo": "",
        "decided_by": "m", "decided_at": "2026-03-03T12:00:00.000+00:00", "gesture": "g", "undone": False,
    }  # fmt: skip
    return Decision(**{**values, **more})  # type: ignore[arg-type]


def sentence(
    *suggestions: Suggestion,
    key: str = "k",
    state: SentenceState = SentenceState.TO_READ,
    decisions: tuple[Decision, ...] = (),
    start: int = 0,
) -> ReviewedSentence:
    """A sentence under review, invented."""
    settled = {(each.family, each.code) for each in decisions}
    pending = tuple(each for each in suggestions if (each.family, each.code) not in settled)
    return ReviewedSentence(key, start, start + len(TEXT), TEXT, state, pending, suggestions, decisions)


def review(*sentences: ReviewedSentence) -> Review:
    """A source under review, invented."""
    return Review("s", "note", "N-1", (("Observed", 0, 10_000),), sentences, ("g",))


@given(st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=5))
def test_the_parts_of_a_sentence_joined_are_the_sentence(spans: list[tuple[int, int]]) -> None:
    """Whatever evidence says, no letter is lost or doubled, emoji included."""
    marked = [suggestion(start, end, code) for (start, end), code in zip(spans, "abcde", strict=False)]
    assert "".join(part["text"] for part in desk.parts(sentence(), marked)) == TEXT


def test_evidence_is_marked_where_its_words_stand() -> None:
    """Offsets count code points from the beginning of the text, not of the sentence."""
    found = desk.parts(sentence(start=100), [suggestion(107, 127)])
    assert [part["text"] for part in found if part["codes"]] == [TEXT[7:27]]


def test_chips_say_in_words_what_their_border_says() -> None:
    """A screen reader must know a proposal from a decision."""
    found = desk.chips(sentence(suggestion(0, 4), suggestion(0, 4, "cout"), decisions=(decision(Action.ACCEPT),)))
    assert [chip["kind"] for chip in found] == ["tag", "proposal"]
    assert found[0]["spoken"] != found[1]["spoken"]
    assert codes.label("barrier", "cout") in found[1]["spoken"]


def test_refused_codes_are_no_longer_underlined() -> None:
    """What people refused is not evidence."""
    told = desk.desk_data(review(sentence(suggestion(0, 4), decisions=(decision(Action.REJECT),))))
    (only,) = told["sentences"]
    assert [chip["kind"] for chip in only["chips"]] == ["rejected"]
    assert not any(part["codes"] for part in only["parts"])


def test_a_section_is_named_once() -> None:
    """Its label stands before its first sentence only."""
    told = desk.desk_data(review(sentence(key="a"), sentence(key="b", start=50)))
    assert [bool(each["section"]) for each in told["sentences"]] == [True, False]


@pytest.mark.parametrize(
    "value",
    [None, "x", {}, {"n": "1", "selected": "k"}, {"n": 1, "selected": 2}, {"n": 1}],
)
def test_an_answer_of_another_shape_is_no_answer(value: object) -> None:
    """It comes from a browser."""
    assert desk.read_answer(value) is None


@pytest.mark.parametrize(
    "item",
    [
        "x",
        {"id": "1", "action": "accept"},
        {"id": UUID, "action": "add", "key": "k"},
        {"id": UUID, "action": "drop table"},
        {"id": UUID, "action": "undo"},
        {"id": UUID, "action": "accept", "key": 3},
        {"id": None, "action": "accept"},
    ],
)
def test_a_gesture_of_another_shape_is_left_out(item: object) -> None:
    """Adding goes by the form, ids are UUIDs, all else is noise."""
    assert desk.read_answer({"n": 1, "selected": "k", "outbox": [item]}) == desk.Answer(1, "k", ())


def test_gestures_are_read_in_their_order() -> None:
    """A choice, then its undoing."""
    chosen = {"id": UUID, "key": "k", "action": "accept", "family": "barrier", "code": "langue"}
    undone = {"id": UUID.replace("1", "2"), "action": "undo", "target": UUID}
    found = desk.read_answer({"n": 2.0, "selected": "k", "outbox": [chosen, undone]})
    assert found is not None
    assert found.gestures[0].choice == Choice("k", Action.ACCEPT, "barrier", "langue")
    assert found.gestures[1].target == UUID


def test_the_next_sentence_to_read_comes_after_then_from_the_top() -> None:
    """Reading goes on downwards, and comes back for what was skipped."""
    done = SentenceState.DECIDED
    kept = review(sentence(key="a"), sentence(key="b", state=done), sentence(key="c"), sentence(key="d", state=done))
    assert [desk.next_to_read(kept, each) for each in (None, "a", "b", "c", "d")] == ["a", "c", "c", "a", "a"]
    assert desk.next_to_read(review(sentence(state=done))) is None


def test_steps_stay_within_the_text() -> None:
    """The first has nothing before it."""
    kept = review(sentence(key="a"), sentence(key="b"))
    assert [desk.neighbour(kept, "a", -1), desk.neighbour(kept, "a", 1), desk.neighbour(kept, "b", 1)] == [
        "a",
        "b",
        "b",
    ]
    assert desk.neighbour(review(), None, 1) is None
    assert desk.neighbour(kept, "gone", 1) == "b"


@pytest.mark.parametrize("action", list(Action))
def test_a_decision_is_told_in_one_line(action: Action) -> None:
    """Who, when, what, why; undone ones say so."""
    line = desk.told(decision(action, memo="Parce que."), "Chercheuse inventée")
    assert "Chercheuse inventée" in line
    assert line.endswith("\nParce que.")
    assert desk.told(decision(action, undone=True, code="", status=None), "X") != desk.told(decision(action), "X")


def test_every_word_of_the_desk_is_said() -> None:
    """Nothing is left for the browser to invent."""
    assert all(desk.words().values())


def test_a_chip_escapes_free_words() -> None:
    """People write the codes of these families."""
    assert "<script>" not in codes.chip_html("strategy", "<script>alert(1)</script>", Status.PRESENT)


@pytest.mark.parametrize(
    ("kind", "status", "mark"),
    [
        ("proposal", Status.PRESENT, "dashed"),
        ("tag", Status.PRESENT, "solid"),
        ("tag", Status.ABSENT, "✓"),
        ("tag", Status.HYPOTHETICAL, "?"),
        ("rejected", Status.ABSENT, "line-through"),
    ],
)
def test_a_chip_shows_what_it_is_without_colour(kind: str, status: Status, mark: str) -> None:
    """Greyscale must still read."""
    assert mark in codes.chip_html("barrier", "langue", status, kind=kind)


def test_dimensions_keep_one_hue_each() -> None:
    """Two barriers of one dimension look alike; of two, not; an unknown one is grey."""
    assert codes.hue("barrier", "cout") == codes.hue("barrier", "statut") != codes.hue("barrier", "langue")
    assert codes.hue("barrier", "inconnu") == codes.hue("need", "logement")
