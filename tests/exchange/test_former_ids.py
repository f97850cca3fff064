"""A row is known again when its column of ids was taken otherwise the time before: nothing comes in twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import a_picture
from collected import archive

from codesign import bootstrap, exchange, fieldnotes, i18n, media, privacy
from codesign.accounts import MACHINE, Actor
from codesign.exchange import ColumnMap, ImportReport, MediaState, RowState
from codesign.privacy import ConsentDraft
from codesign.storage import Database

BY_WORDS = ColumnMap({"text": "Récit", "consent": "Accord", "person": "Qui"}, "story")
BY_NUMBER = ColumnMap({**BY_WORDS.columns, "id": "Numéro"}, "story")
SAME, CHANGED, NEW, WAITING = RowState.SAME, RowState.CHANGED, RowState.NEW, RowState.WAITING
TEXT = "Elle attend au guichet depuis ce matin (récit inventé)."


def table(*rows: str) -> bytes:
    """An invented table of a team."""
    return ("Numéro,Récit,Accord,Qui\n" + "\n".join(rows) + "\n").encode()


def bring(db: Database, columns: ColumnMap, *rows: str, name: str = "carnet.csv", data: bytes = b"") -> ImportReport:
    """Look, then bring in: both say the same."""
    seen = exchange.preview_notes(db, MACHINE, name=name, data=data or table(*rows), columns=columns)
    done = exchange.import_notes(db, MACHINE, name=name, data=data or table(*rows), columns=columns)
    assert [row.state for row in seen.rows] == [row.state for row in done.rows]
    assert [each.state for each in seen.files] == [each.state for each in done.files]
    return done


def states(report: ImportReport) -> list[RowState]:
    """What became of each row."""
    return [row.state for row in report.rows]


@pytest.mark.parametrize(("before", "after"), [(BY_WORDS, BY_NUMBER), (BY_NUMBER, BY_WORDS)])
def test_a_table_whose_ids_are_taken_otherwise_does_not_come_in_twice(
    db: Database, before: ColumnMap, after: ColumnMap
) -> None:
    """« Numéro » was not taken for an id at first; numbers of ten digits were for a while, and are not any more."""
    rows = (f"2026000001,{TEXT},oral,A", "2026000002,Il repart sans rien (récit inventé).,,")
    assert states(bring(db, before, *rows)) == [NEW, WAITING]
    assert states(bring(db, after, *rows)) == [SAME, SAME]
    assert states(bring(db, after, *rows)) == [SAME, SAME]
    assert (len(fieldnotes.notes(db, MACHINE)), len(exchange.waiting_notes(db, MACHINE))) == (1, 1)


def test_a_row_that_found_its_number_may_be_corrected_under_it(db: Database) -> None:
    """From then on it is known by its number, whatever its words become."""
    bring(db, BY_WORDS, f"1,{TEXT},oral,A", f"2,Il dit : {TEXT},,A")
    bring(db, BY_NUMBER, f"1,{TEXT},oral,A", f"2,Il dit : {TEXT},,A")
    corrected = TEXT.replace("matin", "midi")
    done = bring(db, BY_NUMBER, f"1,{corrected},oral,A", f"2,Il dit : {corrected},,A")
    assert states(done) == [CHANGED, CHANGED]
    (waits,) = exchange.waiting_notes(db, MACHINE)
    assert ([each.excerpt for each in fieldnotes.notes(db, MACHINE)], waits.external_id) == ([corrected], "2")


def test_of_two_rows_with_the_same_words_the_second_is_another_note(db: Database) -> None:
    """One of them came in before; nobody's words are taken for those of another."""
    bring(db, BY_WORDS, f"1,{TEXT},oral,")
    twins = (f"1,{TEXT},oral,", f"2,{TEXT},oral,")
    assert states(bring(db, BY_NUMBER, *twins)) == [SAME, NEW]
    assert states(bring(db, BY_NUMBER, *twins, f"3,{TEXT},oral,")) == [SAME, SAME, NEW]


def test_a_number_alone_does_not_make_two_texts_one_row(db: Database) -> None:
    """Two tables of one name may both begin at 1."""
    bring(db, BY_NUMBER, f"1,{TEXT},oral,")
    assert states(bring(db, BY_WORDS, "1,La rampe est glacée devant la clinique (récit inventé).,oral,")) == [NEW]


@pytest.mark.parametrize(("before", "after"), [(BY_WORDS, BY_NUMBER), (BY_NUMBER, BY_WORDS)])
def test_what_was_withdrawn_does_not_come_back_by_another_id(db: Database, before: ColumnMap, after: ColumnMap) -> None:
    """Nothing but a print is left of it, and it refuses the row all the same."""
    bring(db, before, f"1,{TEXT},oral,A")
    (note,) = fieldnotes.notes(db, MACHINE)
    bootstrap.withdraw(db, MACHINE, fieldnotes.note(db, MACHINE, note.id).participant_id or "")
    assert states(bring(db, after, f"1,{TEXT},oral,A")) == [RowState.REFUSED]
    assert not fieldnotes.notes(db, MACHINE)


def bare(agreed: str, person: str) -> bytes:
    """The same row in a table that had no numbers yet."""
    return f"Récit,Accord,Qui\n{TEXT},{agreed},{person}\n".encode()


