"""Long work that the worker process does: kind of job → what to run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from codesign import barriers
from codesign.i18n import N_
from codesign.storage import Database


class Progress(Protocol):
    """How a long work says where it stands; it may raise to stop the work."""

    def __call__(self, done: int, total: int, message: str) -> None:
        """Tell how many are done, of how many, and what is being done."""


Handler = Callable[[Database, dict[str, Any], Progress], dict[str, Any]]


def _retag(db: Database, _params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    return {"texts": barriers.ensure_proposals(db, progress=progress)}


HANDLERS: Mapping[str, Handler] = {"retag": _retag}
HANDLER_LABELS: Mapping[str, str] = {"retag": N_("The machine reads the notes")}
