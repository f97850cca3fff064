"""sqlite-utils, loaded without pandas.

It looks for pandas, only to know one more type of cell, and so costs every command a quarter of a second. Nothing here
hands it a data frame.
"""

from __future__ import annotations

import sys

_ABSENT = "pandas" not in sys.modules
if _ABSENT:
    sys.modules["pandas"] = None  # type: ignore[assignment]  # Python's own way to say that there is none
try:
    from sqlite_utils import Database, Migrations
finally:
    if _ABSENT:
        del sys.modules["pandas"]

__all__ = ["Database", "Migrations"]
