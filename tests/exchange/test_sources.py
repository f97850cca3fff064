"""Files of field tools: every shape is read, and what is wrong is said in words with nothing half written."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from collected import archive, kobo_csv, kobo_json, odata, odk_row, table, tail, uuid, xlsx
from openpyxl import Workbook

from codesign import exchange, fieldnotes, i18n, privacy, territory
from codesign.accounts import MACHINE
from codesign.errors import InvalidInput
from codesign.exchange import ImportDefaults, MediaState, RowState, SourceKind
from codesign.exchange.source import COLLECTED
from codesign.exchange.sources import read_source
from codesign.storage import Database

ORAL = ImportDefaults(consent="oral")
STORY = {"contenu/recit": "Elle attend depuis un an.\nPersonne ne rappelle."}


def states(report: exchange.ImportReport) -> list[RowState]:
    """What becomes of each row."""
    return [row.state for row in report.rows]


def told(report: exchange.ImportReport) -> list[str]:
    """Why each row is refused, as a person reads it."""
    return [i18n._(row.reason, **row.params) for row in report.rows if row.reason]


def excel(rows: list[dict[str, Any]]) -> bytes:
    """The same rows as KoboToolbox's Excel file has them."""
    return xlsx({"Récit": [{**row, **tail(n)} for n, row in enumerate(rows, 1)]})


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.csv", kobo_csv([STORY]), SourceKind.KOBO_CSV),
        ("a.xlsx", excel([STORY]), SourceKind.KOBO_XLSX),
        ("a.json", kobo_json([{**STORY, **tail(1)}]), SourceKind.KOBO_JSON),
        ("a.csv", table([odk_row(1, **{"contenu-recit": STORY["contenu/recit"]})]), SourceKind.ODK_CSV),
        ("a.zip", archive([("recit.csv", table([odk_row(1, recit=STORY["contenu/recit"])]))]), SourceKind.ODK_ZIP),
        ("a.json", odata([{"__id": f"uuid:{uuid(1)}", "contenu": {"recit": STORY["contenu/recit"]}, "__system": {}}]),
         SourceKind.ODK_JSON),
        ("a.zip", archive([("export/données.xlsx", excel([STORY]))]), SourceKind.KOBO_XLSX),
    ],
)  # fmt: skip
def test_one_row_is_the_same_in_every_file(db: Database, name: str, data: bytes, kind: SourceKind) -> None:
    """Exported twice, in two shapes, under two names: it comes in once."""
    look = exchange.look_into(db, MACHINE, name=name, data=data)
    assert (look.kind, look.rows, look.lacking) == (kind, 1, ())
    assert states(exchange.import_notes(db, MACHINE, name=name, data=data, defaults=ORAL)) == [RowState.NEW]
    (note,) = fieldnotes.notes(db, MACHINE)
    assert fieldnotes.note(db, MACHINE, note.id).answers == {"story": STORY["contenu/recit"]}
    other = exchange.import_notes(db, MACHINE, name="autre.csv", data=kobo_csv([STORY]), defaults=ORAL)
    assert states(other) == [RowState.SAME]


def test_a_row_edited_in_kobo_corrects_its_note(db: Database) -> None:
    """`_uuid` is another one after an edit there; the first number stays."""
    exchange.import_notes(db, MACHINE, name="a.csv", data=kobo_csv([STORY]), defaults=ORAL)
    edited = {"contenu/recit": STORY["contenu/recit"] + " Encore.", **tail(1, _uuid=uuid(555))}
    report = exchange.import_notes(db, MACHINE, name="b.csv", data=kobo_csv([edited]), defaults=ORAL)
    assert states(report) == [RowState.CHANGED]


