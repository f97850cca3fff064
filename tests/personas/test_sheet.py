"""The sheet that leaves the screen: one assembly, three forms, the same words; nothing small on it."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest
from builders import a_note, a_tag, participant_of, passage
from PIL import Image

from codesign import fieldnotes, personas
from codesign.accounts import Actor
from codesign.personas import LineDraft, PersonaDraft, Section
from codesign.storage import Database

DAY = date(2026, 3, 3)


@pytest.fixture
def sheet(db: Database, designer: Actor, persona_id: str, notes: list[str]) -> str:
    """A draft with a claim, an interpretation, a quote, and Markdown in its words."""
    note_id = a_note(db, "On m’a dit *non* | trois fois.", participant_id=participant_of(db, notes[0]))
    a_tag(db, note_id, "langue")
    for draft in (
        LineDraft(Section.LIVES, "La <b>peur</b> retient", tuple(map(passage, notes))),
        LineDraft(Section.LIVES, "Deux seulement", tuple(map(passage, notes[:2]))),
        LineDraft(Section.FEELS, "# De la lassitude"),
    ):
        personas.add_line(db, designer, persona_id=persona_id, draft=draft)
    quote = passage(note_id, "On m’a dit *non* | trois fois.")
    personas.add_quote(db, designer, persona_id=persona_id, evidence=quote, section=Section.SAYS)
    return persona_id


def test_the_json_is_stable_and_its_id_random(db: Database, designer: Actor, sheet: str) -> None:
    """Two exports differ by nothing but the id, which tells nothing of ours."""
    both = [json.loads(personas.as_json(db, designer, persona_id=sheet, demo=False, on=DAY)) for _n in range(2)]
    ids = [each.pop("id") for each in both]
    assert both[0] == both[1]
    assert ids[0] != ids[1]
    assert sheet not in ids
    assert list(both[0])[:3] == ["schema", "title", "letter"]
    fixed = [
        personas.as_json(db, designer, persona_id=sheet, demo=False, on=DAY, new_id=lambda: "x") for _n in range(2)
    ]
    assert fixed[0] == fixed[1]


def test_the_three_forms_say_the_same(db: Database, designer: Actor, sheet: str) -> None:
    """Title, lines, counts and watermark stand in each."""
    card = personas.card(db, designer, persona_id=sheet, demo=True, on=DAY)
    data = json.loads(personas.as_json(db, designer, persona_id=sheet, demo=True, on=DAY))
    text = personas.markdown(db, designer, persona_id=sheet, demo=True, on=DAY)
    lines = [(line.text, line.kind) for part in card.sections for line in part.lines]
    assert lines == [(line["text"], line["kind"]) for part in data["sections"] for line in part["lines"]]
    assert len(lines) == 4
    assert all(personas.escaped(words) in text for words, _kind in lines)
    details = [line["detail"] for part in data["sections"] for line in part["lines"]]
    assert all(detail in text for detail in details[:2])
    assert card.interpretation_mark == details[-1]
    assert (card.title, card.watermark) == (data["title"], data["watermark"])
    assert card.watermark
    assert card.watermark in text
    assert [bar["count"] for bar in data["bars"]] == [bar[1] for bar in card.bars]


def test_people_cannot_write_markdown_into_the_file(db: Database, designer: Actor, sheet: str) -> None:
    """Words with stars, bars, tags and dashes come out as words."""
    text = personas.markdown(db, designer, persona_id=sheet, demo=False, on=DAY)
    assert "<b>" not in text.replace("\\<", "")
    assert "\\*non\\* \\| trois" in text
    assert "\n# De la" not in text


def test_no_file_holds_a_small_count_or_more_of_a_note_than_its_quotes(
    db: Database, designer: Actor, sheet: str, notes: list[str]
) -> None:
    """Whoever exports, the sheet is the one for a wall."""
    content = personas.sheet(db, designer, persona_id=sheet, demo=False, on=DAY)
    assert [(bar.code, bar.fraction) for bar in content.bars] == [("confiance", 1.0)]
    details = {line.text: line.detail for part in content.sections for line in part.lines}
    assert "2" not in details["Deux seulement"]
    assert details["La <b>peur</b> retient"].startswith("5 ")
    data = personas.as_json(db, designer, persona_id=sheet, demo=False, on=DAY)
    assert fieldnotes.note(db, designer, notes[1]).answers["how_is"] not in data
    assert all(note_id not in data for note_id in notes)
    assert not content.watermark


def test_a_line_that_lost_its_evidence_is_not_printed(
    db: Database, designer: Actor, steward: Actor, notes: list[str]
) -> None:
    """A claim that nothing shows any more stays in the workshop."""
    persona_id = personas.create_persona(db, designer, draft=PersonaDraft("Seules"), note_ids=notes)
    draft = LineDraft(Section.LIVES, "Sans appui", (passage(notes[0]),))
    personas.add_line(db, designer, persona_id=persona_id, draft=draft)
    personas.add_quote(db, designer, persona_id=persona_id, evidence=passage(notes[0]), section=Section.SAYS)
    fieldnotes.bin_note(db, steward, note_id=notes[0])
    assert personas.sheet(db, designer, persona_id=persona_id, demo=False, on=DAY).sections == ()


def test_the_card_is_a_picture(db: Database, designer: Actor, sheet: str) -> None:
    """Letter format at 300 dpi, the same bytes for the same sheet."""
    pages = personas.png(db, designer, persona_id=sheet, demo=True, on=DAY)
    assert pages == personas.png(db, designer, persona_id=sheet, demo=True, on=DAY)
    with Image.open(BytesIO(pages[0])) as image:
        assert image.size == (2550, 3300)
        assert round(image.info["dpi"][0]) == 300
