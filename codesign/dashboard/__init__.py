"""Indicators for the steering group, numbers only and masked; and who was not heard yet."""

from codesign.dashboard.heard import gaps
from codesign.dashboard.model import (
    AXIS_LABELS,
    VERDICT_LABELS,
    AttributeGap,
    Axis,
    CodeCount,
    Crossing,
    EmptyCrossing,
    Gaps,
    GroupGap,
    Overview,
    StageCount,
    Verdict,
)
from codesign.dashboard.reads import at_value, overview

__all__ = [
    "AXIS_LABELS",
    "VERDICT_LABELS",
    "AttributeGap",
    "Axis",
    "CodeCount",
    "Crossing",
    "EmptyCrossing",
    "Gaps",
    "GroupGap",
    "Overview",
    "StageCount",
    "Verdict",
    "at_value",
    "gaps",
    "overview",
]
