"""What the launcher joins: routes beside Streamlit, middleware, start-up, and what an unforeseen error shows."""

from __future__ import annotations

import gc
import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from codesign.config import keep_private, load_settings
from codesign.errors import UserError
from codesign.i18n import using_language
from codesign.ui import certificate, first_start, note_media, page, present, signin, switching, terrain
from codesign.ui.middleware import Identity, KnownHosts, Strict
from codesign.ui.run import chosen_language
from codesign.ui.worker import Supervisor

SCRIPT = Path(__file__).with_name("main.py")
AUTH = Path(__file__).with_name("auth")
# Loaded before anyone waits, and before the collector is told to leave them alone.
HEAVY = (
    "pandas", "pyarrow.pandas_compat", "plotly.graph_objects", "plotly.io", "plotly.tools", "plotly.offline",
    "PIL.Image", "orjson", "streamlit.emojis", "streamlit.material_icon_names",
)  # fmt: skip
# The script itself, which each run begins.
LATER = {"codesign.ui.main"}

ROUTES: tuple[BaseRoute, ...] = (
    Route("/auth/login", signin.login_form),
    Route("/auth/login", signin.login, methods=["POST"]),
    Route("/auth/code", signin.code_form),
    Route("/auth/code", signin.code, methods=["POST"]),
    Route("/auth/logout", signin.logout_form),
    Route("/auth/logout", signin.logout, methods=["POST"]),
    Route("/auth/lock", signin.lock_form),
    Route("/auth/unlock", signin.unlock, methods=["POST"]),
    Route(certificate.PATH, certificate.certificate),
    Route(certificate.FILE, certificate.authority),
    Route("/auth/start", first_start.start_form),
    Route("/auth/start", first_start.start, methods=["POST"]),
    Route(present.PATH, present.present),
    *terrain.ROUTES,
    Route("/favicon.png", lambda _request: FileResponse(AUTH / "favicon.png")),
    Route(f"{note_media.PATH}/{{name}}", note_media.serve),
    Mount("/auth/static", StaticFiles(directory=AUTH)),
)

MIDDLEWARE = (Middleware(Strict), Middleware(KnownHosts), Middleware(Identity))

_log = logging.getLogger("codesign.web")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:  # noqa: ANN401 - Streamlit's application object
    """Prepare the database, load what is heavy, start the worker; stop it at the end.

    Streamlit collects all generations after every rerun; freezing what start-up made leaves it nearly nothing to scan.
    """
    settings = load_settings()
    await to_thread.run_sync(keep_private, settings)
    with using_language(chosen_language()):
        await to_thread.run_sync(switching.prepare_active, settings)
        await to_thread.run_sync(_warm_up)
        switching.announce_first_start(settings)
    supervisor = Supervisor()
    supervisor.start()
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        await to_thread.run_sync(supervisor.stop)


def _warm_up() -> None:
    """Load what the screens load, and use it once: what comes after the freeze is gone through after every rerun."""
    screens = (f"codesign.ui.{each.name}" for each in pkgutil.iter_modules([str(SCRIPT.parent)]))
    for name in (*HEAVY, *(each for each in screens if each not in LATER)):
        importlib.import_module(name)
    importlib.import_module("PIL.Image").preinit()
    charts = importlib.import_module("codesign.charts")
    bars = [charts.Bar("a", 5), charts.Bar("b", None, masked=True)]
    for drawn in (charts.bars, charts.columns):
        drawn(charts.Headline("", ""), bars, label="", unit="").figure.to_json()
    barriers = importlib.import_module("codesign.barriers")
    barriers.propose("Personne ne répond en créole.")


def on_script_error(error: Exception) -> bool:
    """Show an error that a page or fragment let through: in words what people can mend, else politely with a number."""
    with using_language(chosen_language()):
        if isinstance(error, UserError):
            page.trouble(error)
        else:
            page.fault(error)
    return True
