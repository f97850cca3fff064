"""The drawing room: abstract avatars, sheets and boards as pictures, PDF, vectors and slides; photos made safe.

Pillow, Typst and python-pptx are used in here alone.
"""

from codesign.drawing.archive import stable_zip, unzipped
from codesign.drawing.avatar import avatar
from codesign.drawing.board import BoardStep, BoardWords, JourneyBoard, journey_board
from codesign.drawing.card import CardLine, CardSection, PersonaCard, persona_card
from codesign.drawing.icon import app_icon
from codesign.drawing.marks import Mark, contrast, mark_of
from codesign.drawing.parts import Poster, PosterBars, PosterPanel
from codesign.drawing.photo import SafePhoto, check_photo, safe_photo
from codesign.drawing.poster import FORMATS, poster
from codesign.drawing.proof import grey_proof
from codesign.drawing.scene import Scene
from codesign.drawing.slides import pptx
from codesign.drawing.svg import svg
from codesign.drawing.typeface import font_files
from codesign.drawing.typeset import pdf, pngs

__all__ = [
    "FORMATS",
    "BoardStep",
    "BoardWords",
    "CardLine",
    "CardSection",
    "JourneyBoard",
    "Mark",
    "PersonaCard",
    "Poster",
    "PosterBars",
    "PosterPanel",
    "SafePhoto",
    "Scene",
    "app_icon",
    "avatar",
    "check_photo",
    "contrast",
    "font_files",
    "grey_proof",
    "journey_board",
    "mark_of",
    "pdf",
    "persona_card",
    "pngs",
    "poster",
    "pptx",
    "safe_photo",
    "stable_zip",
    "svg",
    "unzipped",
]
