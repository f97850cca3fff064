"""One write makes the row and its events; the journal alone gives the rows back."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign import storage
from codesign.errors import Conflict, NotFound
from codesign.storage import Database, Entity, Migrations

BOX = Entity("box_thing", ("text", "count"), maps=("answers",), lists=("tags",))
MIGRATIONS = Migrations("box")


@MIGRATIONS()
def m001(db: Database) -> None:
    """A table as the rooms make them."""
    db.execute(
        """CREATE TABLE box_thing (rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
           deleted INTEGER NOT NULL, text TEXT, count INTEGER, answers TEXT NOT NULL, tags TEXT NOT NULL) STRICT"""
    )


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database with one journaled table, known to replay for this test only."""
    monkeypatch.setattr("codesign.storage.journal._entities", {BOX.table: BOX})
    storage.migrate(tmp_path / "box.db", [storage.migrations, MIGRATIONS])
    with storage.open_database(tmp_path / "box.db") as db:
        yield db


def put(db: Database, **values: object) -> tuple[str, str]:
    """A new row; its id and version."""
    row_id = storage.uuid7()
    return row_id, storage.save(db, BOX, row_id, {"text": "a", **values}, author="m1", new=True)


def row(db: Database, row_id: str) -> tuple[object, ...]:
    """The row as SQLite has it."""
    found = db.conn.execute("SELECT text, count, answers, tags, deleted FROM box_thing WHERE id = ?", [row_id])
    return tuple(found.fetchone() or ())


def test_a_row_and_its_events_are_written_together(box: Database) -> None:
    """Each field of the row has one event, a map one event a key."""
    row_id, _version = put(box, answers={"x": "1", "y": "2"}, tags=["q"])
    assert row(box, row_id) == ("a", None, '{"x":"1","y":"2"}', '["q"]', 0)
    fields = [change.field for change in storage.history(box, BOX, row_id)]
    assert fields == ["text", "answers/x", "answers/y", "tags", "deleted"]


def test_only_what_changed_is_written(box: Database) -> None:
    """History must tell what a person changed, not all that the form held."""
    row_id, version = put(box, answers={"x": "1", "y": "2"})
    storage.save(box, BOX, row_id, {"text": "a", "answers": {"x": "1", "y": "3"}}, author="m2", base=version)
    last = storage.history(box, BOX, row_id)[-1]
    assert (last.author, last.field, last.before, last.after) == ("m2", "answers/y", "2", "3")


def test_saving_the_same_again_writes_nothing(box: Database) -> None:
    """A second click on « Enregistrer » is not an edit."""
    row_id, version = put(box)
    before = len(storage.history(box, BOX, row_id))
    assert storage.save(box, BOX, row_id, {"text": "a"}, author="m1", base=version) == version
    assert len(storage.history(box, BOX, row_id)) == before


def test_an_outdated_base_is_a_conflict_and_overwrites_nothing(box: Database) -> None:
    """Two people edit one note: the second sees both versions."""
    row_id, version = put(box)
    storage.save(box, BOX, row_id, {"text": "theirs"}, author="m2", base=version)
    with pytest.raises(Conflict) as caught:
        storage.save(box, BOX, row_id, {"text": "mine"}, author="m1", base=version)
    assert caught.value.current["text"] == "theirs"
    assert row(box, row_id)[0] == "theirs"


def test_the_same_new_row_twice_is_a_conflict(box: Database) -> None:
    """A double click sends the same id twice: one row."""
    row_id, _version = put(box)
    with pytest.raises(Conflict):
        storage.save(box, BOX, row_id, {"text": "again"}, author="m1", new=True)


def test_a_row_that_is_not_there_is_not_made_by_an_edit(box: Database) -> None:
    """An erased note must not come back through a form that was still open."""
    with pytest.raises(NotFound):
        storage.save(box, BOX, storage.uuid7(), {"text": "ghost"}, author="m1")


