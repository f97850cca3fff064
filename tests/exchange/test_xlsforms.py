"""Forms for field tools: valid XLSForms, and what they collect comes back in without anything to choose."""

from __future__ import annotations

import io
import shutil
from functools import cache
from typing import Any

import pytest
from collected import kobo_csv, kobo_json, odk_row, table, tail
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from codesign import exchange, fieldnotes, privacy
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


def questions(kind: str) -> list[tuple[str, dict[str, str]]]:
    """The path and the row of each question that has an answer."""
    found, group = [], ""
    for row in survey(kind):
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
    assert len(names) == len({row["name"] for row in rows if row["type"] != "end_group"})
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
        if row["type"] not in ("calculate", "end_group"):
            assert row["label::Français (fr)"]
            assert row["label::English (en)"]


@pytest.mark.parametrize("kind", KINDS)
def test_without_agreement_the_form_stops(kind: str) -> None:
    """Nothing of the note is asked once the person said no."""
    groups = {row["name"]: row["relevant"] for row in survey(kind) if row["type"] == "begin_group"}
    assert all("!= 'aucun'" in groups[name] for name in ("qui", "cadre", "contenu"))


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
