"""Signing in: the same words and work whatever was wrong, growing delays, sessions that end on the server."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from codesign import accounts, storage
from codesign.accounts import Actor, passwords, store, throttle
from codesign.errors import InvalidInput, Unavailable
from codesign.storage import Database

PASSWORD = "quatre mots en ligne"


def fail(db: Database, login: str = "amina", address: str = "10.0.0.1") -> str:
    """Try a wrong password; return what was said."""
    with pytest.raises(InvalidInput) as caught:
        accounts.sign_in(db, login=login, password="pas le bon mot", address=address)
    return caught.value.message


def test_the_database_holds_no_password_nor_token(db: Database, boss: Actor) -> None:
    """Whoever steals the file can neither read a password nor take over a screen."""
    token = accounts.sign_in(db, login="amina", password=PASSWORD, address="a")
    dump = "\n".join(db.conn.iterdump())
    assert PASSWORD not in dump
    assert token not in dump
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in dump


def test_unknown_wrong_and_closed_read_the_same(db: Database, boss: Actor) -> None:
    """Otherwise the page would tell who works here."""
    other = accounts.add_member(db, boss, name="Joël", login="joel", roles=boss.roles, password=PASSWORD)
    accounts.deactivate_member(db, boss, member_id=other)
    assert len({fail(db, "amina"), fail(db, "personne"), fail(db, "joel")}) == 1


def test_an_unknown_name_takes_as_much_work(db: Database, boss: Actor) -> None:
    """An answer that comes at once would tell that nobody has this name."""
    accounts.sign_in(db, login="amina", password=PASSWORD, address="a")
    fail(db, "personne", "warm")

    def took(login: str) -> float:
        start = time.thread_time()
        fail(db, login, f"{login}{time.time_ns()}")
        return time.thread_time() - start

    known, unknown = min(took("amina") for _each in range(3)), min(took("personne") for _each in range(3))
    assert 0.4 < unknown / known < 2.5


def test_the_sixth_attempt_waits_even_with_the_right_password(db: Database, boss: Actor) -> None:
    """Guessing costs time; elsewhere and other names are not punished for it."""
    for _each in range(5):
        fail(db)
    with pytest.raises(Unavailable):
        accounts.sign_in(db, login="Amina ", password=PASSWORD, address="10.0.0.1")
    assert accounts.sign_in(db, login="amina", password=PASSWORD, address="10.0.0.2")


def test_the_delay_grows_and_is_forgotten_after_a_success(db: Database, boss: Actor) -> None:
    """One minute, then two, four…, at most an hour; a success starts again from nothing."""
    waits = []
    for _each in range(12):
        with pytest.raises(InvalidInput):
            accounts.sign_in(db, login="amina", password="pas le bon mot", address="10.0.0.1")
        until = db.conn.execute("SELECT max(until) FROM accounts_throttle").fetchone()[0]
        waits.append((datetime.fromisoformat(until) - datetime.now(UTC)).total_seconds() / 60)
        let_time_pass(db)
    assert [round(each) for each in waits] == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]
    assert accounts.sign_in(db, login="amina", password=PASSWORD, address="10.0.0.1")
    assert db.conn.execute("SELECT count(*) FROM accounts_throttle").fetchone()[0] == 0


def let_time_pass(db: Database) -> None:
    """Every wait is over."""
    db.conn.execute("UPDATE accounts_throttle SET until = '2020-01-01T00:00:00.000+00:00'")
    db.conn.commit()


def test_attempts_that_come_at_once_are_counted_before_they_are_checked(
    db_path: Path, boss: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A burst gains nothing: five of twenty wrong passwords are looked at, the others must wait."""
    checked: list[str] = []
    verify = passwords.verify
    monkeypatch.setattr(passwords, "verify", lambda stored, typed: checked.append(typed) or verify(stored, typed))
    together = threading.Barrier(20)

    def guess() -> type[Exception]:
        with storage.open_database(db_path) as own:
            together.wait(30)
            try:
                accounts.sign_in(own, login="amina", password="pas le bon mot", address="10.0.0.1")
            except (InvalidInput, Unavailable) as error:
                return type(error)
        raise AssertionError

    with ThreadPoolExecutor(20) as pool:
        ends = [each.result() for each in [pool.submit(guess) for _each in range(20)]]
    assert len(checked) == throttle.FREE_PAIR
    assert ends.count(Unavailable) == 15


