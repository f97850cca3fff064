"""Long work and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from codesign.i18n import _

MAX_TRIES = 3  # a job that stopped the worker three times would stop it a fourth


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Asker(Protocol):
    """Whoever asks for work: an `accounts.Actor`, which this floor does not know."""

    @property
    def id(self) -> str:
        """The id that the job is kept under."""


class Progress(Protocol):
    """What a handler reports to. `message` is an id of the catalogue, translated when it is shown."""

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Say that `done` of `total` is done; raises Cancelled when the person asked to stop."""


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """The person asked to stop; the handler lets it pass, so that its transaction is rolled back."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work."""

    id: str
    kind: str
    params: Mapping[str, Any]
    asked_by: str
    asked_at: str
    state: JobState
    done: int
    total: int
    message: str
    tries: int
    cancel_asked: bool
    finished_at: str
    result: Mapping[str, Any]
    error: str
    error_params: Mapping[str, Any]

    @property
    def share(self) -> float:
        """The part that is done, between 0 and 1."""
        if self.state is JobState.DONE:
            return 1.0
        return min(1.0, self.done / self.total) if self.total > 0 else 0.0

    @property
    def trouble(self) -> str:
        """Why it failed, in the reader's language."""
        return _(self.error, **self.error_params)
