"""ZIP files that are the same bytes for the same content: a fixed date, a fixed order, no mark of the machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DATE = (2026, 1, 1, 0, 0, 0)


def stable_zip(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of `files` (name in the archive → content), in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
