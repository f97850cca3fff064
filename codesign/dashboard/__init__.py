"""Indicators for the steering group: numbers only, every one of them masked."""

from codesign.dashboard.model import AXIS_LABELS, Axis, CodeCount, Crossing, Overview, StageCount
from codesign.dashboard.reads import at_value, overview

__all__ = ["AXIS_LABELS", "Axis", "CodeCount", "Crossing", "Overview", "StageCount", "at_value", "overview"]
