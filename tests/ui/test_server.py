"""The real server, as people start it: nothing for strangers; sign-ins outlive a restart, and end when ended."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from codesign import accounts, storage
from codesign.ui.middleware import COOKIE, CSP

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "quatre mots en ligne"


class Server:
    """One app on a port and a private folder of its own."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.home = home
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, command: tuple[str, ...] = ("-m", "streamlit", "run", "app.py")) -> None:
        """Start it and wait until it answers."""
        environ = {**os.environ, "CODESIGN_HOME": str(self.home), "STREAMLIT_SERVER_PORT": str(self.port)}
        log = (self.home / "server.log").open("ab")
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, *command], cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True
        )
        for _each in range(240):
            try:
                if httpx.get(f"{self.url}/_stcore/health").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert self.process.poll() is None, (self.home / "server.log").read_text(encoding="utf-8")
            time.sleep(0.25)
        pytest.fail("the server does not answer")

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def visitor(self) -> httpx.Client:
        """A browser that follows nothing by itself."""
        return httpx.Client(base_url=self.url)

    def sign_in(self) -> httpx.Client:
        """A signed-in browser."""
        client = self.visitor()
        form = client.get("/auth/login")
        token = re.search(r'name="csrf" value="([^"]+)"', form.text)
        assert token
        data = {"csrf": token.group(1), "login": "amina", "password": PASSWORD, "next": "/accounts_me"}
        answer = client.post("/auth/login", data=data)
        assert (answer.status_code, answer.headers["location"]) == (303, "/accounts_me")
        self.flags = answer.headers["set-cookie"]
        return client

    def socket_status(self, cookie: str = "", **headers: str) -> int:
        """The status that opening the page's socket ends with: 101 when it opens."""
        sent = {**headers, **({"Cookie": f"{COOKIE}={cookie}"} if cookie else {})}
        try:
            with connect(
                f"ws://127.0.0.1:{self.port}/_stcore/stream",
                additional_headers=sent,
                subprotocols=["streamlit"],  # type: ignore[list-item]
            ):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server whose first start was made through its own page."""
    server = Server(tmp_path_factory.mktemp("home"))
    server.start()
    client = server.visitor()
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/auth/start").text)
    assert found
    fields = {"name": "Amina Fictive", "login": "amina", "password": PASSWORD, "choice": "project"}
    answer = client.post("/auth/start", data={"csrf": found.group(1), **fields}, timeout=30)
    assert answer.status_code == 303, answer.text
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 303),
        ("/accounts_members", 303),
        ("/fieldnotes_note?note=1", 303),
        ("/_stcore/metrics", 401),
        ("/_stcore/upload_file/x/y", 401),
        ("/_stcore/host-config", 401),
        ("/media/abc.png", 401),
        ("/component/x/y.js", 401),
        ("/_stcore/health", 200),
    ],
)
def test_strangers_get_nothing(server: Server, path: str, status: int) -> None:
    """Also when they send the headers that only the middleware may set."""
    forged = {"X-Codesign-User": "amina", "X-Codesign-Sid": "0" * 64}
    for headers in ({}, forged):
        assert server.visitor().get(path, headers=headers).status_code == status


def test_a_stranger_cannot_upload(server: Server) -> None:
    """Neither put nor delete a file."""
    for method in ("PUT", "POST", "DELETE"):
        assert server.visitor().request(method, "/_stcore/upload_file/x/y", content=b"x").status_code == 401


def test_a_strangers_socket_is_refused(server: Server) -> None:
    """With or without forged headers, from an unknown name or an unknown origin."""
    assert server.socket_status() == 403
    assert server.socket_status(**{"X-Codesign-User": "amina", "X-Codesign-Sid": "0" * 64}) == 403
    assert server.socket_status("invented") == 403


def test_a_member_gets_the_page_with_strict_headers(server: Server) -> None:
    """French, under our policy, with a cookie that scripts cannot read."""
    client = server.sign_in()
    assert "HttpOnly" in server.flags
    assert "SameSite=lax" in server.flags
    page = client.get("/accounts_me")
    assert page.status_code == 200
    assert '<html lang="fr"' in page.text
    assert page.headers["content-security-policy"] == CSP
    assert client.get("/_stcore/host-config").status_code == 200
    assert server.socket_status(client.cookies[COOKIE]) == 101
    assert server.socket_status(client.cookies[COOKIE], Origin="http://evil.example") == 403
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_restart_keeps_the_sign_in_and_leaves_no_process(server: Server) -> None:
    """People do not notice an update; `app.run()`, as in `python app.py`, serves the same; the worker ends with it."""
    client = server.sign_in()
    server.stop()
    assert not _workers_of(server)
    server.start(("-c", f"import app; app.app.run(config={{'server.port': {server.port}}})"))
    assert client.get("/accounts_me").status_code == 200
    assert server.socket_status(client.cookies[COOKIE]) == 101
    assert _workers_of(server)


def test_an_ended_sign_in_opens_nothing(server: Server) -> None:
    """The page and the socket are refused at once."""
    client = server.sign_in()
    with storage.open_database(server.home / "codesign.db") as db:
        session = accounts.session_of_token(db, client.cookies[COOKIE])
        assert session
        accounts.sign_out(db, session.sid)
    assert client.get("/accounts_me").status_code == 303
    assert server.socket_status(client.cookies[COOKIE]) == 403


def _workers_of(server: Server) -> list[str]:
    """The worker processes that serve this private folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environ = (process / "environ").read_bytes()
        except OSError:
            continue
        if b"codesign.ui.worker" in command and f"CODESIGN_HOME={server.home}\0".encode() in environ:
            found.append(process.name)
    return found
