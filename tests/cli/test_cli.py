"""The command line, as a person or a script runs it: real processes, real files."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import a_note
from PIL import Image

from codesign import __main__ as cli
from codesign import barriers, bootstrap, fieldnotes, personas, scenarios, storage
from codesign.accounts import MACHINE
from codesign.barriers.scoring import Counts
from codesign.barriers.shelf import shelf_of
from codesign.barriers.weights import MODEL_FILE
from codesign.personas import LineDraft, PersonaDraft, Section
from codesign.scenarios import ScenarioDraft
from codesign.usage import wrong_use

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
COLUMNS = ["id", "start", "end", "code", "status", "score", "origin", "evidence", "version"]
TEXT = "Elle ne parle pas français. Le service est complet, il faut attendre un an."


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `python -m codesign …` with a private folder of the test's own."""

    def call(*words: object, stdin: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "codesign", *map(str, words)],
            cwd=ROOT,
            env={**os.environ, "CODESIGN_HOME": str(tmp_path / "home"), "PYTHONIOENCODING": "utf-8"},
            input=stdin,
            text=True,
            encoding="utf-8",
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stderr + done.stdout
        if code:
            assert "Traceback" not in done.stderr
        return done

    return call


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The single line that a refusal says."""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_help_is_in_french(run: Run) -> None:
    """The people who run it read French."""
    for words in ([], ["tag"], ["restore"], ["add-member"]):
        told = run(*words, "--help").stdout
        assert "Usage" in told or "Utilisation" in told
        assert "Show this message and exit" not in told


def test_tag_gives_one_row_per_sentence_and_code(run: Run, tmp_path: Path) -> None:
    """The columns that other tools rely on, and offsets that give the sentence back."""
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(f'id,text\nn1,"{TEXT}"\n', encoding="utf-8")
    run("tag", source, "--output", out)
    with out.open(encoding="utf-8", newline="") as rows:
        reader = csv.DictReader(rows)
        assert reader.fieldnames == COLUMNS
        found = list(reader)
    assert found
    for row in found:
        assert row["id"] == "n1"
        assert TEXT[int(row["start"]) : int(row["end"])].strip()
        assert row["status"] in {"present", "absent", "hypothetical"}
        assert row["origin"] == "rule"
        for part in row["evidence"].split(";"):
            start, end, _rule = part.split(":", 2)
            assert int(row["start"]) <= int(start) < int(end) <= int(row["end"])


def test_tag_reads_a_text_file_and_other_families(run: Run, tmp_path: Path) -> None:
    """A .txt is one text under its own name; other families come with their name in a last column."""
    source, out = tmp_path / "carnet.txt", tmp_path / "out.csv"
    source.write_bytes("Elle a besoin d’un logement. Elle ne parle pas français.\r\n".encode("utf-8-sig"))
    run("tag", source, "--output", out, "--families")
    with out.open(encoding="utf-8", newline="") as rows:
        reader = csv.DictReader(rows)
        assert reader.fieldnames == [*COLUMNS, "family"]
        assert {row["id"] for row in reader} == {"carnet"}


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b'id,text\n1,"never closed\n', b"id,text\n1,a,b\n", b"\x00\x01\x02\xff\xfe\xfd" * 50],
)
def test_tag_refuses_a_bad_file_in_one_line_and_writes_nothing(run: Run, tmp_path: Path, content: bytes) -> None:
    """What stood at the output stays."""
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content)
    out.write_text("yesterday", encoding="utf-8")
    assert one_line(run("tag", source, "--output", out, code=1))
    assert out.read_text(encoding="utf-8") == "yesterday"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "words",
    [
        ["tag"],
        ["unknown"],
        ["worker"],
        ["tag", "nowhere.csv", "--output", "x.csv"],
        ["verify", "--database", "nowhere.db"],
        ["restore", "nowhere.zip"],
        ["backup", "x.zip"],
        ["export", "--format", "csv", "--output", "x.csv", "--database", "nowhere.db"],
        ["init", "--no-such-option"],
    ],
)
def test_bad_use_is_said_in_one_line(run: Run, words: list[str]) -> None:
    """No traceback, no page of help, an exit code that is not zero."""
    code = 2 if words in (["tag"], ["unknown"], ["worker"], ["init", "--no-such-option"]) else 1
    assert one_line(run(*words, code=code))


def test_a_project_from_init_to_restore(run: Run, tmp_path: Path) -> None:
    """init, add-member, import, export, backup, a loss, restore, verify."""
    database, copy = tmp_path / "p.db", tmp_path / "p.zip"
    where = ("--database", database)
    run("init", *where)
    run("add-member", "Zoé Côté", "--role", "analyse", *where, stdin="lilas-riviere-42\n")
    run("add-member", "Zoé Côté", "--role", "analyse", *where, stdin="lilas-riviere-42\n", code=1)
    run("add-member", "X", "--role", "chef", *where, stdin="lilas-riviere-42\n", code=1)
    run("add-member", "Yan", "--role", "analyse", *where, stdin="short\n", code=1)
    notes = tmp_path / "notes.csv"
    notes.write_text(f'id;texte;consentement;personne\n1;"{TEXT}";oral;A\n2;Il attend.;;\n', encoding="cp1252")
    run("import", notes, "--dry-run", *where)
    run("import", notes, *where)
    exported = tmp_path / "out.json"
    run("export", "--format", "json", "--output", exported, *where)
    content = json.loads(exported.read_text(encoding="utf-8"))
    assert [note["answers"]["story"] for note in content["notes"]] == [TEXT]
    run("backup", copy, *where)
    database.write_bytes(b"lost")
    assert run("verify", *where, code=1).stdout.strip()
    assert "--even-unreadable" in one_line(run("restore", copy, *where, code=1))
    run("restore", copy, "--even-unreadable", *where)
    run("verify", *where)
    run("import", notes, *where)
    run("export", "--format", "json", "--output", exported, *where)
    assert len(json.loads(exported.read_text(encoding="utf-8"))["notes"]) == 1


def test_the_demo_holds_everything_but_accounts(run: Run, tmp_path: Path) -> None:
    """It verifies, exports, and is never written over another database."""
    where = ("--database", tmp_path / "demo.db")
    run("demo", *where)
    run("demo", *where, code=1)
    run("verify", *where)
    for kind in ("csv", "md"):
        out = tmp_path / f"out.{kind}"
        run("export", "--format", kind, "--output", out, *where)
        assert out.stat().st_size > 100_000


def test_personas_and_scenarios_leave_by_their_id(run: Run, tmp_path: Path) -> None:
    """Pictures, text and data of one persona and one scenario; pages beside one another, or in one zip."""
    path = tmp_path / "p.db"
    bootstrap.prepare(path)
    with storage.open_database(path) as db:
        notes = [a_note(db) for _n in range(5)]
        persona = personas.create_persona(db, MACHINE, draft=PersonaDraft("Celles qui n’osent plus"), note_ids=notes)
        for section in Section:
            for n in range(4):
                line = LineDraft(section, f"Ligne inventée {n}, assez longue pour remplir la page. " * 4)
                personas.add_line(db, MACHINE, persona_id=persona, draft=line)
        scenario = scenarios.create_scenario(db, MACHINE, draft=ScenarioDraft("Une voisine accompagne", (persona,)))
    where = ("--database", path)
    out = tmp_path / "out"
    out.mkdir()
    told = run("export", "--format", "png", "--id", persona, "--output", out / "carte.png", *where).stdout
    pages = sorted(each.name for each in out.iterdir())
    assert {"carte.png", "carte-2.png"} <= {*pages}
    assert all(name in told for name in pages)
    assert all(Image.open(out / name).size == (2550, 3300) for name in pages)
    run("export", "--format", "png", "--id", persona, "--output", out / "carte.zip", *where)
    with zipfile.ZipFile(out / "carte.zip") as archive:
        assert len(archive.namelist()) == len(pages)
        assert archive.read("persona-2.png") == (out / "carte-2.png").read_bytes()
    run("export", "--format", "json", "--id", persona, "--output", out / "p.json", *where)
    assert json.loads((out / "p.json").read_text(encoding="utf-8"))["title"] == "Celles qui n’osent plus"
    run("export", "--format", "md", "--id", persona, "--output", out / "p.md", *where)
    assert "Celles qui n’osent plus" in (out / "p.md").read_text(encoding="utf-8")
    run("export", "--format", "png", "--id", scenario, "--output", out / "s.png", *where)
    assert Image.open(out / "s.png").width > 3000
    run("export", "--format", "md", "--id", scenario, "--output", out / "s.md", *where)
    assert "Une voisine accompagne" in (out / "s.md").read_text(encoding="utf-8")
    for kind, row_id in (("gif", persona), ("json", scenario), ("png", "nobody")):
        assert one_line(run("export", "--format", kind, "--id", row_id, "--output", out / "x", *where, code=1))
    assert not (out / "x").exists()


def test_a_full_disk_is_said_in_one_line(run: Run, tmp_path: Path) -> None:
    """/dev/full refuses every write as a full disk does; what stood there stays."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    source = tmp_path / "in.txt"
    source.write_text(TEXT, encoding="utf-8")
    assert one_line(run("tag", source, "--output", "/dev/full/out.csv", code=1))


