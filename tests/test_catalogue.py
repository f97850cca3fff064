"""The French catalogue is whole: nothing missing, nothing fuzzy, every blank filled in the same way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

PO = Path(__file__).resolve().parents[1] / "locales" / "fr" / "LC_MESSAGES" / "codesign.po"


def messages() -> list[Message]:
    """Every message of the catalogue, its header left out."""
    with PO.open("rb") as source:
        return [message for message in read_po(source, locale="fr") if message.id]


def forms(value: str | list[str] | tuple[str, ...]) -> list[str]:
    """The singular, or both plurals."""
    return [value] if isinstance(value, str) else list(value)


def blanks(text: str) -> set[str]:
    """The names that a message fills in."""
    return set(re.findall(r"%\((\w+)\)", text))


@pytest.mark.parametrize("message", messages(), ids=lambda m: forms(m.id)[0][:50])
def test_a_message_is_translated_with_the_same_blanks(message: Message) -> None:
    """An empty or fuzzy translation shows English; a lost `%(name)s` loses what the person needs."""
    assert not message.fuzzy
    plural = not isinstance(message.id, str)
    wanted = blanks(forms(message.id)[-1])
    for i, text in enumerate(forms(message.string)):
        assert text.strip(), "not translated"
        spare = {"n"} if plural and i == 0 else set()  # « une phrase » needs no number
        assert wanted - spare <= blanks(text) <= wanted


@pytest.mark.parametrize("message", messages(), ids=lambda m: forms(m.id)[0][:50])
def test_french_is_set_as_in_quebec(message: Message) -> None:
    """Curly apostrophes, guillemets with thin spaces that do not break, a thin space before ? ! ; and after «."""
    for text in forms(message.string):
        assert "'" not in text, "straight apostrophe"
        assert '"' not in text, "straight quotes"
        assert not re.search(r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»", text), "guillemets without their space"
        assert not re.search(r"(?<![\u00a0\u202f?!;])[?!;]", text.replace("%(", "")), "no space before ? ! ;"