@pytest.mark.parametrize("agreed", ["oral", ""])
def test_what_was_withdrawn_does_not_come_back_by_an_id_of_before(db: Database, agreed: str) -> None:
    """Its row found a number meanwhile: the older file is refused as well, for a note and for a text that waits."""
    person = privacy.add_participant(db, MACHINE)
    code = privacy.participant(db, MACHINE, person).code
    bring(db, BY_WORDS, data=bare(agreed, code))
    assert states(bring(db, BY_NUMBER, f"1,{TEXT},{agreed},{code}")) == [SAME]
    bootstrap.withdraw(db, MACHINE, person)
    assert states(bring(db, BY_WORDS, data=bare(agreed, ""))) == [RowState.REFUSED]
    assert states(bring(db, BY_NUMBER, f"1,{TEXT},{agreed},")) == [RowState.REFUSED]
    assert not fieldnotes.notes(db, MACHINE)
    assert not exchange.waiting_notes(db, MACHINE)


def test_a_text_that_waited_is_refused_by_both_ids_once_it_became_a_note(db: Database) -> None:
    """Its consent came on screen, after its row had found its number."""
    bring(db, BY_WORDS, data=bare("", ""))
    assert states(bring(db, BY_NUMBER, f"1,{TEXT},,")) == [SAME]
    (waits,) = exchange.waiting_notes(db, MACHINE)
    person = privacy.add_participant(db, MACHINE)
    exchange.admit(db, MACHINE, waiting_id=waits.id, consent=ConsentDraft(participant_id=person))
    bootstrap.withdraw(db, MACHINE, person)
    assert states(bring(db, BY_WORDS, data=bare("", ""))) == [RowState.REFUSED]
    assert states(bring(db, BY_NUMBER, f"1,{TEXT},,")) == [RowState.REFUSED]


def test_the_same_few_words_of_somebody_else_are_another_note(db: Database) -> None:
    """« Rien à signaler », said of two people: neither is refused nor doubled."""
    bring(db, BY_WORDS, "1,Rien à signaler.,oral,A")
    assert states(bring(db, BY_NUMBER, "9,Rien à signaler.,oral,B", "1,Rien à signaler.,oral,A")) == [NEW, SAME]
    assert len(fieldnotes.notes(db, MACHINE)) == 2


def test_a_photo_of_a_text_put_aside_comes_in_with_it_again(db: Database) -> None:
    """A print left behind said that the photo was here, and it was nowhere."""
    columns = ColumnMap({**BY_NUMBER.columns, "purposes": "Fins"}, "story")
    rows = f"Numéro,Récit,Accord,Qui,Fins,Image\n1,{TEXT},,,photo,a.jpg\n".encode()
    data = archive([("carnet.csv", rows), ("a.jpg", a_picture())])
    for _again in range(2):
        bring(db, columns, name="carnet.zip", data=data)
        (waits,) = exchange.waiting_notes(db, MACHINE)
        assert len(media.media_waiting(db, MACHINE, waiting_id=waits.id)) == 1
        exchange.discard(db, MACHINE, waiting_id=waits.id)


def test_a_photo_hidden_by_hand_stays_so_when_its_row_finds_its_number(db: Database) -> None:
    """Known by the row's former id still: it would have come in a second time, uncovered."""
    columns = ColumnMap({**BY_WORDS.columns, "purposes": "Fins"}, "story")
    rows = f"Numéro,Récit,Accord,Qui,Fins,Image\n1,{TEXT},oral,,photo,a.jpg\n".encode()
    data = archive([("carnet.csv", rows), ("a.jpg", a_picture())])
    bring(db, columns, name="carnet.zip", data=data)
    (note,) = fieldnotes.notes(db, MACHINE)
    (item,) = media.note_media(db, MACHINE, note.id).items
    media.hide_in_photo(db, MACHINE, item_id=item.id, hidden=[(0.0, 0.0, 0.5, 1.0)])
    numbered = ColumnMap({**columns.columns, "id": "Numéro"}, "story")
    bring(db, numbered, name="carnet.csv", data=rows)  # the row alone finds its number first
    for _again in range(2):
        done = bring(db, numbered, name="carnet.zip", data=data)
        assert (states(done), [each.state for each in done.files]) == ([SAME], [MediaState.SAME])
    assert len(media.note_media(db, MACHINE, note.id).items) == 1


def test_who_is_not_known_here_is_not_called_the_command_line(db: Database, actor: Callable[..., Actor]) -> None:
    """The account of another laptop stays there; what a script did has no name at all."""
    someone = actor("coordination")
    exchange.import_notes(db, MACHINE, name="un.csv", data=table(f"1,{TEXT},,"), columns=BY_NUMBER)
    exchange.import_notes(db, someone, name="deux.csv", data=table(f"2,{TEXT},,"), columns=BY_NUMBER)
    exchange.export_project(db, someone, kind="json")
    with i18n.using_language("fr"):
        known = (
            [each.member for each in exchange.waiting_notes(db, MACHINE)],
            [each.member for each in exchange.imports(db, MACHINE)],
            [each.member for each in exchange.exports(db, MACHINE)],
        )
    assert known == (["", "personne inconnue"], ["personne inconnue", ""], ["personne inconnue"])
