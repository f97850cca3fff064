"""The files of photos and sounds, at an address of their own: each request asks again who may see them today.

Streamlit's own media would stay in the server's memory, under an address that any member who was told it could open.
"""

from __future__ import annotations

from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from codesign import media, storage
from codesign.accounts import Actor, Session
from codesign.config import load_settings
from codesign.errors import UserError
from codesign.media import MediaItem
from codesign.ui.middleware import SESSION_KEY

PATH = "/note-media"
_HEADERS = {"cache-control": "private, no-store", "content-disposition": "inline"}


def address(item: MediaItem) -> str:
    """Return where the browser asks for a photo or a sound."""
    return f"{PATH}/{item.id}.{item.format}"


async def serve(request: Request) -> Response:
    """Hand over one file to whoever may read its note, while its consent holds; to others there is none."""
    session: Session | None = request.scope.get(SESSION_KEY)
    if session is None or session.locked:
        return PlainTextResponse("Sign in first", 401, _HEADERS)
    item_id = str(request.path_params["name"]).partition(".")[0]
    found = await to_thread.run_sync(_find, session.actor, item_id)
    if found is None:
        return PlainTextResponse("Not found", 404, _HEADERS)
    path, mime = found
    return FileResponse(path, media_type=mime, headers=_HEADERS)


def _find(actor: Actor, item_id: str) -> tuple[Path, str] | None:
    try:
        with storage.open_database(load_settings().database) as db:
            return media.media_file(db, actor, item_id), media.media_item(db, actor, item_id).mime
    except UserError:
        return None
