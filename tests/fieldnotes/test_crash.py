"""Nothing that the screen called saved is ever lost: not by kill -9, a full disk, or a disk that refuses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from codesign import fieldnotes, storage
from codesign.accounts import Actor
from codesign.errors import Unavailable
from codesign.storage import Database

Record = Callable[..., str]
ROOT = Path(__file__).resolve().parents[2]
WRITER = textwrap.dedent(
    """
    import os, sys
    from codesign import fieldnotes, storage
    from codesign.accounts import Actor, Role
    from codesign.privacy import ConsentDraft
    who = Actor("00000000-0000-7000-8000-0000000000aa", "Personne inventée", frozenset({Role.FIELD}))
    def say(line):  # in one piece: `print` may write word by word, and half a line joins the next process's
        os.write(1, f"{line}\\n".encode())
    for _again in sys.stdin:  # what is loaded once serves every child: 200 starts of Python would take minutes
        child = os.fork()
        if child:
            say(f"writer {child}")
            os.waitpid(child, 0)
            say("dead")
            continue
        with storage.open_database(sys.argv[1]) as db:
            while True:
                note_id = storage.uuid7()
                fieldnotes.record_note(
                    db, who, id=note_id, kind="story", occasion=fieldnotes.OccasionDraft("atelier"),
                    new_participant={}, consent=ConsentDraft(), answers={"story": f"Texte de {note_id}"},
                )
                say(f"saved {note_id}")
    """
)
KILLS = 200


def killed_writers(db_path: Path, times: int) -> list[str]:
    """Kill -9 one writer after another, each at another moment of its second save or later; return what they saved."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WRITER, str(db_path)]
    saved = []
    with subprocess.Popen(  # noqa: S603 - our own interpreter and text
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    ) as writers:
        assert writers.stdin is not None
        assert writers.stdout is not None
        for n in range(times):
            writers.stdin.write("another\n")
            writers.stdin.flush()
            pid = 0
            for line in writers.stdout:
                word, _, about = line.strip().partition(" ")
                if word == "writer":
                    pid = int(about)
                elif word == "dead":
                    break
                else:
                    saved.append(about)
                    if pid:
                        time.sleep((n % 20) / 2000)  # from the first instruction of the next save to its last
                        os.kill(pid, signal.SIGKILL)
                        pid = 0
        writers.stdin.close()
    return saved


def test_no_acknowledged_note_is_lost_by_kill_9(db_path: Path, officer: Actor) -> None:
    """200 kills in the middle of a save: each id that was printed is there, whole, and so is the database."""
    saved = killed_writers(db_path, KILLS)
    assert len(saved) >= KILLS
    with storage.open_database(db_path) as db:
        for note_id in saved:
            assert fieldnotes.note(db, officer, note_id).answers == {"story": f"Texte de {note_id}"}
            assert fieldnotes.source_text(db, officer, note_id).text == f"Texte de {note_id}"
        assert list(storage.check_database(db)) == []
        counts = {
            db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("fieldnotes_note", "fieldnotes_text", "fieldnotes_occasion", "privacy_consent")
        }
        assert len(counts) == 1, "a note came without its occasion, consent or text"


def test_a_full_disk_saves_nothing_by_half(db: Database, worker: Actor, record: Record) -> None:
    """The person is told, the text stays theirs, and what was saved before is whole; with room again it saves."""
    record("Avant")
    (pages,) = db.conn.execute("PRAGMA page_count").fetchone()
    db.conn.execute(f"PRAGMA max_page_count = {pages + 2}")
    note_id = storage.uuid7()
    long = "Texte long. " * 5000
    with pytest.raises(Unavailable):
        record(long, id=note_id)
    assert [each.excerpt for each in fieldnotes.notes(db, worker)] == ["Avant"]
    assert list(storage.check_database(db)) == []
    db.conn.execute("PRAGMA max_page_count = 1000000")
    assert record(long, id=note_id) == note_id
    assert list(storage.check_database(db)) == []


def test_a_disk_that_refuses_to_write_says_so(db: Database, worker: Actor, record: Record) -> None:
    """Read-only: nothing is saved, nothing is lost, and reading goes on."""
    record("Avant")
    db.conn.execute("PRAGMA query_only = 1")
    with pytest.raises(Unavailable):
        record("Après")
    assert [each.excerpt for each in fieldnotes.notes(db, worker)] == ["Avant"]
