"""Files that are not what a laptop of the project made: each refused in one clear French sentence, nothing written."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from builders import a_note, a_photo
from laptops import PASSPHRASE, a_laptop, a_new_project, hand

from codesign import bootstrap, exchange, fieldnotes, storage
from codesign.accounts import MACHINE
from codesign.errors import InvalidInput, NotAllowed
from codesign.exchange import BundleWish
from codesign.storage import Database

Parts = dict[str, bytes]


@pytest.fixture
def laptops(migrated: Path, tmp_path: Path) -> tuple[Database, Database]:
    """Two laptops of one project; a note on the first."""
    one, two = (a_laptop(tmp_path, migrated, name) for name in ("one", "two"))
    a_note(one)
    return one, two


def unpacked(db: Database) -> Parts:
    """The parts of a bundle of everything."""
    data = exchange.export_bundle(db, MACHINE, wish=BundleWish("Inventé", on_encrypted_disk=True)).data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Parts, *more: tuple[str, bytes]) -> bytes:
    """A zip of these parts, and of more that may have the same names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*parts.items(), *more):
            archive.writestr(name, data)
    return out.getvalue()


def told(parts: Parts, **changes: object) -> Parts:
    """The parts with another list, as someone without the secret would write it."""
    return {**parts, "manifest.json": json.dumps({**json.loads(parts["manifest.json"]), **changes}).encode()}


