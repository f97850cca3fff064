"""A light tokenizer for French: one regular expression, no list of exceptions to compile.

spaCy's own French tokenizer costs two seconds at start (its exceptions) and a third of the speed. What matters for
field notes fits in one expression: elisions are cut (« d’auto »), words that hold an apostrophe or a hyphen stay
whole (« aujourd’hui », « p’tit », « rendez-vous »), inverted pronouns are cut (« a-t-elle »), spaces of any kind are
spaces (U+00A0, U+202F).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc
from spacy.vocab import Vocab

_TEXT_KEY = "codesign_text"
_APOSTROPHE = "['’ʼ]"
_WHOLE = (
    rf"aujourd{_APOSTROPHE}hui|quelqu{_APOSTROPHE}une?s?|p{_APOSTROPHE}tite?s?|t{_APOSTROPHE}sais"
    rf"|prud{_APOSTROPHE}\w+|c{_APOSTROPHE}te?(?!\w)|d{_APOSTROPHE}abord|entr{_APOSTROPHE}\w+"
)
_ELISION = rf"(?:[cdjlmnstyz]|ch|qu|jusqu|lorsqu|puisqu|quoiqu){_APOSTROPHE}(?=\w)"
_INVERTED = r"-(?:t-)?(?:ils?|elles?|on|je|tu|ce|y|en|moi|toi|lui|leur|l[aà]|ci|les?)(?!\w)"
_WORD = rf"\w+(?:[-‐‑](?!{_INVERTED[1:]})\w+)*"
_TOKEN = re.compile(rf"({_WHOLE}|{_ELISION}|{_WORD}|\s+|[^\w\s])( ?)", re.IGNORECASE)


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the text of each token that is not a space: the words a ``Doc`` would hold, without it."""
    for match in _TOKEN.finditer(text):
        token = match.group(1)
        if not token.isspace():
            yield match.start(), token


def text_of(doc: Doc) -> str:
    """Return the text of a ``Doc`` of any pipeline: the one received, or joined anew from its tokens.

    Joining takes as long as all the rest of the tagger. What was received no longer fits in a part of a document or in
    several documents put together, to which spaCy may hand on ``user_data``.
    """
    known: str | None = doc.user_data.get(_TEXT_KEY)
    fits = known is not None and len(doc) and doc[-1].idx + len(doc[-1].text_with_ws) == len(known)
    return known if fits and known is not None else doc.text


class LightTokenizer:
    """Turns a text into a ``Doc`` whose text is exactly the one received."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Cut ``text`` (without lone surrogates: spaCy stores UTF-8) into tokens."""
        pairs = _TOKEN.findall(text)
        doc = Doc(self.vocab, words=[word for word, _ in pairs], spaces=[bool(space) for _, space in pairs])
        doc.user_data[_TEXT_KEY] = text
        return doc

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to store: the tokenizer is code."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> LightTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to store."""

    def from_disk(self, _path: object, **_: object) -> LightTokenizer:
        """Nothing to restore."""
        return self