def test_a_folder_of_documents_may_be_brought_in_again(run: Run, tmp_path: Path) -> None:
    """Known texts are told and left; a new one beside them comes in."""
    database, first, second = tmp_path / "p.db", tmp_path / "un.txt", tmp_path / "deux.txt"
    first.write_text("Un rapport inventé.", encoding="utf-8")
    run("init", "--database", database)
    run("import", first, "--document", "--database", database)
    second.write_text("Un autre rapport inventé.", encoding="utf-8")
    lines = run("import", first, second, "--document", "--database", database).stdout.strip().splitlines()
    assert len(lines) == 2
    assert "un.txt — " in lines[0]
    with storage.open_database(database) as db:
        assert len(fieldnotes.documents(db, MACHINE)) == 2


def test_evaluate_prints_the_figures_and_refuses_an_unknown_label(run: Run, tmp_path: Path) -> None:
    """The figures that are published come from this command: a mistyped label must not pass as « nothing »."""
    gold = tmp_path / "gold.csv"
    gold.write_text("id,text,labels,note\na,Elle n'a pas d'auto.,transport:present,n1\nb,Il fait beau.,,n1\n", "utf-8")
    told = run("evaluate", gold).stdout
    assert "transport" in told
    assert "1.000" in next(line for line in told.splitlines() if line.startswith("micro"))
    gold.write_text("id,text,labels\na,Elle n'a pas d'auto.,auto:present\n", "utf-8")
    assert "auto:present" in one_line(run("evaluate", gold, code=1))


