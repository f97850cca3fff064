"""Templates and rules that need no database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.codebook import load_codebook
from codesign.errors import InvalidInput
from codesign.fieldnotes import HEAD, PLACES, TEMPLATE_OF, TEMPLATES, FieldType, NoteKind, OccasionDraft, OccasionKind
from codesign.fieldnotes.model import missing_fields
from codesign.fieldnotes.rules import check_answers, check_id, check_occasion, coded_text, has_text, searched_text
from codesign.privacy import today
from codesign.storage import clean_text

SECTORS = ("ouest", "autre")
# Fields read for barriers, typed again from the codebook's rule: what was seen and told, never what was thought of it.
CODED = {
    "shadowing": {
        "intention", "steps", "interactions", "observed_barriers", "workarounds", "quotes", "observed",
    },
    "story": {"story", "change", "issue", "need", "obstacles", "strategy", "aspiration", "reconnect"},
    "listening_call": {"how_is", "stated_needs", "attempts", "quotes", "observed"},
}  # fmt: skip
TEXT_FIELDS = sorted((kind.value, each.id) for kind, t in TEMPLATES.items() for each in t.text_fields)


@pytest.mark.parametrize("kind", list(NoteKind))
def test_each_template_is_whole(kind: NoteKind) -> None:
    """Ids and names of export are unique; the narrative is a coded field; choices have something to choose."""
    template = TEMPLATES[kind]
    ids = [each.id for each in template.fields]
    assert len(set(ids)) == len(ids)
    assert len({each.xls_name for each in template.fields}) == len(ids)
    assert template.field(template.narrative).coded
    assert {each.id for each in template.fields if each.coded} == CODED[kind.value]
    assert all(each.options for each in template.fields if each.type in {FieldType.CHOICE, FieldType.MULTI})
    assert all(each.type is FieldType.LONG for each in template.fields if each.coded)
    with pytest.raises(KeyError):
        template.field("nothing")


def test_places_are_the_points_of_contact_of_the_codebook() -> None:
    """A place where one was, and a place where the tie could be renewed, are one list."""
    family = load_codebook().family("touchpoint")
    assert {place for place, _label in PLACES} == {code.id for code in family.codes}


def test_each_occasion_has_its_kind_of_note() -> None:
    """Accompaniment, workshop, call: one template each."""
    assert {occasion: template.kind.value for occasion, template in TEMPLATE_OF.items()} == {
        OccasionKind.ACCOMPAGNEMENT: "shadowing",
        OccasionKind.WORKSHOP: "story",
        OccasionKind.CALL: "listening_call",
    }


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("story", {"unknown": "x"}),
        ("story", {"sharing": "everyone"}),
        ("story", {"wants_return": "yes"}),
        ("shadowing", {"touchpoints": ["clsc", "moon"]}),
        ("shadowing", {"reread_on": "2026-02-30"}),
        ("story", {"story": "x" * 1_000_001}),
        ("story", {"prompt": "x" * 2_001}),
    ],
)
def test_an_answer_outside_the_template_is_refused(kind: str, answers: dict[str, Any]) -> None:
    """What the form cannot hold is said, never kept half."""
    with pytest.raises(InvalidInput):
        check_answers(NoteKind(kind), answers)


def test_empty_answers_are_left_out_and_no_is_kept() -> None:
    """« No » is an answer; an untouched field is none."""
    given_answers = {
        "observed": " vu ",
        "steps": "\x00",
        "touchpoints": ["clsc", "clsc"],
        "safety_followup": False,
        "reread_on": None,
        "emotions": "",
        "intention": None,
    }
    kept = check_answers(NoteKind.SHADOWING, given_answers)
    assert kept == {"observed": "vu", "touchpoints": ["clsc"], "safety_followup": False}


def test_a_note_with_only_boxes_has_no_text() -> None:
    """A note needs words."""
    assert not has_text(NoteKind.STORY, {"wants_return": True, "sharing": "team"})
    assert has_text(NoteKind.STORY, {"teller_title": "La file"})


@pytest.mark.parametrize(
    "draft",
    [
        OccasionDraft("atelier", sector="lune"),
        OccasionDraft("fête"),
        OccasionDraft("atelier", place_type="chez elle"),
        OccasionDraft("atelier", held_on=today() + timedelta(days=1)),
        OccasionDraft("atelier", held_on=date(206, 1, 1)),
        OccasionDraft("atelier", people_count=-1),
        OccasionDraft("atelier", duration_min=10_001),
        OccasionDraft("atelier", team="x" * 2_001),
    ],
)
def test_an_occasion_outside_its_choices_is_refused(draft: OccasionDraft) -> None:
    """Places and sectors are lists, so that no address comes in."""
    with pytest.raises(InvalidInput):
        check_occasion(draft, SECTORS)


def test_an_occasion_keeps_its_month_beside_its_day() -> None:
    """The month is what may leave the team."""
    values = check_occasion(OccasionDraft("appel", people_count=3), SECTORS)
    assert values["month"] == values["held_on"][:7] == today().strftime("%Y-%m")
    assert values["people_count"] == 3
    assert set(values) == {each.id for each in HEAD} | {"month"}


def test_what_is_missing_is_listed_head_first() -> None:
    """Shown before approval; « no » is not missing, a sector that nobody said is."""
    unsaid = missing_fields(NoteKind.STORY, check_occasion(OccasionDraft("atelier"), SECTORS), {})
    assert next(iter(unsaid)).id == "sector"
    lacking = missing_fields(NoteKind.LISTENING_CALL, {"kind": "appel"}, {"how_is": "bien", "safety_followup": False})
    ids = [each.id for each in lacking]
    assert ids[:2] == ["held_on", "sector"]
    assert "how_is" not in ids
    assert "safety_followup" not in ids
    assert "stated_needs" in ids


def test_an_id_of_a_form_is_a_uuid() -> None:
    """Anything else in the address opens a new form."""
    with pytest.raises(InvalidInput):
        check_id("../../etc")


answers_of_stories = st.dictionaries(
    st.sampled_from([field for kind, field in TEXT_FIELDS if kind == "story"]), st.text(max_size=80), max_size=6
)


@given(answers_of_stories)
def test_offsets_of_sections_give_back_the_answers(answers: dict[str, str]) -> None:
    """Tags and evidence count on these offsets."""
    kept = check_answers(NoteKind.STORY, answers)
    text, sections = coded_text(NoteKind.STORY, kept)
    assert {each.field: text[each.start : each.end] for each in sections} == {
        name: value for name, value in kept.items() if name in CODED["story"]
    }
    assert all(str(value) in searched_text(NoteKind.STORY, kept) for value in kept.values())


@given(st.text(max_size=200))
def test_cleaning_a_text_twice_changes_nothing_more(text: str) -> None:
    """What is kept is what offsets are counted on."""
    once = check_answers(NoteKind.STORY, {"story": text}).get("story", "")
    assert isinstance(once, str)
    assert clean_text(once) == once
