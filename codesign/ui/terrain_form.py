"""What the offline page is made from: the same templates, consents and texts as the screens, as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from codesign import fieldnotes, privacy, territory
from codesign.fieldnotes import DRAFT_DAYS, Field, Template
from codesign.i18n import _
from codesign.privacy import ATTRIBUTE_LABELS, MODE_LABELS, PURPOSE_LABELS, UNDISCLOSED, ConsentMode, ConsentText
from codesign.storage import MAX_TEXT
from codesign.ui import people
from codesign.ui.terrain_words import page_words

SENT_DAYS = 7  # how long a line says that a note was sent; its words go at once
QUEUE_DAYS = 60  # then the page says that a note waits for long; nothing that was not sent goes by a clock
MAX_BODY = 4_000_000  # bytes of one note: a million characters of the longest alphabet fit
_OF_ITS_OWN = {"kind"}  # of the head: chosen by opening the form


def definition() -> dict[str, Any]:
    """Return forms, consents and words in the reader's language; nothing of any person or note."""
    modes = {mode: label for mode, label in MODE_LABELS.items() if mode is not ConsentMode.NOT_APPLICABLE}
    languages = people.attribute_options("mother_tongue")
    return {
        "templates": [_template(each) for each in fieldnotes.TEMPLATES.values()],
        "head": [_head(each) for each in fieldnotes.HEAD if each.id not in _OF_ITS_OWN],
        "attributes": [_attribute(name, label) for name, label in ATTRIBUTE_LABELS.items()],
        "undisclosed": UNDISCLOSED,
        "modes": [[mode.value, _(label)] for mode, label in modes.items()],
        "purposes": [[purpose.value, _(label)] for purpose, label in PURPOSE_LABELS.items()],
        "languages": [[value, label] for value, label in languages.items() if value != UNDISCLOSED],
        "texts": [_text(each) for each in privacy.consent_texts().values()],
        "words": page_words(),
        "days": {"draft": DRAFT_DAYS, "queue": QUEUE_DAYS, "sent": SENT_DAYS},
        "most": {"text": MAX_TEXT, "short": 2000},
    }  # fmt: skip


def _attribute(name: str, label: str) -> dict[str, Any]:
    options = [[value, words] for value, words in people.attribute_options(name).items()]
    return {"id": name, "label": _(label), "type": "choice", "help": "", "options": options}


def _template(of: Template) -> dict[str, Any]:
    return {
        "kind": of.kind.value,
        "occasion": of.occasion_kind.value,
        "label": _(of.label),
        "narrative": of.narrative,
        "fields": _fields(of.fields),
        "moments": _fields(of.moments),
    }


def _fields(found: Iterable[Field]) -> list[dict[str, Any]]:
    return [_field(each) for each in found]


def _field(of: Field) -> dict[str, Any]:
    return {
        "id": of.id,
        "label": _(of.label),
        "help": _(of.help) if of.help else "",
        "type": of.type.value,
        "options": [[value, _(label)] for value, label in of.options],
        "byMoment": bool(of.by_moment),
        "start": of.default,
    }


def _head(of: Field) -> dict[str, Any]:
    """Return one field of the occasion; the sectors belong to the territory, not to the form."""
    found = _field(of)
    if of.id == "sector":
        found["options"] = [[each.id, each.label] for each in territory.sectors()]
    return found


def _text(of: ConsentText) -> dict[str, Any]:
    return {
        "key": of.key,
        "language": of.language,
        "name": of.name,
        "tongue": of.mother_tongue,
        "rtl": of.right_to_left,
        "validated": bool(of.validated_by),
        "title": of.title,
        "paragraphs": list(of.paragraphs),
        "questions": list(of.questions.values()),
    }
