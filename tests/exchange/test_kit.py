"""The persona kit: for whom, what is in it, what may never be, and what happens when somebody withdraws."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from builders import FEAR, a_note, a_tag, participant_of, passage
from defusedxml.ElementTree import fromstring
from docx import Document
from pypdf import PdfReader

from codesign import bootstrap, exchange, fieldnotes, personas, privacy, storage
from codesign.accounts import MACHINE, Actor
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.exchange import kit
from codesign.personas import Audience, LineDraft, PersonaDraft, Section, State
from codesign.storage import Database

DAY = date(2026, 3, 3)
SAID = "=SOMME(1) qu’il a dit, « être né à Montréal-Nord », 1 000 $."


@pytest.fixture(scope="module")
def written(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[str], str]:
    """A file with 23 invented people, 21 of them behind a published persona: (its bytes, their notes, the persona)."""
    path = tmp_path_factory.mktemp("kit") / "codesign.db"
    path.write_bytes(migrated.read_bytes())
    with storage.open_database(path) as db:
        notes = _notes(db)
        persona_id = _persona(db, notes)
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes(), notes, persona_id


@pytest.fixture
def db_path(written: tuple[bytes, list[str], str], tmp_path: Path) -> Path:
    """A copy for each test."""
    path = tmp_path / "codesign.db"
    path.write_bytes(written[0])
    return path


@pytest.fixture
def notes(written: tuple[bytes, list[str], str]) -> list[str]:
    """The notes of the 21."""
    return written[1]


@pytest.fixture
def persona_id(written: tuple[bytes, list[str], str]) -> str:
    """The published persona."""
    return written[2]


def _notes(db: Database) -> list[str]:
    """All 21 are afraid, 12 of them pay too much, 3 have no transport; nor have the two others."""
    found = [a_note(db, f"{FEAR} Récit {n}.") for n in range(21)]
    for n, note_id in enumerate(found):
        a_tag(db, note_id, "confiance")
        if n < 12:
            a_tag(db, note_id, "cout")
        if n < 3:
            a_tag(db, note_id, "transport")
    for _n in range(2):
        a_tag(db, a_note(db, "Le bus ne passe plus le soir."), "transport")
    return found


def _persona(db: Database, notes: list[str]) -> str:
    """Claims on 21, on 12 and on 3 people, an interpretation, a quote like a formula."""
    quoted = a_note(db, SAID, participant_id=participant_of(db, notes[0]))
    people = [participant_of(db, note_id) for note_id in notes]
    made = personas.create_persona(db, MACHINE, draft=PersonaDraft("Celles qui n’osent plus"), participant_ids=people)
    for draft in (
        LineDraft(Section.LIVES, "La peur retient", tuple(map(passage, notes))),
        LineDraft(Section.LIVES, "Douze l’ont dit", tuple(map(passage, notes[:12]))),
        LineDraft(Section.LIVES, "Trois seulement", tuple(map(passage, notes[:3]))),
        LineDraft(Section.FEELS, "De la lassitude"),
    ):
        personas.add_line(db, MACHINE, persona_id=made, draft=draft)
    personas.add_quote(db, MACHINE, persona_id=made, evidence=passage(quoted, SAID), section=Section.SAYS)
    publish(db, made)
    return made


def publish(db: Database, persona_id: str) -> None:
    """Publish what stands."""
    base = personas.persona(db, MACHINE, persona_id=persona_id).version
    personas.publish_persona(db, MACHINE, persona_id=persona_id, base=base)


def data_of(db: Database, audience: Audience) -> dict:
    """What the JSON of a kit says, without drawing the rest."""
    found = personas.handouts(db, MACHINE, audience=audience, demo=True)
    return json.loads(kit.kit_data.as_json(found))


def lines_of(persona: dict) -> dict[str, str]:
    """Text of each line -> what it rests on."""
    return {line["text"]: line["rests_on"] for part in persona["sections"] for line in part["lines"]}


def test_a_kit_holds_every_format_and_the_same_bytes_each_time(db: Database, persona_id: str) -> None:
    """A designer finds what they need; two kits of the same data are one; the register has its print."""
    told: list[tuple[int, int]] = []
    wishes = {"audience": Audience.PUBLIC, "demo": True, "on": DAY}
    made = exchange.export_kit(db, MACHINE, **wishes, progress=lambda n, of: told.append((n, of)))
    files = opened(made.data)
    stem = "persona-A/persona-A"
    for name in (
        "LISEZ-MOI.txt", "epreuve-en-gris.png", "notes-adhesives.csv", "persona-kit.schema.json", "personas.docx",
        "personas.json", "personas.md", "personas.pptx", f"{stem}-lettre.pdf", f"{stem}-lettre.png",
        f"{stem}-lettre.svg", f"{stem}-tabloide.pdf", f"{stem}-a4.png", "polices/OFL-Inter.txt",
    ):  # fmt: skip
        assert files[name], name
    assert any(name.startswith(f"{stem}-diapo") and name.endswith(".png") for name in files)
    assert list(files) == sorted(files)
    assert told[-1] == (len(told), len(told))
    assert exchange.export_kit(db, MACHINE, **wishes).data == made.data
    line = exchange.exports(db, MACHINE)[0]
    assert (line.what, line.format, line.sha256) == ("Persona kit", "zip", hashlib.sha256(made.data).hexdigest())
    read_as_one(files)


def opened(data: bytes) -> dict[str, bytes]:
    """The files of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        return {name: archive.read(name) for name in archive.namelist()}


