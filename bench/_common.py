"""What the measurements share: one place for results, medians and tables."""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of `values` do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def median(values: Sequence[float]) -> float:
    """Return the middle value."""
    return statistics.median(values)


def write(name: str, figures: dict[str, Any]) -> None:
    """Keep the figures of one run as JSON, with the moment and the load of the machine."""
    RESULTS.mkdir(exist_ok=True)
    about = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "load": os.getloadavg(), "cores": os.cpu_count()}
    (RESULTS / f"{name}.json").write_text(json.dumps({**about, **figures}, indent=1, ensure_ascii=False), "utf-8")


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row) + " |")


def need(good: object, told: str) -> None:
    """Stop the bench when something that it rests on is not there."""
    if not good:
        raise SystemExit(told)