def test_an_answer_taken_back_there_is_taken_back_here(db: Database) -> None:
    """And one that was added here to another question is left alone."""
    row = {**STORY, "enjeu": "L’attente au téléphone", "changement": ""}
    exchange.import_notes(db, MACHINE, name="a.csv", data=kobo_csv([row]), defaults=ORAL)
    (note,) = fieldnotes.notes(db, MACHINE)
    fieldnotes.edit_note(db, MACHINE, note_id=note.id, answers={"teller_title": "Ajouté ici"})
    report = exchange.import_notes(db, MACHINE, name="a.csv", data=kobo_csv([{**row, "enjeu": ""}]), defaults=ORAL)
    assert states(report) == [RowState.CHANGED]
    assert fieldnotes.note(db, MACHINE, note.id).answers == {
        "story": STORY["contenu/recit"],
        "teller_title": "Ajouté ici",
    }


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", kobo_csv([{**STORY, **tail(1, _validation_status="validation_status_not_approved")}]), "refusée"),
        ("a.csv", table([{**odk_row(1), "Status": "not decrypted", "recit": ""}]), "chiffrée"),
        ("a.csv", table([{**odk_row(1, recit="Un."), "ReviewState": "rejected"}]), "refusée"),
        ("a.json", odata([{"__id": "uuid:1", "recit": "Un.", "__system": {"deletedAt": "2026-01-01"}}]), "supprimée"),
    ],
)
def test_a_row_that_the_tool_refuses_or_hides_stays_out(db: Database, name: str, data: bytes, reason: str) -> None:
    """With the reason; the other rows come in."""
    report = exchange.import_notes(db, MACHINE, name=name, data=data, defaults=ORAL)
    assert states(report) == [RowState.REFUSED]
    assert reason in told(report)[0]
    assert not fieldnotes.notes(db, MACHINE)


def test_repeats_of_an_excel_file_are_lines_of_their_question(db: Database) -> None:
    """A sheet for each group asked several times; one within another follows its parents up."""
    root = [{"observe": f"Vu {n}.", **tail(n)} for n in (1, 2)]
    moments = [
        {"lieu_moment": "CLSC", "geste": "Elle attend", "_index": 1, "_parent_table_name": "Suivi", "_parent_index": 1},
        {"lieu_moment": "Rue", "geste": "Elle repart", "_index": 2, "_parent_table_name": "Suivi", "_parent_index": 1},
    ]
    inner = [{"mot": "« Demain »", "_index": 1, "_parent_table_name": "etapes", "_parent_index": 2}]
    data = xlsx({"Suivi": root, "etapes": moments, "paroles": inner})
    exchange.import_notes(db, MACHINE, name="a.xlsx", data=data, defaults=ORAL)
    notes = [fieldnotes.note(db, MACHINE, each.id) for each in fieldnotes.notes(db, MACHINE)]
    found = {str(each.answers["observed"]): each.answers.get("steps") for each in notes}
    assert found == {"Vu 1.": "CLSC · Elle attend\nRue · Elle repart", "Vu 2.": None}
    source = read_source(data, "a.xlsx")
    assert source.records[0].cells["geste"] == "Elle attend\nElle repart"
    assert source.records[0].cells["mot"] == "« Demain »"


def test_repeats_of_central_are_lines_of_their_question() -> None:
    """A table for each group, joined by the keys of the rows."""
    root = [odk_row(1, observe="Vu 1."), odk_row(2, observe="Vu 2.")]
    steps = [{"geste": word, "PARENT_KEY": f"uuid:{uuid(2)}", "KEY": f"uuid:{uuid(2)}/etapes[{n}]"}
             for n, word in enumerate(("Elle attend", "Elle repart"), 1)]  # fmt: skip
    deep = [{"mot": "« Demain »", "PARENT_KEY": f"uuid:{uuid(2)}/etapes[1]", "KEY": "x"}]
    data = archive([
        ("suivi.csv", table(root)), ("suivi-etapes.csv", table(steps)), ("suivi-etapes-mots.csv", table(deep)),
        ("suivi - audit.csv", table([{"event": "form start"}])),
    ])  # fmt: skip
    one, two = read_source(data, "suivi.zip").records
    assert "etapes" not in one.cells
    assert two.cells["etapes"] == two.cells["geste"] == "Elle attend\nElle repart"
    assert two.cells["mot"] == "« Demain »"


def test_json_groups_repeats_and_positions(db: Database) -> None:
    """Groups become paths, repeats lines; where a person stood is not even read."""
    row = {
        "__id": f"uuid:{uuid(1)}",
        "contenu": {"observe": "Vu.", "etapes@odata.navigationLink": "Submissions('1')/etapes",
        "etapes": [{"__id": "a", "geste": "Un", "n": 2}, {"__id": "b", "geste": "Deux", "n": None}],
        "lieu_exact": {"type": "Point", "coordinates": [-73.6, 45.6]}, "tags": ["x", "y"], "vrai": True},
        "__system": {"attachmentsPresent": 0, "attachmentsExpected": 2},
    }  # fmt: skip
    source = read_source(odata([row]), "a.json")
    cells = source.records[0].cells
    assert cells["contenu/etapes"] == "Un · 2\nDeux"
    assert cells["contenu/etapes/geste"] == "Un\nDeux"
    assert (cells["contenu/tags"], cells["contenu/vrai"]) == ("x y", "1")
    assert not [name for name in cells if "lieu_exact" in name]
    look = exchange.look_into(db, MACHINE, name="a.json", data=odata([row]))
    assert len(look.notices) == 2


