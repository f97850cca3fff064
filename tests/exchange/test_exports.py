"""What leaves: only what the person may read, decisions apart from proposals, no formula, no identity of ours."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import a_note
from PIL import Image

from codesign import barriers, bootstrap, codebook, exchange, fieldnotes, personas, privacy, storage
from codesign.accounts import MACHINE, Actor
from codesign.barriers import Action, Choice, TagStatus
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.exchange import project
from codesign.fieldnotes import OccasionDraft
from codesign.personas import LineDraft, PersonaDraft, Section
from codesign.privacy import ConsentDraft
from codesign.storage import Database
from codesign.ui import transfers

TEXT = "=HYPERLINK(1) dit-elle. Elle ne parle pas français. Le service est complet."


@pytest.fixture
def note(db: Database) -> str:
    """A note with one decision and proposals left open."""
    note_id = fieldnotes.record_note(
        db,
        MACHINE,
        id=storage.uuid7(),
        kind="story",
        occasion=OccasionDraft(kind="atelier"),
        new_participant={"sector": "ouest"},
        consent=ConsentDraft(),
        answers={"story": TEXT},
    )
    first = barriers.review(db, MACHINE, note_id).sentences[0]
    barriers.decide(
        db, MACHINE, source_id=note_id, choice=Choice(first.key, Action.ADD, "barrier", "cout", TagStatus.PRESENT)
    )
    return note_id


def test_json_tells_decisions_from_proposals(db: Database, note: str) -> None:
    """A machine proposes, a person decides, in files too; ids are new at each export."""
    made = [json.loads(exchange.export_project(db, MACHINE, kind="json").data) for _time in range(2)]
    (found,) = made[0]["notes"]
    assert [each["code"] for each in found["sentences"][0]["decisions"]] == ["cout"]
    assert any(each["proposals"] for each in found["sentences"][1:])
    for sentence in found["sentences"]:
        assert TEXT[sentence["start"] : sentence["end"]] == sentence["text"]
    assert found["id"] not in (note, made[1]["notes"][0]["id"])
    assert found["person"] == "P-0001"
    assert note not in json.dumps(made)


def test_csv_cells_are_words_and_never_formulas(db: Database, note: str) -> None:
    """A spreadsheet would run what begins with an equals sign."""
    data = exchange.export_project(db, MACHINE, kind="csv").data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0]["text"].startswith("'=HYPERLINK")
    assert rows[0]["labels"] == "cout:present"
    assert all(not row["labels"] for row in rows[1:])
    assert {row["champ"] for row in rows} == {"Récit"}
    assert any(row["propositions"] for row in rows[1:])


def test_markdown_shows_words_as_words(db: Database, note: str) -> None:
    """Nothing that a person said becomes a heading, a link or a tag."""
    fieldnotes.edit_note(db, MACHINE, note_id=note, answers={"story": "# <b>Titre</b> [lien](x)"})
    text = exchange.export_project(db, MACHINE, kind="md", demo=True).data.decode()
    assert "<b>" not in text
    assert "\\# &lt;b>Titre" in text
    assert "[lien]" not in text.replace("\\[lien\\]", "")


def test_markdown_is_read_without_the_codebook(db: Database, note: str) -> None:
    """It is the file for people: codes, months and places by their names, a status where it changes the sense."""
    second = barriers.review(db, MACHINE, note).sentences[1]
    choice = Choice(second.key, Action.ADD, "barrier", "transport", TagStatus.ABSENT)
    barriers.decide(db, MACHINE, source_id=note, choice=choice)
    text = exchange.export_project(db, MACHINE, kind="md").data.decode()
    names = {each.id: each.label("fr") for each in codebook.load_codebook().family("barrier").codes}
    assert f"Décidé : {names['cout']}\n" in text.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert f"{names['transport']} (absent)" in text
    assert "cout:present" not in text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("+ deux", "\\+ deux"),
        ("- un", "\\- un"),
        ("12. Douze", "12\\. Douze"),
        ("3) Trois", "3\\) Trois"),
        ("Voir https://example.org et WWW.example.org", "Voir https\\://example.org et WWW\\.example.org"),
        ("Écrire à elle@example.org ou mailto:elle", "Écrire à elle\\@example.org ou mailto\\:elle"),
        ("De 8 h à 10 h : fermé. Sud-Est.", "De 8 h à 10 h : fermé. Sud-Est."),
    ],
)
def test_markdown_makes_no_list_and_no_link_of_what_was_said(said: str, written: str) -> None:
    """Readers of Markdown link bare addresses by themselves; words that do nothing stay as they are."""
    assert project._escaped(said) == written  # noqa: SLF001 - one sentence, without what cuts notes into sentences


def test_each_role_takes_out_what_it_may_read(db: Database, note: str, actor: Callable[..., Actor]) -> None:
    """Design has cleared notes only; the field and the steering group take nothing out."""
    assert json.loads(exchange.export_project(db, actor("design"), kind="json").data)["notes"] == []
    assert len(json.loads(exchange.export_project(db, actor("analyse"), kind="json").data)["notes"]) == 1
    fieldnotes.clear_note(db, MACHINE, note_id=note)
    (found,) = json.loads(exchange.export_project(db, actor("design"), kind="json").data)["notes"]
    assert [each["decisions"][0]["code"] for each in found["sentences"]] == ["cout"]
    for role in ("terrain", "comite"):
        with pytest.raises(NotAllowed):
            exchange.export_project(db, actor(role), kind="json")
        with pytest.raises(NotAllowed):
            exchange.export_sheet(db, actor(role), sheet_id="x", kind="md", demo=False)


def test_what_left_is_in_the_register(db: Database, note: str) -> None:
    """Who, when, what, and the fingerprint of the file."""
    import hashlib  # noqa: PLC0415 - used once

    data = exchange.export_project(db, MACHINE, kind="json").data
    (line,) = exchange.exports(db, MACHINE)
    assert (line.format, line.notes, line.sha256) == ("json", 1, hashlib.sha256(data).hexdigest())
    assert not list(storage.check_database(db))


def test_every_file_of_the_project_is_told_to_those_who_withdraw(db: Database, db_path: Path, note: str) -> None:
    """Asked for on screen or on the command line, in any format; a second person is told of the same files too."""
    other = a_note(db)
    build = {kind: transfers.project_file(kind, demo=False) for kind in exchange.MIMES}
    for _time in range(2):
        for each in build.values():
            with storage.open_database(db_path) as own:
                each(own, MACHINE)
    for kind in exchange.MIMES:
        bootstrap.export_file(db_path, db_path.parent / f"projet.{kind}", kind, None, lambda _done, _all: None)
    first, second = (fieldnotes.note(db, MACHINE, each).participant_id or "" for each in (note, other))
    assert bootstrap.preview_withdrawal(db, MACHINE, first)["Files that left, to be replaced"] == 9
    assert bootstrap.withdraw(db, MACHINE, first).erased["Files that left, to be replaced"] == 9
    recalled = exchange.recalled(db, MACHINE)
    assert len(recalled) == 7  # the three to be read are one and the same file
    assert bootstrap.withdraw(db, MACHINE, second).erased["Files that left, to be replaced"] == 9
    assert exchange.recalled(db, MACHINE) == recalled


def test_a_person_receives_all_that_is_held_of_them(db: Database, note: str) -> None:
    """Attributes, consents, notes and codes; no id of ours, no name of a member."""
    person = fieldnotes.note(db, MACHINE, note).participant_id or ""
    made = exchange.export_participant(db, MACHINE, participant_id=person)
    content = json.loads(made.data)
    assert content["code"] == "P-0001"
    assert content["attributes"]["sector"] == "ouest"
    assert content["notes"][0]["answers"] == {"story": TEXT}
    assert content["notes"][0]["codes"][0]["code"] == "cout"
    assert content["consents"][0]["purposes"] == ["note"]
    assert person not in made.data.decode()
    with pytest.raises(NotFound):
        exchange.export_participant(db, MACHINE, participant_id="nobody")


@pytest.mark.parametrize("hide", ["withdrawn", "binned"])
def test_what_is_hidden_from_the_team_is_held_still(db: Database, note: str, hide: str) -> None:
    """The right of access is about all that is held: withdrawing a consent hides a note, it does not erase it."""
    found = fieldnotes.note(db, MACHINE, note)
    if hide == "withdrawn":
        privacy.withdraw_consent(db, MACHINE, consent_id=found.consent_id)
    else:
        fieldnotes.bin_note(db, MACHINE, note_id=note)
    made = exchange.export_participant(db, MACHINE, participant_id=found.participant_id or "")
    (held,) = json.loads(made.data)["notes"]
    assert held["answers"] == {"story": TEXT}
    assert held["in_the_bin"] is (hide == "binned")
    assert [each["code"] for each in held["codes"]] == ["cout"]
    assert exchange.exports(db, MACHINE)[0].notes == 1


def test_only_the_coordination_reads_what_is_held(db: Database, note: str, actor: Callable[..., Actor]) -> None:
    """Codes of hidden notes too."""
    for role in ("terrain", "analyse", "design", "comite"):
        with pytest.raises(NotAllowed):
            barriers.codes_held(db, actor(role), note)
        with pytest.raises(NotAllowed):
            exchange.export_participant(db, actor(role), participant_id="x")


def test_an_unknown_format_or_sheet_is_refused(db: Database) -> None:
    """Before anything is put in the register."""
    with pytest.raises(InvalidInput):
        exchange.export_project(db, MACHINE, kind="xls")
    with pytest.raises(NotFound):
        exchange.export_sheet(db, MACHINE, sheet_id="nobody", kind="md", demo=False)
    assert exchange.exports(db, MACHINE) == ()


def test_a_long_persona_gives_every_page(db: Database) -> None:
    """A card that goes on over the page is not cut; each page is a picture, each is in the register."""
    notes = [a_note(db) for _n in range(5)]
    draft = PersonaDraft("Celles qui n’osent plus")
    sheet_id = personas.create_persona(db, MACHINE, draft=draft, note_ids=notes)
    for section in Section:
        for n in range(4):
            line = LineDraft(section, f"Ligne inventée {n}, assez longue pour remplir la page. " * 4)
            personas.add_line(db, MACHINE, persona_id=sheet_id, draft=line)
    pages = exchange.export_sheet(db, MACHINE, sheet_id=sheet_id, kind="png", demo=False)
    assert [each.name for each in pages[:2]] == ["persona.png", "persona-2.png"]
    assert all(Image.open(io.BytesIO(each.data)).size == (2550, 3300) for each in pages)
    assert len({each.data for each in pages}) == len(pages) == len(exchange.exports(db, MACHINE))


def test_moments_leave_by_time_without_their_ids(db: Database) -> None:
    """Exact words only with leave to quote; what is thought of a moment is named so; the person's own file has all."""
    words = {"minute": 20, "observed": "La file avance.", "quote": "« Encore ! »", "interpreted": "Elle a honte.",
             "emotion": "-2", "emotion_basis": "said", "place_type": "clsc"}  # fmt: skip
    moment_id, other = storage.uuid7(), storage.uuid7()
    answers = {fieldnotes.name_of(moment_id, name): value for name, value in words.items()}
    first = {fieldnotes.name_of(other, "minute"): 5, fieldnotes.name_of(other, "activity"): "Entre"}
    note_id = fieldnotes.record_note(
        db, MACHINE, id=storage.uuid7(), kind="shadowing", occasion=OccasionDraft(kind="accompagnement"),
        new_participant={}, consent=ConsentDraft(), answers={**answers, **first},
    )  # fmt: skip
    (told,) = json.loads(exchange.export_project(db, MACHINE, kind="json").data)["notes"]
    assert told["moments"] == [
        {"minute": 5, "activity": "Entre"},
        {"minute": 20, "place_type": "clsc", "observed": "La file avance.", "emotion": -2, "emotion_said": True,
         "interpreted": "Elle a honte."},
    ]  # fmt: skip
    assert moment_id not in json.dumps(told)
    assert "Encore" not in json.dumps(told, ensure_ascii=False)
    text = exchange.export_project(db, MACHINE, kind="md").data.decode()
    assert "Encore" not in text
    lines = [line.split(" · ") for line in text.replace("\xa0", " ").splitlines() if line.startswith("- T+")]
    assert [line[0].split()[1] for line in lines] == ["T+5", "T+20"]
    assert "Interprété : Elle a honte." in [part.replace("\N{NARROW NO-BREAK SPACE}", " ") for part in lines[1]]
    person = fieldnotes.note(db, MACHINE, note_id).participant_id
    own = json.loads(exchange.export_participant(db, MACHINE, participant_id=str(person)).data)
    assert own["notes"][0]["moments"][1]["quote"] == "« Encore ! »"
