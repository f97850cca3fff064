"""Files that no tool wrote, for the tests and the long run of `bench/fuzz_imports.py`; and what must hold of each."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from typing import Any

from builders import a_picture, a_wav
from collected import archive, kobo_csv, kobo_json, odata, odk_row, table, tail, uuid, xlsx
from hypothesis import strategies as st

from codesign import exchange, storage
from codesign.accounts import MACHINE
from codesign.errors import InvalidInput
from codesign.exchange.documents import document_text
from codesign.exchange.sources import read_source
from codesign.storage import Database

File = tuple[str, bytes]
ROW = {
    "contenu/recit": "Elle attend.",
    "consentement": "oral",
    "points_contact": "ecole parc",
    "date_jour": "2026-05-01",
}
MOMENT = {"minute": "5", "observe_moment": "Elle attend.", "emotion": "-1", "PARENT_KEY": f"uuid:{uuid(1)}", "KEY": "z"}
REPEAT = {"x": "1", "PARENT_KEY": "k", "KEY": "z"}
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_SEEN = odk_row(1, observe="Un.", photo="a.jpg", son="b.wav", consentement="oral", finalites="photo")
SEEDS: dict[str, bytes] = {
    "a.csv": kobo_csv([{**ROW, **tail(1)}, {**ROW, **tail(2)}]),
    "b.csv": table([odk_row(1, recit="Un.")]),
    "a.xlsx": xlsx({"Récit": [{**ROW, **tail(1)}], "moments": [{"minute": 1, "_index": 1, "_parent_index": 1}]}),
    "a.json": kobo_json([{**ROW, **tail(1), "etapes": [{"etapes/x": 1}], "moments": [{"moments/minute": 4}]}]),
    "b.json": odata([{"__id": "uuid:1", "g": {"recit": "Un."}, "moments": [{"minute": 3}], "__system": {}}]),
    "a.zip": archive([("f.csv", table([odk_row(1, recit="Un.")])), ("f-r.csv", table([REPEAT])), ("m/a.jpg", b"x")]),
    "b.zip": archive([("f.csv", table([_SEEN])), ("f-moments.csv", table([MOMENT])),
                      ("media/a.jpg", a_picture((32, 24))), ("media/b.wav", a_wav(0.05))]),
    "c.zip": archive([(f"equipe/attachments/f/{uuid(1)}/a.jpg", a_picture((32, 24)))]),
    "a.odt": archive([("content.xml", f'<a xmlns:text="{TEXT}"><text:p>Un</text:p></a>'.encode())]),
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nBonjour\n",
}  # fmt: skip
DOCUMENTS = {"odt", "srt"}
PACKED = ("a.zip", "b.zip", "c.zip", "a.xlsx", "a.odt")
ODD = [
    "recit", "observe", "_uuid", "_id", "KEY", "SubmissionDate", "meta/rootUuid", "points_contact/ecole", "personne",
    "consentement", "_validation_status", "a/b/recit", "Récit", "id", "finalites", "date_jour", "duree_min", "",
    "moments", "photo",
]  # fmt: skip
KEYS = st.sampled_from([*ODD, "type", "coordinates", "minute", "emotion", "__id"])
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
cells = st.one_of(
    words,
    st.sampled_from(["oral", "ecole parc", "2026-05-01", "1", "P-0001", "=1+1", "uuid:1", "x\ny", "non", "a.jpg"]),
)
rows = st.lists(st.dictionaries(st.one_of(st.sampled_from(ODD), words), cells, max_size=6), min_size=1, max_size=5)
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), cells),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)  # fmt: skip


@st.composite
def damaged_files(draw: st.DrawFn) -> File:
    """A sound file, cut, with bytes changed, doubled or taken out."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    raw = bytearray(SEEDS[name])
    for _time in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(raw) - 1, 0)))
        match draw(st.sampled_from(["cut", "set", "in", "out"])):
            case "cut":
                del raw[at:]
            case "set" if raw:
                raw[at] = draw(st.integers(0, 255))
            case "in":
                raw[at:at] = draw(st.binary(max_size=8))
            case _:
                del raw[at : at + draw(st.integers(1, 40))]
    return name, bytes(raw)


