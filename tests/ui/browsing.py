"""A browser for the tests: opens forms and sends them with their token."""

from __future__ import annotations

import re
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it announces another HTTP library; this one is in use all over the project
    from starlette.testclient import TestClient

__all__ = ["HERE", "PASSWORD", "TestClient", "post", "sign_in"]

PASSWORD = "quatre mots en ligne"
HERE = "http://127.0.0.1:8501"


def post(client: TestClient, path: str, **fields: str) -> object:
    """Fill in a form as a browser does: get it, keep its token, send it."""
    form = client.get({"/auth/unlock": "/auth/lock"}.get(path, path))
    found = re.search(r'name="csrf" value="([^"]+)"', form.text)
    token = found.group(1) if found else ""
    return client.post(path, data={"csrf": token, **fields})


def sign_in(client: TestClient, login: str = "amina", password: str = PASSWORD, **more: str) -> object:
    """Sign in."""
    return post(client, "/auth/login", login=login, password=password, **more)
