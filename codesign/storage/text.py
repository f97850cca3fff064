"""Text as it is kept: NFC, LF, no byte-order mark, no character that SQLite, XML or a screen cannot hold."""

from __future__ import annotations

import re
import unicodedata

from codesign.errors import InvalidInput
from codesign.i18n import N_

MAX_TEXT = 1_000_000  # code points; a longer text is a document to be split, not a note

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean_text(text: str, *, limit: int = MAX_TEXT) -> str:
    """Return `text` normalised for keeping; offsets are counted on what this returns.

    Control characters and lone surrogates carry no meaning in a note and break exports: they are left out.

    Raises:
        InvalidInput: the text is longer than `limit` code points.
    """
    kept = unicodedata.normalize("NFC", _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    if len(kept) > limit:
        raise InvalidInput(
            N_("This text has %(n)s characters; the limit is %(limit)s. Split it into several."),
            n=len(kept),
            limit=limit,
        )
    return kept.strip()
