"""The worker process is kept alive by the app, and ends with it."""

from __future__ import annotations

import os
import signal
import sys
import time

from codesign.ui import worker
from codesign.ui.worker import Supervisor


def wait_for(condition: object, seconds: float = 10) -> bool:
    """Wait until `condition()` is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def test_a_killed_worker_is_started_again_and_stops_with_the_app(monkeypatch: object) -> None:
    """Two pids one after the other, none at the end."""
    monkeypatch.setattr(worker, "RESTART_SECONDS", 0.1)  # type: ignore[attr-defined]
    supervisor = Supervisor((sys.executable, "-c", "import time; time.sleep(60)"))
    supervisor.start()
    assert wait_for(lambda: supervisor.pid)
    first = supervisor.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: supervisor.pid not in (None, first))
    second = supervisor.pid
    assert second is not None
    supervisor.stop()
    assert wait_for(lambda: not os.path.exists(f"/proc/{second}"))  # noqa: PTH110 - a process, not a file
