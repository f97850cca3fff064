"""Imports and exports on screen: who sees which part."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from builders import a_note, a_picture, a_wav, participant_of
from collected import archive, odk_row, table, uuid
from streamlit.testing.v1 import AppTest

from codesign import bootstrap, exchange, jobs, media, storage
from codesign.accounts import MACHINE
from codesign.config import media_folder
from codesign.i18n import _

Screen = Callable[..., AppTest]


@pytest.mark.parametrize(("role", "tabs"), [("analyse", 1), ("design", 1), ("coordination", 6)])
def test_imports_are_for_the_coordination(screen: Screen, role: str, tabs: int) -> None:
    """Whoever analyses takes files out; only the coordination brings some in."""
    at = screen("exchange_transfers", role)
    assert at.title[0].value == "Imports et exports"
    assert not at.exception
    assert len(at.tabs) == tabs


@pytest.mark.parametrize("role", ["terrain", "comite"])
def test_others_do_not_find_the_screen(screen: Screen, role: str) -> None:
    """It is not in their menu."""
    with pytest.raises(ValueError, match="exchange_transfers"):
        screen("exchange_transfers", role)


def test_a_text_that_waits_becomes_a_note_with_its_consent(screen: Screen, db_path: Path) -> None:
    """Look, record the consent, and the note is among the others."""
    with storage.open_database(db_path) as db:
        exchange.import_notes(db, MACHINE, name="carnet.csv", data=b"id,text\n1,Elle attend depuis un an.\n")
    at = screen("exchange_transfers", "coordination")
    (waits,) = _waiting(db_path)
    at.radio(key=f"mode_{waits.id}").set_value("oral")
    next(each for each in at.button if each.form_id == f"consent_{waits.id}").click()
    at.run()
    assert not at.exception
    assert not at.error
    assert _waiting(db_path) == ()


def test_a_text_that_waits_is_told_by_what_it_is_when_and_by_whom_it_came_and_what_came_with_it(
    screen: Screen, db_path: Path
) -> None:
    """Its number in the file, often thirty-six letters, tells nobody anything: it is inside."""
    row = odk_row(1, recit="Elle attend.", photo="a.jpg", son="b.wav")
    data = archive([("recit.csv", table([row])), ("media/a.jpg", a_picture()), ("media/b.wav", a_wav())])
    with storage.open_database(db_path) as db:
        exchange.import_notes(db, MACHINE, name="recit.zip", data=data)
    at = screen("exchange_transfers", "coordination")
    (label,) = [each.label for each in at.expander if _("command line") in each.label]
    assert uuid(1) not in label
    assert _("Story") in label or "Récit" in label
    assert label.endswith("1 photo attend · 1 son attend")
    assert any(uuid(1) in each.value.replace("\\", "") for each in at.markdown)


def _waiting(db_path: Path) -> tuple[exchange.WaitingNote, ...]:
    with storage.open_database(db_path) as db:
        return exchange.waiting_notes(db, MACHINE)


def test_a_file_is_looked_at_before_it_comes_in(screen: Screen, db_path: Path) -> None:
    """The preview writes nothing; the button does."""
    at = screen("exchange_transfers", "coordination")
    at.file_uploader(key="notes").upload("carnet.csv", b"id,text,consent\n1,Il attend.,oral\n", "text/csv")
    at.run()
    assert not at.exception
    with storage.open_database(db_path) as db:
        assert db.execute("SELECT count(*) FROM fieldnotes_note").fetchone()[0] == 0
    next(each for each in at.button if each.key and each.key.startswith("go_")).click()
    at.run()
    assert not at.exception
    assert jobs.work_once(db_path, bootstrap.HANDLERS)
    at.run()
    assert not at.exception
    assert [each.label for each in at.metric][:1] == ["Nouvelles notes"]
    assert not list((db_path.parent / "arrivals").iterdir())
    with storage.open_database(db_path) as db:
        assert db.execute("SELECT count(*) FROM fieldnotes_note").fetchone()[0] == 1


def test_columns_that_stay_out_are_told(screen: Screen) -> None:
    """Nothing of a file is dropped in silence; an empty column is nothing."""
    at = screen("exchange_transfers", "coordination")
    data = b"id,text,consent,remarque,vide\n1,Il attend.,oral,au retour,\n"
    at.file_uploader(key="notes").upload("carnet.csv", data, "text/csv")
    at.run()
    assert not at.exception
    (told,) = [each.value for each in at.info if "remarque" in each.value]
    assert "vide" not in told
    assert "consent" not in told


def test_what_comes_in_or_says_nothing_is_not_told_as_left_aside(screen: Screen) -> None:
    """A photo's name brings the photo; what ODK Central writes for itself would hide the one column that matters."""
    at = screen("exchange_transfers", "coordination")
    rows = [
        odk_row(1, recit="Un.", photo="a.jpg", remarque="b.jpg", consentement="oral"),
        odk_row(2, recit="Deux.", photo="", remarque="au retour", consentement="oral"),
    ]
    at.file_uploader(key="notes").upload("f.zip", archive([("f.csv", table(rows))]), "application/zip")
    at.run()
    assert not at.exception
    (told,) = [each.value for each in at.info if "Colonnes laissées" in each.value]
    assert told.endswith(": remarque")


