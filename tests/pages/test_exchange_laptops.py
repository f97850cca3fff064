"""The screen where the coordination hands work to another laptop, takes work in, and settles what both changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import WORKER, a_note
from laptops import hand

from codesign import bootstrap, exchange, fieldnotes, storage
from codesign.accounts import MACHINE
from codesign.exchange import BundleWish
from codesign.i18n import _
from codesign.storage import Database


@pytest.fixture
def other(migrated: Path, db: Database, tmp_path: Path) -> Database:
    """Another laptop of the project that the screens serve."""
    path = tmp_path / "other" / "codesign.db"
    path.parent.mkdir()
    path.write_bytes(migrated.read_bytes())
    made = storage.connect(path)
    storage.renew_post(made)
    storage.adopt_project(made, storage.project(db))
    return made


def labelled(found, label: str):  # noqa: ANN001, ANN201 - widgets of the test library
    """The widget of this label."""
    return next(each for each in found if each.label == label)


def test_a_bundle_asks_for_a_passphrase_or_for_a_clear_word(screen, db: Database) -> None:  # noqa: ANN001 - fixture
    """Nobody hands everything over in clear by forgetting a field."""
    a_note(db)
    app = screen("exchange_laptops", "coordination")
    assert [each.value for each in app.title] == [_("Between laptops")]
    labelled(app.text_input, _("Name of this laptop")).set_value("Portable inventé")
    labelled(app.button, _("Make the bundle")).click().run()
    assert [each.value for each in app.error] == [
        _("It holds people’s words. Type a passphrase, or confirm that the file stays on an encrypted disk.")
    ]
    labelled(
        app.checkbox, _("Without a passphrase: I confirm that the file stays on an encrypted disk, in my hands")
    ).check()
    labelled(app.button, _("Make the bundle")).click().run()
    assert not app.exception
    assert [each.name for each in storage.peers(db)] == ["Portable inventé"]


def test_a_bundle_is_looked_at_then_merged(screen, db: Database, other: Database) -> None:  # noqa: ANN001 - fixture
    """What will happen stands on the screen before anybody presses the button that does it."""
    a_note(other, "Dite ailleurs.")
    made = exchange.export_bundle(other, MACHINE, wish=BundleWish("Portable de Rose", on_encrypted_disk=True))
    app = screen("exchange_laptops", "coordination")
    app.file_uploader[0].upload(made.name, made.data[:-9], "application/octet-stream")
    labelled(app.button, _("Look into the bundle")).click().run(timeout=60)
    assert any("coupé" in each.value for each in app.error)
    app.file_uploader[0].upload(made.name, made.data, "application/octet-stream")
    labelled(app.button, _("Look into the bundle")).click().run(timeout=60)
    assert any("Notes" in each.value for each in app.text)
    assert fieldnotes.notes(db, MACHINE) == ()
    labelled(app.button, _("Merge")).click().run(timeout=60)
    assert not app.exception
    assert any("Portable de Rose" in each.value for each in app.success)
    assert len(fieldnotes.notes(db, MACHINE)) == 1


def test_both_versions_are_shown_and_one_is_kept(screen, db: Database, other: Database) -> None:  # noqa: ANN001 - fixture
    """The person reads both before choosing; the choice is what everybody sees."""
    note = a_note(db)
    hand(db, other)
    for each, words in ((db, "Version d’ici."), (other, "Version de là.")):
        version = fieldnotes.note(each, MACHINE, note).version
        fieldnotes.edit_note(each, WORKER, note_id=note, answers={"how_is": words}, base=version)
    hand(other, db)
    app = screen("exchange_laptops", "coordination")
    keep = [each for each in app.button if each.label == _("Keep this version")]
    assert len(keep) == 2
    assert labelled(app.tabs, _("To settle (%(n)s)", n=1))
    assert [each.value for each in app.markdown if fieldnotes.note(db, MACHINE, note).code[2:] in each.value]
    keep[0].click().run()
    assert fieldnotes.note(db, MACHINE, note).answers["how_is"] == "Version d’ici."
    assert bootstrap.open_forks(db, MACHINE) == ()
