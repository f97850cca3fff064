"""The routes beside Streamlit: nothing for anonymous requests, strict headers, forms that only we can have made."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.websockets import WebSocketDisconnect
from ui.browsing import HERE, PASSWORD, TestClient, post, sign_in

from codesign import accounts
from codesign.storage import Database
from codesign.ui import requests, switching
from codesign.ui.middleware import COOKIE, CSP

Visitor = Callable[..., TestClient]
SOCKET = "ws://127.0.0.1:8501/_stcore/stream"
OPEN = ["/auth/login", "/auth/code", "/auth/logout", "/auth/static/auth.css", "/_stcore/health", "/favicon.png"]
CLOSED = ["/_stcore/metrics", "/_stcore/upload_file/a/b", "/media/x.png", "/component/x", "/_stcore/host-config"]


@pytest.mark.parametrize("path", ["/", "/fieldnotes_mine", "/x/../fieldnotes_mine", "//fieldnotes_mine", "/anything"])
def test_an_anonymous_page_leads_to_signing_in(visitor: Visitor, amina: str, path: str) -> None:
    """No page of the app is served to nobody."""
    answer = visitor().get(HERE + path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/auth/login")


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_anonymous_uploads_media_and_metrics_are_refused(visitor: Visitor, amina: str, path: str, method: str) -> None:
    """Programs get a plain refusal, whatever the verb."""
    assert visitor().request(method, path).status_code == 401


@pytest.mark.parametrize("path", OPEN)
def test_what_signing_in_needs_is_open(visitor: Visitor, amina: str, path: str) -> None:
    """The form, its style, the health check."""
    assert visitor().get(path).status_code == 200


def test_an_anonymous_socket_is_refused(visitor: Visitor, amina: str) -> None:
    """The page is its socket: everything a person sees comes through it."""
    with pytest.raises(WebSocketDisconnect), visitor().websocket_connect(SOCKET):
        pass


@pytest.mark.parametrize("forged", ["X-Codesign-Sid", "x-codesign-user", "X-CODESIGN-ANYTHING"])
def test_headers_of_ours_sent_by_a_browser_are_dropped(visitor: Visitor, amina: str, forged: str) -> None:
    """Only the middleware says who someone is."""
    assert visitor().get("/home", headers={forged: "amina"}).status_code == 303
    client = visitor()
    sign_in(client)
    assert "forged" not in client.get("/home", headers={"X-Codesign-Sid": "forged"}).text


@pytest.mark.parametrize("cookie", ["x", "", "é", "a" * 5000, '";;', "../../etc"])
def test_an_invented_cookie_is_nobody(visitor: Visitor, amina: str, cookie: str) -> None:
    """A guess opens nothing and breaks nothing."""
    answer = visitor().get("/home", headers={"cookie": f"{COOKIE}={cookie}".encode()})
    assert answer.status_code == 303


def test_signing_in_opens_the_page_and_the_socket(visitor: Visitor, amina: str) -> None:
    """And leads to where the person was going."""
    client = visitor()
    answer = sign_in(client, next="/fieldnotes_note?note=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/fieldnotes_note?note=1"
    assert re.search(r">[0-9a-f]{64}<", client.get("/home").text)
    with client.websocket_connect(SOCKET) as socket:
        assert socket.receive_text() == "amina"


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(visitor: Visitor, amina: str) -> None:
    """HttpOnly, SameSite; Secure as soon as there is TLS; not the same at each sign-in."""
    answers = [sign_in(visitor()) for _each in range(2)]
    cookies = [answer.headers["set-cookie"] for answer in answers]
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
        assert "Secure" not in cookie
    assert cookies[0] != cookies[1]
    assert "Secure" in sign_in(visitor(base="https://localhost:8501")).headers["set-cookie"]


def test_signing_in_again_ends_the_sign_in_before(visitor: Visitor, amina: str, db: Database) -> None:
    """A cookie fixed in the browser before signing in is worth nothing after."""
    client = visitor()
    sign_in(client)
    before = client.cookies[COOKIE]
    sign_in_page = client.get("/auth/code")
    token = re.search(r'name="csrf" value="([^"]+)"', sign_in_page.text)
    assert token
    client.post("/auth/login", data={"csrf": token.group(1), "login": "amina", "password": PASSWORD})
    assert client.cookies[COOKIE] != before
    assert accounts.session_of_token(db, before) is None


def test_a_wrong_password_says_nothing_of_who_exists(visitor: Visitor, amina: str) -> None:
    """The page is the same but for what was typed; the password is never sent back."""
    pages = [sign_in(visitor(), login, "pas le bon mot") for login in ("amina", "personne")]
    assert {page.status_code for page in pages} == {403}
    plain = {re.sub(r'value="[^"]*"', "", page.text) for page in pages}
    assert len(plain) == 1
    assert "pas le bon mot" not in pages[0].text
    assert 'role="alert"' in pages[0].text


@pytest.mark.parametrize("path", ["/auth/login", "/auth/code", "/auth/unlock", "/auth/logout", "/auth/start"])
def test_a_form_without_our_token_does_nothing(visitor: Visitor, amina: str, path: str) -> None:
    """Another site cannot send a form in the person's name."""
    client = visitor()
    if path in ("/auth/unlock", "/auth/logout"):
        sign_in(client)
    cookie = client.cookies.get(COOKIE)
    fields = {"login": "amina", "password": PASSWORD, "csrf": "x"}
    answer = client.post(path, data=fields)
    assert answer.status_code in (303, 403)
    assert COOKIE not in answer.headers.get("set-cookie", "")
    assert client.cookies.get(COOKIE) == cookie