def test_tag_and_evaluate_read_with_the_model_of_a_team_when_its_database_is_given(
    run: Run, db_path: Path, tmp_path: Path
) -> None:
    """A team can only judge its own model on its own sentences if the commands use it when asked to."""
    with storage.open_database(db_path) as db:
        barriers.add_wording(
            db, MACHINE, code="statut", pattern="grobidou mauve", example="Un grobidou mauve.", near_miss="Un grobidou."
        )
        shelf = shelf_of(db)
        assert shelf is not None
        same = barriers.ModelFigures(0.5, barriers.TeamFigures(Counts(0, 0, 0), 0))
        card = barriers.ModelCard(
            "model-1", "2026-11-22T12:00:00.000Z", "x", "n1", "d", "l", "", 1, 0, (), same, same, barriers.Verdict.TAKEN
        )
        shelf.keep(card, MODEL_FILE.read_bytes())
        shelf.choose("model-1")
    gold, out = tmp_path / "gold.csv", tmp_path / "out.csv"
    gold.write_text("id,text,labels\na,Le grobidou mauve bloque la porte.,statut:present\n", "utf-8")
    micro = next(line for line in run("evaluate", gold, "--database", db_path).stdout.splitlines() if "micro" in line)
    assert "1.000" in micro
    assert "1.000" not in next(line for line in run("evaluate", gold).stdout.splitlines() if "micro" in line)
    run("tag", gold, "--output", out, "--database", db_path)
    with out.open(encoding="utf-8", newline="") as rows:
        assert {row["version"].rpartition("+")[2] for row in csv.DictReader(rows)} == {"model-n1"}
    assert "Il n’y a pas de base" in one_line(run("tag", gold, "--output", out, "--database", tmp_path / "no", code=1))


