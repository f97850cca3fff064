"""Moments ahead, written as the tables keep them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def later(**span: float) -> str:
    """Return the moment `span` from now (`hours=12`) as UTC ISO-8601; such texts sort by time."""
    return (datetime.now(UTC) + timedelta(**span)).isoformat(timespec="milliseconds")


def minutes_until(moment: str) -> int:
    """Return the minutes until `moment`, rounded up, at least one."""
    seconds = (datetime.fromisoformat(moment) - datetime.now(UTC)).total_seconds()
    return max(1, -int(-seconds // 60))
