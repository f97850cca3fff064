"""Sectors and reference figures of Montréal-Nord."""

from codesign.territory.model import UNKNOWN, Fact, Sector
from codesign.territory.reads import facts, sector_label, sectors

__all__ = ["UNKNOWN", "Fact", "Sector", "facts", "sector_label", "sectors"]
