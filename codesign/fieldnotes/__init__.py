"""What is seen and heard: notes of the three occasions, documents, search, history."""

from codesign.fieldnotes.migrations import migrations

__all__ = ["migrations"]