def test_erasing_leaves_no_value_and_no_salt(box: Database, tmp_path: Path) -> None:
    """Withdrawn consent: the text is nowhere in the file, ids and hashes stay."""
    row_id, version = put(box, text="secret bleu turquoise")
    storage.save(box, BOX, row_id, {"text": "secret vert"}, author="m1", base=version)
    storage.erase(box, BOX, row_id, author="m9")
    assert row(box, row_id) == ()
    assert [c.field for c in storage.history(box, BOX, row_id) if not c.erased] == ["erased"]
    box.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = (tmp_path / "box.db").read_bytes()
    assert b"turquoise" not in content
    assert b"secret vert" not in content
    assert list(storage.check_database(box)) == []


def test_a_row_changed_behind_the_journal_is_found(box: Database) -> None:
    """`verify` proves that rows and journal say the same."""
    row_id, _version = put(box)
    box.conn.execute("UPDATE box_thing SET text = 'x' WHERE id = ?", [row_id])
    assert list(storage.check_journal(box)) == [f"box_thing: {row_id}: differs from the journal"]


def test_an_event_changed_by_hand_is_found(box: Database) -> None:
    """The salted hash covers value, field and row."""
    row_id, _version = put(box)
    box.conn.execute("UPDATE journal SET value = '\"b\"' WHERE field = 'text'")
    assert any(line.endswith("hash") for line in storage.check_journal(box))
    assert row(box, row_id)[0] == "a"


def test_a_lost_row_is_found(box: Database) -> None:
    """A row deleted without a tombstone is missing."""
    row_id, _version = put(box)
    box.conn.execute("DELETE FROM box_thing")
    assert list(storage.check_journal(box)) == [f"box_thing: {row_id}: missing"]


def test_a_clock_set_back_does_not_reorder_the_journal(box: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop's clock may jump back one hour; what was written later stays later."""
    row_id, version = put(box)
    behind = itertools.count(1_000_000_000_000_000_000, 1_000_000)
    monkeypatch.setattr("codesign.storage.clock.time.time_ns", lambda: next(behind))
    storage.save(box, BOX, row_id, {"text": "later"}, author="m1", base=version)
    assert storage.replay(box, BOX)[row_id]["text"] == "later"


values = st.fixed_dictionaries(
    {},
    optional={
        "text": st.text(max_size=20) | st.none(),
        "count": st.integers(-5, 5) | st.none(),
        "answers": st.dictionaries(st.sampled_from("xyz"), st.text(max_size=5), max_size=3),
        "tags": st.lists(st.sampled_from("abc"), max_size=3),
        "deleted": st.booleans(),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(values, min_size=1, max_size=6))
def test_the_journal_replays_to_the_same_rows(box: Database, edits: list[dict[str, object]]) -> None:
    """Whatever was written, the journal alone tells the same rows."""
    row_id = storage.uuid7()
    for i, edit in enumerate(edits):
        clean = json.loads(json.dumps(edit).encode("utf-8", "replace"))
        storage.save(box, BOX, row_id, clean, author="m1", new=i == 0)
    assert list(storage.check_journal(box)) == []


def test_a_row_of_another_table_with_the_same_id_is_left_alone(box: Database) -> None:
    """A note and its occasion may have one id: erasing the one emptied the journal of the other."""
    box.execute(
        "CREATE TABLE box_twin (rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,"
        " deleted INTEGER NOT NULL, text TEXT) STRICT"
    )
    twin = storage.register(Entity("box_twin", ("text",)))
    row_id, version = put(box, answers={"a": "1"}, text="boîte")
    storage.save(box, twin, row_id, {"text": "jumelle"}, author="m1", new=True)
    storage.save(box, BOX, row_id, {"text": "autre"}, author="m1", base=version)
    built_on = "SELECT entity FROM journal WHERE id = (SELECT base FROM journal WHERE value = '\"autre\"')"
    assert box.execute(built_on).fetchall() == [("box_thing",)]
    storage.erase(box, twin, row_id, author="m1")
    assert list(storage.check_journal(box)) == []
    box.execute("UPDATE journal SET value = NULL, salt = NULL WHERE entity = 'box_thing'")  # as it went before
    assert list(storage.check_journal(box)) != []
    assert (storage.tell_anew(box, BOX, author="m1"), storage.tell_anew(box, BOX, author="m1")) == (1, 0)
    assert list(storage.check_journal(box)) == []
