"""The frame of every screen: acts, errors in words, conflicts, locking that keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from codesign import accounts, storage
from codesign.accounts import Role, passwords, session_store, store
from codesign.accounts.clock import later
from codesign.errors import NotAllowed
from codesign.i18n import _
from codesign.storage import Database
from codesign.ui import screens
from codesign.ui.screens import Screen

MAIN = Path(__file__).resolve().parents[2] / "codesign" / "ui" / "main.py"
SCRIPT = """
import streamlit as st
from codesign.errors import Conflict, InvalidInput
from codesign.ui import forms, page

here = page.open("Trial", purpose="A sentence with *stars*.")
st.text_input("Draft", key="draft")
st.checkbox("Ticked", key="ticked")
forms.uploader("Files", ["csv"], key="files", several=True)  # Streamlit refuses to be given its value after a lock

def fine(db, actor, *, word): return word + actor.name
def wrong(db, actor): raise InvalidInput("Choose at least one role.")
def clash(db, actor): raise Conflict("Someone", current={"name": "theirs", "version": "v2"})
def fault(db, actor): raise ZeroDivisionError("secret")

if st.button("fine"): here.act(fine, word="x", said="It is done.")
if st.button("stay"): st.text(here.act(fine, word="x", rerun=False).value)
if st.button("wrong"): st.text(bool(here.act(wrong)))
if st.button("fault"): here.act(fault)
if st.button("keep"): here.keep(note="n1")
if here.id("note"): st.text("note " + here.id("note"))
if st.button("clash"): here.state["theirs"] = dict(here.act(clash, quiet=True).theirs)
if "theirs" in here.state:
    chosen = page.both_versions({"name": "mine <b>"}, here.state["theirs"], {"name": "Name"})
    if chosen: st.text("chose " + chosen)
if here.confirm("burn", "Burn", "Sure?", "All of it"): st.text("burnt")
page.prose("<script>alert(1)</script>")
here.download("File", lambda db, actor: actor.name.encode(), "f.txt", "text/plain")
"""


@pytest.fixture
def trial(
    tmp_path: Path, db: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], tuple[AppTest, str, str]]]:
    """Open an invented screen as a signed-in member; gives the app, the member's id and the sign-in."""
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path))
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "trial.py").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setattr(screens, "PAGES", pages)
    monkeypatch.setattr(screens, "SCREENS", (Screen("trial", "Trial", screens.FIELD, None, "edit"),))

    def begin() -> tuple[AppTest, str, str]:
        member_id, sid = storage.uuid7(), passwords.fingerprint(storage.uuid7())
        with storage.transaction(db):
            roles = frozenset({Role.FIELD})
            store.save_member(
                db, member_id, author=member_id, name="Joël", login="joel", roles=roles, active=True, new=True
            )
            store.set_password_hash(db, member_id, passwords.hash_password("quatre mots en ligne"))
            session_store.add(db, sid, member_id, storage.now(), later(hours=1))
        app = AppTest.from_file(str(MAIN), default_timeout=30)
        app.user = {"login": "joel", "sid": sid}
        return app.run(), member_id, sid

    return begin


def press(app: AppTest, label: str) -> AppTest:
    """Press a button by its label."""
    return next(each for each in app.button if each.label == label).click().run()


def texts(app: AppTest) -> list[str]:
    """All plain texts on screen."""
    return [each.value for each in app.text]


def test_the_app_opens_on_the_screen_of_the_role(trial: Callable[[], tuple[AppTest, str, str]]) -> None:
    """The address `/` leads there; the field has its safety card."""
    app, _member, _sid = trial()
    assert not app.exception
    assert app.title[0].value == "Trial"
    assert any("911" in each.value for each in app.markdown)