def test_choices_ticked_in_columns_of_their_own(db: Database) -> None:
    """KoboToolbox writes the joined cell, a column for each choice, or both; by names or by words."""
    rows = [
        {"observe": "Un.", "points_contact": "ecole parc"},
        {"observe": "Deux.", "g/points_contact/ecole": "1", "g/points_contact/parc": "0", "g/points_contact/rue": "1"},
        {"observe": "Trois.", "Points de contact": "École Parc", "Points de contact/École": "1"},
    ]
    found = []
    for n, row in enumerate(rows):
        report = exchange.import_notes(
            db, MACHINE, name="a.csv", data=kobo_csv([{**row, **tail(10 + n)}]), defaults=ORAL
        )
        assert states(report) == [RowState.NEW], told(report)
        found.append(fieldnotes.note(db, MACHINE, fieldnotes.notes(db, MACHINE)[0].id).answers["touchpoints"])
    assert found == [["ecole", "parc"], ["ecole", "rue"], ["ecole"]]


def test_photos_and_sounds_of_an_archive_are_listed_with_what_becomes_of_them(db: Database) -> None:
    """Those that a row names come in with it; the others stay in the archive, with the reason."""
    data = archive([
        ("recit.csv", table([odk_row(1, recit="Un.", photo="a.jpg", son="b.m4a")])), ("media/a.jpg", b"x"),
        ("media/b.m4a", b"x"), ("media/other.png", b"x"), ("media/run.exe", b"x"), ("media/c.jpg", b"1"),
        ("media/c.jpg", b"2"), ("__MACOSX/._a.jpg", b"x"),
    ])  # fmt: skip
    look = exchange.look_into(db, MACHINE, name="recit.zip", data=data)
    found = {each.name: i18n._(each.why.message) for each in look.media}
    assert set(found) == {"media/a.jpg", "media/b.m4a", "media/other.png", "media/run.exe", "media/c.jpg"}
    assert [name for name, why in found.items() if why.startswith("Arrive")] == ["media/a.jpg", "media/b.m4a"]
    assert "deux fichiers" in found["media/c.jpg"]
    report = exchange.import_notes(db, MACHINE, name="recit.zip", data=data, defaults=ORAL)
    assert states(report) == [RowState.NEW]


def test_a_media_archive_alone_is_told_from_the_answers(db: Database) -> None:
    """KoboToolbox gives photos apart."""
    data = archive([(f"equipe/attachments/f00/{uuid(1)}/a.jpg", b"x")])
    look = exchange.look_into(db, MACHINE, name="media.zip", data=data)
    assert (look.kind, look.rows, len(look.media)) == (SourceKind.KOBO_MEDIA, 0, 1)
    (file,) = exchange.import_notes(db, MACHINE, name="media.zip", data=data).files
    assert (file.state, "réponses" in i18n._(file.why.message)) == (MediaState.REFUSED, True)


def test_two_questions_of_the_same_name_are_not_guessed(db: Database) -> None:
    """Under two groups: the person says which one counts; without groups: the file is refused."""
    data = kobo_csv([{"a/recit": "Un.", "b/recit": "Deux."}])
    look = exchange.look_into(db, MACHINE, name="a.csv", data=data)
    assert look.lacking == ("text",)
    assert "a/recit, b/recit" in str(look.notices[0].params["names"])
    with pytest.raises(InvalidInput, match="a/recit, b/recit"):
        exchange.import_notes(db, MACHINE, name="a.csv", data=data, defaults=ORAL)
    chosen = exchange.ColumnMap({**look.chosen.columns, "answer.story": "b/recit"}, "story")
    exchange.import_notes(db, MACHINE, name="a.csv", data=data, defaults=ORAL, columns=chosen)
    assert fieldnotes.notes(db, MACHINE)[0].excerpt == "Deux."
    assert exchange.look_into(db, MACHINE, name="z.csv", data=data).remembered
    with pytest.raises(InvalidInput) as caught:
        exchange.import_notes(db, MACHINE, name="a.csv", data=b"id,recit,recit\n1,a,b\n")
    assert "deux colonnes" in str(caught.value)


