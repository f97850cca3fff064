"""Passwords and one-time codes: kept as hashes that nobody can turn back.

Argon2id with the library's defaults (RFC 9106's second choice: 64 MiB, three passes). Checks are held to two at once:
each takes 64 MiB, and a burst of attempts must not take the memory that the notes need.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from codesign.errors import InvalidInput
from codesign.i18n import N_

MIN_LENGTH, MAX_LENGTH = 10, 1000
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that look alike, none that sound alike when read aloud
_hasher = PasswordHasher()
_two_at_once = threading.BoundedSemaphore(2)


def check_strength(password: str) -> None:
    """Refuse a password that is too short or absurdly long; any characters will do.

    Raises:
        InvalidInput: fewer than ten characters, or more than a thousand.
    """
    if len(password) < MIN_LENGTH:
        raise InvalidInput(
            N_("This password is too short: at least %(n)s characters. Four ordinary words in a row work well."),
            n=MIN_LENGTH,
        )
    if len(password) > MAX_LENGTH:
        raise InvalidInput(N_("This password is too long: at most %(n)s characters."), n=MAX_LENGTH)


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password, its salt and parameters inside."""
    with _two_at_once:
        return _hasher.hash(_bytes(password))


def _bytes(password: str) -> bytes:
    """Return what is hashed: accents are one letter whichever keyboard typed them."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@cache
def _nobody() -> str:
    """Return the hash that is checked for a login that nobody has, so that its answer takes as long."""
    return hash_password(secrets.token_urlsafe(16))


def verify(stored: str | None, password: str) -> bool:
    """Say whether `password` matches; the same work is done when there is no stored hash."""
    known = stored or _nobody()
    with _two_at_once:
        try:
            matches = _hasher.verify(known, _bytes(password[:MAX_LENGTH]))
        except (VerificationError, InvalidHashError):
            return False
    return matches and stored is not None


def outdated(stored: str) -> bool:
    """Say whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def new_token() -> str:
    """Return an unguessable token (256 bits)."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a one-time code to be read aloud: `XXXX-XXXX-XXXX` (58 bits)."""
    letters = [secrets.choice(_CODE_LETTERS) for _index in range(12)]
    return "-".join("".join(letters[at : at + 4]) for at in (0, 4, 8))


def plain_code(code: str) -> str:
    """Return a typed code as it is compared: capitals, no separators."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def fingerprint(token: str) -> str:
    """Return what is kept of a token or a code: its SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
