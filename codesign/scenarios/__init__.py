"""Service scenarios: journeys of today and tomorrow, prototypes."""

from codesign.scenarios.migrations import migrations

__all__ = ["migrations"]
