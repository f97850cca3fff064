"""Which names the app answers to, and what it does when its database cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from ui.browsing import TestClient

from codesign.ui import middleware
from codesign.ui.web import on_script_error

Visitor = Callable[..., TestClient]


def configured(monkeypatch: pytest.MonkeyPatch, address: str, allowed: list[str]) -> None:
    """Make the server's settings read so."""
    values = {"server.address": address, "server.allowedHosts": allowed}
    monkeypatch.setattr(middleware.st, "get_option", values.get)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("notes.exemple.ca", 200),
        ("NOTES.exemple.ca:443", 200),
        ("a.pole.exemple.ca", 200),
        ("pole.exemple.ca", 400),
        ("exemple.ca", 400),
        ("localhost", 400),
    ],
)
def test_listed_names_are_answered_and_no_other(
    visitor: Visitor, amina: str, monkeypatch: pytest.MonkeyPatch, host: str, status: int
) -> None:
    """Behind a proxy the operator says the name; a star stands for what is below a name."""
    configured(monkeypatch, "127.0.0.1", ["notes.exemple.ca", "*.pole.exemple.ca"])
    assert visitor().get("/auth/login", headers={"host": host}).status_code == status


def test_a_server_on_the_network_answers_to_the_name_people_use(
    visitor: Visitor, amina: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a hotspot the address is not known in advance."""
    configured(monkeypatch, "0.0.0.0", [])  # noqa: S104 - what the operator would write
    assert visitor("10.0.0.7").get("/auth/login", headers={"host": "10.0.0.1:8501"}).status_code == 200


def test_without_a_database_the_first_start_shows(visitor: Visitor, tmp_path: Path) -> None:
    """The file was moved away while the app was running: nobody is let in, nothing breaks."""
    (tmp_path / "codesign.db").unlink()
    assert visitor().get("/").headers["location"] == "/auth/start"


def test_a_database_that_cannot_be_opened_lets_nobody_in(visitor: Visitor, tmp_path: Path) -> None:
    """A folder stands where the file should be: no guess, and no first start for whoever asks."""
    (tmp_path / "codesign.db").unlink()
    (tmp_path / "codesign.db").mkdir()
    assert visitor().get("/home").headers["location"].startswith("/auth/login")


def test_an_unforeseen_error_of_a_page_is_taken_care_of(caplog: pytest.LogCaptureFixture) -> None:
    """Streamlit must not show its own box: it would hold the traceback."""
    assert on_script_error(ZeroDivisionError("secret")) is True
    assert "ZeroDivisionError" in caplog.text