@pytest.fixture
def quick(db: Database, boss: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little, where many attempts are counted."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    cheap = passwords.hash_password(PASSWORD)
    monkeypatch.setattr(passwords, "_nobody", lambda: cheap)
    with storage.transaction(db):
        store.set_password_hash(db, boss.id, cheap)


def test_one_name_tried_from_everywhere_waits(db: Database, boss: Actor, quick: None) -> None:
    """Many machines do not make many free tries; a quarter of an hour at most, and an hour wipes it out."""
    for number in range(throttle.FREE_LOGIN):
        fail(db, "amina", f"10.0.1.{number}")
    with pytest.raises(Unavailable):
        accounts.sign_in(db, login="amina", password=PASSWORD, address="10.0.2.1")
    fail(db, "joel", "10.0.2.1")
    let_time_pass(db)
    fail(db, "amina", "10.0.2.2")
    assert accounts.sign_in(db, login="amina", password=PASSWORD, address="10.0.2.1")


def test_one_machine_that_tries_every_name_waits(db: Database, boss: Actor, quick: None) -> None:
    """Trying one common password on each member is guessing too; elsewhere nobody waits for it."""
    for number in range(throttle.FREE_ADDRESS):
        fail(db, f"personne{number}", "10.0.0.9")
    with pytest.raises(Unavailable):
        accounts.sign_in(db, login="amina", password=PASSWORD, address="10.0.0.9")
    assert accounts.sign_in(db, login="amina", password=PASSWORD, address="10.0.0.1")


def test_signing_in_does_not_wipe_out_what_strangers_tried(db: Database, boss: Actor, quick: None) -> None:
    """Or each morning of a member would begin the stranger's free tries anew."""
    for number in range(throttle.FREE_LOGIN - 1):
        fail(db, "amina", f"10.0.1.{number}")
    assert accounts.sign_in(db, login="amina", password=PASSWORD, address="10.0.0.1")
    fail(db, "amina", "10.0.3.1")
    with pytest.raises(Unavailable):
        accounts.sign_in(db, login="amina", password=PASSWORD, address="10.0.3.2")


def test_a_wide_wait_is_a_quarter_of_an_hour_at_most(db: Database, boss: Actor, quick: None) -> None:
    """Failing on purpose must not shut a member out for long."""
    for number in range(throttle.FREE_LOGIN + 8):
        fail(db, "amina", f"10.0.1.{number}")
        db.conn.execute("UPDATE accounts_throttle SET until = ?", [storage.now()])
        db.conn.commit()
    fail(db, "amina", "10.0.3.1")
    until = db.conn.execute("SELECT max(until) FROM accounts_throttle").fetchone()[0]
    assert timedelta(minutes=14) < datetime.fromisoformat(until) - datetime.now(UTC) <= timedelta(minutes=15)


def test_codes_and_unlocking_are_throttled_too(db: Database, boss: Actor) -> None:
    """Every place where a secret is typed counts failures."""
    for _each in range(5):
        with pytest.raises(InvalidInput):
            accounts.use_code(db, login="amina", code="AAAA-BBBB-CCCC", password="mot de passe neuf", address="x")
    with pytest.raises(Unavailable):
        accounts.use_code(db, login="amina", code="AAAA-BBBB-CCCC", password="mot de passe neuf", address="x")
    session = accounts.session_of_token(db, accounts.sign_in(db, login="amina", password=PASSWORD, address="y"))
    assert session is not None
    for _each in range(5):
        with pytest.raises(InvalidInput):
            accounts.unlock(db, session.sid, password="pas le bon mot", address="z")
    with pytest.raises(Unavailable):
        accounts.unlock(db, session.sid, password=PASSWORD, address="z")


def test_an_old_hash_is_made_again_with_todays_parameters(db: Database, boss: Actor) -> None:
    """When the defaults grow, everyone follows at their next sign-in, unasked."""
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    store.set_password_hash(db, boss.id, weak)
    db.conn.commit()
    accounts.sign_in(db, login="amina", password=PASSWORD, address="a")
    stored = store.password_hash(db, boss.id)
    assert stored is not None
    assert stored != weak
    assert not passwords.outdated(stored)


def test_a_session_slides_for_twelve_hours_and_ends(db: Database, boss: Actor) -> None:
    """Use prolongs it, an expired one opens nothing and is swept at the next sign-in."""
    token = accounts.sign_in(db, login="amina", password=PASSWORD, address="a")
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="milliseconds")
    db.conn.execute("UPDATE accounts_session SET expires_at = ?", [soon])
    db.conn.commit()
    assert accounts.session_of_token(db, token)
    until = datetime.fromisoformat(db.conn.execute("SELECT expires_at FROM accounts_session").fetchone()[0])
    assert timedelta(hours=11, minutes=59) < until - datetime.now(UTC) <= timedelta(hours=12)
    db.conn.execute("UPDATE accounts_session SET expires_at = '2020-01-01T00:00:00.000+00:00'")
    db.conn.commit()
    assert accounts.session_of_token(db, token) is None
    accounts.sign_in(db, login="amina", password=PASSWORD, address="a")
    assert db.conn.execute("SELECT count(*) FROM accounts_session").fetchone()[0] == 1


