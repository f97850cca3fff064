"""Draft fields where no browser draws them: what each is told, and what it would send when somebody types."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from codesign import fieldnotes
from codesign.accounts import Actor, Role
from codesign.fieldnotes import DraftPiece
from codesign.i18n import _
from codesign.storage import Database

BROWSER = "33333333-3333-4333-8333-333333333333"


def areas(app: AppTest) -> dict[str, dict[str, Any]]:
    """What each draft field of the screen was told, by its label."""
    found = {}
    for each in app.get("bidi_component"):
        if each.proto.component_name == "codesign_draft_area":
            data = json.loads(each.proto.json or each.proto.mixed.json)
            found[data["words"]["label"]] = data
    return found


def type_in(app: AppTest, db: Database, text: str, label: str) -> AppTest:
    """Type in a field, as its browser would send it; run the page again."""
    told = areas(app)[_(label)]
    rev = max(told["acks"].values(), default=0) + 1
    piece = DraftPiece(told["id"], told["field"], text, rev, BROWSER, told["seq"], told["note"], told["version"])
    fieldnotes.keep_draft_text(db, Actor(told["member"], "x", frozenset({Role.FIELD})), piece=piece)
    return app.run()