def read_as_one(files: dict[str, bytes]) -> None:
    """Every file says the words of the JSON, read back by somebody else's library."""
    content = json.loads(files["personas.json"])
    jsonschema.Draft202012Validator(json.loads(files["persona-kit.schema.json"])).validate(content)
    (persona,) = content["personas"]
    document = "\n".join(each.text for each in Document(io.BytesIO(files["personas.docx"])).paragraphs)
    pdf = PdfReader(io.BytesIO(files["persona-A/persona-A-lettre.pdf"]))
    printed = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))
    rows = list(csv.DictReader(io.StringIO(files["notes-adhesives.csv"].decode("utf-8-sig"), newline="")))
    notes = [row["texte"].removeprefix("'") for row in rows]
    for text in [persona["title"], persona["people_text"], *lines_of(persona)]:
        assert re.sub(r"\s+", " ", text) in printed
        assert text in document
    assert [panel["id"] for panel in persona["panels"]] == ["day", "levesque", "non_recours", "attributes"]
    for panel in persona["panels"]:
        for text in (panel["heading"], panel["note"], *(row["text"].split(" · ")[0] for row in panel["rows"])):
            assert re.sub(r"\s+", " ", text) in printed
            assert text in document
            assert text in files["personas.md"].decode()
    for text in lines_of(persona):
        assert text in notes
        assert personas.escaped(text) in files["personas.md"].decode()
    assert not [row for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    for kind in ("lettre", "tabloide", "a4"):
        assert words_printed(files, kind) == words_drawn(files, kind)
    assert "données fictives" in document
    assert "3 mars 2026" in files["LISEZ-MOI.txt"].decode()
    assert max(map(len, files["LISEZ-MOI.txt"].decode().split("\r\n"))) <= 88  # Notepad cuts no line by itself


def words_printed(files: dict[str, bytes], kind: str) -> Counter[str]:
    """Each word that pypdf, which knows nothing of our drawing, reads in a PDF, and how often."""
    pages = PdfReader(io.BytesIO(files[f"persona-A/persona-A-{kind}.pdf"])).pages
    return Counter(word for page in pages for word in page.extract_text().split())


def words_drawn(files: dict[str, bytes], kind: str) -> Counter[str]:
    """Each word of the sheet, and how often: those of its master, whose words are text."""
    named = [name for name in files if re.fullmatch(rf"persona-A/persona-A-{kind}(-\d+)?\.svg", name)]
    texts = [text for name in named for text in fromstring(files[name]).iter("{http://www.w3.org/2000/svg}text")]
    found = Counter(word for text in texts for line in text.itertext() for word in line.split())
    assert sum(found.values()) > 50
    return found


def test_the_team_has_true_counts_and_others_rounded_ones(db: Database, persona_id: str) -> None:
    """21 of the team are 20 outside; 3, and 12 of 21 whose rest is 9, follow the same rules."""
    (team,) = data_of(db, Audience.TEAM)["personas"]
    assert team["people"] == 21
    assert {each["code"]: each["people"] for each in team["counts"]} == {"confiance": 21, "cout": 12}
    assert lines_of(team)["Douze l’ont dit"] == "12 personnes"
    for audience in (Audience.PARTNERS, Audience.PUBLIC):
        (persona,) = data_of(db, audience)["personas"]
        assert persona["people"] == 20
        assert {each["code"]: each["people"] for each in persona["counts"]} == {"confiance": 20, "cout": 10}
        assert lines_of(persona)["Douze l’ont dit"] == "10 personnes"


@pytest.mark.parametrize("audience", list(Audience))
def test_no_file_holds_a_small_count_nor_lets_one_be_found(db: Database, notes: list[str], audience: Audience) -> None:
    """Neither 4 of 21, nor 17 of 21 which leaves 4; and no id of ours."""
    people = [participant_of(db, note_id) for note_id in notes]
    made = personas.create_persona(db, MACHINE, draft=PersonaDraft("Toutes"), participant_ids=people)
    for n, share in enumerate((4, 17, 16)):
        draft = LineDraft(Section.LIVES, f"Part {share}", tuple(map(passage, notes[: (4, 17, 16)[n]])))
        personas.add_line(db, MACHINE, persona_id=made, draft=draft)
    for note_id in notes[3:17]:
        a_tag(db, note_id, "transport")
    publish(db, made)
    content = data_of(db, audience)
    persona = next(each for each in content["personas"] if each["title"] == "Toutes")
    rests = lines_of(persona)
    assert rests["Part 4"] == rests["Part 17"] == "nombre de personnes non montré"
    assert "16" in rests["Part 16"] or "15" in rests["Part 16"]
    total = persona["people"]
    for each in persona["counts"]:
        assert each["people"] >= 5
        assert total - each["people"] >= 5 or each["people"] == total
    assert "transport" not in {each["code"] for each in persona["counts"]}
    everything = json.dumps(content)
    assert made not in everything
    assert not [each for each in (*notes, *people) if each in everything]


def test_a_number_kept_back_is_said_once_on_the_sheet_and_at_its_line_in_the_data(
    db: Database, persona_id: str, notes: list[str]
) -> None:
    """The same five words under every line are noise on a wall; tools and screen readers have them at each."""
    for n in range(3):
        draft = LineDraft(Section.LIVES, f"Ligne {n}", tuple(map(passage, notes[:3])))
        personas.add_line(db, MACHINE, persona_id=persona_id, draft=draft)
    (found,) = personas.handouts(db, MACHINE, audience=Audience.TEAM, demo=False)
    sheet = personas.poster(found)
    beneath = {line.text: line.detail for part in sheet.sections for line in part.lines}
    assert [beneath[f"Ligne {n}"] for n in range(3)] == ["", "", ""]
    assert sum("Une ligne sans nombre" in each for each in sheet.notes) == 1
    (persona,) = data_of(db, Audience.TEAM)["personas"]
    assert [lines_of(persona)[f"Ligne {n}"] for n in range(3)] == ["nombre de personnes non montré"] * 3


def test_a_quote_is_an_exact_piece_of_a_sentence_with_consent(db: Database, persona_id: str, notes: list[str]) -> None:
    """Without its consent it is in no kit, and what was published waits to be reviewed."""
    (persona,) = data_of(db, Audience.PUBLIC)["personas"]
    (quote,) = [line["text"] for part in persona["sections"] for line in part["lines"] if line["kind"] == "quote"]
    texts = {row.id: fieldnotes.source_text(db, MACHINE, row.id).text for row in fieldnotes.notes(db, MACHINE)}
    (source_id,) = [note_id for note_id, text in texts.items() if quote in text]
    consent = fieldnotes.note(db, MACHINE, source_id).consent_id
    assert "quote" in privacy.consent(db, MACHINE, consent).purposes
    privacy.withdraw_consent(db, MACHINE, consent_id=consent)
    assert SAID not in json.dumps(data_of(db, Audience.TEAM), ensure_ascii=False)
    with pytest.raises(InvalidInput):
        personas.handouts(db, MACHINE, audience=Audience.PUBLIC, demo=True)


def test_each_role_serves_its_own_audience(db: Database, persona_id: str, actor: Callable[..., Actor]) -> None:
    """Design takes out for the team; partners and the public are for the coordination; others take nothing."""
    for role, allowed in (("design", {Audience.TEAM}), ("coordination", set(Audience)), ("comite", set())):
        for audience in Audience:
            person = actor(role)
            assert personas.may_take_out(person, audience) == (audience in allowed)
            if audience in allowed:
                assert personas.handouts(db, person, audience=audience, demo=False)
            else:
                with pytest.raises(NotAllowed):
                    personas.handouts(db, person, audience=audience, demo=False)
    assert personas.presented(db, actor("comite"), demo=False)[0].people == 20


def test_drafts_leave_with_the_team_alone(db: Database, persona_id: str, actor: Callable[..., Actor]) -> None:
    """What nobody has approved goes neither to partners nor on the wall."""
    personas.unpublish_persona(db, MACHINE, persona_id=persona_id)
    (draft,) = personas.handouts(db, MACHINE, audience=Audience.TEAM, demo=False)
    assert personas.poster(draft).overline.endswith("Brouillon")
    with pytest.raises(InvalidInput):
        personas.handouts(db, MACHINE, audience=Audience.PARTNERS, demo=False, persona_ids=(persona_id,))
    with pytest.raises(NotFound):
        personas.handouts(db, MACHINE, audience=Audience.TEAM, demo=False, persona_ids=("nobody",))
    assert personas.presented(db, MACHINE, demo=False) == ()
    with pytest.raises(NotFound):
        personas.presented(db, actor("comite"), demo=False, persona_id=persona_id)


def test_two_personas_of_one_letter_have_two_names(db: Database, persona_id: str, notes: list[str]) -> None:
    """Files must not take each other's place."""
    personas.create_persona(db, MACHINE, draft=PersonaDraft("Autres", letter="A"), note_ids=notes)
    found = personas.handouts(db, MACHINE, audience=Audience.TEAM, demo=False)
    assert [each.name for each in found] == ["persona-A", "persona-A-2"]
    assert kit.kit_name(found) == "personas-interne.zip"
    assert kit.kit_name(found[:1]) == "persona-A-interne.zip"


def test_copies_that_rest_on_somebody_who_withdraws_are_told_as_to_be_replaced(
    db: Database, persona_id: str, notes: list[str]
) -> None:
    """Files outside are out of reach: the register says which, also when the person had left the persona since."""
    leaver = participant_of(db, notes[5])
    made = exchange.export_kit(db, MACHINE, audience=Audience.PUBLIC, demo=False, on=DAY)
    sheet = exchange.export_sheet(db, MACHINE, sheet_id=persona_id, kind="md", demo=False)[0]
    project = exchange.export_project(db, MACHINE, kind="json")
    others = [participant_of(db, each) for each in notes if each != notes[5]]
    personas.choose_people(db, MACHINE, persona_id=persona_id, participant_ids=others, note_ids=())
    for line in personas.persona(db, MACHINE, persona_id=persona_id).lines:
        personas.bin_line(db, MACHINE, line_id=line.id)
    assert exchange.recalled(db, MACHINE) == {}
    assert exchange.preview_withdrawal(db, leaver)["Files that left, to be replaced"] == 3
    bootstrap.withdraw(db, MACHINE, leaver)
    prints = {hashlib.sha256(each.data).hexdigest() for each in (made, sheet, project)}
    assert set(exchange.recalled(db, MACHINE)) == prints
    after = exchange.export_sheet(db, MACHINE, sheet_id=persona_id, kind="json", demo=False)[0]
    assert hashlib.sha256(after.data).hexdigest() not in exchange.recalled(db, MACHINE)


def test_a_withdrawal_flags_every_persona_and_every_stored_file_that_rests_on_the_person_and_no_other(
    db: Database, persona_id: str, notes: list[str]
) -> None:
    """Chosen among its people, or behind one line alone: back to review, counted anew, its files to be replaced."""
    leaver = participant_of(db, notes[5])
    made = {"whole": persona_id}
    for name, some in (("counts them", notes[:10]), ("quotes them", notes[10:20]), ("neither", notes[10:20])):
        people = [participant_of(db, each) for each in some]
        made[name] = personas.create_persona(db, MACHINE, draft=PersonaDraft(name), participant_ids=people)
        behind = [notes[5], some[0]] if name == "quotes them" else [some[0]]
        draft = LineDraft(Section.LIVES, "Une ligne", tuple(map(passage, behind)))
        personas.add_line(db, MACHINE, persona_id=made[name], draft=draft)
        publish(db, made[name])
    files = {
        name: exchange.export_sheet(db, MACHINE, sheet_id=each, kind="json", demo=False)[0].data
        for name, each in made.items()
    }
    bootstrap.withdraw(db, MACHINE, leaver)
    views = {name: personas.persona(db, MACHINE, persona_id=each) for name, each in made.items()}
    flagged = {name for name, view in views.items() if view.state is State.TO_REVIEW}
    assert flagged == {"whole", "counts them", "quotes them"}
    assert views["neither"].state is State.PUBLISHED
    assert {name: view.people.value for name, view in views.items()} == {
        "whole": 20, "counts them": 9, "quotes them": 10, "neither": 10,
    }  # fmt: skip
    recalled = set(exchange.recalled(db, MACHINE))
    assert {name for name, data in files.items() if hashlib.sha256(data).hexdigest() in recalled} == flagged


def test_a_kit_whose_personas_changed_while_it_was_made_does_not_leave(db: Database, persona_id: str) -> None:
    """Somebody withdrew meanwhile: the file would say what may no longer be said."""

    def meanwhile(done: int, _total: int) -> None:
        if done == 1:
            personas.unpublish_persona(db, MACHINE, persona_id=persona_id)
            publish(db, persona_id)
            draft = PersonaDraft("Un autre titre")
            base = personas.persona(db, MACHINE, persona_id=persona_id).version
            personas.edit_persona(db, MACHINE, persona_id=persona_id, draft=draft, base=base)

    with pytest.raises((InvalidInput, exchange.kit.Conflict)):
        exchange.export_kit(db, MACHINE, audience=Audience.TEAM, demo=False, on=DAY, progress=meanwhile)
    assert exchange.exports(db, MACHINE) == ()


def test_the_register_says_for_whom_a_kit_was_made(db: Database, persona_id: str) -> None:
    """Three kits of one morning are one line three times, unless each says who may hold it."""
    for audience in Audience:
        exchange.export_kit(db, MACHINE, audience=audience, demo=False, on=DAY)
    assert {each.audience for each in exchange.exports(db, MACHINE)} == set(map(str, Audience))


def test_a_preview_leaves_no_trace(db: Database, persona_id: str) -> None:
    """Looking is not taking out."""
    wishes = {"audience": Audience.PUBLIC, "demo": False, "persona_id": persona_id}
    (page,) = exchange.preview_kit(db, MACHINE, **wishes, format="letter")
    assert page.startswith(b"\x89PNG")
    assert exchange.exports(db, MACHINE) == ()
