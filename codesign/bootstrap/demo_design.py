"""The demo's partners, personas and scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from codesign.storage import Database

if TYPE_CHECKING:
    from codesign.bootstrap.demo import Team


def design(db: Database, team: Team, folder: Path) -> None:
    """Add public organisations, two personas and a scenario."""