@st.composite
def damaged_parts(draw: st.DrawFn) -> File:
    """An archive whose wrapping is sound, so that the readers inside see the damage."""
    name = draw(st.sampled_from(PACKED))
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as source:
        parts = [(each, bytearray(source.read(each))) for each in source.namelist()]
    for _time in range(draw(st.integers(1, 3))):
        _name, raw = draw(st.sampled_from(parts))
        at = draw(st.integers(0, len(raw)))
        raw[at : at + draw(st.integers(0, 30))] = draw(st.binary(max_size=10))
    return name, archive([(each, bytes(raw)) for each, raw in parts])


@st.composite
def any_json(draw: st.DrawFn) -> File:
    """JSON of any shape, as of these tools."""
    value = draw(values)
    shapes = (
        value,
        [value],
        {"results": [value]},
        {"value": [{"__id": "1", "x": value}]},
        [{"_uuid": "1", "x": value}],
        [{"_uuid": "1", "observe": "Vu.", "moments": [value]}],
    )
    return "a.json", json.dumps(draw(st.sampled_from(shapes))).encode()


@st.composite
def any_table(draw: st.DrawFn) -> File:
    """Rows of any columns, as a table, a sheet, or in an archive with a photo."""
    found, mark, kind = (
        draw(rows),
        draw(st.sampled_from([",", ";", "\t"])),
        draw(st.sampled_from(["csv", "xlsx", "zip"])),
    )
    raw = table(found, delimiter=mark)
    if kind == "zip":
        return "a.zip", archive([("f.csv", raw), ("media/a.jpg", SEEDS["c.zip"][:60])])
    if kind == "xlsx":
        with suppress(Exception):  # what Excel itself cannot hold
            return "a.xlsx", xlsx({"a": found})
    return "a.csv", raw


any_bytes = st.tuples(
    st.sampled_from(["a.odt", "a.srt", "a.csv", "a.json", "a.zip", "a.xlsx"]), st.binary(max_size=300)
)
FILES: dict[str, st.SearchStrategy[File]] = {
    "damaged bytes": damaged_files(),
    "damaged parts": damaged_parts(),
    "any JSON": any_json(),
    "any table": any_table(),
    "any bytes": any_bytes,
}


def check_read(file: File) -> None:
    """Read a file, or be refused in words that hold its name."""
    name, data = file
    try:
        if name.rsplit(".", 1)[-1] in DOCUMENTS:
            assert isinstance(document_text(name, data), str)
        else:
            read_source(data, name)
    except InvalidInput as refused:
        str(refused)  # fails when its words lack a parameter


def check_life(db: Database, file: File) -> None:
    """Rows that are refused leave nothing; the preview said what would happen; the import undone leaves nothing."""
    name, data = file
    if name.rsplit(".", 1)[-1] in DOCUMENTS:
        return
    wanted: dict[str, Any] = {"name": name, "data": data}
    try:
        seen = exchange.preview_notes(db, MACHINE, **wanted)
    except InvalidInput:
        refused = False
        try:
            exchange.import_notes(db, MACHINE, **wanted)
        except InvalidInput:
            refused = True
        assert refused, "The import took what the preview refused"
        return
    done = exchange.import_notes(db, MACHINE, **wanted)
    assert [row.state for row in seen.rows] == [row.state for row in done.rows]
    assert len(seen.files) == len(done.files)
    again = exchange.import_notes(db, MACHINE, **wanted)
    assert not again.counts[exchange.RowState.NEW], "The same file came in twice"
    assert not again.media[exchange.MediaState.NEW], "The same photo came in twice"
    assert not list(storage.check_database(db))
    exchange.undo_import(db, MACHINE, batch_id=done.batch)
    for kept in ("fieldnotes_note", "exchange_quarantine", "exchange_import", "media_item", "privacy_participant"):
        (left,) = db.execute(f"SELECT count(*) FROM {kept}").fetchone()  # noqa: S608 - names of ours
        assert left == 0, f"{left} rows are left in {kept}"
