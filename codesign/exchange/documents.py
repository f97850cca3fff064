"""Reports, minutes, published texts: the words of office files, subtitles and plain text, hostile ones included."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import PurePath

from codesign import fieldnotes
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, UserError
from codesign.exchange.archives import check_packed
from codesign.exchange.files import decode
from codesign.exchange.wordings import odt_text, srt_text
from codesign.i18n import N_
from codesign.storage import Database

TYPES = ("txt", "md", "pdf", "docx", "odt", "srt")
MAX_BYTES = 50_000_000
MAX_UNPACKED = 200_000_000
MAX_PAGES = 2_000
_UNREADABLE = N_("%(name)s cannot be read: it is damaged, cut, or not what its name says.")


def document_text(name: str, data: bytes) -> str:
    """Return the words of a document, paragraph by paragraph.

    Raises:
        InvalidInput: an unknown kind of file, damaged, protected by a password, too large, or without words.
    """
    kind = PurePath(name).suffix.lower().lstrip(".")
    if kind not in TYPES:
        raise InvalidInput(N_("%(name)s: bring in .txt, .md, .pdf, .docx, .odt or .srt files."), name=name)
    if len(data) > MAX_BYTES:
        raise InvalidInput(N_("%(name)s is too large (over 50 MB): split it into several files."), name=name)
    if kind in ("txt", "md"):
        return decode(data, name)
    try:
        return _READERS[kind](data, name)
    except (UserError, MemoryError):
        raise
    except Exception as error:
        raise InvalidInput(_UNREADABLE, name=name) from error


def import_document(db: Database, actor: Actor, *, name: str, data: bytes, title: str = "") -> str:
    """Keep a document from its file; return its id.

    Raises:
        NotAllowed: not of the coordination. InvalidInput: as `document_text`, or this text is already here.
    """
    actor.require(Permission.STEWARD)
    text = document_text(name, data)
    return fieldnotes.import_document(db, actor, title=title or PurePath(name).stem, text=text, filename=name)


def _pdf(data: bytes, name: str) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - 0.2 s that other imports need not wait

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise InvalidInput(N_("%(name)s is protected by a password: save it without one first."), name=name)
    if len(reader.pages) > MAX_PAGES:
        raise InvalidInput(N_("%(name)s has over 2000 pages: split it into several files."), name=name)
    return "\n\n".join(page.extract_text() for page in reader.pages)


def _docx(data: bytes, name: str) -> str:
    check_packed(name, data, MAX_UNPACKED)  # a bomb is told by what its parts say they weigh
    from docx import Document  # noqa: PLC0415 - 0.2 s that other imports need not wait
    from docx.table import Table  # noqa: PLC0415 - same reason

    words = []
    for block in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            words += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            words.append(block.text)
    return "\n".join(words)


_READERS: Mapping[str, Callable[[bytes, str], str]] = {
    "pdf": _pdf,
    "docx": _docx,
    "odt": odt_text,
    "srt": lambda data, name: srt_text(decode(data, name), name),
}