def test_a_form_from_another_origin_does_nothing(visitor: Visitor, amina: str) -> None:
    """Even with the token."""
    client = visitor()
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/auth/login").text)
    assert found
    data = {"csrf": found.group(1), "login": "amina", "password": PASSWORD}
    assert client.post("/auth/login", data=data, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/auth/login", data=data, headers={"origin": HERE}).status_code == 303


def test_the_form_token_is_not_replaced_by_each_page(visitor: Visitor, amina: str) -> None:
    """Two open tabs both go on working."""
    client = visitor()
    first, second = (re.search(r'csrf" value="([^"]+)"', client.get("/auth/login").text) for _each in range(2))
    assert first
    assert second
    assert first.group(1) == second.group(1)


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "", "/a\nb", "/auth/logout", "/a b", "/\t/x"],
)
def test_signing_in_never_leads_elsewhere(visitor: Visitor, amina: str, wanted: str) -> None:
    """A link that signs in and then leaves for a copy of the site is an old trick."""
    assert requests.own_path(wanted) == "/"
    assert sign_in(visitor(), next=wanted).headers["location"] == "/"


def test_a_huge_form_is_refused(visitor: Visitor, amina: str) -> None:
    """Nothing that large belongs in a sign-in."""
    assert visitor().post("/auth/login", content=b"a=" + b"x" * 100_000).status_code == 403


@pytest.mark.parametrize("path", ["/auth/login", "/home", "/auth/static/auth.css", "/_stcore/metrics"])
def test_every_answer_keeps_the_browser_strict(visitor: Visitor, amina: str, path: str) -> None:
    """Refusals and files as well as pages."""
    client = visitor()
    sign_in(client)
    headers = client.get(path, follow_redirects=True).headers
    assert headers["content-security-policy"] == CSP
    assert "frame-ancestors 'self'" in CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=(self), microphone=(self)" in headers["permissions-policy"]


def test_pages_of_the_door_are_not_kept_by_the_visitor(visitor: Visitor, amina: str) -> None:
    """On a shared laptop the next person presses Back."""
    assert visitor().get("/auth/login").headers["cache-control"] == "no-store"


