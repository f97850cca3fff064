"""UUIDv7 (RFC 9562): ids that sort by time, made without asking anyone."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last_ms = 0
_counter = 0


def uuid7() -> str:
    """Return a new UUIDv7, greater than every one that this process made before.

    The 12 bits after the version are a counter within one millisecond (RFC 9562, section 6.2, method 1).
    """
    global _last_ms, _counter  # noqa: PLW0603 - the state of the generator, under its lock
    with _lock:
        now = time.time_ns() // 1_000_000
        if now > _last_ms:
            _last_ms, _counter = now, secrets.randbelow(0x400)
        else:
            _counter += 1
            if _counter > 0xFFF:
                _last_ms, _counter = _last_ms + 1, 0
        ms, counter = _last_ms, _counter
    # Written out by hand: `uuid.UUID` checks what is right by construction, and an import makes a hundred ids a row.
    text = f"{ms:012x}7{counter:03x}{0b10 << 62 | int.from_bytes(os.urandom(8)) >> 2:016x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def successor(value: str) -> str:
    """Return the UUIDv7 of what is written in the place of `value`: the same on every laptop, of the same moment."""
    old = uuid.UUID(value).int
    fresh = int.from_bytes(hashlib.sha256(f"successor of {value}".encode()).digest()[:10], "big")
    return str(uuid.UUID(int=old >> 80 << 80 | 0x7 << 76 | (fresh >> 68) << 64 | 0b10 << 62 | fresh & (1 << 62) - 1))


def uuid7_ms(value: str) -> int:
    """Return the milliseconds since 1970 that a UUIDv7 was made at."""
    return uuid.UUID(value).int >> 80
