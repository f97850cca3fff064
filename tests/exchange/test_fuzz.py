"""Any file is read or refused in words, never a fault of ours; and what comes in leaves the database whole.

A few hundred cases here; `FUZZ_CASES=10000 pytest tests/exchange/test_fuzz.py` for a night's worth.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from collected import archive, kobo_csv, kobo_json, odata, odk_row, table, tail, xlsx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign import exchange, storage
from codesign.accounts import MACHINE
from codesign.errors import InvalidInput
from codesign.exchange.documents import document_text
from codesign.exchange.sources import read_source
from codesign.storage import Database

CASES = int(os.environ.get("FUZZ_CASES", "400")) // 5
_health = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
many = settings(max_examples=CASES, deadline=None, suppress_health_check=_health)

ROW = {
    "contenu/recit": "Elle attend.",
    "consentement": "oral",
    "points_contact": "ecole parc",
    "date_jour": "2026-05-01",
}
REPEAT = {"x": "1", "PARENT_KEY": "k", "KEY": "z"}
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
SEEDS: dict[str, bytes] = {
    "a.csv": kobo_csv([{**ROW, **tail(1)}, {**ROW, **tail(2)}]),
    "b.csv": table([odk_row(1, recit="Un.")]),
    "a.xlsx": xlsx({"Récit": [{**ROW, **tail(1)}], "etapes": [{"x": 1, "_index": 1, "_parent_index": 1}]}),
    "a.json": kobo_json([{**ROW, **tail(1), "etapes": [{"etapes/x": 1}]}]),
    "b.json": odata([{"__id": "uuid:1", "g": {"recit": "Un."}, "__system": {}}]),
    "a.zip": archive([("f.csv", table([odk_row(1, recit="Un.")])), ("f-r.csv", table([REPEAT])), ("m/a.jpg", b"x")]),
    "a.odt": archive([("content.xml", f'<a xmlns:text="{TEXT}"><text:p>Un</text:p></a>'.encode())]),
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nBonjour\n",
}  # fmt: skip
DOCUMENTS = {"odt", "srt"}
ODD = [
    "recit", "observe", "_uuid", "_id", "KEY", "SubmissionDate", "meta/rootUuid", "points_contact/ecole", "personne",
    "consentement", "_validation_status", "a/b/recit", "Récit", "id", "finalites", "date_jour", "duree_min", "",
]  # fmt: skip
KEYS = st.sampled_from([*ODD, "type", "coordinates"])
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
cells = st.one_of(
    words, st.sampled_from(["oral", "ecole parc", "2026-05-01", "1", "P-0001", "=1+1", "uuid:1", "x\ny", "non"])
)
tables = st.lists(st.dictionaries(st.one_of(st.sampled_from(ODD), words), cells, max_size=6), min_size=1, max_size=5)
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), cells),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)  # fmt: skip


def read(name: str, data: bytes) -> None:
    """Read a file, or be refused in words that hold its name."""
    try:
        if name.rsplit(".", 1)[-1] in DOCUMENTS:
            assert isinstance(document_text(name, data), str)
        else:
            read_source(data, name)
    except InvalidInput as refused:
        str(refused)  # fails when its words lack a parameter


@pytest.mark.parametrize("name", SEEDS)
def test_the_seeds_themselves_are_read(name: str) -> None:
    """Else the cases below would all stop at the same door."""
    assert document_text(name, SEEDS[name]) if name.rsplit(".", 1)[-1] in DOCUMENTS else read_source(SEEDS[name], name)


@given(st.sampled_from(sorted(SEEDS)), st.data())
@many
def test_damaged_bytes_are_read_or_refused(name: str, data: st.DataObject) -> None:
    """Cut, with bytes changed, doubled or taken out."""
    raw = bytearray(SEEDS[name])
    for _time in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(len(raw) - 1, 0)))
        match data.draw(st.sampled_from(["cut", "set", "in", "out"])):
            case "cut":
                del raw[at:]
            case "set" if raw:
                raw[at] = data.draw(st.integers(0, 255))
            case "in":
                raw[at:at] = data.draw(st.binary(max_size=8))
            case _:
                del raw[at : at + data.draw(st.integers(1, 40))]
    read(name, bytes(raw))


@given(st.sampled_from(["a.zip", "a.xlsx", "a.odt"]), st.data())
@many
def test_archives_with_damaged_parts_are_read_or_refused(name: str, data: st.DataObject) -> None:
    """The wrapping is sound, so that the readers inside see the damage."""
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as source:
        parts = [(each, bytearray(source.read(each))) for each in source.namelist()]
    for _time in range(data.draw(st.integers(1, 3))):
        _name, raw = data.draw(st.sampled_from(parts))
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=10))
    read(name, archive([(each, bytes(raw)) for each, raw in parts]))


@given(values)
@many
def test_any_json_is_read_or_refused(value: Any) -> None:
    """Of any shape, as of these tools."""
    for content in (
        value,
        [value],
        {"results": [value]},
        {"value": [{"__id": "1", "x": value}]},
        [{"_uuid": "1", "x": value}],
    ):
        read("a.json", json.dumps(content).encode())


@given(tables, st.sampled_from([",", ";", "\t"]), st.sampled_from(["csv", "xlsx", "zip"]))
@many
def test_any_table_comes_in_or_is_refused_and_leaves_the_database_whole(
    db: Database, rows: list[dict[str, str]], mark: str, kind: str
) -> None:
    """Rows that are refused leave nothing; the preview said what would happen; then the import is undone."""
    raw = table(rows, delimiter=mark)
    if kind == "xlsx":
        with suppress(Exception):  # what Excel itself cannot hold
            raw = xlsx({"a": rows})
        kind = "xlsx" if raw[:2] == b"PK" else "csv"
    data = archive([("f.csv", raw)]) if kind == "zip" else raw
    wanted: dict[str, Any] = {"name": f"a.{kind}", "data": data}
    try:
        seen = exchange.preview_notes(db, MACHINE, **wanted)
    except InvalidInput:
        with pytest.raises(InvalidInput):
            exchange.import_notes(db, MACHINE, **wanted)
        return
    done = exchange.import_notes(db, MACHINE, **wanted)
    assert len(seen.rows) == len(done.rows)
    assert not list(storage.check_database(db))
    exchange.undo_import(db, MACHINE, batch_id=done.batch)
    assert db.execute("SELECT count(*) FROM fieldnotes_note").fetchone()[0] == 0


@given(st.sampled_from(["a.odt", "a.srt", "a.csv", "a.json", "a.zip", "a.xlsx"]), st.binary(max_size=300))
@many
def test_any_bytes_under_any_name_are_read_or_refused(name: str, data: bytes) -> None:
    """A photo renamed, an empty file."""
    read(name, data)
