"""Which codes a decision may carry: those of the codebook, or free words in the families that have none."""

from __future__ import annotations

from codesign import codebook, storage
from codesign.barriers.review import MAX_FREE_CODE
from codesign.errors import InvalidInput
from codesign.i18n import N_

FREE_FAMILIES = ("strategy", "aspiration", "leader")


def checked_code(family: str, code: str) -> tuple[str, str]:
    """Return family and code as they are kept; free words are cleaned and put on one line.

    Raises:
        InvalidInput: unknown family or code, empty or too long free words.
    """
    if family in FREE_FAMILIES:
        words = " ".join(storage.clean_text(code, limit=1_000).split())
        if not words:
            raise InvalidInput(N_("Write a few words that name what the sentence tells."))
        if len(words) > MAX_FREE_CODE:
            raise InvalidInput(
                N_("Keep it short: %(limit)s characters at most, %(n)s are written."), limit=MAX_FREE_CODE, n=len(words)
            )
        return family, words
    book = codebook.load_codebook()
    known = {each.id for group in book.families if group.id == family for each in group.codes}
    if code not in known:
        raise InvalidInput(N_("This code is not in the codebook. Choose one from the list."))
    return family, code