def test_acting_says_so_and_shows_the_page_again(trial: Callable[[], tuple[AppTest, str, str]]) -> None:
    """The word survives the rerun, once."""
    app = press(trial()[0], "fine")
    assert [each.value for each in app.toast] == ["It is done."]
    assert not app.run().toast
    assert "xJoël" in texts(press(app, "stay"))


def test_an_error_is_shown_where_the_person_is(trial: Callable[[], tuple[AppTest, str, str]]) -> None:
    """What was typed stays; the outcome says that it did not work."""
    app = trial()[0]
    app.text_input(key="draft").set_value("tout ce que j’ai écrit")
    app = press(app, "wrong")
    assert len(app.error) == 1
    assert "False" in texts(app)
    assert app.text_input(key="draft").value == "tout ce que j’ai écrit"


def test_a_fault_is_told_by_a_number_and_logged_whole(
    trial: Callable[[], tuple[AppTest, str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of the inside is shown; the number finds it in the log."""
    app = press(trial()[0], "fault")
    told = app.error[0].value
    assert "secret" not in told
    record = next(each for each in caplog.records if each.name == "codesign.ui")
    assert str(record.args[0]) in told  # type: ignore[index]
    assert "ZeroDivisionError" in caplog.text


def test_after_a_conflict_both_versions_stand_side_by_side(trial: Callable[[], tuple[AppTest, str, str]]) -> None:
    """Neither is lost, as text and nothing else, and the person chooses."""
    app = press(trial()[0], "clash")
    shown = " ".join(each.body for each in app.get("html"))
    assert "mine &lt;b&gt;" in shown
    assert "theirs" in shown
    assert "chose mine" in texts(app.button(key="versions_mine").click().run())
    assert "chose theirs" in texts(app.button(key="versions_theirs").click().run())


def test_ids_live_in_the_address(trial: Callable[[], tuple[AppTest, str, str]]) -> None:
    """So that a link can be sent and a reload comes back."""
    app = press(trial()[0], "keep").run()
    assert "note n1" in texts(app)


def test_destroying_asks_once(trial: Callable[[], tuple[AppTest, str, str]]) -> None:
    """The question and what goes stand beside the second button."""
    app = trial()[0]
    assert "All of it" in texts(app)
    assert "burnt" not in texts(app)
    assert "burnt" in texts(app.button(key="burn").click().run())


def test_what_people_wrote_is_never_a_tag(trial: Callable[[], tuple[AppTest, str, str]]) -> None:
    """Notes are text on every screen."""
    app = trial()[0]
    bodies = " ".join(each.body for each in app.get("html"))
    assert "<script>" not in bodies
    assert '<p dir="auto"' in bodies  # and read from the right when it is written so
    assert "overflow-wrap:anywhere" in bodies  # a word of 10,000 letters does not widen the page
    assert "&lt;script&gt;" in bodies


def test_locking_hides_everything_and_keeps_what_was_typed(
    trial: Callable[[], tuple[AppTest, str, str]], db: Database
) -> None:
    """A shared laptop may be left for a minute in the middle of a sentence."""
    app, _member, sid = trial()
    app.text_input(key="draft").set_value("au milieu d’une phrase").run()
    app.checkbox(key="ticked").check().run()
    app = app.button(key="sidebar_lock").click().run()
    session = accounts.session_of(db, sid)
    assert session
    assert session.locked
    assert not app.sidebar.button
    assert [each.label in ("Password", "Mot de passe") for each in app.text_input] == [True]
    app.text_input[0].set_value("pas le bon mot")
    app = app.button[0].click().run()
    assert app.error
    assert app.run().error  # a run that nobody asked for does not wipe the answer
    app.text_input[0].set_value("quatre mots en ligne")
    app = app.button[0].click().run()
    assert not app.exception
    assert not app.error
    assert app.title[0].value == "Trial"
    assert app.text_input(key="draft").value == "au milieu d’une phrase"
    assert app.checkbox(key="ticked").value is True


def test_an_ended_sign_in_shows_nothing_more(trial: Callable[[], tuple[AppTest, str, str]], db: Database) -> None:
    """The socket is still open; the next touch finds the door closed and does nothing."""
    app, _member, sid = trial()
    accounts.sign_out(db, sid)
    app = press(app, "fine")
    assert app.title[0].value in {"Your session has ended", "Votre session est terminée"}
    assert any("/auth/login?next=%2Ftrial" in each.proto.body for each in app.get("html"))  # and back to this screen
    assert _("A note that you were writing is kept on this device.") in [each.value for each in app.markdown]
    assert not app.button
    assert not app.text_input
    assert not app.toast


@pytest.mark.parametrize("ended", ["closed", "signed out", "locked", "other role"])
def test_an_open_page_builds_no_file_once_the_sign_in_ended(
    trial: Callable[[], tuple[AppTest, str, str]], db: Database, monkeypatch: pytest.MonkeyPatch, ended: str
) -> None:
    """The button is drawn before and pressed after: who left, or lost a role, takes nothing along."""
    pressed: list[Callable[[], bytes]] = []
    monkeypatch.setattr(st, "download_button", lambda _label, data, **_more: pressed.append(data))
    _app, member_id, sid = trial()
    assert pressed[-1]() == "Joël".encode()
    match ended:
        case "closed":
            accounts.deactivate_member(db, accounts.MACHINE, member_id=member_id)
        case "signed out":
            accounts.sign_out(db, sid)
        case "locked":
            accounts.lock(db, sid)
        case _:
            accounts.edit_member(
                db, accounts.MACHINE, member_id=member_id, name="Joël", login="joel", roles=[Role.DESIGN]
            )
    with pytest.raises(NotAllowed):
        pressed[-1]()


def test_signing_out_ends_it_on_the_server(trial: Callable[[], tuple[AppTest, str, str]], db: Database) -> None:
    """One touch."""
    app, _member, sid = trial()
    app = app.button(key="sidebar_out").click().run()
    assert accounts.session_of(db, sid) is None
    assert app.title[0].value == _("The session is closed")
    assert any("stSidebar" in each.proto.body for each in app.get("html"))  # its empty side does not stay
    assert not app.button


def test_what_ended_every_sign_in_says_how_it_went(trial: Callable[[], tuple[AppTest, str, str]], db: Database) -> None:
    """A restored backup knows nobody: its success is said at the door, not lost."""
    app, _member, sid = trial()
    accounts.sign_out(db, sid)
    app.session_state["_said"] = "Rétablie."
    app.run()
    assert [each.value for each in app.success] == ["Rétablie."]


def test_a_stranger_sees_the_door_only(trial: Callable[[], tuple[AppTest, str, str]]) -> None:
    """Without a proved sign-in the script shows nothing, even if the middleware were gone."""
    app = trial()[0]
    app.user = {}
    assert not app.run().button
    app.user = {"login": "joel", "sid": "f" * 64}
    assert not app.run().button


def test_a_page_run_by_itself_shows_nothing(tmp_path: Path) -> None:
    """A script that the menu did not start was checked by nobody."""
    alone = tmp_path / "alone.py"
    alone.write_text(SCRIPT, encoding="utf-8")
    app = AppTest.from_file(str(alone)).run()
    assert not app.exception
    assert not app.title
    assert not app.button


def test_every_word_of_the_frame_is_in_the_catalogue(
    trial: Callable[[], tuple[AppTest, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the pseudo-language each message stands between marks: what does not was never translated."""
    monkeypatch.setenv("CODESIGN_LANGUAGE", "qps")
    app, _member, sid = trial()
    for button in app.sidebar.button:
        assert button.label.startswith("⟦")
    app = app.button(key="sidebar_lock").click().run()
    for each in (*app.title, *app.text, *app.markdown):
        assert "⟦" in each.value
    assert all(each.label.startswith("⟦") for each in (*app.text_input, *app.button))
    del sid
