"""Reading the reference files. They hold published facts only, so no permission guards them."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path

from codesign.config import load_settings
from codesign.i18n import _, language
from codesign.territory.model import UNKNOWN, Fact, Sector


def sectors() -> tuple[Sector, ...]:
    """Return the sectors in the order people name them, labelled in the reader's language."""
    return _sectors(load_settings().reference / "territory.toml", "en" if language() == "en" else "fr")


def sector_label(sector_id: str) -> str:
    """Return the name of a sector; where nobody said it, says so; an id that is no longer listed reads as itself."""
    if sector_id == UNKNOWN:
        return _("Sector not stated")
    return next((each.label for each in sectors() if each.id == sector_id), sector_id)


def facts(indicator: str | None = None) -> tuple[Fact, ...]:
    """Return the published figures, all or those of one indicator, in the order of the file."""
    found = _facts(load_settings().reference / "territory_facts.csv")
    return tuple(fact for fact in found if indicator in {None, fact.indicator})


@cache
def _sectors(path: Path, code: str) -> tuple[Sector, ...]:
    with path.open("rb") as source:
        rows = tomllib.load(source)["sector"]
    return tuple(Sector(row["id"], row["label"][code], row["note"]["fr"]) for row in rows)


@cache
def _facts(path: Path) -> tuple[Fact, ...]:
    with path.open(encoding="utf-8", newline="") as source:
        return tuple(_fact(row) for row in csv.DictReader(source))


def _fact(row: dict[str, str]) -> Fact:
    return Fact(
        indicator=row["indicator"],
        category=row["category"],
        value=float(row["value"]) if row["value"] else None,
        unit=row["unit"],
        year=int(row["year"]),
        source_title=row["source_title"],
        source_url=row["source_url"],
        verified=row["verified"] == "yes",
    )