def test_the_page_says_that_it_is_in_french(visitor: Visitor, amina: str) -> None:
    """Screen readers choose their voice by it."""
    client = visitor()
    sign_in(client)
    answer = client.get("/home")
    assert answer.text.startswith('<html lang="fr"><title>Recherche</title>')
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize("path", ["/nulle_part", "/fieldnotes_new/x", "/wp-admin", "/%3Cb%3E"])
def test_an_unknown_address_says_so_in_french(visitor: Visitor, amina: str, path: str) -> None:
    """Streamlit would open a box in English over the first screen; the way back is one touch away."""
    client = visitor()
    sign_in(client)
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Cette adresse ne mène nulle part" in answer.text
    assert 'href="/"' in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "[", ""])
def test_a_name_that_is_not_ours_is_refused(visitor: Visitor, amina: str, host: str) -> None:
    """A page elsewhere that points its own name at this machine gets nothing."""
    client = visitor()
    sign_in(client)
    assert client.get("/home", headers={"host": host}).status_code == 400
    assert client.get("/home", headers={"host": "localhost:9999"}).status_code in (200, 303)


def test_a_locked_screen_serves_nothing_until_the_password(visitor: Visitor, amina: str, db: Database) -> None:
    """A reload does not get around the lock, and comes back to the same page."""
    client = visitor()
    sign_in(client)
    session = accounts.session_of_token(db, client.cookies[COOKIE])
    assert session
    accounts.lock(db, session.sid)
    assert client.get("/page?note=1").headers["location"] == "/auth/lock?next=%2Fpage%3Fnote%3D1"
    assert client.get("/media/x").status_code == 401
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(SOCKET):
        pass
    assert post(client, "/auth/unlock", password="pas le bon mot").status_code == 403
    assert post(client, "/auth/unlock", password=PASSWORD, next="/page?note=1").headers["location"] == "/page?note=1"
    assert client.get("/home").status_code == 200


def test_signing_out_ends_it_on_the_server(visitor: Visitor, amina: str, db: Database) -> None:
    """A copy of the cookie is worth nothing; a link alone does not sign out."""
    client = visitor()
    sign_in(client)
    token = client.cookies[COOKIE]
    assert client.get("/auth/logout").status_code == 200
    assert client.get("/home").status_code == 200
    post(client, "/auth/logout")
    assert accounts.session_of_token(db, token) is None
    assert visitor().get("/home", headers={"cookie": f"{COOKIE}={token}"}).status_code == 303


def test_a_closed_account_is_out_at_its_next_request(visitor: Visitor, amina: str, db: Database) -> None:
    """Nobody waits for a session to end."""
    boss = accounts.Actor(amina, "Amina", frozenset({accounts.Role.COORDINATION}))
    other = accounts.add_member(
        db, boss, name="Joël", login="joel", roles=[accounts.Role.FIELD], password="quatre mots aussi"
    )
    client = visitor()
    sign_in(client, "joel", "quatre mots aussi")
    assert client.get("/home").status_code == 200
    accounts.deactivate_member(db, boss, member_id=other)
    assert client.get("/home").status_code == 303


def test_a_one_time_code_opens_the_door_once(visitor: Visitor, amina: str, db: Database) -> None:
    """The person chooses their own password, and is signed in."""
    boss = accounts.Actor(amina, "Amina", frozenset({accounts.Role.COORDINATION}))
    row = "018f0000-0000-7000-8000-000000000001"
    code = accounts.invite_member(db, boss, id=row, name="Joël", login="joel", roles=[accounts.Role.FIELD])
    client = visitor()
    short = post(client, "/auth/code", login="joel", code=code, password="court")
    assert short.status_code == 403
    answer = post(client, "/auth/code", login="joel", code=code, password="un mot de passe à moi")
    assert answer.headers["location"] == "/"
    assert client.get("/home").status_code == 200
    assert post(visitor(), "/auth/code", login="joel", code=code, password="encore un autre").status_code == 403


BEGIN = {"name": "Amina", "login": "amina", "password": PASSWORD, "choice": "project"}