def test_a_column_of_pseudonyms_is_whom_the_note_is_about(db: Database) -> None:
    """By its name, or by what it holds: `code` may as well be the code of a theme, which is nobody."""
    for header, cell, taken in (
        ("pseudonyme", "quelqu’un", True), ("code", "P-0001", True), ("code", "langue", False),
    ):  # fmt: skip
        data = f"texte,{header}\nIl attend.,{cell}\nElle aussi.,\n".encode()
        look = exchange.look_into(db, MACHINE, name="a.csv", data=data)
        assert (look.chosen.columns.get("person") == header) is taken


def test_everyday_words_name_a_column_where_what_it_holds_bears_it_out(db: Database) -> None:
    """« Quartier » holds sectors, « Numéro » a number of its own on each row; else nobody is guessed at."""
    known = territory.sectors()[0].label

    def chosen(text: str) -> dict[str, str]:
        return dict(exchange.look_into(db, MACHINE, name="a.csv", data=text.encode()).chosen.columns)

    taken = chosen(f"Numéro;Récit;Quartier\n1;Il attend.;{known}\n2;Elle aussi.;{known}\n")
    assert taken == {"id": "Numéro", "answer.story": "Récit", "sector": "Quartier"}
    assert chosen("Numéro;Texte;Quartier\n7;Il attend.;lune\n7;Elle aussi.;mars\n") == {"text": "Texte"}
    assert chosen("Numéro;Texte\n514-555-0123;Il attend.\n514-555-0188;Elle aussi.\n") == {"text": "Texte"}  # of phones
    assert chosen("Texte;Endroit\nIl attend.;café de la gare\nElle aussi.;École\nOui.;ici\n") == {"text": "Texte"}
    assert chosen("Texte;Endroit\nIl attend.;Garderie\nElle aussi.;École\n") == {"text": "Texte", "place": "Endroit"}
    assert chosen(f"id;Numéro;Texte;Secteur;Quartier\na;1;Oui.;{known};{known}\n") == {
        "id": "id", "text": "Texte", "sector": "Secteur",
    }  # fmt: skip


def test_a_row_without_text_is_not_told_by_its_number(db: Database) -> None:
    """The number of a row has a column of its own; thirty-six letters in place of its words say nothing."""
    data = table([odk_row(1, recit="", consentement="oral"), odk_row(2, recit="Il attend.", consentement="oral")])
    found = exchange.preview_notes(db, MACHINE, name="recit.csv", data=data)
    (refused,) = [row for row in found.rows if row.state is RowState.REFUSED]
    assert uuid(1) not in refused.excerpt
    assert uuid(1) in refused.external_id


def test_a_row_bears_its_number_in_the_file(db: Database) -> None:
    """As a spreadsheet or an editor shows it: the header counts, and empty lines, and the lines of a long cell."""
    text = 'id,texte,secteur\n1,"Il attend.\nEt puis.",lune\n\n2,Elle attend.,lune\n'
    found = exchange.preview_notes(db, MACHINE, name="a.csv", data=text.encode(), defaults=ORAL)
    assert [row.line for row in found.rows] == [2, 5]
    book = Workbook()
    for cells in (("id", "texte"), ("1", "Il attend."), (), ("2", "Elle attend.")):
        book.active.append(cells)
    book.save(data := io.BytesIO())
    found = exchange.preview_notes(db, MACHINE, name="a.xlsx", data=data.getvalue(), defaults=ORAL)
    assert [row.line for row in found.rows] == [2, 4]


def test_a_column_that_a_single_row_fills_has_its_example(db: Database) -> None:
    """What is left aside is told if it holds anything, however far down."""
    data = "texte,remarque\n" + "Il attend.,\n" * 80 + "Elle attend.,au retour\n"
    assert exchange.look_into(db, MACHINE, name="a.csv", data=data.encode()).examples["remarque"] == "au retour"


def test_a_column_of_another_kind_of_note_refuses_its_row(db: Database) -> None:
    """Words are never dropped in silence."""
    rows = [
        {"recit": "Un.", "occasion": "atelier", "comment_va": ""},
        {"recit": "", "occasion": "appel", "comment_va": "Mal."},
        {"recit": "Trois.", "occasion": "appel", "comment_va": "Bien."},
    ]
    report = exchange.import_notes(db, MACHINE, name="a.csv", data=kobo_csv(rows), defaults=ORAL)
    assert states(report) == [RowState.NEW, RowState.NEW, RowState.REFUSED]
    assert "autre sorte" in told(report)[0]


