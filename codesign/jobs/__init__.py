"""Long work: one worker process, progress, cancel."""

from codesign.jobs.migrations import migrations

__all__ = ["migrations"]
