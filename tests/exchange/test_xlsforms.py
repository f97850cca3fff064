"""Forms for field tools: valid XLSForms, and what they collect comes back in without anything to choose."""

from __future__ import annotations

import io
import shutil
from functools import cache
from typing import Any

import pytest
from builders import a_picture
from collected import archive, kobo_csv, kobo_json, odata, odk_row, table, tail, uuid, xlsx
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from codesign import exchange, fieldnotes, privacy, storage
from codesign.accounts import MACHINE
from codesign.exchange import RowState
from codesign.fieldnotes import TEMPLATES, FieldType, NoteKind
from codesign.storage import Database

KINDS = sorted(TEMPLATES)


@cache
def sheet(kind: str, name: str) -> list[dict[str, str]]:
    """The rows of a sheet of the form, as a person who opens it in Excel reads them."""
    book = load_workbook(io.BytesIO(exchange.xlsform(kind).data))
    rows = [[str(cell or "") for cell in row] for row in book[name].iter_rows(values_only=True)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def survey(kind: str) -> list[dict[str, str]]:
    """The questions."""
    return sheet(kind, "survey")


def moments(kind: str) -> list[dict[str, str]]:
    """The questions of the group that is asked once a moment."""
    names = [row["type"] for row in survey(kind)]
    if "begin_repeat" not in names:
        return []
    return survey(kind)[names.index("begin_repeat") + 1 : names.index("end_repeat")]


def questions(kind: str) -> list[tuple[str, dict[str, str]]]:
    """The path and the row of each question that has an answer, those of moments left aside."""
    found, group = [], ""
    asked_often = moments(kind)
    for row in survey(kind):
        if row in asked_often or row["type"].endswith("_repeat"):
            continue
        if row["type"] == "begin_group":
            group = f"{row['name']}/"
        elif row["type"] == "end_group":
            group = ""
        elif row["type"] != "note":
            found.append((group + row["name"], row))
    return found


def choices(kind: str, name: str) -> list[dict[str, str]]:
    """The choices of one list."""
    return [row for row in sheet(kind, "choices") if row["list_name"] == name]


def answered(kind: str, *, label: str = "name") -> dict[str, str]:
    """A row in which every question of a form has an answer, under its path; choices by name or by label."""
    found = {}
    for path, row in questions(kind):
        type_, _space, listed = row["type"].partition(" ")
        if listed:
            options = choices(kind, listed)
            if type_ == "select_multiple":
                found[path] = " ".join(each["name"] for each in options[:2])
                if label != "name":
                    found[path] = " ".join(each[label] for each in options[:2])
                    found |= {f"{path}/{each[label]}": str(int(n < 2)) for n, each in enumerate(options)}
            else:
                found[path] = options[0][label]
        else:
            found[path] = {"date": "2026-04-03", "integer": "45", "calculate": row["calculation"].strip("'")}.get(
                type_, f"Réponse inventée à {row['name']},\nsur deux lignes ; avec « guillemets »."
            )
    return {**found, "qui/personne": "A"}


def by_leaf(row: dict[str, str]) -> dict[str, str]:
    """The same without the names of groups."""
    return {path.split("/", 1)[-1]: value for path, value in row.items()}


def by_label(kind: str, row: dict[str, str], column: str) -> dict[str, str]:
    """The same under the words of the questions, as an export with labels has them."""
    words = {path: each[column] or each["name"] for path, each in questions(kind)}
    renamed = {}
    for path, value in row.items():
        asked = max((each for each in words if path == each or path.startswith(f"{each}/")), key=len)
        renamed[words[asked] + path.removeprefix(asked)] = value
    return renamed


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_a_valid_xlsform(kind: str) -> None:
    """By pyxform; by ODK Validate too where Java is, which alone reads its expressions."""
    made = convert(exchange.xlsform(kind).data, validate=shutil.which("java") is not None)
    assert not made.warnings
    assert "Français (fr)" in made.xform
    assert "English (en)" in made.xform


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_asks_all_that_our_own_screen_asks_and_nothing_that_follows_people(kind: str) -> None:
    """The template is written once; positions, devices and photos are nowhere."""
    rows = survey(kind)
    names = {row["name"] for row in rows}
    assert {each.xls_name for each in TEMPLATES[NoteKind(kind)].fields} <= names
    assert [row["name"] for row in moments(kind)] == [each.xls_name for each in TEMPLATES[NoteKind(kind)].moments]
    assert len(names) == len({row["name"] for row in rows if not row["type"].startswith("end_")})
    types = {row["type"].split()[0] for row in rows}
    assert not types & {
        "geopoint",
        "geotrace",
        "deviceid",
        "phonenumber",
        "username",
        "audit",
        "image",
        "audio",
        "start",
    }
    for row in rows:
        if row["type"] not in ("calculate", "end_group", "end_repeat"):
            assert row["label::Français (fr)"]
            assert row["label::English (en)"]


@pytest.mark.parametrize("kind", KINDS)
def test_without_agreement_the_form_stops(kind: str) -> None:
    """Nothing of the note is asked once the person said no."""
    groups = {row["name"]: row["relevant"] for row in survey(kind) if row["type"].startswith("begin_")}
    assert all("!= 'aucun'" in relevant for name, relevant in groups.items() if name != "accord")


def expected(kind: str, row: dict[str, str]) -> dict[str, Any]:
    """The answers that the note must hold."""
    found: dict[str, Any] = {}
    leaves = by_leaf(row)
    for each in TEMPLATES[NoteKind(kind)].fields:
        value: Any = leaves[each.xls_name]
        match each.type:
            case FieldType.MULTI:
                value = value.split()
            case FieldType.YES_NO:
                value = value == "oui"
        found[each.id] = value
    return found


@pytest.mark.parametrize("shape", ["paths", "leaves", "odk", "json", "fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_collects_comes_back_in_whole(db: Database, kind: str, shape: str) -> None:
    """Every answer, the occasion, the person and the consent, whichever way the tool writes its columns."""
    row = answered(kind)
    label = {"fr": "label::Français (fr)", "en": "label::English (en)"}.get(shape, "")
    name, data = {
        "paths": lambda: ("x.csv", kobo_csv([row])),
        "leaves": lambda: ("x.csv", kobo_csv([by_leaf(row)])),
        "odk": lambda: ("x.csv", table([odk_row(1, **{path.replace("/", "-"): value for path, value in row.items()})])),
        "json": lambda: ("x.json", kobo_json([{**row, **tail(1)}])),
        "fr": lambda: ("x.csv", kobo_csv([by_label(kind, answered(kind, label=label), label)])),
        "en": lambda: ("x.csv", kobo_csv([by_label(kind, answered(kind, label=label), label)])),
    }[shape]()
    report = exchange.import_notes(db, MACHINE, name=name, data=data)
    assert [(each.state, each.reason, each.params) for each in report.rows] == [(RowState.NEW, "", {})]
    (found,) = fieldnotes.notes(db, MACHINE)
    note = fieldnotes.note(db, MACHINE, found.id)
    assert note.kind == kind
    assert dict(note.answers) == expected(kind, row)
    assert note.missing == ()
    assert (note.occasion.held_on.isoformat(), note.occasion.head["duration_min"]) == ("2026-04-03", 45)
    person = privacy.participant(db, MACHINE, note.participant_id or "")
    assert person.attributes["age_group"] == "18_24"
    consent = privacy.consent(db, MACHINE, note.consent_id)
    assert (consent.mode, sorted(consent.purposes)) == ("oral", ["note", "quote"])
    again = exchange.import_notes(db, MACHINE, name="autre.csv", data=kobo_csv([row]))
    assert [each.state for each in again.rows] == [RowState.SAME]


def told(n: int, label: str = "name") -> dict[str, str]:
    """One moment with every question answered, its choices by name or by label."""
    found = {}
    for row in moments("shadowing"):
        listed = row["type"].partition(" ")[2]
        asked = row["name"] if label == "name" else row[label]
        if listed:
            options = choices("shadowing", listed)
            found[asked] = options[n % len(options)][label]
        else:
            found[asked] = str(5 * n) if row["type"] == "integer" else f"Dit {n} à {row['name']},\nsur deux lignes."
    return found


MOMENTS = [told(1), told(2)]
PARENT = {"_parent_table_name": "x", "_parent_index": 1}


def with_moments(shape: str, row: dict[str, str]) -> tuple[str, bytes]:
    """A file of an accompaniment of two moments."""
    key = f"uuid:{uuid(1)}"
    if shape.startswith("xlsx"):
        label = {"xlsx fr": "label::Français (fr)", "xlsx en": "label::English (en)"}.get(shape, "name")
        prefix = "moments/" if shape == "xlsx paths" else ""
        title = {"xlsx fr": "Moments", "xlsx en": "Moments"}.get(shape, "moments")
        said = [
            {prefix + name: value for name, value in told(n, label).items()} | {"_index": n, **PARENT} for n in (1, 2)
        ]
        return "x.xlsx", xlsx({"x": [{**row, **tail(1)}], title: said})
    if shape == "kobo json":
        said = [{f"moments/{name}": value for name, value in each.items()} for each in MOMENTS]
        return "x.json", kobo_json([{**row, **tail(1), "moments": said}])
    flat = {path.replace("/", "-"): value for path, value in row.items()}
    if shape == "odata":
        return "x.json", odata(
            [{"__id": key, **row, "moments": [{"__id": "z", **each} for each in MOMENTS], "__system": {}}]
        )
    own = [{**each, "PARENT_KEY": key, "KEY": f"{key}/moments[{n}]"} for n, each in enumerate(MOMENTS, 1)]
    return "x.zip", archive([("f.csv", table([odk_row(1, **flat)])), ("f-moments.csv", table(own))])


@pytest.mark.parametrize("shape", ["xlsx", "xlsx paths", "xlsx fr", "xlsx en", "kobo json", "odata", "odk zip"])
def test_moments_come_back_as_moments(db: Database, shape: str) -> None:
    """Every part of each, in order; the same file again changes nothing, in another shape neither."""
    name, data = with_moments(shape, answered("shadowing"))
    report = exchange.import_notes(db, MACHINE, name=name, data=data)
    assert [(each.state, each.reason) for each in report.rows] == [(RowState.NEW, "")]
    note = fieldnotes.note(db, MACHINE, fieldnotes.notes(db, MACHINE)[0].id)
    one, two = note.moments
    assert (one.minute, two.minute, one.emotion, two.emotion, one.emotion_said) == (5, 10, -1, 0, False)
    assert (one.place_type, one.touchpoint) == ("garderie", "garderie")
    assert two.observed == "Dit 2 à observe_moment,\nsur deux lignes."
    parts = ("activity", "observed", "quote", "interaction", "interpreted", "question")
    assert all(getattr(each, part) for each in note.moments for part in parts)
    assert {key: value for key, value in note.answers.items() if "/" not in key} == expected(
        "shadowing", answered("shadowing")
    )
    again = exchange.import_notes(db, MACHINE, name="y.xlsx", data=with_moments("xlsx", answered("shadowing"))[1])
    assert [each.state for each in again.rows] == [RowState.SAME]


def test_a_moment_taken_back_there_is_taken_back_here_and_a_file_without_moments_takes_none(db: Database) -> None:
    """A CSV of KoboToolbox has no repeats: it does not mean that there were none. One written here stays."""
    row = answered("shadowing")
    name, data = with_moments("odk zip", row)
    exchange.import_notes(db, MACHINE, name=name, data=data)
    note_id = fieldnotes.notes(db, MACHINE)[0].id
    same = exchange.import_notes(db, MACHINE, name="x.csv", data=kobo_csv([row]))
    assert [each.state for each in same.rows] == [RowState.SAME]
    added = {f"moments/{storage.uuid7()}/observed": "Ajouté ici."}
    fieldnotes.edit_note(db, MACHINE, note_id=note_id, answers=added)
    own = [{**MOMENTS[0], "PARENT_KEY": f"uuid:{uuid(1)}", "KEY": "z"}]
    flat = {path.replace("/", "-"): value for path, value in row.items()}
    fewer = archive([("f.csv", table([odk_row(1, **flat)])), ("f-moments.csv", table(own))])
    report = exchange.import_notes(db, MACHINE, name="x.zip", data=fewer)
    assert [(each.state, each.reason) for each in report.rows] == [(RowState.CHANGED, "")]
    assert [each.minute for each in fieldnotes.note(db, MACHINE, note_id).moments] == [5, None]


def test_a_moment_out_of_its_choices_refuses_its_row_and_what_a_team_added_to_it_is_told(db: Database) -> None:
    """Nothing is guessed; a photo asked for in each moment is joined as any other."""
    row = {"observe": "Vu.", "consentement": "oral", "finalites": "photo"}
    own = [{**MOMENTS[0], "emotion": "ravie", "PARENT_KEY": f"uuid:{uuid(1)}", "KEY": "z"}]
    parts = [("f.csv", table([odk_row(1, **row)])), ("f-moments.csv", table(own))]
    (refused,) = exchange.import_notes(db, MACHINE, name="x.zip", data=archive(parts)).rows
    assert (refused.state, refused.params["column"]) == (RowState.REFUSED, "emotion")
    own = [{**each, "image": f"{n}.jpg", "PARENT_KEY": f"uuid:{uuid(1)}", "KEY": "z"} for n, each in enumerate(MOMENTS)]
    parts = [("f.csv", table([odk_row(1, **row)])), ("f-moments.csv", table(own)), ("media/1.jpg", a_picture())]
    report = exchange.import_notes(db, MACHINE, name="x.zip", data=archive(parts))
    assert [str(each.state) for each in report.files] == ["media_missing", "media_new"]
    story = [("f.csv", table([odk_row(2, recit="Un.", consentement="oral")])),
             ("f-moments.csv", table([{**MOMENTS[0], "PARENT_KEY": f"uuid:{uuid(2)}", "KEY": "z"}]))]  # fmt: skip
    (refused,) = exchange.import_notes(db, MACHINE, name="y.zip", data=archive(story)).rows
    assert refused.state is RowState.REFUSED


def test_an_accompaniment_told_by_moments_alone_comes_in(db: Database) -> None:
    """Words said moment by moment are words; a row with neither is refused."""
    rows = [odk_row(1, intention="", consentement="oral", occasion="accompagnement", observe="")]
    own = [{"observe_moment": "Elle attend.", "PARENT_KEY": f"uuid:{uuid(1)}", "KEY": "z"}]
    for parts, state in (([("f-moments.csv", table(own))], RowState.NEW), ([], RowState.REFUSED)):
        report = exchange.preview_notes(db, MACHINE, name="x.zip", data=archive([("f.csv", table(rows)), *parts]))
        assert [each.state for each in report.rows] == [state]