def test_a_table_without_ids_is_known_by_its_words(db: Database) -> None:
    """The same table again changes nothing, and the person is told what that costs."""
    data = "Texte;Consentement\nIl attend.;oral\n".encode("cp1252")
    look = exchange.look_into(db, MACHINE, name="a.csv", data=data)
    assert len(look.notices) == 1
    for _time in range(2):
        report = exchange.import_notes(db, MACHINE, name="a.csv", data=data)
    assert states(report) == [RowState.SAME]


def test_excel_dates_numbers_and_formulas(db: Database) -> None:
    """A date is a day, a number has no « .0 », a formula is its last result."""
    day = datetime(2026, 5, 1)  # noqa: DTZ001 - a cell of Excel has no time zone
    row = {"id": 1.0, "texte": "=1+1", "date": day, "duree_min": 30.0, "consentement": "Oral", "restitution": True}
    report = exchange.import_notes(db, MACHINE, name="a.xlsx", data=xlsx({"Feuille": [row, {**row, "texte": "Un."}]}))
    assert states(report) == [RowState.REFUSED, RowState.NEW], told(report)
    note = fieldnotes.note(db, MACHINE, fieldnotes.notes(db, MACHINE)[0].id)
    assert note.occasion.held_on.isoformat() == "2026-05-01"
    assert (note.occasion.head["duration_min"], note.answers["wants_return"]) == (30, True)


@pytest.mark.parametrize(
    ("said", "mode"),
    [("verbal", "oral"), ("Verbal.", "oral"), ("Oral", "oral"), ("ÉCRIT", "written"), ("par écrit", "written"),
     ("signé", "written"), ("Collectif", "collective"), ("non", ""), ("written", "written")],
)  # fmt: skip
def test_a_consent_is_read_as_teams_write_it(db: Database, said: str, mode: str) -> None:
    """Nobody types the words of a form that they never saw."""
    data = f"id,texte,consentement\n1,Il attend.,{said}\n".encode()
    report = exchange.import_notes(db, MACHINE, name="a.csv", data=data)
    assert states(report) == [RowState.NEW if mode else RowState.WAITING], told(report)
    for row in fieldnotes.notes(db, MACHINE):
        kept = fieldnotes.note(db, MACHINE, row.id).consent_id
        assert privacy.consent(db, MACHINE, kept).mode == mode


def test_a_consent_that_is_not_understood_is_refused_with_what_may_be_written(db: Database) -> None:
    """The reason says how to mend the file."""
    data = "id,texte,consentement\n1,Il attend.,peut-être\n".encode()
    (row,) = exchange.preview_notes(db, MACHINE, name="a.csv", data=data).rows
    assert row.state is RowState.REFUSED
    assert {"oral", "verbal", "écrit", "collectif", "non"} <= set(str(row.params["choices"]).split(", "))


def test_cells_that_a_spreadsheet_would_run_leave_as_words(db: Database) -> None:
    """What came in from a field form goes out to a spreadsheet."""
    rows = [{"recit": f"{mark}cmd|' /C calc'!A0", **tail(n)} for n, mark in enumerate("=+-@", 1)]
    exchange.import_notes(db, MACHINE, name="a.csv", data=kobo_csv(rows), defaults=ORAL)
    assert len(fieldnotes.notes(db, MACHINE)) == 4
    text = exchange.export_project(db, MACHINE, kind="csv").data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def _bomb(name: str, size: int = 150_000_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, b"\0" * size)
    return out.getvalue()


def _lying(data: bytes) -> bytes:
    """The same archive, saying of its part that it weighs ten bytes."""
    size = (150_000_000).to_bytes(4, "little")
    return data.replace(size, (10).to_bytes(4, "little"))


