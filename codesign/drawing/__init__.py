"""The Pillow door: persona cards, journey boards, abstract avatars, photos made safe."""

from codesign.drawing.avatar import avatar
from codesign.drawing.board import BoardStep, BoardWords, JourneyBoard, journey_board
from codesign.drawing.card import CardLine, CardSection, PersonaCard, persona_card
from codesign.drawing.photo import SafePhoto, safe_photo

__all__ = [
    "BoardStep",
    "BoardWords",
    "CardLine",
    "CardSection",
    "JourneyBoard",
    "PersonaCard",
    "SafePhoto",
    "avatar",
    "journey_board",
    "persona_card",
    "safe_photo",
]