def refusal(db: Database, data: bytes, passphrase: str = "") -> str:
    """What a refusal says; neither a look nor a merge changes anything."""
    before = db.conn.execute("SELECT count(*) FROM journal").fetchone()
    said = set()
    for ask in (bootstrap.inspect_bundle, bootstrap.merge_bundle):
        with pytest.raises(InvalidInput) as caught:
            ask(db, MACHINE, name="rose.paquet", data=data, passphrase=passphrase)
        said.add(str(caught.value))
    assert db.conn.execute("SELECT count(*) FROM journal").fetchone() == before
    assert bootstrap.verify(storage.file_of(db)) == ()
    (sentence,) = said
    return sentence


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda parts: packed(parts)[:-200], "coupé"),
        (lambda _parts: b"PK\x03\x04 pas un zip", "coupé"),
        (lambda _parts: b"", "coupé"),
        (lambda _parts: packed({"note.txt": b"autre chose"}), "n’est pas un paquet"),
        (lambda parts: packed(told(parts, format="autre")), "n’est pas un paquet"),
        (lambda parts: packed(told(parts, version=99)), "version plus récente"),
        (lambda parts: packed(told(parts, files=7)), "n’est pas un paquet"),
        (lambda parts: packed(parts, ("../dehors.txt", b"x")), "hors de son dossier"),
        (lambda parts: packed(parts, ("media/../../dehors", b"x")), "hors de son dossier"),
        (lambda parts: packed(parts, ("de-trop.txt", b"x")), "modifié ou abîmé"),
        (lambda parts: packed(parts, ("journal.jsonl", b"")), "deux fois le même nom"),
        (lambda parts: packed({**parts, "journal.jsonl": parts["journal.jsonl"] + b"\n"}), "modifié ou abîmé"),
        (lambda parts: packed({**parts, "journal.jsonl": bytes(20_000_000)}), "modifié ou abîmé"),
        (lambda parts: packed({**parts, "seal": b"0" * 64}), "modifié ou abîmé"),
        (lambda parts: packed(told(parts, until={})), "modifié ou abîmé"),
        (lambda parts: packed(told(parts, project="01a203b6-4077-71be-b5f7-d74df733f531")), "autre projet"),
    ],
    ids=[
        "cut", "no zip", "empty", "other zip", "other format", "newer format", "list is none", "outside",
        "media outside", "one part more", "a name twice", "journal altered", "journal swollen", "seal",
        "list altered", "other project",
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_bundle_of_the_project_is_refused(
    laptops: tuple[Database, Database], change: Callable[[Parts], bytes], sentence: str
) -> None:
    """Whatever came of it on a key or in a mail, the work here stays as it is and the person knows why."""
    one, two = laptops
    a_note(two, "Ce portable a déjà du travail.")
    assert sentence in refusal(two, change(unpacked(one)))


def test_a_bomb_is_refused_before_it_is_unpacked(
    laptops: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few kilobytes that would fill the memory; the bound is lowered here, so that the test need not fill it."""
    one, two = laptops
    monkeypatch.setattr("codesign.exchange.bundle_file.MAX_UNPACKED", 10_000_000)
    assert "trop gros" in refusal(two, packed({**unpacked(one), "journal.jsonl": bytes(11_000_000)}))


def listing(parts: Parts, size: int | None = None) -> Parts:
    """The parts with a list that tells each as it is, under the seal of before; `size` is a lie about the journal."""
    files = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in parts.items()
        if name not in {"manifest.json", "seal"}
    }
    if size is not None:
        files["journal.jsonl"]["size"] = size
    return told(parts, files=files)


@pytest.mark.parametrize("size", [None, -2], ids=["as it is", "a size below nothing"])
def test_what_nobody_of_the_project_sealed_is_never_unpacked(
    laptops: tuple[Database, Database], size: int | None
) -> None:
    """A list can tell the truth about a bomb: only the seal says whether to unpack what it lists."""
    one, two = laptops
    bomb = packed(listing({**unpacked(one), "journal.jsonl": bytes(80_000_000)}, size))
    tracemalloc.start()
    try:
        assert "modifié ou abîmé" in refusal(two, bomb)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_the_keys_that_a_laptop_joins_with_are_bounded(tmp_path: Path) -> None:
    """They are read before the seal, which they prove: they are short, or nothing."""
    one = a_new_project(tmp_path, "one")
    parts = {**unpacked(one), "project.json": json.dumps({"id": " " * 1_000_000}).encode()}
    data = bytes(pyrage.passphrase.encrypt(resealed(one, parts), PASSPHRASE))
    with pytest.raises(InvalidInput, match="modifié ou abîmé"):
        exchange.read_bundle("rose.paquet", data, PASSPHRASE)


def resealed(db: Database, parts: Parts, **changes: object) -> bytes:
    """The parts with sums and seal that are right: what a laptop with a fault, or a dishonest member, could make."""
    files = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in parts.items()
        if name not in {"manifest.json", "seal"}
    }
    listed = told(parts, files=files, **changes)["manifest.json"]
    return packed({**parts, "manifest.json": listed, "seal": storage.project(db).seal(listed).encode()})


def with_events(parts: Parts, change: Callable[[list[object]], None]) -> Parts:
    """The parts with every journal line changed."""
    lines = [json.loads(line) for line in parts["journal.jsonl"].splitlines()]
    for each in lines:
        change(each)
    return {**parts, "journal.jsonl": "".join(json.dumps(each) + "\n" for each in lines).encode()}


def setter(place: int, value: object) -> Callable[[list[object]], None]:
    """What writes one cell of a line."""
    return lambda line: line.__setitem__(place, value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (setter(2, -1), "modifié ou abîmé"),
        (setter(2, "1"), "modifié ou abîmé"),
        (setter(3, "demain"), "modifié ou abîmé"),
        (setter(3, "ffffffffffff-000000-000000000000"), "2100"),
        (setter(4, "sqlite_master"), "mettez la plateforme à jour"),
        (setter(6, "answers"), "mettez la plateforme à jour"),
        (setter(7, '"autre valeur"'), "modifié ou abîmé"),
        (setter(8, None), "modifié ou abîmé"),
        (list.clear, "modifié ou abîmé"),
    ],
    ids=["number", "number as text", "stamp", "far clock", "table", "field", "value", "salt taken out", "no cells"],
)
def test_a_journal_line_that_is_wrong_under_a_right_seal_is_refused(
    laptops: tuple[Database, Database], change: Callable[[list[object]], None], sentence: str
) -> None:
    """The seal says who made the file; each line is proved all the same."""
    one, two = laptops
    assert sentence in refusal(two, resealed(one, with_events(unpacked(one), change)))


def test_a_newer_shape_of_the_rows_asks_for_an_update(laptops: tuple[Database, Database]) -> None:
    """An older program would lose what it does not know."""
    one, two = laptops
    parts = unpacked(one)
    steps = [*json.loads(parts["manifest.json"])["schema"], "fieldnotes.m999_later"]
    assert "version plus récente" in refusal(two, resealed(one, parts, schema=steps))


def test_a_bundle_with_a_hole_before_it_asks_for_everything(laptops: tuple[Database, Database]) -> None:
    """A bundle that was lost on the way must not leave half a note."""
    one, two = laptops
    parts = unpacked(one)
    assert "demandez un paquet qui contient tout" in refusal(
        two, resealed(one, parts, after={storage.ensure_post(one): 3})
    )


def test_a_copied_file_is_told_from_a_laptop_of_its_own(migrated: Path, tmp_path: Path) -> None:
    """Two posts of one number would silently mix their work."""
    one = a_laptop(tmp_path, migrated, "one")
    a_note(one)
    one.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = tmp_path / "copy.db"
    copy.write_bytes(storage.file_of(one).read_bytes())
    with storage.open_database(copy) as two:
        a_note(one, "D’un côté.")
        a_note(two, "De l’autre.")
        data = exchange.export_bundle(two, MACHINE, wish=BundleWish("Copie", on_encrypted_disk=True)).data
    assert "mêmes numéros" in refusal(one, data)


def test_a_passphrase_protects_and_its_loss_is_told(laptops: tuple[Database, Database]) -> None:
    """Without it nothing can be read; with it all is there; cut or altered, the file does not open."""
    one, two = laptops
    data = exchange.export_bundle(one, MACHINE, wish=BundleWish("Inventé", PASSPHRASE)).data
    assert b"journal" not in data
    assert "tapez sa phrase de passe" in refusal(two, data)
    altered = data[:-40] + bytes([data[-40] ^ 1]) + data[-39:]
    with pytest.raises(InvalidInput, match="ne s’ouvre pas"):
        bootstrap.inspect_bundle(two, MACHINE, name="rose.paquet", data=altered, passphrase=PASSPHRASE)
    heavy = re.sub(rb" \d\d\n", b" 30\n", data, count=1)
    assert "n’est pas un paquet" in refusal(two, heavy, PASSPHRASE)
    report = bootstrap.merge_bundle(two, MACHINE, name="rose.paquet", data=data, passphrase=f" {PASSPHRASE} ")
    assert report.new["fieldnotes_note"] == 1
    with pytest.raises(InvalidInput, match="12"):
        exchange.export_bundle(one, MACHINE, wish=BundleWish("Inventé", "court"))


def test_peoples_words_leave_under_a_passphrase_or_on_the_word_of_the_coordination(
    migrated: Path, tmp_path: Path
) -> None:
    """A key lost on a bus: without a passphrase whoever finds it reads all that people entrusted to the team."""
    db = a_laptop(tmp_path, migrated, "one")
    assert exchange.export_bundle(db, MACHINE, wish=BundleWish("Inventé")).data  # nothing of anybody yet
    a_note(db)
    with pytest.raises(InvalidInput, match="disque chiffré"):
        exchange.export_bundle(db, MACHINE, wish=BundleWish("Inventé"))
    assert exchange.export_bundle(db, MACHINE, wish=BundleWish("Inventé", on_encrypted_disk=True)).data


def test_the_keys_of_a_project_never_travel_in_clear(tmp_path: Path) -> None:
    """Whoever finds the file could else make bundles, and guess the names behind tokens."""
    one, two = a_new_project(tmp_path, "one"), a_new_project(tmp_path, "two")
    with pytest.raises(InvalidInput, match="phrase de passe"):
        exchange.export_bundle(one, MACHINE, wish=BundleWish("Inventé", join=True))
    sealed = exchange.export_bundle(one, MACHINE, wish=BundleWish("Inventé", PASSPHRASE, join=True)).data
    clear = bytes(pyrage.passphrase.decrypt(sealed, PASSPHRASE))
    assert "sans être protégé" in refusal(two, clear)
    data = exchange.export_bundle(one, MACHINE, wish=BundleWish("Inventé", on_encrypted_disk=True)).data
    assert storage.project(one).secret.encode() not in packed({"x": data})
    assert "permet de se joindre au projet" in refusal(two, data)


def test_a_photo_that_is_missing_or_another_is_refused(laptops: tuple[Database, Database]) -> None:
    """A merge that says « done » has every photo that its notes name."""
    one, two = laptops
    note = a_note(one, "Avec une photo.", purposes=("note", "photo"))
    a_photo(one, note)
    parts = unpacked(one)
    (name,) = [each for each in parts if each.startswith("media/")]
    assert "manque" in refusal(two, resealed(one, {each: data for each, data in parts.items() if each != name}))
    assert "modifié ou abîmé" in refusal(two, resealed(one, {**parts, name: b"une autre image"}))
    assert hand(one, two).files == 1


def test_only_the_coordination_hands_over(laptops: tuple[Database, Database], actor: Callable[..., object]) -> None:
    """A bundle holds all that people entrusted to the team."""
    one, _two = laptops
    with pytest.raises(NotAllowed):
        exchange.export_bundle(one, actor("analyse"), wish=BundleWish("Inventé", on_encrypted_disk=True))
    with pytest.raises(InvalidInput, match="nom"):
        exchange.export_bundle(one, MACHINE, wish=BundleWish(" ", on_encrypted_disk=True))
    assert fieldnotes.notes(one, MACHINE)