def test_a_locked_screen_opens_with_the_same_persons_password_only(db: Database, boss: Actor) -> None:
    """A colleague's password does not open it."""
    accounts.add_member(db, boss, name="Joël", login="joel", roles=boss.roles, password="celui de la collègue")
    session = accounts.session_of_token(db, accounts.sign_in(db, login="amina", password=PASSWORD, address="a"))
    assert session is not None
    accounts.lock(db, session.sid)
    locked = accounts.session_of(db, session.sid)
    assert locked is not None
    assert locked.locked
    with pytest.raises(InvalidInput):
        accounts.unlock(db, session.sid, password="celui de la collègue", address="a")
    accounts.unlock(db, session.sid, password=PASSWORD, address="a")
    opened = accounts.session_of(db, session.sid)
    assert opened is not None
    assert not opened.locked
    accounts.sign_out(db, session.sid)
    assert accounts.session_of(db, session.sid) is None
    with pytest.raises(InvalidInput):
        accounts.unlock(db, session.sid, password=PASSWORD, address="a")


def test_accents_are_one_letter_whichever_keyboard_typed_them(db: Database, boss: Actor) -> None:
    """A password set on one laptop opens on another that composes its accents."""
    accounts.change_password(db, boss, old=PASSWORD, new="été à Montréal")
    assert accounts.sign_in(db, login="amina", password="e\u0301te\u0301 a\u0300 Montre\u0301al", address="a")


@pytest.mark.parametrize("odd", ["", "\x00", "\ud800", "é" * 5000, "' OR 1=1 --"])
def test_odd_input_is_only_wrong(db: Database, boss: Actor, odd: str) -> None:
    """Nothing that can be typed makes an error of ours."""
    for login, password in ((odd, PASSWORD), ("amina", odd)):
        with pytest.raises(InvalidInput):
            accounts.sign_in(db, login=login, password=password, address="a")
    assert accounts.session_of_token(db, odd) is None


def test_at_most_two_checks_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes 64 MiB: a burst of attempts must not take the memory that the notes need."""
    stored = passwords.hash_password(PASSWORD)
    now, most, guard = [0], [0], threading.Lock()

    class Counting(PasswordHasher):
        def verify(self, *_given: object) -> bool:
            with guard:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.02)
            with guard:
                now[0] -= 1
            return True

    monkeypatch.setattr(passwords, "_hasher", Counting())
    threads = [threading.Thread(target=passwords.verify, args=(stored, PASSWORD)) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2
