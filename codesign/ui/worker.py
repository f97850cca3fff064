"""The worker process beside the app: `python -m codesign.ui.worker`, started and watched by the launcher."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading

from codesign import jobs
from codesign.config import ROOT, load_settings

RESTART_SECONDS = 2.0
STOP_SECONDS = 5.0  # beyond, the job is cut short: its transaction rolls back and it is queued again

_log = logging.getLogger("codesign.worker")


class Supervisor:
    """Keeps one worker process running; a worker that dies is started again."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "codesign.ui.worker")) -> None:
        self._command = command
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="worker-supervisor", daemon=True)

    @property
    def pid(self) -> int | None:
        """The process that works now."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the worker and watch it."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the worker; a job that it was doing is queued again by the next one."""
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._thread.join(timeout=10)

    def _watch(self) -> None:
        while not self._stopping.is_set():
            with subprocess.Popen(self._command, cwd=ROOT) as process:  # noqa: S603 - our own interpreter
                self._process = process
                process.wait()
            if not self._stopping.wait(RESTART_SECONDS):
                _log.warning("The worker ended with %s: starting another", process.returncode)


def main() -> None:
    """Work until the app that started this process is gone, or asks to stop."""
    from codesign import bootstrap  # noqa: PLC0415 - heavy: only the process that works pays for it

    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stopping.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the app tells us itself
    parent = os.getppid()

    def alive() -> bool:
        return not stopping.is_set() and os.getppid() == parent

    handlers = getattr(bootstrap, "HANDLERS", {})
    jobs.run_worker(lambda: load_settings().database, handlers, alive=alive)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    main()
