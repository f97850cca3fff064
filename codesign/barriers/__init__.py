"""What is understood: lexicon and rules propose barrier codes, people decide."""

from codesign.barriers.migrations import migrations

__all__ = ["migrations"]
