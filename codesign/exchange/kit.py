"""The persona kit: one archive that a designer can work with, made by this machine alone.

The same data give the same bytes, but for LISEZ-MOI, which bears the day: order and dates are fixed, no id is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from codesign import drawing, personas, storage
from codesign.accounts import Actor
from codesign.errors import Conflict
from codesign.exchange import contents_store, kit_data, kit_texts, kit_word
from codesign.exchange.model import ExportFile
from codesign.exchange.project import Told, log
from codesign.i18n import N_, _
from codesign.personas import Audience, Handout
from codesign.privacy import today
from codesign.storage import Database

KIT = N_("Persona kit")
FORMAT_NAMES = {"letter": "lettre", "tabloid": "tabloide", "a4": "a4", "slide": "diapo"}
PRINT_DPI, SLIDE_DPI, PROOF_DPI, SCREEN_DPI = 300, 144, 60, 110  # 960 × 540 points at 144 make 1920 × 1080 pixels
Step = Callable[[], dict[str, bytes]]


def export_kit(  # noqa: PLR0913 - what a kit is made for
    db: Database,
    actor: Actor,
    *,
    audience: Audience,
    demo: bool,
    persona_ids: tuple[str, ...] = (),
    on: date | None = None,
    progress: Told | None = None,
) -> ExportFile:
    """Return the kit of a set of personas (all that may leave, or those asked for); the register keeps its print.

    Raises:
        NotAllowed: the role does not make files for this audience. InvalidInput: nothing may leave for it.
        NotFound: one asked for does not exist. Conflict: somebody changed them meanwhile, or withdrew.
    """
    found = personas.handouts(db, actor, audience=audience, demo=demo, persona_ids=persona_ids)
    steps = [*_sheets(found), *_together(found, on or today())]
    files: dict[str, bytes] = {}
    for done, step in enumerate(steps, 1):
        files |= step()
        if progress is not None:
            progress(done, len(steps))
    made = ExportFile(kit_name(found), "application/zip", drawing.stable_zip(dict(sorted(files.items()))))
    with storage.transaction(db):
        if found != personas.handouts(db, actor, audience=audience, demo=demo, persona_ids=persona_ids):
            raise Conflict(N_("These personas changed while the kit was being made. Make it again."))
        behind = {each for one in found for each in one.behind}
        contents_store.remember(db, made.data, behind, str(audience), actor.id)
        log(db, actor, KIT, "zip", 0, made.data)
    return made


def preview_kit(
    db: Database,
    actor: Actor,
    *,
    audience: Audience,
    demo: bool,
    persona_id: str,
    format: str,  # noqa: A002 - the word for it
) -> tuple[bytes, ...]:
    """Return the pages of one persona as they will leave, as pictures for a screen; the register keeps nothing of it.

    Raises:
        NotAllowed, InvalidInput, NotFound: as `export_kit`.
    """
    (found,) = personas.handouts(db, actor, audience=audience, demo=demo, persona_ids=(persona_id,))
    return drawing.pngs(drawing.poster(personas.poster(found), format), dpi=SCREEN_DPI)


def kit_name(found: Sequence[Handout]) -> str:
    """Return the name of the archive: of its one persona, or of the set, and for whom."""
    return f"{found[0].name if len(found) == 1 else 'personas'}-{found[0].audience}.zip"


def _sheets(found: Sequence[Handout]) -> Iterator[Step]:
    """Yield one step for each sheet: the vectors, the PDF of those that are printed, the pictures."""
    yield from (partial(_sheet, one, each) for one in found for each in drawing.FORMATS)


def _sheet(of: Handout, format: str) -> dict[str, bytes]:  # noqa: A002 - same
    scene = drawing.poster(personas.poster(of), format)
    stem = f"{of.name}/{of.name}-{FORMAT_NAMES[format]}"
    pages = range(len(scene.pages))
    files = {f"{stem}{_page(scene, n)}.svg": drawing.svg(scene, n).encode() for n in pages}
    pictures = drawing.pngs(scene, dpi=SLIDE_DPI if format == "slide" else PRINT_DPI)
    files |= {f"{stem}{_page(scene, n)}.png": pictures[n] for n in pages}
    return files if format == "slide" else {**files, f"{stem}.pdf": drawing.pdf(scene)}


def _page(scene: drawing.Scene, number: int) -> str:
    return f"-{number + 1}" if len(scene.pages) > 1 else ""


def _together(found: Sequence[Handout], on: date) -> tuple[Step, ...]:
    """Return the steps of what holds the whole set."""
    return (
        lambda: {"personas.pptx": _slides(found)},
        lambda: {"personas.docx": kit_word.docx(found), "personas.md": kit_texts.markdown(found).encode()},
        lambda: {
            "personas.json": kit_data.as_json(found).encode(),
            kit_data.SCHEMA_NAME: kit_data.schema(),
            "notes-adhesives.csv": kit_data.sticky_notes(found),
        },
        lambda: {"epreuve-en-gris.png": _proof(found)},
        lambda: {
            "LISEZ-MOI.txt": kit_texts.read_me(found, on).encode(),
            **{f"polices/{name}": data for name, data in drawing.font_files().items()},
        },
    )


def _slides(found: Sequence[Handout]) -> bytes:
    scenes = [drawing.poster(personas.poster(each), "slide") for each in found]
    return drawing.pptx(scenes, _("Personas"))


def _proof(found: Sequence[Handout]) -> bytes:
    scenes = [drawing.poster(personas.poster(each), "letter") for each in found]
    return drawing.grey_proof([page for scene in scenes for page in drawing.pngs(scene, dpi=PROOF_DPI)])
