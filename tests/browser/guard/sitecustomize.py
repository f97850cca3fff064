"""Put on the path of a server under test: what it asks of the network beyond this machine is written down and refused.

An audit hook sees every connection of the interpreter, whichever library makes it, and cannot be taken off.
`CODESIGN_GUARD_LOG` names the file that receives one line per interpreter under guard, and one per attempt.
"""

import os
import sys

_LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def _is_outside(event: str, args: tuple) -> bool:
    if event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        return isinstance(address, tuple) and not str(address[0]).startswith(_LOCAL)
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        return args[0] not in (None, "", b"") and not str(args[0]).startswith(_LOCAL)
    return False


def _note(line: str) -> None:
    with open(os.environ["CODESIGN_GUARD_LOG"], "a", encoding="utf-8") as log:  # noqa: PTH123
        log.write(line + "\n")


def _guard(event: str, args: tuple) -> None:
    if event.startswith("socket.") and _is_outside(event, args):
        _note(f"{event} {args[1:] if event == 'socket.connect' else args}")
        raise OSError(f"outside this machine: {event}")


if "CODESIGN_GUARD_LOG" in os.environ:
    _note("guarded")
    sys.addaudithook(_guard)