def _locked() -> bytes:
    data = bytearray(archive([("recit.csv", table([odk_row(1, recit="Un.")]))]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


HOSTILE = {
    "bomb in a sheet": ("a.xlsx", lambda: _bomb("xl/worksheets/sheet1.xml")),
    "bomb in a zip": ("a.zip", lambda: _bomb("recit.csv")),
    "bomb that lies": ("a.zip", lambda: _lying(_bomb("recit.csv"))),
    "path up": ("a.zip", lambda: archive([("../../etc/recit.csv", b"id,text\n")])),
    "path absolute": ("a.zip", lambda: archive([("/etc/recit.csv", b"id,text\n")])),
    "path windows": ("a.zip", lambda: archive([("..\\recit.csv", b"id,text\n")])),
    "drive": ("a.zip", lambda: archive([("C:/recit.csv", b"id,text\n")])),
    "twice": ("a.zip", lambda: archive([("recit.csv", table([odk_row(1)])), ("recit.csv", table([odk_row(2)]))])),
    "two forms": ("a.zip", lambda: archive([("a.csv", table([odk_row(1)])), ("b.csv", table([odk_row(2)]))])),
    "locked": ("a.zip", _locked),
    "empty zip": ("a.zip", lambda: archive([])),
    "cut zip": ("a.zip", lambda: archive([("recit.csv", table([odk_row(1)]))])[:-30]),
    "cut sheet": ("a.xlsx", lambda: xlsx({"a": [STORY]})[:-60]),
    "old excel": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "empty sheet": ("a.xlsx", lambda: xlsx({"a": []})),
    "zip that is no sheet": ("a.xlsx", lambda: archive([("a.txt", b"x")])),
    "cut json": ("a.json", lambda: kobo_json([{**STORY, **tail(1)}])[:-20]),
    "json of others": ("a.json", lambda: b'{"a": [1, 2]}'),
    "deep json": ("a.json", lambda: b'[{"_id": 1, "a": ' + b'{"a": ' * 5000 + b"1" + b"}" * 5001 + b"]"),
    "huge number": ("a.json", lambda: b'[{"_id": ' + b"9" * 6000 + b"}]"),
    "too many rows": ("a.csv", lambda: b"id,text\n" + b"".join(b"%d,Un.\n" % n for n in range(50_000))),
    "cut csv": ("a.csv", lambda: kobo_csv([STORY])[:-8]),
    "wrong separator": ("a.csv", lambda: b"id^text\n1^Un.\n"),
    "picture": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "unknown kind": ("a.exe", lambda: b"MZ"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_harm_is_refused_in_french_with_nothing_written(db: Database, name: str) -> None:
    """One sentence that names the file; no note, no participant, no import to undo."""
    file, make = HOSTILE[name]
    with pytest.raises(InvalidInput) as caught:
        exchange.import_notes(db, MACHINE, name=file, data=make(), defaults=ORAL)
    said = str(caught.value)
    assert file in said or "recit.csv" in said
    assert said != caught.value.message % caught.value.params, "not in French"
    assert db.execute("SELECT count(*) FROM journal").fetchone()[0] == 0
    assert db.execute("SELECT count(*) FROM exchange_batch").fetchone()[0] == 0


def _sheet_of(rows: bytes) -> bytes:
    """An Excel file with these rows written as they stand."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx({"a": [{"id": 1}]}))) as source, zipfile.ZipFile(out, "w") as made:
        for each in source.namelist():
            text = source.read(each)
            begin, end = text.find(b"<sheetData>"), text.find(b"</sheetData>")
            is_sheet = each == "xl/worksheets/sheet1.xml"
            made.writestr(each, text[: begin + 11] + rows + text[end:] if is_sheet else text)
    return out.getvalue()


def test_a_sheet_of_fifty_thousand_rows_is_refused_before_it_is_all_read() -> None:
    """And a lone cell at the bottom of a sheet does not make a million rows."""
    head = b'<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
    many = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(2, 50_002))
    alone = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    for rows in (many, alone):
        with pytest.raises(InvalidInput, match="20 000"):
            read_source(_sheet_of(head + rows), "a.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_separator_and_old_encoding(encoding: str, mark: str) -> None:
    """A header whose words hold commas, and cells on several lines."""
    rows = [{"id": "1", "Récit, mots et silences": "Élève reçue,\nà l’école"}]
    (record,) = read_source(table(rows, delimiter=mark, encoding=encoding), "a.csv").records
    assert record.cells == rows[0]


def test_rows_of_field_tools_are_known_apart_from_the_name_of_the_file() -> None:
    """But a table that holds no number of theirs is known by its name."""
    assert read_source(kobo_csv([STORY]), "a.csv").name == COLLECTED
    assert read_source(b"_id,_submission_time,recit\n1,2026-01-01,Un.\n", "a.csv").name == "a"
