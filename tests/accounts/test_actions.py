"""Members: the coordination adds, changes, closes; the last of them cannot be locked out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codesign import accounts, storage
from codesign.accounts import Actor, Role, throttle
from codesign.accounts.passwords import fingerprint, new_code, plain_code
from codesign.accounts.store import MEMBER, set_code
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from codesign.storage import Database

PASSWORD = "quatre mots en ligne"


def add(db: Database, boss: Actor, login: str = "joel", *roles: Role, password: str | None = PASSWORD) -> str:
    """Add an invented member."""
    chosen = roles or (Role.FIELD,)
    return accounts.add_member(db, boss, name="Joël Fictif", login=login, roles=chosen, password=password)


def test_the_first_account_is_of_the_coordination_and_there_is_only_one_first(db: Database) -> None:
    """Whoever comes second must be invited."""
    assert not accounts.has_members(db)
    accounts.create_coordinator(db, name="Amina", login="amina", password=PASSWORD)
    assert accounts.has_members(db)
    with pytest.raises(NotAllowed):
        accounts.create_coordinator(db, name="Autre", login="autre", password=PASSWORD)


def test_authors_of_the_demo_data_do_not_close_the_first_start(db: Database) -> None:
    """They cannot sign in: someone must still be able to make the first account."""
    accounts.add_member(db, accounts.MACHINE, name="Autrice fictive", login="fictive", roles=[Role.FIELD])
    assert not accounts.has_members(db)
    accounts.create_coordinator(db, name="Amina", login="amina", password=PASSWORD)


@pytest.mark.parametrize("role", ["terrain", "analyse", "design", "comite"])
@pytest.mark.parametrize(
    "verb",
    [
        lambda db, who, _other: accounts.add_member(db, who, name="X Y", login="xy", roles=[Role.FIELD]),
        lambda db, who, _other: accounts.invite_member(
            db, who, id=storage.uuid7(), name="X", login="xy", roles=[Role.FIELD]
        ),
        lambda db, who, other: accounts.edit_member(db, who, member_id=other, name="X", login="x2", roles=[Role.FIELD]),
        lambda db, who, other: accounts.deactivate_member(db, who, member_id=other),
        lambda db, who, other: accounts.reactivate_member(db, who, member_id=other),
        lambda db, who, other: accounts.make_code(db, who, member_id=other),
        lambda db, who, other: accounts.sign_out_everywhere(db, who, member_id=other),
        lambda db, who, _other: accounts.sign_everyone_out(db, who),
        lambda db, who, _other: accounts.members(db, who),
        lambda db, who, other: accounts.member(db, who, member_id=other),
    ],
)
def test_only_the_coordination_looks_after_members(
    db: Database, boss: Actor, actor: Callable[..., Actor], role: str, verb: Callable[..., object]
) -> None:
    """Each verb checks by itself, whatever the screen showed; nothing is written."""
    other = add(db, boss, password=None)
    before = accounts.members(db, boss)
    with pytest.raises(NotAllowed):
        verb(db, actor(role), other)
    assert accounts.members(db, boss) == before


def test_a_member_is_journaled_and_the_password_is_not(db: Database, boss: Actor) -> None:
    """The journal travels between laptops; proof of identity never does."""
    member_id = add(db, boss)
    changes = storage.history(db, MEMBER, member_id)
    assert {change.field for change in changes} == {"name", "login", "roles", "active", "deleted"}
    assert "argon2" not in str(db.conn.execute("SELECT group_concat(value) FROM journal").fetchone())
    assert not list(storage.check_database(db))


def test_the_same_form_sent_twice_makes_one_member(db: Database, boss: Actor) -> None:
    """A double click is one wish."""
    row = storage.uuid7()
    for _time in range(2):
        accounts.add_member(db, boss, id=row, name="Joël", login="joel", roles=[Role.FIELD], password=PASSWORD)
    assert len(accounts.members(db, boss)) == 2


@pytest.mark.parametrize(
    ("name", "login", "roles"),
    [
        ("  ", "joel", [Role.FIELD]),
        ("Joël", "j", [Role.FIELD]),
        ("Joël", "jo el", [Role.FIELD]),
        ("Joël", "jo@el", [Role.FIELD]),
        ("Joël", "x" * 41, [Role.FIELD]),
        ("Joël", "AMINA", [Role.FIELD]),
        ("Joël", "joel", []),
    ],
)
def test_a_field_that_cannot_be_used_is_refused(
    db: Database, boss: Actor, name: str, login: str, roles: list[Role]
) -> None:
    """Empty, too short, with spaces, taken whatever the capitals, or without a role."""
    with pytest.raises(InvalidInput):
        accounts.add_member(db, boss, name=name, login=login, roles=roles, password=PASSWORD)
    assert len(accounts.members(db, boss)) == 1


def test_a_short_password_is_refused_and_any_characters_will_do(db: Database, boss: Actor) -> None:
    """Length is the only rule; spaces, accents and signs from anywhere are welcome."""
    with pytest.raises(InvalidInput):
        add(db, boss, password="neuf1234!")
    with pytest.raises(InvalidInput):
        add(db, boss, password="x" * 1001)
    add(db, boss, password="été 漢字 éà ✓")
    assert accounts.sign_in(db, login="joel", password="été 漢字 éà ✓", address="a")


def test_an_older_version_does_not_overwrite(db: Database, boss: Actor) -> None:
    """Two coordinators change one member: the second sees both versions."""
    member_id = add(db, boss)
    seen = accounts.member(db, boss, member_id=member_id).version
    accounts.edit_member(db, boss, member_id=member_id, name="A", login="joel", roles=[Role.DESIGN], base=seen)
    with pytest.raises(Conflict) as caught:
        accounts.edit_member(db, boss, member_id=member_id, name="B", login="joel", roles=[Role.FIELD], base=seen)
    assert caught.value.current["name"] == "A"
    with pytest.raises(Conflict):
        accounts.deactivate_member(db, boss, member_id=member_id, base=seen)


def test_the_last_coordinator_keeps_role_and_account(db: Database, boss: Actor) -> None:
    """A project that nobody can look after any more cannot be mended from inside."""
    with pytest.raises(NotAllowed):
        accounts.deactivate_member(db, boss, member_id=boss.id)
    with pytest.raises(NotAllowed):
        accounts.edit_member(db, boss, member_id=boss.id, name="Amina", login="amina", roles=[Role.FIELD])
    other = add(db, boss, "joel", Role.COORDINATION)
    accounts.deactivate_member(db, boss, member_id=other)
    with pytest.raises(NotAllowed):
        accounts.deactivate_member(db, boss, member_id=boss.id)
    accounts.reactivate_member(db, boss, member_id=other)
    accounts.deactivate_member(db, boss, member_id=boss.id)
    assert not accounts.member(db, boss, member_id=boss.id).active


def test_who_was_put_out_meanwhile_puts_nobody_out(db: Database, boss: Actor) -> None:
    """The screen of the other was drawn before: the rule looks at the role under the write lock."""
    for login in ("joel", "rose"):
        add(db, boss, login, Role.COORDINATION)
    joel, rose = (each for each in accounts.members(db, boss) if each.id != boss.id)
    accounts.edit_member(db, joel.actor, member_id=rose.id, name="Rose", login="rose", roles=[Role.FIELD])
    for out in (joel, boss):
        with pytest.raises(NotAllowed):
            accounts.deactivate_member(db, rose.actor, member_id=out.id)
        with pytest.raises(NotAllowed):
            accounts.edit_member(db, rose.actor, member_id=out.id, name="X", login="x-x", roles=[Role.FIELD])
    accounts.deactivate_member(db, boss, member_id=joel.id)
    with pytest.raises(NotAllowed):
        accounts.reactivate_member(db, joel.actor, member_id=joel.id)


def test_a_coordinator_who_never_chose_a_password_does_not_count(db: Database, boss: Actor) -> None:
    """The code may be lost or run out: then nobody could sign in to make another."""
    coordination = [Role.COORDINATION]
    accounts.invite_member(db, boss, id=storage.uuid7(), name="Joël Fictif", login="joel", roles=coordination)
    with pytest.raises(NotAllowed):
        accounts.deactivate_member(db, boss, member_id=boss.id)
    with pytest.raises(NotAllowed):
        accounts.edit_member(db, boss, member_id=boss.id, name="Amina", login="amina", roles=[Role.FIELD])


def test_a_closed_account_is_signed_out_and_its_work_stays(db: Database, boss: Actor) -> None:
    """The open screen stops at once; the name still stands under the notes."""
    member_id = add(db, boss)
    token = accounts.sign_in(db, login="joel", password=PASSWORD, address="a")
    accounts.deactivate_member(db, boss, member_id=member_id)
    assert accounts.session_of_token(db, token) is None
    with pytest.raises(InvalidInput):
        accounts.sign_in(db, login="joel", password=PASSWORD, address="b")
    assert accounts.member_names(db)[member_id] == "Joël Fictif"
    accounts.reactivate_member(db, boss, member_id=member_id)
    assert accounts.session_of_token(db, token) is None
    assert accounts.sign_in(db, login="joel", password=PASSWORD, address="c")


def test_a_login_may_be_given_again_but_not_held_twice(db: Database, boss: Actor) -> None:
    """Reactivating someone whose name was given to another is refused in words."""
    first = add(db, boss)
    accounts.edit_member(db, boss, member_id=first, name="Joël", login="joel-2", roles=[Role.FIELD])
    add(db, boss, "joel")
    with pytest.raises(InvalidInput):
        accounts.edit_member(db, boss, member_id=first, name="Joël", login="Joel", roles=[Role.FIELD])


def test_a_code_sets_a_password_once(db: Database, boss: Actor) -> None:
    """Lower case and missing dashes are forgiven; a second use is not."""
    member_id = add(db, boss, password=None)
    code = accounts.make_code(db, boss, member_id=member_id)
    typed = code.lower().replace("-", " ")
    token = accounts.use_code(db, login="JOEL", code=typed, password="nouveau mot de passe", address="a")
    session = accounts.session_of_token(db, token)
    assert session is not None
    assert session.member.id == member_id
    with pytest.raises(InvalidInput):
        accounts.use_code(db, login="joel", code=code, password="encore un autre mot", address="a")


def test_a_code_closes_the_old_password_and_the_open_screens(db: Database, boss: Actor) -> None:
    """It is made when the password was forgotten or may be known to others."""
    member_id = add(db, boss)
    token = accounts.sign_in(db, login="joel", password=PASSWORD, address="a")
    accounts.make_code(db, boss, member_id=member_id)
    assert accounts.session_of_token(db, token) is None
    with pytest.raises(InvalidInput):
        accounts.sign_in(db, login="joel", password=PASSWORD, address="a")


def test_an_old_code_opens_nothing(db: Database, boss: Actor) -> None:
    """24 hours, then a new one must be asked for."""
    member_id = add(db, boss)
    code = new_code()
    set_code(db, member_id, fingerprint(plain_code(code)), "2020-01-01T00:00:00.000+00:00")
    with pytest.raises(InvalidInput):
        accounts.use_code(db, login="joel", code=code, password="nouveau mot de passe", address="a")


def test_no_code_for_oneself_nor_for_a_closed_account(db: Database, boss: Actor) -> None:
    """It would lock the coordinator out, or open a closed door."""
    with pytest.raises(InvalidInput):
        accounts.make_code(db, boss, member_id=boss.id)
    member_id = add(db, boss)
    accounts.deactivate_member(db, boss, member_id=member_id)
    with pytest.raises(InvalidInput):
        accounts.make_code(db, boss, member_id=member_id)
    with pytest.raises(NotFound):
        accounts.make_code(db, boss, member_id="nobody")


def test_guessing_the_password_on_a_screen_left_open_ends(db: Database, boss: Actor) -> None:
    """Whoever finds the laptop open could otherwise try as long as they like, then lock its member out."""
    for _each in range(throttle.FREE_PAIR):
        with pytest.raises(InvalidInput):
            accounts.change_password(db, boss, old="pas le bon mot", new="nouveau mot de passe", sid="laptop")
    with pytest.raises(Unavailable):
        accounts.change_password(db, boss, old=PASSWORD, new="nouveau mot de passe", sid="laptop")


def test_a_changed_password_signs_the_other_screens_out(db: Database, boss: Actor) -> None:
    """The screen where it was changed stays; a wrong old password changes nothing."""
    here = accounts.session_of_token(db, accounts.sign_in(db, login="amina", password=PASSWORD, address="a"))
    there = accounts.sign_in(db, login="amina", password=PASSWORD, address="a")
    assert here is not None
    with pytest.raises(InvalidInput):
        accounts.change_password(db, boss, old="pas le bon mot", new="nouveau mot de passe", sid=here.sid)
    assert accounts.open_sessions(db, boss) == 2
    accounts.change_password(db, boss, old=PASSWORD, new="nouveau mot de passe", sid=here.sid)
    assert accounts.session_of(db, here.sid)
    assert accounts.session_of_token(db, there) is None
    with pytest.raises(InvalidInput):
        accounts.sign_in(db, login="amina", password=PASSWORD, address="a")
    assert accounts.sign_in(db, login="amina", password="nouveau mot de passe", address="a")


def test_signing_out_everywhere(db: Database, boss: Actor) -> None:
    """One's own screens, someone else's for the coordination, or everyone's."""
    tokens = [accounts.sign_in(db, login="amina", password=PASSWORD, address="a") for _each in range(3)]
    kept = accounts.session_of_token(db, tokens[0])
    assert kept is not None
    assert accounts.sign_out_everywhere(db, boss, keep=kept.sid) == 2
    assert accounts.sign_everyone_out(db, boss) == 1
    assert accounts.session_of(db, kept.sid) is None
