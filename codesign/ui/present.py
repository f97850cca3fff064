"""« Présenter »: personas on the wall of a meeting, one after the other, on a plain page of ours.

Everything is in the page: once open, it goes on without network. Without scripts, the slides follow each other down.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from codesign import drawing, personas
from codesign.accounts import Session
from codesign.config import load_settings
from codesign.errors import UserError
from codesign.i18n import _, language
from codesign.personas import Handout
from codesign.storage import Database
from codesign.ui import paper, requests
from codesign.ui.screens import PRESENT
from codesign.ui.signin import in_database

PATH = f"/{PRESENT}"


def address(persona_id: str | None = None, *, paper: bool = False) -> str:
    """Return where a persona, or all that are published, are presented; on `paper`, its letter pages to print."""
    if persona_id is None:
        return PATH
    return f"{PATH}?persona={persona_id}" + ("&paper=letter" if paper else "")


async def present(request: Request) -> Response:
    """GET /present: the published personas, or the one of the address; `paper` asks for pages rather than slides."""
    session = requests.session_of(request)
    if session is None:
        return HTMLResponse(paper.document(_("Sign in"), ""), 401)
    wanted, demo = request.query_params.get("persona"), load_settings().is_demo
    try:
        found = await in_database(lambda db: _found(db, session, wanted, demo=demo))
    except UserError as error:
        return _answer(_nothing(str(error)), 404)
    if not found:
        return _answer(_nothing(_("No persona is published yet.")), 404)
    if request.query_params.get("paper"):
        return _answer(on_paper(found, wanted))
    return _answer(document(found, wanted))


def _found(db: Database, session: Session, wanted: str | None, *, demo: bool) -> tuple[Handout, ...]:
    return personas.presented(db, session.member.actor, demo=demo, persona_id=wanted)


def _answer(content: str, status: int = 200) -> Response:
    return HTMLResponse(content, status, {"cache-control": "no-store"})


def _nothing(why: str) -> str:
    return paper.document(_("Present"), paper.paragraph(why) + paper.link("/personas_board", _("All personas")))


def document(found: Sequence[Handout], wanted: str | None) -> str:
    """Return the page: every slide of every persona, and the buttons to go from one to the next."""
    slides = [slide for n, each in enumerate(found) for slide in _slides(each, n)]
    body = "\n".join(_slide(*each, n, len(slides)) for n, each in enumerate(slides, 1))
    back = f"/personas_board?persona={escape(wanted)}" if wanted else "/personas_board"
    return f"""<!doctype html>
<html lang="{escape(language()[:2])}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(_("Present"))} – {escape(_("Personas"))}</title>
<link rel="icon" href="/favicon.png">
<link rel="stylesheet" href="/auth/static/present.css">
<script src="/auth/static/present.js" defer></script>
</head>
<body>
<main>
<h1>{escape(_("Personas"))}</h1>
{body}
</main>
<nav aria-label="{escape(_("Slides"))}">
<button type="button" id="previous">{escape(_("Previous"))}</button>
<span id="place" aria-live="polite"></span>
<button type="button" id="next">{escape(_("Next"))}</button>
<button type="button" id="full">{escape(_("Full screen"))}</button>
<a href="{back}">{escape(_("Leave"))}</a>
<span class="keys">{escape(_("Arrow keys: next, previous · F: full screen"))}</span>
<span class="turn">{escape(_("Turn the phone on its side: slides are wide."))}</span>
</nav>
</body>
</html>
"""


def on_paper(found: Sequence[Handout], wanted: str | None) -> str:
    """Return the sheets as letter pages, with one button that prints them; nothing but the pages is printed."""
    pages = [sheet for n, each in enumerate(found) for sheet in _slides(each, n, "letter")]
    body = "\n".join(_slide(*each, n, len(pages)) for n, each in enumerate(pages, 1))
    back = f"/personas_board?persona={escape(wanted)}" if wanted else "/personas_board"
    return f"""<!doctype html>
<html lang="{escape(language()[:2])}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(" – ".join(dict.fromkeys(name for name, _picture in pages)))}</title>
<link rel="icon" href="/favicon.png">
<link rel="stylesheet" href="/auth/static/present.css">
<link rel="stylesheet" href="/auth/static/print.css">
<script src="/auth/static/print.js" defer></script>
</head>
<body class="paper">
<main>
<h1>{escape(_("Personas"))}</h1>
{body}
</main>
<nav aria-label="{escape(_("Print"))}">
<button type="button" id="print">{escape(_("Print"))}</button>
<a href="{back}">{escape(_("Leave"))}</a>
</nav>
</body>
</html>
"""


def _slides(of: Handout, number: int, format: str = "slide") -> list[tuple[str, str]]:  # noqa: A002 - the word for it
    """Return (name, vectors) of each slide or page of a persona, ids apart from those of the others."""
    scene = drawing.poster(personas.poster(of), format)
    return [(scene.title, drawing.svg(scene, n, prefix=f"p{number}s{n}-")) for n in range(len(scene.pages))]


def _slide(name: str, picture: str, number: int, total: int) -> str:
    said = _("%(name)s, slide %(n)s of %(total)s", name=name, n=number, total=total)
    return f'<section id="s{number}" tabindex="-1" aria-label="{escape(said)}">\n{picture}</section>'