def test_a_bundle_goes_from_one_laptop_to_another(run: Run, migrated: Path, db_path: Path, tmp_path: Path) -> None:
    """A large bundle is for the command line: looked into, then merged, each in words."""
    with storage.open_database(db_path) as db:
        a_note(db)
    other, bundle = tmp_path / "other.db", tmp_path / "rose.paquet"
    other.write_bytes(migrated.read_bytes())
    with storage.open_database(other) as db:
        storage.renew_post(db)
    asked = ("bundle", "export", "--output", bundle, "--name", "Portable de Rose", "--database", db_path)
    assert "disque chiffré" in one_line(run(*asked, code=1))
    run(*asked, "--stays-on-encrypted-disk")
    assert "Notes\u202f: 1" in run("bundle", "inspect", bundle, "--database", other).stdout
    run("bundle", "merge", bundle, "--database", other)
    with storage.open_database(other) as db:
        assert len(fieldnotes.notes(db, MACHINE)) == 1
    asked = ("bundle", "export", "--join", "--output", bundle, "--name", "Rose", "--database", db_path)
    assert "phrase de passe" in one_line(run(*asked, code=1))


def test_train_with_decisions_needs_decisions_and_says_so(run: Run, db_path: Path) -> None:
    """With nothing decided the shipped model stays; options of the two trainings are not mixed."""
    done = run("train", "--with-decisions", "--database", db_path)
    assert "le modèle livré avec le projet reste en service" in done.stdout.replace("\u202f", " ")
    assert "--with-decisions" in run("train", "--database", db_path, code=1).stderr
    assert not (ROOT / "data" / "private" / "models").exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "La commande manque."),
        (("expor",), "Il n’y a pas de commande expor ; il y a : export."),
        (("export",), "L’option --output manque."),
        (("export", "--output"), "Il manque une valeur après l’option --output."),
        (("export", "--rien-de-tel"), "Il n’y a pas d’option --rien-de-tel."),
        (("add-member", "--role", "analyse"), "Il manque : NOM."),
        (("verify", "un", "deux", "trois"), "Il y a des mots de trop"),
    ],
)
def test_a_command_typed_wrongly_is_answered_in_french(
    words: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The library answers in English; who types here is told in one sentence of theirs."""
    monkeypatch.setattr(sys, "argv", ["codesign", *words])
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    with pytest.raises(SystemExit) as left:
        cli.main()
    said = capsys.readouterr().err
    assert left.value.code == 2
    assert why in said
    assert "--help" in said
    assert not re.search(r"(?i)missing|option requires|no such|got unexpected|invalid|possible", said)


def test_a_value_of_the_wrong_kind_is_answered_in_french() -> None:
    """Whatever the kind of value, nothing of the library's own words passes."""

    class Given:
        def get_error_hint(self) -> str:
            return "'--rows'"

    class BadParameter(Exception):  # noqa: N818 - as the library calls it
        param, message = Given(), "'zz' is not a valid integer."

    assert wrong_use(BadParameter()) == "Cette valeur ne convient pas à --rows."
