"""The one worker process: takes jobs in turn, says how far they are, and starts again what a crash left behind."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from codesign import storage
from codesign.errors import UserError
from codesign.i18n import N_
from codesign.jobs import store
from codesign.jobs.model import MAX_TRIES, Cancelled, Job, JobState, Progress
from codesign.storage import Database

Handler = Callable[[Database, dict[str, Any], Progress], Mapping[str, Any] | None]

BEAT_SECONDS = 2.0
SILENT_SECONDS = 15.0  # several beats: a laptop under load is late, a dead worker is silent
WRITE_SECONDS = 0.3  # between two writes of progress: a person does not read faster, the disk is everyone's

_log = logging.getLogger("codesign.jobs")


class _Reporter:
    """The `Progress` of one job, on a connection of its own: a rollback of the work must not undo it."""

    def __init__(self, working: Database, db: Database, job_id: str) -> None:
        self._working, self._db, self._id, self._written = working, db, job_id, 0.0

    def __call__(self, done: int, total: int, message: str = "") -> None:
        moment = time.monotonic()
        if moment - self._written < WRITE_SECONDS and done < total:
            return
        self._written = moment
        if not self._working.conn.in_transaction:  # within one, the work itself holds the write lock
            with storage.transaction(self._db, quiet=True):
                store.advance(self._db, self._id, done, total, message)
        found = store.find(self._db, self._id)
        if found is None or found.cancel_asked:
            raise Cancelled


def run_worker(
    database: Path | Callable[[], Path],
    handlers: Mapping[str, Handler],
    *,
    alive: Callable[[], bool] = lambda: True,
    pause: float = 0.5,
) -> None:
    """Work until `alive()` says no. `database` may be a function: the app may switch databases meanwhile."""
    while alive():
        path = database if isinstance(database, Path) else database()
        worked = False
        if path.exists():
            try:
                worked = work_once(path, handlers)
            except UserError as error:  # the disk is full or the file is being replaced: try again later
                _log.warning("The worker waits: %s", error)
        if not worked:
            time.sleep(pause)


def work_once(path: Path, handlers: Mapping[str, Handler]) -> bool:
    """Do the next job, if there is one; say whether there was."""
    with storage.open_database(path) as db:
        job = _take(db, handlers)
        if job is None:
            return False
        with _heartbeat(path, job.id):
            _do(path, db, job, handlers[job.kind])
        return True


def _take(db: Database, handlers: Mapping[str, Handler]) -> Job | None:
    long_ago = (datetime.now(UTC) - timedelta(seconds=SILENT_SECONDS)).isoformat(timespec="milliseconds")
    if store.silent(db, long_ago):
        _restart(db, long_ago)
    if not store.waiting(db):
        return None
    with storage.transaction(db):
        return store.take_next(db, tuple(handlers), storage.now())


def _restart(db: Database, long_ago: str) -> None:
    """Queue again the jobs of a worker that died, unless they killed it too often or were to be stopped anyway."""
    with storage.transaction(db):
        for job in store.silent(db, long_ago):
            if job.cancel_asked:
                store.finish(db, job.id, JobState.CANCELLED, storage.now())
            elif job.tries >= MAX_TRIES:
                message = N_("This work stopped %(n)s times before its end. Nothing of it was kept half-done.")
                store.finish(db, job.id, JobState.FAILED, storage.now(), error=message, error_params={"n": job.tries})
            else:
                store.requeue(db, job.id)


def _do(path: Path, db: Database, job: Job, handler: Handler) -> None:
    with storage.open_database(path) as reporting:
        try:
            result = handler(db, dict(job.params), _Reporter(db, reporting, job.id))
        except Cancelled:
            _end(reporting, job, JobState.CANCELLED)
        except UserError as error:
            _end(reporting, job, JobState.FAILED, error=error.message, error_params=error.params)
        except Exception:  # noqa: BLE001 - the last net: logged whole, told politely
            reference = secrets.token_hex(3).upper()
            _log.exception("Fault %s in job %s", reference, job.kind)
            message = N_("Something went wrong on our side. Give the coordination this number: %(reference)s.")
            _end(reporting, job, JobState.FAILED, error=message, error_params={"reference": reference})
        else:
            _end(reporting, job, JobState.DONE, result=result)


def _end(db: Database, job: Job, state: JobState, **more: Any) -> None:  # noqa: ANN401 - passed on to the store
    with storage.transaction(db):
        store.finish(db, job.id, state, storage.now(), **more)


@contextmanager
def _heartbeat(path: Path, job_id: str) -> Iterator[None]:
    """Say every two seconds that the worker lives, whatever the handler is doing."""
    stop = threading.Event()

    def beat() -> None:
        with storage.open_database(path) as db:
            while not stop.wait(BEAT_SECONDS):
                try:
                    with storage.transaction(db, quiet=True):
                        store.beat(db, job_id, storage.now())
                except UserError as error:
                    _log.warning("No heartbeat: %s", error)

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
