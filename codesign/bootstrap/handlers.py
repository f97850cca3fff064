"""Long work that the worker process does: kind of job → what to run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codesign import barriers, exchange, jobs, personas, storage
from codesign.accounts import MACHINE
from codesign.bootstrap.safeguard import GOING_THROUGH, go_through
from codesign.config import load_settings
from codesign.i18n import N_
from codesign.jobs import Progress
from codesign.storage import Database

Handler = Callable[[Database, dict[str, Any], Progress], Mapping[str, Any]]


def _retag(db: Database, _params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    return {"texts": barriers.ensure_proposals(db, progress=progress)}


def _backup(_db: Database, _params: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    settings = load_settings()
    settings.backups.mkdir(parents=True, exist_ok=True)
    target = settings.backups / f"{settings.database.stem}-{storage.now()[:19].replace(':', '')}.zip"
    return {"size": exchange.make_backup(settings.database, target).size}


def _export(db: Database, params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write the whole project to the private folder; the screen asks for it only where the person may export."""
    told = N_("The project is written")
    made = exchange.export_project(db, MACHINE, kind=params["kind"], progress=lambda n, of: progress(n, of, told))
    target = load_settings().home / "exports" / made.name
    target.parent.mkdir(parents=True, exist_ok=True)
    exchange.write_bytes(target, made.data)
    return {"name": made.name}


def _import(db: Database, params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    told = N_("The notes are brought in")
    report = exchange.bring_in(
        db, load_settings().arrivals, params["file"], params["member"], lambda n, of: progress(n, of, told)
    )
    return {str(state): n for state, n in (*report.counts.items(), *report.media.items())}


def _find_personas(db: Database, params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    with jobs.running_on(load_settings().parallel):
        return personas.find_personas(db, params, progress)


def _train(db: Database, params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Train with the team's decisions; what the new model proposes is read by the next job."""
    card = barriers.train_with_decisions(db, asked_by=params["asked_by"], progress=progress)
    jobs.enqueue(db, MACHINE, barriers.READING, {})
    return {"verdict": str(card.verdict) if card else ""}


def _identifiers(db: Database, _params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    return go_through(db, progress)


HANDLERS: Mapping[str, Handler] = {
    "retag": _retag,
    "backup": _backup,
    "export_project": _export,
    "import_notes": _import,
    barriers.TRAINING: _train,
    personas.KIND: _find_personas,
    GOING_THROUGH: _identifiers,
}
HANDLER_LABELS: Mapping[str, str] = {
    "retag": N_("Reading of the notes by the machine"),
    "backup": N_("Backup"),
    "export_project": N_("Export of the project"),
    "import_notes": N_("Import of notes"),
    barriers.TRAINING: N_("Training of the machine with the team’s decisions"),
    personas.KIND: N_("Search for personas"),
    GOING_THROUGH: N_("Pass over all that may point at someone"),
}
