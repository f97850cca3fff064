"""Ghost populations: evidence, personas."""

from codesign.personas.migrations import migrations

__all__ = ["migrations"]
