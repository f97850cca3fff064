"""How a phone comes to trust the laptop: open to all, without the key, and honest when there is nothing to trust."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ui.browsing import TestClient

from codesign import tls
from codesign.i18n import _


def test_the_authority_is_given_with_its_print_and_the_steps(
    visitor: Callable[..., TestClient], amina: str, tmp_path: Path
) -> None:
    """Before anybody can sign in on the phone; what is downloaded is the certificate alone."""
    assert amina
    client = visitor()
    assert client.get("/auth/certificate").status_code == 404
    assert client.get("/auth/authority.crt").status_code == 404
    made = tls.certificates(tmp_path / "tls", ["localhost"])
    page = client.get("/auth/certificate")
    assert page.status_code == 200
    assert tls.fingerprint(made.authority) in page.text
    assert _("Android") in page.text
    given = client.get("/auth/authority.crt")
    assert given.content == made.authority.read_bytes()
    assert b"PRIVATE" not in given.content
    assert given.headers["content-type"] == "application/x-x509-ca-cert"