def test_columns_are_chosen_once_and_remembered(screen: Screen, db_path: Path) -> None:
    """A table of another office names its columns in its own way."""
    data = "Numéro;Propos\n1;Il attend.\n".encode()
    at = screen("exchange_transfers", "coordination")
    at.file_uploader(key="notes").upload("autre.csv", data, "text/csv")
    at.run()
    assert not [each for each in at.button if each.key and each.key.startswith("go_")]
    chosen = {each.label.split()[0]: each for each in at.selectbox if each.key and each.key.startswith("col_")}
    chosen["Numéro"].set_value("id")
    chosen["Propos"].set_value("text")
    at.run()
    assert not at.exception
    next(each for each in at.button if each.key and each.key.startswith("go_")).click()
    at.run()
    assert jobs.work_once(db_path, bootstrap.HANDLERS)
    with storage.open_database(db_path) as db:
        look = exchange.look_into(db, MACHINE, name="autre.csv", data=data)
        assert look.remembered
        assert exchange.waiting_notes(db, MACHINE)[0].external_id == "1"


def test_an_import_is_undone_after_saying_what_goes(screen: Screen, db_path: Path) -> None:
    """Twice asked: the look first, then the yes."""
    with storage.open_database(db_path) as db:
        exchange.import_notes(db, MACHINE, name="carnet.csv", data=b"id,text,consent\n1,Il attend.,oral\n2,Non.,\n")
    at = screen("exchange_transfers", "coordination")
    next(each for each in at.button if each.key and each.key.startswith("look_")).click()
    at.run()
    assert not at.exception
    (told,) = [each.value for each in at.text if _("Nothing else.") in each.value]
    assert not re.search(r" 0$", told, re.MULTILINE)
    next(each for each in at.button if each.key and each.key.startswith("undo_")).click()
    at.run()
    assert not at.exception
    assert _waiting(db_path) == ()
    with storage.open_database(db_path) as db:
        assert db.execute("SELECT count(*) FROM fieldnotes_note").fetchone()[0] == 0


def test_names_and_ids_of_files_are_words_on_screen(screen: Screen, db_path: Path) -> None:
    """Whoever made the file does not put a link or a picture of theirs before the team."""
    bad = "![i](http://x.org/a.png)"
    with storage.open_database(db_path) as db:
        exchange.import_notes(db, MACHINE, name="carnet.csv", data=f"id,text\n{bad},Texte.\n".encode())
    at = screen("exchange_transfers", "coordination")
    at.file_uploader(key="notes").upload("![n].csv", b'id,text\n1,"never closed\n', "text/csv")
    at.file_uploader(key="documents").upload("![d].txt", b"Texte.", "text/plain")
    at.run()
    assert not at.exception
    shown = [each.label for each in (*at.expander, *at.button)] + [each.value for each in (*at.subheader, *at.error)]
    shown += [
        each.value.removeprefix(":small[:gray[") for each in at.markdown if "carnet" in each.value.replace("\\", "")
    ]
    found = [text for text in shown if "[" in text]
    assert len(found) == 4
    assert not [text for text in found if "![" in text or not text.count("\\[")]