def test_the_first_start_makes_the_coordinator(visitor: Visitor, db: Database, tmp_path: Path) -> None:
    """From the machine itself, no code; afterwards the page is gone."""
    client = visitor()
    assert client.get("/").headers["location"] == "/auth/start"
    assert 'name="code"' not in client.get("/auth/start").text
    assert post(client, "/auth/start", **BEGIN).status_code == 303
    assert client.get("/home").status_code == 200
    assert (tmp_path / "active").read_text(encoding="utf-8") == "project\n"
    assert accounts.has_members(db)
    assert visitor().get("/auth/start").headers["location"] == "/"
    assert visitor().post("/auth/start", data=BEGIN).headers["location"] == "/"


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("10.0.0.7", {}),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7"}),
        ("127.0.0.1", {"forwarded": "for=10.0.0.7"}),
    ],
)
def test_from_elsewhere_the_first_start_asks_for_the_code_of_the_terminal(
    visitor: Visitor, db: Database, peer: str, headers: dict[str, str]
) -> None:
    """Whoever is first on the network must not become the coordinator."""
    client = visitor(peer)
    client.headers.update(headers)
    assert 'name="code"' in client.get("/auth/start").text
    assert post(client, "/auth/start", **BEGIN).status_code == 403
    assert post(client, "/auth/start", code="0000-0000-0000-0000", **BEGIN).status_code == 403
    assert not accounts.has_members(db)
    assert post(client, "/auth/start", code=switching.start_code().lower(), **BEGIN).status_code == 303
    assert accounts.has_members(db)


def test_an_address_that_a_browser_made_up_does_not_spare_the_wait(
    visitor: Visitor, amina: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server believes this machine's `X-Forwarded-For` by default: each new one would begin anew."""
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    answers = []
    for number in range(6):  # the peer as uvicorn would hand it on
        client = visitor(f"203.0.113.{number}")
        client.headers["x-forwarded-for"] = f"203.0.113.{number}"
        answers.append(sign_in(client, password="pas le bon mot").text)
    assert "Attendez" in answers[5]
    assert "Attendez" not in answers[4]
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1")
    assert "Attendez" not in sign_in(client, password="pas le bon mot").text


def test_guessing_the_code_of_the_terminal_ends(visitor: Visitor, db: Database) -> None:
    """After twenty wrong ones only the machine itself opens the first start."""
    client = visitor("10.0.0.7")
    for _each in range(20):
        post(client, "/auth/start", code="0000-0000-0000-0000", **BEGIN)
    assert post(client, "/auth/start", code=switching.start_code(), **BEGIN).status_code == 403
    assert not accounts.has_members(db)


def test_a_first_start_with_a_weak_password_keeps_what_was_typed(visitor: Visitor, db: Database) -> None:
    """Nothing is made, the name is still there, the password is not sent back."""
    answer = post(visitor(), "/auth/start", **{**BEGIN, "password": "court"})
    assert answer.status_code == 403
    assert 'value="Amina"' in answer.text
    assert "court" not in re.sub(r"trop court|too short", "", answer.text)
    assert not accounts.has_members(db)


def test_names_are_shown_as_text(visitor: Visitor, db: Database) -> None:
    """Whatever is typed comes back as it is, never as a tag."""
    answer = post(visitor(), "/auth/start", **{**BEGIN, "name": '"><script>alert(1)</script>', "password": "court"})
    assert "<script>" not in answer.text


def test_the_door_takes_a_dead_sign_in_away(visitor: Visitor, db: Database, amina: str) -> None:
    """Signed out from a screen, whose script cannot reach the cookie: the sign-in page has the browser forget it."""
    client = visitor()
    sign_in(client)
    assert client.get("/auth/login").status_code == 303
    accounts.sign_out_everywhere(db, accounts.MACHINE, member_id=amina)
    assert client.get("/auth/login").status_code == 200
    assert COOKIE not in client.cookies