def test_a_refused_document_is_named_in_words(screen: Screen) -> None:
    """The reason of a refusal holds the name of the file."""
    at = screen("exchange_transfers", "coordination")
    at.file_uploader(key="documents").upload("![d](x).pdf", b"not a pdf", "application/pdf")
    at.run()
    next(each for each in at.button if each.key and each.key.startswith("doc_")).click()
    at.run()
    assert not at.exception
    assert at.error[0].value.startswith("\\!\\[d\\](x)")


def test_a_file_is_looked_at_once_while_nothing_changes(
    screen: Screen, db_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each click runs the page again: a thousand rows are not read again for it, but they are once somebody saved."""
    looked = []
    real = exchange.preview_notes
    monkeypatch.setattr(exchange, "preview_notes", lambda *args, **wishes: looked.append(1) or real(*args, **wishes))
    at = screen("exchange_transfers", "coordination")
    at.file_uploader(key="notes").upload("carnet.csv", b"id,text,consent\n1,Il attend.,oral\n", "text/csv")
    at.run().run()
    assert len(looked) == 1
    with storage.open_database(db_path) as db:
        exchange.import_notes(db, MACHINE, name="other.csv", data=b"id,text\n1,Texte.\n")
    at.run()
    assert len(looked) == 2
    assert not at.exception


def test_reasons_of_refusals_are_told_whole_and_once(screen: Screen) -> None:
    """A cell of a table cuts them; forty rows with one fault are one fault."""
    rows = "".join(f"{n},Texte {n}.,peut-être\n" for n in range(1, 41))
    at = screen("exchange_transfers", "coordination")
    at.file_uploader(key="notes").upload("a.csv", f"id,text,consent\n{rows}".encode(), "text/csv")
    at.run()
    assert not at.exception
    (said,) = (each.value for each in at.markdown if "collectif" in each.value)
    assert said.startswith("Lignes 2, 3,")
    assert "verbal" in said


def test_photos_of_an_archive_are_counted_before_they_come_in(screen: Screen, db_path: Path) -> None:
    """What comes in, what waits, what is refused; then the worker brings them with their rows."""
    agreed = {"consentement": "oral", "finalites": "photo"}
    rows = [
        odk_row(1, recit="Un.", photo="a.jpg", **agreed),
        odk_row(2, recit="Deux.", photo="b.jpg", consentement="oral"),
    ]
    parts = [("f.csv", table(rows)), ("media/a.jpg", a_picture()), ("media/b.jpg", a_picture(seed=2))]
    at = screen("exchange_transfers", "coordination")
    at.file_uploader(key="notes").upload("f.zip", archive([*parts, ("media/x.jpg", b"x")]), "application/zip")
    at.run()
    assert not at.exception
    seen = {each.value.replace("\u202f", " ") for each in at.text}
    assert {"– Photos et sons importés : 1", "– Photos et sons refusés : 1"} <= seen
    assert "– Photos et sons en attente d’un consentement : 1" in seen
    next(each for each in at.button if each.key and each.key.startswith("go_")).click()
    at.run()
    assert jobs.work_once(db_path, bootstrap.HANDLERS)
    at.run()
    assert not at.exception
    assert "– Photos et sons importés : 1" in {each.value.replace("\u202f", " ") for each in at.text}
    with storage.open_database(db_path) as db:
        assert len(media.files_in(media_folder(db_path))) == 2
        assert db.execute("SELECT count(*) FROM media_item").fetchone()[0] == 2


def test_a_copy_to_be_replaced_says_so_before_all_else(screen: Screen, db_path: Path) -> None:
    """Someone withdrew: what has to be done about a file that left was the fifth column, out of sight on a phone."""
    with storage.open_database(db_path) as db:
        note, _other = a_note(db), a_note(db)
        exchange.export_project(db, MACHINE, kind="json")
        assert _("Copies") != next(iter(_register(screen)))
        bootstrap.withdraw(db, MACHINE, participant_of(db, note))
    shown = _register(screen)
    assert next(iter(shown)) == _("Copies")
    assert list(shown[_("Copies")]) == [_("To be replaced")]
    assert list(shown)[1:] == [_(each) for each in ("When", "What", "Who", "Notes", "Fingerprint")]


def _register(screen: Screen) -> pd.DataFrame:
    at = screen("exchange_transfers", "coordination")
    assert not at.exception
    return next(each.value for each in at.dataframe if _("Fingerprint") in each.value)
